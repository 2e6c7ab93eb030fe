"""The equations of a published phase-field run (BattModels/electrodep), as finite volumes, for `deposit_published.py`.

Written from the input file of that repository, in its units: um, s, V, energies over RT, shares of sites. Unknown are
the order parameter x, the chemical potential w of the cation and one potential p of metal and electrolyte:

    dx/dt = -L [B g'(x) - kappa lap x] + L_eta h'(x) [c_l(w) (1 - h)/c0 exp(-f p/2) - exp(f p/2)],   f = F/RT
    d/dt [(1 - h) c_l + n h c_s] = div [M c_l (1 - h) grad w + M f c_l (1 - h)^2 grad p]
    div [(h S_m + (1 - h) S_e) grad p] = Q dx/dt

with c = 1/(1 + exp(-(w - e)/RT)) of each phase. p is -0.2 V in the metal and 0 V at the far side, where w = 0. Means
over a face are those of the two Gauss points of a bilinear element. Time by Euler's implicit formula, iterated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from natria.models.deposit.multigrid import Elliptic, field_of
from natria.models.deposit.team import Team

B, KAPPA, L, L_ETA = 2.64, 0.33, 6.318, 0.1347
M, RT, F = 319.7, 0.987, 38.14 / 0.987
S_METAL, S_BATH, Q = 3.953e12, 4.704e5, 2.934e3
C0, N, E_BATH, E_METAL, VOLTAGE = 0.067083438, 5.342, 2.598, -13.64, -0.2
STEEP = 4.0  # of the start, 1/um
HEIGHT, FRONT = 200.0, 20.0
Numbers = tuple[float, float, float, bool]  # 1/dx^2, dt, m of the well, whether the Laplacian has nine points
GAUSS = (0.5 - 0.5 / math.sqrt(3), 0.5 + 0.5 / math.sqrt(3))


@njit(cache=True, inline="always")
def share(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * x * (6 * x * x - 15 * x + 10)


@njit(cache=True, inline="always")
def occupied(w: float, e: float) -> float:
    return 1 / (1 + math.exp(-min(max((w - e) / RT, -300.0), 300.0)))


@njit(cache=True)
def faces_of(
    w: np.ndarray, x: np.ndarray, p: np.ndarray, over: float, sigma: np.ndarray, salt: np.ndarray, drift: np.ndarray
) -> None:
    """Set conductances of potential and salt, and what migrates, over all faces behind and below a cell."""
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            for axis in range(2):
                a, b = (i - 1, j) if axis == 0 else (i, j - 1)
                if a < 0 or b < 0:
                    continue
                s = c = d = 0.0
                for g in GAUSS:
                    h = share(x[a, b] + g * (x[i, j] - x[a, b]))
                    here = occupied(w[a, b] + g * (w[i, j] - w[a, b]), E_BATH)
                    s += 0.5 * (S_METAL * h + S_BATH * (1 - h))
                    c += 0.5 * here * (1 - h)
                    d += 0.5 * here * (1 - h) * (1 - h)
                sigma[axis, i, j], salt[axis, i, j] = s * over, M * (c + 1e-9) * over
                drift[axis, i, j] = M * F * d * (p[i, j] - p[a, b]) * over


@njit(cache=True)
def front_of(
    old: np.ndarray,
    x: np.ndarray,
    w: np.ndarray,
    p: np.ndarray,
    noise: np.ndarray,
    numbers: Numbers,
    new: np.ndarray,
    gain: np.ndarray,
) -> None:
    """Set x after a Newton step of each cell, and its answer to c_l."""
    nx, ny = x.shape
    over, dt, wide, nine = numbers
    k = L * KAPPA * over
    for i in range(nx):
        for j in range(ny):
            v = x[i, j]
            a, b, c, d = max(i - 1, 0), min(i + 1, nx - 1), max(j - 1, 0), min(j + 1, ny - 1)
            bent = x[a, j] + x[b, j] + x[i, c] + x[i, d] - 4 * v
            if nine:  # that of bilinear elements
                bent = (bent - 4 * v + x[a, c] + x[a, d] + x[b, c] + x[b, d]) / 3
            q = v * (1 - v)
            hs = 30 * q * q if 0 < v < 1 else 0.0
            if hs < 1e-13 and abs(bent) < 1e-13 and noise[i, j] == 0.0:
                new[i, j], gain[i, j] = old[i, j], 0.0
                continue
            m = wide if q > 0 else 0.0
            scale = wide / (STEEP**2 / over) if wide > 0 else 1.0
            forth, back = math.exp(-0.5 * F * p[i, j]), math.exp(0.5 * F * p[i, j])
            ions = occupied(w[i, j], E_BATH) / C0 * forth
            bends = 60 * q * (1 - 2 * v) if hs > 0 else 0.0
            rises = L_ETA * (bends * (ions * (1 - share(v)) - back) - hs * hs * ions)
            well = scale * 2 * q * (1 - 2 * v) / (1 + m * q)
            stiff = scale * 2 * ((1 - 6 * q) * (1 + m * q) - m * q * (1 - 2 * v) ** 2) / (1 + m * q) ** 2
            each = 1 / dt + max(L * B * stiff, 0.0) - min(rises, 0.0) + 4 * k
            rate = L_ETA * hs * (ions * (1 - share(v)) - back) - L * B * well + k * bent + noise[i, j]
            new[i, j] = v + ((old[i, j] - v) / dt + rate) / each
            gain[i, j] = L_ETA * hs * (1 - share(v)) / C0 * forth / each


@njit(cache=True)
def salt_of(
    kept: np.ndarray,
    new: np.ndarray,
    w: np.ndarray,
    p: np.ndarray,
    gain: np.ndarray,
    conductances: np.ndarray,
    numbers: tuple[float, float],
    q: np.ndarray,
    right: np.ndarray,
) -> None:
    """Set the linear equation of the change of w."""
    nx, ny = w.shape
    salt, drift = conductances
    over, dt = numbers
    for i in range(nx):
        for j in range(ny):
            h, c, metal = share(new[i, j]), occupied(w[i, j], E_BATH), occupied(w[i, j], E_METAL)
            rises = c * (1 - c) / RT
            v = min(max(new[i, j], 0.0), 1.0)
            taken = max(N * metal - c, 0.0) * 30 * (v * (1 - v)) ** 2 * gain[i, j]
            rest = (kept[i, j] - (1 - h) * c - N * h * metal) / dt
            for axis in range(2):
                a, b = (i - 1, j) if axis == 0 else (i, j - 1)
                if a >= 0 and b >= 0:
                    rest -= salt[axis, i, j] * (w[i, j] - w[a, b]) + drift[axis, i, j]
                a, b = (i + 1, j) if axis == 0 else (i, j + 1)
                if a < nx and b < ny:
                    rest -= salt[axis, a, b] * (w[i, j] - w[a, b]) - drift[axis, a, b]
            each = ((1 - h + taken) * rises + N * h * metal * (1 - metal) / RT) / dt + 1e-12 / dt
            if i == nx - 1:
                rest += 2 * M * C0 * over * (-w[i, j] - F * p[i, j])
                each += 2 * M * C0 * over
            q[i, 0, j + 1], right[i, 0, j + 1] = each, rest


@dataclass(frozen=True)
class Published:
    """What is changed from one run of the study to the next."""

    cell: float = 1.0  # um
    radius: float = 20.0  # um of the nucleus, 0 without one
    nine: bool = False  # Laplacian of x of bilinear elements
    kept: bool = False  # the well that keeps its profile on the grid
    noise: float = 0.0  # 1/s, largest rate
    across: int = 96  # um, from the axis of the nucleus to the wall
    dt: float = 0.1  # s


class PublishedRun:
    """Fields of a run; `step` advances them."""

    def __init__(self, case: Published) -> None:
        nx, ny = int(192 / case.cell), int(case.across / case.cell)
        self.case, self.over, self.time = case, 1 / case.cell**2, 0.0
        self.at = HEIGHT - (nx - np.arange(nx) - 0.5) * case.cell
        x, y = self.at[:, None], (np.arange(ny) + 0.5)[None, :] * case.cell
        self.x = 0.5 * (1 - np.tanh((x - FRONT) * STEEP / 2)) + 0 * y
        if case.radius > 0:
            away = np.where(x < FRONT, x - FRONT, np.hypot(x - FRONT, y) - case.radius)
            self.x = 0.5 * (1 - np.tanh(away / 2))
        self.w, self.p, self.rate = np.zeros((nx, ny)), VOLTAGE * self.x, np.zeros((nx, ny))
        self.salt, self.poisson = (Elliptic((nx, 1, ny), Team()) for _ in range(2))
        self.conductances = np.zeros((3, 2, nx, ny))
        self.left, self.draw = np.zeros((nx, ny)), np.random.default_rng(0)
        self._faces(self.x)
        self._potential()

    def step(self) -> None:
        case, (nx, ny) = self.case, self.x.shape
        old, kept = self.x, self._sodium() + self.left
        noise = case.noise * self.draw.uniform(-1, 1, (nx, ny))
        wide = 4 * math.sinh(STEEP * case.cell / 2) ** 2 if case.kept else 0.0
        x, new, gain = old + case.dt * self.rate, np.empty_like(old), np.empty_like(old)
        change, q, right = (field_of((nx, 1, ny)) for _ in range(3))
        for _ in range(8):
            for _ in range(3):
                front_of(old, x, self.w, self.p, noise, (self.over, case.dt, wide, case.nine), new, gain)
                x = new.copy()
            self._faces(new)
            salt_of(kept, new, self.w, self.p, gain, self.conductances[1:], (self.over, case.dt), q, right)
            self._set(self.salt, self.conductances[1])
            self.salt.q[:] = q
            change[:] = 0
            self.salt.prepare()
            self.salt.solve(change, right, 1e-2, 200)
            before = 1 / (1 + np.exp(-(self.w - E_BATH) / RT))
            self.w += np.clip(change[:, 0, 1:-1], -3, 3)
            after = 1 / (1 + np.exp(-(self.w - E_BATH) / RT))
            x = np.clip(new + gain * (after - before), -0.1, 1.1)
            if max(np.abs(x - new).max(), np.abs(after - before)[x < 0.9].max() / C0) < 1e-2:
                break
        self._faces(x)
        salt_of(kept, x, self.w, self.p, 0 * gain, self.conductances[1:], (self.over, case.dt), q, right)
        self.left = np.clip(case.dt * right[:, 0, 1:-1], -0.02, 0.02)  # goes into the next step
        self.rate, self.x = (x - old) / case.dt, x
        self.time += case.dt
        self._potential()

    def heights(self) -> np.ndarray:
        """Return the number of whole um with x above 0.5 in each column, as the published curve counts."""
        whole = np.arange(int(self.at[0]) + 1, int(HEIGHT))
        return whole[0] + np.array([(np.interp(whole, self.at, one) > 0.5).sum() for one in self.x.T])

    def _sodium(self) -> np.ndarray:
        h = np.clip(self.x, 0, 1)
        h = h**3 * (6 * h * h - 15 * h + 10)
        bath, metal = (1 / (1 + np.exp(-(self.w - e) / RT)) for e in (E_BATH, E_METAL))
        found: np.ndarray = (1 - h) * bath + N * h * metal
        return found

    def _faces(self, x: np.ndarray) -> None:
        faces_of(self.w, x, self.p, self.over, *self.conductances)

    def _potential(self) -> None:
        one, right, p = self.poisson, field_of((len(self.x), 1, self.x.shape[1])), field_of(self.salt.shape)
        self._set(one, self.conductances[0])
        one.q[:] = 0
        one.q[0, 0, 1:-1], one.q[-1, 0, 1:-1] = 2 * S_METAL * self.over, 2 * S_BATH * self.over
        right[:, 0, 1:-1] = -Q * self.rate
        right[0, 0, 1:-1] += 2 * S_METAL * self.over * VOLTAGE
        p[:, 0, 1:-1] = self.p
        one.prepare()
        one.solve(p, right, 1e-6, 100)
        self.p = p[:, 0, 1:-1].copy()

    @staticmethod
    def _set(one: Elliptic, conductances: np.ndarray) -> None:
        one.faces[0][1:-1, 0, 1:-1] = conductances[0, 1:]
        one.faces[2][:, 0, 1:-2] = conductances[1, :, 1:]
