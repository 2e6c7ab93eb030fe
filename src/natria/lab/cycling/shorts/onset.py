"""Onset of a drop to the resolution of a reading, its size, and its end.

Plain arrays; half-cycle and bin come from `search`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .drops import change_point
from .resistance import BINS, FAR, Flow, ResistanceTrace, row_median

BACK = 0.6  # share of a drop that must recover for its end
RECENT = 16  # recent half-cycles that define the usual level
QUARTER = BINS // 4  # bins on each side of a recovery
SHARP = 0.5  # share of a drop that must happen suddenly; a slope is not a short
NEAR = 0.04  # of a half-cycle on each side: "suddenly"; a quarter if the levels of whole half-cycles show a step too
TRIES = 200  # upward jumps that are tested
SPARSE = 1.5  # readings from a current reversal: the same with few readings
TURN = 2.0  # bins from a current reversal within which an onset coincides with it


@dataclass(frozen=True, eq=False)
class Series:
    """Data for the search: `level` and `remainder` of the trace, with nan during healed shorts."""

    trace: ResistanceTrace
    flowing: Flow
    sign: np.ndarray
    level: np.ndarray
    remainder: np.ndarray
    current: np.ndarray  # A, |I| of each half-cycle


@dataclass(frozen=True)
class Candidate:
    """A possible drop of ln R by `size`, from `before` to `after`, in half-cycle `k` near the bin `bin`."""

    k: int
    bin: int
    size: float
    before: float
    after: float
    level_z: float
    near_z: float

    @property
    def by_level(self) -> bool:
        return self.level_z > self.near_z


def placed(series: Series, one: Candidate) -> int | None:
    """Return the reading of the onset, None if there is no step.

    The search starts near the most significant bin, then covers the half-cycle and its neighbours, as the most
    significant bin need not contain the step.
    """
    trace, flowing, k = series.trace, series.flowing, one.k
    first, last = max(k - 1, 0), min(k + 1, len(trace) - 1)
    part = flowing.of(first, last)
    long = (part.stop - part.start) / (last - first + 1)
    few = max(3, int(long * (QUARTER / BINS if one.by_level else NEAR)))
    if not one.by_level:
        member = flowing.member[part]
        clock = (member - k + flowing.into[part] / trace.usual[member]) * BINS
        low, high = np.searchsorted(clock, [one.bin - QUARTER, one.bin + QUARTER])
        near = _step(series, slice(int(part.start + low), int(part.start + high)), one, few)
        if near is not None:
            return near
    return _step(series, part, one, few)


def _step(series: Series, part: slice, one: Candidate, few: int) -> int | None:
    """Return the reading from which V/I is lower, if most of the drop happens within `few` readings of it."""
    y = flat(series.trace, series.flowing, part)
    known = np.flatnonzero(np.isfinite(y))
    y, w = y[known], series.flowing.weight[part][known]
    before, after = float(np.exp(one.before)), float(np.exp(one.before - one.size))
    high, low = before, after
    spent = np.cumsum(w)
    long = float(np.median(series.trace.usual))
    j = change_point(y, w, high, low)
    for _ in range(3):  # use the levels next to the onset instead of the means of whole half-cycles
        at = spent[j - 1] if j else 0.0
        near_before = y[(spent <= at) & (spent > at - long / 2)]
        near_after = y[(spent > at) & (spent <= at + long / 2)]
        if len(near_before) < 3 or len(near_after) < 3:
            break
        high, low = float(np.median(near_before)), float(np.median(near_after))
        if not high > low:
            break
        again = change_point(y, w, high, low)
        if again == j:
            break
        j = again
    sides = y[max(0, j - few) : j], y[j : j + few]
    if min(map(len, sides)) < 3 or np.median(sides[0]) - np.median(sides[1]) < SHARP * (before - after):
        return None
    return int(part.start + known[min(j, len(known) - 1)])


def fallen(series: Series, one: Candidate, entry: int) -> tuple[float, float]:
    """Return the drop and the level before it.

    Both are medians of half a half-cycle on each side, without the onset bin.
    """
    half = int(series.flowing.member[entry])
    at = half * BINS + min(int(series.flowing.into[entry] / series.trace.usual[half] * BINS), BINS - 1)
    bins = series.remainder.ravel()
    before, after = bins[max(0, at - 2 * BINS) : at], bins[at + 1 : at + 1 + 2 * BINS]
    before, after = before[np.isfinite(before)][-BINS // 2 :], after[np.isfinite(after)][: BINS // 2]
    if min(len(before), len(after)) < 3:
        return one.size, one.before
    return float(np.median(before) - np.median(after)), float(np.median(before))


def flat(trace: ResistanceTrace, flowing: Flow, part: slice) -> np.ndarray:
    """Return V/I (ohm) of the readings, corrected for usual shape and direction.

    It is nan where the shape is too steep.
    """
    member = flowing.member[part]
    where = np.clip(flowing.into[part] / trace.usual[member] * BINS - 0.5, 0, BINS - 1)
    low = np.minimum(where.astype(int), BINS - 2)
    share = where - low
    shape = trace.shape[member, low] * (1 - share) + trace.shape[member, low + 1] * share
    level = flowing.resistance[part] * np.exp((trace.steady - trace.level)[member] - np.clip(shape, -FAR, FAR))
    return np.asarray(np.where(np.abs(shape) < FAR, level, np.nan))


def regained(series: Series, entry: int, one: Candidate) -> int | None:
    """Return the first reading at which most of the drop recovers suddenly.

    The recovery lasts for at least half a half-cycle.
    """
    trace, flowing, remainder, before, size = series.trace, series.flowing, series.remainder, one.before, one.size
    half = int(flowing.member[entry])
    bins = remainder[half:].ravel()
    start = int(np.ceil(flowing.into[entry] / trace.usual[half] * BINS))
    place = half * BINS + np.arange(len(bins))
    known = np.flatnonzero(np.isfinite(bins) & (np.arange(len(bins)) >= start))
    y = bins[known]
    if len(y) < 2 * QUARTER:
        return None
    padded = np.r_[np.full(QUARTER, np.nan), y, np.full(2 * QUARTER, np.nan)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, QUARTER)
    behind = row_median(windows[: len(y)])
    ahead = row_median(np.lib.stride_tricks.sliding_window_view(padded, 2 * QUARTER)[QUARTER : QUARTER + len(y)])
    rise = ahead - behind
    back = rise >= BACK * size
    near = np.arange(len(y)) < RECENT * BINS  # later, the level before the drop is no longer a reference
    back &= ~near | (ahead >= before - (1 - BACK) * size)
    # An erratic short fluctuates: the end must also lie above its usual level so far.
    tried = np.flatnonzero(back)[:TRIES]
    over = (int(p) for p in tried if p < QUARTER or ahead[p] >= np.median(y[:p]) + BACK * size)
    at = next(over, None)
    if at is None:
        return None
    at += int(np.nanargmax(rise[at : at + QUARTER]))
    k = int(place[known[at]] // BINS)
    part = flowing.of(max(k - 1, 0), min(k + 1, len(remainder) - 1))
    offset = max(entry - part.start, 0)
    y_rows, w = flat(trace, flowing, part)[offset:], flowing.weight[part][offset:]
    y_rows = np.nan_to_num(y_rows, nan=float(np.exp(before)))
    low, high = float(np.exp(behind[at])), float(np.exp(ahead[at]))
    return int(min(part.start + offset + change_point(y_rows, w, low, high), part.stop - 1))


def at_reversal(trace: ResistanceTrace, flowing: Flow, entry: int) -> bool:
    """Whether an onset coincides with a switching of the current."""
    half = int(flowing.member[entry])
    bin_ = trace.usual[half] / BINS
    ends = flowing.into[flowing.begin[half + 1] - 1]
    near = max(TURN * bin_, SPARSE * float(flowing.weight[entry]))
    return bool(min(flowing.into[entry], ends - flowing.into[entry]) < near)
