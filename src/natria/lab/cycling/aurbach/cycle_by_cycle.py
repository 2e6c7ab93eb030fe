"""Coulombic efficiency (CE) of plating and stripping on a bare foil, cycle by cycle.

Cells: Na|Cu, Na|Al, anode-free.

    CE = charge stripped to the cut-off / charge plated before it

A cycle counts only if the foil was empty before and after it: the stripping before it and its own stripping ended at
the cut-off. With s the sign of the stripping current and t the times, a current offset changes the CE by

    d(CE) / d(I_off) = -s (t_strip / Q_plate + CE t_plate / Q_plate),

in the same direction in all cycles, so the error of a mean has a part that does not decrease with the number of cycles.
The spread of a mean has a second part: the scatter of its cycles over the root of their number, or the error of the
charges where that is larger. Its 95 % interval is that of both parts together (`charge.measurement_error`).

A mean excludes formation. The first cycle is given by itself; of the cycles after it at one current and charge, those
at the start are excluded whose CE is not yet within the scatter of the second half of them (`settling`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np

from ....quantity import Finding
from ....record import Table
from ...results import Cycling, Remark, Results
from ...specimen import finding_of, table
from ..charge.charges import Charges, charges
from ..charge.charges import remarks as charge_remarks
from ..charge.measurement_error import MeasurementError
from ..charge_error import Offset, offset, offset_remarks
from .cutoff import Cutoff, ends_at_cutoff
from .means import CEMean, table_of_means
from .settling import settled_from

ALIKE = 0.05  # relative: programmed changes of current or charge are larger
FEW_SEEN = 3  # strips that show the cut-off, where no readings are written at the end of steps
UNSEEN = 0.005  # difference of the CE from the nearest strips that show it
MAH = 3.6  # C


@dataclass(frozen=True, eq=False)
class Strips:
    """Arrays with one entry per cycle of plating and subsequent stripping."""

    number: np.ndarray  # from 1, in the order of the test
    plate: np.ndarray  # index of the plating half-cycle
    plated: np.ndarray  # C
    stripped: np.ndarray  # C
    complete: np.ndarray  # whether the foil was empty before and after
    slope: np.ndarray  # 1/A: sensitivity of the CE to the current offset
    random: np.ndarray  # random standard deviation of the CE
    counted: np.ndarray  # CE by the counter of the instrument, nan without one
    read: np.ndarray  # CE by the integral of the readings
    charges: Charges  # of all half-cycles

    @property
    def efficiency(self) -> np.ndarray:
        return np.asarray(self.stripped / self.plated)


def efficiency(cycling: Cycling, given_offset: Finding | float | None = None) -> Results:
    """Return the CE of the first cycle, means over equal cycles, and a table of all cycles.

    Equal cycles have equal current and charge.
    """
    ends = ends_at_cutoff(cycling.recording, cycling.halves)
    if not ends.sign:
        text = "No Coulombic efficiency: no half-cycle ends at a cut-off voltage."
        return Results(remarks=(Remark("no-cut-off", text),))
    off = offset(cycling, given_offset)
    passed = charges(cycling, ends.ends, off.subtracted)
    cycles = strips(cycling, ends, passed)
    found, means, formed = [], [], []
    for block in blocks(cycling, cycles):
        start = _formation_end(cycling.specimen.formation, cycles, block)
        formed.append(block[:start])
        if start < len(block):
            means.append(_mean(cycling, cycles, block[start:], off))
            found.append(_finding(cycling, cycles, block[start:], off, ends))
    formation = np.concatenate(formed) if formed else np.zeros(0, int)
    remarks = (*_remarks(cycles, off, ends), *_formation(cycles, formation))
    if cycles.complete.any():
        slope = float(np.mean(cycles.slope[cycles.complete]))
        remarks = (*remarks, *charge_remarks(passed), *offset_remarks(cycling, off, slope, "CE"))
    tables = (_table(cycling, cycles, off, formation), *table_of_means(cycling.recording, means))
    return Results((*found, *off.measured), tables, remarks=remarks)


def strips(cycling: Cycling, ends: Cutoff, passed: Charges) -> Strips:
    """Pair each plating half-cycle with the stripping after it."""
    halves = cycling.halves
    plate = np.flatnonzero(halves.sign[:-1] == -ends.sign)
    strip = plate + 1
    plated, stripped = passed.value[plate], passed.value[strip]
    ratio = stripped / plated
    ended = ends.ends.copy()
    if passed.switches.lacks_ends:
        ended[strip] = _with_unseen_ends(ended[strip], ratio)
    was_empty = (plate < 2) | ended[plate - 1]  # a leading stripping half-cycle is not checked
    counted = np.full(len(halves), np.nan) if passed.counter is None else passed.counter.charge
    return Strips(
        number=halves.skipped // 2 + np.arange(1, len(plate) + 1),
        plate=plate,
        plated=plated,
        stripped=stripped,
        complete=ended[strip] & was_empty,
        slope=-ends.sign * (halves.duration[strip] + ratio * halves.duration[plate]) / plated,
        random=passed.ratio_errors(strip, plate),
        counted=counted[strip] / counted[plate],
        read=passed.readings[strip] / passed.readings[plate],
        charges=passed,
    )


def _formation_end(given: int | None, cycles: Strips, block: np.ndarray) -> int:
    """Return how many cycles of a block are formation: as given for the test, else by the rule."""
    if given is not None:
        return int((cycles.number[block] <= given).sum())
    return settled_from(cycles.efficiency[block], cycles.random[block])


def _with_unseen_ends(seen: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    """Add the strips that ended at the cut-off between two readings, so that none shows it.

    Such a strip has the CE of the nearest strips before and after it that show the cut-off. One that left sodium behind
    has less, and the one after it more.
    """
    known = np.flatnonzero(seen)
    if len(known) < FEW_SEEN:
        return seen
    place = np.searchsorted(known, np.arange(len(seen)))
    before, after = ratio[known[np.maximum(place - 1, 0)]], ratio[known[np.minimum(place, len(known) - 1)]]
    low, high = np.minimum(before, after) - UNSEEN, np.maximum(before, after) + UNSEEN
    return np.asarray(seen | ((ratio >= low) & (ratio <= high)))


def _weights(halves: int, plate: np.ndarray, plated: np.ndarray, ratio: np.ndarray, block: np.ndarray) -> np.ndarray:
    """Return the derivative of the mean CE of a block of cycles by the charge of each half-cycle (1/C)."""
    weights = np.zeros(halves)
    by = plated[block] * len(block)
    weights[plate[block] + 1], weights[plate[block]] = 1 / by, -ratio[block] / by
    return weights


def blocks(cycling: Cycling, cycles: Strips) -> Iterator[np.ndarray]:
    """Yield the first cycle alone, then runs of complete cycles with equal current and charge."""
    chosen = np.flatnonzero(cycles.complete)
    if len(chosen) and cycles.number[chosen[0]] == 1:
        yield chosen[:1]
        chosen = chosen[1:]
    if not len(chosen):
        return
    current = np.abs(cycling.halves.current[cycles.plate[chosen]])
    settings = np.log(np.stack([current, cycles.plated[chosen]]))
    changed = (np.abs(np.diff(settings, axis=1)) > ALIKE).any(axis=0)
    yield from np.split(chosen, np.flatnonzero(changed) + 1)


def _mean(cycling: Cycling, cycles: Strips, block: np.ndarray, off: Offset) -> CEMean:
    """Return the mean CE of these cycles with its error."""
    values, number = cycles.efficiency[block], cycles.number[block]
    weights = _weights(len(cycling.halves), cycles.plate, cycles.plated, cycles.efficiency, block)
    random = cycles.charges.error(weights)
    scatter = float(values.std(ddof=1)) if len(block) > 1 else 0.0
    if scatter / sqrt(len(block)) > random.std:
        random = MeasurementError(scatter / sqrt(len(block)))
    systematic = None if off.std is None else off.error_in(float(cycles.slope[block].mean()))
    return CEMean(int(number[0]), int(number[-1]), len(block), float(values.mean()), scatter, random, systematic)


def _finding(cycling: Cycling, cycles: Strips, block: np.ndarray, off: Offset, ends: Cutoff) -> Finding:
    mean = _mean(cycling, cycles, block, off)
    number, random = cycles.number[block], mean.random.std
    slope = float(cycles.slope[block].mean())
    first = cycles.plate[block[0]]
    current, by_area = cycling.specimen.current(float(np.abs(cycling.halves.current[first])))
    charge, _ = cycling.specimen.charge(float(np.median(cycles.plated[block])))
    average = f"one cycle; error: random {random:.2g}"
    if len(block) > 1:
        average = f"mean of {len(block)} cycles with scatter {mean.scatter:.2g}; error of the mean: random {random:.2g}"
    cut = f"CE: charge stripped to {ends.voltage:.3g} V over plated charge"
    return finding_of(
        cycling.recording,
        cycling.specimen,
        "plating_stripping_efficiency",
        mean.efficiency,
        {"cycle": _range(number), **current, **charge},
        method=f"{cut}, {average}, {off.describe(slope)}; charge: {cycles.charges.source}",
        std=None if off.std is None and len(block) == 1 else mean.error.std,
        uses=(*by_area, *off.uses),
    )


def _range(number: np.ndarray) -> float | tuple[float, float]:
    return float(number[0]) if len(number) == 1 else (float(number[0]), float(number[-1]))


def _table(cycling: Cycling, cycles: Strips, off: Offset, formation: np.ndarray) -> Table:
    lost = cycles.plated - cycles.stripped
    return table(
        cycling.recording,
        "efficiency",
        "Coulombic efficiency by cycle (stripped over plated)",
        {
            "cycle": ("1", cycles.number),
            "plated": ("C", cycles.plated),
            "stripped": ("C", cycles.stripped),
            "efficiency": ("1", cycles.efficiency),
            "std_random": ("1", cycles.random),
            "std_offset": ("1", [off.shift(s) if off.std is not None else float("nan") for s in cycles.slope]),
            "lost": ("C", lost),
            "lost_so_far": ("C", np.cumsum(lost)),
            "efficiency_by_readings": ("1", cycles.read),
            "efficiency_by_counter": ("1", cycles.counted),
            "counts": [_counts(k, cycles, formation) for k in range(len(cycles.number))],
        },
    )


def _counts(k: int, cycles: Strips, formation: np.ndarray) -> str:
    if not cycles.complete[k]:
        return "no: not stripped to the cut-off"
    return "no: formation" if k in formation else "yes"


def _formation(cycles: Strips, formation: np.ndarray) -> Iterator[Remark]:
    """Yield which cycles the means leave out as formation."""
    if len(formation):
        which = ", ".join(map(str, cycles.number[formation][:8])) + (", ..." if len(formation) > 8 else "")
        text = f"CE: {len(formation)} cycles excluded from means as formation ({which}): their CE is not yet settled."
        yield Remark("formation-excluded", text)


def _remarks(cycles: Strips, off: Offset, ends: Cutoff) -> Iterator[Remark]:
    counted = cycles.complete
    cut = f"cut-off of stripping {ends.voltage:.3g} V"
    yield Remark("cut-off", f"CE: {cut}; {counted.sum()} of {len(counted)} cycles begin and end with an empty foil.")
    if not counted.any():
        return
    lost = float((cycles.plated - cycles.stripped)[counted].sum())
    if lost > 0:
        yield Remark("charge-lost", f"CE: {lost / MAH:.3g} mAh plated but not stripped in these cycles.")
    error = np.hypot(cycles.random, [off.shift(s) for s in cycles.slope])
    above = cycles.number[counted & (cycles.efficiency > 1 + 2 * error)]
    if len(above):
        which = ", ".join(map(str, above[:8])) + (", ..." if len(above) > 8 else "")
        yield Remark(
            "more-stripped-than-plated",
            f"CE: more charge stripped than plated in {len(above)} cycles ({which}); possible causes are a soft short, "
            "a reaction at the cut-off, or sodium left from before.",
        )
