"""Overpotentials of a symmetric cell: per cycle, and as findings over the cycles that were run alike.

With V the cell voltage, positive current plating the working electrode:

    hysteresis        = V(plating) - V(stripping) of one cycle, at mid, on average, at the end of the half-cycles
    cell overpotential = hysteresis / 2

Half the difference, and not |V| of one direction, so that an offset of the voltage drops out. Mid is the time-weighted
median of the middle 60 % of a half-cycle, end that of its last 5 %. A nucleation spike stands above the mid voltage
within the first fifth; an arc rises from the lowest fifth to the end.

Cycles count as alike while current and charge per half-cycle stay within 5 %. What comes after a lasting short is no
overpotential any more and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ....quantity import Finding
from ....record import Table
from ...results import Cycling, Event, Results
from ...specimen import finding_of, table
from ..half_cycles import HalfCycles, runs
from ..theil_sen import theil_sen

ALIKE = 0.05  # relative: steps of current or capacity that somebody sets are larger, regulation is far better
FEW = 3  # cycles without which no spread and no drift are given
SHORTED = ("soft short", "hard short")
MAD = 1.4826  # from the median absolute deviation to the standard deviation of a normal spread


@dataclass(frozen=True, eq=False)
class SymmetricCycles:
    """Arrays with an entry a cycle that has both directions (V, A, C, s)."""

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
    asymmetry: np.ndarray  # |V| plating less |V| stripping, of the mid voltages


def symmetric(cycling: Cycling, events: Sequence[Event] = ()) -> Results:
    """The findings and the tables of cycles and half-cycles."""
    halves = cycling.halves
    shapes = half_cycle_shapes(cycling)
    cycles = by_cycle(halves, shapes)
    tables = (_half_cycle_table(cycling, shapes), _cycle_table(cycling, cycles))
    last = _last_healthy(events, cycles)
    findings = tuple(f for block in blocks(cycles) for f in _block_findings(cycling, cycles, block[block < last]))
    return Results(findings, tables, remarks=tuple(_remarks(halves, cycles, last)))


def half_cycle_shapes(cycling: Cycling) -> np.ndarray:
    """Of each half-cycle the nucleation spike (V) and the arc (share of the mid voltage). All half-cycles at once."""
    halves, number = cycling.halves, len(cycling.halves)
    if not number:
        return np.zeros((0, 2))
    member = np.repeat(np.arange(number), halves.stop - halves.first)
    rows = np.concatenate([np.arange(a, b) for a, b in zip(halves.first, halves.stop, strict=True)])
    flowing = halves.on[rows] == halves.sign[member]
    member, rows = member[flowing], rows[flowing]
    size = cycling.recording.voltage[rows] * halves.sign[member]
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
    mid, end = halves.voltage_mid * halves.sign, halves.voltage_end * halves.sign
    enough = (np.bincount(member, minlength=number) >= 5) & (mid > 0) & np.isfinite(lowest) & np.isfinite(highest)
    spike = np.where(enough, np.maximum(highest - mid, 0.0), np.nan)
    arc = np.divide(end - lowest, mid, out=np.full(number, np.nan), where=enough)
    return np.stack([spike, arc], axis=1)


def _confirmed(size: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Each reading as its neighbours in the half-cycle confirm it, by the median of three: one alone may be noise."""
    padded = np.r_[size[:1], size, size[-1:]]
    middle = np.median(np.stack([padded[:-2], size, padded[2:]]), axis=0)
    edge = np.r_[True, member[1:] != member[:-1]]
    alone = edge | np.r_[edge[1:], True]
    after = np.r_[size[1:], size[-1:]]
    return np.asarray(np.where(edge & ~np.r_[edge[1:], True], np.minimum(size, after), np.where(alone, size, middle)))


def by_cycle(halves: HalfCycles, shapes: np.ndarray) -> SymmetricCycles:
    """Cycles of which both directions are there and complete enough: the last half-cycle of a test may be cut."""
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
        np.arange(1, number + 1),
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
    """The places of cycles that were run alike, one after another."""
    if not len(cycles.number):
        return
    level = np.stack([np.log(np.maximum(cycles.current, 1e-30)), np.log(np.maximum(cycles.charge, 1e-30))])
    changed = np.r_[0, np.cumsum((np.abs(np.diff(level, axis=1)) > ALIKE).any(axis=0))]
    for first, stop in zip(*runs(changed), strict=True):
        yield np.arange(first, stop)


def _last_healthy(events: Sequence[Event], cycles: SymmetricCycles) -> int:
    """The place of the first cycle that a lasting short falls into."""
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
        ("hysteresis", cycles.mid, "mid plating less mid stripping voltage"),
        ("hysteresis_mean", cycles.mean, "mean plating less mean stripping voltage"),
        ("hysteresis_end", cycles.end, "end of plating less end of stripping"),
        ("nucleation_overpotential", cycles.spike, "first fifth above mid, both directions"),
        ("arc_ratio", cycles.arc, "rise to the end over mid, both directions"),
    )
    for name, values, how in rows:
        there = values[block][np.isfinite(values[block])]
        if not len(there) or (name in POSITIVE and np.median(there) <= 0):
            continue
        middle = float(np.median(there))
        spread = MAD * float(np.median(np.abs(there - middle))) if len(there) >= FEW else None
        method = f"{how}; {many}" + ("; spread over cycles" if spread is not None else "")
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
            "half_cycle": ("1", np.arange(1, len(h) + 1)),
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


def _remarks(halves: HalfCycles, cycles: SymmetricCycles, last: int) -> Iterator[str]:
    if len(halves):
        yield (
            "which electrode is plated first a file cannot tell; half-cycles with positive current are called plating"
        )
    if last < len(cycles.number):
        yield f"overpotentials are those before cycle {int(cycles.number[last])}, in which a short begins"
    if len(halves) > 2 * len(cycles.number):
        yield f"the last cycle is not complete and left out; {len(cycles.number)} cycles count"
