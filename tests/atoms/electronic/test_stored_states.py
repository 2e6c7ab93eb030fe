"""Stored states: the file of a run, and a band structure replayed without the program that computed it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from tight_binding import staggered_honeycomb

from natria.atoms.calculators import Recipe, read_states, stored_states
from natria.atoms.calculators.evaluate import EV
from natria.atoms.calculators.stored.states import StatesQuestion
from natria.atoms.electronic import StatesEvaluator, StatesSettings, electronic_bands, replayed_states
from natria.atoms.gates import bands_conditions
from natria.quantity import InputError, ModelError
from natria.record import from_angstrom
from natria.report.atoms import bands_document
from natria.report.atoms.bands import states_run
from natria.store import Store

SHEET = from_angstrom(
    [[2.46, 0, 0], [-1.23, 2.46 * 3**0.5 / 2, 0], [0, 0, 10]],
    ["C", "B"],
    [[1 / 3, 2 / 3, 0.5], [2 / 3, 1 / 3, 0.5]],
    "sheet",
)
SETTINGS = StatesSettings(mesh=(6, 6, 1), refine=1, empty=1, points=20, step=0.2 * EV)


def computed(store=None):
    evaluate = StatesEvaluator(
        Recipe("model", {}, {}, {"cutoff_eV": 700.0}), lambda: staggered_honeycomb(0.25), store or Store(None, None)
    )
    found = electronic_bands(SHEET, evaluate, SETTINGS)
    document = bands_document(found, bands_conditions(found, evaluate.recipe), evaluate, "")
    return found, states_run(document, found, evaluate)


@pytest.fixture(scope="module")
def made():
    return computed()


def test_a_run_is_read_back(made, tmp_path):
    _, run = made
    file = tmp_path / "sheet.json"
    file.write_bytes(run.to_bytes())
    again = read_states(file)
    assert (again.name, again.title, again.workflow) == ("sheet", "sheet", "bands")
    assert again.recipe.digest == run.recipe.digest
    assert again.structure.digest == run.structure.digest
    assert again.count == run.count == len(again.parts) + len(again.grounds)
    assert again.result == json.loads(json.dumps(run.result))
    for one, other in zip(run.parts, again.parts, strict=True):
        assert one.question == other.question
        np.testing.assert_allclose(other.energies, one.energies, atol=1e-8)


def test_bands_are_replayed_without_the_program(made, tmp_path):
    found, run = made
    file = tmp_path / "sheet.json"
    file.write_bytes(run.to_bytes())
    evaluate = replayed_states(SHEET, "model", {"cutoff_eV": 700.0}, runs=[read_states(file)])
    again = electronic_bands(SHEET, evaluate, SETTINGS)
    assert evaluate.calls == 0
    assert evaluate.found == run.count
    assert again.gap.width == pytest.approx(found.gap.width, rel=1e-6)
    np.testing.assert_allclose(again.along.energies, found.along.energies, atol=1e-7 * EV)


def test_k_points_are_found_up_to_reciprocal_vectors(made):
    _, run = made
    part = run.parts[0]
    known = run.find(SHEET, part.question, part.kpoints + np.array([1, -2, 0]))
    np.testing.assert_array_equal(known, part.energies)
    assert run.find(SHEET, part.question, part.kpoints + 1e-3) is None
    assert run.find(SHEET, replace(part.question, bands=1), part.kpoints) is None
    other = replace(SHEET, species=("C", "N"))
    assert run.find(other, part.question, part.kpoints) is None
    assert run.ground(other, part.question.mesh) is None


def test_what_is_not_stored_is_refused(made):
    _, run = made
    wider = replace(SHEET, cell=SHEET.cell * 1.01)
    for structure, name, given, coupled in (
        (wider, "model", {}, False),
        (SHEET, "gpaw", {}, False),
        (SHEET, "model", {"cutoff_eV": 400.0}, False),
        (SHEET, "model", {}, True),
    ):
        with pytest.raises(ModelError):
            replayed_states(structure, name, given, spin_orbit=coupled, runs=[run])
    fixes = {}
    for structure, relaxed in ((wider, False), (wider, True), (SHEET, False)):
        with pytest.raises(ModelError) as missing:
            replayed_states(structure, "model", spin_orbit=structure is SHEET, relaxed=relaxed, runs=[run])
        fixes[structure is SHEET, relaxed] = missing.value.fix
    assert len(set(fixes.values())) == 3
    assert "give --relaxed" in fixes[False, False]
    assert "give --relaxed" not in fixes[False, True] + fixes[True, False]
    evaluate = replayed_states(SHEET, "model", runs=[run])
    with pytest.raises(ModelError, match=run.name):
        evaluate.states(SHEET, (6, 6, 1), np.array([[0.123, 0, 0]]), 1, spin_orbit=False)
    with pytest.raises(ModelError, match=run.name):
        evaluate.ground(SHEET, (7, 7, 1))


def test_times_of_a_run_that_was_stored_are_kept(tmp_path):
    _, first = computed(Store(tmp_path, None))
    _, again = computed(Store(tmp_path, None))
    assert [round(one.seconds, 3) for one in first.parts] == [one.seconds for one in again.parts]


def test_a_file_that_is_no_run_is_refused(tmp_path):
    for name, text in (("a", "{"), ("b", "{}"), ("c", '{"schema": "natria.states/0"}')):
        file = tmp_path / f"{name}.json"
        file.write_text(text)
        with pytest.raises(InputError):
            read_states(file)


@pytest.mark.parametrize("shipped", stored_states(), ids=lambda one: one.name)
def test_shipped_states_are_whole(shipped):
    assert shipped.recipe.versions["gpaw"]
    assert shipped.recipe.data
    assert shipped.seconds > 0
    assert shipped.result["recipe"] == shipped.recipe.to_json()
    assert shipped.result["structure"] == shipped.structure.to_json()
    for part in shipped.parts:
        assert isinstance(part.question, StatesQuestion)
        assert part.energies.shape == (len(part.kpoints), part.question.bands * (2 if part.question.spin_orbit else 1))
        assert (np.diff(part.energies, axis=1) >= 0).all()
