"""The contact of a mesh: sides of second order, with their nodes, weights and integrals.

A side is a parabola through its two ends and its middle, and so is what is interpolated on it:
N = (1 - s)(1 - 2s), s(2s - 1), 4s(1 - s) for 0 <= s <= 1. Integrals are Gauss's with `POINTS` points a side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

POINTS = 5  # exact to the ninth order


@dataclass(frozen=True)
class Contact:
    """Sides of the contact: places and measures (sides, points) of the points of quadrature.

    `own` are the numbers of its nodes among all, rising; `sides` (3, sides) are places in `own`. `measure` is the
    length that a point stands for, times the distance from the axis where the cell turns about it.
    """

    own: np.ndarray
    sides: np.ndarray
    x: np.ndarray
    y: np.ndarray
    measure: np.ndarray

    @property
    def area(self) -> float:
        """Area of the contact; over 2 pi about an axis."""
        return float(self.measure.sum())

    def values(self, at_nodes: np.ndarray) -> np.ndarray:
        """Return what values at its nodes are at the points of quadrature."""
        return np.asarray(at_nodes[self.sides].T @ _shapes()[0])

    def vector(self, density: np.ndarray) -> np.ndarray:
        """Return the integrals of a density times each node's function."""
        local = _shapes()[0] @ (density * self.measure).T
        return np.bincount(self.sides.ravel(), local.ravel(), len(self.own))

    def matrix(self, density: np.ndarray) -> np.ndarray:
        """Return the integrals of a density times each pair of nodes' functions."""
        shapes, count = _shapes()[0], len(self.own)
        local = np.tensordot(shapes[:, None] * shapes, (density * self.measure).T, 1)
        place = self.sides[:, None] * count + self.sides[None]
        return np.bincount(place.ravel(), local.ravel(), count * count).reshape(count, count)


def contact_of(nodes: np.ndarray, places: np.ndarray, turns: bool) -> Contact:
    """Return the contact of sides given by their nodes (ends, middle); `places` are those of all nodes."""
    shapes, slopes, weights = _shapes()
    at = places[:, nodes]
    x, y = np.einsum("dns,nq->dsq", at, shapes)
    along = np.hypot(*np.einsum("dns,nq->dsq", at, slopes))
    own, sides = np.unique(nodes, return_inverse=True)
    return Contact(own, sides.reshape(nodes.shape), x, y, along * weights * (x if turns else 1.0))


@cache
def _shapes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the functions of a side and their slopes (3, points), and the weights of the points."""
    points, weights = np.polynomial.legendre.leggauss(POINTS)
    s = (points + 1) / 2
    shapes = np.array([(1 - s) * (1 - 2 * s), s * (2 * s - 1), 4 * s * (1 - s)])
    slopes = np.array([4 * s - 3, 4 * s - 1, 4 - 8 * s])
    return shapes, slopes, weights / 2
