"""Hops of a vacancy in a supercell."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.migration.hop import _mapped, _without, counts_for, hop_between, supercell, vacancy_hop
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
