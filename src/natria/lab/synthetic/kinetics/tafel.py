"""Synthetic Tafel sweep: a slow linear sweep of a filmed metal electrode.

    i = i0 [(1 - i / i_lim) exp(a+ F eta / (R_g T)) - (1 + i / i_lim) exp(-a- F eta / (R_g T))]
    V = faces x (eta + i r_film) + i r_solution

with all resistances per area. The second face of a symmetric cell carries the same current the other way, so its
branches are exchanged. The capacitance of the faces adds the current C dV/dt (d eta / dV) of a quasi-static sweep.
Newman, Thomas-Alyea, Electrochemical Systems, chapter 8, has the kinetic law.

A film hides i0: near equilibrium the slope dV/di of a face is R_g T / (F (a+ + a-)) (1 / i0 + 2 / i_lim) + r_film, so
a current that is read off it without the film, or off a Tafel line bent by i r_film, is below i0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log

import numpy as np

from ....laws.constants import FARADAY, GAS
from ....record import CURRENT, TIME, VOLTAGE, Recording
from ..truth import insist, recorded
from .noise import CurrentNoise

NAME = "synthetic_tafel_sweep"
HALVINGS = 100  # of a bracket in V: below the last bit of a double
LARGEST = 500.0  # exponent: beyond it exp overflows


@dataclass(frozen=True)
class FilmedElectrode:
    """Parameters of one face, and of the cell around it. `positive` belongs to positive currents."""

    exchange: float = 10.0  # A/m^2
    positive: float = 0.5  # transfer coefficient
    negative: float = 0.5
    film: float = 2e-3  # ohm m^2, of one face
    solution: float = 1e-3  # ohm m^2, of the cell
    limiting: float = inf  # A/m^2
    capacitance: float = 0.2  # F/m^2, of one face
    area: float = 1e-4  # m^2
    faces: int = 1
    temperature: float = 298.15  # K

    def __post_init__(self) -> None:
        above_zero = ("exchange", "limiting", "area", "temperature")
        insist(
            "filmed electrode",
            *((getattr(self, name) > 0, name, "above zero") for name in above_zero),
            *((0 < getattr(self, n) <= 2, n, "above 0, at most 2") for n in ("positive", "negative")),
            *((getattr(self, n) >= 0, n, "zero or above") for n in ("film", "solution", "capacitance")),
            (self.faces in (1, 2), "faces", "1 or 2"),
        )


@dataclass(frozen=True)
class TafelSweep:
    """A sweep from `first` to `last` (V) at `rate` (V/s); the sign of the rate follows from the limits."""

    first: float = -0.25
    last: float = 0.25
    rate: float = 5e-4
    points: int = 501

    def __post_init__(self) -> None:
        insist(
            "tafel sweep",
            (self.first != self.last, "last", "another voltage than the first"),
            (max(abs(self.first), abs(self.last)) <= 5, "last", "5 V at most, as for the first"),
            (self.rate > 0, "rate", "above zero"),
            (10 <= self.points <= 100_000, "points", "from 10 to 100000"),
        )


@dataclass(frozen=True)
class TafelTruth:
    """True values in SI. Slopes are in V per decade of the current, `small_signal` in ohm m^2 of the cell."""

    exchange_current_density: float
    transfer_positive: float
    transfer_negative: float
    slope_positive: float
    slope_negative: float
    film: float  # ohm m^2, of one face
    solution: float  # ohm m^2
    limiting_current_density: float | None
    capacitance: float  # F/m^2, of one face
    small_signal: float
    area: float
    faces: int
    temperature: float
    rate: float  # V/s, signed
    kinetic_overpotential: tuple[float, ...]  # V at each reading, of the face of the working electrode
    exact_current: tuple[float, ...]  # A at each reading, with the capacitive part
    faradaic_current: tuple[float, ...]  # A


@dataclass(frozen=True, eq=False)
class SyntheticTafel:
    recording: Recording
    truth: TafelTruth


USUAL_ELECTRODE, USUAL_TAFEL, USUAL_NOISE = FilmedElectrode(), TafelSweep(), CurrentNoise(0.005, 1e-9)


def tafel_sweep(
    seed: int,
    *,
    electrode: FilmedElectrode = USUAL_ELECTRODE,
    sweep: TafelSweep = USUAL_TAFEL,
    noise: CurrentNoise = USUAL_NOISE,
) -> SyntheticTafel:
    """Return the recording of a slow sweep and its truth."""
    voltage = np.linspace(sweep.first, sweep.last, sweep.points)
    rate = sweep.rate * np.sign(sweep.last - sweep.first)
    time = (voltage - sweep.first) / rate
    eta = overpotential_at(electrode, voltage)
    faradaic = kinetic_current(electrode, eta) * electrode.area
    charging = electrode.capacitance * electrode.area * np.gradient(eta, voltage) * rate
    exact = faradaic + charging
    seen = noise.read(np.random.default_rng(seed), exact)
    per_kelvin = FARADAY / (GAS * electrode.temperature)
    both = electrode.positive + electrode.negative
    face = (1 / electrode.exchange + 2 / electrode.limiting) / (per_kelvin * both) + electrode.film
    truth = TafelTruth(
        exchange_current_density=electrode.exchange,
        transfer_positive=electrode.positive,
        transfer_negative=electrode.negative,
        slope_positive=log(10) / (electrode.positive * per_kelvin),
        slope_negative=log(10) / (electrode.negative * per_kelvin),
        film=electrode.film,
        solution=electrode.solution,
        limiting_current_density=electrode.limiting if np.isfinite(electrode.limiting) else None,
        capacitance=electrode.capacitance,
        small_signal=electrode.faces * face + electrode.solution,
        area=electrode.area,
        faces=electrode.faces,
        temperature=electrode.temperature,
        rate=float(rate),
        kinetic_overpotential=tuple(eta.tolist()),
        exact_current=tuple(exact.tolist()),
        faradaic_current=tuple(faradaic.tolist()),
    )
    settings = {"electrode": electrode, "sweep": sweep, "noise": noise}
    columns = {TIME: time, VOLTAGE: voltage, CURRENT: seen}
    return SyntheticTafel(recorded(NAME, seed, columns, **settings), truth)


def kinetic_current(electrode: FilmedElectrode, eta: np.ndarray, *, counter: bool = False) -> np.ndarray:
    """Return i (A/m^2) at an overpotential (V); `counter` is the face that carries it the other way."""
    forward, backward = electrode.positive, electrode.negative
    if counter:
        forward, backward = backward, forward
    x = FARADAY / (GAS * electrode.temperature) * eta
    most = LARGEST / max(forward, backward)
    x = np.clip(x, -most, most)
    up, down = np.exp(forward * x), np.exp(-backward * x)
    return np.asarray(electrode.exchange * (up - down) / (1 + electrode.exchange / electrode.limiting * (up + down)))


def overpotential_at(electrode: FilmedElectrode, voltage: np.ndarray) -> np.ndarray:
    """Return the overpotential (V) of the face of the working electrode at each voltage, by bisection."""
    resistance = electrode.faces * electrode.film + electrode.solution

    def excess(eta: np.ndarray) -> np.ndarray:
        current = kinetic_current(electrode, eta)
        there = _overpotential_of(electrode, current, eta) if electrode.faces == 2 else 0.0
        return np.asarray(eta + there + current * resistance - voltage)

    return _root(excess, voltage)


def _overpotential_of(electrode: FilmedElectrode, current: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the overpotential (V) of the counter electrode at a current (A/m^2)."""
    ratio = max(electrode.positive / electrode.negative, electrode.negative / electrode.positive)
    bound = near * ratio + np.sign(near) * 1e-3
    return _root(lambda eta: kinetic_current(electrode, eta, counter=True) - current, bound)


def _root(function: Callable[[np.ndarray], np.ndarray], bound: np.ndarray) -> np.ndarray:
    """Return the zero of an increasing function between 0 and a bound, element by element."""
    low, high = np.minimum(bound, 0.0), np.maximum(bound, 0.0)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        above = function(middle) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.asarray(0.5 * (low + high))
