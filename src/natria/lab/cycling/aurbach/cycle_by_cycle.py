"""Coulombic efficiency (CE) of plating and stripping on a bare foil (Na|Cu, Na|Al, anode-free), cycle by cycle.

    CE = charge stripped to the cut-off / charge plated before it

A cycle counts only if the foil was empty before and after it: the stripping before it and its own stripping ended at
the cut-off. With s the sign of the stripping current and t the times, a current offset changes the CE by

    d(CE) / d(I_off) = -s (t_strip / Q_plate + CE t_plate / Q_plate),

in the same direction in all cycles, so the error of a mean has a part that does not decrease with the number of cycles.
If the offset is unknown, the spread of a mean is the scatter of its cycles alone, and a single cycle has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from ....quantity import Finding
from ....record import Table
from ...results import Cycling, Remark, Results
from ...specimen import finding_of, table
from ..charge_error import Offset, charge_std, offset
from .cutoff import Cutoff, cutoff

ALIKE = 0.05  # relative: programmed changes of current or charge are larger
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

    @property
    def efficiency(self) -> np.ndarray:
        return np.asarray(self.stripped / self.plated)


def efficiency(cycling: Cycling, given_offset: Finding | float | None = None) -> Results:
    """Return the CE of the first cycle, means over cycles of equal current and charge, and a table of all cycles."""
    ends = cutoff(cycling.recording.voltage, cycling.halves)
    if not ends.sign:
        text = "No Coulombic efficiency: no half-cycle ends at a cut-off voltage."
        return Results(remarks=(Remark("no-cut-off", text),))
    cycles = strips(cycling, ends)
    off = offset(cycling, given_offset)
    findings = [_finding(cycling, cycles, block, off, ends) for block in blocks(cycling, cycles)]
    return Results((*findings, *off.uses), (_table(cycling, cycles, off),), remarks=tuple(_remarks(cycles, off, ends)))


def strips(cycling: Cycling, ends: Cutoff) -> Strips:
    """Pair each plating half-cycle with the stripping after it."""
    halves = cycling.halves
    plate = np.flatnonzero(halves.sign[:-1] == -ends.sign)
    strip = plate + 1
    plated, stripped = halves.charge[plate], halves.charge[strip]
    ratio = stripped / plated
    std = charge_std(cycling)
    was_empty = (plate < 2) | ends.ends[plate - 1]  # a leading stripping half-cycle is not checked
    return Strips(
        number=halves.skipped // 2 + np.arange(1, len(plate) + 1),
        plate=plate,
        plated=plated,
        stripped=stripped,
        complete=ends.ends[strip] & was_empty,
        slope=-ends.sign * (halves.duration[strip] + ratio * halves.duration[plate]) / plated,
        random=np.hypot(std[strip], ratio * std[plate]) / plated,
    )


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


def _finding(cycling: Cycling, cycles: Strips, block: np.ndarray, off: Offset, ends: Cutoff) -> Finding:
    values, number = cycles.efficiency[block], cycles.number[block]
    slope = float(cycles.slope[block].mean())
    first = cycles.plate[block[0]]
    current, by_area = cycling.specimen.current(float(np.abs(cycling.halves.current[first])))
    charge, _ = cycling.specimen.charge(float(np.median(cycles.plated[block])))
    if len(block) > 1:
        scatter = float(values.std(ddof=1))
        random = scatter / sqrt(len(block))
        average = f"mean of {len(block)} cycles with scatter {scatter:.2g}; error of the mean: random {random:.2g}"
    else:
        random = float(cycles.random[block[0]])
        average = f"one cycle; error: random {random:.2g}"
    std = None if off.std is None and len(block) == 1 else hypot(random, off.shift(slope))
    return finding_of(
        cycling.recording,
        cycling.specimen,
        "plating_stripping_efficiency",
        float(values.mean()),
        {"cycle": _range(number), **current, **charge},
        method=f"CE: charge stripped to {ends.voltage:.3g} V over plated charge, {average}, {off.describe(slope)}",
        std=std,
        uses=(*by_area, *off.uses),
    )


def _range(number: np.ndarray) -> float | tuple[float, float]:
    return float(number[0]) if len(number) == 1 else (float(number[0]), float(number[-1]))


def _table(cycling: Cycling, cycles: Strips, off: Offset) -> Table:
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
            "counts": ["yes" if c else "no: not stripped to the cut-off" for c in cycles.complete],
        },
    )


def _remarks(cycles: Strips, off: Offset, ends: Cutoff) -> Iterator[Remark]:
    counted = cycles.complete
    cut = f"cut-off of stripping {ends.voltage:.3g} V"
    yield Remark("cut-off", f"CE: {cut}; {counted.sum()} of {len(counted)} cycles begin and end with an empty foil.")
    if not counted.any():
        return
    lost = float((cycles.plated - cycles.stripped)[counted].sum())
    if lost > 0:
        yield Remark("charge-lost", f"CE: {lost / MAH:.3g} mAh plated but not stripped in these cycles.")
    if off.std is None:
        yield Remark("offset-unknown", f"CE: {off.describe(float(np.mean(cycles.slope[counted])))}.")
    error = np.hypot(cycles.random, [off.shift(s) for s in cycles.slope])
    above = cycles.number[counted & (cycles.efficiency > 1 + 2 * error)]
    if len(above):
        which = ", ".join(map(str, above[:8])) + (", ..." if len(above) > 8 else "")
        yield Remark(
            "more-stripped-than-plated",
            f"CE: more charge stripped than plated in {len(above)} cycles ({which}); possible causes are a soft short, "
            "a reaction at the cut-off, or sodium left from before.",
        )
