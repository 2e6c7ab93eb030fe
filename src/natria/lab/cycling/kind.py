"""What kind of cell was tested, and by what kind of test: read off the voltage, the current and the charges.

The design's word on the cell wins; where the recording looks otherwise, that is said. A cell that cannot be told is
unknown, with what was seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...record import Recording
from ..specimen import CellKind, Specimen
from .aurbach.cutoff import Cutoff, cutoff
from .aurbach.pattern import reservoirs
from .half_cycles import HalfCycles, runs
from .ramps.staircase import staircase

Cell = CellKind | Literal["unknown"]
Test = Literal[
    "cycling", "critical current", "reservoir", "rate", "plating until short", "rest", "pulses", "voltammogram"
]

FULL = 0.3  # V: two like electrodes that sodium is plated on stay below, two unlike ones above
MOST = 0.9  # of the time with current: the rest is spikes, first readings, ends
CENTRED = 0.3  # of the mean |V| of both directions: more than an offset between them and zero
LONGEST = 5.0  # times the usual charge: a last half-cycle that is this long plates until something happens
ONE_RATE = 0.7  # of all half-cycles: a test that spends more at one current is no rate test
SWEEP = 0.2  # of its median: by so much may the slope of a sweep's voltage vary; its current varies by more


@dataclass(frozen=True)
class Kind:
    """`plating_sign` is the sign of the current that plates the working electrode (charges, in a full cell); in a half
    cell it is the direction that does not end at the cut-off, as cyclers count plating on copper as a discharge."""

    cell: Cell
    test: Test
    why: str
    plating_sign: int = 1
    conflict: str = ""  # how the recording contradicts the design, empty where it does not


@dataclass(frozen=True, eq=False)
class _Seen:
    """What the decisions look at."""

    recording: Recording
    halves: HalfCycles
    cutoff: Cutoff
    has_reservoir: bool
    plus: float  # V: charge-weighted median of the mid voltages of the half-cycles with positive current; nan: none
    minus: float
    along: float  # share of the time with current in which the voltage has its sign
    above: float  # share of it in which the voltage is above FULL
    positive: float  # share of it in which the voltage is above zero

    @property
    def numbers(self) -> str:
        ways = [
            f"{name} current {v * 1e3:.4g} mV"
            for name, v in (("positive", self.plus), ("negative", self.minus))
            if not np.isnan(v)
        ]
        return "mid voltage at " + ", at ".join(ways) + f"; sign of the current in {self.along:.0%} of the time"


def recognise(recording: Recording, halves: HalfCycles, specimen: Specimen) -> Kind:
    """The kind of the cell and of the test, and why."""
    if not len(halves):
        return Kind(specimen.kind or "unknown", "rest", "no current flows in the whole recording")
    seen = _look(recording, halves)
    looks, because = _cell(seen)
    cell = specimen.kind or looks
    conflict = ""
    if specimen.kind and looks not in ("unknown", specimen.kind):
        conflict = f"the design says {specimen.kind} cell; the recording looks like a {looks} cell ({because})"
    if specimen.kind:
        because = "the design says so" + (f", though {conflict}" if conflict else "")
    test, told = _test(seen, cell)
    return Kind(cell, test, f"{cell} cell: {because}; {test}: {told}", _plating(seen, cell), conflict)


def plating_sign(recording: Recording, halves: HalfCycles, specimen: Specimen) -> int:
    """The sign of the current that plates the working electrode."""
    return recognise(recording, halves, specimen).plating_sign


def _plating(seen: _Seen, cell: Cell) -> int:
    if cell != "half":
        return 1
    if seen.cutoff.plating_sign:
        return seen.cutoff.plating_sign
    return int(seen.halves.sign[0])  # a foil without sodium can only be plated first


def _look(recording: Recording, halves: HalfCycles) -> _Seen:
    on, spent, voltage = halves.on, halves.weight, recording.voltage
    flowing = spent[on != 0].sum() or 1.0
    ends = cutoff(voltage, halves)
    return _Seen(
        recording,
        halves,
        ends,
        bool(reservoirs(halves.charge, ends.ends)),
        _typical(halves, 1),
        _typical(halves, -1),
        float(spent[(on != 0) & (np.sign(voltage) == on)].sum() / flowing),
        float(spent[(on != 0) & (voltage > FULL)].sum() / flowing),
        float(spent[(on != 0) & (voltage > 0)].sum() / flowing),
    )


def _typical(halves: HalfCycles, sign: int) -> float:
    """The mid voltage of a direction that half of its charge flowed below."""
    chosen = np.flatnonzero(halves.sign == sign)
    if not len(chosen):
        return float("nan")
    order = chosen[np.argsort(halves.voltage_mid[chosen], kind="stable")]
    passed = np.cumsum(halves.charge[order])
    return float(halves.voltage_mid[order[int(np.searchsorted(passed, passed[-1] / 2))]])


def _cell(seen: _Seen) -> tuple[Cell, str]:
    if seen.above > MOST:
        return "full", f"the voltage is above {FULL:g} V in {seen.above:.0%} of the time with current"
    if np.isnan(seen.plus + seen.minus):
        return "unknown", f"the current flows in one direction only ({seen.numbers})"
    if seen.along > MOST and seen.cutoff.sign:
        ended = seen.cutoff.ends[seen.halves.sign == seen.cutoff.sign]
        if ended.mean() >= 0.5 or seen.has_reservoir:
            return "half", (
                f"{ended.sum()} of {len(ended)} half-cycles of one direction end steeply at "
                f"{seen.cutoff.voltage:.3g} V, those of the other end flat ({seen.numbers})"
            )
    centred = _off_centre(seen.halves.voltage_mid) < CENTRED
    if seen.along > MOST and centred and not seen.has_reservoir:
        return "symmetric", f"the voltage follows the sign of the current about zero ({seen.numbers})"
    if seen.positive > MOST:
        return (
            "full",
            f"the voltage is low but positive in both directions, as of a host against metal ({seen.numbers})",
        )
    return "unknown", seen.numbers


def _off_centre(mid: np.ndarray) -> float:
    """How far the middle between neighbouring half-cycles lies from zero, over their mean |V|: usually."""
    total = np.abs(mid[1:]) + np.abs(mid[:-1])
    return float(np.median(np.abs(mid[1:] + mid[:-1]) / np.where(total > 0, total, np.inf)))


def _test(seen: _Seen, cell: Cell) -> tuple[Test, str]:
    for test, tell in _TESTS:
        if told := tell(seen, cell):
            return test, told
    return "cycling", f"{len(seen.halves)} half-cycles"


def _is_sweep(seen: _Seen, _: Cell) -> str:
    """The voltage is driven at a constant rate and the current answers."""
    time, voltage, current = seen.recording.time, seen.recording.voltage, seen.recording.current
    lag = max(1, len(time) // 400)
    step, rise = time[lag:] - time[:-lag], np.abs(voltage[lag:] - voltage[:-lag])
    rate = rise[step > 0] / step[step > 0]
    if len(rate) < 10:
        return ""
    usual = float(np.median(rate))
    even = float(np.mean(np.abs(rate - usual) <= SWEEP * usual))
    flow = np.abs(current[seen.halves.on != 0])
    varied = float(np.mean(np.abs(flow - np.median(flow)) > SWEEP * np.median(flow)))
    if usual > 0 and even > 0.8 and varied > 0.5:
        return f"the voltage moves at {usual * 1e3:.3g} mV/s in {even:.0%} of the time while the current varies"
    return ""


def _is_pulses(seen: _Seen, _: Cell) -> str:
    first, _stop = runs(seen.halves.on)
    pulses = int(np.count_nonzero(seen.halves.on[first]))
    if pulses >= 6 and pulses >= 3 * len(seen.halves):
        return f"{pulses} pieces of current with rests between, in {len(seen.halves)} half-cycles"
    return ""


def _is_reservoir(seen: _Seen, cell: Cell) -> str:
    if seen.has_reservoir and cell in ("half", "unknown"):
        return "equal small half-cycles after a larger one"
    return ""


def _ramps(seen: _Seen, cell: Cell) -> tuple[bool, str]:
    """Whether the currents rise as in a test of the critical current, and the currents in words."""
    size, time, sign = np.abs(seen.halves.current), seen.halves.duration, seen.halves.sign
    parts = (np.ones(len(size), bool), sign > 0, sign < 0)
    ramps = [r for part in parts if (r := staircase(size[part], time[part])) is not None]
    if not ramps:
        return False, ""
    ramp = max(ramps, key=lambda r: len(r.currents))
    low, high = ramp.currents[[0, -1]] * 1e3
    critical = cell != "full" and ramp.is_critical_current_test
    longest = max(np.bincount(ramp.level[ramp.level >= 0])) / len(ramp.level)
    if not critical and (ramp.repeats < 2 or longest > ONE_RATE):
        return False, ""
    return critical, f"the current rises over {len(ramp.currents)} levels, {low:.3g} to {high:.3g} mA"


def _is_critical(seen: _Seen, cell: Cell) -> str:
    critical, told = _ramps(seen, cell)
    return told if critical else ""


def _is_rate(seen: _Seen, cell: Cell) -> str:
    critical, told = _ramps(seen, cell)
    return "" if critical else told


def _is_plating(seen: _Seen, cell: Cell) -> str:
    """One half-cycle alone, or a last one that is far longer than those before."""
    charge = seen.halves.charge
    if cell in ("full", "half"):
        return ""
    if len(charge) == 1:
        return "the current flows in one direction only"
    if charge[-1] > LONGEST * np.median(charge[:-1]):
        return f"the last half-cycle passes {charge[-1] / np.median(charge[:-1]):.3g} times the usual charge"
    return ""


_TESTS: tuple[tuple[Test, Callable[[_Seen, Cell], str]], ...] = (
    ("voltammogram", _is_sweep),
    ("pulses", _is_pulses),
    ("reservoir", _is_reservoir),
    ("critical current", _is_critical),
    ("rate", _is_rate),
    ("plating until short", _is_plating),
)
