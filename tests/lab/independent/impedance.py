"""Spectra of a sodium electrode under a porous film, by finite differences in the frequency domain: no circuit.

Between two symmetric halves lies a plane of symmetry; one half is solved and doubled. From that plane x = 0 to the
metal x = L_e + L_f there is an electrolyte of thickness L_e and a porous film of thickness L_f. Small signals,
exp(+j omega t), with amplitudes of the concentration c, of the potential of the liquid p and of the solid film q:

    electrolyte and pores   eps j omega c = d/dx (D dc/dx) + (1 - t) s / F
    current in the liquid   i = -kappa dp/dx + kappa k dc/dx,  k = 2 R T (1 - t) / (F c0)
    charge in the liquid    di/dx = s,  s = a y_w (q - p)          (s enters the pores from their walls)
    current in the film     j = -sigma dq/dx,  dj/dx = -s
    walls                   y_w = 1 / r_w + j omega C_w             (charge transfer and double layer of film | liquid)
    metal                   i = y_p p, j = y_q q at x = L           (charge transfer and double layer of each path)
    charge transfer         (1 + g / (1 + j omega tau)) / R         (a coverage that the current removes: inductive)

The film has pores whose share falls from its outer face to the metal, so kappa, D and sigma vary with x, and it may be
thin in places. With graded pores, diffusion in them, two paths to the metal, patches and a coverage, the spectrum is
not one of arcs and a Warburg impedance in series, although its features look like them.

Finite volumes on a graded grid, one banded complex system for each frequency. Numbers in SI, impedance in ohm m^2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import solve_banded

GAS, FARADAY = 8.314462618, 96485.33212


@dataclass(frozen=True)
class FilmedCellSettings:
    """A symmetric cell. Thicknesses are those of one half; `areas` is wall area per volume of film (1/m).

    `resistive` is the resistance of the wall, `base` that of the metal below the pores, `solid` that below the film
    (ohm m^2); with the capacitance of each (F/m^2). `porosity` falls linearly from the outer face to the metal.
    """

    electrolyte: float = 50e-6
    film: float = 30e-6
    conductivity: float = 0.3  # S/m, of the free electrolyte
    diffusivity: float = 3e-10  # m^2/s
    concentration: float = 1000.0  # mol/m^3
    transference: float = 0.4
    porosity: tuple[float, float] = (0.6, 0.1)
    bruggeman: float = 2.0
    film_conductivity: float = 1e-3  # S/m, of the solid
    areas: float = 2e6
    wall_resistance: float = 3.0
    wall_capacitance: float = 0.05
    base_resistance: float = 2e-3
    base_capacitance: float = 0.2
    solid_resistance: float = 2e-2
    solid_capacitance: float = 0.02
    temperature: float = 298.15
    gain: float = 0.0  # of the coverage of the metal: what it adds to the charge transfer at low frequency, relative
    relaxation: float = 5.0  # s, of the coverage
    patches: tuple[tuple[float, float], ...] = (
        (0.7, 1.0),
        (0.3, 0.05),
    )  # shares of the area, and their film relative to `film`
    nodes: int = 120  # in each of the two layers


@dataclass(frozen=True, eq=False)
class MadeSpectrum:
    """Frequencies (1/s), impedance (ohm m^2) with and without noise, and what is known of it exactly.

    `high` and `low` are the limits of the resistance of the cell at high and at low frequency.
    """

    frequency: np.ndarray
    impedance: np.ndarray
    exact: np.ndarray
    high: float
    low: float


def physical_spectrum(
    settings: FilmedCellSettings, frequency: np.ndarray, noise: float = 0.0, seed: int = 0
) -> MadeSpectrum:
    """The spectrum of the cell; `noise` is the standard deviation of each part relative to |Z|."""
    rng = np.random.default_rng(seed)
    exact = np.array([impedance_at(settings, f) for f in frequency])
    scatter = rng.standard_normal(len(exact)) + 1j * rng.standard_normal(len(exact))
    ends = (impedance_at(settings, f).real for f in (1e12, 1e-9))
    return MadeSpectrum(np.asarray(frequency), exact + noise * np.abs(exact) * scatter, exact, *ends)


def impedance_at(settings: FilmedCellSettings, frequency: float) -> complex:
    """The impedance of the whole cell (ohm m^2) at one frequency (1/s): twice that of a half of parallel patches."""
    s = settings
    return 2 / sum(share / _half(replace(s, film=s.film * thick), frequency) for share, thick in s.patches)


def _half(s: FilmedCellSettings, frequency: float) -> complex:
    """The impedance of one half of a patch (ohm m^2)."""
    omega = 2 * np.pi * frequency
    widths, in_film, share = _grid(s)
    free, solid = np.where(in_film, share, 1.0), np.where(in_film, 1 - share, 0.0)
    kappa, diffusion = s.conductivity * free**s.bruggeman, s.diffusivity * free**s.bruggeman
    sigma = s.film_conductivity * solid**s.bruggeman
    per_wall = 1 / s.wall_resistance + 1j * omega * s.wall_capacitance
    wall = per_wall * np.where(in_film, s.areas * widths, 0.0)
    bands = _Bands(3 * len(widths))
    c, p, q = (3 * np.arange(len(widths)) + k for k in range(3))
    _volumes(s, bands, (c, p, q), 1j * omega * free * widths, wall)
    empty = q[(wall == 0) & (sigma == 0)]
    bands.add(empty, empty, 1.0)  # no film in these volumes: its potential is 0
    _outer_face(s, bands, 3 * int(np.argmax(in_film)), per_wall * solid[np.argmax(in_film)])
    _faces(s, bands, c, [_between(x, widths) for x in (diffusion, kappa, sigma)])
    _metal(s, omega, bands, (widths[-1], free[-1], kappa[-1], diffusion[-1], sigma[-1]))
    # The concentration is odd about the plane of symmetry, so it is zero there.
    bands.add(0, 0, diffusion[0] / (widths[0] / 2))
    current = np.zeros(3 * len(widths), complex)
    current[1] = 1.0  # A/m^2 into the first volume
    found = bands.solve(current)
    at_plane = found[1] + widths[0] / 2 / kappa[0] - _mixing(s) * found[0]
    return complex(at_plane)


def _mixing(s: FilmedCellSettings) -> float:
    """k of the diffusion potential (V m^3/mol)."""
    return 2 * GAS * s.temperature * (1 - s.transference) / (FARADAY * s.concentration)


def _grid(s: FilmedCellSettings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Widths of the volumes, which are in the film, and the share of pores; fine at both ends of each layer."""
    edges = 0.5 * (1 - np.cos(np.pi * np.arange(s.nodes + 1) / s.nodes))
    widths = np.r_[s.electrolyte * np.diff(edges), s.film * np.diff(edges)]
    in_film = np.arange(len(widths)) >= s.nodes
    depth = 0.5 * (edges[1:] + edges[:-1])
    share = np.r_[np.ones(s.nodes), s.porosity[0] + (s.porosity[1] - s.porosity[0]) * depth]
    return widths, in_film, share


def _between(x: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Conductance between the middles of two neighbours; zero where one of them does not conduct."""
    below = widths[:-1] * x[1:] + widths[1:] * x[:-1]
    return np.divide(2 * x[1:] * x[:-1], below, out=np.zeros(len(x) - 1), where=below > 0)


class _Bands:
    """A banded matrix that is added up."""

    width = 5  # from the salt before the film to the potential of the film

    def __init__(self, size: int) -> None:
        self.rows = np.zeros((2 * self.width + 1, size), complex)

    def add(self, row: np.ndarray | int, column: np.ndarray | int, value: np.ndarray | complex) -> None:
        """Add values at places that differ from each other."""
        self.rows[self.width + np.asarray(row) - np.asarray(column), column] += value

    def solve(self, right: np.ndarray) -> np.ndarray:
        return solve_banded((self.width, self.width), self.rows, right)


def _volumes(
    s: FilmedCellSettings, bands: _Bands, places: tuple[np.ndarray, ...], storage: np.ndarray, wall: np.ndarray
) -> None:
    """Storage of salt, and the exchange of the pores with their walls."""
    c, p, q = places
    salt = (1 - s.transference) / FARADAY
    bands.add(c, c, storage)
    bands.add(c, q, -salt * wall)
    bands.add(c, p, salt * wall)
    bands.add(p, q, -wall)
    bands.add(p, p, wall)
    bands.add(q, p, -wall)
    bands.add(q, q, wall)


def _outer_face(s: FilmedCellSettings, bands: _Bands, first: int, admittance: complex) -> None:
    """The exchange of the free electrolyte with the outer face of the film, whose first volume begins at `first`."""
    salt, p, q = first - 3, first - 2, first + 2
    share = (1 - s.transference) / FARADAY
    for row, factor in ((salt, -share), (p, -1.0), (q, 1.0)):
        bands.add(row, q, factor * admittance)
        bands.add(row, p, -factor * admittance)


def _faces(s: FilmedCellSettings, bands: _Bands, c: np.ndarray, conductances: list[np.ndarray]) -> None:
    """Diffusion, the current in the liquid with the diffusion potential, and the current in the film."""
    diffusive, liquid, solid = conductances
    here, there = c[:-1], c[1:]
    for row, sign in ((here, 1.0), (there, -1.0)):
        for column, way in ((here, 1.0), (there, -1.0)):
            bands.add(row, column, sign * way * diffusive)
            bands.add(row + 1, column + 1, sign * way * liquid)
            bands.add(row + 1, column, -sign * way * liquid * _mixing(s))
            bands.add(row + 2, column + 2, sign * way * solid)


def _metal(s: FilmedCellSettings, omega: float, bands: _Bands, last: tuple[float, ...]) -> None:
    """The metal below the pores and below the film, with half of the last volume in series."""
    width, free, kappa, diffusion, sigma = last
    salt = (1 - s.transference) / FARADAY
    relaxing = 1 + s.gain / (1 + 1j * omega * s.relaxation)
    base = free * (relaxing / s.base_resistance + 1j * omega * s.base_capacitance)
    liquid = 1 / (width / (2 * kappa) + _mixing(s) * salt * width / (2 * diffusion) + 1 / base)
    end = bands.rows.shape[1] - 3
    bands.add(end, end + 1, salt * liquid)
    bands.add(end + 1, end + 1, liquid)
    if sigma > 0:
        solid = (1 - free) * (relaxing / s.solid_resistance + 1j * omega * s.solid_capacitance)
        bands.add(end + 2, end + 2, 1 / (width / (2 * sigma) + 1 / solid))


def random_filmed_cell(seed: int) -> FilmedCellSettings:
    """A cell drawn over about a decade in each property around the usual one; every second has an inductive loop."""
    rng = np.random.default_rng([seed, 13])
    usual = FilmedCellSettings()

    def near(name: str, decades: float = 0.5) -> float:
        return float(getattr(usual, name) * 10 ** rng.uniform(-decades, decades))

    outer, bare = float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.1, 0.5))
    return replace(
        usual,
        electrolyte=near("electrolyte", 0.3),
        film=near("film"),
        conductivity=near("conductivity", 0.3),
        diffusivity=near("diffusivity", 0.3),
        transference=float(rng.uniform(0.3, 0.6)),
        porosity=(outer, outer * float(rng.uniform(0.2, 0.6))),
        film_conductivity=near("film_conductivity"),
        areas=near("areas"),
        wall_resistance=near("wall_resistance"),
        wall_capacitance=near("wall_capacitance", 0.3),
        base_resistance=near("base_resistance"),
        base_capacitance=near("base_capacitance", 0.3),
        solid_resistance=near("solid_resistance"),
        solid_capacitance=near("solid_capacitance", 0.3),
        gain=float(rng.uniform(0.02, 0.3)) if seed % 2 else 0.0,
        relaxation=near("relaxation", 0.3),
        patches=((1 - bare, 1.0), (bare, float(rng.uniform(0.02, 0.2)))),
    )
