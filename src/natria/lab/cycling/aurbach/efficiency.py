"""Coulombic efficiency by a reservoir (Aurbach and Adams): sodium is plated, cycled in part, and stripped.

    CE = (n Qc + Qs) / (n Qc + QT)

with QT the reservoir, n cycles of Qc, and Qs what the last strip to the cut-off finds: all that was stripped over all
that was plated while the foil was never empty (Adams et al., Adv. Energy Mater. 2018, 8, 1702097). With the sums of
the charges as measured, S over P, it holds as well where Qc of stripping and plating differ, and for n = 0. Without a
formation cycle before, the loss of the first plating is inside, and the number has a name of its own.

With s the sign of the stripping current and t_S, t_P the times of stripping and plating, an offset of the current
moves it by d(CE)/d(I_off) = -s (t_S + CE t_P) / P: common to all cycles, as in any efficiency. At random
var(CE) = (var(S) + CE^2 var(P)) / P^2. Where nothing is known of the offset, no spread is given.

A sequence that the end of the recording cut off has lost P - S at most: its efficiency is at least S / P. A last strip
that ended before the cut-off leaves sodium uncounted, so no efficiency is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from ....quantity import Finding
from ....record import Table
from ...results import Cycling, Results
from ...specimen import finding_of, table
from ..charge_error import Offset, charge_std, offset
from ..half_cycles import HalfCycles
from .cutoff import Cutoff, cutoff
from .pattern import Reservoir, reservoirs

MAH = 3.6  # C


@dataclass(frozen=True)
class Balance:
    """The charges of one sequence: C, s, A."""

    plated: float
    stripped: float
    reservoir: float  # QT
    inner: float  # Qc, mean of its half-cycles
    last: float  # Qs; nan where the recording ended before
    current: float  # of the cycles
    slope: float  # 1/A: of the efficiency over the offset of the current
    random: float  # standard deviation of the efficiency, without the offset

    @property
    def efficiency(self) -> float:
        return self.stripped / self.plated


def reservoir(cycling: Cycling, given_offset: Finding | float | None = None) -> Results:
    """The efficiency of each reservoir sequence in a test."""
    halves, recording = cycling.halves, cycling.recording
    ends = cutoff(recording.voltage, halves)
    stops = bool(len(halves)) and int(halves.stop[-1]) == len(recording)
    every = reservoirs(halves.charge, ends.ends, stops)
    if not every:
        return Results(remarks=("no reservoir protocol is in the charges: no equal cycles after a larger plating",))
    off = offset(cycling, given_offset)
    std = charge_std(cycling)
    sums = [balance(halves, one, std) for one in every]
    findings = [f for one, b in zip(every, sums, strict=True) for f in _finding(cycling, one, b, off, ends)]
    remarks = [r for one, b in zip(every, sums, strict=True) for r in _remarks(halves, one, b, ends)]
    if off.std is None:
        remarks.append(off.said(sums[0].slope))
    return Results((*findings, *off.uses), (_table(cycling, every, sums, off),), remarks=tuple(remarks))


def balance(halves: HalfCycles, one: Reservoir, std: np.ndarray) -> Balance:
    """What one sequence plated and stripped; `std` is the random error of the charges by half-cycle."""
    plates, strips = np.array(one.members[::2]), np.array(one.members[1::2])
    plated, stripped = float(halves.charge[plates].sum()), float(halves.charge[strips].sum())
    ratio = stripped / plated
    sign = float(halves.sign[strips[0]])
    spent = halves.duration[strips].sum() + ratio * halves.duration[plates].sum()
    random = hypot(float(np.hypot.reduce(std[strips])), ratio * float(np.hypot.reduce(std[plates]))) / plated
    inner = np.array(one.inner)
    ended = one.members.stop > one.inner.stop
    return Balance(
        plated,
        stripped,
        reservoir=float(halves.charge[one.members.start]),
        inner=float(halves.charge[inner].mean()),
        last=float(halves.charge[one.inner.stop]) if ended else float("nan"),
        current=float(np.median(np.abs(halves.current[inner]))),
        slope=float(-sign * spent / plated),
        random=random,
    )


def _finding(cycling: Cycling, one: Reservoir, sums: Balance, off: Offset, ends: Cutoff) -> Iterator[Finding]:
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
            f"stripped over plated of a reservoir, n = {one.cycles}, "
            + ("test interrupted" if censored else f"stripped to {ends.voltage:.3g} V")
            + f"; {sums.random:.2g} at random, {off.said(sums.slope)}"
        ),
        std=None if censored or off.std is None else hypot(sums.random, off.shift(sums.slope)),
        bound="at least" if censored else None,
        uses=(*by_area, *off.uses),
    )


def _table(cycling: Cycling, every: Sequence[Reservoir], sums: Sequence[Balance], off: Offset) -> Table:
    cycle = cycling.halves.cycle
    return table(
        cycling.recording,
        "reservoir",
        "Reservoir sequences",
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
            "efficiency": ("1", [_efficiency(one, b) for one, b in zip(every, sums, strict=True)]),
            "std_random": ("1", [b.random for b in sums]),
            "std_offset": ("1", [off.shift(b.slope) if off.std is not None else float("nan") for b in sums]),
            "current": ("A", [b.current for b in sums]),
            "ending": [one.ending for one in every],
        },
    )


def _efficiency(one: Reservoir, sums: Balance) -> float:
    """As far as there is one: the table gives no number that is a bound only."""
    return sums.efficiency if one.ending in ("complete", "used up") else float("nan")


def _remarks(halves: HalfCycles, one: Reservoir, sums: Balance, ends: Cutoff) -> Iterator[str]:
    low, high = halves.cycle[one.members[0]], halves.cycle[one.members[-1]]
    name = f"reservoir in cycles {low} to {high}"
    yield (
        f"{name}: formation cycles before it: {len(one.formation) // 2}; {sums.reservoir / MAH:.4g} mAh plated, then "
        f"n = {one.cycles} cycles of {sums.inner / MAH:.4g} mAh at {sums.current * 1e3:.4g} mA"
    )
    if one.repeats and not one.formation:
        yield f"{name}: the foil was plated and stripped by the sequence before, which counts as its formation"
    if one.leftover:
        yield f"{name}: the foil was not stripped to the cut-off before, so sodium left there is counted as won"
    currents = np.abs(halves.current[np.array(one.members)])
    if np.ptp(currents) > 0.05 * sums.current:
        yield f"{name}: its currents differ, {currents.min() * 1e3:.4g} to {currents.max() * 1e3:.4g} mA"
    match one.ending:
        case "used up":
            yield f"{name}: the reservoir was used up in a strip of the cycles, so n is smaller than was meant"
        case "interrupted":
            yield f"{name}: the recording ends before the last strip does, so the efficiency is known as a bound only"
        case "not stripped to the cut-off":
            cut = f"{ends.voltage:.3g} V" if ends.sign else "any cut-off"
            yield (
                f"{name}: no efficiency is given, as its last strip ended before it came to {cut} (by time or charge) "
                "and left sodium uncounted"
            )
    if sums.efficiency > 1 and one.ending == "complete":
        yield f"{name}: more was stripped than plated: a soft short, a reaction at the cut-off, or sodium left before"
