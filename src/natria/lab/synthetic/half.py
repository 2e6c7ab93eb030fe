"""Synthetic Na|Cu half cell with a known Coulombic efficiency.

Sodium is plated on copper and stripped from it.

Of a plated charge Qp, c Qp can be stripped; the rest remains as dead sodium or in films. The voltage is that of copper
against sodium, so plating is negative current, as cyclers count it. At the end of stripping, the voltage rises to the
cut-off: the area that carries current decreases as 1 - (s / s_left)^p with a large p. The current path is defined in
`path`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .instrument import PERFECT, Instrument, read
from .path import CurrentPath, split
from .steps import Rows, Steps, rows_of, with_rests
from .symmetric_state import Chamber, SyntheticSymmetricCell, path_of
from .truth import Synthetic, Truth, insist, recorded

NAME, RESERVOIR_NAME = "synthetic_half_cell", "synthetic_reservoir_cell"
SHARP = 40.0  # p: half of the area is gone after 98 % of the sodium
RELAXES = 120.0  # s, in which bare copper falls from the cut-off
RELAXED = 0.4  # of the cut-off: where it falls to


@dataclass(frozen=True)
class HalfTest:
    """Cycles of plating `areal_capacity` and stripping to `cutoff`.

    The CE rises from `first_efficiency` to `efficiency` with 1 - exp(-(n - 1)/`settles`) in cycle n, with the standard
    deviation `scatter`.
    """

    cycles: int = 50
    current_density: float = 10.0  # A/m^2
    areal_capacity: float = 18000.0  # C/m^2
    cutoff: float = 1.0  # V
    efficiency: float = 0.995
    first_efficiency: float = 0.92
    settles: float = 3.0
    scatter: float = 0.0
    area: float = 1e-4  # m^2
    samples: int = 200
    rest: float = 0.0  # s
    temperature: float = 298.15  # K

    def __post_init__(self) -> None:
        _ensure(self, "cycles", "samples", "current_density", "areal_capacity", "cutoff", "area", "settles")
        shares = ("efficiency", "first_efficiency")
        insist("half-cell test", *((0 < getattr(self, name) <= 1, name, "above 0 to 1") for name in shares))

    @property
    def efficiencies(self) -> np.ndarray:
        gained = 1 - np.exp(-np.arange(self.cycles) / self.settles)
        return np.asarray(self.first_efficiency + (self.efficiency - self.first_efficiency) * gained)


@dataclass(frozen=True)
class ReservoirTest:
    """The Aurbach test (Adams et al., Adv. Energy Mater. 8 (2018) 1702097).

    A formation cycle (none if `formation` is 0), plating of a reservoir, `cycles` times stripping and plating of the
    charge of a cycle, and final stripping. Every plating yields `efficiency` of its charge, so the test gives
    (n Qc + Qs)/(n Qc + QT) = `efficiency`.
    """

    formation: float = 180e3  # C/m^2, plated
    reservoir: float = 180e3  # C/m^2, QT
    cycled: float = 36e3  # C/m^2, Qc
    cycles: int = 10  # n
    efficiency: float = 0.98
    formation_efficiency: float = 0.9
    current_density: float = 5.0  # A/m^2
    cutoff: float = 1.0  # V
    area: float = 1e-4  # m^2
    samples: int = 200
    rest: float = 0.0  # s
    temperature: float = 298.15  # K

    def __post_init__(self) -> None:
        _ensure(self, "reservoir", "cycled", "cycles", "current_density", "cutoff", "area", "samples")
        shares = {"efficiency": self.efficiency, "formation_efficiency": self.formation_efficiency}
        insist(
            "reservoir test",
            *((0 < share <= 1, name, "above 0 to 1") for name, share in shares.items()),
            (self.formation >= 0, "formation", "zero or above"),
            (
                self.cycled < self.efficiency * self.reservoir and self.last_strip > 0,
                "efficiency",
                f"sodium left at the end; a reservoir of {self.reservoir:g} C/m^2 is used up before the end",
            ),
        )

    @property
    def last_strip(self) -> float:
        """Charge of the final stripping, Qs = c (QT + n Qc) - n Qc (C/m^2)."""
        cycled = self.cycles * self.cycled
        return self.efficiency * (self.reservoir + cycled) - cycled


def _ensure(test: HalfTest | ReservoirTest, *names: str) -> None:
    insist(
        "half-cell test",
        *((getattr(test, name) > 0, name, "above zero") for name in names),
        (test.rest >= 0, "rest", "zero or above"),
        (test.temperature > 0, "temperature", "above 0 K"),
    )


USUAL_CELL, USUAL_TEST, USUAL_RESERVOIR = SyntheticSymmetricCell(overpotential=0.03), HalfTest(), ReservoirTest()


@dataclass(frozen=True, eq=False)
class _Plan:
    """Charge of each half-cycle (C/m^2, negative for plating), and whether it ends at the cut-off."""

    name: str
    charge: np.ndarray
    to_cutoff: np.ndarray
    efficiencies: tuple[float, ...]
    aurbach: float | None = None


def half_cell(
    seed: int,
    *,
    cell: SyntheticSymmetricCell = USUAL_CELL,
    test: HalfTest = USUAL_TEST,
    instrument: Instrument = PERFECT,
) -> Synthetic:
    """Return a recording of a Na|Cu cell with a known CE of each cycle."""
    efficiency = test.efficiencies
    if test.scatter:
        chance = np.random.default_rng((seed, 1)).standard_normal(test.cycles)
        efficiency = np.clip(efficiency + test.scatter * chance, 1e-3, 1.0)
    charge = test.areal_capacity * np.stack([-np.ones(test.cycles), efficiency], axis=1).ravel()
    return _cycled(seed, cell, test, instrument, _Plan(NAME, charge, charge > 0, tuple(efficiency.tolist())))


def reservoir_cell(
    seed: int,
    *,
    cell: SyntheticSymmetricCell = USUAL_CELL,
    test: ReservoirTest = USUAL_RESERVOIR,
    instrument: Instrument = PERFECT,
) -> Synthetic:
    """Return a recording of an Aurbach test with a known CE."""
    formed = [-test.formation, test.formation * test.formation_efficiency] if test.formation else []
    charge = np.array([*formed, -test.reservoir, *[test.cycled, -test.cycled] * test.cycles, test.last_strip])
    to_cutoff = np.zeros(len(charge), bool)
    to_cutoff[[-1, 1] if formed else -1] = True
    known = (test.formation_efficiency,) if formed else ()
    return _cycled(
        seed, cell, test, instrument, _Plan(RESERVOIR_NAME, charge, to_cutoff, known, aurbach=test.efficiency)
    )


def _cycled(
    seed: int, cell: SyntheticSymmetricCell, test: HalfTest | ReservoirTest, instrument: Instrument, plan: _Plan
) -> Synthetic:
    size = test.current_density * test.area
    current = size * np.sign(plan.charge)
    duration = np.abs(plan.charge) / test.current_density
    readings = np.maximum(np.round(test.samples * duration / np.median(duration)), 2)
    steps = with_rests(Steps(current, duration, readings), test.rest, 5)
    rows = rows_of(steps)
    half = steps.half_cycle
    left = np.where(plan.to_cutoff, _left(cell, test, size), np.inf)[half]
    chamber = Chamber(test.temperature)
    path = path_of(cell, chamber, steps, rows, current=size, full=duration[half], left=left, sharpness=SHARP)
    voltage = _voltage(test, steps, rows, path, plan.to_cutoff)
    seen = read(instrument, np.random.default_rng(seed), steps, rows, voltage)
    truth = Truth(
        kind="half",
        half_cycles=len(current),
        area=test.area,
        **instrument.truth,
        gaps=seen.gaps,
        currents=tuple(current.tolist()),
        charges=tuple((size * duration).tolist()),
        overpotential=cell.overpotential,
        efficiencies=plan.efficiencies,
        aurbach=plan.aurbach,
    )
    settings = {"cell": cell, "test": test, "instrument": instrument}
    return Synthetic(recorded(plan.name, seed, seen.columns, **settings), truth)


def _left(cell: SyntheticSymmetricCell, test: HalfTest | ReservoirTest, size: float) -> float:
    """Return s_left for which the voltage of an aged cell reaches the cut-off at s = 1."""
    ohmic, exchange = split(cell.overpotential, cell.kinetic_share, size, test.temperature)
    low, high = 1.0, 1e9
    for _ in range(100):
        middle = np.sqrt(low * high)
        path = CurrentPath(*(np.array([x]) for x in (ohmic, exchange, test.temperature, middle)))
        low, high = (middle, high) if path.voltage(np.array([size]))[0] < test.cutoff else (low, middle)
    area = min((1 + cell.arc) / low, 0.99)
    return float((1 - area) ** (-1 / SHARP))


def _voltage(
    test: HalfTest | ReservoirTest, steps: Steps, rows: Rows, path: CurrentPath, to_cutoff: np.ndarray
) -> np.ndarray:
    """Return the voltage of copper against sodium: zero at rest while sodium covers it."""
    size = np.abs(steps.current)[rows.step]
    voltage: np.ndarray = np.sign(steps.current)[rows.step] * np.minimum(path.voltage(size), test.cutoff)
    bare = to_cutoff[steps.half_cycle]
    resting = (size == 0) & bare[rows.step]
    into = (rows.share * steps.duration[rows.step])[resting]
    voltage[resting] = test.cutoff * (RELAXED + (1 - RELAXED) * np.exp(-into / RELAXES))
    voltage[steps.last_reading[bare & (steps.current != 0)]] = test.cutoff  # where the cycler ends the step
    voltage[0] = test.cutoff * RELAXED  # copper that has not seen sodium
    return voltage
