"""Cubic Hermite functions of a line at its quadrature points, and the banded matrices they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ORDER = 6  # of the quadrature: exact for squares of second derivatives of cubics and for w'^3
FIELDS = 2  # w and u
PER_NODE = 2 * FIELDS  # value and slope of each
REACH = 2 * PER_NODE - 1  # of the band: an element couples two nodes


@dataclass(frozen=True, eq=False)
class HermiteLine:
    """Value, slope and curvature of the four functions of each element, shape (elements, points, 4).

    A node has four unknowns: w, w', u, u'.
    """

    nodes: np.ndarray
    place: np.ndarray  # of the quadrature points (elements, points), m
    weight: np.ndarray  # of the integral along the line, m
    value: np.ndarray
    slope: np.ndarray
    second: np.ndarray

    @property
    def size(self) -> int:
        return PER_NODE * len(self.nodes)

    def unknowns(self, field: int) -> np.ndarray:
        """Return the unknowns of a field (0 for w, 1 for u) in each element (elements, 4)."""
        first = PER_NODE * np.arange(len(self.nodes) - 1)[:, None] + FIELDS * field
        return np.asarray(first + np.array([0, 1, PER_NODE, PER_NODE + 1]))

    def at(self, functions: np.ndarray, x: np.ndarray, field: int) -> np.ndarray:
        """Return a field, or a derivative of it, at the quadrature points."""
        return np.asarray(np.einsum("eqi,ei->eq", functions, x[self.unknowns(field)]))

    def gather(self, element_forces: np.ndarray, field: int) -> np.ndarray:
        """Return forces of all unknowns from those of the elements (elements, 4)."""
        return np.asarray(np.bincount(self.unknowns(field).ravel(), element_forces.ravel(), self.size))


def hermite_line(nodes: np.ndarray) -> HermiteLine:
    """Return the functions of a line with these nodes."""
    from skfem import Basis, ElementLineHermite, MeshLine

    basis = Basis(MeshLine(nodes), ElementLineHermite(), intorder=ORDER)
    functions = [one[0] for one in basis.basis]
    return HermiteLine(
        nodes,
        np.asarray(basis.global_coordinates())[0],
        basis.dx,
        np.stack([np.asarray(one) for one in functions], axis=-1),
        np.stack([one.grad[0] for one in functions], axis=-1),
        np.stack([one.hess[0, 0] for one in functions], axis=-1),
    )


@dataclass(frozen=True, eq=False)
class BandedMatrix:
    """A matrix in the banded form of LAPACK, and the unknowns that are held at zero."""

    band: np.ndarray
    held: np.ndarray

    def solve(self, right: np.ndarray) -> np.ndarray:
        """Return the solution for one right side or several columns; held unknowns stay zero."""
        from scipy.linalg import solve_banded

        right = right.copy()
        right[self.held] = 0.0
        return np.asarray(solve_banded((REACH, REACH), self.band, right, check_finite=False))


def banded(line: HermiteLine, blocks: dict[tuple[int, int], np.ndarray], held: np.ndarray) -> BandedMatrix:
    """Return the matrix of element blocks (elements, 4, 4) between two fields."""
    band = np.zeros((2 * REACH + 1, line.size))
    for (one, other), block in blocks.items():
        rows = np.broadcast_to(line.unknowns(one)[:, :, None], block.shape).ravel()
        columns = np.broadcast_to(line.unknowns(other)[:, None, :], block.shape).ravel()
        flat = (REACH + rows - columns) * line.size + columns
        band += np.bincount(flat, block.ravel(), band.size).reshape(band.shape)
    for place in held:
        for other in range(max(0, place - REACH), min(line.size, place + REACH + 1)):
            band[REACH + place - other, other] = 0.0
            band[REACH + other - place, place] = 0.0
        band[REACH, place] = 1.0
    return BandedMatrix(band, held)
