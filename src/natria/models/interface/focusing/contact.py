"""The contact of a mesh: sides with their nodes, weights and integrals.

A side of order k is a polynomial of that order through its k + 1 nodes, and so is what is interpolated on it: for
0 <= s <= 1 the function of node n is the product over the other nodes m of (s - s_m)/(s_n - s_m). Integrals are Gauss's
with `MORE_POINTS` more points a side than its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

MORE_POINTS = 3  # exact to the order 2 k + 5


@dataclass(frozen=True)
class Contact:
    """Sides of the contact: places and measures (sides, points) of the points of quadrature.

    `own` are the numbers of its nodes among all, rising; `sides` (k + 1, sides) are places in `own`. `measure` is the
    length that a point stands for, times the distance from the axis where the cell turns about it.
    """

    own: np.ndarray
    sides: np.ndarray
    x: np.ndarray
    y: np.ndarray
    measure: np.ndarray

    @property
    def _shapes(self) -> np.ndarray:
        return _side(len(self.sides) - 1)[0]

    @property
    def area(self) -> float:
        """Area of the contact; over 2 pi about an axis."""
        return float(self.measure.sum())

    def values(self, at_nodes: np.ndarray) -> np.ndarray:
        """Return what values at its nodes are at the points of quadrature."""
        return np.asarray(at_nodes[self.sides].T @ self._shapes)

    def vector(self, density: np.ndarray) -> np.ndarray:
        """Return the integrals of a density times each node's function."""
        local = self._shapes @ (density * self.measure).T
        return np.bincount(self.sides.ravel(), local.ravel(), len(self.own))

    def matrix(self, density: np.ndarray) -> np.ndarray:
        """Return the integrals of a density times each pair of nodes' functions."""
        shapes, count = self._shapes, len(self.own)
        local = np.tensordot(shapes[:, None] * shapes, (density * self.measure).T, 1)
        place = self.sides[:, None] * count + self.sides[None]
        return np.bincount(place.ravel(), local.ravel(), count * count).reshape(count, count)


def contact_of(nodes: np.ndarray, places: np.ndarray, turns: bool) -> Contact:
    """Return the contact of sides given by their nodes (ends, then inner); `places`: of all nodes."""
    shapes, slopes, weights = _side(len(nodes) - 1)
    at = places[:, nodes]
    x, y = np.einsum("dns,nq->dsq", at, shapes)
    along = np.hypot(*np.einsum("dns,nq->dsq", at, slopes))
    own, sides = np.unique(nodes, return_inverse=True)
    return Contact(own, sides.reshape(nodes.shape), x, y, along * weights * (x if turns else 1.0))


@cache
def _side(order: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the functions of a side and their slopes (order + 1, points), and the weights of the points."""
    points, weights = np.polynomial.legendre.leggauss(order + MORE_POINTS)
    s = (points + 1) / 2
    nodes = np.array([0.0, 1.0, *np.arange(1, order) / order])
    powers = np.vander(nodes, increasing=True)
    rise = np.arange(1, order + 1)[:, None] * np.vander(s, order, increasing=True).T
    shapes = np.linalg.solve(powers.T, np.vander(s, order + 1, increasing=True).T)
    slopes = np.linalg.solve(powers.T, np.vstack([np.zeros_like(s), rise]))
    return shapes, slopes, weights / 2
