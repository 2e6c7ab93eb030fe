"""A barrier is refused where it differs by over 15 % from the PBE barrier of the same hop that natria ships."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("ase")

from natria.atoms.calculators import Recipe, StoredRun
from natria.atoms.gates.own_hop import own_hop_condition
from natria.record import Structure

CHGNET = Recipe("chgnet", {}, {}, {"model": "0.3.0"})
PBE = Recipe("gpaw", {}, {}, {"xc": "PBE"})
EV = 1.602176634e-19


def ends(length=3.0, edge=9.0, species=("F", "Na")):
    """Both ends of a hop of the last atom, with lengths in angstrom."""
    places = (np.zeros((2, 3)), np.array([[0.0, 0.0, 0.0], [length / edge, 0.0, 0.0]]))
    return tuple(Structure(np.eye(3) * edge * 1e-10, species, one + 0.1) for one in places)


def hop(barrier, **changes):
    return SimpleNamespace(barrier=barrier * EV, backward=barrier * EV, structures=ends(**changes))


def run(*hops, outcome=True):
    gate = {"outcome": "not validated", "conditions": [{"name": "relaxed path", "met": outcome, "found": ""}]}
    rows = [
        {
            "images": [one.to_json() for one in found.structures],
            "barrier": {"value": found.barrier},
            "backward_barrier": {"value": found.backward},
        }
        for found in hops
    ]
    return StoredRun("salt", "migration", "salt", PBE, (), {"hops": rows, "gate": gate})


@pytest.mark.parametrize(("barrier", "met"), [(0.80, True), (0.91, True), (0.93, False), (0.69, True), (0.67, False)])
def test_a_barrier_is_compared_with_the_stored_one(barrier, met):
    (condition,) = own_hop_condition(hop(barrier), CHGNET, [run(hop(0.80))])
    assert condition.met is met


def test_a_hop_in_the_cell_of_another_calculator_is_the_same_hop():
    stored = [run(hop(0.80))]
    (condition,) = own_hop_condition(hop(0.5, length=3.06, edge=9.18), CHGNET, stored)
    assert condition.met is False
    for other in ({"length": 3.5}, {"species": ("Cl", "Na")}):
        assert own_hop_condition(hop(0.5, **other), CHGNET, stored) == ()


def test_pbe_is_not_compared_with_itself_and_faults_and_doubts_count():
    stored = run(hop(0.80))
    assert own_hop_condition(hop(0.5), PBE, [stored]) == ()
    assert own_hop_condition(hop(0.5), CHGNET, [run(hop(0.80), outcome=False)]) == ()
    assert own_hop_condition(hop(0.5), CHGNET, [replace(stored, workflow="elastic")]) == ()
    (doubt,) = own_hop_condition(hop(0.5), CHGNET, [run(hop(0.80), hop(0.30, length=3.01))])
    assert doubt.met is None
