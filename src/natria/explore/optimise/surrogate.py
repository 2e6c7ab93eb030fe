"""A cheap surface through the values at points: cubic radial basis functions with a linear tail.

    s(x) = sum_i w_i |x - x_i|^3 + c_0 + c . x,    sum_i w_i = 0,  sum_i w_i x_i = 0

It meets every value, needs no scale, and is exact for linear functions (M. J. D. Powell, in *Advances in Numerical
Analysis* II (1992) 105; for searches R. G. Regis and C. A. Shoemaker, INFORMS J. Comput. 19, 497 (2007)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SOFT = 1e-10  # of the mean of the kernel: points that coincide leave the system solvable


@dataclass(frozen=True, eq=False)
class RadialSurface:
    """Weights of the centres and of the tail; a column for each value."""

    centres: np.ndarray
    weights: np.ndarray
    tail: np.ndarray

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Return the values of the surface at rows of features."""
        return np.asarray(_cubes(points, self.centres) @ self.weights + _linear(points) @ self.tail)


def fit_surrogate(features: np.ndarray, values: np.ndarray) -> RadialSurface:
    """Return the surface through rows of values at rows of features."""
    count, tail = len(features), _linear(features)
    kernel = _cubes(features, features)
    soft = SOFT * max(float(kernel.mean()), SOFT)
    many = tail.shape[1]
    # features of choices add up to a constant: the corner keeps the tail unique
    system = np.block([[kernel + soft * np.eye(count), tail], [tail.T, -soft * np.eye(many)]])
    solved = np.linalg.solve(system, np.vstack([values, np.zeros((many, values.shape[1]))]))
    return RadialSurface(features, solved[:count], solved[count:])


def _linear(points: np.ndarray) -> np.ndarray:
    return np.hstack([np.ones((len(points), 1)), points])


def _cubes(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    square = (points**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2 * points @ centres.T
    return np.asarray(np.maximum(square, 0.0) ** 1.5)
