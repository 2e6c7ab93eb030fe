"""Hops of a vacancy in a supercell."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.migration import hop_classes
from natria.atoms.migration.hop import (
    _ensure_room,
    _mapped,
    _place_in,
    _without,
    counts_for,
    displacements,
    hop_between,
    supercell,
    vacancy_hop,
)
from natria.atoms.migration.rates import nearest_atoms
from natria.atoms.structures import crystal, distances, primitive
from natria.quantity import InputError
from natria.record import Structure, from_angstrom

CHAIN = from_angstrom(np.diag([3.0, 8.0, 8.0]), ["Na"], [[0, 0, 0]])


def never(_):
    raise AssertionError


def test_a_supercell_repeats_the_crystal():
    salt = from_angstrom(np.diag([4.0, 5.0, 6.0]), ["Na", "F"], [[0, 0, 0], [0.5, 0.5, 0.5]])
    counts = counts_for(salt, 10e-10)
    assert counts == (3, 2, 2)
    host = supercell(salt, counts)
    assert len(host) == 24
    assert host.volume == pytest.approx(12 * salt.volume)
    assert host.positions[:2] == pytest.approx(salt.positions)
    apart = host.positions[3] - host.positions[1]
    assert apart == pytest.approx([0, 0, 6e-10])


@pytest.mark.parametrize("offset", [(3, 0, 0), (2, 0, 0)])
def test_a_hop_that_the_supercell_cannot_hold_is_refused(offset):
    with pytest.raises(InputError):
        vacancy_hop(CHAIN, (0, 0, offset), (3, 1, 1), never)


def test_ends_that_do_not_match_are_refused():
    longer = Structure(CHAIN.cell * 1.01, CHAIN.species, CHAIN.fractional)
    with pytest.raises(InputError):
        hop_between(CHAIN, longer, never)


def test_the_relaxed_vacancy_is_carried_over_by_symmetry():
    """Neighbours that moved towards the vacancy move towards the other one after the mapping."""
    host = supercell(CHAIN, (6, 1, 1))
    one, place = 1, 2
    rest = [k for k in range(6) if k not in (one, place)]
    start = _without(host, rest, one)  # the vacancy is at place
    assert start.species == ("Na",) * 5
    shifted = np.array(start.fractional)
    shifted[rest.index(3), 0] -= 0.01  # right of the vacancy, to the left
    shifted[-1, 0] += 0.02  # the moving atom, left of the vacancy, to the right
    mapped = _mapped(host, rest, (one, place), Structure(host.cell, start.species, shifted))
    assert mapped is not None
    moves = mapped.fractional[:, 0] - _without(host, rest, place).fractional[:, 0]
    # the vacancy is at one now: its neighbours are 0 and the moving atom at 2, which move towards it
    sizes = sorted(np.round(moves[[rest.index(0), -1]], 6), key=abs)
    assert [abs(size) for size in sizes] == pytest.approx([0.01, 0.02])
    assert moves[rest.index(0)] > 0 > moves[-1]
    assert np.abs(moves).sum() == pytest.approx(0.03)


def test_of_the_images_of_a_vacancy_that_breaks_its_symmetry_the_nearest_is_taken():
    """Two atoms that the mirror between both ends exchanges have moved aside alike: they stay where they are."""
    host = supercell(CHAIN, (6, 1, 1))
    one, place = 1, 2
    rest = [k for k in range(6) if k not in (one, place)]
    start = _without(host, rest, one)
    shifted = np.array(start.fractional)
    for atom in (4, 5):
        shifted[rest.index(atom), 1] += 0.02
    mapped = _mapped(host, rest, (one, place), Structure(host.cell, start.species, shifted))
    assert mapped is not None
    assert mapped.fractional[:-1] == pytest.approx(shifted[:-1], abs=1e-12)


def test_a_hop_in_a_skewed_supercell_takes_the_way_that_was_asked_for():
    """The primitive cell of Na2O has angles of 60 degrees: the nearest cell is often not that of the nearest image."""
    small = primitive(crystal("Na2O"))
    counts = (2, 2, 2)
    host, wrong = supercell(small, counts), 0
    for kind in hop_classes(small, "Na", 4.0e-10):
        for edge in kind.edges:
            one, other, offset = edge
            place = _place_in(offset, counts) * len(small) + other
            hop = (small.fractional[other] + np.array(offset) - small.fractional[one]) @ small.cell
            assert np.linalg.norm(_ensure_room(host, small, edge, place) - hop) < 1e-15
            rest = [k for k in range(len(host)) if k not in (one, place)]
            ends = (_without(host, rest, site) for site in (one, place))
            moves = displacements(*ends, hop)
            assert moves[-1] == pytest.approx(hop, abs=1e-15)
            assert np.abs(moves[:-1]).max() < 1e-15
            apart = host.fractional[place] - host.fractional[one]
            wrong += np.linalg.norm((apart - np.rint(apart)) @ host.cell) > kind.length + 1e-13
    assert wrong > 0


def test_the_nearest_atoms_of_a_skewed_cell_are_its_neighbours():
    host = supercell(primitive(crystal("Na2O")), (2, 2, 2))
    near = nearest_atoms(host, 0, 1 + (8 if host.species[0] == "O" else 4))
    lengths = [distances(host.cell, host.fractional[0], host.fractional[[k]])[0] for k in near[1:]]
    assert lengths == pytest.approx([5.55e-10 * np.sqrt(3) / 4] * len(lengths))
    assert {host.species[k] for k in near[1:]} == {"Na", "O"} - {host.species[0]}
