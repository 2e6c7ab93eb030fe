"""A second solver of the cell: spectral elements in space, Radau in time, nothing of the engine.

The engine has finite volumes and CVODE. Here the salt is a polynomial of high degree in each element (Gauss, Lobatto
and Legendre; Canuto et al., Spectral Methods, 2006, ch. 2), the anion is conserved in the weak form, where a wall
without flux is the natural condition, and SciPy's Radau integrates. Both solve, with x from the working to the counter
electrode and J positive where it plates the working one:

    eps dc/dt = -dN/dx,   N = -(D/N_M) dc/dx + (1 - t+) i_l/F,   N = 0 at both electrodes
    i_l = (kappa/N_M) [dphi/dx - (2RT/F) (1 - t+) X dln(c)/dx],   i_s = sigma dphi/dx,   J = i_l + i_s
    V = phi(L) - phi(0) + eta(counter) - eta(working) + J R,   i = J + g V

where sigma is the solid of a porous film, in equilibrium with the liquid in its pores, and g an electronic path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.polynomial import legendre
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

F, R = 96485.33212, 8.314462618

Property = Callable[[np.ndarray, float], np.ndarray]  # of c (mol/m^3) and T (K)


@dataclass(frozen=True)
class Region:
    """Liquid in pores, and a solid beside it where sigma is not zero."""

    thickness: float  # m
    porosity: float
    macmullin: float
    kappa: Property  # S/m
    diffusivity: Property  # m^2/s
    transference: Property
    factor: float = 1.0  # thermodynamic: 1 + dln(f)/dln(c)
    sigma: float = 0.0  # S/m, of the solid
    cuts: tuple[float, ...] = (0.0, 0.05, 0.3, 0.7, 0.95, 1.0)  # its elements


@dataclass(frozen=True)
class Second:
    regions: tuple[Region, ...]
    concentration: float  # mol/m^3, at the start and the reference
    exchange_current: float  # A/m^2, of both faces, alpha = 1/2
    exchange_power: float = 0.5  # of c/c_ref at the face
    resistance: float = 0.0  # ohm m^2, in series
    path: float = 0.0  # S/m^2, electrons beside the cell
    degree: int = 8


def lobatto(degree: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return nodes, weights and the matrix of derivatives on [-1, 1]."""
    top = np.zeros(degree + 1)
    top[degree] = 1.0
    inner = np.sort(np.real(legendre.legroots(legendre.legder(top))))
    x = np.concatenate([[-1.0], inner, [1.0]])
    p = legendre.legval(x, top)
    weights = 2.0 / (degree * (degree + 1) * p**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        d = p[:, None] / p[None, :] / (x[:, None] - x[None, :])
    d[np.diag_indices(degree + 1)] = 0.0
    d[0, 0], d[-1, -1] = -degree * (degree + 1) / 4.0, degree * (degree + 1) / 4.0
    return x, weights, d


@dataclass(frozen=True)
class Piece:
    region: Region
    length: float
    nodes: slice


def pieces_of(cell: Second) -> list[Piece]:
    found, at = [], 0
    for region in cell.regions:
        for a, b in pairwise(region.cuts):
            found.append(Piece(region, (b - a) * region.thickness, slice(at, at + cell.degree + 1)))
            at += cell.degree
    return found


@dataclass(frozen=True)
class Solver:
    cell: Second
    pieces: list[Piece]
    weights: np.ndarray
    d: np.ndarray
    mass: np.ndarray

    def inside(self, c: np.ndarray, kelvin: float) -> tuple[float, float]:
        """Return volts and area resistance of the electrolyte: phi(L) - phi(0) = volts + current x resistance."""
        volts = resistance = 0.0
        for piece in self.pieces:
            r, here = piece.region, c[piece.nodes]
            w = self.weights * piece.length / 2.0
            k = r.kappa(here, kelvin) / r.macmullin
            g = self.gradient(piece, here, kelvin)
            volts += float(w @ (k * g / (k + r.sigma)))
            resistance += float(w @ (1.0 / (k + r.sigma)))
        return volts, resistance

    def gradient(self, piece: Piece, c: np.ndarray, kelvin: float) -> np.ndarray:
        r = piece.region
        slope = 2.0 / piece.length * (self.d @ c)
        return 2.0 * R * kelvin / F * (1.0 - r.transference(c, kelvin)) * r.factor * slope / c

    def faces(self, c: np.ndarray, kelvin: float, ionic: float) -> float:
        ends = np.array([c[0], c[-1]]) / self.cell.concentration
        i0 = self.cell.exchange_current * ends**self.cell.exchange_power
        return float(np.sum(2.0 * R * kelvin / F * np.arcsinh(ionic / (2.0 * i0))))

    def voltage(self, c: np.ndarray, kelvin: float, ionic: float) -> float:
        volts, resistance = self.inside(c, kelvin)
        return volts + ionic * (resistance + self.cell.resistance) + self.faces(c, kelvin, ionic)

    def ions(self, c: np.ndarray, kelvin: float, i: float) -> float:
        """Return the current density that ions carry, of i through the terminals."""
        g = self.cell.path
        if g == 0.0:
            return i
        volts, resistance = self.inside(c, kelvin)
        series = resistance + self.cell.resistance

        def missing(ionic: float) -> float:
            return ionic + g * (volts + ionic * series + self.faces(c, kelvin, ionic)) - i

        far = abs(i) + g * abs(volts) + 1.0  # at +-far the path and the ions carry more than i
        return float(brentq(missing, -far, far, xtol=1e-13, rtol=1e-13))

    def rates(self, c: np.ndarray, kelvin: float, i: float) -> np.ndarray:
        ionic = self.ions(c, kelvin, i)
        out = np.zeros_like(c)
        for piece in self.pieces:
            r, here = piece.region, c[piece.nodes]
            k = r.kappa(here, kelvin) / r.macmullin
            liquid = k * (ionic - r.sigma * self.gradient(piece, here, kelvin)) / (k + r.sigma)
            slope = 2.0 / piece.length * (self.d @ here)
            flux = (
                -r.diffusivity(here, kelvin) / r.macmullin * slope + (1.0 - r.transference(here, kelvin)) * liquid / F
            )
            out[piece.nodes] += self.d.T @ (self.weights * flux)  # d/dx and dx cancel
        return out / self.mass


def solver_of(cell: Second) -> Solver:
    _, weights, d = lobatto(cell.degree)
    pieces = pieces_of(cell)
    mass = np.zeros(pieces[-1].nodes.stop)
    for piece in pieces:
        mass[piece.nodes] += piece.region.porosity * weights * piece.length / 2.0
    return Solver(cell, pieces, weights, d, mass)


@dataclass(frozen=True)
class Trace:
    time: np.ndarray  # s
    voltage: np.ndarray  # V
    salt: np.ndarray  # mol/m^3, over nodes and times
    ionic: np.ndarray  # A/m^2


def trace(
    cell: Second,
    current: Callable[[float], float],
    times: Sequence[float],
    temperature: Callable[[float], float] = lambda _: 298.15,
    breaks: Sequence[float] = (),
) -> Trace:
    """Return the voltage at `times`; the integration begins anew at each of the `breaks`.

    The current and temperature of a break are those after it.
    """
    s = solver_of(cell)
    c = np.full(len(s.mass), cell.concentration)
    edges = sorted({0.0, *breaks, max(times)})
    found: list[tuple[float, float, np.ndarray, float]] = []
    for a, b in pairwise(edges):
        wanted = [t for t in times if a < t <= b]
        done = solve_ivp(
            lambda t, y, b=b: s.rates(y, temperature(min(t, b * (1 - 1e-12))), current(min(t, b * (1 - 1e-12)))),
            (a, b),
            c,
            method="Radau",
            t_eval=sorted({*wanted, b}),
            rtol=1e-9,
            atol=1e-7 * cell.concentration * 1e-2,
        )
        if not done.success:
            raise RuntimeError(done.message)
        for t, y in zip(done.t, done.y.T, strict=True):
            if t in wanted:
                before = min(t, b * (1 - 1e-12))
                carried = s.ions(y, temperature(before), current(before))
                found.append((t, s.voltage(y, temperature(before), carried), y, carried))
        c = done.y[:, -1]
    return Trace(*(np.array(column) for column in zip(*found, strict=True)))
