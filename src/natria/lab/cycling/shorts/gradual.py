"""Gradual falls of ln |V|/|I|, compared with the course of a healthy cell.

A gradual fall is a ramp with a start and an end.

Each fall that is tried has a start, a duration and a shape. Its size d and the log-likelihood ratio L against the
healthy course follow from generalised least squares; z = sqrt(2 L) is its significance in sigma (the matched filter of
a known shape in coloured noise: Kay, Fundamentals of Statistical Signal Processing II, 1998, sec. 4.4). A fall must
also lower the signal itself, by most of its size, and faster than the signal fell before: a fall from the first
half-cycle on that slows is activation.

Plain arrays. A position is in half-cycles: 41.5 is the middle of the half-cycle of index 41.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .fall_fit import (
    LEAST,
    Fall,
    Fitting,
    fitted_fall,
    fitting,
    most_likely_step,
    ramps,
    refined,
    seen_part,
    white_scatter,
)
from .healthy_drift import Healthy, fitted, healthy, variances
from .resistance import row_median

Tried = tuple[np.ndarray, np.ndarray, np.ndarray]  # starts, durations, sine components

POSSIBLE = 1.0  # sigma of a fall that is refined before it is judged: what is tried may lie beside a sharp bend
WORTH = 1.0  # sigma: a fall is worth a closer look
SMALLEST = -np.log(0.8)  # 20 %: warming by 4 K at 0.4 eV has the same effect
SURE = 6.0  # sigma: thousands of overlapping starts and durations are tried
DURATIONS = (0.5, 1.0, 2.0, 3.5, 6.0, 10.0, 17.0, 30.0, 50.0, 80.0, 120.0)  # half-cycles
PER_DURATION = 5  # starts within one duration
WINDOW, STRIDE = 200, 100  # half-cycles of a window, and between the starts of two windows
BEFORE = 4  # half-cycles before a fall: its trend
AFTER = 2  # half-cycles from the start of a fall to the end of the series
FEWEST = 10  # half-cycles of a series
REAL = 0.8  # share of a fall that the signal itself must fall
FASTER = 2.0  # times the fall before
SLOW = 15.0  # half-cycles
REFINED = 3  # most likely falls, and slow ones, that are refined
STEEP = 1.6  # ln R of a fall whose |V| falls linearly, tried beside small ones: 80 %
PREFIXES = (4, 8, 16, 32, 64, 128)  # half-cycles before a fall from which the scatter is taken
QUIET = 12  # half-cycles from which the random walk of a healthy cell can be told
OUTLIER = 5.0  # times the scatter from the median of five
MAD = 1.4826
BEGUN = 0.02  # share of a fall in its first third
ENDED = 0.3  # of the mean rate of a fall: slower after its end
EVEN = 0.8  # of the loss in the first half: the loss in the second half of a fall that does not slow
GAP = 1.5  # times as long as its half-cycles: readings are missing in a fall
TRIES = 40  # most significant falls of a duration that are checked
HEALED = 0.3  # share of a decline: a larger recovery ends the series in which it is fitted


def falls(values: np.ndarray, time: np.ndarray, kelvin: np.ndarray | None = None) -> list[Fall]:
    """Return the falls of a series, most significant first; nan is a missing half-cycle."""
    known = np.isfinite(values)
    if known.sum() < FEWEST:
        return []
    place = np.arange(len(values)) + 0.5
    filled = np.interp(place, place[known], values[known])
    found = []
    tried: dict[int, Tried] = {}
    for whole in _windows(len(values)):
        window = slice(whole.start, whole.start + _healed(median_of_five(filled[whole])))
        if window.stop - window.start < FEWEST:
            continue
        smooth = median_of_five(filled[window])
        if (np.maximum.accumulate(smooth) - smooth).max() < REAL * SMALLEST:
            continue
        course = healthy(time[window], from_start=window.start == 0, kelvin=None if kelvin is None else kelvin[window])
        number = len(smooth)
        if number not in tried:  # most windows are equally long
            tried[number] = _tried(number, course)
        one = _largest(filled[window], smooth, course, tried[number])
        if one and not _in_a_gap(one, smooth, _clock(time[window])):
            found.append(replace(one, start=one.start + window.start, end=one.end + window.start))
    return sorted(found, key=lambda f: -f.z)


def _healed(smooth: np.ndarray) -> int:
    """Return the number of half-cycles until the largest decline recovers in part.

    It is the number of all half-cycles if the decline does not recover.
    """
    decline = np.maximum.accumulate(smooth) - smooth
    lowest = int(np.argmax(decline))
    back = smooth[lowest:] > smooth[lowest] + HEALED * decline[lowest]
    return lowest + int(np.argmax(back)) if back.any() and decline[lowest] >= REAL * SMALLEST else len(smooth)


def _clock(time: np.ndarray) -> np.ndarray:
    """Return the time in usual half-cycles; missing readings take their time too."""
    step = np.diff(time)
    usual = float(np.median(step)) or 1.0
    return np.asarray(np.r_[0.0, np.cumsum(np.maximum(step / usual, 1.0))] + 0.5)


def _windows(number: int) -> Iterator[slice]:
    for first in range(0, max(number - WINDOW, 0) + STRIDE, STRIDE):
        last = min(first + WINDOW, number)
        yield slice(max(last - WINDOW, 0), last)
        if last == number:
            return


def median_of_five(values: np.ndarray) -> np.ndarray:
    padded = np.r_[np.full(2, np.nan), values, np.full(2, np.nan)]
    return row_median(np.lib.stride_tricks.sliding_window_view(padded, 5))


def _largest(values: np.ndarray, smooth: np.ndarray, course: Healthy, columns: Tried) -> Fall | None:
    """Return the most likely of the significant falls of a window."""
    values = without_outliers(values, smooth)
    one = fitting(values, course)
    tried = [*_proposed(values, smooth, course, columns, one), *_whole_decline(smooth)]
    each = [fitted_fall(_stepped(one, fall.start), fall) for fall in tried]
    if not any(_is_sure(fall) for fall in each):  # the true start and end may lie between those that are tried
        close = sorted((f for f in each if f.size >= REAL * SMALLEST and f.z >= POSSIBLE), key=lambda f: -f.likely)
        each = [refined(_stepped(one, fall.start), fall) for fall in close[:REFINED]]
        tried = each
    if not any(_is_sure(fall) for fall in each):
        return None
    # Which of them it is, the random walk before the earliest of them tells: a later one has the fall in it.
    earliest = min(fall.start for fall in each if _is_sure(fall))
    alike = _stepped(one, max(earliest, QUIET))
    again = sorted((fitted_fall(alike, fall) for fall in tried), key=lambda f: -f.likely)
    sure = [f for f in again if _is_sure(f)]
    large = sure + [f for f in again if f.size >= SMALLEST and f not in sure]
    slow = [f for f in large[REFINED:] if f.end - f.start >= SLOW]  # their starts are tried far apart
    fine = [_seen(refined(alike, fall), smooth) for fall in (*large[:REFINED], *slow[:REFINED])]
    # A refined fall must not have become an activation; a quick one cannot be.
    real = [f for f in fine if _is_sure(f) and (f.end - f.start < BEFORE or is_real(smooth, f))]
    real = real or [f for f in (_seen(g, smooth) for g in sure) if _is_sure(f)]
    return max(real, key=lambda f: f.likely, default=None)


def _whole_decline(smooth: np.ndarray) -> list[Fall]:
    """Return the largest decline of a series from its top to its lowest point, if it is no activation.

    A fall in stairs, and one whose ends lie between those that are tried, may fit none of them.
    """
    decline = np.maximum.accumulate(smooth) - smooth
    lowest = int(np.argmax(decline))
    size = float(decline[lowest])
    high = np.flatnonzero(smooth[: lowest + 1] >= smooth[: lowest + 1].max() - BEGUN * size)
    start = max(float(high[-1]) + 0.5, float(BEFORE))
    whole = Fall(start, float(lowest) + 0.5, size, 0.0)
    slow = whole.end - whole.start >= SLOW
    return [whole] if slow and size >= REAL * SMALLEST and is_real(smooth, whole) else []


def _seen(fall: Fall, smooth: np.ndarray) -> Fall:
    """Return what a series shows of a fall: not beyond its end, not more than the signal itself loses."""
    inside = seen_part(fall, len(smooth))
    first = max(int(inside.start) - 1, 0)
    own = float(smooth[first] - smooth[first : int(np.ceil(inside.end)) + 2].min())
    return replace(inside, size=min(inside.size, own))


def _is_sure(fall: Fall) -> bool:
    return fall.size >= SMALLEST and fall.z >= SURE


def near(values: np.ndarray, time: np.ndarray, fall: Fall) -> Fall:
    """Return the most likely fall near one that is known, in a part of a series."""
    known = without_outliers(values, median_of_five(values))
    return refined(_stepped(fitting(known, healthy(time, from_start=False)), fall.start), fall)


def _stepped(one: Fitting, start: float) -> Fitting:
    """Return a fitting with the random walk that is most likely before a position."""
    return one.with_step(most_likely_step(one, max(int(start), BEFORE)))


def without_outliers(values: np.ndarray, smooth: np.ndarray) -> np.ndarray:
    """Return a series in which single half-cycles that stand out take the median of five."""
    off = np.abs(values - smooth)
    return np.where(off > OUTLIER * MAD * max(float(np.median(off)), 1e-3), smooth, values)


def _proposed(values: np.ndarray, smooth: np.ndarray, course: Healthy, tried: Tried, one: Fitting) -> list[Fall]:
    """Return the falls that are worth a closer look: the most significant real one of each duration.

    Most falls that are tried are left out before any fit: the signal itself does not fall there. The scatter of the
    healthy course is taken from the whole series, and again from the part before each fall, as a slow fall in the
    series looks like a random walk.
    """
    start, long, columns = tried
    real = np.flatnonzero(are_real(smooth, start, long))
    if not len(real):
        return []
    series = course.components(values)
    start, long, columns = start[real], long[real], columns[:, real]
    every = [fitted(course, series, columns, variances(course))]
    before = np.array(PREFIXES)[np.searchsorted(PREFIXES, start, side="right").clip(1) - 1]
    quiet = np.full((2, len(start)), -np.inf)
    for stop in np.unique(before):
        same = before == stop
        scatter = white_scatter(values[: int(stop)]) or float(LEAST)
        step = most_likely_step(one, int(stop))
        fit = fitted(course, series, columns[:, same], [step**2 + scatter**2 * course.eigenvalues])
        quiet[:, same] = fit.size, (fit.fallen - fit.without)
    kept: list[Fall] = []
    for size, gain in ((every[0].size, every[0].fallen - every[0].without), quiet):
        kept += _best(smooth, start, long, size, np.sqrt(2 * np.maximum(gain, 0.0)) * np.sign(size))
    return kept


def _best(smooth: np.ndarray, start: np.ndarray, long: np.ndarray, size: np.ndarray, z: np.ndarray) -> list[Fall]:
    """Return the most significant fall of each duration among those that are real for their size."""
    kept: list[Fall] = []
    for duration in DURATIONS:
        same = np.flatnonzero((long == duration) & (size >= REAL * SMALLEST) & (z > WORTH))
        for k in same[np.argsort(-z[same])][:TRIES]:
            one = Fall(float(start[k]), float(start[k] + long[k]), float(size[k]), float(z[k]))
            if is_real(smooth, one):
                kept.append(one)
                break
    return kept


def _tried(number: int, course: Healthy) -> Tried:
    """Return starts, durations and sine components of all falls that are tried in a series."""
    start, long = candidates(number)
    columns = [ramps(number, start, long), ramps(number, start, long, "hastening", STEEP)]
    return np.tile(start, 2), np.tile(long, 2), course.components(np.concatenate(columns, axis=1))


def candidates(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return starts and durations of all falls that are tried in a series of so many half-cycles."""
    starts = [np.arange(BEFORE, number - AFTER, max(d / PER_DURATION, 0.5)) for d in DURATIONS]
    return np.concatenate(starts), np.repeat(DURATIONS, [len(s) for s in starts])


def is_real(smooth: np.ndarray, fall: Fall) -> bool:
    """Whether the signal itself falls by most of the size, from the start on, and is no activation."""
    return bool(are_real(smooth, np.array([fall.start]), np.array([fall.end - fall.start]), fall.size)[0])


def _in_a_gap(fall: Fall, smooth: np.ndarray, clock: np.ndarray) -> bool:
    """Whether half-cycles are missing in a fall, and it is no faster in time than the signal fell before."""
    reach = max((fall.end - fall.start) / 3, BEFORE)
    at = np.array([fall.start - reach, fall.start, fall.end + 1])
    place = np.arange(len(smooth)) + 0.5
    then, begins, over = np.interp(at, place, clock)
    if over - begins <= GAP * (fall.end + 1 - fall.start):
        return False
    early, before, after = np.interp(at, place, smooth)
    return bool((before - after) / (over - begins) < FASTER * (early - before) / max(begins - then, 1e-9))


def are_real(smooth: np.ndarray, start: np.ndarray, long: np.ndarray, size: float = REAL * SMALLEST) -> np.ndarray:
    """Return whether the signal itself falls by most of the size from each start on, and is no activation.

    An activation slows from the first half-cycle on. A fall begins faster than the signal fell before, or it does not
    slow and then ends.
    """
    reach = np.maximum(long / 3, BEFORE)
    place = np.arange(len(smooth)) + 0.5
    at = (start - reach, start, start + long / 3, start + long / 2, start + long + 1, start + long + 1 + reach)
    early, before, third, middle, after, ended = (np.interp(x, place, smooth) for x in at)
    lost = before - after
    enough = (lost >= REAL * min(size, SMALLEST)) & (before - third >= BEGUN * lost)
    earlier = np.maximum(np.minimum(reach, start - 0.5), 1.0)  # the series may begin later than the reach
    starts = lost / (long + 1) >= FASTER * (early - before) / earlier
    ends = (start + long + 1 + reach <= len(smooth)) & (after - ended <= ENDED * lost / long * reach)
    return np.asarray(enough & (starts | (ends & (middle - after >= EVEN * (before - middle)))))
