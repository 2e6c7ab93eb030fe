"""CHGNet itself: a tensor that the gate refuses, windows with their sequences, barriers. Run by `make test-potentials`.

Every evaluation is kept in the folder NATRIA_TEST_STORE, where it is set, so that a run that broke off goes on.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("chgnet")
pytest.importorskip("spglib")

from natria.atoms.calculators import Evaluator, EvaluatorFamily, calculator
from natria.atoms.elastic import ElasticSettings, elastic_tensor
from natria.atoms.gates import elastic_conditions, energy_conditions, migration_conditions
from natria.atoms.migration import hop_classes, vacancy_hop
from natria.atoms.migration.hop import counts_for, supercell
from natria.atoms.stability import phase_set
from natria.atoms.stability.computed import WindowRequest, compute_window
from natria.atoms.stability.energies.calculated import calculated_energies, formation_rows
from natria.atoms.structures import crystal, primitive
from natria.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Converting a tensor:UserWarning")]  # of CHGNet
KEPT = os.environ.get("NATRIA_TEST_STORE")
EV = 1.602176634e-19
MEV = 96.485  # J/mol
A = 1e-10


def evaluator(structure):
    made = calculator("chgnet", structure)
    return Evaluator(made.recipe, made.make, Store(Path(KEPT) if KEPT else None, None))


@cache
def energies(*formulas):
    family = EvaluatorFamily(evaluator, evaluator)
    found = calculated_energies(formulas, family.of)
    gated = energy_conditions(found, formation_rows(phase_set(found.entries()).phases))
    assert gated.outcome == "not validated"
    return found.as_file()


def test_the_tensor_of_sodium_fluoride_is_refused_by_the_stored_pbe():
    structure = primitive(crystal("NaF"))
    evaluate = evaluator(structure)
    found = elastic_tensor(structure, evaluate)
    c11, c12, c44 = (found.stiffness[place] / 1e9 for place in ((0, 0), (0, 1), (3, 3)))
    assert [c11, c12, c44] == pytest.approx([103, 17, 22], abs=1)
    conditions = elastic_conditions(found, evaluate.recipe).conditions
    failed = [one.name for one in conditions if one.met is False]
    assert "agreement with PBE of the same tensor" in failed


def test_the_tensor_of_sodium_antimonide_is_unstable_under_shear():
    structure = primitive(crystal("Na3Sb"))
    evaluate = evaluator(structure)
    found = elastic_tensor(structure, evaluate, ElasticSettings(force=0.001 * EV / A))
    assert (found.stiffness[0, 0] - found.stiffness[0, 1]) / 1e9 == pytest.approx(-5.1, abs=1)
    conditions = elastic_conditions(found, evaluate.recipe).conditions
    failed = {one.name for one in conditions if one.met is False}
    assert {"Born stability", "agreement with PBE of the same tensor"} <= failed


@pytest.mark.parametrize(
    ("formula", "system", "low", "high", "sequence"),
    [
        ("Na3PS4", ("Na3PS4",), 1.13, 2.16, [{"Na2S", "Na3P"}, {"Na2S", "NaP"}, {"Na2S", "Na3P11"}]),
        ("Na3SbS4", ("Na3SbS4",), 1.84, 1.88, [{"Na2S", "Na3Sb"}, {"Na2S", "NaSb"}, {"Sb", "Na2S"}]),
        ("Na2S", ("Na3PS4",), 0.0, 1.50, [{"Na2S"}]),
        ("Na3P", ("Na3PS4",), 0.0, 0.26, [{"Na3P"}, {"NaP"}, {"Na3P11"}]),
        ("NaF", ("Na3P", "NaF"), 0.0, 5.76, [{"NaF"}]),
    ],
)
def test_windows_with_their_sequences_and_distributions(formula, system, low, high, sequence):
    asked = WindowRequest(formula, 0.0, 7.0, samples=1000, seed=7, energies=energies(*system), error=10 * MEV)
    found = compute_window(asked)
    assert found.window.low == pytest.approx(low, abs=0.02)
    assert found.window.oxidation.voltage == pytest.approx(high, abs=0.02)
    assert [set(stage.products) for stage in found.stages][: len(sequence)] == sequence
    assert found.spread.resolved == (formula != "Na3SbS4")  # its window is narrower than the spread of its limits
    assert 0.005 < found.spread.std("oxidation") < 0.1


@pytest.mark.parametrize(
    ("name", "barrier", "outcome"), [("NaF", 0.736, "not validated"), ("Na3Sb", 0.470, "not validated")]
)
def test_the_barrier_of_the_shortest_hop(name, barrier, outcome):
    structure = crystal(name)
    counts = counts_for(structure, 8 * A)
    evaluate = evaluator(supercell(structure, counts))
    hop = vacancy_hop(structure, hop_classes(structure, "Na", 5 * A)[0].edge, counts, evaluate)
    assert hop.barrier / EV == pytest.approx(barrier, abs=0.01)
    assert migration_conditions(hop, evaluate.recipe).outcome == outcome
