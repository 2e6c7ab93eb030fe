"""Synthetic critical current test: a symmetric cell at stepwise rising current until it fails.

After conditioning cycles at a low current, the current rises in constant steps, with several cycles of constant time or
constant capacity per level. Above the critical current density the cell fails in one direction: by a metallic path
(plating), or by voids at the stripped electrode, with a voltage run-away to the limit (stripping). Positive current is
plating.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .instrument import PERFECT, Instrument, read
from .short import Short, shorted
from .steps import Steps, rows_of, with_rests
from .symmetric_state import Chamber, SyntheticSymmetricCell, path_of, run_away_ends
from .truth import Synthetic, Truth, insist, recorded

NAME = "synthetic_ccd_cell"


@dataclass(frozen=True)
class CcdTest:
    """Protocol of a critical current test.

    With `areal_capacity` half-cycles have constant capacity, else constant `half_cycle_time`.

    The test continues for `levels_after` levels after the failed one.
    """

    first: float = 1.0  # A/m^2
    step: float = 1.0  # A/m^2
    levels: int = 25
    cycles: int = 1  # of each level
    half_cycle_time: float = 1800.0  # s
    areal_capacity: float | None = None  # C/m^2
    conditioning_current: float = 0.5  # A/m^2
    conditioning_cycles: int = 3
    conditioning_time: float = 3600.0  # s, of a half-cycle
    levels_after: int = 1
    area: float = 1e-4  # m^2
    samples: int = 120
    rest: float = 0.0  # s
    temperature: float = 298.15  # K
    voltage_limit: float = 5.0  # V

    def __post_init__(self) -> None:
        above_zero = ("first", "step", "half_cycle_time", "conditioning_current", "conditioning_time", "area")
        insist(
            "ccd test",
            *((getattr(self, name) > 0, name, "above zero") for name in (*above_zero, "voltage_limit", "temperature")),
            *((getattr(self, name) >= 1, name, "1 or more") for name in ("levels", "cycles", "samples")),
            *((getattr(self, n) >= 0, n, "zero or above") for n in ("conditioning_cycles", "levels_after", "rest")),
            (self.areal_capacity is None or self.areal_capacity > 0, "areal_capacity", "above zero, or none"),
        )


@dataclass(frozen=True)
class PlannedFailure:
    """Failure of the first level above `critical`, by a metallic path (loss `drop` of |V|) or by voids.

    It happens after the share `within` of the first half-cycle in that direction.
    """

    critical: float = 8.0  # A/m^2
    by: Literal["short", "voids"] = "short"
    direction: Literal["plating", "stripping"] = "plating"
    within: float = 0.6
    drop: float = 0.7

    def __post_init__(self) -> None:
        insist(
            "failure",
            (self.by in ("short", "voids"), "by", "short or voids"),
            (self.direction in ("plating", "stripping"), "direction", "plating or stripping"),
            (0 < self.within < 1, "within", "a share between 0 and 1"),
            (0 < self.drop < 1, "drop", "a share between 0 and 1"),
        )


USUAL_TEST, USUAL_FAILURE, USUAL_CELL = CcdTest(), PlannedFailure(), SyntheticSymmetricCell()
REFERENCE = 10.0  # A/m^2: current density at which the overpotential of the cell is defined


def ccd_cell(
    seed: int,
    *,
    cell: SyntheticSymmetricCell = USUAL_CELL,
    test: CcdTest = USUAL_TEST,
    failure: PlannedFailure | None = USUAL_FAILURE,
    instrument: Instrument = PERFECT,
) -> Synthetic:
    """Return a recording of a test at rising current.

    `cell.overpotential` applies at 10 A/m^2 (1 mA/cm^2).
    """
    rng = np.random.default_rng(seed)
    plan = _planned(test, failure)
    current = plan.current
    left = np.full(len(current), np.inf)
    if plan.failing is not None and failure is not None and failure.by == "voids":
        left[plan.failing :: 2] = failure.within
    share = np.minimum(1.0, run_away_ends(cell.overpotential, test.voltage_limit) * left)
    readings = np.maximum(np.round(test.samples * share), 1)
    steps = with_rests(Steps(current, plan.seconds * share, readings), test.rest, 3)
    rows = rows_of(steps)
    half = steps.half_cycle
    path = path_of(
        cell,
        Chamber(test.temperature),
        steps,
        rows,
        current=REFERENCE * test.area,
        full=plan.seconds[half],
        left=left[half],
    )
    shorts: tuple[Short, ...] = ()
    if plan.failing is not None and failure is not None and failure.by == "short":
        shorts = (Short(plan.failing + failure.within, drop=failure.drop, wander=0.05, bursts=0.02),)
    size, true_shorts = shorted(shorts, rng, steps, rows, path)
    meets_limit = np.isfinite(left)[half] & (steps.current != 0)
    size[steps.last_reading[meets_limit]] = test.voltage_limit  # where the cycler ends the step
    sign = np.sign(steps.current)[rows.step]
    seen = read(instrument, rng, steps, rows, sign * np.minimum(size, test.voltage_limit))
    truth = Truth(
        kind="ccd",
        half_cycles=len(current),
        area=test.area,
        **instrument.truth,
        gaps=seen.gaps,
        currents=tuple(current.tolist()),
        charges=tuple(np.abs(current * plan.seconds * share).tolist()),
        overpotential=cell.overpotential,
        shorts=true_shorts,
        last_passed=plan.last_passed,
        first_failed=plan.first_failed,
        failed_direction=None if plan.failing is None or failure is None else failure.direction,
        failed_half_cycle=plan.failing,
    )
    settings = {"cell": cell, "test": test, "failure": failure, "instrument": instrument}
    return Synthetic(recorded(NAME, seed, seen.columns, **settings), truth)


@dataclass(frozen=True, eq=False)
class _PlannedHalves:
    """Current (A) and planned duration (s) of each half-cycle, and what fails of them."""

    current: np.ndarray
    seconds: np.ndarray
    failing: int | None  # index of the half-cycle, None where nothing fails
    last_passed: float | None  # A/m^2
    first_failed: float | None  # A/m^2


def _planned(test: CcdTest, failure: PlannedFailure | None) -> _PlannedHalves:
    """Return the half-cycles of a test: conditioning, then the levels until some after the failed one."""
    level = test.first + test.step * np.arange(test.levels)
    fails = _failing(level, failure)
    done = level if fails is None else level[: fails + 1 + test.levels_after]
    density = np.r_[np.full(2 * test.conditioning_cycles, test.conditioning_current), np.repeat(done, 2 * test.cycles)]
    seconds = test.half_cycle_time if test.areal_capacity is None else test.areal_capacity / density
    planned = np.where(np.arange(len(density)) < 2 * test.conditioning_cycles, test.conditioning_time, seconds)
    current = density * test.area * (-1.0) ** np.arange(len(density))
    if fails is None or failure is None:
        return _PlannedHalves(current, planned, None, float(level[-1]), None)
    passed = None if fails == 0 else float(level[fails - 1])
    return _PlannedHalves(current, planned, _half_cycle(test, failure, fails), passed, float(level[fails]))


def _failing(level: np.ndarray, failure: PlannedFailure | None) -> int | None:
    """Index of the first level that fails."""
    if failure is None or failure.critical >= level[-1]:
        return None
    return int(np.argmax(level > failure.critical))


def _half_cycle(test: CcdTest, failure: PlannedFailure, level: int) -> int:
    return 2 * (test.conditioning_cycles + level * test.cycles) + (failure.direction == "stripping")
