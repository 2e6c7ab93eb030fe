"""The critical strain of a phase from a stored run of stress-strain curves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")

from natria import Question, ask
from natria.atoms.calculators import Evaluation, Recipe, StoredRun
from natria.atoms.results import STORED_STRAIN
from natria.design import Design
from natria.quantity import Computed, Refused, ancestry
from natria.record import from_angstrom

SALT = from_angstrom(np.eye(3) * 4.6, ["Na", "F"], [[0, 0, 0], [0.5, 0.5, 0.5]], "NaF")


def along(name, strain, met=True, bound=None):
    condition = {"name": "relaxed points", "met": met, "found": "", "wanted": ""}
    found = {"critical_strain": {"value": strain, "bound": bound}} if met else {}
    return {"name": name, "findings": found, "gate": {"conditions": [condition]}}


def run(*directions, **settings):
    recipe = Recipe("gpaw", {}, {}, {"xc": "PBE", "cutoff_eV": 500.0, **settings})
    rows = ((SALT, Evaluation(0.0, np.zeros((2, 3)), np.zeros((3, 3)), 1.0)),)
    conditions = [one for row in directions for one in row["gate"]["conditions"]]
    gate = {"outcome": "not validated", "reasons": [], "conditions": conditions}
    document = {"directions": list(directions), "gate": gate, "summary": "summary"}
    return StoredRun("salt", "strain", "NaF", recipe, rows, document)


@pytest.fixture
def stored(monkeypatch):
    runs = [run(along("a", 0.3), along("b", 0.1))]
    monkeypatch.setattr("natria.atoms.results.tensors.stored_runs", lambda: tuple(runs))
    return runs


def answer(phase="NaF"):
    return ask(STORED_STRAIN, Design(phase, {"phase": {"material": phase}}), Question("critical_strain", phase))


def noted(found):
    settings = [s for one in ancestry(found) if isinstance(one.origin, Computed) for s in one.origin.settings]
    return {one.path: one.word for one in settings}


def test_the_critical_strain_is_the_range_over_the_directions(stored):
    assert stored
    assert answer().bound == pytest.approx((0.1, 0.3))
    assert noted(answer())["stored.directions.a"].startswith("30.0 %")


def test_a_refused_direction_and_a_bound_are_on_record_and_give_no_end(stored):
    stored[:] = [run(along("a", 0.3), along("b", 0.1, met=False), along("c", 0.6, bound="at least"))]
    found = answer()
    assert found.value == pytest.approx(0.3)
    said = noted(found)
    assert said["stored.directions.b"].startswith("refused")
    assert said["stored.directions.c"].startswith("at least 60.0 %")


def test_the_finest_run_counts_and_others_are_on_record(stored):
    stored.append(replace(run(along("a", 0.2), cutoff_eV=700.0), name="finer"))
    assert "stored.other_runs.salt" in noted(answer())
    assert answer().value == pytest.approx(0.2)


def test_refused_curves_alone_and_no_run_are_no_answer(stored):
    for runs in ([run(along("a", 0.3, met=False))], []):
        stored[:] = runs
        assert isinstance(answer(), Refused)
