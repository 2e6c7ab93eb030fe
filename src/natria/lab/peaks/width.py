"""A first width of the peaks of a spectrum, to start a fit from."""

from __future__ import annotations

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from .backgrounds import background_of

LEAST = 3  # readings
SMOOTH = 5  # readings of the running median, which single readings do not pass


def first_width(x: Vector, y: Vector) -> float:
    """Return the width at half height of the highest peak above the line through both ends."""
    from scipy.ndimage import median_filter

    if len(x) <= 2 * SMOOTH:
        raise FitError(f"{len(x)} readings are too few to look for peaks", "give more readings")
    if float(np.ptp(y)) == 0:
        raise FitError("no peak: all readings are the same", "give a spectrum with a peak")
    above = median_filter(y - background_of("linear", x, y), SMOOTH)
    top = int(np.argmax(above))
    low = high = top
    while low > 0 and above[low - 1] > above[top] / 2:
        low -= 1
    while high < len(x) - 1 and above[high + 1] > above[top] / 2:
        high += 1
    step = float(np.median(np.diff(x)))
    return max(float(x[high] - x[low]), LEAST * step)
