"""Fewer points for a figure without losing spikes.

Each stretch of time keeps its first, lowest, highest and last reading.

The picture of the thinned curve is that of the whole one as long as a stretch is narrower than a pixel (M4, Jugel et
al., PVLDB 7 (2014) 797).
"""

from __future__ import annotations

import numpy as np


def thin(x: np.ndarray, y: np.ndarray, most: int = 4000) -> np.ndarray:
    """The indices to keep, in order, about `most` of them; all where there are fewer. x must not fall."""
    if len(x) <= most:
        return np.arange(len(x))
    stretches = max(most // 4, 1)
    span = float(x[-1] - x[0])
    bucket = (
        np.minimum(((x - x[0]) * (stretches / span)).astype(int), stretches - 1) if span > 0 else np.zeros(len(x), int)
    )
    first = np.flatnonzero(np.r_[True, bucket[1:] != bucket[:-1]])
    last = np.r_[first[1:], len(x)] - 1
    order = np.lexsort((y, bucket))  # within each stretch from the lowest to the highest
    return np.unique(np.r_[first, last, order[first], order[last]])
