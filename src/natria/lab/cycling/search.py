"""The search for drops of the resistance: one after another through a test, each with its onset to a reading.

Plain arrays; no file, no finding. What is found is a drop; what it means is said in `shorts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from .drops import INSIDE, beside, change_point, drops_nearby, level_drops
from .evidence import weight
from .resistance import BINS, Flow, Resistance, row_median

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


def places(trace: Resistance) -> float:
    """How many onsets could have been told apart."""
    return float(max(len(trace), 1) * BINS)


def find_drops(trace: Resistance, flowing: Flow, sign: np.ndarray) -> list[Drop]:
    """All drops in time's order until one lasts; then the one, if any, by which next to nothing is left."""
    level, remainder = trace.steady.copy(), trace.remainder.copy()
    found: list[Drop] = []
    begin = 0
    while len(found) < MOST:
        drop = _first(level, remainder, sign, begin, trace, flowing)
        if drop is None:
            break
        found.append(drop)
        if drop.back is None:
            break
        over = int(flowing.member[min(drop.back, len(flowing.member) - 1)])
        level[drop.half : over + 1] = np.nan  # of no use as a history
        remainder[drop.half : over + 1] = np.nan
        begin = over + 1
    lasting = found[-1] if found and found[-1].back is None else None
    if lasting is None or lasting.size < HARD:
        harder = _hard(trace, flowing, lasting)
        found += [harder] if harder else []
    return found


def _first(
    level: np.ndarray, remainder: np.ndarray, sign: np.ndarray, begin: int, trace: Resistance, flowing: Flow
) -> Drop | None:
    drop, level_z, trend = level_drops(level)
    near = drops_nearby(remainder, sign, trace.noise)
    total = weight(level_z) + weight(near.z) - log(places(trace))
    total[:begin] = -np.inf
    over = np.flatnonzero(total > 0)
    while len(over):
        # One step shows in several half-cycles: the likeliest of those that hang together is it.
        gap = np.flatnonzero(np.diff(over) > 2)
        together = over[: gap[0] + 1] if len(gap) else over
        for k in sorted(together, key=lambda k: -total[k]):
            by_level = bool(np.nan_to_num(level_z[k], nan=-np.inf) > near.z[k])
            if by_level:
                size = min(drop[k], level[k - 1] - level[k + 1])
                before, after = trend[k], trend[k] - size
            else:
                size, before, after = near.drop[k], near.before[k], near.after[k]
            if size < SMALL or not _is_new(level, remainder, k, int(near.bin[k]), size, after):
                continue
            placed = _placed(trace, flowing, k, size, before, by_level)
            if placed is None:
                continue
            entry, half = placed
            if _at_reversal(trace, flowing, entry, half):
                # A new direction finds a new surface, and the level may jump there. Only half of a jump's z counts,
                # as its usual spread is that of a handful of reversals; nothing before there were so many.
                z = near.z[k] / 2 if k >= 2 * INSIDE else 0.0
                level_there = np.nan_to_num(level_z[max(0, k - 1) : k + 2], nan=0.0).max()
                if weight(z) + weight(level_there) < log(places(trace)):
                    continue
            back = _return(remainder, trace, flowing, half, entry, size, before)
            z = (max(float(v), 0.0) for v in np.nan_to_num([level_z[k], near.z[k]], neginf=0))
            return Drop(half, entry, float(size), float(before), *z, back)
        over = over[len(together) :]
    return None


def _at_reversal(trace: Resistance, flowing: Flow, entry: int, half: int) -> bool:
    """Whether an onset lies where the current was just switched, or is about to be."""
    bin_ = trace.usual[half] / BINS
    ends = flowing.into[flowing.begin[half + 1] - 1]
    return bool(min(flowing.into[entry], ends - flowing.into[entry]) < TURN * bin_)


def _is_new(level: np.ndarray, remainder: np.ndarray, k: int, at: int, size: float, after: float) -> bool:
    """Whether it is no return from a rise: what comes after lies under what was usual, or there was no such step
    upwards, neither within the last two half-cycles nor between the last ones."""
    bins = remainder[max(0, k - 2) : k + 1].ravel()
    bins = bins[: len(bins) - remainder.shape[1] + at]
    bins = bins[np.isfinite(bins)][-2 * BINS :]
    if len(bins) >= QUARTER and np.quantile(bins, 0.2) - after < BELOW * size:
        before_, after_ = beside(bins, SUDDEN)
        if np.nanmax(after_ - before_) >= BELOW * size:
            return False
    recent = level[max(0, k - RECENT) : k]
    recent = recent[np.isfinite(recent)]
    if len(recent) < 4 or np.quantile(recent, 0.2) - after >= BELOW * size:
        return True
    jump = recent[2:] - recent[:-2]
    return bool(jump.max() < max(BELOW * size, 3 * np.median(np.abs(jump))))


def _placed(
    trace: Resistance, flowing: Flow, k: int, size: float, before: float, by_level: bool
) -> tuple[int, int] | None:
    """The reading of the onset and its half-cycle, or None for no step at all."""
    first, last = max(k - 1, 0), min(k + 1, len(trace) - 1)
    part = flowing.of(first, last)
    y = flat(trace, flowing, part)
    w = flowing.weight[part]
    high, low = np.exp(before), np.exp(before - size)
    j = change_point(y, w, high, low)
    long = float(np.median(trace.usual))
    spent = np.cumsum(w)
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
    few = max(3, int((QUARTER / BINS if by_level else NEAR) * len(y) / (last - first + 1)))
    sides = y[max(0, j - few) : j], y[j : j + few]
    if min(map(len, sides)) < 3:
        return None
    if np.median(sides[0]) - np.median(sides[1]) < SHARP * (np.exp(before) - np.exp(before - size)):
        return None
    j = min(j, len(y) - 1)
    entry = part.start + j
    return entry, int(flowing.member[entry])


def flat(trace: Resistance, flowing: Flow, part: slice) -> np.ndarray:
    """The readings' V/I (ohm) with the usual shape and the difference of the directions taken out."""
    member = flowing.member[part]
    where = np.clip(flowing.into[part] / trace.usual[member] * BINS - 0.5, 0, BINS - 1)
    low = np.minimum(where.astype(int), BINS - 2)
    share = where - low
    shape = trace.shape[member, low] * (1 - share) + trace.shape[member, low + 1] * share
    return np.asarray(flowing.resistance[part] * np.exp(-shape + (trace.steady - trace.level)[member]))


def _return(
    remainder: np.ndarray, trace: Resistance, flowing: Flow, half: int, entry: int, size: float, before: float
) -> int | None:
    """The first reading at which most of the drop has been regained at once, for half a usual half-cycle at least."""
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
    low, high = float(np.exp(behind[at])), float(np.exp(ahead[at]))
    return min(part.start + offset + change_point(y_rows, w, low, high), part.stop - 1)


def _hard(trace: Resistance, flowing: Flow, soft: Drop | None) -> Drop | None:
    """The first half-cycle from which on no more than a tenth is left, for good, whatever came before."""
    begin = soft.half if soft else 1
    before = soft.before if soft else float(np.nanmedian(trace.steady[: max(1, len(trace) // 4)]))
    low = trace.steady < before - HARD
    if not low[-1:].any():
        return None
    k = len(low) - int(np.argmax(~low[::-1])) if not low.all() else 0
    if k <= begin or k >= len(low):
        return None
    k = max(k - 1, begin)  # it began in the half-cycle before the first that is all low, or right after it
    part = flowing.of(k, min(k + 1, len(low) - 1))
    y, w = flat(trace, flowing, part), flowing.weight[part]
    high, bottom = float(np.exp(trace.steady[k - 1])), float(np.exp(trace.steady[k + 1 :][:3].mean()))
    entry = min(part.start + change_point(y, w, high, bottom), part.stop - 1)
    return Drop(int(flowing.member[entry]), entry, before - float(np.median(trace.steady[k + 1 :])), before, 0, 0, None)
