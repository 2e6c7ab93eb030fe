"""The surface energy of a face from a stored run, with the recipe in its ancestry."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria import Question, ask
from natria.atoms.calculators import stored_families
from natria.atoms.results import STORED_SURFACE
from natria.design import load_case, phase_design
from natria.quantity import Computed, Refused, ancestry

(SALT,) = [one for one in stored_families() if one.name == "NaF-001-surface-gpaw"]


@pytest.fixture
def stored(monkeypatch):
    runs = [SALT]
    monkeypatch.setattr("natria.atoms.results.surfaces.stored_families", lambda: tuple(runs))
    return runs


def answer(of):
    return ask(STORED_SURFACE, phase_design(load_case("lu2026").base, of), Question("surface_energy", of))


def noted(found):
    settings = [s for one in ancestry(found) if isinstance(one.origin, Computed) for s in one.origin.settings]
    return {one.path: one.word for one in settings}


@pytest.mark.parametrize("of", ["NaF(001)", "NaF(0,0,1)"])
def test_the_surface_energy_is_that_of_the_face(stored, of):
    found = answer(of)
    assert found.value == pytest.approx(0.2657, abs=1e-4)  # J/m^2, as the documentation says
    assert found.std is None
    assert noted(found)["stored.run"] == stored[0].name
    assert noted(found)["functional.law"] == "PBE"


@pytest.mark.parametrize("of", ["NaF", "NaF(110)", "NaCl(001)"])
def test_without_a_face_or_a_run_there_is_no_answer(stored, of):
    assert stored
    assert isinstance(answer(of), Refused)


def test_a_refused_surface_is_no_answer(stored):
    gate = SALT.result["gate"]
    first, *rest = gate["conditions"]
    stored[:] = [
        replace(SALT, result={**SALT.result, "gate": {**gate, "conditions": [{**first, "met": False}, *rest]}})
    ]
    assert isinstance(answer("NaF(001)"), Refused)


def test_a_finer_run_is_taken_and_the_other_is_on_record(stored):
    head, *members = SALT.members
    recipe = replace(head.recipe, settings={**head.recipe.settings, "cutoff_eV": 900.0})
    stored.append(replace(SALT, name="finer", members=(replace(head, recipe=recipe), *members)))
    found = noted(answer("NaF(001)"))
    assert found["stored.run"] == "finer"
    assert "0.266 J/m^2" in found[f"stored.other_runs.{SALT.name}"]
