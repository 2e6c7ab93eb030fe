"""|Z| of each point from the trend of its neighbours: for weights that a bad point does not change."""

from __future__ import annotations

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
    order = np.argsort(-frequency, kind="stable")
    x, y = np.log(frequency[order]), np.log(np.abs(z[order]))
    width = min(NEIGHBOURS, len(x))
    first = np.clip(np.arange(len(x)) - NEIGHBOURS // 2, 0, len(x) - width)
    places = first[:, None] + np.arange(width)
    near_x, near_y = x[places] - x[:, None], y[places]
    one, other = np.triu_indices(width, 1)
    runs = near_x[:, one] - near_x[:, other]
    rises = near_y[:, one] - near_y[:, other]
    apart = runs > 0  # a frequency may be there twice
    slopes = np.sort(np.where(apart, rises / np.where(apart, runs, 1.0), np.inf), axis=1)
    count = apart.sum(1)
    row, middle = np.arange(len(x)), np.maximum(count - 1, 0) // 2
    slope = np.where(count > 0, 0.5 * (slopes[row, middle] + slopes[row, np.maximum(count, 1) // 2]), 0.0)
    found = np.empty(len(x))
    found[order] = np.exp(np.median(near_y - slope[:, None] * near_x, axis=1))
    return found
