"""SevenNet itself: the numbers of its validations, and a tensor that the gates refuse. Needs its own environment.

Every evaluation is kept in the folder NATRIA_TEST_STORE, where it is set, so that a run that broke off goes on.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sevenn")
pytest.importorskip("spglib")

from natria.atoms.calculators import Evaluator, calculator
from natria.atoms.elastic import ElasticSettings, elastic_tensor, lattice
from natria.atoms.gates import VALIDITY, elastic_conditions, migration_conditions
from natria.atoms.migration import hop_classes, vacancy_hop
from natria.atoms.migration.hop import counts_for, supercell
from natria.atoms.structures import crystal, primitive
from natria.record import Structure
from natria.store import Store

pytestmark = pytest.mark.slow
KEPT = os.environ.get("NATRIA_TEST_STORE")
GAVE = {(row.property, row.materials): row.gave for row in VALIDITY if row.calculator == "sevenn"}
EV = 1.602176634e-19
A = 1e-10


def evaluator(structure):
    made = calculator("sevenn", structure)
    return Evaluator(made.recipe, made.make, Store(Path(KEPT) if KEPT else None, None))


def tensor(name, settings=None):
    structure = primitive(crystal(name))
    evaluate = evaluator(structure)
    found = elastic_tensor(structure, evaluate, settings or ElasticSettings())
    return found, elastic_conditions(found, evaluate.recipe)


@pytest.mark.parametrize(("name", "atoms"), [("NaF", 8), ("Na", 2)])
def test_the_lattice_is_that_of_the_table(name, atoms):
    structure = primitive(crystal(name))
    found = lattice(structure, evaluator(structure))
    edge, bulk = GAVE["lattice", name].values()
    relaxed = found.reference.structure
    assert (relaxed.volume / len(relaxed) * atoms) ** (1 / 3) / A == pytest.approx(edge, abs=0.003)
    assert found.state.bulk_modulus / 1e9 == pytest.approx(bulk, rel=0.02)


def test_the_tensor_of_sodium_fluoride_is_accepted():
    found, gated = tensor("NaF")
    constants = [found.stiffness[place] / 1e9 for place in ((0, 0), (0, 1), (3, 3))]
    assert constants == pytest.approx(list(GAVE["elastic", "NaF"].values()), abs=0.5)
    assert gated.outcome == "accepted"


def test_the_tensor_of_sodium_is_refused_by_stability_and_by_the_stored_pbe():
    found, gated = tensor("Na")
    assert (found.stiffness[0, 0] - found.stiffness[0, 1]) / 1e9 == pytest.approx(-0.25, abs=0.05)
    failed = {one.name for one in gated.conditions if one.met is False}
    assert {"Born stability", "agreement with PBE of the same tensor"} <= failed


def test_the_tensor_of_sodium_antimonide_meets_its_own_conditions_and_is_refused_by_the_stored_pbe():
    found, gated = tensor("Na3Sb", ElasticSettings(force=0.001 * EV / A))
    constants = [found.stiffness[place] / 1e9 for place in ((0, 0), (0, 1), (0, 2), (2, 2), (3, 3))]
    assert constants == pytest.approx(list(GAVE["elastic", "Na3Sb"].values()), abs=0.5)
    failed = {one.name for one in gated.conditions if one.met is False}
    assert failed == {"agreement with PBE of the same tensor", "sevenn is validated for elastic"}


def test_the_barrier_of_sodium_fluoride_in_the_cell_of_pbe():
    given = crystal("NaF")
    edge = 4.7014 * A
    structure = Structure(np.eye(3) * edge, given.species, given.fractional, given.periodic, "NaF")
    counts = counts_for(structure, 8 * A)
    evaluate = evaluator(supercell(structure, counts))
    hop = vacancy_hop(structure, hop_classes(structure, "Na", 5 * A)[0].edge, counts, evaluate)
    assert hop.barrier / EV == pytest.approx(0.749, abs=0.01)
    assert migration_conditions(hop, evaluate.recipe).outcome == "not validated"
