"""The conserving equations of deposition as ordinary differential equations, written from the docs, without a kernel.

Space as in the docs (cells, two halves in series, fluxes after Scharfetter and Gummel, the well that keeps its
profile); time by SciPy's BDF with its own control; the potential by Newton's method on a dense matrix.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import newton

from natria.models.deposit.inputs import FARADAY

FLOOR, ROOM = 1e-5, 1e-9


def h_of(x):
    x = np.clip(x, 0, 1)
    return x**3 * (6 * x**2 - 15 * x + 10)


def slope_of(x):
    x = np.clip(x, 0, 1)
    return 30 * x**2 * (1 - x) ** 2


def neighbours(shape):
    """Return pairs of cells that share a face, as two arrays of numbers."""
    number = np.arange(np.prod(shape)).reshape(shape)
    pairs = [(number.take(range(n - 1), k), number.take(range(1, n), k)) for k, n in enumerate(shape) if n > 1]
    return np.concatenate([a.ravel() for a, _ in pairs]), np.concatenate([b.ravel() for _, b in pairs])


def series(a, b):
    return 2 * a * b / (a + b)


class Lines:
    """Right side of d/dt (xi, sodium) on a grid."""

    def __init__(self, grid, physics):
        self.grid, self.physics = grid, physics
        self.one, self.two = neighbours(grid.shape)
        self.last = np.arange(np.prod(grid.shape)).reshape(grid.shape)[-1].ravel()
        layer = physics.layer
        self.layer = np.zeros(grid.shape).ravel() if layer is None else layer.share.ravel()
        self.phi = np.full(self.layer.size, physics.drive.voltage or 0.0)

    def mixed(self, name):
        """Return a property of bath and layer in each cell."""
        bath, layer = self.physics.bath, self.physics.layer
        return getattr(bath, name) + self.layer * ((getattr(layer, name) if layer else 0.0) - getattr(bath, name))

    def factor(self, name):
        layer = self.physics.layer
        return 1 + self.layer * ((getattr(layer, name) if layer else 1.0) - 1)

    def lay(self, values):
        """Return the sum over neighbours of the difference to them, over dx^2."""
        flow = (values[self.two] - values[self.one]) / self.grid.spacing**2
        return np.bincount(self.one, flow, len(values)) - np.bincount(self.two, flow, len(values))

    def preference(self, xi):
        delta = self.physics.disturbance.anisotropy
        field = np.pad(xi.reshape(self.grid.shape), 1, mode="edge")
        n = [np.diff(field, axis=k)[tuple(slice(1, -1) if m != k else slice(None) for m in range(3))] for k in range(3)]
        central = [
            np.take(one, range(one.shape[k] - 1), k) + np.take(one, range(1, one.shape[k]), k)
            for k, one in enumerate(n)
        ]
        squares = [one.ravel() ** 2 for one in central]
        total = np.sum(squares, axis=0)
        safe = np.where(total > 0, total, 1.0)
        return np.where(total > 0, 1 + delta * (4 * np.sum([a**2 for a in squares], axis=0) / safe**2 - 3), 1.0)

    def reaction(self, phi, c, speed, film):
        """Return rate and its derivative by phi; `film` is R i0 in each cell."""
        bath, alpha = self.physics.bath, self.physics.metal.transfer
        f, ratio = bath.factor, np.maximum(c, 0) / bath.concentration

        def law(eta):
            return ratio * np.exp(alpha * f * eta) - np.exp(-(1 - alpha) * f * eta)

        def rise(eta):
            return f * (alpha * ratio * np.exp(alpha * f * eta) + (1 - alpha) * np.exp(-(1 - alpha) * f * eta))

        eta = phi
        if np.any(film):
            eta = newton(lambda e: e + film * law(e) - phi, phi, lambda e: 1 + film * rise(e), maxiter=200, tol=1e-13)
        return speed * law(eta), speed * rise(eta) / (1 + film * rise(eta))

    def rates(self, y):
        """Return d(xi)/dt, d(sodium)/dt, c and phi."""
        p, m, b, d2 = self.physics, self.physics.metal, self.physics.bath, self.grid.spacing**2
        xi, sodium = np.split(y, 2)
        h, hs = h_of(xi), slope_of(xi)
        c = (sodium - m.concentration * h) / (1 - h + ROOM)
        x = m.steepness * self.grid.spacing
        wide = 4 * np.sinh(x / 2) ** 2
        q = xi * (1 - xi)
        well = m.well * wide / x**2 * 2 * q * (1 - 2 * xi) / (1 + wide * np.maximum(q, 0))
        still = m.mobility * self.factor("mobility_factor") * (m.gradient * self.lay(xi) - well)
        exchange = self.factor("exchange_factor") * self.preference(xi)
        speed, film = m.reaction * hs * exchange, p.film * m.exchange_current * exchange
        mixed = self.mixed("conductivity")
        cells = (mixed + h * (FLOOR * b.conductivity - mixed)) / d2
        face = series(cells[self.one], cells[self.two])
        matrix, charge = np.zeros((len(xi), len(xi))), FARADAY * m.concentration
        for a, k in ((self.one, self.two), (self.two, self.one)):
            np.add.at(matrix, (a, a), face)
            np.add.at(matrix, (a, k), -face)
        right = np.zeros(len(xi))
        if p.drive.current is None:
            matrix[self.last, self.last] += 2 * cells[self.last]
            right[self.last] = 2 * cells[self.last] * p.drive.voltage
        else:
            right[self.last] = p.drive.current / self.grid.spacing
        phi = self.phi.copy()
        for _ in range(100):
            rate, rise = self.reaction(phi, c, speed, film)
            rest = right - matrix @ phi - charge * hs * (still + rate)
            change = np.linalg.solve(matrix + np.diag(charge * hs * rise), rest)
            change *= min(1.0, 0.05 / np.abs(change).max())
            phi += change
            if np.abs(change[h < 0.999]).max() < 1e-11:
                break
        self.phi = phi
        rate, _ = self.reaction(phi, c, speed, film)
        outside = phi[self.last]
        if p.drive.current is None:
            outside = np.full_like(outside, p.drive.voltage)
        else:
            outside = outside + p.drive.current * self.grid.spacing / (2 * mixed[self.last])
        mixed = self.mixed("diffusivity")
        cells = (mixed + h * (FLOOR * b.diffusivity - mixed)) / d2
        flow = series(cells[self.one], cells[self.two]) * self.drift(c, phi, self.one, self.two)
        change = np.bincount(self.one, flow, len(xi)) - np.bincount(self.two, flow, len(xi))
        if p.drive.supply == "bath":
            end, jump = self.last, b.factor * (outside - phi[self.last])
            change[end] += 2 * cells[end] * (bernoulli(-jump) * b.concentration - bernoulli(jump) * c[end])
        else:
            drop = outside - phi[self.last]
            change[self.last] += 2 * self.mixed("conductivity")[self.last] / d2 * drop / FARADAY
        return still + rate, change, c, phi

    def drift(self, c, phi, a, k):
        """Return what flows from k to a over the diffusivity, after Scharfetter and Gummel."""
        jump = self.physics.bath.factor * (phi[k] - phi[a])
        return bernoulli(-jump) * c[k] - bernoulli(jump) * c[a]

    def solved(self, xi, c, until, tolerance=1e-7):
        """Return xi, c and phi at a time."""
        c_s = self.physics.metal.concentration
        x = xi.ravel()
        h = h_of(x)
        y = np.concatenate([x, (1 - h + ROOM) * c.ravel() + c_s * h])
        absolute = np.concatenate([np.full(x.size, tolerance), np.full(x.size, tolerance * 1000)])
        found = solve_ivp(
            lambda _, z: np.concatenate(self.rates(z)[:2]), (0, until), y, "BDF", rtol=tolerance, atol=absolute
        )
        assert found.success
        _, _, c, phi = self.rates(found.y[:, -1])
        return [one.reshape(self.grid.shape) for one in (found.y[: x.size, -1], c, phi)]


def bernoulli(x):
    """Return x/(exp(x) - 1)."""
    safe = np.where(np.abs(x) < 1e-8, 1.0, x)
    return np.where(np.abs(x) < 1e-8, 1 - x / 2, safe / np.expm1(safe))
