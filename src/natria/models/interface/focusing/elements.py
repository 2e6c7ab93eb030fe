"""Lagrange elements on triangles by order: gradients at nodes, flat triangles between nodes.

Orders 2, 3 and 4 are those of scikit-fem. A side of order k has its ends first, then k - 1 nodes evenly between them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

ORDERS = (2, 3, 4)
QUADRATURE = {2: 4, 3: 5, 4: 8}  # by order: the least exactness above 2 k - 2 of a rule with no negative weight


@cache
def element_of(order: int) -> Any:
    """Return the Lagrange element of an order."""
    from skfem import ElementTriP2, ElementTriP3, ElementTriP4

    return {2: ElementTriP2, 3: ElementTriP3, 4: ElementTriP4}[order]()


@cache
def subtriangles(order: int) -> tuple[tuple[int, int, int], ...]:
    """Return the flat triangles, upright ones first, that the nodes of an element divide it into."""
    places = np.rint(element_of(order).doflocs * order).astype(int)
    node = {(int(i), int(j)): number for number, (i, j) in enumerate(places)}
    upright = [(node[i, j], node[i + 1, j], node[i, j + 1]) for i, j in node if i + j < order]
    turned = [(node[i + 1, j], node[i + 1, j + 1], node[i, j + 1]) for i, j in node if i + j < order - 1]
    return (*upright, *turned)


@cache
def _slopes_at_nodes(order: int) -> np.ndarray:
    """Return the slopes of each function at each node of the reference element: (functions, 2, nodes)."""
    element = element_of(order)
    return np.array([element.lbasis(element.doflocs.T, number)[1] for number in range(len(element.doflocs))])


def gradients_at_nodes(basis: Any, values: np.ndarray) -> np.ndarray:
    """Return the gradient at the nodes of each element: (2, elements, nodes)."""
    slopes = _slopes_at_nodes(basis.elem.maxdeg)
    inverse = basis.mapping.invDF(basis.elem.doflocs.T)
    local = np.einsum("ldn,le->den", slopes, values[basis.element_dofs])
    return np.asarray(np.einsum("jien,jen->ien", inverse, local))


def products_of_gradients(basis: Any, weight: np.ndarray) -> Any:
    """Return the matrix of  int weight grad u . grad v;  the weight is given at the points of quadrature."""
    from scipy.sparse import coo_matrix

    gradients = np.array([np.asarray(one[0].grad) for one in basis.basis]).transpose(2, 0, 1, 3)
    flat = gradients.reshape(*gradients.shape[:2], -1)
    local = (flat * np.tile(weight * basis.dx, 2)[:, None]) @ flat.transpose(0, 2, 1)
    nodes = basis.element_dofs.T
    rows, columns = (np.broadcast_to(each, local.shape).ravel() for each in (nodes[:, :, None], nodes[:, None]))
    return coo_matrix((local.ravel(), (rows, columns)), shape=(basis.N, basis.N)).tocsr()
