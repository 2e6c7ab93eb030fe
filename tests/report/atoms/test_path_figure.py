"""The way of a hopping atom between its neighbours: what is drawn is what the images hold."""

from types import SimpleNamespace

import numpy as np
import pytest

from natria.record import Structure
from natria.report.atoms.path_figure import surroundings, way_picture

EDGE = 10e-10  # m
WALL = [[0.5, 0.62, 0.5], [0.5, 0.38, 0.5], [0.0, 0.0, 0.0]]


def hop(first=0.4, last=0.6, bend=0.05):
    """A sodium atom between two fluorine atoms, with one of chlorine far away; the way bends along the third axis."""
    images = [
        Structure(
            np.eye(3) * EDGE,
            ("F", "F", "Cl", "Na"),
            np.array([*WALL, [first + share * (last - first), 0.5, 0.5 + bend * np.sin(np.pi * share)]]) % 1.0,
            (True, True, True),
            "way",
        )
        for share in (0.0, 0.5, 1.0)
    ]
    return SimpleNamespace(structures=tuple(images), saddle=images[1], path=SimpleNamespace(saddle=1))


def test_the_way_begins_at_zero_and_has_the_atoms_near_it():
    way, around, species = surroundings(hop())
    assert way[0] == pytest.approx([0, 0, 0])
    assert way[-1] == pytest.approx([2, 0, 0])
    assert way[1] == pytest.approx([1, 0, 0.5])
    assert species == ["F", "F"]
    assert sorted(map(tuple, around.round(6))) == [(1.0, -1.2, 0.0), (1.0, 1.2, 0.0)]


def test_a_way_through_the_border_of_the_cell_is_whole():
    way, _, _ = surroundings(hop(first=0.9, last=1.1))
    assert way[-1] == pytest.approx([2, 0, 0])


@pytest.mark.parametrize("count", [1, 4])
def test_each_hop_has_a_drawing(count):
    found = way_picture("toy", [(f"hop {place}", hop(bend=0.0)) for place in range(count)])
    drawn = [axes for axes in found.figure().axes if axes.get_title()]
    assert [axes.get_title() for axes in drawn] == [f"hop {place}" for place in range(count)]
    assert all(len(axes.patches) == 2 for axes in drawn)
