"""Gradual falls of ln |V|/|I|: a ramp with a start and an end, compared with the course of a healthy cell.

Each fall that is tried has a start, a duration and a shape. Its size d and the log-likelihood ratio L against the
healthy course follow from generalised least squares; z = sqrt(2 L) is its significance in sigma (the matched filter of
a known shape in coloured noise: Kay, Fundamentals of Statistical Signal Processing II, 1998, sec. 4.4). A fall must
also lower the signal itself, by most of its size, and faster than the signal fell before: a fall from the first
half-cycle on that slows is activation.

Plain arrays. A position is in half-cycles: 41.5 is the middle of the half-cycle of index 41.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .healthy_drift import Healthy, fitted, healthy, variances
from .resistance import row_median

Shape = Literal["even", "slowing", "hastening", "smooth"]

SMALLEST = -np.log(0.8)  # 20 %: warming by 4 K at 0.4 eV has the same effect
SURE = 6.0  # sigma: thousands of overlapping starts and durations are tried
DURATIONS = (0.5, 1.0, 2.0, 3.5, 6.0, 10.0, 17.0, 30.0, 50.0)  # half-cycles
PER_DURATION = 5  # starts within one duration
WINDOW, STRIDE = 200, 50  # half-cycles of a window, and between the starts of two windows
BEFORE = 4  # half-cycles before a fall: its trend
AFTER = 2  # half-cycles from the start of a fall to the end of the series
FEWEST = 10  # half-cycles of a series
REAL = 0.8  # share of a fall that the signal itself must fall
FASTER = 2.0  # times the fall before
OUTLIER = 5.0  # times the scatter from the median of five
MAD = 1.4826
TRIES = 200  # most significant falls that are checked


@dataclass(frozen=True)
class Fall:
    """A fall of ln R by `size` between two positions (half-cycles); `z` in sigma of a healthy cell."""

    start: float
    end: float
    size: float
    z: float


def falls(values: np.ndarray, time: np.ndarray, kelvin: np.ndarray | None = None) -> list[Fall]:
    """Return the falls of a series, most significant first; nan is a missing half-cycle."""
    known = np.isfinite(values)
    if known.sum() < FEWEST:
        return []
    place = np.arange(len(values)) + 0.5
    filled = np.interp(place, place[known], values[known])
    found = []
    for window in _windows(len(values)):
        smooth = median_of_five(filled[window])
        if (np.maximum.accumulate(smooth) - smooth).max() < REAL * SMALLEST:
            continue
        course = healthy(
            time[window], from_start=window.start == 0, kelvin=None if kelvin is None else kelvin[window]
        )
        one = _largest(filled[window], smooth, course)
        if one:
            found.append(Fall(one.start + window.start, one.end + window.start, one.size, one.z))
    return sorted(found, key=lambda f: -f.z)


def _windows(number: int) -> Iterator[slice]:
    for first in range(0, max(number - WINDOW, 0) + STRIDE, STRIDE):
        last = min(first + WINDOW, number)
        yield slice(max(last - WINDOW, 0), last)
        if last == number:
            return


def median_of_five(values: np.ndarray) -> np.ndarray:
    padded = np.r_[np.full(2, np.nan), values, np.full(2, np.nan)]
    return row_median(np.lib.stride_tricks.sliding_window_view(padded, 5))


def _largest(values: np.ndarray, smooth: np.ndarray, course: Healthy) -> Fall | None:
    """Return the most significant fall of a window."""
    off = np.abs(values - smooth)
    values = np.where(off > OUTLIER * MAD * max(float(np.median(off)), 1e-3), smooth, values)
    start, long = candidates(len(values))
    series = course.components(values)
    noises = variances(course)
    fit = fitted(course, series, course.components(ramps(len(values), start, long)), noises)
    z = np.sqrt(2 * np.maximum(fit.fallen - fit.without, 0.0)) * np.sign(fit.size)
    for k in np.argsort(-z)[:TRIES]:
        one = Fall(float(start[k]), float(start[k] + long[k]), float(fit.size[k]), float(z[k]))
        if one.z < SURE:
            return None
        if one.size >= SMALLEST and is_real(smooth, one):
            return refined(one, series, course, noises[fit.kind[k]])
    return None


def candidates(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return starts and durations of all falls that are tried in a series of so many half-cycles."""
    starts = [np.arange(BEFORE, number - AFTER, max(d / PER_DURATION, 0.5)) for d in DURATIONS]
    return np.concatenate(starts), np.repeat(DURATIONS, [len(s) for s in starts])


def ramps(number: int, start: np.ndarray, long: np.ndarray, shape: Shape = "even", size: float = 0.5) -> np.ndarray:
    """Return falls of unit size as columns, each averaged over its half-cycles.

    Even in ln R; slowing, as with a conductance that grows linearly; hastening, as with |V| that falls linearly (both
    depend on the size); smooth at both ends.
    """
    at = (np.arange(4 * number) + 0.5) / 4
    x = np.clip((at[:, None] - start) / long, 0.0, 1.0)
    lost = 1 - np.exp(-size)
    match shape:
        case "even":
            course = x
        case "slowing":
            course = np.log1p(x * lost / (1 - lost)) / size
        case "hastening":
            course = -np.log1p(-x * lost) / size
        case "smooth":
            course = x**2 * (3 - 2 * x)
    return -course.reshape(number, 4, -1).mean(axis=1)


SHAPES: tuple[Shape, ...] = ("even", "slowing", "hastening", "smooth")


def refined(fall: Fall, series: np.ndarray, course: Healthy, variance: np.ndarray) -> Fall:
    """Return the most likely fall near one, over finer starts, durations and all shapes."""
    number = len(course.sines) + 1
    best, likely = fall, -np.inf
    for reach in (0.5, 0.15):
        grid = (best.end - best.start) * np.linspace(-reach, reach, 9)
        starts, ends = (each.ravel() for each in np.meshgrid(best.start + grid, best.end + grid))
        usable = (ends - starts > 0.25) & (starts >= 1) & (starts < number - 1)
        starts, ends = starts[usable], ends[usable]
        for shape in SHAPES:
            columns = ramps(number, starts, ends - starts, shape, min(fall.size, 3.0))
            fit = fitted(course, series, course.components(columns), [variance])
            k = int(np.argmax(np.where(fit.size > 0, fit.fallen, -np.inf)))
            if fit.fallen[k] > likely:
                best = Fall(float(starts[k]), float(ends[k]), float(fit.size[k]), fall.z)
                likely = float(fit.fallen[k])
    return best


def is_real(smooth: np.ndarray, fall: Fall) -> bool:
    """Whether the signal itself falls by most of the size, and faster than before."""
    long = fall.end - fall.start
    reach = max(long / 3, BEFORE)
    place = np.arange(len(smooth)) + 0.5
    early, before, after = (float(np.interp(x, place, smooth)) for x in (fall.start - reach, fall.start, fall.end + 1))
    lost = before - after
    return lost >= REAL * min(fall.size, SMALLEST) and lost / (long + 1) >= FASTER * (early - before) / reach
