"""The barrier of a phase from a stored run of hops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")

from natria import Question, ask
from natria.atoms.calculators import Evaluation, Recipe, StoredRun
from natria.atoms.results import STORED_BARRIER
from natria.design import Design
from natria.quantity import Computed, Refused, ancestry
from natria.record import from_angstrom

SALT = from_angstrom(np.eye(3) * 4.6, ["Na", "F"], [[0, 0, 0], [0.5, 0.5, 0.5]], "NaF")
J = 1.602176634e-19 * 0.75  # 0.75 eV
MOL = 6.02214076e23


def run(barrier=J, met=True, **settings):
    recipe = Recipe("gpaw", {}, {}, {"xc": "PBE", "cutoff_eV": 500.0, **settings})
    condition = {"name": "relaxed path", "met": met, "found": "", "wanted": ""}
    gate = {"outcome": "not validated", "reasons": [], "conditions": [condition]}
    ways = None if barrier is None else {"by_dimension": [barrier, barrier, None]}
    rows = ((SALT, Evaluation(0.0, np.zeros((2, 3)), np.zeros((3, 3)), 1.0)),)
    return StoredRun("salt", "migration", "NaF", recipe, rows, {"percolating_barriers": ways, "gate": gate})


@pytest.fixture
def stored(monkeypatch):
    runs = [run()]
    monkeypatch.setattr("natria.atoms.results.tensors.stored_runs", lambda: tuple(runs))
    return runs


def answer(phase="NaF", name="diffusion_barrier"):
    return ask(STORED_BARRIER, Design(phase, {"phase": {"material": phase}}), Question(name, phase))


def noted(found):
    settings = [s for one in ancestry(found) if isinstance(one.origin, Computed) for s in one.origin.settings]
    return {one.path: one.word for one in settings}


@pytest.mark.parametrize("name", ["diffusion_barrier", "migration_barrier"])
def test_the_barrier_is_that_of_a_mole(stored, name):
    assert stored
    assert answer(name=name).value == pytest.approx(J * MOL)


def test_the_finest_run_counts_and_others_are_on_record(stored):
    stored.append(replace(run(2 * J, cutoff_eV=700.0), name="finer"))
    found = answer()
    assert found.value == pytest.approx(2 * J * MOL)
    assert "0.750 eV" in noted(found)["stored.other_runs.salt"]


def test_a_refused_run_one_that_leads_nowhere_and_none_are_no_answer(stored):
    for runs in ([run(met=False)], [run(None)], []):
        stored[:] = runs
        assert isinstance(answer(), Refused)
