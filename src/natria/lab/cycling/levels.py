"""The steps inside half-cycles: where the current is constant, where it falls at a held voltage, where it varies.

A level is a piece of one half-cycle whose current stays within LEVEL of its beginning, or within its noise where that
is more. A running median of five readings comes first, so that an overshoot when the current is switched on, or a
single odd reading, ends no level. Steps that are smaller than LEVEL, inside one half-cycle, stay together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .half_cycles import END, MIDDLE, HalfCycles, runs, weighted_median

Held = Literal["current", "voltage", "neither"]
Piece = tuple[int, int, bool]  # first row, the row after the last, whether the current is steady

LEVEL = 0.015  # of the current: cyclers regulate to 0.1-0.5 %, and ramps rise by 2 % or more
NOISE = 5.0  # standard deviations that a reading may lie off its level
WINDOW = 5  # readings of the running median
FEW = 3  # readings; a shorter piece is a passage between two levels
SETTLED = 8  # pieces that drift; a current that has not settled by then does not
RESTLESS = 20  # readings between two jumps on average; a current that jumps more often has no levels
SMALL = 0.1  # of a current: the greatest step in a hold between two readings
REGULATED = 1e-3  # V: how well a voltage is held
STIFF = 0.1  # relative span of the voltage over that of the current: below it the voltage is held


@dataclass(frozen=True, eq=False)
class Levels:
    """Arrays with an entry a level, in the order of time. `first` and `stop` are rows (the last one excluded)."""

    half: np.ndarray  # the index of its half-cycle
    held: np.ndarray  # "current", "voltage" or "neither"
    first: np.ndarray
    stop: np.ndarray
    start: np.ndarray  # s: when it began
    duration: np.ndarray  # s
    current: np.ndarray  # A, signed: time-weighted median
    charge: np.ndarray  # C, above zero
    voltage_mid: np.ndarray  # V: time-weighted median of its middle
    voltage_end: np.ndarray  # V: time-weighted median of its end

    def __len__(self) -> int:
        return len(self.first)

    def pick(self, chosen: np.ndarray) -> Levels:
        """Some of them, by a mask or by their places."""
        return Levels(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})


def levels(time: np.ndarray, voltage: np.ndarray, current: np.ndarray, halves: HalfCycles) -> Levels:
    """The levels of all half-cycles. What flows in a half-cycle with rests inside is cut at the rests."""
    first, stop = runs(halves.on)
    flowing = halves.on[first] != 0 if len(first) else np.zeros(0, bool)
    size = np.abs(current)
    pieces: list[Piece] = []
    for a, b in zip(first[flowing].tolist(), stop[flowing].tolist(), strict=True):
        pieces += _with_holds([(a + low, a + high, steady) for low, high, steady in _pieces(size[a:b])], voltage, size)
    begin = np.array([p[0] for p in pieces], int)
    finish = np.array([p[1] for p in pieces], int)
    half = np.searchsorted(halves.stop, begin, side="right")
    whole = [(a, b) == (halves.first[k], halves.stop[k]) for (a, b, _), k in zip(pieces, half, strict=True)]
    rows = [
        _whole(halves, k) if all_of_it and p[2] else _row(time, voltage, current, halves.weight, p)
        for p, k, all_of_it in zip(pieces, half, whole, strict=True)
    ]
    held, start, spent, flow, charge, middle, end = zip(*rows, strict=True) if rows else ((),) * 7
    return Levels(
        half=half,
        held=np.array(held, dtype="U7"),
        first=begin,
        stop=finish,
        start=np.array(start, float),
        duration=np.array(spent, float),
        current=np.array(flow, float),
        charge=np.array(charge, float),
        voltage_mid=np.array(middle, float),
        voltage_end=np.array(end, float),
    )


def _pieces(size: np.ndarray) -> list[Piece]:
    """The pieces of a stretch of |I|."""
    if np.ptp(size[1:] if len(size) > 1 else size) <= LEVEL * size.min():  # most are: the first may overshoot
        return [(0, len(size), True)]
    smooth = _running_median(size)
    if np.ptp(smooth) <= LEVEL * smooth.min():
        return [(0, len(size), True)]
    tolerance = max(LEVEL, NOISE * _noise(smooth))
    jump = np.diff(np.log(smooth))
    jumps = np.flatnonzero(np.abs(jump) > tolerance) + 1
    rises = np.count_nonzero(jump > tolerance)
    if rises > RESTLESS and rises * RESTLESS > len(size) / 2:  # up and down are as many
        return [(0, len(size), False)]  # a drive cycle, or nothing but noise
    found: list[Piece] = []
    for a, b in zip(np.r_[0, jumps].tolist(), np.r_[jumps, len(size)].tolist(), strict=True):
        found += [(a + low, a + high, steady) for low, high, steady in _walk(smooth[a:b], tolerance)]
    return _joined(found)


def _walk(size: np.ndarray, tolerance: float) -> list[Piece]:
    """The pieces of a stretch without jumps, each within the tolerance of its first readings; one that uses that up on
    its way was drifting.

    What comes after a drift is part of it: a current that falls at a held voltage comes to no level, though noise
    makes short pieces of it look like one. Only a piece longer than all before it has settled.
    """
    found: list[Piece] = []
    a = drifts = 0
    while a < len(size) and drifts < SETTLED:
        reference = float(np.median(size[a : a + FEW]))
        b = _leaves(size, a, tolerance * reference, reference)
        third = max(1, (b - a) // 3)
        drift = abs(float(np.median(size[a : a + third])) - float(np.median(size[b - third : b])))
        steady = b - a >= FEW and drift <= tolerance / 2 * reference and (not drifts or b - a > a)
        drifts += not steady
        found.append((a, b, steady))
        a = b
    return [*found, (a, len(size), False)] if a < len(size) else found


def _leaves(size: np.ndarray, a: int, allowed: float, reference: float) -> int:
    """The first place after `a` that is further off than allowed; looked for in spans that double, as most are near."""
    span = 64
    low = a + 1
    while low < len(size):
        off = np.abs(size[low : low + span] - reference) > allowed
        if off.any():
            return low + int(np.argmax(off))
        low += span
        span *= 2
    return len(size)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours that drift are one piece; a passage of a few readings belongs to the level that it leads to."""
    joined: list[Piece] = []
    for a, b, steady in pieces:
        if joined and not steady and not joined[-1][2]:
            joined[-1] = (joined[-1][0], b, False)
        else:
            joined.append((a, b, steady))
    kept: list[Piece] = []
    begin: int | None = None
    for k, (a, b, steady) in enumerate(joined):
        low = a if begin is None else begin
        begin = None
        if steady or b - low >= FEW:
            kept.append((low, b, steady))
        elif k + 1 < len(joined):
            begin = low
        elif kept:
            kept[-1] = (kept[-1][0], b, kept[-1][2])
        else:
            kept.append((low, b, steady))
    return kept


def _with_holds(pieces: list[Piece], voltage: np.ndarray, size: np.ndarray) -> list[Piece]:
    """Pieces that follow each other at the same voltage with falling current are one hold: an instrument that writes a
    reading on each change of the current shows a staircase there."""
    held: list[Piece] = []
    for a, b, steady in pieces:
        if held:
            low, high, _ = held[-1]
            near = slice(max(low, high - (b - a)), high)
            still = max(float(np.ptp(voltage[near])), float(np.ptp(voltage[a:b])))
            same = abs(float(np.median(voltage[near]) - np.median(voltage[a:b])))
            falls = 0 <= 1 - size[a] / size[high - 1] < SMALL
            if falls and max(same, still) <= REGULATED and not (held[-1][2] and b - a < FEW):
                held[-1] = (low, b, False)
                continue
        held.append((a, b, steady))
    return held


def _running_median(values: np.ndarray) -> np.ndarray:
    """Over WINDOW readings, mirrored about the first and the last, so that an odd one there has no weight."""
    from scipy.ndimage import median_filter

    if len(values) < WINDOW:
        return np.full(len(values), np.median(values)) if np.ptp(values) < LEVEL * values.max() else values
    return np.asarray(median_filter(values, WINDOW, mode="mirror"))


def _noise(size: np.ndarray) -> float:
    """Relative standard deviation of the readings, from their second differences, which no slope can raise."""
    if len(size) < WINDOW:
        return 0.0
    second = np.diff(np.log(size), 2)
    return float(1.4826 * np.median(np.abs(second)) / np.sqrt(6))


Row = tuple[Held, float, float, float, float, float, float]


def _whole(halves: HalfCycles, k: int) -> Row:
    """A half-cycle at one current is one level."""
    return (
        "current",
        float(halves.start[k]),
        float(halves.duration[k]),
        float(halves.current[k]),
        float(halves.charge[k]),
        float(halves.voltage_mid[k]),
        float(halves.voltage_end[k]),
    )


def _row(time: np.ndarray, voltage: np.ndarray, current: np.ndarray, weight: np.ndarray, piece: Piece) -> Row:
    a, b, steady = piece
    w, v, i = weight[a:b], voltage[a:b], current[a:b]
    spent = np.cumsum(w)
    total = float(spent[-1])
    at = (spent - w / 2) / total if total > 0 else np.linspace(0, 1, len(w))
    low, high = np.searchsorted(at, MIDDLE)
    middle = slice(low, high) if high > low else slice(None)
    tail = slice(min(int(np.searchsorted(at, END)), len(v) - 1), None)
    return (
        "current" if steady else _held(v, i),
        float(time[b - 1]) - total,
        total,
        weighted_median(i, w),
        abs(float((i * w).sum())),
        weighted_median(v[middle], w[middle]),
        weighted_median(v[tail], w[tail]),
    )


def _held(voltage: np.ndarray, current: np.ndarray) -> Held:
    """What an instrument holds while the current varies: the voltage, or neither (a constant power, a sweep)."""
    low, high = np.percentile(np.stack([voltage, current]), (10, 90), axis=1)
    usual = np.abs(np.median(np.stack([voltage, current]), axis=1))
    span = np.divide(high - low, usual, out=np.full(2, np.inf), where=usual > 0)
    return "voltage" if span[0] < STIFF * span[1] else "neither"
