"""Cells, operations and sites."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.atoms.structures import crystal, nearest_distance, primitive, shortest, space_group
from natria.atoms.structures.symmetry import CrystalSite, expanded, lattice, operations_of, symmetry_of
from natria.quantity import ModelError
from natria.record import from_angstrom

IDENTITY = operations_of(["x,y,z"])


EDGE, ANGLE = st.floats(2, 20), st.floats(65, 115)


@given(st.tuples(EDGE, EDGE, EDGE, ANGLE, ANGLE, ANGLE))
def test_a_cell_has_its_edges_and_angles(parameters):
    rows = lattice(parameters[:3], parameters[3:])
    edges = np.linalg.norm(rows, axis=1)
    assert edges == pytest.approx(parameters[:3])
    cosines = [rows[i] @ rows[j] / (edges[i] * edges[j]) for i, j in ((1, 2), (0, 2), (0, 1))]
    assert np.degrees(np.arccos(cosines)) == pytest.approx(parameters[3:])


@pytest.mark.parametrize("parameters", [(1, 1, 0, 90, 90, 90), (1, 1, 1, 30, 30, 100), (-1, 1, 1, 90, 90, 90)])
def test_what_spans_no_cell_is_refused(parameters):
    with pytest.raises(ModelError):
        lattice(parameters[:3], parameters[3:])


def test_operations_are_read_as_they_are_written():
    found = operations_of(["x,y,z", "-x+1/2, -Y, 0.5+z", "y,-x-y,z"])
    assert found.translations.tolist() == [[0, 0, 0], [0.5, 0, 0.5], [0, 0, 0]]
    assert found.rotations[2].tolist() == [[0, 1, 0], [-1, -1, 0], [0, 0, 1]]


@pytest.mark.parametrize("text", ["", "x,y", "x,y,z,x", "x,y,w", "x,x,z", "xy,z,z", "x,,z"])
def test_what_is_no_operation_is_refused(text):
    with pytest.raises(ModelError):
        operations_of([text])


def test_a_general_position_has_as_many_images_as_the_group_has_operations():
    pytest.importorskip("spglib", reason="spglib comes with natria[atoms]")
    sites = [CrystalSite("Na", (0.11, 0.23, 0.37))]
    assert len(expanded(np.eye(3) * 20, sites, symmetry_of(225))) == 192
    with pytest.raises(ModelError):
        symmetry_of(231)
    with pytest.raises(ModelError):
        symmetry_of(225, "H")


def test_images_on_a_special_position_are_one_atom():
    two = operations_of(["x,y,z", "-x,-y,-z"])
    assert len(expanded(np.eye(3) * 5, [CrystalSite("Na", (0.5, 0.5, 0.0))], two)) == 1
    assert len(expanded(np.eye(3) * 5, [CrystalSite("Na", (0.2, 0.5, 0.0))], two)) == 2


def test_atoms_that_overlap_are_refused_across_the_border_of_the_cell():
    sites = [CrystalSite("Na", (0.0, 0.0, 0.01)), CrystalSite("K", (0.0, 0.0, 0.98))]
    with pytest.raises(ModelError, match="K of site 2"):
        expanded(np.eye(3) * 5, sites, IDENTITY)
    assert len(expanded(np.eye(3) * 50, sites, IDENTITY)) == 2


def test_the_shortest_image_in_a_skewed_cell():
    """Against all images of a large block; rounding alone fails for many differences of such cells."""
    rng = np.random.default_rng(1)
    cells = [[[0, 1, 1], [1, 0, 1], [1, 1, 0]], [[1, 0, 0], [0.9, 0.5, 0], [-0.4, 0.3, 0.6]], np.diag([1, 2, 3])]
    block = np.array(np.meshgrid(*[range(-6, 7)] * 3)).reshape(3, -1).T
    rounded = 0
    for cell in np.array(cells, float):
        gaps = rng.uniform(-2, 2, (50, 3))
        wanted = np.linalg.norm((gaps[:, None] + block) @ cell, axis=2).min(axis=1)
        found = shortest(cell, gaps)
        assert np.linalg.norm(found, axis=1) == pytest.approx(wanted)
        apart = np.linalg.solve(cell.T, found.T).T - gaps
        assert np.abs(apart - np.rint(apart)).max() < 1e-9
        rounded += int((np.linalg.norm((gaps - np.rint(gaps)) @ cell, axis=1) > wanted + 1e-9).sum())
    assert rounded > 20


def test_the_nearest_distance_of_one_atom_is_the_shortest_vector_of_the_lattice():
    skewed = from_angstrom([[1, 0, 0], [2.9, 0.5, 0], [0, 0, 4]], ["Na"], [[0, 0, 0]])
    assert nearest_distance(skewed) * 1e10 == pytest.approx(np.hypot(0.1, 0.5))


def test_a_primitive_cell_keeps_its_group():
    whole = from_angstrom(np.eye(3) * 5.55, *NA2O)
    small = primitive(whole)
    assert (len(whole), len(small)) == (12, 3)
    assert space_group(small).number == space_group(whole).number == 225
    assert nearest_distance(small) == pytest.approx(nearest_distance(whole))


@pytest.mark.parametrize("name", ["NaOH", "P-black", "S", "NaF"])
def test_a_primitive_cell_is_not_skew(name):
    whole = crystal(name)
    small = primitive(whole)
    along = small.cell / np.linalg.norm(small.cell, axis=1)[:, None]
    assert np.abs(np.triu(along @ along.T, 1)).max() < np.cos(np.radians(40))
    assert len(whole) / len(small) == pytest.approx(whole.volume / small.volume)
    assert np.linalg.det(small.cell) > 0
    assert space_group(small).number == space_group(whole).number
    made_of = np.linalg.solve(small.cell.T, whole.cell.T)
    assert made_of == pytest.approx(np.round(made_of), abs=1e-6)  # in the orientation of the whole cell
    assert primitive(small) is small


FCC = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
NA2O = (["O"] * 4 + ["Na"] * 8, [*FCC, *(FCC + 0.25), *(FCC + 0.75)])
