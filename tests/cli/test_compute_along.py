"""natria compute migration along a path that another run found, and from a run that is stored."""

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
EV = 1.602176634e-19
SMALL = ("--species", "Cu", "--width", "5", "--longest", "2.6", "--force", "0.05")


def copper(folder, edge, name):
    file = folder / f"{name}.json"
    file.write_bytes(dumps(from_angstrom(np.eye(3) * edge, ["Cu"] * 4, FCC, name)))
    return file


def of_hop(document):
    (hop,) = document["hops"]
    return hop


@pytest.fixture
def found(run, tmp_path):
    """A finished run by EMT in its own cell: the file of the structure, its document and its folder."""
    file, out = copper(tmp_path, 3.5898, "copper"), tmp_path / "found"
    words = ("compute", "migration", file, "--calculator", "emt", "--store", "none", *SMALL)
    code, printed, _ = run(*words, "--images", "3", "--json", "--out", out)
    assert code == 0
    return file, json.loads(printed), out


def again(run, file, out, *more, calculator="emt"):
    words = ("compute", "migration", file, "--calculator", calculator, "--store", "none", *SMALL)
    code, printed, err = run(*words, "--along", out / "migration.json", "--json", *more)
    return code, json.loads(printed) if printed else None, err


def test_a_converged_path_is_confirmed_with_its_images_alone(run, found):
    file, document, out = found
    code, frozen, _ = again(run, file, out, "--frozen")
    assert code == 0
    assert frozen["evaluations"]["computed"] == 5
    assert of_hop(frozen)["path"]["energy"]["values"] == pytest.approx(of_hop(document)["path"]["energy"]["values"])
    assert of_hop(frozen)["images"] == of_hop(document)["images"]


def test_a_path_in_another_cell_is_strained_and_its_saddle_relaxed(run, found, tmp_path):
    """The barrier of the strained crystal is another one, and is that of a path that begins from nothing."""
    _, document, out = found
    wide = copper(tmp_path, 3.62, "wide")
    words = ("compute", "migration", wide, "--calculator", "emt", "--store", "none", *SMALL, "--images", "3", "--json")
    whole = json.loads(run(*words)[1])
    code, saddle, _ = again(run, wide, out, "--saddle")
    assert code == 0
    assert len(of_hop(saddle)["images"]) == 3
    assert saddle["evaluations"]["computed"] < whole["evaluations"]["computed"]
    new, old = of_hop(saddle)["barrier"]["value"] / EV, of_hop(document)["barrier"]["value"] / EV
    assert new == pytest.approx(of_hop(whole)["barrier"]["value"] / EV, abs=2e-3)
    assert abs(new - old) > 0.01


def test_a_frozen_path_of_another_calculator_is_refused_with_its_energies_on_record(run, found):
    """Copper's path is no band of the pair potential, and the ends are not relaxed for it."""
    file, _, out = found
    sizes = ("--set", "sigma=2.3", "--set", "epsilon=0.4", "--set", "rc=6", "--frozen")
    code, frozen, _ = again(run, file, out, *sizes, calculator="lj")
    hop = of_hop(frozen)
    assert code == 2
    assert (hop["barrier"], frozen["percolating_barriers"]) == (None, None)
    unmet = {one["name"] for one in hop["gate"]["conditions"] if one["met"] is False}
    assert {"relaxed ends", "relaxed path"} <= unmet
    assert len(hop["path"]["energy"]["values"]) == 5
    assert max(hop["path"]["energy"]["values"]) > 0


def test_a_stored_run_gives_the_same_result_without_its_calculator(run, found, monkeypatch):
    file, document, out = found
    stored = read_run(out / "evaluations.json")
    assert (stored.workflow, stored.title) == ("migration", "copper")
    monkeypatch.setattr("natria.atoms.calculators.stored.replay.stored_runs", lambda: (stored,))
    words = ("compute", "migration", file, "--calculator", "emt", "--species", "Cu", "--longest", "2.6")
    code, _, err = run(*words, "--stored")
    assert code == 2  # the stored run says how far hops are looked at
    assert "--species" in err
    evaluated = stored.count
    replay = ("compute", "migration", file, "--calculator", "emt", "--stored", "--json")
    code, printed, err = run(*replay)
    again = json.loads(printed)
    assert code == 0
    assert again["evaluations"]["computed"] == 0
    assert f"{evaluated} calculations" in err
    assert of_hop(again)["barrier"]["value"] == pytest.approx(of_hop(document)["barrier"]["value"], rel=1e-9)
    assert again["gate"] == document["gate"]


@pytest.mark.parametrize(
    "more",
    [
        ("--frozen", "--saddle"),
        ("--images", "3"),
        ("--width", "8"),  # another supercell
        ("--species", "Na"),
    ],
)
def test_a_path_that_does_not_fit_is_one_message(run, found, more):
    file, _, out = found
    code, printed, err = again(run, file, out, *more)
    assert (code, printed) == (2, None)
    assert "rror" in err
    assert "bug" not in err


def test_a_file_without_images_is_one_message(run, found):
    file, document, out = found
    hop = {key: value for key, value in of_hop(document).items() if key != "images"}
    for text in ("{", "{}", json.dumps({**document, "hops": [hop]})):
        (out / "migration.json").write_text(text)
        code, printed, err = again(run, file, out)
        assert (code, printed) == (2, None)
        assert "migration.json" in err


def test_options_of_a_path_need_the_path(run, found):
    file, *_ = found
    code, _, err = run("compute", "migration", file, "--calculator", "emt", "--saddle")
    assert code == 2
    assert "--along" in err
