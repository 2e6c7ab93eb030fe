"""Energies of the phases of the library by a calculator, on one with invented energies of formation."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import toy_phases

from natria.atoms.calculators import Evaluator, calculator
from natria.atoms.gates import energy_conditions, phase_conditions
from natria.atoms.stability import phase_set, window
from natria.atoms.stability.computed import WindowRequest, compute_window
from natria.atoms.stability.energies.calculated import calculated_energies, formation_rows, system_cards
from natria.quantity import ModelError
from natria.report.atoms import energies_files
from natria.report.atoms.energies import ENERGIES
from natria.store import Store

EV = 96485.33212331001  # J/mol
KJ = 1e3  # J


def computed(*formulas, store=None, **settings):
    made = {}

    def evaluators(structure):
        named = calculator("toy_phases:made", structure, settings)
        return made.setdefault("one", Evaluator(named.recipe, named.make, Store(store, None)))

    found = calculated_energies(formulas or ("NaF",), evaluators)
    return found, formation_rows(phase_set(found.entries()).phases), made["one"]


def test_a_system_has_the_structures_of_its_elements():
    assert {one.name for one in system_cards(["Na2S"])} == {"Na", "S", "Na2S", "Na2S2", "Na2S4"}
    assert {one.name for one in system_cards(["NaF"])} == {"Na", "F2", "NaF"}


def test_energies_of_formation_are_those_of_the_calculator():
    found, rows, _ = computed("Na2S")
    sizes = {"Na2S": 3, "Na2S2": 4, "Na2S4": 6}
    wanted = {name: toy_phases.FORMATION[name] * EV / size for name, size in sizes.items()}
    assert {one.formula: one.calculated for one in rows} == pytest.approx(wanted, abs=0.05 * KJ)
    assert all(one.strain == pytest.approx(0.02, abs=2e-3) for one in found.phases)
    assert [phase_conditions(one).outcome for one in found.phases] == ["accepted"] * 5


def test_a_molecule_keeps_its_box():
    found, *_ = computed()
    assert {one.card.name: one.strain == 0 for one in found.phases} == {"F2": True, "Na": False, "NaF": False}


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


def test_a_structure_that_becomes_another_one_is_not_validated():
    found, rows, _ = computed()
    moved = replace(found, phases=tuple(replace(one, group=1) for one in found.phases))
    assert phase_conditions(moved.phases[0]).outcome == "refused"
    assert energy_conditions(moved, rows).conditions[2].met is None


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
