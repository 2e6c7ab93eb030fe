"""Noise of the readings of a sweep: an absolute part and one in proportion to the current.

The deviation of a reading from the mean of its two neighbours has 3/2 of the variance of a reading, and nothing of a
smooth curve. Its median size in bins of |i| is fitted by sigma^2 = a^2 + (b i)^2.
"""

from __future__ import annotations

from math import log

import numpy as np

from ..inputs import Vector

SMALLEST = 8  # readings of the first bin, those of the smallest current; each further bin is twice as large
OF_MEDIAN = 1.4826  # standard deviation of a normal distribution over the median of its absolute value
WINDOW = 11  # readings of the smoothing
FLOOR = 1e-6  # of the largest current: the least noise that is assumed, below the resolution of any instrument
OF_FIRST = 0.5  # of the noise of the first bin: the least absolute part, as eight readings give it to a factor of two


def reading_noise(current: Vector) -> tuple[float, float]:
    """Return the absolute and the relative standard deviation of a reading (a, b)."""
    least = FLOOR * float(np.max(np.abs(current)))
    if len(current) < 2 * SMALLEST:
        return least, 0.0
    off = np.abs(current[1:-1] - (current[:-2] + current[2:]) / 2) / 1.5**0.5
    size = np.abs(current[1:-1])
    bins = _bins(np.argsort(size, kind="stable"))
    middle = np.array([float(np.median(size[b])) for b in bins])
    noise = np.array([max(OF_MEDIAN * float(np.median(off[b])), least) for b in bins])
    if len(bins) < 2:
        return float(noise[0]), 0.0
    return _two_parts(middle, noise, np.array([len(b) for b in bins], float))


def smoothed(current: Vector) -> Vector:
    """Return the current smoothed by parabolas, for weights that do not follow their own noise.

    A weight from the reading itself is larger where the noise is below zero, which makes all currents too small.
    """
    from scipy.signal import savgol_filter

    return np.asarray(savgol_filter(current, WINDOW, 2), float) if len(current) > WINDOW else current


def _bins(order: np.ndarray) -> list[np.ndarray]:
    """Split readings in the order of their current into bins, each twice as large as the one before."""
    ends = [SMALLEST]
    while ends[-1] + 4 * (ends[-1] + SMALLEST) <= 2 * len(order) + ends[-1]:
        ends.append(2 * ends[-1] + SMALLEST)
    return [part for part in np.split(order, ends) if len(part)]


def _two_parts(size: Vector, noise: Vector, count: Vector) -> tuple[float, float]:
    from scipy.optimize import least_squares

    start = (log(float(noise[0])), log(max(float(noise[-1] / max(size[-1], 1e-300)), 1e-9)))

    def off(p: Vector) -> Vector:
        log_ratio = np.log(np.exp(2 * p[0]) + np.exp(2 * p[1]) * size**2) - 2 * np.log(noise)
        return np.asarray(np.sqrt(count) * log_ratio, float)

    best = least_squares(off, start, loss="soft_l1", max_nfev=200)
    return max(float(np.exp(best.x[0])), OF_FIRST * float(noise[0])), float(np.exp(best.x[1]))
