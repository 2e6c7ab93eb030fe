"""Search for drops of the resistance through a test, each with its onset to a reading.

Plain arrays. The interpretation of a drop as a short is in `symmetric`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

import numpy as np

from .drops import INSIDE, beside, change_point, drops_nearby, level_drops
from .evidence import weight
from .onset import QUARTER, RECENT, Candidate, Series, at_reversal, fallen, flat, placed, regained
from .resistance import BINS, LIKE, Flow, ResistanceTrace

SMALL = -log(0.9)  # a tenth of the resistance: 3 K at 0.3 eV have the same effect, so less is never a short
BELOW = 0.5  # share of a drop below the usual level before; the end of a temporary rise is not a short
READINGS = 4  # of a reversible drop; fewer are spikes in sparse readings
LONG = 1.2  # times the usual duration: a half-cycle that contains others, whose readings are missing
LASTING = 4  # half-cycles before and after a lasting drop whose levels are compared
IN_FULL = 0.8  # share of a drop that must last where it begins with a step of the current
FIRST = log(2)  # smallest drop in the first half-cycle of a direction: no relaxation halves V suddenly
SUDDEN = 2  # bins on each side of an upward step
MOST = 12  # most drops: a cell with more is erratic
HARD = log(10)  # a hard short: 90 % of the current bypasses the ionic path, if that is unchanged


@dataclass(frozen=True)
class Drop:
    """A drop of ln R.

    `entry`: first reading with current after the onset; `back`: first one after its end, or None.
    """

    half: int
    entry: int
    size: float  # of ln R
    before: float  # ln ohm
    level_z: float
    inside_z: float
    back: int | None


def places(trace: ResistanceTrace) -> float:
    """Return the number of distinguishable onsets."""
    return float(max(len(trace), 1) * BINS)


def find_drops(trace: ResistanceTrace, flowing: Flow, current: np.ndarray) -> list[Drop]:
    """Return all drops in order of time up to the first lasting one.

    A hard short follows, if there is one. `current` is that of each half-cycle, with its sign.
    """
    sign = np.sign(current).astype(int)
    series = Series(trace, flowing, sign, trace.steady.copy(), trace.remainder.copy(), np.abs(current))
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
        series.level[drop.half : over + 1] = np.nan  # not a reference for later drops
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
        # One step is significant in several adjacent half-cycles: take the most likely of them.
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
            entry = placed(series, one)
            if entry is None or not _survives_reversal(series, one, entry, level_z):
                continue
            half = int(series.flowing.member[entry])
            size, before = fallen(series, one, entry)
            if size < (FIRST if half < 2 else SMALL):
                continue
            one = replace(one, size=size, before=before)
            back = regained(series, entry, one)
            if back is not None and back - entry < READINGS:
                continue
            odd = at_reversal(trace, series.flowing, entry) or trace.usual[half] > LONG * np.median(trace.usual)
            if odd and not _lasts(series, half, size):
                continue
            if _current_stepped(series.current, half) and not _lasts(series, half, size, 2, IN_FULL):
                continue
            if back is not None and at_reversal(trace, series.flowing, entry) and _is_next(series, back, half):
                continue  # from one switching to the next: a single deviating half-cycle, not a short
            return Drop(half, entry, size, before, max(one.level_z, 0.0), max(one.near_z, 0.0), back)
        over = over[len(together) :]
    return None


def _survives_reversal(series: Series, one: Candidate, entry: int, level_z: np.ndarray) -> bool:
    """Whether a drop at a current reversal is significant enough.

    The level may jump at a reversal, as the other surface is now plated. Half of the z of a jump counts, as its sigma
    comes from few reversals; without enough reversals it does not count.
    """
    if not at_reversal(series.trace, series.flowing, entry):
        return True
    jump = one.near_z / 2 if one.k >= 2 * INSIDE else 0.0
    beside_ = float(level_z[max(0, one.k - 1) : one.k + 2].max())
    return float(weight(np.array([jump, beside_])).sum()) >= log(places(series.trace))


def _current_stepped(current: np.ndarray, half: int) -> bool:
    """Whether the current is not that of the half-cycles before.

    The usual shape and the usual difference of the two directions are those of the other current.
    """
    recent = current[max(half - LASTING, 0) : half]
    return bool(len(recent) and np.abs(recent / current[half] - 1).max() > LIKE)


def _lasts(series: Series, half: int, size: float, fewest: int = LASTING, share: float = BELOW) -> bool:
    """Whether the half-cycles after a drop are low too.

    They are compared with the same number before; True without enough of them.

    One odd half-cycle after a step of the current, and one with missing readings, are no drops.
    """
    before, after = series.level[max(half - LASTING, 0) : half], series.level[half + 1 : half + 1 + LASTING]
    if len(after) < fewest < LASTING:
        return False
    if len(before) < LASTING or len(after) < fewest or not (np.isfinite(before).any() and np.isfinite(after).any()):
        return True
    return bool(np.nanmedian(before) - np.nanmedian(after) >= share * size)


def _is_next(series: Series, back: int, half: int) -> bool:
    return bool(series.flowing.member[back] <= half + 1)


def _is_new(series: Series, one: Candidate) -> bool:
    """Whether a drop is not the end of a temporary rise.

    Either the level after it is below the usual one, or no upward step precedes it in the last half-cycles.
    """
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


def _hard(trace: ResistanceTrace, flowing: Flow, soft: Drop | None) -> Drop | None:
    """Return the drop from which at most a tenth of the resistance remains until the end.

    None if there is no such drop.
    """
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
    k = max(k - 1, begin)  # it began in the half-cycle before the first one that is low throughout, or just after it
    part = flowing.of(k, min(k + 1, len(low) - 1))
    y, w = np.nan_to_num(flat(trace, flowing, part), nan=float(np.exp(before))), flowing.weight[part]
    high, bottom = float(np.exp(trace.steady[k - 1])), float(np.exp(trace.steady[k + 1 :][:3].mean()))
    entry = min(part.start + change_point(y, w, high, bottom), part.stop - 1)
    return Drop(int(flowing.member[entry]), entry, before - float(np.median(trace.steady[k + 1 :])), before, 0, 0, None)
