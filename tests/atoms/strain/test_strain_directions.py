"""Directions of a crystal as users write them, and which of them symmetry makes equal."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("spglib")

from natria.atoms.strain import crystal_direction
from natria.atoms.strain.along import direction_classes, line_in, operations_kept, unit
from natria.atoms.structures import crystal, primitive, space_group
from natria.quantity import InputError


@pytest.mark.parametrize(
    ("text", "name", "indices"),
    [
        ("a", "a", (1, 0, 0)),
        ("C", "c", (0, 0, 1)),
        ("[110]", "[110]", (1, 1, 0)),
        ("111", "[111]", (1, 1, 1)),
        ("[1-10]", "[1 -1 0]", (1, -1, 0)),
        ("[1 -1 0]", "[1 -1 0]", (1, -1, 0)),
        ("[0, 2, 4]", "[012]", (0, 1, 2)),
        ("[10 0 3]", "[10 0 3]", (10, 0, 3)),
    ],
)
def test_a_direction_is_read(text, name, indices):
    found = crystal_direction(text)
    assert (found.name, found.indices) == (name, indices)


@pytest.mark.parametrize("text", ["d", "", "[000]", "[11]", "[1111]", "[1.5 0 0]", "[1 0]", "x10", "[1 1 y]"])
def test_what_is_no_direction_is_refused(text):
    with pytest.raises(InputError):
        crystal_direction(text)


def classes_of(name, words):
    whole = crystal(name)
    small = primitive(whole)
    rotations = space_group(small).cartesian(small.cell)
    found = direction_classes([crystal_direction(one) for one in words], whole.cell, rotations)
    return [(one.direction.name, *one.equivalent) for one in found]


def test_equal_directions_of_a_cubic_crystal_are_computed_once():
    assert classes_of("Cu", ("a", "b", "[110]", "c", "[1-10]", "[111]")) == [
        ("a", "b", "c"),
        ("[110]", "[1 -1 0]"),
        ("[111]",),
    ]


def test_axes_of_a_hexagonal_and_of_an_orthorhombic_crystal():
    assert classes_of("Na3P", ("a", "b", "c", "[110]")) == [("a", "b", "[110]"), ("c",)]
    assert classes_of("P-black", ("a", "b", "c")) == [("a",), ("b",), ("c",)]


def test_a_direction_keeps_its_meaning_in_the_smallest_cell():
    whole = crystal("Cu")
    small = primitive(whole)
    direction = crystal_direction("[110]")
    line = line_in(direction, whole, small)
    assert line @ small.cell == pytest.approx(direction.vector(whole.cell))
    assert len(small) == 1


def test_tension_leaves_the_operations_of_its_line():
    small = primitive(crystal("Cu"))
    group = space_group(small)
    kept = [operations_kept(group, small.cell, unit(np.array(one))) for one in ([1, 0, 0], [1, 1, 0], [1, 1, 1])]
    assert kept == [16, 8, 12]  # 4/mmm, mmm, -3m
