"""Stored runs: the file, the search for a structure, and a workflow replayed without its calculator."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

import stored_copper

from natria.atoms.calculators import (
    Evaluation,
    Evaluator,
    Recipe,
    StoredRun,
    begun,
    calculator,
    finest,
    read_run,
    relaxed_by,
    relaxed_like,
    replayed,
    stored_runs,
)
from natria.atoms.calculators.structures import moved
from natria.atoms.elastic import elastic_tensor
from natria.atoms.structures import crystal, primitive
from natria.quantity import InputError, ModelError
from natria.record import from_angstrom
from natria.record.structure import structure_from_json
from natria.store import Store


@pytest.fixture(scope="module")
def run():
    return stored_copper.run()


def test_a_run_is_read_back_exactly(run, tmp_path):
    file = tmp_path / "copper.json"
    file.write_bytes(run.to_bytes())
    again = read_run(file)
    assert again.name == "copper"
    assert (again.recipe.digest, again.workflow, again.title) == (run.recipe.digest, "elastic", "copper")
    assert len(again.evaluations) == len(run.evaluations) > 6
    for (one, first), (other, second) in zip(run.evaluations, again.evaluations, strict=True):
        assert one.digest == other.digest
        assert (first.energy, first.forces.tolist(), first.stress.tolist()) == (
            second.energy,
            second.forces.tolist(),
            second.stress.tolist(),
        )
    assert again.result == json.loads(json.dumps(run.result))


def test_a_workflow_is_replayed_without_its_calculator(run, monkeypatch):
    monkeypatch.setattr("natria.atoms.calculators.table.imported", None)
    evaluate = replayed(stored_copper.start(), "elastic", "emt", {}, [run])
    found = elastic_tensor(stored_copper.start(), evaluate)
    assert evaluate.calls == 0
    assert evaluate.found == len(run.evaluations)
    np.testing.assert_allclose(found.stiffness, run.result["stiffness"]["values"], rtol=1e-9, atol=1)


def test_an_evaluation_is_found_up_to_round_off_and_lattice_vectors(run):
    structure, known = run.evaluations[0]
    noise = np.full(structure.positions.shape, 1e-18)
    assert run.find(moved(structure, structure.positions + noise)) is known
    assert run.find(moved(structure, structure.positions + structure.cell[0])) is known
    assert run.find(moved(structure, structure.positions, structure.cell * (1 + 1e-4))) is None
    assert run.find(replace(structure, species=("Ag",) * len(structure))) is None


def test_what_is_not_stored_is_refused(run):
    other = from_angstrom(np.eye(3) * 3.5, ["Cu"], [[0, 0, 0]], "simple cubic")
    for structure, workflow, name, given in (
        (other, "elastic", "emt", {}),
        (stored_copper.start(), "migration", "emt", {}),
        (stored_copper.start(), "elastic", "gpaw", {}),
        (stored_copper.start(), "elastic", "emt", {"cutoff_eV": 3}),
    ):
        with pytest.raises(ModelError):
            replayed(structure, workflow, name, given, [run])
    evaluate = replayed(stored_copper.start(), "elastic", "emt", {}, [run])
    with pytest.raises(ModelError, match=run.name):
        evaluate(other)


def test_the_finest_of_several_runs_is_taken(run):
    def by(**settings):
        return replace(run, name=str(settings), recipe=Recipe("gpaw", {}, {}, settings))

    runs = [by(cutoff_eV=700.0, density=2.0), by(cutoff_eV=1000.0, density=1.0), by(cutoff_eV=1000.0, density=3.0)]
    assert finest(runs, ("cutoff_eV", "density")) is runs[2]
    assert finest([], ("cutoff_eV",)) is None
    evaluate = replayed(stored_copper.start(), "elastic", "gpaw", {"density": 1.0}, runs)
    assert evaluate.kept is runs[1]


def test_a_computation_goes_on_from_shipped_evaluations(run):
    half = replace(run, evaluations=run.evaluations[:4])
    rest = replace(run, name="rest", evaluations=run.evaluations[3:6])
    known = begun(run.recipe, [half, rest])
    assert len(known.evaluations) == 6
    made = calculator("emt", stored_copper.start())
    evaluate = Evaluator(made.recipe, made.make, Store(None, None), kept=known)
    elastic_tensor(stored_copper.start(), evaluate)
    assert (evaluate.found, evaluate.calls) == (6, len(run.evaluations) - 6)
    assert begun(replace(run.recipe, settings={"a": 1}), [half]) is None


def test_an_unfinished_run_is_gone_on_from_and_not_replayed(run):
    result = {"finished": False, "summary": "", "gate": {"outcome": "refused", "reasons": [], "conditions": []}}
    half = replace(run, evaluations=run.evaluations[:4], result=result)
    assert run.is_finished
    with pytest.raises(ModelError, match="not finished"):
        replayed(stored_copper.start(), "elastic", "emt", {}, [half])
    assert len(begun(run.recipe, [half]).evaluations) == 4


def test_a_file_that_is_no_run_is_refused(tmp_path):
    for name, text in (("a", "{"), ("b", "{}"), ("c", '{"schema": "natria.evaluations/0"}')):
        file = tmp_path / f"{name}.json"
        file.write_text(text)
        with pytest.raises(InputError):
            read_run(file)


def test_a_stress_that_is_not_there_stays_so():
    found = Evaluation(-1.0, np.zeros((1, 3)), np.full((3, 3), np.nan), 2.0)
    again = Evaluation.from_json(json.loads(json.dumps({**found.to_json(), "seconds": 2.0})))
    assert np.isnan(again.stress).all()
    assert again.seconds == 2.0


@pytest.mark.parametrize("shipped", stored_runs(), ids=lambda one: one.name)
def test_a_shipped_run_is_whole(shipped: StoredRun):
    assert shipped.recipe.versions["gpaw"]
    assert shipped.recipe.data
    assert shipped.seconds > 0
    assert shipped.result["recipe"] == shipped.recipe.to_json()
    digests = [structure.digest for structure, _ in shipped.evaluations]
    assert len(set(digests)) == len(digests)
    for structure, found in shipped.evaluations:
        assert found.forces.shape == (len(structure), 3)
        assert np.isfinite(found.stress).all()


def test_the_relaxed_cell_of_a_stored_run_is_that_of_the_lattice_first(run):
    structure, found = relaxed_by(stored_copper.start(), "emt", [run])
    assert found is run
    assert structure.to_json() == run.result["structure"]
    lattice = replace(run, workflow="lattice", name="lattice")
    assert relaxed_by(stored_copper.start(), "emt", [run, lattice])[1] is lattice
    bad = replace(lattice, result={**run.result, "gate": {**run.result["gate"], "outcome": "refused"}})
    assert relaxed_by(stored_copper.start(), "emt", [run, bad])[1] is run
    with pytest.raises(ModelError):
        relaxed_by(stored_copper.start(), "gpaw", [run])


def test_a_larger_cell_gets_the_relaxed_places_of_the_smallest_one():
    """Sodium fluoride: the conventional cell keeps its fractional places and has the volume of the stored run."""
    whole = crystal("NaF")
    found, run = relaxed_like(whole, "gpaw")
    smallest = structure_from_json(run.result["structure"])
    assert len(found) == len(whole) == 4 * len(smallest)
    assert found.volume / len(found) == pytest.approx(smallest.volume / len(smallest), rel=1e-9)
    away = found.fractional - whole.fractional
    assert away - np.round(away) == pytest.approx(np.zeros((8, 3)), abs=1e-6)
    assert relaxed_like(primitive(whole), "gpaw")[0].to_json() == smallest.to_json()


def test_atoms_of_a_larger_cell_move_as_those_of_the_smallest_one():
    """A chain of two atoms a cell, of which one moves and the cell grows: by hand."""
    from natria.atoms.calculators.stored import replay

    small = from_angstrom(np.diag([4.0, 5.0, 6.0]), ["Na", "F"], [[0, 0, 0], [0.5, 0.5, 0.5]], "pair")
    grown = from_angstrom(np.diag([4.4, 5.0, 6.0]), ["Na", "F"], [[0, 0, 0], [0.6, 0.5, 0.5]], "pair")
    places = np.array([[0, 0, 0], [0.5, 0, 0], [0.25, 0.5, 0.5], [0.75, 0.5, 0.5]])
    wanted = [[0, 0, 0], [1, 0, 0], [0.6, 0.5, 0.5], [1.6, 0.5, 0.5]]
    for place, kind, end in zip(places * [2, 1, 1], ("Na", "Na", "F", "F"), wanted, strict=True):
        assert replay._place_of(place, kind, small, grown) == pytest.approx(end)
