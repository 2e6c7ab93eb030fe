"""Coulombic efficiency of plating and stripping on a foil without sodium (Na|Cu, Na|Al, anode-free), cycle by cycle.

    efficiency = charge stripped up to the cut-off / charge plated before it

A cycle counts only where the foil was empty before it and is empty after it: the strip before it and its own strip
ended at the cut-off. With s the sign of the stripping current and t the times, an offset of the current moves it by

    d(efficiency) / d(I_off) = -s (t_strip / Q_plate + efficiency t_plate / Q_plate)

in the same sense in all cycles, so the error of a mean has a part that does not fall with their number. Where nothing
is known of the offset, the spread of a mean is that of its cycles alone, and one cycle has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from ....quantity import Finding
from ....record import Table
from ...results import Cycling, Results
from ...specimen import finding_of, table
from ..charge_error import Offset, charge_std, offset
from .cutoff import Cutoff, cutoff

ALIKE = 0.05  # of a current or a charge: settings that somebody changes differ by more
MAH = 3.6  # C


@dataclass(frozen=True, eq=False)
class Strips:
    """Arrays with an entry a cycle of plating and the stripping after it."""

    number: np.ndarray  # from 1, in the order of the test
    plate: np.ndarray  # its half-cycle
    plated: np.ndarray  # C
    stripped: np.ndarray  # C
    complete: np.ndarray  # whether the foil was empty before and after
    slope: np.ndarray  # 1/A: of the efficiency over the offset of the current
    random: np.ndarray  # standard deviation of the efficiency, without the offset

    @property
    def efficiency(self) -> np.ndarray:
        return np.asarray(self.stripped / self.plated)


def efficiency(cycling: Cycling, given_offset: Finding | float | None = None) -> Results:
    """The efficiency of the first cycle, its means over cycles that were run alike, and the table of all."""
    ends = cutoff(cycling.recording.voltage, cycling.halves)
    if not ends.sign:
        return Results(
            remarks=("no half-cycle ends at a cut-off of the voltage, so no efficiency of stripping is given",)
        )
    cycles = strips(cycling, ends)
    off = offset(cycling, given_offset)
    findings = [_finding(cycling, cycles, block, off, ends) for block in blocks(cycling, cycles)]
    return Results((*findings, *off.uses), (_table(cycling, cycles, off),), remarks=tuple(_remarks(cycles, off, ends)))


def strips(cycling: Cycling, ends: Cutoff) -> Strips:
    """Each plating with the stripping after it."""
    halves = cycling.halves
    plate = np.flatnonzero(halves.sign[:-1] == -ends.sign)
    strip = plate + 1
    plated, stripped = halves.charge[plate], halves.charge[strip]
    ratio = stripped / plated
    std = charge_std(cycling)
    was_empty = (plate < 2) | ends.ends[plate - 1]  # nothing is known of a strip that comes first of all
    return Strips(
        number=np.arange(1, len(plate) + 1),
        plate=plate,
        plated=plated,
        stripped=stripped,
        complete=ends.ends[strip] & was_empty,
        slope=-ends.sign * (halves.duration[strip] + ratio * halves.duration[plate]) / plated,
        random=np.hypot(std[strip], ratio * std[plate]) / plated,
    )


def blocks(cycling: Cycling, cycles: Strips) -> Iterator[np.ndarray]:
    """The first cycle by itself, then the complete cycles with the same current and the same charge in a row."""
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
        told = f"mean of {len(block)} cycles that scatter by {scatter:.2g}; of the mean {random:.2g} at random"
    else:
        random = float(cycles.random[block[0]])
        told = f"one cycle; {random:.2g} at random"
    std = None if off.std is None and len(block) == 1 else hypot(random, off.shift(slope))
    return finding_of(
        cycling.recording,
        cycling.specimen,
        "plating_stripping_efficiency",
        float(values.mean()),
        {"cycle": _range(number), **current, **charge},
        method=f"stripped to {ends.voltage:.3g} V over plated, {told}, {off.said(slope)}",
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
        "Plating and stripping by cycle",
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


def _remarks(cycles: Strips, off: Offset, ends: Cutoff) -> Iterator[str]:
    counted = cycles.complete
    yield f"stripping ends at {ends.voltage:.3g} V; {counted.sum()} of {len(counted)} cycles begin and end there"
    if not counted.any():
        return
    lost = float((cycles.plated - cycles.stripped)[counted].sum())
    if lost > 0:
        yield f"{lost / MAH:.3g} mAh were plated and not stripped in these cycles"
    if off.std is None:
        yield off.said(float(np.mean(cycles.slope[counted])))
    error = np.hypot(cycles.random, [off.shift(s) for s in cycles.slope])
    above = cycles.number[counted & (cycles.efficiency > 1 + 2 * error)]
    if len(above):
        which = ", ".join(map(str, above[:8])) + (", ..." if len(above) > 8 else "")
        yield (
            f"more was stripped than plated in {len(above)} cycles ({which}): a soft short, a reaction at the "
            "cut-off, or sodium that was left before"
        )
