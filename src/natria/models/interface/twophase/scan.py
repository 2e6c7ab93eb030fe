"""A smooth function at many places, from solves at few of them.

The places are divided in two until a cubic spline through what is solved meets the next solve; all others are read off
the spline. It meets a place to `tolerance` before that place is added to it, and closer after.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

STRIDE = 8  # places between the first solves
LEAST = 8  # places below which all are solved


def scanned(places: np.ndarray, solve: Callable[[int], np.ndarray], tolerance: float) -> tuple[np.ndarray, int]:
    """Return the rows of a function at rising places, and how many of them were solved.

    `solve` returns the row at the place of this number.
    """
    from scipy.interpolate import CubicSpline

    count = len(places)
    start = range(count) if count < LEAST else sorted({*range(0, count - 1, min(STRIDE, count // 4)), count - 1})
    rows = {at: solve(at) for at in start}
    gaps = [(low, high) for low, high in pairwise(start) if high - low > 1]
    while gaps:
        known = sorted(rows)
        spline = CubicSpline(places[known], np.array([rows[at] for at in known]))
        further: list[tuple[int, int]] = []
        for low, high in gaps:
            middle = (low + high) // 2
            rows[middle] = solve(middle)
            if np.abs(spline(places[middle]) - rows[middle]).max() > tolerance:
                further += [one for one in ((low, middle), (middle, high)) if one[1] - one[0] > 1]
        gaps = further
    known = sorted(rows)
    found = np.array([rows[at] for at in known])
    if len(known) < count:
        found = CubicSpline(places[known], found)(places)
    return found, len(known)
