"""|Z| of each point from the trend of its neighbours: for weights that a bad point does not change."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

NEIGHBOURS = 5  # points of a window: two that are off leave the median of five lines where it was


def smooth_modulus(frequency: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return |Z| of each point by a robust line of ln|Z| over ln f through the five points around it.

    The slope is the median of the slopes of all pairs, the level the median of what it leaves (Theil and Sen: Sen, J.
    Am. Stat. Assoc. 63, 1379 (1968)). The weight of a point is thus not that of its own noise, and not that of a
    disturbance which makes its |Z| small. At either end the window lies to one side.
    """
    if len(z) < 2:
        return np.asarray(np.abs(z))
    order, places, near_x, runs = _windows(np.asarray(frequency, float).tobytes())
    y = np.log(np.abs(z[order]))
    near_y = y[places]
    one, other = np.triu_indices(places.shape[1], 1)
    slopes = np.sort((near_y[:, one] - near_y[:, other]) / runs, axis=1)  # inf and nan last
    count = np.isfinite(runs).sum(1)
    row, middle = np.arange(len(y)), np.maximum(count - 1, 0) // 2
    slope = np.where(count > 0, 0.5 * (slopes[row, middle] + slopes[row, np.maximum(count, 1) // 2]), 0.0)
    left = np.sort(near_y - slope[:, None] * near_x, axis=1)
    half = places.shape[1] // 2
    found = np.empty(len(y))
    found[order] = np.exp(0.5 * (left[:, half] + left[:, places.shape[1] - 1 - half]))
    return found


@lru_cache(maxsize=32)
def _windows(frequency: bytes) -> tuple[np.ndarray, ...]:
    """Return order, places and ln f of the windows around each point, and the runs of their pairs."""
    f = np.frombuffer(frequency)
    order = np.argsort(-f, kind="stable")
    x = np.log(f[order])
    width = min(NEIGHBOURS, len(x))
    first = np.clip(np.arange(len(x)) - NEIGHBOURS // 2, 0, len(x) - width)
    places = first[:, None] + np.arange(width)
    near_x = x[places] - x[:, None]
    one, other = np.triu_indices(width, 1)
    runs = near_x[:, one] - near_x[:, other]
    return order, places, near_x, np.where(runs > 0, runs, np.nan)  # a frequency may be there twice
