"""natria compute strain."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.calculators import read_run
from natria.record import from_angstrom
from natria.record.structure import dumps

FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]


@pytest.fixture
def copper(tmp_path):
    file = tmp_path / "copper.json"
    file.write_bytes(dumps(from_angstrom(np.eye(3) * 3.5898, ["Cu"] * 4, FCC, "copper")))
    return file


def test_curves_are_printed_written_and_found_again(run, copper, tmp_path):
    store, out = tmp_path / "store", tmp_path / "out"
    words = ("compute", "strain", copper, "--calculator", "emt", "--direction", "[110]", "--direction", "[1 -1 0]")
    words = (*words, "--direction", "[110]")
    words = (*words, "--store", store)
    code, printed, err = run(*words, "--tensor", "--json", "--out", out)
    document = json.loads(printed)
    assert code == 0
    assert document["schema"] == "natria.strain/1"
    (line,) = document["directions"]
    assert (line["name"], line["equivalent"]) == ("[110]", ["[1 -1 0]"])
    assert line["gate"]["outcome"] == "not validated"  # nothing is known of the strength of copper by EMT
    conditions = {one["name"]: one["met"] for one in line["gate"]["conditions"]}
    assert conditions.pop("emt is validated for critical strain") is None
    assert all(conditions.values())
    found = line["findings"]
    assert found["young_modulus_along"]["value"] == pytest.approx(line["young_modulus_of_tensor"]["value"], rel=0.01)
    assert found["critical_strain"]["term"] == "critical_strain"
    assert found["critical_strain"]["true_strain"] == pytest.approx(np.log1p(found["critical_strain"]["value"]))
    assert found["strain_at_maximum_load"]["value"] < found["critical_strain"]["value"]
    assert found["ideal_strength"]["value"] == pytest.approx(max(line["points"]["stress"]["values"]), rel=1e-3)
    assert len(line["points"]["space_group"]) == len(line["points"]["strain"])
    assert {"strain.json", "stress_strain.svg", "stress_strain.png"} <= {one.name for one in out.iterdir()}
    assert "evaluations" in err  # a line of progress for a stage may not come: they are two seconds apart
    code, again, _ = run(*words, "--tensor", "--json")
    second = json.loads(again)
    assert (code, second["evaluations"]["computed"]) == (0, 0)
    assert second["directions"] == document["directions"]
    code, text, _ = run(*words)
    assert code == 0
    assert "critical strain" in text


def test_a_stored_run_replays_its_own_directions(run, copper, tmp_path, monkeypatch):
    words = ("compute", "strain", copper, "--calculator", "emt")
    out = tmp_path / "out"
    code, printed, _ = run(*words, "--direction", "[110]", "--store", "none", "--step", "0.04", "--json", "--out", out)
    assert code == 0
    kept = read_run(out / "evaluations.json")
    monkeypatch.setattr("natria.atoms.calculators.stored.replay.stored_runs", lambda: (kept,))
    code, again, err = run(*words, "--stored", "--json")
    first, second = json.loads(printed), json.loads(again)
    assert (code, second["evaluations"]["computed"]) == (0, 0)
    assert [second[one] for one in ("directions", "settings", "gate")] == [
        first[one] for one in ("directions", "settings", "gate")
    ]
    assert "stored run" in err
    code, _, err = run(*words, "--stored", "--direction", "[111]")
    assert code == 2  # not a direction of the run
    assert "bug" not in err
    code, _, err = run(*words, "--stored", "--step", "0.02")
    assert (code, "--step" in err) == (2, True)


def test_a_calculator_that_is_not_valid_gives_no_strength(run, tmp_path):
    file = tmp_path / "platinum.json"
    file.write_bytes(dumps(from_angstrom(np.eye(3) * 3.92, ["Pt"] * 4, FCC, "platinum")))
    words = ("compute", "strain", file, "--calculator", "emt", "--direction", "[110]", "--store", "none")
    code, printed, _ = run(*words, "--largest", "0.04", "--no-probe", "--json")
    document = json.loads(printed)
    assert code == 2
    (line,) = document["directions"]
    assert line["findings"] == {}
    assert len(line["points"]["strain"]) == 4


@pytest.mark.parametrize(
    "words",
    [
        ("copper.json", "--calculator", "emt"),  # no direction
        ("copper.json", "--calculator", "emt", "--direction", "d"),
        ("copper.json", "--calculator", "emt", "--direction", "[000]"),
        ("copper.json", "--calculator", "emt", "--direction", "a", "--step", "0"),
        ("copper.json", "--calculator", "emt", "--direction", "a", "--largest", "0.01"),
        ("copper.json", "--calculator", "emt", "--direction", "a", "--nudge", "1"),
        ("copper.json", "--calculator", "emt", "--direction", "a", "--nudge", "nan", "--tensor"),
        ("copper.json", "--calculator", "emt", "--direction", "a", "--largest", "inf", "--tensor"),
        ("copper.json", "--calculator", "emt", "--direction", "a", "--past", "0"),
        ("absent.cif", "--calculator", "emt", "--direction", "a"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(run, copper, words):
    assert copper.exists()
    code, out, err = run("compute", "strain", *words)
    assert (code, out) == (2, "")
    assert "rror" in err
    assert "bug" not in err
