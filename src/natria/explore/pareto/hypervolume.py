"""Hypervolume: the volume that points dominate up to a reference point (minimised).

    H = volume of the union over points p of the boxes [p, r]        E. Zitzler and L. Thiele, PPSN V, 292 (1998)

It is exact: slices along the last objective, each with the hypervolume of the points below it in one objective less
(hypervolume by slicing objectives; J. Knowles, thesis, Reading (2002)); in two objectives a sum of rectangles.
"""

from __future__ import annotations

import numpy as np

from .dominance import front_of


def hypervolume(values: np.ndarray, reference: np.ndarray) -> float:
    """Return the hypervolume of rows of objectives up to a reference point; rows beyond it add nothing."""
    rows = np.asarray(values, float)
    inside = rows[(rows < reference).all(axis=1)]  # False for NaN
    return _sliced(inside[front_of(inside)], np.asarray(reference, float))


def _sliced(rows: np.ndarray, reference: np.ndarray) -> float:
    if not len(rows):
        return 0.0
    if rows.shape[1] == 1:
        return float(reference[0] - rows.min())
    rows = rows[np.argsort(rows[:, -1], kind="stable")]
    if rows.shape[1] == 2:
        best = np.minimum.accumulate(rows[:, 0])
        heights = np.diff(np.append(rows[:, 1], reference[1]))
        return float(np.sum((reference[0] - best) * heights))
    tops = np.append(rows[1:, -1], reference[-1])
    total = 0.0
    below = np.empty((0, rows.shape[1] - 1))
    for row, top in zip(rows, tops, strict=True):
        head = row[:-1]
        below = np.vstack([below[~(head <= below).all(axis=1)], head]) if not _has_better(below, head) else below
        if top > row[-1]:
            total += _sliced(below, reference[:-1]) * (top - row[-1])
    return total


def _has_better(rows: np.ndarray, one: np.ndarray) -> bool:
    return bool(len(rows)) and bool((rows <= one).all(axis=1).any())
