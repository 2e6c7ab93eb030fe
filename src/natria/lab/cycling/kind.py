"""Classification of the cell and of the test, from voltage, current and charges.

The kind of cell that the design states takes precedence; a recording that contradicts it is reported as a conflict. A
cell that cannot be classified is "unknown", with the observed numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from ...record import CELL_KIND, Note, Recording
from ..specimen import CellKind, Specimen
from .aurbach.cutoff import Cutoff, ends_at_cutoff
from .aurbach.pattern import aurbach_tests
from .half_cycles import HalfCycles, runs
from .plating.curve import is_unbroken
from .ramps.staircase import staircase

Cell = CellKind | Literal["unknown"]
Test = Literal[
    "cycling", "critical current", "reservoir", "rate", "plating until short", "rest", "pulses", "voltammogram"
]

HOST = "low-positive-voltage"  # code of the reason for a host against the metal
FULL = 0.3  # V: cells with two equal sodium electrodes stay below, cells with unequal electrodes above
MOST = 0.9  # of the time with current; the remainder is spikes, first readings and ends
CENTRED = 0.3  # of the mean |V| of both directions: a larger distance from zero is more than a voltage offset
PLATED_BELOW = 1.0  # V: plating of sodium stays below, charging of a full cell above
PLATEAU = 0.5  # of the median |V|: how far the upper quartile of a plateau lies above; hosts slope more
AT_REST = 0.3  # of the median |V|: more than this remains at rest if the two electrodes are unequal
GAP = 3.0  # times the longest interval of a usual half-cycle, and
GAP_SHARE = 0.1  # of a half-cycle: readings are missing
COVERED = 0.7  # of the half-cycles: an Aurbach test that was not stripped to the cut-off
RESERVOIR = 1.2  # times the charge of the half-cycles after it
ONE_RATE = 0.7  # of all half-cycles: a test with a larger share at one current is not a rate test
SWEEP = 0.2  # of the median: a sweep's scan rate varies by less, its current by more

# Names of tests for people; the ids in files stay.
TEST_LABELS = {
    "plating until short": "one-directional plating",
    "reservoir": "Aurbach test",
    "critical current": "critical current test",
    "rate": "rate test",
}


@dataclass(frozen=True)
class Kind:
    """Kind of cell and test, with the reason.

    `plating_sign` is the sign of the current that plates the working electrode (that charges a full cell). In a half
    cell it is the direction that does not end at the cut-off, as cyclers count plating on copper as a discharge.
    """

    cell: Cell
    test: Test
    why: str  # both reasons in one text
    plating_sign: int = 1
    conflict: str = ""  # contradiction between recording and design, empty if there is none
    reasons: tuple[Note, ...] = ()  # for the cell, and for the test
    doubt: Note | None = None  # what voltage and current alone indicate, where a simulation states another cell


@dataclass(frozen=True, eq=False)
class _Seen:
    """Observed numbers that the classification is based on."""

    recording: Recording
    halves: HalfCycles
    cutoff: Cutoff
    has_aurbach_test: bool
    plus: float  # V: charge-weighted median mid voltage of the half-cycles with positive current; nan if none
    minus: float  # V: the same for negative current
    along: float  # share of the time with current in which the voltage has the sign of the current
    above: float  # share of the time with current in which the voltage is above FULL
    positive: float  # share of the time with current in which the voltage is positive
    is_plateau: bool  # one direction only, at a small steady voltage along the current that vanishes at rest

    @property
    def numbers(self) -> str:
        ways = [
            f"{name} current {v * 1e3:.4g} mV"
            for name, v in (("positive", self.plus), ("negative", self.minus))
            if not np.isnan(v)
        ]
        return "mid voltage at " + ", at ".join(ways) + f"; V and I have the same sign for {self.along:.0%} of the time"


def recognise(recording: Recording, halves: HalfCycles, specimen: Specimen) -> Kind:
    """Classify the cell and the test, with the reason in words."""
    if not len(halves):
        reason = Note("no-current", "no current flows in the whole recording")
        return Kind(specimen.kind or "unknown", "rest", reason.text, reasons=(reason,))
    seen = _observe(recording, halves)
    observed, reason = _cell(seen)
    recorded = recorded_kind(recording)
    stated, by = (specimen.kind, specimen.kind_by) if specimen.kind else (recorded, "the simulation")
    contradicts = stated is not None and observed not in ("unknown", stated)
    conflict, doubt = "", None
    if recorded and stated != recorded:
        conflict = f"{by} states a {stated} cell; the recording is a simulation of a {recorded} cell"
    elif recorded and contradicts:
        doubt = Note(reason.code, f"voltage and current alone indicate a {observed} cell ({reason.text})")
    elif contradicts:
        conflict = f"{by} states a {stated} cell; the recording indicates a {observed} cell ({reason.text})"
    if stated:
        reason = Note("stated", f"stated by {by}" + (f"; conflict: {conflict}" if conflict else ""))
    cell = stated or observed
    test, reason_of_test = _test(seen, cell)
    return replace(kind_of(cell, test, (reason, reason_of_test), _plating(seen, cell), conflict), doubt=doubt)


def recorded_kind(recording: Recording) -> CellKind | None:
    """Return the kind of cell that a simulated recording states of itself; None for a measured one."""
    stated = "" if recording.is_measured else recording.metadata.get(CELL_KIND, "")
    return next((kind for kind in get_args(CellKind) if kind == stated), None)


def kind_of(cell: Cell, test: Test, reasons: tuple[Note, Note], plating: int, conflict: str) -> Kind:
    """Return a kind with the reasons for the cell and for the test in one text."""
    of_cell, of_test = reasons
    why = f"{cell} cell: {of_cell.text}; {TEST_LABELS.get(test, test)}: {of_test.text}"
    return Kind(cell, test, why, plating, conflict, reasons)


def plating_sign(recording: Recording, halves: HalfCycles, specimen: Specimen) -> int:
    """Return the sign of the current that plates the working electrode."""
    return recognise(recording, halves, specimen).plating_sign


def _plating(seen: _Seen, cell: Cell) -> int:
    if cell != "half":
        return 1
    if seen.cutoff.plating_sign:
        return seen.cutoff.plating_sign
    return int(seen.halves.sign[0])  # a bare foil must be plated first


def _observe(recording: Recording, halves: HalfCycles) -> _Seen:
    on, spent, voltage = halves.on, halves.weight, recording.voltage
    flowing = spent[on != 0].sum() or 1.0
    ends = ends_at_cutoff(recording, halves)
    return _Seen(
        recording,
        halves,
        ends,
        _has_aurbach_test(recording, halves, ends),
        _typical(halves, 1),
        _typical(halves, -1),
        float(spent[(on != 0) & (np.sign(voltage) == on)].sum() / flowing),
        float(spent[(on != 0) & (voltage > FULL)].sum() / flowing),
        float(spent[(on != 0) & (voltage > 0)].sum() / flowing),
        _is_plateau(recording, halves),
    )


def _is_plateau(recording: Recording, halves: HalfCycles) -> bool:
    """Whether one direction of current gives a plateau of plating.

    A plateau is small, steady, along the current, and gone at rest.
    """
    if len(halves) != 1:
        return False
    flowing = halves.on != 0
    size = recording.voltage[flowing] * halves.on[flowing]
    middle, high = np.quantile(size, (0.5, 0.75))
    resting = np.abs(recording.voltage[~flowing])
    vanishes = not len(resting) or float(np.median(resting)) < AT_REST * middle
    return bool(0 < middle < PLATED_BELOW and high < (1 + PLATEAU) * middle and vanishes)


def _has_aurbach_test(recording: Recording, halves: HalfCycles, ends: Cutoff) -> bool:
    """Whether a pattern of charges is an Aurbach test: stripped to the cut-off, or covering the recording."""
    charges = _without_gaps(recording.time, halves)
    tests = aurbach_tests(charges, ends.ends)
    stripped = any(test.ending in ("complete", "used up") for test in tests)
    # Without a strip to the cut-off the plated reservoir is the only sign: missing readings make charges differ too.
    return stripped or any(
        len(test.members) >= COVERED * len(halves)
        and charges[test.members[0]] >= RESERVOIR * np.median(charges[np.array(test.inner)])
        for test in tests
        if len(test.inner)
    )


def _without_gaps(time: np.ndarray, halves: HalfCycles) -> np.ndarray:
    """Return the charges (C), with the usual charge for half-cycles in which readings are missing.

    Where a whole half-cycle is missing, its neighbours of the same sign appear as one long half-cycle, and a pause
    without readings counts as current: neither is the plating of a reservoir.
    """
    steps = [np.diff(time[halves.first[k] : halves.stop[k]]) for k in range(len(halves))]
    longest = np.array([step.max(initial=0.0) for step in steps])
    usual = np.array([np.median(step) if len(step) else 0.0 for step in steps])  # a longer step may be sampled slower
    gaps = (longest > GAP * np.maximum(usual, np.median(longest))) & (
        longest > GAP_SHARE * np.median(halves.end - halves.start)
    )
    return np.where(gaps, np.median(halves.charge), halves.charge)


def _typical(halves: HalfCycles, sign: int) -> float:
    """Charge-weighted median of the mid voltages of one direction."""
    chosen = np.flatnonzero(halves.sign == sign)
    if not len(chosen):
        return float("nan")
    order = chosen[np.argsort(halves.voltage_mid[chosen], kind="stable")]
    passed = np.cumsum(halves.charge[order])
    return float(halves.voltage_mid[order[int(np.searchsorted(passed, passed[-1] / 2))]])


def _cell(seen: _Seen) -> tuple[Cell, Note]:
    if seen.is_plateau:
        text = f"the current flows in one direction only, at a plateau ({seen.numbers})"
        return "unknown", Note("one-direction-plateau", text)
    if seen.above > MOST:
        text = f"the voltage is above {FULL:g} V in {seen.above:.0%} of the time with current"
        return "full", Note("high-voltage", text)
    if np.isnan(seen.plus + seen.minus):
        return "unknown", Note("one-direction", f"the current flows in one direction only ({seen.numbers})")
    if seen.along > MOST and seen.cutoff.sign:
        ended = seen.cutoff.ends[seen.halves.sign == seen.cutoff.sign]
        if ended.mean() >= 0.5 or seen.has_aurbach_test:
            text = (
                f"{ended.sum()} of {len(ended)} half-cycles in one direction end with a steep rise to "
                f"{seen.cutoff.voltage:.3g} V; the other direction ends at a flat voltage ({seen.numbers})"
            )
            return "half", Note("ends-at-cutoff", text)
    centred = _off_centre(seen.halves.voltage_mid) < CENTRED
    if seen.along > MOST and centred and not seen.has_aurbach_test:
        text = f"the voltage follows the sign of the current about zero ({seen.numbers})"
        return "symmetric", Note("follows-current", text)
    if seen.positive > MOST:
        text = f"the voltage is low but positive in both directions, as for a host against the metal ({seen.numbers})"
        return "full", Note(HOST, text)
    return "unknown", Note("no-pattern", seen.numbers)


def _off_centre(mid: np.ndarray) -> float:
    """Median distance from zero of the middle between neighbouring half-cycles.

    It is relative to their mean |V|.
    """
    total = np.abs(mid[1:]) + np.abs(mid[:-1])
    return float(np.median(np.abs(mid[1:] + mid[:-1]) / np.where(total > 0, total, np.inf)))


def _test(seen: _Seen, cell: Cell) -> tuple[Test, Note]:
    for test, code, reason_for in _TESTS:
        if reason := reason_for(seen, cell):
            return test, Note(code, reason)
    count = len(seen.halves)
    return "cycling", Note("half-cycles", f"{count} half-cycle{'' if count == 1 else 's'}")


def _is_sweep(seen: _Seen, _: Cell) -> str:
    """Reason for a voltammogram, empty if it is none: constant scan rate while the current varies."""
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
        return f"scan rate {usual * 1e3:.3g} mV/s in {even:.0%} of the time, with a varying current"
    return ""


def _is_pulses(seen: _Seen, cell: Cell) -> str:
    if cell == "symmetric":  # rests inside half-cycles are interruptions, for impedance
        return ""
    first, _stop = runs(seen.halves.on)
    pulses = int(np.count_nonzero(seen.halves.on[first]))
    if pulses >= 6 and pulses >= 3 * len(seen.halves):
        return f"{pulses} current pulses with rests between them, in {len(seen.halves)} half-cycles"
    return ""


def _is_aurbach(seen: _Seen, cell: Cell) -> str:
    if seen.has_aurbach_test and cell in ("half", "unknown"):
        return "half-cycles of equal charge after a larger plated charge"
    return ""


def _ramps(seen: _Seen, cell: Cell) -> tuple[bool, str]:
    """Return whether the currents rise as in a critical current test, and a description of the currents."""
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
    critical, reason = _ramps(seen, cell)
    return reason if critical else ""


def _is_rate(seen: _Seen, cell: Cell) -> str:
    critical, reason = _ramps(seen, cell)
    return "" if critical else reason


def _is_plating(seen: _Seen, cell: Cell) -> str:
    """Reason for one-directional plating: a single half-cycle, or a last one far longer than those before."""
    charge = seen.halves.charge
    if cell == "full" or (cell == "half" and len(charge) > 1):
        return ""
    if len(charge) == 1:
        return "the current flows in one direction only, at a plateau" if seen.is_plateau else ""
    if is_unbroken(seen.halves):
        return f"the last half-cycle passes {charge[-1] / np.median(charge[:-1]):.3g} times the median charge"
    return ""


_TESTS: tuple[tuple[Test, str, Callable[[_Seen, Cell], str]], ...] = (  # test, code of its reason, reason or ""
    ("voltammogram", "constant-scan-rate", _is_sweep),
    (
        "plating until short",
        "one-direction",
        lambda seen, cell: _is_plating(seen, cell) if len(seen.halves) == 1 else "",
    ),
    ("pulses", "pulses", _is_pulses),
    ("reservoir", "aurbach-pattern", _is_aurbach),
    ("critical current", "rising-current", _is_critical),
    ("rate", "current-levels", _is_rate),
    ("plating until short", "long-half-cycle", _is_plating),
)
