"""Coulombic efficiency (CE) from the Aurbach test (reservoir method).

Protocol: plate QT, cycle Qc n times, strip to the cut-off.

    CE = (n Qc + Qs) / (n Qc + QT)

with the plated reservoir QT, n cycles of the charge Qc, and the charge Qs of the final stripping to the cut-off: total
stripped charge over total plated charge while the foil was never empty (Adams et al., Adv. Energy Mater. 2018, 8,
1702097). The code uses the measured sums, CE = S / P, which also holds if Qc of stripping and plating differ, and for
n = 0. Without a formation cycle, the loss of the first plating is included; this number is a separate term.

With s the sign of the stripping current and t_S, t_P the times of stripping and plating, a current offset changes the
CE by d(CE)/d(I_off) = -s (t_S + CE t_P) / P, a systematic error common to all cycles. The random part follows from
d(CE) = (dS - CE dP) / P with the errors of the charges (`charge.charges`): noise or resolution of each charge, and the
times at which the current was switched, where they lie between two readings. The 95 % interval is that of random part
and offset together (`charge.measurement_error`).

The CE is the mean over all plated charge, QT + n Qc, so over (QT + n Qc)/Qc platings of Qc. This is the number that
other Aurbach tests report. If all sodium was lost in the n cycles and none in plating the reservoir, the efficiency of
these cycles alone is 1 - (P - S) / (n Qc), which is smaller. It is in the table, as `efficiency_of_cycles`; it bounds
from below what cycles without a reservoir would give.

If the recording ends within the test, at most P - S was lost, so CE >= S / P. If the final stripping ended before the
cut-off, sodium remains uncounted and no CE is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ....quantity import Finding
from ....record import Table
from ...results import Cycling, Remark, Results
from ...specimen import finding_of, table
from ..charge.charges import Charges, charges
from ..charge.charges import remarks as charge_remarks
from ..charge.measurement_error import MeasurementError
from ..charge_error import Offset, offset, offset_remarks
from ..half_cycles import HalfCycles
from .cutoff import Cutoff, ends_at_cutoff
from .pattern import AurbachTest, aurbach_tests

MAH = 3.6  # C
ROUNDING = 0.01  # of an interval of the readings


@dataclass(frozen=True)
class Balance:
    """Charge balance of one Aurbach test (C, s, A)."""

    plated: float  # P
    stripped: float  # S
    reservoir: float  # QT
    inner: float  # Qc, mean of its half-cycles
    last: float  # Qs; nan if the recording ended before
    current: float  # of the cycles
    slope: float  # 1/A: sensitivity of the CE to the current offset
    random: MeasurementError  # of the CE
    of_cycles: float  # efficiency of the n cycles if all is lost in them
    by_readings: float  # CE by the integral of the readings
    by_counter: float  # CE by the counter of the instrument, nan without one
    source: str  # where the charges are from

    @property
    def efficiency(self) -> float:
        return self.stripped / self.plated


def aurbach_efficiency(cycling: Cycling, given_offset: Finding | float | None = None) -> Results:
    """Return the Coulombic efficiency of each Aurbach test in a recording."""
    halves, recording = cycling.halves, cycling.recording
    ends = ends_at_cutoff(recording, halves)
    off = offset(cycling, given_offset)
    passed = charges(cycling, ends.ends, off.subtracted)
    stops = bool(len(halves)) and int(halves.stop[-1]) == len(recording)
    every = aurbach_tests(passed.value, ends.ends, stops)
    if not every:
        text = "No Aurbach test found: no cycles of equal charge after a larger plated charge."
        return Results(remarks=(Remark("no-aurbach-test", text),))
    sums = [balance(halves, one, passed) for one in every]
    findings = [f for one, b in zip(every, sums, strict=True) for f in _finding(cycling, one, b, off, ends)]
    remarks = [r for one, b in zip(every, sums, strict=True) for r in _remarks(halves, one, b, ends)]
    remarks += [*charge_remarks(passed), *offset_remarks(cycling, off, sums[0].slope, "Aurbach test")]
    return Results((*findings, *off.measured), (_table(cycling, every, sums, off),), remarks=tuple(remarks))


def balance(halves: HalfCycles, one: AurbachTest, passed: Charges) -> Balance:
    """Return the charge balance of one Aurbach test from the charges of all half-cycles."""
    plates, strips = np.array(one.members[::2]), np.array(one.members[1::2])
    charge, alike = _alike(one, passed)
    plated, stripped = float(charge[plates].sum()), float(charge[strips].sum())
    ratio = stripped / plated
    sign = float(halves.sign[strips[0]])
    spent = halves.duration[strips].sum() + ratio * halves.duration[plates].sum()
    weights = np.zeros(len(halves))
    weights[strips], weights[plates] = 1 / plated, -ratio / plated
    inner = np.array(one.inner)
    if alike:  # their common error cancels but for the loss
        weights[inner] *= 1 - ratio
    ended = one.members.stop > one.inner.stop
    return Balance(
        plated,
        stripped,
        reservoir=float(charge[one.members.start]),
        inner=float(charge[inner].mean()),
        last=float(charge[one.inner.stop]) if ended else float("nan"),
        current=float(np.median(np.abs(halves.current[inner]))),
        slope=float(-sign * spent / plated),
        random=passed.error(weights),
        of_cycles=1 - (plated - stripped) / float(charge[plates[1:]].sum()),
        by_readings=float(passed.readings[strips].sum() / passed.readings[plates].sum()),
        by_counter=_by_counter(passed, strips, plates),
        source=passed.source,
    )


def _alike(one: AurbachTest, passed: Charges) -> tuple[np.ndarray, bool]:
    """Return all charges, with the mean for those of the cycles where they should be equal.

    The mean replaces them if only a free clock makes them differ.

    Plating and stripping of a cycle are programmed with one charge. Read by a clock that ignores the steps, they seem
    to differ by up to an interval, in all cycles alike if two of them last a whole number of intervals.
    """
    s, inner = passed.switches, np.array(one.inner)
    free = (s.kind == "free") & (s.std > 0) & np.isin(s.old, inner)
    if not free.any() or passed.uses_counter:
        return passed.value, False
    interval = float(np.median(s.flow_old[free] * s.gap[free]))
    strips, plates = passed.value[inner[::2]], passed.value[inner[1::2]]
    if abs(float(strips.mean() - plates.mean())) > (1 + ROUNDING) * interval:
        return passed.value, False
    charge = passed.value.copy()
    charge[inner] = charge[inner].mean()
    return charge, True


def _by_counter(passed: Charges, strips: np.ndarray, plates: np.ndarray) -> float:
    if passed.counter is None:
        return float("nan")
    return float(passed.counter.charge[strips].sum() / passed.counter.charge[plates].sum())


def _finding(cycling: Cycling, one: AurbachTest, sums: Balance, off: Offset, ends: Cutoff) -> Iterator[Finding]:
    if one.ending == "not stripped to the cut-off":
        return
    current, by_area = cycling.specimen.current(sums.current)
    charge, _ = cycling.specimen.charge(sums.inner)
    cycle = cycling.halves.cycle
    censored = one.ending == "interrupted"
    yield finding_of(
        cycling.recording,
        cycling.specimen,
        "aurbach_efficiency" if one.is_formed else "aurbach_efficiency_without_formation",
        sums.efficiency,
        {"cycle": (float(cycle[one.members[0]]), float(cycle[one.members[-1]])), **current, **charge},
        method=(
            f"CE by the Aurbach test: total stripped over total plated charge, n = {one.cycles}, "
            + ("test interrupted" if censored else f"stripped to {ends.voltage:.3g} V")
            + f"; charge: {sums.source}; error: random {sums.random.std:.2g}, {off.describe(sums.slope)}"
        ),
        std=None if censored or off.std is None else _error(sums, off).std,
        bound="at least" if censored else None,
        uses=(*by_area, *off.uses),
    )


def _table(cycling: Cycling, every: Sequence[AurbachTest], sums: Sequence[Balance], off: Offset) -> Table:
    cycle = cycling.halves.cycle
    return table(
        cycling.recording,
        "reservoir",
        "Aurbach tests",
        {
            "first_cycle": ("1", [cycle[one.members[0]] for one in every]),
            "last_cycle": ("1", [cycle[one.members[-1]] for one in every]),
            "formation_cycles": ("1", [len(one.formation) / 2 for one in every]),
            "n": ("1", [one.cycles for one in every]),
            "reservoir": ("C", [b.reservoir for b in sums]),
            "cycled": ("C", [b.inner for b in sums]),
            "last_strip": ("C", [b.last for b in sums]),
            "plated": ("C", [b.plated for b in sums]),
            "stripped": ("C", [b.stripped for b in sums]),
            "efficiency": ("1", [_of(one, b.efficiency) for one, b in zip(every, sums, strict=True)]),
            "efficiency_of_cycles": ("1", [_of(one, b.of_cycles) for one, b in zip(every, sums, strict=True)]),
            "efficiency_by_readings": ("1", [_of(one, b.by_readings) for one, b in zip(every, sums, strict=True)]),
            "efficiency_by_counter": ("1", [_of(one, b.by_counter) for one, b in zip(every, sums, strict=True)]),
            "std_random": ("1", [b.random.std for b in sums]),
            "std_offset": ("1", [off.shift(b.slope) if off.std is not None else float("nan") for b in sums]),
            "half_width_95": ("1", [_half_width(one, b, off) for one, b in zip(every, sums, strict=True)]),
            "current": ("A", [b.current for b in sums]),
            "ending": [one.ending for one in every],
        },
    )


def _error(sums: Balance, off: Offset) -> MeasurementError:
    return sums.random.plus(off.error_in(sums.slope))


def _half_width(one: AurbachTest, sums: Balance, off: Offset) -> float:
    """Return half of the 95 % interval of the CE; nan without a CE or with an unknown offset."""
    return float("nan") if off.std is None else _of(one, _error(sums, off).half_width)


def _of(one: AurbachTest, efficiency: float) -> float:
    """An efficiency of a completed test; nan for one that gives only a bound or nothing."""
    return efficiency if one.ending in ("complete", "used up") else float("nan")


def _remarks(halves: HalfCycles, one: AurbachTest, sums: Balance, ends: Cutoff) -> Iterator[Remark]:
    low, high = halves.cycle[one.members[0]], halves.cycle[one.members[-1]]

    def remark(code: str, text: str) -> Remark:
        return Remark(code, f"Aurbach test in cycles {low} to {high}: {text}.")

    yield remark(
        "aurbach-test",
        f"formation cycles: {len(one.formation) // 2}; QT = {sums.reservoir / MAH:.4g} mAh plated, then "
        f"n = {one.cycles} cycles of Qc = {sums.inner / MAH:.4g} mAh at {sums.current * 1e3:.4g} mA",
    )
    if one.repeats and not one.formation:
        yield remark("formed-by-test-before", "the preceding Aurbach test on this foil counts as formation")
    if one.leftover:
        yield remark(
            "sodium-left-before",
            "the foil was not stripped to the cut-off before the test; remaining sodium is counted as recovered",
        )
    currents = np.abs(halves.current[np.array(one.members)])
    if np.ptp(currents) > 0.05 * sums.current:
        yield remark("currents-differ", f"currents differ, {currents.min() * 1e3:.4g} to {currents.max() * 1e3:.4g} mA")
    match one.ending:
        case "used up":
            yield remark("reservoir-used-up", "the reservoir was used up during the cycles; n is smaller than planned")
        case "interrupted":
            yield remark("interrupted", "the recording ends before the final stripping; the CE is a lower bound")
        case "not stripped to the cut-off":
            cut = f"the cut-off at {ends.voltage:.3g} V" if ends.sign else "a cut-off voltage"
            yield remark(
                "not-stripped-to-cut-off",
                f"no CE, because the final stripping ended (by time or charge) before {cut} and left sodium uncounted",
            )
    if sums.efficiency > 1 and one.ending == "complete":
        yield remark(
            "more-stripped-than-plated",
            "more charge was stripped than plated; possible causes are a soft short, a reaction at the cut-off, or "
            "sodium left from before",
        )
