"""Synthetic cyclic voltammetry: double layer, bound couple, dissolved couple; several scan rates.

With E the potential, v = dE/dt, f = n F / (R_g T), x = f (E - E0):

    double layer   I = C A v                                          ~ v
    bound couple   I = n F f G A v e^x / (1 + e^x)^2                  ~ v,      peak n F f G A v / 4
    dissolved      d^(-1/2) I / dt^(-1/2) = n F A c sqrt(D) / (1 + e^-x)  ~ v^(1/2), peak 0.4463 n F A c sqrt(f D v)

The dissolved couple is reversible and starts reduced (Bard, Faulkner, Electrochemical Methods, chapter 6). Its current
is the semi-derivative of the right side, taken as linear between the points. Each scan starts from equilibrium. No
ohmic drop is included.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from ....laws.constants import FARADAY, GAS
from ....record import CURRENT, TIME, VOLTAGE, Recording
from ..truth import insist, recorded
from .noise import CurrentNoise

NAME = "synthetic_voltammetry"
PEAK = 0.4463  # of a reversible dissolved couple (Randles, Sevcik)
REST = 600.0  # s between two scans
FINE = 16  # points of the calculation for each reading


@dataclass(frozen=True)
class VoltammetryCell:
    """Parameters per area; `bound` and `dissolved` are potentials E0 (V)."""

    capacitance: float = 2.0  # F/m^2
    coverage: float = 1e-5  # mol/m^2, G
    bound: float = 0.15  # V
    concentration: float = 0.1  # mol/m^3, c
    diffusivity: float = 1e-9  # m^2/s
    dissolved: float = 0.0  # V
    electrons: int = 1
    area: float = 1e-4  # m^2
    temperature: float = 298.15  # K

    def __post_init__(self) -> None:
        insist(
            "voltammetry cell",
            *((getattr(self, n) >= 0, n, "zero or above") for n in ("capacitance", "coverage", "concentration")),
            *((getattr(self, n) > 0, n, "above zero") for n in ("diffusivity", "area", "temperature")),
            (1 <= self.electrons <= 10, "electrons", "from 1 to 10"),
        )

    @property
    def per_volt(self) -> float:
        """n F / (R_g T), 1/V."""
        return self.electrons * FARADAY / (GAS * self.temperature)


@dataclass(frozen=True)
class TriangularScans:
    """Scans from `first` to `vertex` and back (V), one for each rate (V/s)."""

    first: float = -0.4
    vertex: float = 0.5
    rates: tuple[float, ...] = (1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1)
    points: int = 500  # readings of each scan

    def __post_init__(self) -> None:
        insist(
            "triangular scans",
            (self.vertex > self.first, "vertex", "above the first potential"),
            (bool(self.rates) and min(self.rates) > 0, "rates", "one or more above zero"),
            (20 <= self.points <= 20_000, "points", "from 20 to 20000"),
        )


@dataclass(frozen=True)
class TrueScan:
    """True values of one scan; currents in A, charges in C of the forward half.

    `surface_charge` is that of the double layer and of the bound couple, in proportion to the rate.
    """

    rate: float
    cycle: int  # as in the recording, from 1
    bound_peak: float
    dissolved_peak: float
    dissolved_peak_potential: float  # V
    surface_charge: float
    dissolved_charge: float
    surface_share: float


@dataclass(frozen=True)
class VoltammetryTruth:
    """True values in SI. The bound couple peaks at its E0 in both directions."""

    scans: tuple[TrueScan, ...]
    capacitance: float  # F
    bound_potential: float
    dissolved_potential: float
    electrons: int
    area: float
    temperature: float
    exact_current: tuple[float, ...]  # A at each reading


@dataclass(frozen=True, eq=False)
class SyntheticVoltammetry:
    """All scans in one recording, and each of them in one of its own that begins at time zero."""

    recording: Recording
    scans: tuple[Recording, ...]
    truth: VoltammetryTruth


USUAL_CELL, USUAL_SCANS, USUAL_NOISE = VoltammetryCell(), TriangularScans(), CurrentNoise(0.005, 1e-9)


def voltammetry(
    seed: int,
    *,
    cell: VoltammetryCell = USUAL_CELL,
    scans: TriangularScans = USUAL_SCANS,
    noise: CurrentNoise = USUAL_NOISE,
) -> SyntheticVoltammetry:
    """Return a recording of scans at several rates, with a number of the cycle, and its truth."""
    rng = np.random.default_rng(seed)
    times, potentials, currents, cycles, truths = [], [], [], [], []
    start = 0.0
    for number, rate in enumerate(scans.rates, 1):
        time, potential, velocity = _triangle(scans, rate)
        surface = surface_current(cell, potential, velocity)
        dissolved = dissolved_current(cell, potential, time[1])
        truths.append(_true_scan(cell, number, rate, np.stack([surface, dissolved]), time[1]))
        shown = slice(None, None, FINE)
        times.append(start + time[shown])
        potentials.append(potential[shown])
        currents.append((surface + dissolved)[shown])
        cycles.append(np.full(len(time[shown]), float(number)))
        start = times[-1][-1] + REST
    exact = np.concatenate(currents)
    columns = {
        TIME: np.concatenate(times),
        VOLTAGE: np.concatenate(potentials),
        CURRENT: noise.read(rng, exact),
        "cycle_count": np.concatenate(cycles),
    }
    truth = VoltammetryTruth(
        scans=tuple(truths),
        capacitance=cell.capacitance * cell.area,
        bound_potential=cell.bound,
        dissolved_potential=cell.dissolved,
        electrons=cell.electrons,
        area=cell.area,
        temperature=cell.temperature,
        exact_current=tuple(exact.tolist()),
    )
    settings = {"cell": cell, "scans": scans, "noise": noise}
    whole = recorded(NAME, seed, columns, **settings)
    return SyntheticVoltammetry(whole, tuple(_scan_of(whole, scan.cycle) for scan in truths), truth)


def _scan_of(whole: Recording, cycle: int) -> Recording:
    """Return one scan of a recording, from time zero."""
    rows = whole.columns["cycle_count"] == cycle
    columns = {name: values[rows] for name, values in whole.columns.items() if name != "cycle_count"}
    columns[TIME] = columns[TIME] - columns[TIME][0]
    digest = sha256(f"{whole.sha256} {cycle}".encode()).hexdigest()
    return Recording(f"{whole.file}-{cycle}", digest, columns, format=whole.format, origin=whole.origin)


def surface_current(cell: VoltammetryCell, potential: np.ndarray, velocity: np.ndarray) -> np.ndarray:
    """Return the current (A) of the double layer and of the bound couple; `velocity` is dE/dt (V/s)."""
    from scipy.special import expit

    x = cell.per_volt * (potential - cell.bound)
    couple = cell.electrons * FARADAY * cell.per_volt * cell.coverage * expit(x) * expit(-x)
    return np.asarray((cell.capacitance + couple) * cell.area * velocity)


def dissolved_current(cell: VoltammetryCell, potential: np.ndarray, step: float) -> np.ndarray:
    """Return the current (A) of the dissolved couple at equal steps of time (s)."""
    from scipy.signal import fftconvolve
    from scipy.special import expit

    share = expit(cell.per_volt * (potential - cell.dissolved))
    scale = cell.electrons * FARADAY * cell.area * cell.concentration * np.sqrt(cell.diffusivity)
    number = np.arange(len(potential))
    weight = np.diff(np.sqrt(number))
    rises = np.diff(share, prepend=0.0)
    first = rises[0] / np.sqrt(np.pi * step * np.maximum(number, 1))  # a step at time zero decays
    rest = 2 / np.sqrt(np.pi * step) * fftconvolve(rises[1:], weight)[: len(weight)]
    return np.asarray(scale * (first + np.r_[0.0, rest]))


def _triangle(scans: TriangularScans, rate: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return time (s), potential (V) and dE/dt (V/s) of one scan on the grid of the calculation."""
    count = FINE * (scans.points // 2)
    half = (scans.vertex - scans.first) / rate
    time = half / count * np.arange(2 * count + 1)
    potential = scans.vertex - rate * np.abs(time - half)
    return time, potential, np.where(time <= half, rate, -rate)


def _true_scan(cell: VoltammetryCell, number: int, rate: float, current: np.ndarray, step: float) -> TrueScan:
    """Return the truth of a scan; `current` (A) has the rows surface and dissolved."""
    forward = slice(0, current.shape[1] // 2 + 1)
    surface, dissolved = (float(np.trapezoid(part[forward], dx=step)) for part in current)
    f = cell.per_volt
    per_area = cell.electrons * FARADAY * cell.concentration
    return TrueScan(
        rate=rate,
        cycle=number,
        bound_peak=cell.electrons * FARADAY * f * cell.coverage * cell.area * rate / 4,
        dissolved_peak=PEAK * per_area * cell.area * float(np.sqrt(f * cell.diffusivity * rate)),
        dissolved_peak_potential=cell.dissolved + 1.109 / f,
        surface_charge=surface,
        dissolved_charge=dissolved,
        surface_share=surface / (surface + dissolved) if surface + dissolved else 0.0,
    )
