"""Equilibrium shapes against solids that are worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("spglib")

from surface_potentials import fcc

from natria.atoms.structures import crystal, space_group
from natria.atoms.surface.wulff import families_of, family_normals, wulff_shape
from natria.quantity import InputError

CELL = fcc(4.0).cell
GROUP = space_group(fcc(4.0))


@pytest.mark.parametrize(
    ("family", "faces", "volume", "area"),
    # with each face at the distance 1: a cube of edge 2, an octahedron and a rhombic dodecahedron
    [
        ((1, 0, 0), 6, 8.0, 4.0),
        ((1, 1, 1), 8, 4 * np.sqrt(3), 1.5 * np.sqrt(3)),
        ((1, 1, 0), 12, 4 * np.sqrt(2), np.sqrt(2)),
    ],
)
def test_one_family_gives_its_regular_solid(family, faces, volume, area):
    found = wulff_shape({family: 1.0}, CELL, GROUP)
    assert len(found.faces) == faces
    assert found.volume == pytest.approx(volume)
    assert [face.area for face in found.faces] == pytest.approx([area] * faces)
    assert found.mean == pytest.approx(1.0)


def test_an_octahedron_cut_by_a_cube():
    """gamma(100)/gamma(111) = 1.1: the corners at sqrt 3 are cut to squares of edge sqrt 2 (sqrt 3 - 1.1)."""
    found = wulff_shape({(1, 1, 1): 1.0, (1, 0, 0): 1.1}, CELL, GROUP)
    edge = np.sqrt(2) * (np.sqrt(3) - 1.1)
    squares = 6 * edge**2
    hexagons = _hexagons(edge)
    assert found.shares[1, 0, 0] == pytest.approx(squares / (squares + hexagons))
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.mean == pytest.approx((1.1 * squares + hexagons) / (squares + hexagons))


def _hexagons(edge):
    """Eight triangles of edge sqrt 6, each less three corner triangles of the edge of the squares."""
    return 8 * np.sqrt(3) / 4 * (6 - 3 * edge**2)


def test_a_family_that_costs_too_much_has_no_share():
    found = wulff_shape({(1, 0, 0): 1.0, (1, 1, 0): 1.5}, CELL, GROUP)
    assert found.shares[1, 1, 0] == 0
    assert found.shares[1, 0, 0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("family", "count"), [((1, 1, 1), 8), ((1, 0, 0), 6), ((1, 1, 0), 12), ((2, 1, 0), 24), ((3, 2, 1), 48)]
)
def test_the_members_of_cubic_families(family, count):
    assert len(family_normals(family, CELL, GROUP)) == count


def test_a_hexagonal_prism():
    prism = crystal("Na3Sb")
    group = space_group(prism)
    found = wulff_shape({(1, 0, 0): 1.0, (0, 0, 1): 2.0}, prism.cell, group)
    assert len(found.faces) == 8
    assert found.volume == pytest.approx(2 * np.sqrt(3) * 4)  # hexagon of inner radius 1, height 4


@pytest.mark.parametrize(("name", "energies"), [("Na3Sb", {(0, 0, 1): 1.0}), ("Cu", {(1, 0, 0): -0.1})])
def test_faces_without_a_shape_are_refused(name, energies):
    with pytest.raises(InputError):
        wulff_shape(energies, crystal(name).cell, space_group(crystal(name)))


def test_planes_of_one_family_are_joined():
    planes = [(1, 0, 0), (0, -1, 0), (1, 1, 1), (0, 0, 1), (1, -1, 1)]
    assert families_of(planes, CELL, GROUP) == (
        [(1, 0, 0), (1, 1, 1)],
        {(0, -1, 0): (1, 0, 0), (0, 0, 1): (1, 0, 0), (1, -1, 1): (1, 1, 1)},
    )
    with pytest.raises(InputError):
        wulff_shape({(1, 0, 0): 1.0, (0, 1, 0): 1.0}, CELL, GROUP)
