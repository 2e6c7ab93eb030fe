"""Energies of phases where they are: nothing relaxed, phases left out, and the run read back."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import toy_phases

from natria.atoms.calculators import Evaluator, EvaluatorFamily, calculator, read_family
from natria.atoms.calculators.stored.families import replayed_family
from natria.atoms.gates import energy_conditions
from natria.atoms.stability import phase_set
from natria.atoms.stability.energies.calculated import (
    RelaxationSettings,
    _kept,
    calculated_energies,
    formation_rows,
    system_cards,
)
from natria.atoms.structures import compact, crystal
from natria.quantity import InputError
from natria.report.atoms import energies_files
from natria.report.atoms.energies import ENERGIES
from natria.store import Store

EV = 96485.33212331001  # J/mol
CUBE = 30e9 * (1 / toy_phases.SWELLS - 1) ** 2 / 2 * toy_phases.SWELLS  # J/m^3 of the measured volume, by hand


def family():
    def made(structure):
        named = calculator("toy_phases:made", structure)
        return Evaluator(named.recipe, named.make, Store(None, None))

    return EvaluatorFamily(made, made)


def computed(*without, static=True):
    one = family()
    found = calculated_energies(("Na2S",), one.of, RelaxationSettings(static=static, without=without))
    return found, formation_rows(phase_set(found.entries()).phases), one


def test_a_structure_is_evaluated_once_and_keeps_the_energy_of_its_strain():
    found, _, family = computed()
    assert family.calls == len(found.phases) == 6
    (salt,) = (one for one in found.phases if one.card.name == "Na2S")
    assert (salt.strain, salt.relaxed.steps) == (0, 0)
    whole = crystal("Na2S").volume / 4
    kept = CUBE * whole / 1.602176634e-19  # eV of the formula
    wanted = 2 * toy_phases.ATOM["Na"] + toy_phases.ATOM["S"] + toy_phases.FORMATION["Na2S"] + kept
    assert salt.energy / EV == pytest.approx(wanted, abs=1e-4)


def test_energies_that_are_not_relaxed_are_not_validated_for_this_reason():
    found, rows, _ = computed()
    unmet = {one.name: one.met for one in energy_conditions(found, rows).conditions}
    assert unmet["structures are relaxed"] is None
    relaxed, rows, _ = computed(static=False)
    assert "structures are relaxed" not in {one.name for one in energy_conditions(relaxed, rows).conditions}


def test_a_phase_that_is_left_out_is_one_without_an_energy():
    found, *_ = computed("Na2S4")
    assert "Na2S4" not in {one.card.name for one in found.phases}
    assert "Na2S4" in found.lacking


def test_one_of_two_structures_of_the_phase_is_left_out():
    settings = RelaxationSettings(without=("Na3PS4-cubic",))
    cards = system_cards(("Na3PS4",))
    names = {one.name for one in _kept(cards, ("Na3PS4",), settings.without)}
    assert "Na3PS4" in names
    assert "Na3PS4-cubic" not in names
    with pytest.raises(InputError):
        _kept(cards, ("Na3PS4",), ("Na3PS4-cubic", "Na3PS4"))


@pytest.mark.parametrize("name", ["Na2S", "Na", "NaCl"])
def test_what_is_asked_about_an_element_and_a_stranger_are_not_left_out(name):
    with pytest.raises(InputError):
        computed(name)


def test_a_run_is_read_back_and_replayed(tmp_path):
    found, rows, family = computed("Na2S2")
    files = energies_files(found, rows, energy_conditions(found, rows), "0", family)
    file = tmp_path / "Na-S.json"
    file.write_bytes(files["evaluations.json"])
    run = read_family(file)
    assert (run.workflow, run.title, run.count) == ("energies", "Na-S", 5)
    assert run.result["entries"] == json.loads(files[ENERGIES])["entries"]
    again, _ = replayed_family([compact(crystal("Na2S"))], "energies", "toy_phases:made", (run,))
    settings = RelaxationSettings(static=run.result["static"], without=tuple(run.result["left_out"]))
    replayed = calculated_energies(("Na2S",), again.of, settings)
    assert again.calls == 0
    assert [one.energy for one in replayed.phases] == [one.energy for one in found.phases]
