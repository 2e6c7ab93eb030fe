"""Balance, convergence, meshes, and what the kernel of current focusing refuses."""

from __future__ import annotations

from dataclasses import replace
from math import inf, log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.models.interface.focusing import (
    SHAPES,
    Conductor,
    DefectCell,
    Kinetics,
    Load,
    MeshSettings,
    Stress,
    focus,
    isolated_cell,
)
from natria.models.interface.focusing.adapt import estimated
from natria.models.interface.focusing.elements import ORDERS
from natria.models.interface.focusing.mesh import first_mesh, refined
from natria.models.interface.focusing.newton import solve
from natria.models.interface.focusing.system import system_on
from natria.quantity import ModelError

UM, TEMPERATURE = 1e-6, 298.15
BV = Kinetics(13.0, 0.5, 0.5, TEMPERATURE)
NO_STRESS = Stress("none")
QUICK = MeshSettings(tolerance=5e-3)
FLAT = ("contact loss", "island")


def cell_of(shape, *, a=10 * UM, height=1.0, width=20.0, depth=20.0, turns=False, sigma=0.01):
    layers = (Conductor(depth * a, sigma),)
    return DefectCell(shape, a, width * a, layers, 0.0 if shape in FLAT else height * a, axisymmetric=turns)


@settings(max_examples=12, deadline=None)
@given(
    shape=st.sampled_from(sorted(SHAPES)),
    turns=st.booleans(),
    sizes=st.tuples(st.floats(1e-7, 1e-4), st.floats(0.2, 3), st.floats(2.5, 20), st.floats(0.1, 30)),
    current=st.floats(-30, 30).filter(lambda i: abs(i) > 1e-3),
    law=st.tuples(st.floats(0.2, 0.8), st.sampled_from([0.0, 1e-4, 1e-2])),
)
def test_charge_is_balanced_on_every_mesh(shape, turns, sizes, current, law):
    (a, height, width, gap), (cathodic, film) = sizes, law
    cell = cell_of(shape, a=a, height=height, width=width, depth=height + gap, turns=turns)
    kinetics = Kinetics(13.0, 1 - cathodic, cathodic, TEMPERATURE, film)
    found = focus(cell, Load(current, kinetics, NO_STRESS, TEMPERATURE), MeshSettings(tolerance=0.05))
    assert abs(found.balance) < 1e-10
    assert found.factor > 0
    face = cell.face_area * (2 * np.pi if turns else 1)
    assert found.profile.through.sum() == pytest.approx(current * face, rel=1e-9)
    assert found.lost_area == pytest.approx(face / found.profile.area.sum(), rel=1e-9)


def test_a_balanced_law_does_not_know_the_direction():
    """With equal transfer coefficients plating and stripping focus alike."""
    cell = cell_of("pore")
    plating, stripping = (focus(cell, Load(i, BV, NO_STRESS, TEMPERATURE), QUICK) for i in (10.0, -10.0))
    assert stripping.factor == pytest.approx(plating.factor, rel=1e-9)
    assert stripping.profile.current == pytest.approx(-plating.profile.current, rel=1e-9)


@pytest.mark.parametrize("shape", ["pore", "contact loss", "bump"])
def test_the_estimate_bounds_the_error_of_the_factor(shape):
    cell, load = cell_of(shape, a=50 * UM), Load(10.0, BV, NO_STRESS, TEMPERATURE)
    fine = focus(cell, load, MeshSettings(tolerance=2e-5)).factor
    rough = focus(cell, load, MeshSettings(tolerance=3e-3, first=0.4, growth=1.0, share=0.5))
    for _, factor, estimate in rough.history:
        assert abs(factor / fine - 1) < 2 * estimate
    assert rough.error <= 3e-3


def course_of(cell, order, rounds):
    """Unknowns and estimated errors while the elements of the larger half of the error are divided."""
    mesh, course = first_mesh(cell, MeshSettings(first=0.3), inf), []
    for _ in range(rounds):
        estimate = estimated(solved := solve(system_on(cell, Load(10.0, BV, NO_STRESS, TEMPERATURE), mesh, order)))
        course.append((len(solved.system.source), estimate.error))
        ranked = np.argsort(estimate.shares)[::-1]
        count = np.searchsorted(np.cumsum(estimate.shares[ranked]), estimate.error / 2) + 1
        mesh = refined(cell, mesh, ranked[:count])
    return np.log(np.array(course)).T


@pytest.mark.parametrize(("order", "rounds"), [(2, 14), (3, 16), (4, 14)])
def test_the_search_converges_by_the_order_of_the_elements(order, rounds):
    """On meshes that follow a singular edge the error of a factor goes as N^-k."""
    unknowns, error = course_of(cell_of("contact loss", a=50 * UM), order, rounds)
    late = slice(rounds // 2, None)
    assert np.polyfit(unknowns[late], error[late], 1)[0] < -order + 0.3


@pytest.mark.parametrize("turns", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_meshes_that_are_halved_converge_by_the_fourth_order(order, turns):
    """The resistance of a primary current at a half circle, which has no singular place.

    The parabolas of the sides bound the order; with elements of the third and fourth order they alone are left.
    """
    cell = cell_of("pore", width=3, depth=3, turns=turns)
    load = Load(10.0, None, NO_STRESS, TEMPERATURE)
    mesh, found = first_mesh(cell, MeshSettings(first=0.5), inf), []
    for _ in range(4 if order == 2 else 3):
        solved = solve(system_on(cell, load, mesh, order))
        found.append(float(solved.potential @ (solved.system.stiffness @ solved.potential)))
        mesh = refined(cell, mesh, np.arange(mesh.t.shape[1]))
    steps = np.abs(np.diff(found))
    assert log2(steps[-2] / steps[-1]) > 3.6
    assert steps[-1] < found[-1] * (4e-7 if order == 2 else 5e-8)


def test_a_thin_layer_of_low_conductivity_acts_as_a_film():
    """A layer far thinner than the defect is a resistance in series, but within its thickness of the edge.

    There the current of the layer above the defect comes in from the side, which no film resistance has.
    """
    a, thickness = 20 * UM, 0.3 * UM
    thick = Conductor(400 * UM, 0.01)
    layered = DefectCell("contact loss", a, 20 * a, (Conductor(thickness, thickness / 50e-4), thick))
    film = DefectCell("contact loss", a, 20 * a, (thick,))
    behind = Kinetics(13.0, 0.5, 0.5, TEMPERATURE, 50e-4)
    rough = MeshSettings(tolerance=5e-3)
    one = focus(layered, Load(10.0, BV, NO_STRESS, TEMPERATURE), rough)
    other = focus(film, Load(10.0, behind, NO_STRESS, TEMPERATURE), rough)
    assert one.factor > 1.5 * other.factor
    at = a + thickness * np.array([4, 8, 20, 60])
    currents = [np.interp(at, found.profile.x, found.profile.current) for found in (one, other)]
    assert currents[0] == pytest.approx(currents[1], rel=1e-2)


@pytest.mark.parametrize("turns", [False, True])
@pytest.mark.parametrize("a", [1 * UM, 30 * UM])
def test_the_cell_of_an_isolated_defect_is_wide_enough(a, turns):
    """Twice as wide a cell has the same factor - 1 within some percent."""
    cell = isolated_cell("contact loss", a, (Conductor(400 * UM, 0.01),), turns=turns)
    load, fine = Load(10.0, BV, NO_STRESS, TEMPERATURE), MeshSettings(tolerance=5e-4)
    wide = replace(cell, half_width=2 * cell.half_width)
    one, other = (focus(each, load, fine).factor - 1 for each in (cell, wide))
    assert one == pytest.approx(other, rel=0.02)


def test_a_defect_larger_than_the_face_is_named_before_the_mesh_of_its_layer():
    with pytest.raises(ModelError, match="face of the cell"):
        isolated_cell("pore", 1e3, (Conductor(UM, 0.01),), 1e3, largest=5e-3)


def test_a_defect_of_another_size_is_isolated_as_well():
    cell = isolated_cell("pore", UM, (Conductor(400 * UM, 0.01),), UM, largest=5e-3)
    assert cell.scaled(50 * UM) == isolated_cell("pore", 50 * UM, cell.layers, 50 * UM, largest=5e-3)
    assert not cell.scaled(300 * UM).is_isolated
    with pytest.raises(ModelError):
        isolated_cell("contact loss", 5e-3, cell.layers, largest=5e-3)
    with pytest.raises(ModelError):
        isolated_cell("island", UM, cell.layers)


def test_layers_of_one_conductivity_are_one_layer():
    a = 10 * UM
    whole = cell_of("bump", depth=20)
    parts = DefectCell("bump", a, 20 * a, (Conductor(5 * a, 0.01), Conductor(15 * a, 0.01)), a)
    load = Load(10.0, BV, NO_STRESS, TEMPERATURE)
    one, other = (focus(cell, load, MeshSettings(tolerance=2e-4)).factor for cell in (whole, parts))
    assert one == pytest.approx(other, rel=3e-4)


@settings(max_examples=50, deadline=None)
@given(
    potential=st.floats(-3, 3),
    film=st.sampled_from([0.0]) | st.floats(1e-9, 10),
    cathodic=st.floats(0.1, 0.9),
    exchange=st.floats(1e-4, 1e4),
)
def test_the_film_takes_its_part_of_the_potential(potential, film, cathodic, exchange):
    from natria.models.interface.focusing.kinetics import FaceLaw

    law = FaceLaw(Kinetics(exchange, 1 - cathodic, cathodic, TEMPERATURE, film))
    at = np.array([potential])
    eta, (current, slope) = law.overpotential(at), law.current(at)
    assert eta + film * current == pytest.approx(at, abs=1e-9)
    step = 1e-6
    ahead, behind = law.current(at + step)[0], law.current(at - step)[0]
    assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=1e-3)


@pytest.mark.parametrize("gap", [0.03, 0.3])
def test_dense_arrays_have_upright_meshes(gap):
    for shape in ("pore", "bump", "inclusion"):
        cell = cell_of(shape, height=0.5, width=1 + gap, depth=0.5 + gap)
        solved = solve(system_on(cell, Load(10.0, BV, NO_STRESS, TEMPERATURE), first_mesh(cell, QUICK, inf), 3))
        assert estimated(solved).error < 0.2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: cell_of("pore", width=0.9),  # a pore larger than its cell
        lambda: cell_of("inclusion", width=1.1, height=3),  # its waist is wider than its foot
        lambda: cell_of("pore", depth=1.0),  # as high as its layer
        lambda: cell_of("pore", height=1e-3),
        lambda: cell_of("contact loss", sigma=0.0),
        lambda: cell_of("contact loss", sigma=-1.0),
        lambda: cell_of("contact loss", sigma=float("nan")),
        lambda: cell_of("contact loss", depth=1e-4),  # too thin for a mesh of its defect
        lambda: cell_of("contact loss", a=0.0),
        lambda: DefectCell("hole", UM, 20 * UM, (Conductor(UM, 1),)),
        lambda: DefectCell("island", UM, 20 * UM, (Conductor(UM, 1),), UM),
        lambda: DefectCell("island", UM, 20 * UM, ()),
        lambda: Kinetics(0.0, 0.5, 0.5, TEMPERATURE),
        lambda: Kinetics(1.0, 0.5, 0.5, TEMPERATURE, -1.0),
        lambda: Stress("shift"),
        lambda: Load(0.0, BV, NO_STRESS, TEMPERATURE),
        lambda: MeshSettings(tolerance=1.0),
        lambda: MeshSettings(order=1),
        lambda: focus(
            cell_of("contact loss"),
            Load(1.0, BV, NO_STRESS, TEMPERATURE),
            MeshSettings(tolerance=1e-8, most_unknowns=1000),
        ),
    ],
)
def test_what_is_no_cell_is_refused(wrong):
    with pytest.raises(ModelError) as refused:
        wrong()
    assert refused.value.fix
