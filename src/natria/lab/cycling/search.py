"""The search for drops of the resistance: one after another through a test, each with its onset to a reading.

Plain arrays; no file, no finding. What is found is a drop; what it means is said in `shorts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from .drops import INSIDE, beside, change_point, drops_nearby, level_drops
from .evidence import weight
from .resistance import BINS, FAR, Flow, Resistance, row_median

SMALL = -log(0.9)  # a tenth of the resistance: 3 K at 0.3 eV do as much, so less is never called a short
BACK = 0.6  # of a drop, that must be regained for it to be over
BELOW = 0.5  # of a drop, that must lie under what was usual before: the end of a rise is no short
RECENT = 16  # half-cycles that say what was usual
QUARTER = BINS // 4  # bins either side of a return
SUDDEN = 2  # bins either side of a step upwards
SHARP = 0.5  # of a drop, that must happen at once: a slope is no short
NEAR = 0.04  # of a half-cycle either side is at once; a quarter where the levels of whole half-cycles show a step too
TURN = 1.0  # bins from a reversal that an onset cannot be told from it
MOST = 12  # drops: a cell that does this more often is erratic, and the first ones are enough
HARD = log(10)  # nine tenths of the current go beside the ions, were they as before


@dataclass(frozen=True)
class Drop:
    """`entry` is the first of the flowing readings after the onset, `back` the first after its end or None."""

    half: int
    entry: int
    size: float  # of ln R
    before: float  # ln ohm
    level_z: float
    inside_z: float
    back: int | None


@dataclass(frozen=True, eq=False)
class Series:
    """What is searched. `level` and `remainder` are those of the trace, with nan where a short that healed is."""

    trace: Resistance
    flowing: Flow
    sign: np.ndarray
    level: np.ndarray
    remainder: np.ndarray


@dataclass(frozen=True)
class Candidate:
    """A half-cycle `k` in which ln R may fall by `size` from `before` to `after`, at about a bin of it."""

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


def places(trace: Resistance) -> float:
    """How many onsets could have been told apart."""
    return float(max(len(trace), 1) * BINS)


def find_drops(trace: Resistance, flowing: Flow, sign: np.ndarray) -> list[Drop]:
    """All drops in time's order until one lasts; then the one, if any, by which next to nothing is left."""
    series = Series(trace, flowing, sign, trace.steady.copy(), trace.remainder.copy())
    found: list[Drop] = []
    begin = 0
    while len(found) < MOST:
        drop = _first(series, begin)
        if drop is None:
            break
        found.append(drop)
        if drop.back is None:
            break
        over = int(flowing.member[min(drop.back, len(flowing.member) - 1)])
        series.level[drop.half : over + 1] = np.nan  # of no use as a history
        series.remainder[drop.half : over + 1] = np.nan
        begin = over + 1
    lasting = found[-1] if found and found[-1].back is None else None
    if lasting is None or lasting.size < HARD:
        harder = _hard(trace, flowing, lasting)
        found += [harder] if harder else []
    return found


def _first(series: Series, begin: int) -> Drop | None:
    trace, level = series.trace, series.level
    drop, level_z, trend = level_drops(level)
    near = drops_nearby(series.remainder, series.sign, trace.noise)
    level_z, near_z = np.nan_to_num(level_z, nan=-np.inf), near.z
    total = weight(level_z) + weight(near_z) - log(places(trace))
    total[:begin] = -np.inf
    over = np.flatnonzero(total > 0)
    while len(over):
        # One step shows in several half-cycles: the likeliest of those that hang together is it.
        gap = np.flatnonzero(np.diff(over) > 2)
        together = over[: gap[0] + 1] if len(gap) else over
        for k in sorted((int(k) for k in together), key=lambda k: -float(total[k])):
            size, before, after = float(near.drop[k]), float(near.before[k]), float(near.after[k])
            if level_z[k] > near_z[k]:
                size, before = float(min(drop[k], level[k - 1] - level[k + 1])), float(trend[k])
                after = before - size
            one = Candidate(k, int(near.bin[k]), size, before, after, float(level_z[k]), float(near_z[k]))
            if size < SMALL or not _is_new(series, one):
                continue
            entry = _placed(series, one)
            if entry is None or not _survives_reversal(series, one, entry, level_z):
                continue
            back = _return(series, entry, one)
            half = int(series.flowing.member[entry])
            return Drop(half, entry, size, before, max(one.level_z, 0.0), max(one.near_z, 0.0), back)
        over = over[len(together) :]
    return None


def _survives_reversal(series: Series, one: Candidate, entry: int, level_z: np.ndarray) -> bool:
    """A new direction finds a new surface, and the level may jump there. Only half of a jump's z counts, as its usual
    spread is that of a handful of reversals; nothing before there were so many."""
    if not _at_reversal(series.trace, series.flowing, entry):
        return True
    jump = one.near_z / 2 if one.k >= 2 * INSIDE else 0.0
    beside_ = float(level_z[max(0, one.k - 1) : one.k + 2].max())
    return float(weight(np.array([jump, beside_])).sum()) >= log(places(series.trace))


def _at_reversal(trace: Resistance, flowing: Flow, entry: int) -> bool:
    """Whether an onset lies where the current was just switched, or is about to be."""
    half = int(flowing.member[entry])
    bin_ = trace.usual[half] / BINS
    ends = flowing.into[flowing.begin[half + 1] - 1]
    return bool(min(flowing.into[entry], ends - flowing.into[entry]) < TURN * bin_)


def _is_new(series: Series, one: Candidate) -> bool:
    """Whether it is no return from a rise: what comes after lies under what was usual, or there was no such step
    upwards, neither within the last two half-cycles nor between the last ones."""
    k, size, after = one.k, one.size, one.after
    bins = series.remainder[max(0, k - 2) : k + 1].ravel()
    bins = bins[: len(bins) - BINS + one.bin]
    bins = bins[np.isfinite(bins)][-2 * BINS :]
    if len(bins) >= QUARTER and np.quantile(bins, 0.2) - after < BELOW * size:
        before_, after_ = beside(bins, SUDDEN)
        if np.nanmax(after_ - before_) >= BELOW * size:
            return False
    recent = series.level[max(0, k - RECENT) : k]
    recent = recent[np.isfinite(recent)]
    if len(recent) < 4 or np.quantile(recent, 0.2) - after >= BELOW * size:
        return True
    jump = recent[2:] - recent[:-2]
    return bool(jump.max() < max(BELOW * size, 3 * np.median(np.abs(jump))))


def _placed(series: Series, one: Candidate) -> int | None:
    """The reading of the onset, or None for no step at all: near the bin that stands out, else in all of the
    half-cycle and those beside it, as the bin that is the most unusual need not be the one of the step."""
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
    """The reading in a part of the test from which on V/I is lower, if most of the drop happens within `few` readings
    of it."""
    y = flat(series.trace, series.flowing, part)
    known = np.flatnonzero(np.isfinite(y))
    y, w = y[known], series.flowing.weight[part][known]
    before, after = float(np.exp(one.before)), float(np.exp(one.before - one.size))
    high, low = before, after
    spent = np.cumsum(w)
    long = float(np.median(series.trace.usual))
    j = change_point(y, w, high, low)
    for _ in range(3):  # the levels next to the onset are its own, not the means of whole half-cycles
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


def flat(trace: Resistance, flowing: Flow, part: slice) -> np.ndarray:
    """The readings' V/I (ohm) with the usual shape and the difference of the directions taken out; nan where the shape
    is too steep to be."""
    member = flowing.member[part]
    where = np.clip(flowing.into[part] / trace.usual[member] * BINS - 0.5, 0, BINS - 1)
    low = np.minimum(where.astype(int), BINS - 2)
    share = where - low
    shape = trace.shape[member, low] * (1 - share) + trace.shape[member, low + 1] * share
    level = flowing.resistance[part] * np.exp((trace.steady - trace.level)[member] - np.clip(shape, -FAR, FAR))
    return np.asarray(np.where(np.abs(shape) < FAR, level, np.nan))


def _return(series: Series, entry: int, one: Candidate) -> int | None:
    """The first reading at which most of the drop has been regained at once, for half a usual half-cycle at least."""
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
    regained = rise >= BACK * size
    near = np.arange(len(y)) < RECENT * BINS  # later the level before says little
    regained &= ~near | (ahead >= before - (1 - BACK) * size)
    if not regained.any():
        return None
    at = int(np.argmax(regained))
    at += int(np.nanargmax(rise[at : at + QUARTER]))
    k = int(place[known[at]] // BINS)
    part = flowing.of(max(k - 1, 0), min(k + 1, len(remainder) - 1))
    offset = max(entry - part.start, 0)
    y_rows, w = flat(trace, flowing, part)[offset:], flowing.weight[part][offset:]
    y_rows = np.nan_to_num(y_rows, nan=float(np.exp(before)))
    low, high = float(np.exp(behind[at])), float(np.exp(ahead[at]))
    return int(min(part.start + offset + change_point(y_rows, w, low, high), part.stop - 1))


def _hard(trace: Resistance, flowing: Flow, soft: Drop | None) -> Drop | None:
    """The first half-cycle from which on no more than a tenth is left, for good, whatever came before."""
    begin = soft.half if soft else 1
    early = trace.steady[: max(1, len(trace) // 4)]
    if not soft and not np.isfinite(early).any():
        return None
    before = soft.before if soft else float(np.nanmedian(early))
    low = trace.steady < before - HARD
    if not low[-1:].any():
        return None
    k = len(low) - int(np.argmax(~low[::-1])) if not low.all() else 0
    if k <= begin or k >= len(low):
        return None
    k = max(k - 1, begin)  # it began in the half-cycle before the first that is all low, or right after it
    part = flowing.of(k, min(k + 1, len(low) - 1))
    y, w = np.nan_to_num(flat(trace, flowing, part), nan=float(np.exp(before))), flowing.weight[part]
    high, bottom = float(np.exp(trace.steady[k - 1])), float(np.exp(trace.steady[k + 1 :][:3].mean()))
    entry = min(part.start + change_point(y, w, high, bottom), part.stop - 1)
    return Drop(int(flowing.member[entry]), entry, before - float(np.median(trace.steady[k + 1 :])), before, 0, 0, None)
