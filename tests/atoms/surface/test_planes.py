"""Lattice planes, terminations and slabs against hand-worked cells."""

from __future__ import annotations

from itertools import product
from math import gcd

import numpy as np
import pytest

pytest.importorskip("spglib")

from surface_potentials import fcc, rock_salt, zinc_blende

from natria.atoms.structures import crystal, formula_of
from natria.atoms.surface.planes import (
    indices_in,
    integer_basis,
    miller_name,
    oriented,
    read_miller,
    short_pair,
    smallest,
)
from natria.atoms.surface.slabs import build_slab, slabs_of, upper_planes, with_vacuum
from natria.atoms.surface.terminations import formal_charges, has_equal_faces, terminations
from natria.quantity import InputError

A = 1e-10
SYMMETRIC = 1e-12  # m


def along(structure, *miller):
    small = smallest(structure, SYMMETRIC)
    return oriented(small, indices_in(structure.cell, small.cell, miller), miller)


def test_every_plane_has_a_unimodular_basis():
    for h in product(range(-4, 5), repeat=3):
        if gcd(*h) == 1:
            basis = integer_basis(h)
            assert abs(round(np.linalg.det(basis))) == 1
            assert (basis @ h).tolist() == [0, 0, 1]


def test_gauss_reduction_gives_the_shortest_vectors():
    rng = np.random.default_rng(1)
    for _ in range(20):
        one, other = rng.normal(size=(2, 3))
        u, v = short_pair(one, other, np.array([1, 0]), np.array([0, 1]))
        found = sorted(np.linalg.norm(k @ np.array([one, other])) for k in (u, v))
        every = [np.array(k) for k in product(range(-6, 7), repeat=2) if any(k)]
        shortest = min(np.linalg.norm(k @ np.array([one, other])) for k in every)
        assert abs(u[0] * v[1] - u[1] * v[0]) == 1
        if max(abs(u).max(), abs(v).max()) < 6:
            assert found[0] == pytest.approx(shortest)


@pytest.mark.parametrize(
    ("text", "found"), [("0,0,2", (0, 0, 1)), ("(1, -1, 0)", (1, -1, 0)), ("1,1,-2,0", (1, 1, 0)), ("2,2,4", (1, 1, 2))]
)
def test_indices_are_read(text, found):
    assert read_miller(text) == found


@pytest.mark.parametrize("text", ["0,0,0", "1,1", "1,1,1,0", "one", "1.5,0,0"])
def test_indices_that_name_no_plane_are_refused(text):
    with pytest.raises(InputError):
        read_miller(text)


def test_names_of_planes():
    assert miller_name((1, -1, 0)) == "(1-10)"
    assert miller_name((10, 1, 0)) == "(10,1,0)"


@pytest.mark.parametrize(
    ("miller", "area", "repeat"),
    # by hand, of a face-centred cubic crystal of edge 4: a^2/2, a/2; a^2/sqrt 2, a/(2 sqrt 2); a^2 sqrt(3)/4, a/sqrt 3
    [((0, 0, 1), 8.0, 2.0), ((1, 1, 0), 16 / np.sqrt(2), np.sqrt(2)), ((1, 1, 1), 4 * np.sqrt(3), 4 / np.sqrt(3))],
)
def test_faces_of_a_cubic_crystal(miller, area, repeat):
    found = along(fcc(4.0), *miller)
    assert found.area / A**2 == pytest.approx(area)
    assert found.repeat / A == pytest.approx(repeat)
    assert found.structure.volume / A**3 == pytest.approx(16.0)
    assert found.structure.cell[0, 1:] == pytest.approx([0, 0])
    assert found.structure.cell[1, 2] == 0


@pytest.mark.parametrize(
    ("structure", "miller", "rows"),  # name, symmetric, excess, Tasker type; of the terminations in order
    [
        (rock_salt(4.6), (0, 0, 1), [("F+Na", True, {}, 1)]),
        (rock_salt(4.6), (1, 1, 0), [("F+Na", True, {}, 1)]),
        (rock_salt(4.6), (1, 1, 1), [("F", True, {"F": 1}, 3), ("Na", True, {"Na": 1}, 3)]),
        (zinc_blende(5.0), (1, 1, 0), [("F+Na", True, {}, 1)]),
        (zinc_blende(5.0), (1, 1, 1), [("F", False, {}, 3), ("Na", False, {}, 3)]),
        (crystal("Na2O"), (1, 1, 1), [("Na", True, {}, 2), ("Na", True, {"O": -1}, 3), ("O", True, {"O": 1}, 3)]),
        (fcc(3.6), (2, 1, 0), [("Cu", True, {}, 1)]),
    ],
)
def test_terminations_with_their_symmetry_stoichiometry_and_polarity(structure, miller, rows):
    found = terminations(along(structure, *miller), SYMMETRIC)
    shown = [(one.name, one.is_symmetric, dict(one.excess), one.tasker) for one in found]
    assert sorted(shown, key=str) == sorted(rows, key=str)
    for one in found:
        assert bool(one.obstacle) == (not one.is_symmetric or bool(one.excess) or one.tasker == 3)


def test_charges_are_usual_or_follow_from_neutrality():
    assert formal_charges(("Cu",)) == {"Cu": 0}
    assert formal_charges(("Na", "Na", "Na", "Sb")) == {"Na": 1, "Sb": -3}
    assert formal_charges(("Na", "O")) is None  # NaO is not neutral with usual ions
    assert formal_charges(("Na", "Sb", "Sn")) is None


@pytest.mark.parametrize(
    ("name", "miller"), [("NaF", (0, 0, 1)), ("Na3Sb", (1, 1, 0)), ("Na3Sb", (0, 0, 1)), ("Na2O", (1, 1, 1))]
)
def test_slabs_keep_distances_composition_and_symmetry(name, miller):
    structure = crystal(name)
    face = along(structure, *miller)
    (one, *_) = terminations(face, SYMMETRIC)
    slabs = slabs_of(face, one, (8 * A, 8.1 * A), 10 * A)
    assert len(slabs[1].planes) > len(slabs[0].planes)
    for slab in slabs:
        assert slab.thickness >= 8 * A - 1e-13
        assert sorted(formula_of(slab.structure)) == sorted(formula_of(structure))
        assert has_equal_faces(slab.structure, 1e-3 * A)
        assert np.ptp(slab.structure.positions[:, 2]) == pytest.approx(slab.thickness)
        # a density of planes by hand: formula units over area and repeat are those of the crystal
        volume = structure.volume / (len(structure) / (len(slab.structure) / slab.units))
        repeats = slab.units * volume / (slab.area * face.repeat)
        assert repeats * len(face.planes) == pytest.approx(len(slab.planes))
    assert _shortest(slabs[1].structure) == pytest.approx(_shortest(structure), rel=1e-6)


def _shortest(structure):
    from natria.atoms.structures import nearest_distance

    return nearest_distance(structure)


def test_a_third_cut_is_taken_where_the_planes_wrap_around_the_cell():
    shifted = fcc(4.0)
    moved = type(shifted)(shifted.cell, shifted.species, (shifted.fractional - np.array([0, 0, 1e-6])) % 1)
    face = along(moved, 0, 0, 1)
    slab = build_slab(face, terminations(face, SYMMETRIC)[0], 5, 10 * A)
    assert np.diff(slab.levels) / A == pytest.approx([2.0] * (len(slab.planes) - 1))


def test_planes_to_hold_and_more_vacuum():
    face = along(fcc(4.0), 0, 0, 1)
    slab = slabs_of(face, terminations(face, SYMMETRIC)[0], (8 * A,), 10 * A)[0]
    assert upper_planes(slab, 2) == [3, 4]
    for free in (0, 5):
        with pytest.raises(InputError):
            upper_planes(slab, free)
    wide = with_vacuum(slab.structure, 5 * A)
    assert wide.positions == pytest.approx(slab.structure.positions)
    assert wide.cell[2, 2] - slab.structure.cell[2, 2] == pytest.approx(5 * A)


def test_a_slab_that_is_far_too_thick_is_refused():
    face = along(fcc(4.0), 0, 0, 1)
    with pytest.raises(InputError):
        slabs_of(face, terminations(face, SYMMETRIC)[0], (2000 * A,), 10 * A)


def test_four_indices_need_a_hexagonal_cell():
    hexagonal = np.array([[3.0, 0, 0], [-1.5, 1.5 * 3**0.5, 0], [0, 0, 5.0]])
    assert read_miller("1,0,-1,0", hexagonal) == read_miller("1,0,-1,0") == (1, 0, 0)
    with pytest.raises(InputError):
        read_miller("1,0,-1,0", np.eye(3))
    assert read_miller("1,1,0", np.eye(3)) == (1, 1, 0)
