"""Fewer points for a figure without losing spikes.

Each stretch of time keeps its first, lowest, highest and last reading.

The picture of the thinned curve is that of the whole one as long as a stretch is narrower than a pixel (M4, Jugel et
al., PVLDB 7 (2014) 797).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def thin(x: np.ndarray, y: np.ndarray, most: int = 4000) -> np.ndarray:
    """The indices to keep, in order, about `most` of them; all where there are fewer. x must not fall."""
    if len(x) <= most:
        return np.arange(len(x))
    stretches = max(most // 4, 1)
    edges = np.searchsorted(x, x[0] + (x[-1] - x[0]) * np.arange(1, stretches) / stretches)
    bounds = np.unique(np.r_[0, edges, len(x)])  # rows: no array as long as the readings is made
    kept = np.empty((len(bounds) - 1, 4), int)
    for k, (first, stop) in enumerate(pairwise(bounds)):
        inside, unknown = y[first:stop], np.isnan(y[first:stop])
        lowest, highest = np.where(unknown, np.inf, inside).argmin(), np.where(unknown, -np.inf, inside).argmax()
        kept[k] = first, first + int(lowest), first + int(highest), stop - 1
    return np.unique(kept)
