"""The gap of a phase from stored states, with the recipe in its ancestry."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria import Question, ask
from natria.atoms.calculators import stored_states
from natria.atoms.calculators.evaluate import EV
from natria.atoms.results import STORED_GAP
from natria.design import Design
from natria.quantity import Computed, Refused, ancestry
from natria.report.atoms.results import results_rows

(SALT,) = [one for one in stored_states() if one.name == "NaF-bands-gpaw"]


@pytest.fixture
def stored(monkeypatch):
    runs = [SALT]
    monkeypatch.setattr("natria.atoms.results.gaps.stored_states", lambda: tuple(runs))
    return runs


def answer(phase="NaF"):
    return ask(STORED_GAP, Design(phase, {"phase": {"material": phase}}), Question("band_gap", phase))


def with_result(run, name="other", settings=None, **parts):
    settings = {**run.result["settings"], **(settings or {})}
    return replace(run, name=name, result={**run.result, "settings": settings, **parts})


def noted(found):
    settings = [s for one in ancestry(found) if isinstance(one.origin, Computed) for s in one.origin.settings]
    return {one.path: one.word for one in settings}


def test_the_gap_is_that_of_the_run_and_the_recipe_stands_in_its_ancestry(stored):
    found = answer()
    assert found.value == stored[0].result["band_gap"]["value"]
    assert found.std is None
    assert noted(found)["stored.run"] == SALT.name
    assert noted(found)["functional.law"] == "PBE"
    assert noted(found)["stored.gates"].startswith("accepted")


def test_a_gap_with_spin_orbit_coupling_is_on_record_beside_the_plain_one(stored):
    gap = {**SALT.result["band_gap"], "value": 5.0 * EV}
    stored.append(with_result(SALT, "coupled", {"spin_orbit": True}, band_gap=gap))
    found = answer()
    assert found.value == SALT.result["band_gap"]["value"]
    assert "5.000 eV with spin-orbit" in noted(found)["stored.other_runs.coupled"]
    stored[:] = stored[1:]
    assert isinstance(answer(), Refused)


def test_a_phase_without_a_run_a_refused_gap_and_a_metal_are_no_answer(stored):
    assert isinstance(answer("NaCl"), Refused)
    gate = SALT.result["gate"]
    first, *rest = gate["conditions"]
    bad = {**gate, "outcome": "refused", "conditions": [{**first, "met": False}, *rest]}
    stored[:] = [with_result(SALT, gate=bad)]
    assert isinstance(answer(), Refused)
    ((_, _, said, *_),) = results_rows(stored)
    assert said.startswith("refused")
    stored[:] = [with_result(SALT, band_gap={**SALT.result["band_gap"], "is_metal": True, "value": 0.0})]
    assert isinstance(answer(), Refused)
