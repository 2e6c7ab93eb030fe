"""natria atoms, natria doctor, natria compute lattice, and runs that are replayed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from natria.atoms.calculators import all_runs, stored_runs, stored_states
from natria.atoms.calculators.stored.evaluations import is_same
from natria.atoms.gates import VALIDITY
from natria.atoms.gates.evidence import VALIDATED
from natria.atoms.results.gate import gate_of
from natria.atoms.structures import crystal, primitive


def test_stored_runs_are_listed_with_time_and_recipe(run):
    code, printed, _ = run("atoms", "results", "--json")
    rows = json.loads(printed)
    assert code == 0
    assert [one["run"] for one in rows] == [one.name for one in all_runs()]
    assert all(one["seconds"] > 0 and one["evaluations"] > 0 and one["recipe"]["versions"] for one in rows)
    code, text, _ = run("atoms", "results")
    assert code == 0
    assert all(one["run"] in text for one in rows)


def test_validations_are_derived_where_a_run_is_stored(run):
    code, printed, _ = run("atoms", "validate", "--json")
    rows = json.loads(printed)
    assert code == 0
    assert [(one["calculator"], one["materials"]) for one in rows] == [(r.calculator, r.materials) for r in VALIDITY]
    for row, shown in zip(VALIDITY, rows, strict=True):
        assert shown["passed"] == {True: "yes", False: "no", None: "not known"}[row.allowed]
    assert run("atoms", "validate")[0] == 0


def test_doctor_says_how_to_get_what_is_missing(run):
    code, printed, _ = run("doctor", "--json")
    rows = {one["name"]: one for one in json.loads(printed)}
    assert code == 0
    assert {"ase", "spglib", "gpaw", "gpaw-data", "libxc", "sevenn", "chgnet", "pymatgen", "numba-cuda"} <= rows.keys()
    assert all(one["enables"] and one["install"] for one in rows.values())
    assert run("doctor")[0] == 0


def test_a_lattice_is_printed_and_written(run, tmp_path):
    pytest.importorskip("ase")
    pytest.importorskip("spglib")
    words = ("compute", "lattice", "Cu", "--calculator", "emt", "--store", "none")
    code, printed, _ = run(*words, "--json", "--out", tmp_path)
    document = json.loads(printed)
    assert code == 0
    assert document["schema"] == "natria.lattice/1"
    assert document["edges"]["values"] == pytest.approx([3.59e-10] * 3, rel=1e-3)
    assert document["bulk_modulus"]["value"] == pytest.approx(134e9, rel=0.01)
    assert {"lattice.json", "evaluations.json", "equation_of_state.svg"} <= {one.name for one in tmp_path.iterdir()}
    assert run(*words)[0] == 0
    assert run(*words, "--strains", "0.01")[0] == 2
    assert run(*words, "--strains", "a,b")[0] == 2


REPLAYED = [one for one in stored_runs() if one.workflow in ("elastic", "lattice") and one.is_finished]


@pytest.mark.parametrize("stored", REPLAYED, ids=lambda one: one.name)
def test_a_shipped_run_is_replayed_without_its_calculator(run, stored, monkeypatch):
    pytest.importorskip("spglib")
    monkeypatch.setattr("natria.atoms.calculators.table.imported", None)
    settings = stored.recipe.settings
    asked = [f"--set={key}={json.dumps(settings[key])}" for key in ("kpoints", "cutoff_eV")]
    words = ("compute", stored.workflow, stored.title, "--calculator", stored.recipe.calculator, "--stored")
    code, printed, err = run(*words, *asked, "--json")
    document = json.loads(printed)
    assert code == (2 if document["gate"]["outcome"] == "refused" else 0)
    assert document["evaluations"]["computed"] == 0
    assert stored.name in err
    assert document["recipe"] == stored.recipe.to_json()
    assert document["gate"]["outcome"] == gate_of(stored, stored.workflow).outcome
    # the validation follows from a table that changes; the other conditions follow from the run alone
    rows = [[one for one in r["gate"]["conditions"] if VALIDATED not in one["name"]] for r in (document, stored.result)]
    states = [[(one["name"], one["met"]) for one in several] for several in rows]
    assert states[0] == states[1]
    for part in ("stiffness", "curve"):
        if part in stored.result:
            same(document[part], stored.result[part])


@pytest.mark.parametrize("stored", stored_states(), ids=lambda one: one.name)
def test_a_shipped_gap_is_replayed_without_its_calculator(run, stored, monkeypatch, tmp_path):
    pytest.importorskip("spglib")
    monkeypatch.setattr("natria.atoms.calculators.table.imported", None)
    settings = stored.result["settings"]
    asked = ["--spin-orbit"] if settings["spin_orbit"] else []
    if not is_same(primitive(crystal(stored.title)), stored.structure):
        asked.append("--relaxed")
    words = ("compute", "bands", stored.title, "--calculator", stored.recipe.calculator, "--stored")
    code, printed, err = run(*words, *asked, "--json", "--out", tmp_path / "out")
    document = json.loads(printed)
    assert code == (2 if stored.result["gate"]["outcome"] == "refused" else 0)
    assert (tmp_path / "out" / "states.json").read_bytes() == stored.to_bytes()
    assert document["evaluations"] == {"computed": 0, "from_store": stored.count, "seconds": 0.0}
    assert stored.name in err
    assert document["recipe"] == stored.recipe.to_json()
    assert document["gate"]["outcome"] == stored.result["gate"]["outcome"]
    if stored.result["gate"]["outcome"] == "refused":
        return  # such a gap is not shown
    for part in ("value", "least_direct"):
        assert document["band_gap"][part] == pytest.approx(stored.result["band_gap"][part], rel=1e-6)
    assert document["band_gap"]["is_direct"] == stored.result["band_gap"]["is_direct"]
    assert document["settings"] == settings


def same(one, other):
    if isinstance(one, dict) and "values" not in one:
        for key in other:
            same(one[key], other[key])
    else:
        size = np.abs(other["values"]).max()
        np.testing.assert_allclose(one["values"], other["values"], rtol=1e-6, atol=1e-9 * size)


def test_a_run_that_is_not_stored_is_refused_with_what_there_is(run):
    pytest.importorskip("spglib")
    code, _, err = run("compute", "elastic", "Al", "--calculator", "gpaw", "--stored")
    assert code == 2
    assert "natria atoms results" in err


@pytest.mark.parametrize(
    ("workflow", "option"),
    [
        ("bands", ("--mesh", "4,4,4")),
        ("bands", ("--points", "20")),
        ("lattice", ("--strains", "0.01,0.02")),
        ("elastic", ("--amplitudes", "0.005,0.01")),
        ("elastic", ("--energies-at", "0.03")),
        ("elastic", ("--fixed-cell",)),
    ],
)
def test_what_a_stored_run_fixes_cannot_be_asked_with_it(run, workflow, option):
    code, out, err = run("compute", workflow, "NaF", "--calculator", "gpaw", "--stored", *option)
    assert (code, out) == (2, "")
    assert option[0] in err
