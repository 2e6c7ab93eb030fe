"""The contact of a mesh: sides of second order, with their nodes, weights and integrals.

A side is a parabola through its two ends and its middle, and so is what is interpolated on it:
N = (1 - s)(1 - 2s), s(2s - 1), 4s(1 - s) for 0 <= s <= 1. Integrals are Gauss's with `POINTS` points a side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

POINTS = 5  # exact to the ninth order


@dataclass(frozen=True)
class Contact:
    """Sides of the contact: `nodes` (3, sides) as numbers of all nodes, places and measures (sides, points).

    `measure` is the length that a point of quadrature stands for, times the distance from the axis where the cell
    turns about it.
    """

    nodes: np.ndarray
    x: np.ndarray
    y: np.ndarray
    measure: np.ndarray
    count: int

    @cached_property
    def own(self) -> np.ndarray:
        """The nodes of the contact, each once, rising."""
        return np.unique(self.nodes)

    @property
    def area(self) -> float:
        """Area of the contact; over 2 pi about an axis."""
        return float(self.measure.sum())

    def values(self, at_nodes: np.ndarray) -> np.ndarray:
        """Return what nodal values are at the points of quadrature."""
        return np.asarray(np.einsum("ns,nq->sq", at_nodes[self.nodes], _shapes()[0]))

    def vector(self, density: np.ndarray) -> np.ndarray:
        """Return the integrals of a density times each node's function."""
        local = np.einsum("sq,nq->ns", density * self.measure, _shapes()[0])
        return np.bincount(self.nodes.ravel(), local.ravel(), self.count)

    def matrix(self, density: np.ndarray) -> Any:
        """Return the integrals of a density times each pair of nodes' functions."""
        from scipy.sparse import csr_matrix

        shapes = _shapes()[0]
        local = np.einsum("sq,nq,mq->nms", density * self.measure, shapes, shapes)
        rows = np.broadcast_to(self.nodes[:, None], local.shape)
        columns = np.broadcast_to(self.nodes[None], local.shape)
        place = (rows.ravel(), columns.ravel())
        return csr_matrix((local.ravel(), place), shape=(self.count, self.count))


def contact_of(nodes: np.ndarray, places: np.ndarray, turns: bool) -> Contact:
    """Return the contact of sides given by their nodes (ends, middle); `places` are those of all nodes."""
    shapes, slopes, weights = _shapes()
    at = places[:, nodes]
    x, y = np.einsum("dns,nq->dsq", at, shapes)
    along = np.hypot(*np.einsum("dns,nq->dsq", at, slopes))
    return Contact(nodes, x, y, along * weights * (x if turns else 1.0), places.shape[1])


def _shapes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the functions of a side and their slopes (3, points), and the weights of the points."""
    points, weights = np.polynomial.legendre.leggauss(POINTS)
    s = (points + 1) / 2
    shapes = np.array([(1 - s) * (1 - 2 * s), s * (2 * s - 1), 4 * s * (1 - s)])
    slopes = np.array([4 * s - 3, 4 * s - 1, 4 - 8 * s])
    return shapes, slopes, weights / 2
