"""Objectives and violation at any point of a space, by surfaces through the points that are known."""

from __future__ import annotations

import numpy as np

from .space import SearchSpace
from .surrogate import fit_surrogate

WIDE = 30.0  # ratio of the quartiles from which a positive value is taken by its logarithm
NEAR_ZERO = 1e-3  # of the lower quartile: a logarithm would put such a value far from all others
TINY = 1e-300


class Surfaces:
    """Surfaces through objectives (scaled), constraints (over their mean size) and refusals (above zero)."""

    def __init__(self, space: SearchSpace, points: np.ndarray, objectives: np.ndarray, constraints: np.ndarray) -> None:
        good = np.isfinite(objectives).all(axis=1) & np.isfinite(constraints).all(axis=1)
        self.space = space
        self.scales = [_Scale(column) for column in objectives[good].T]
        self.many = objectives.shape[1]
        sizes = np.maximum(np.abs(constraints[good]).mean(axis=0), TINY)
        features = space.features(points)
        both = np.hstack([self.scaled(objectives[good]), constraints[good] / sizes])
        self.surface = fit_surrogate(features[good], both)
        refused = np.where(good, -1.0, 1.0)[:, None]
        self.refusal = None if good.all() else fit_surrogate(features, refused)

    def scaled(self, objectives: np.ndarray) -> np.ndarray:
        """Return objectives as shares of their range, by the logarithm where they are wide."""
        return np.stack([scale(column) for scale, column in zip(self.scales, objectives.T, strict=True)], axis=1)

    def __call__(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return scaled objectives of rows of points, and how far each misses its constraints."""
        features = self.space.features(points)
        found = self.surface(features)
        violation = np.maximum(found[:, self.many :], 0.0).sum(axis=1)
        if self.refusal is not None:
            violation = violation + np.maximum(self.refusal(features)[:, 0], 0.0)
        return found[:, : self.many], violation


class _Scale:
    """An objective between 0 and 1, by its logarithm where it is wide and does not vanish."""

    def __init__(self, column: np.ndarray) -> None:
        low, high = np.quantile(column, [0.25, 0.75])
        self.log = bool(column.min() > NEAR_ZERO * low > 0 and high > WIDE * low)
        taken = np.log(column) if self.log else column
        self.low, self.wide = taken.min(), max(float(np.ptp(taken)), TINY)

    def __call__(self, column: np.ndarray) -> np.ndarray:
        return np.asarray(((np.log(column) if self.log else column) - self.low) / self.wide)


def gap_to(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the distance of each row to the nearest of other rows; infinite where there are none."""
    if not len(others):
        return np.full(len(rows), np.inf)
    square = (rows**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * rows @ others.T
    return np.asarray(np.sqrt(np.maximum(square.min(axis=1), 0.0)))
