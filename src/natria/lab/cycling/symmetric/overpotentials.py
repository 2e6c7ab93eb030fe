"""Overpotentials of a symmetric cell, per cycle and as findings.

Findings are over cycles of equal current and charge.

With V the cell voltage, positive current plating the working electrode:

    hysteresis         = V(plating) - V(stripping) of one cycle: mid, mean, or end of the half-cycles
    cell overpotential = mid hysteresis / 2

Half the difference is used instead of |V| of one direction, because a voltage offset cancels in it. Mid is the
time-weighted median of the middle 60 % of a half-cycle, end that of its last 5 %. The nucleation spike is the height
above the mid voltage within the first fifth; the arc is the rise from the lowest fifth to the end.

A finding covers successive cycles whose current and charge per half-cycle agree within 5 %. Cycles after a lasting
short are excluded, as their voltage is no longer an overpotential.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ....quantity import Finding
from ....record import Table
from ...results import Cycling, Event, Remark, Results
from ...specimen import finding_of, table
from ..half_cycles import HalfCycles, runs
from ..theil_sen import theil_sen

ALIKE = 0.05  # relative: programmed steps of current or capacity are larger, regulation is far better
AT_ONCE = 2000  # half-cycles whose readings are in memory at once
FEW = 3  # fewest cycles for a spread and a drift
SHORTED = ("soft short", "hard short", "gradual short")
MAD = 1.4826  # from the median absolute deviation to the standard deviation of a normal spread


@dataclass(frozen=True, eq=False)
class SymmetricCycles:
    """Arrays with one entry per complete cycle (V, A, C, s)."""

    number: np.ndarray
    start: np.ndarray
    current: np.ndarray
    charge: np.ndarray
    duration: np.ndarray  # of one half-cycle
    mid: np.ndarray  # hysteresis
    mean: np.ndarray
    end: np.ndarray
    spike: np.ndarray  # nucleation
    arc: np.ndarray
    asymmetry: np.ndarray  # mid |V| of plating minus mid |V| of stripping


def symmetric(cycling: Cycling, events: Sequence[Event] = ()) -> Results:
    """Return overpotentials, hysteresis and arc of a symmetric cell.

    Tables of cycles and of half-cycles are included.
    """
    halves = cycling.halves
    shapes = half_cycle_shapes(cycling)
    cycles = by_cycle(halves, shapes)
    tables = (_half_cycle_table(cycling, shapes), _cycle_table(cycling, cycles))
    last = _last_healthy(events, cycles)
    findings = tuple(f for block in blocks(cycles) for f in _block_findings(cycling, cycles, block[block < last]))
    return Results(findings, tables, remarks=tuple(_remarks(halves, cycles, last)))


def half_cycle_shapes(cycling: Cycling) -> np.ndarray:
    """Return the nucleation spike (V) and the arc (relative to the mid voltage) of each half-cycle."""
    number = len(cycling.halves)
    groups = range(0, number, AT_ONCE)
    return np.concatenate([np.zeros((0, 2)), *(_shapes(cycling, k, min(k + AT_ONCE, number)) for k in groups)])


def _shapes(cycling: Cycling, begin: int, end: int) -> np.ndarray:
    """The shapes of some successive half-cycles: those of a long test are not in memory at once."""
    halves, number = cycling.halves, end - begin
    first, stop, sign = halves.first[begin:end], halves.stop[begin:end], halves.sign[begin:end]
    member = np.repeat(np.arange(number), stop - first)
    rows = np.concatenate([np.arange(a, b) for a, b in zip(first, stop, strict=True)])
    flowing = halves.on[rows] == sign[member]
    member, rows = member[flowing], rows[flowing]
    size = cycling.recording.voltage[rows] * sign[member]
    weight = halves.weight[rows]
    total = np.bincount(member, weight, number)
    spent = np.cumsum(weight) - weight / 2 - (np.cumsum(total) - total)[member]
    share = np.divide(spent, total[member], out=np.zeros(len(spent)), where=total[member] > 0)
    fifth = np.clip((5 * share).astype(int), 0, 4)
    place = 5 * member + fifth
    sums = np.bincount(place, weight * size, 5 * number).reshape(-1, 5)
    times = np.bincount(place, weight, 5 * number).reshape(-1, 5)
    lowest = np.min(np.divide(sums, times, out=np.full_like(sums, np.inf), where=times > 0), axis=1)
    early = fifth == 0
    highest = np.full(number, -np.inf)
    np.maximum.at(highest, member[early], _confirmed(size, member)[early])
    mid, last = halves.voltage_mid[begin:end] * sign, halves.voltage_end[begin:end] * sign
    enough = (np.bincount(member, minlength=number) >= 5) & (mid > 0) & np.isfinite(lowest) & np.isfinite(highest)
    spike = np.where(enough, np.maximum(highest - mid, 0.0), np.nan)
    arc = np.divide(last - lowest, mid, out=np.full(number, np.nan), where=enough)
    return np.stack([spike, arc], axis=1)


def _confirmed(size: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Median of three within each half-cycle, so that a single outlying reading has no weight."""
    padded = np.r_[size[:1], size, size[-1:]]
    middle = np.median(np.stack([padded[:-2], size, padded[2:]]), axis=0)
    edge = np.r_[True, member[1:] != member[:-1]]
    alone = edge | np.r_[edge[1:], True]
    after = np.r_[size[1:], size[-1:]]
    return np.asarray(np.where(edge & ~np.r_[edge[1:], True], np.minimum(size, after), np.where(alone, size, middle)))


def by_cycle(halves: HalfCycles, shapes: np.ndarray) -> SymmetricCycles:
    """Return the cycles with two complete half-cycles; the last half-cycle of a test may be incomplete."""
    number = len(halves) // 2
    if number and len(halves) == 2 * number and halves.charge[-1] < (1 - ALIKE) * halves.charge[-2]:
        number -= 1
    a, b = np.arange(number) * 2, np.arange(number) * 2 + 1
    plating, stripping = np.where(halves.sign[a] > 0, a, b), np.where(halves.sign[a] > 0, b, a)

    def hysteresis(v: np.ndarray) -> np.ndarray:
        return np.asarray(v[plating] - v[stripping])

    def either(v: np.ndarray) -> np.ndarray:
        return np.asarray((np.abs(v[plating]) + np.abs(v[stripping])) / 2)

    mid = halves.voltage_mid
    return SymmetricCycles(
        halves.skipped // 2 + np.arange(1, number + 1),
        halves.start[a],
        either(halves.current),
        either(halves.charge),
        either(halves.duration),
        hysteresis(mid),
        hysteresis(halves.voltage_mean),
        hysteresis(halves.voltage_end),
        either(shapes[:, 0]),
        (shapes[plating, 1] + shapes[stripping, 1]) / 2,
        np.abs(mid[plating]) - np.abs(mid[stripping]),
    )


def blocks(cycles: SymmetricCycles) -> Iterator[np.ndarray]:
    """Yield the indices of successive cycles with equal current and charge."""
    if not len(cycles.number):
        return
    level = np.stack([np.log(np.maximum(cycles.current, 1e-30)), np.log(np.maximum(cycles.charge, 1e-30))])
    changed = np.r_[0, np.cumsum((np.abs(np.diff(level, axis=1)) > ALIKE).any(axis=0))]
    for first, stop in zip(*runs(changed), strict=True):
        yield np.arange(first, stop)


def _last_healthy(events: Sequence[Event], cycles: SymmetricCycles) -> int:
    """Index of the first cycle with a lasting short."""
    shorted = [e.cycle for e in events if e.what in SHORTED and not e.is_reversible]
    return int(np.searchsorted(cycles.number, min(shorted))) if shorted else len(cycles.number)


def _block_findings(cycling: Cycling, cycles: SymmetricCycles, block: np.ndarray) -> Iterator[Finding]:
    if not len(block):
        return
    recording, specimen = cycling.recording, cycling.specimen
    current, by_area = specimen.current(float(np.median(cycles.current[block])))
    charge, _ = specimen.charge(float(np.median(cycles.charge[block])))
    at = {
        **current,
        **charge,
        "half_cycle_time": float(np.median(cycles.duration[block])),
        "cycle": _range(cycles.number[block]),
    }
    many = f"median of {len(block)} cycles" if len(block) > 1 else "one cycle"
    rows = (
        ("cell_overpotential", cycles.mid / 2, "half the mid hysteresis"),
        ("hysteresis", cycles.mid, "mid plating voltage minus mid stripping voltage"),
        ("hysteresis_mean", cycles.mean, "mean plating voltage minus mean stripping voltage"),
        ("hysteresis_end", cycles.end, "end plating voltage minus end stripping voltage"),
        ("nucleation_overpotential", cycles.spike, "maximum of the first fifth minus mid |V|, mean of both directions"),
        ("arc_ratio", cycles.arc, "rise from the lowest fifth to the end over mid |V|, mean of both directions"),
    )
    for name, values, how in rows:
        there = values[block][np.isfinite(values[block])]
        if not len(there) or (name in POSITIVE and np.median(there) <= 0):
            continue
        middle = float(np.median(there))
        spread = MAD * float(np.median(np.abs(there - middle))) if len(there) >= FEW else None
        method = f"{how}; {many}" + ("; spread: scatter of the cycles" if spread is not None else "")
        yield finding_of(recording, specimen, name, middle, at, method=method, std=spread, uses=by_area)
    if len(block) > FEW:
        slope, error = theil_sen(cycles.start[block], cycles.mid[block])
        method = f"Theil-Sen slope of the mid hysteresis over {len(block)} cycles"
        yield finding_of(recording, specimen, "hysteresis_drift", slope, at, method=method, std=error, uses=by_area)


def _range(numbers: np.ndarray) -> float | tuple[float, float]:
    first, last = float(numbers[0]), float(numbers[-1])
    return first if first == last else (first, last)


POSITIVE = ("cell_overpotential", "hysteresis", "hysteresis_mean", "hysteresis_end")


def _half_cycle_table(cycling: Cycling, shapes: np.ndarray) -> Table:
    h = cycling.halves
    return table(
        cycling.recording,
        "half_cycles",
        "Half-cycles",
        {
            "half_cycle": ("1", h.skipped + np.arange(1, len(h) + 1)),
            "cycle": ("1", h.cycle),
            "start": ("s", h.start),
            "duration": ("s", h.duration),
            "rest_before": ("s", h.rest_before),
            "current": ("A", h.current),
            "charge": ("C", h.charge),
            "voltage_mid": ("V", h.voltage_mid),
            "voltage_mean": ("V", h.voltage_mean),
            "voltage_end": ("V", h.voltage_end),
            "nucleation_overpotential": ("V", shapes[:, 0]),
            "arc_ratio": ("1", shapes[:, 1]),
        },
    )


def _cycle_table(cycling: Cycling, c: SymmetricCycles) -> Table:
    return table(
        cycling.recording,
        "cycles",
        "Cycles of the symmetric cell",
        {
            "cycle": ("1", c.number),
            "start": ("s", c.start),
            "current": ("A", c.current),
            "charge": ("C", c.charge),
            "hysteresis": ("V", c.mid),
            "hysteresis_mean": ("V", c.mean),
            "hysteresis_end": ("V", c.end),
            "nucleation_overpotential": ("V", c.spike),
            "arc_ratio": ("1", c.arc),
            "asymmetry": ("V", c.asymmetry),
        },
    )


def _remarks(halves: HalfCycles, cycles: SymmetricCycles, last: int) -> Iterator[Remark]:
    if len(halves):
        yield Remark("plating-sign-assumed", "Assumed: positive current plates the working electrode.")
    if last < len(cycles.number):
        cycle = int(cycles.number[last])
        yield Remark("before-short", f"Overpotentials: cycles before cycle {cycle} only, in which a short begins.")
    if len(halves) > 2 * len(cycles.number):
        text = f"The last cycle is incomplete and excluded; {len(cycles.number)} complete cycles."
        yield Remark("incomplete-cycle", text)
