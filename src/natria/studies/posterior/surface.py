"""Residuals as polynomials of the free coordinates, for a sampler that needs thousands of them.

Each residual is a polynomial of third order in coordinates that are scaled by the standard deviations of the fit,
through simulated points around the best one. It is compared with simulations at points of the posterior afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

ORDER = 3
OVER = 2.5  # points over coefficients
REACH = 3.5  # standard deviations around the best point

Residual = Callable[[np.ndarray], np.ndarray | None]


@dataclass(frozen=True, eq=False)
class ResidualSurface:
    """Polynomials through simulated points; `root` maps standard normal coordinates to the free ones."""

    middle: np.ndarray
    root: np.ndarray
    weights: np.ndarray
    points: np.ndarray
    residuals: np.ndarray

    def __call__(self, u: np.ndarray) -> np.ndarray:
        """Return the residuals at rows of free coordinates."""
        return np.asarray(_monomials(np.linalg.solve(self.root, (u - self.middle).T).T) @ self.weights)

    def with_points(self, points: np.ndarray, residuals: np.ndarray) -> ResidualSurface:
        """Return a surface through more points."""
        return _fitted(self.middle, self.root, np.vstack([self.points, points]), np.vstack([self.residuals, residuals]))


def residual_surface(
    residual: Residual, middle: np.ndarray, covariance: np.ndarray, bounds: tuple[np.ndarray, np.ndarray], seed: int
) -> ResidualSurface:
    """Return the surface of residuals around a point, with the spread of a covariance."""
    from scipy.stats import qmc

    size = len(middle)
    root = np.linalg.cholesky(covariance)
    count = int(OVER * len(_powers(size))) + 1
    shares = qmc.Sobol(size, rng=np.random.default_rng(seed)).random_base2((count - 1).bit_length())
    tried = np.vstack([middle, middle + (REACH * (2 * shares - 1)) @ root.T])
    low, high = bounds
    found = [(u, r) for u in np.clip(tried, low, high) if (r := residual(u)) is not None]
    points, values = (np.array(each) for each in zip(*found, strict=True))
    return _fitted(middle, root, points, values)


def _fitted(middle: np.ndarray, root: np.ndarray, points: np.ndarray, residuals: np.ndarray) -> ResidualSurface:
    scaled = np.linalg.solve(root, (points - middle).T).T
    near = np.exp(-np.clip((scaled**2).sum(axis=1) / len(middle) - 1, 0, 20) / 4)[:, None]  # what is far counts less
    weights = np.linalg.lstsq(near * _monomials(scaled), near * residuals, rcond=None)[0]
    return ResidualSurface(middle, root, weights, points, residuals)


def _powers(size: int) -> list[tuple[int, ...]]:
    return [one for order in range(ORDER + 1) for one in combinations_with_replacement(range(size), order)]


def _monomials(points: np.ndarray) -> np.ndarray:
    columns = [
        np.prod(points[:, list(one)], axis=1) if one else np.ones(len(points)) for one in _powers(points.shape[1])
    ]
    return np.stack(columns, axis=1)
