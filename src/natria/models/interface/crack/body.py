"""A body of revolution of quadrilaterals of eight nodes: strains, forces and tangent, from scikit-fem.

Two points a side, so that a metal that flows without a change of volume does not lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .plastic import Metal, PlasticState, flow

Array = np.ndarray
ORDER = 3  # of the quadrature: two points a side


@dataclass(frozen=True, eq=False)
class Body:
    """Strains of each function at each point (elements, points, 4, functions), volumes, and the unknowns.

    `radial` and `axial` are the unknowns at `place` (nodes, 2), in one order.
    """

    metal: Metal
    strain: Array
    volume: Array
    unknowns: Array  # (elements, functions)
    place: Array
    radial: Array
    axial: Array
    size: int

    def strains(self, x: Array) -> Array:
        return np.asarray(np.einsum("eqai,ei->eqa", self.strain, x[self.unknowns]))

    def state(self, x: Array, plastic: Array) -> PlasticState:
        """Return stress and energy at displacements x, after a plastic strain."""
        return flow(self.metal, self.strains(x), plastic)

    def forces(self, now: PlasticState) -> tuple[Array, tuple[Array, Array, Array]]:
        """Return internal forces, and the tangent as rows, columns and values."""
        pull = np.einsum("eqai,eqa,eq->ei", self.strain, now.stress, self.volume)
        inner = np.bincount(self.unknowns.ravel(), pull.ravel(), self.size)
        stiff = np.einsum("eqab,eqbj,eq->eqaj", now.tangent, self.strain, self.volume, optimize=True)
        block = np.einsum("eqai,eqaj->eij", self.strain, stiff, optimize=True)
        rows = np.broadcast_to(self.unknowns[:, :, None], block.shape)
        columns = np.broadcast_to(self.unknowns[:, None, :], block.shape)
        return inner, (rows.ravel(), columns.ravel(), block.ravel())

    def nodes_at(self, where: Callable[[Array], Array]) -> Array:
        """Return the nodes of which the places (2, nodes) meet a condition, by their radius and then height."""
        found = np.flatnonzero(where(self.place.T))
        return found[np.lexsort((self.place[found, 1], self.place[found, 0]))]


def body_of(radii: Array, heights: Array, metal: Metal) -> Body:
    """Return a body of revolution on the product of two rows of coordinates (m)."""
    from skfem import Basis, ElementQuadS2, ElementVector, MeshQuad

    mesh = MeshQuad.init_tensor(radii, heights)
    basis = Basis(mesh, ElementVector(ElementQuadS2()), intorder=ORDER)
    place = np.asarray(basis.global_coordinates())
    strain = np.stack([_strain(one[0], place[0]) for one in basis.basis], axis=-1)
    nodes, unknowns = [], []
    for table in (basis.nodal_dofs, basis.facet_dofs):
        nodes.append(basis.doflocs[:, table[0]].T)
        unknowns.append(table[:2])
    both = np.concatenate(unknowns, axis=1)
    volume = 2 * np.pi * place[0] * basis.dx
    return Body(metal, strain, volume, basis.element_dofs.T, np.concatenate(nodes), both[0], both[1], basis.N)


def _strain(one: Any, radius: Array) -> Array:
    """Return rr, zz, tt and rz of one function at all points."""
    g = one.grad
    return np.stack([g[0, 0], g[1, 1], np.asarray(one)[0] / radius, g[0, 1] + g[1, 0]], axis=-1)
