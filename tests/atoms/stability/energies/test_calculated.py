"""Energies of the phases of the library by a calculator, on one with invented energies of formation."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import toy_phases

from natria.atoms.calculators import Evaluator, Recipe, calculator
from natria.atoms.gates import GateCondition, energy_conditions, phase_conditions
from natria.atoms.stability import phase_set, window
from natria.atoms.stability.computed import WindowRequest, compute_window
from natria.atoms.stability.energies.calculated import (
    RelaxationSettings,
    calculated_energies,
    formation_rows,
    system_cards,
)
from natria.atoms.structures import crystal_card
from natria.quantity import InputError, ModelError, Problem
from natria.report.atoms import energies_files, energies_notes
from natria.report.atoms.energies import ENERGIES, energies_rows
from natria.store import Store

EV = 96485.33212331001  # J/mol
KJ = 1e3  # J


def computed(*formulas, store=None, hold=True, **settings):
    made = {}

    def evaluators(structure):
        named = calculator("toy_phases:made", structure, settings)
        return made.setdefault("one", Evaluator(named.recipe, named.make, Store(store, None)))

    found = calculated_energies(formulas or ("NaF",), evaluators, RelaxationSettings(hold=hold))
    return found, formation_rows(phase_set(found.entries()).phases), made["one"]


def test_a_system_has_the_structures_of_its_elements():
    assert {one.name for one in system_cards(["Na2S"])} == {"Na", "S", "Na2S", "Na2S2", "Na2S4", "Na2S5"}
    assert {one.name for one in system_cards(["NaF"])} == {"Na", "F2", "NaF"}


def test_energies_of_formation_are_those_of_the_calculator():
    found, rows, _ = computed("Na2S", hold=False)
    sizes = {"Na2S": 3, "Na2S2": 4, "Na2S4": 6, "Na2S5": 7}
    wanted = {name: toy_phases.FORMATION[name] * EV / size for name, size in sizes.items()}
    assert {one.formula: one.calculated for one in rows} == pytest.approx(wanted, abs=0.05 * KJ)
    assert all(one.strain == pytest.approx(0.02, abs=2e-3) for one in found.phases)
    assert [phase_conditions(one).outcome for one in found.phases] == ["accepted"] * 6


def test_a_molecule_keeps_its_box():
    found, *_ = computed()
    assert {one.card.name: one.strain == 0 for one in found.phases} == {"F2": True, "Na": False, "NaF": False}


def test_a_crystal_that_dispersion_binds_keeps_its_cell_unless_asked_otherwise():
    """The cell of the calculator is 2 % larger: the pressure in the measured one by hand."""
    found, *_ = computed("Na2S")
    (sulfur,) = (one for one in found.phases if one.card.name == "S")
    assert (sulfur.is_held, sulfur.strain) == (True, 0)
    assert sulfur.pressure == pytest.approx(30e9 * (toy_phases.SWELLS - 1) / toy_phases.SWELLS, rel=1e-3)
    assert "held" in "".join(energies_notes(found, energy_conditions(found, ())))
    free, *_ = computed("Na2S", hold=False)
    (sulfur,) = (one for one in free.phases if one.card.name == "S")
    assert (sulfur.is_held, sulfur.strain) == (False, pytest.approx(0.02, abs=2e-3))


def test_the_difference_from_the_handbook_by_hand():
    _, rows, _ = computed()
    (row,) = rows
    by_hand = (toy_phases.FORMATION["NaF"] - toy_phases.HANDBOOK_NAF) / 2 * EV
    assert row.difference == pytest.approx(by_hand, abs=0.3 * KJ)


def test_the_window_is_that_of_the_energies():
    found, *_ = computed()
    made = window(phase_set(found.entries()), "NaF")
    assert made.oxidation.voltage == pytest.approx(-toy_phases.FORMATION["NaF"], abs=2e-3)
    asked = WindowRequest("NaF", low=0, high=7, samples=200, seed=1, energies=found.as_file(), error=10.0)
    assert compute_window(asked).window.oxidation.voltage == pytest.approx(made.oxidation.voltage)


def test_a_phase_that_cannot_be_evaluated_is_a_competing_phase_without_an_energy(tmp_path):
    found, rows, _ = computed("Na2S", unknown="Na2S2")
    assert set(found.failed) == {"Na2S2"}
    assert "Na2S2" in found.lacking
    assert [one.met for one in energy_conditions(found, rows).conditions] == [True, None, True, None]
    asked = WindowRequest("Na2S", low=0, high=5, samples=200, seed=1, energies=found.as_file())
    assert compute_window(asked).is_bound
    file = tmp_path / ENERGIES
    file.write_bytes(energies_files(found, rows, energy_conditions(found, rows), "0")[ENERGIES])
    again = compute_window(replace(asked, energies=file))
    assert "Na2S2" in again.lacking
    assert again.window.oxidation.voltage == pytest.approx(compute_window(asked).window.oxidation.voltage)


def test_energies_far_from_the_handbook_are_refused():
    near, far = (energy_conditions(*computed(shift=shift)[:2]) for shift in (0.0, 0.7))
    assert near.outcome == "not validated"  # no validation of this calculator is registered
    assert far.outcome == "refused"
    found, rows, _ = computed(shift=0.7)
    assert json.loads(energies_files(found, rows, far, "0")[ENERGIES])["entries"] == []


def changed(found, name, **changes):
    return replace(found, phases=tuple(replace(p, **changes) if p.card.name == name else p for p in found.phases))


@pytest.mark.parametrize(
    ("name", "met"), [("Na", False), ("S", False), ("Na2S", False), ("Na2S2", None), ("Na2S4", None)]
)
@pytest.mark.parametrize("changes", [{"group": 1}, {"strain": 0.5}])
def test_a_needed_structure_that_becomes_another_one_refuses_and_a_competing_one_does_not(name, met, changes):
    found, rows, _ = sulfides()
    moved = changed(found, name, **changes)
    assert [phase_conditions(one).outcome for one in moved.phases].count("refused") == 1
    assert energy_conditions(moved, rows).conditions[2].met is met


@cache
def sulfides():
    return computed("Na2S", hold=False)


def test_only_enthalpies_of_handbooks_gate():
    """The cards give Na2S2 and Na2S4 as guesses: 2 eV per atom from them refuse nothing, from Na2S they do."""
    found, rows, _ = sulfides()
    assert {one.formula for one in rows if one.ground == "guess"} == {"Na2S2", "Na2S4"}
    for name, met in (("Na2S2", True), ("Na2S4", True), ("Na2S", False)):
        far = tuple(replace(one, calculated=one.calculated + 2 * EV) if one.name == name else one for one in rows)
        assert energy_conditions(found, far).conditions[0].met is met
    shown = {row[0]: row[3] for row in energies_rows(found, rows)}
    assert "guess" in shown["Na2S2"]
    assert "guess" not in shown["Na2S"]


def test_a_volume_of_the_same_calculator_proves_nothing():
    found, *_ = sulfides()
    card = crystal_card("NaOH")
    assert "GPAW" in card.computed  # whose cell of the library is by GPAW
    one = replace(found.phases[0], card=card, group=card.space_group, strain=0.0)
    by_gpaw = replace(one, recipe=Recipe("gpaw", {}))
    assert phase_conditions(one).outcome == "accepted"
    assert phase_conditions(replace(one, recipe=Recipe("chgnet", {}))).outcome == "accepted"
    assert phase_conditions(by_gpaw).outcome == "not validated"
    assert phase_conditions(replace(by_gpaw, strain=0.3)).outcome == "refused"
    measured = replace(by_gpaw, card=crystal_card("NaF"), group=crystal_card("NaF").space_group)
    assert phase_conditions(measured).outcome == "accepted"


def test_a_volume_of_the_data_that_a_potential_was_trained_on_proves_nothing():
    found, *_ = sulfides()
    card = crystal_card("NaSb")  # a relaxation of the Materials Project
    one = replace(found.phases[0], card=card, group=card.space_group, strain=0.0)
    outcomes = {name: phase_conditions(replace(one, recipe=Recipe(name, {}))).outcome for name in ("chgnet", "gpaw")}
    assert outcomes == {"chgnet": "not validated", "gpaw": "accepted"}


def test_what_of_a_structure_is_not_measured_is_shown():
    found, rows, _ = sulfides()
    notes = "\n".join(energies_notes(found, energy_conditions(found, rows)))
    assert "Na2S5" in notes  # the only phase whose cell is computed
    entries = json.loads(energies_files(found, rows, energy_conditions(found, rows), "0")[ENERGIES])["entries"]
    assert [one["structure"] for one in entries if one["structure_computed"]] == ["Na2S5"]


def with_evaluators(refuses):
    """Compute NaF with an evaluator for each structure, which `refuses` may refuse with InputError."""

    def evaluators(structure):
        if refuses(structure):
            raise InputError("--set", [Problem("spin", "has unpaired electrons", "give a spin")])
        named = calculator("toy_phases:made", structure)
        recipe = replace(named.recipe, settings={"kpoints": [len(structure)] * 3})
        return Evaluator(recipe, named.make, Store(None, None))

    return calculated_energies(("Na2S",), evaluators)


def test_a_structure_that_the_settings_do_not_fit_fails_alone():
    found = with_evaluators(lambda structure: structure.title == "Na2S2")
    assert set(found.failed) == {"Na2S2"}
    assert "give a spin" in found.failed["Na2S2"]
    with pytest.raises(ModelError):
        with_evaluators(lambda structure: structure.title == "Na2S")
    with pytest.raises(InputError):
        with_evaluators(lambda _: True)


def test_each_phase_keeps_its_recipe_and_the_worst_one_counts(monkeypatch):
    found = with_evaluators(lambda _: False)
    assert all(set(one.recipe.settings["kpoints"]) == {len(one.relaxed.structure)} for one in found.phases)
    rows = formation_rows(phase_set(found.entries()).phases)
    gated = energy_conditions(found, rows)
    document = json.loads(energies_files(found, rows, gated, "0")[ENERGIES])
    assert [one["recipe"] for one in document["entries"]] == [one.recipe.to_json() for one in found.phases]
    states = {one.digest: met for one, met in zip(found.recipes, (True, False, *[None] * 9), strict=False)}
    told = lambda recipe, *_: GateCondition("validity", states[recipe.digest], "", "")  # noqa: E731
    monkeypatch.setattr("natria.atoms.gates.energies.validity", told)
    assert energy_conditions(found, rows).conditions[-1].met is False


def test_a_run_that_is_repeated_finds_its_evaluations(tmp_path):
    first, _, one = computed(store=tmp_path)
    second, _, other = computed(store=tmp_path)
    assert one.calls > 0
    assert other.calls == 0
    assert [a.energy for a in first.phases] == [b.energy for b in second.phases]


@pytest.mark.parametrize("formula", ["NaSb", "NaBr", "NaQ"])
def test_a_phase_without_a_structure_is_refused(formula):
    with pytest.raises(ModelError):
        computed(formula)
