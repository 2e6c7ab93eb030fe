"""Moduli of a phase from a stored tensor, with the recipe in their ancestry."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import stored_copper

from natria import Question, ask
from natria.atoms.calculators import Recipe
from natria.atoms.elastic import averages, extremes
from natria.atoms.results import MODULUS_OF_DIRECTIONS, POLYCRYSTAL_MODULUS, STORED_TENSOR
from natria.atoms.results.tensors import HILL
from natria.design import Design
from natria.quantity import Computed, Refused, ancestry
from natria.report.atoms.results import convergence_rows, results_rows

COPPER = Design("Cu", {"phase": {"material": "Cu"}})
RUN = replace(
    stored_copper.run(),
    title="Cu",
    recipe=Recipe("gpaw", {"gpaw": "26.7.0"}, {"PAW data sets": "1.2.1"}, {"xc": "PBE", "cutoff_eV": 700.0}),
)


@pytest.fixture(autouse=True)
def stored(monkeypatch):
    runs = [RUN]
    monkeypatch.setattr("natria.atoms.results.tensors.stored_runs", lambda: tuple(runs))
    return runs


def answer(answerer, term, phase="Cu"):
    design = Design(phase, {"phase": {"material": phase}})
    return ask(answerer, design, Question(term, phase), of=STORED_TENSOR)


def stiffness():
    from natria.report.atoms.results import stiffness_of

    return stiffness_of(RUN)


def test_moduli_are_those_of_the_tensor():
    mean = averages(stiffness())
    for term, of in HILL.items():
        assert answer(POLYCRYSTAL_MODULUS, term).value == pytest.approx(of(mean), rel=1e-9)
    ends = extremes(stiffness())
    assert answer(MODULUS_OF_DIRECTIONS, "young_modulus").bound == pytest.approx((ends.least, ends.most), rel=1e-9)


def test_the_recipe_stands_in_the_ancestry():
    found = answer(POLYCRYSTAL_MODULUS, "young_modulus")
    assert isinstance(found.origin, Computed)
    settings = {s.path: s for one in ancestry(found) if isinstance(one.origin, Computed) for s in one.origin.settings}
    assert settings["stored.calculator"].word == "gpaw"
    assert "26.7.0" in settings["stored.versions"].word
    assert "1.2.1" in settings["stored.data"].word
    assert "cutoff_eV 700" in settings["stored.settings"].word
    assert settings["functional.law"].word == "PBE"
    assert settings["functional.law"].why


def test_no_standard_deviation_is_claimed_for_a_stored_tensor():
    for term in HILL:
        assert answer(POLYCRYSTAL_MODULUS, term).std is None


def noted(found):
    settings = [s for one in ancestry(found) if isinstance(one.origin, Computed) for s in one.origin.settings]
    return {one.path: one.word for one in settings}


def refused(run):
    """The run with a condition of its own that is not met."""
    gate = run.result["gate"]
    first, *rest = gate["conditions"]
    conditions = [{**first, "name": "amplitude", "met": False}, *rest]
    return replace(run, result={**run.result, "gate": {**gate, "outcome": "refused", "conditions": conditions}})


def test_a_phase_without_a_run_and_a_refused_tensor_are_no_answer(stored):
    assert isinstance(answer(POLYCRYSTAL_MODULUS, "young_modulus", "NaOH"), Refused)
    assert isinstance(answer(POLYCRYSTAL_MODULUS, "young_modulus", "hard carbon"), Refused)
    stored[:] = [refused(RUN)]
    no = answer(POLYCRYSTAL_MODULUS, "young_modulus")
    assert isinstance(no, Refused)
    assert "amplitude" in no.why


def test_the_gate_of_an_answer_has_the_validations_of_now(stored):
    """The file says accepted, as copper by EMT; the recipe is of a calculator without a row, or one that fails."""
    assert RUN.result["gate"]["outcome"] == "accepted"
    assert noted(answer(POLYCRYSTAL_MODULUS, "young_modulus"))["stored.gates"].startswith("not validated")
    stored[:] = [replace(RUN, recipe=Recipe("lj", {}))]
    assert isinstance(answer(POLYCRYSTAL_MODULUS, "young_modulus"), Refused)


def test_other_runs_of_the_phase_are_on_record_refused_or_not(stored):
    finer = replace(RUN.recipe, settings={"xc": "PBE", "cutoff_eV": 1000.0})
    coarse = replace(RUN, name="coarse", recipe=replace(RUN.recipe, settings={"xc": "PBE", "cutoff_eV": 400.0}))
    stored[:] = [RUN, coarse, refused(replace(RUN, name="finer", recipe=finer))]
    said = noted(answer(POLYCRYSTAL_MODULUS, "young_modulus"))
    assert said["stored.run"] == RUN.name
    assert "refused: amplitude" in said["stored.other_runs.finer"]
    assert "+0.0 %" in said["stored.other_runs.coarse"]


PBE = {"xc": "PBE", "cutoff_eV": 700.0, "kpoint_density_A": 3.5, "kpoints": [8, 8, 8], "energy_tolerance_eV": 1e-6}


def with_settings(name, factor=1.0, **settings):
    """A run with other settings, and the tensor times a factor."""
    tensor = {**RUN.result["stiffness"], "values": (stiffness() * factor).tolist()}
    recipe = replace(RUN.recipe, settings={**PBE, **settings})
    return replace(RUN, name=name, recipe=recipe, result={**RUN.result, "stiffness": tensor})


def test_convergence_compares_a_coarser_run_with_a_finer_one():
    coarse, fine = with_settings("coarse", 0.98, cutoff_eV=400.0), with_settings("fine")
    assert len(results_rows([fine, coarse])) == 2
    ((name, other, settings, change, young, volume, _, energy),) = convergence_rows([coarse, fine])
    assert (name, other) == ("coarse", "fine")
    assert settings == "cutoff_eV 400.0 to 700.0"
    assert (change, young) == ("2.0 %", "-2.0 %")
    assert volume == "11.565 to 11.565 A^3"  # 3.5898 A cubed over four atoms
    assert energy == "+0 meV"


def test_a_refused_run_is_marked_where_convergence_is_compared():
    fine = refused(with_settings("fine", cutoff_eV=1000.0))
    ((_, other, *_),) = convergence_rows([with_settings("coarse"), fine])
    assert "refused" in other


@pytest.mark.parametrize(
    ("settings", "rows"),
    [
        ({"kpoint_density_A": 5.0, "kpoints": [12, 12, 12]}, 1),
        ({"xc": "LDA"}, 0),
        ({"xc": "LDA", "cutoff_eV": 1000.0}, 0),
        ({"energy_tolerance_eV": 1e-2}, 0),
        ({"energy_tolerance_eV": 1e-2, "cutoff_eV": 1000.0}, 0),
        ({"cutoff_eV": 1000.0, "kpoint_density_A": 2.0}, 0),
        ({"cutoff_eV": None}, 0),
    ],
)
def test_only_a_finer_resolution_with_all_else_the_same_is_convergence(settings, rows):
    assert len(convergence_rows([with_settings("one"), with_settings("other", **settings)])) == rows


def test_a_refused_tensor_has_no_constants_in_the_table():
    ((_, result, *_),) = results_rows([refused(RUN)])
    assert not any(map(str.isdigit, result))
    ((_, result, *_),) = results_rows([RUN])
    assert any(map(str.isdigit, result))
