"""Elements of each order: the order by which they converge, gradients at nodes, flat triangles."""

from __future__ import annotations

from math import cosh, log2, pi, sinh

import numpy as np
import pytest
from scipy.special import j0, jn_zeros
from skfem import Basis, MeshTri, condense
from skfem import solve as linear

from natria.models.interface.focusing.contact import Contact, contact_of
from natria.models.interface.focusing.elements import (
    ORDERS,
    QUADRATURE,
    element_of,
    gradients_at_nodes,
    products_of_gradients,
    subtriangles,
)


def square(order: int, parts: int) -> Basis:
    steps = np.linspace(0, 1, parts + 1)
    return Basis(MeshTri.init_tensor(steps, steps), element_of(order), intorder=QUADRATURE[order])


def top_of(basis: Basis, turns: bool) -> Contact:
    sides = basis.mesh.facets_satisfying(lambda at: at[1] > 1 - 1e-9, boundaries_only=True)
    nodes = np.vstack([basis.nodal_dofs[0][basis.mesh.facets[:, sides]], basis.facet_dofs[:, sides]])
    return contact_of(nodes, basis.doflocs, turns)


@pytest.mark.parametrize("turns", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_the_energy_of_a_smooth_potential_converges_by_twice_the_order(order, turns):
    """cos(k x) cosh(k y), or J0(k r) cosh(k y), by the current that it drives through the top."""
    k = float(jn_zeros(1, 1)[0]) if turns else pi
    mode, square_of_mode = (lambda x: j0(k * x), j0(k) ** 2 / 2) if turns else (lambda x: np.cos(k * x), 0.5)
    exact = k * sinh(k) * cosh(k) * square_of_mode
    errors = []
    for parts in (2, 4, 8):
        basis = square(order, parts)
        weight = np.asarray(basis.global_coordinates())[0] if turns else np.ones(basis.dx.shape)
        top, load = top_of(basis, turns), np.zeros(basis.N)
        load[top.own] = top.vector(k * sinh(k) * mode(top.x))
        stiffness = products_of_gradients(basis, weight)
        found = linear(*condense(stiffness, load, D=np.array([0])))
        errors.append(abs(found @ (stiffness @ found) / exact - 1))
    assert log2(errors[-2] / errors[-1]) > 2 * order - 0.3


@pytest.mark.parametrize("order", ORDERS)
def test_gradients_of_polynomials_are_exact_at_nodes(order):
    basis = square(order, 3)
    x, y = basis.doflocs
    at = basis.element_dofs.T
    found = gradients_at_nodes(basis, x**order - 2 * x * y ** (order - 1))
    assert found[0] == pytest.approx(order * x[at] ** (order - 1) - 2 * y[at] ** (order - 1), abs=1e-10)
    assert found[1] == pytest.approx(-2 * (order - 1) * x[at] * y[at] ** (order - 2), abs=1e-10)


@pytest.mark.parametrize("turns", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_sides_integrate_polynomials_exactly(order, turns):
    basis = square(order, 3)
    top = top_of(basis, turns)
    x = basis.doflocs[0, top.own]
    assert top.area == pytest.approx(0.5 if turns else 1.0, rel=1e-13)
    density = top.values(x**order)
    assert density == pytest.approx(top.x**order, rel=1e-12)
    assert top.vector(density).sum() == pytest.approx(1 / (order + 1 + turns), rel=1e-12)
    assert top.matrix(density).sum() == pytest.approx(1 / (order + 1 + turns), rel=1e-12)


@pytest.mark.parametrize("order", ORDERS)
def test_flat_triangles_cover_an_element(order):
    corners = element_of(order).doflocs[list(subtriangles(order))]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    areas = (first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2
    assert areas == pytest.approx(np.full(order**2, 0.5 / order**2), rel=1e-12)


@pytest.mark.parametrize("order", ORDERS)
def test_no_point_of_a_quadrature_has_a_negative_weight(order):
    assert (square(order, 1).dx > 0).all()
