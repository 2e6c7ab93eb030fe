"""Levels inside half-cycles: constant current, constant voltage with falling current, or neither.

A level is a part of one half-cycle whose current stays within LEVEL of its first readings, or within the noise if that
is larger. A running median of five readings is applied first, so that an overshoot at switching or a single outlier
does not end a level. Steps smaller than LEVEL inside one half-cycle are not separated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .half_cycles import END, MIDDLE, HalfCycles, runs, weighted_median

Held = Literal["current", "voltage", "neither"]
Piece = tuple[int, int, bool]  # first row, row after the last, whether the current is steady

LEVEL = 0.015  # of the current: cyclers regulate to 0.1-0.5 %, and ramps rise by 2 % or more
NOISE = 5.0  # standard deviations that a reading may deviate from its level
WINDOW = 5  # readings of the running median
FEW = 3  # readings; a shorter piece is a transition between two levels
SETTLED = 8  # drifting pieces after which the search for a level is given up
RESTLESS = 20  # mean number of readings between two jumps; a current that jumps more often has no levels
SMALL = 0.1  # of a current: largest step between two readings during a voltage hold
REGULATED = 1e-3  # V: regulation of a held voltage
STIFF = 0.1  # relative span of the voltage over that of the current, below which the voltage is held


@dataclass(frozen=True, eq=False)
class Levels:
    """Arrays with one entry per level, in order of time. `first` and `stop` are rows (stop excluded)."""

    half: np.ndarray  # index of the half-cycle
    held: np.ndarray  # "current", "voltage" or "neither"
    first: np.ndarray
    stop: np.ndarray
    start: np.ndarray  # s
    duration: np.ndarray  # s
    current: np.ndarray  # A, signed: time-weighted median
    charge: np.ndarray  # C, positive
    voltage_mid: np.ndarray  # V: time-weighted median of the middle
    voltage_end: np.ndarray  # V: time-weighted median of the end

    def __len__(self) -> int:
        return len(self.first)

    def pick(self, chosen: np.ndarray) -> Levels:
        """Select levels by a mask or by indices."""
        return Levels(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})


def levels(time: np.ndarray, voltage: np.ndarray, current: np.ndarray, halves: HalfCycles) -> Levels:
    """Return the levels of all half-cycles. A half-cycle with rests inside is divided at the rests."""
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
    """Divide a stretch of |I| into pieces."""
    if np.ptp(size[1:] if len(size) > 1 else size) <= LEVEL * size.min():  # common case; the first may overshoot
        return [(0, len(size), True)]
    smooth = _running_median(size)
    if np.ptp(smooth) <= LEVEL * smooth.min():
        return [(0, len(size), True)]
    tolerance = max(LEVEL, NOISE * _noise(smooth))
    jump = np.diff(np.log(smooth))
    jumps = np.flatnonzero(np.abs(jump) > tolerance) + 1
    rises = np.count_nonzero(jump > tolerance)
    if rises > RESTLESS and rises * RESTLESS > len(size) / 2:  # up and down are as many
        return [(0, len(size), False)]  # a drive cycle, or noise
    found: list[Piece] = []
    for a, b in zip(np.r_[0, jumps].tolist(), np.r_[jumps, len(size)].tolist(), strict=True):
        found += [(a + low, a + high, steady) for low, high, steady in _walk(smooth[a:b], tolerance)]
    return _joined(found)


def _walk(size: np.ndarray, tolerance: float) -> list[Piece]:
    """Divide a stretch without jumps into pieces, each within the tolerance of its first readings.

    A piece that uses up the tolerance is drifting. The pieces after a drift belong to it: a current that falls at a
    held voltage reaches no level, although noise can make short pieces of it look like one. Only a piece longer than
    everything before it has settled.
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
    """Return the first index after `a` that deviates by more than `allowed`, searched in doubling spans."""
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
    """Join neighbouring drifting pieces.

    A transition of a few readings belongs to the level that follows it.
    """
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
    """Join successive pieces at the same voltage with falling current into one voltage hold.

    An instrument that writes a reading on each change of the current shows such a hold as a staircase.
    """
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
    """Running median over WINDOW readings, mirrored at both ends so that an outlier there has no weight."""
    from scipy.ndimage import median_filter

    if len(values) < WINDOW:
        return np.full(len(values), np.median(values)) if np.ptp(values) < LEVEL * values.max() else values
    return np.asarray(median_filter(values, WINDOW, mode="mirror"))


def _noise(size: np.ndarray) -> float:
    """Relative standard deviation of the readings from their second differences.

    A slope does not affect second differences.
    """
    if len(size) < WINDOW:
        return 0.0
    second = np.diff(np.log(size), 2)
    return float(1.4826 * np.median(np.abs(second)) / np.sqrt(6))


Row = tuple[Held, float, float, float, float, float, float]


def _whole(halves: HalfCycles, k: int) -> Row:
    """Row of a level that covers a whole half-cycle at one current."""
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
    """Return what is held while the current varies: the voltage, or neither (constant power, a sweep)."""
    low, high = np.percentile(np.stack([voltage, current]), (10, 90), axis=1)
    usual = np.abs(np.median(np.stack([voltage, current]), axis=1))
    span = np.divide(high - low, usual, out=np.full(2, np.inf), where=usual > 0)
    return "voltage" if span[0] < STIFF * span[1] else "neither"
