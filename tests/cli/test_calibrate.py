"""natria calibrate: from a recording to a set that other commands take, and what it says where there is none."""

from __future__ import annotations

import json

import numpy as np
import pytest

from natria.design import load_case
from natria.models.cell import legs, pack, prepare, recording_of
from natria.models.cell import run as simulate

CELL = """
name = "lab/cell"
cell = "symmetric"
temperature = "298.15 K"
area = "1.13 cm^2"

[working]
material = "Na"
thickness = "400 um"
exchange_current_density = { value = 1.3, unit = "mA/cm^2", why = "a first value" }

[interphase.film]
thickness = "3 um"
ionic_conductivity = { value = 1e-4, unit = "S/cm", why = "a first value" }

[electrolyte.separator]
material = "NaCF3SO3 in diglyme"
separator = "Celgard"
thickness = "25 um"
salt_concentration = "1 mol/L"

[protocol]
steps = ["plate 2 mA/cm^2 for 5 min", "strip 2 mA/cm^2 for 5 min", "repeat 2"]
"""
FACE, FILM = "working.exchange_current_density", "interphase.film.ionic_conductivity"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A design, and a recording of the same cell with slower faces."""
    folder = tmp_path_factory.mktemp("calibrate")
    design = folder / "cell.toml"
    design.write_text(CELL)
    true = {FACE: {"value": 0.8, "unit": "mA/cm^2", "why": "to be found"}}
    prepared = prepare(load_case(str(design)).base.with_(true))
    rows = np.concatenate([d.rows for d in simulate(pack(prepared.cell), legs(prepared.blocks, "symmetric", 2))])
    made = recording_of(prepared, rows)
    noise = 2e-4 * np.random.default_rng(0).standard_normal(len(made))
    columns = np.stack([made.time, made.voltage + noise, made.current], axis=1)
    head = "test_time_second,voltage_volt,current_ampere"
    np.savetxt(folder / "cell.csv", columns, "%.10g", ",", header=head, comments="")
    return design, folder / "cell.csv"


@pytest.fixture
def ask(run, files):
    design, recording = files

    def asked(*options, free=(FACE,), data=(recording,)):
        words = [word for path in free for word in ("--free", path)]
        return run("calibrate", design, *words, *(w for d in data for w in ("--data", d)), *options)

    return asked


def test_a_recording_gives_a_number_with_its_spread(ask, tmp_path):
    code, out, err = ask()
    assert code == 0, err
    assert "1 number of lab/cell on 1 recording" in out
    assert "mA/cm^2" in out
    folder = tmp_path / "natria-out" / "calibrate" / "cell"
    assert {p.name for p in folder.iterdir()} == {"index.html", "calibration.json", "figures", "natria-files.json"}
    (row,) = json.loads((folder / "calibration.json").read_text())["parameters"]
    assert abs(row["value"] - 8) < 3 * row["std"]
    assert row["std"] < 0.5
    page = (folder / "index.html").read_text()
    assert "What it rests on" in page
    assert "data:image/svg+xml" in page


def test_other_commands_take_the_result(ask, run, files, tmp_path):
    ask("--out", tmp_path / "set")
    value = json.loads((tmp_path / "set" / "calibration.json").read_text())["parameters"][0]["value"]
    design, recording = files
    code, out, err = run("simulate", design, "--calibrated", tmp_path / "set", "--json")
    assert code == 0, err
    inputs = {f["of"]: f["value"] for f in json.loads(out)["findings"]}
    assert inputs[f"lab/cell#{FACE}"] == value
    code, out, err = run("study", design, "--calibrated", tmp_path / "set", "--data", recording, "--json")
    assert code == 0, err
    assert "prediction" not in {c["verdict"] for c in json.loads(out)["comparisons"]}
    code, out, _ = run("trace", "exchange_current_density", "--from", tmp_path / "set" / "calibration.json")
    assert code == 0
    assert "data: voltage of lab/cell" in out


def test_json_is_one_document_and_writes_nothing(ask, tmp_path):
    code, out, _ = ask("--json")
    assert code == 0
    assert json.loads(out)["schema"] == "natria.calibration/1"
    assert not (tmp_path / "natria-out").exists()


def test_without_a_result_the_report_is_there_and_the_exit_code_says_so(ask, tmp_path):
    code, out, err = ask("--out", tmp_path / "none", free=(FILM, "interphase.film.thickness"))
    assert code == 2
    assert "only the ratio" in " ".join(out.split())
    assert "has no result" in err
    assert "use it" not in out
    assert json.loads((tmp_path / "none" / "calibration.json").read_text())["findings"]  # the data
    code, _, err = ask("--calibrated", tmp_path / "none")
    assert code == 2
    assert "without a result" in err


def test_a_profile_is_said_drawn_and_kept(ask, tmp_path):
    code, out, err = ask("--profile", FACE, "--out", tmp_path / "set")
    assert code == 0, err
    assert "95 %, by its profile" in " ".join(out.split())
    assert (tmp_path / "set" / "figures" / "profile-1.svg").exists()


WRONG = [
    (("--cycles", "some"), "not a range of cycles"),
    (("--noise", "-1 mV"), "not above zero"),
    (("--noise", "1 kg"), "is not a unit of this kind"),
    (("--spread", "much"), "not a number"),
    (("--calibrated", "nowhere.json"), "there is no such file"),
    (("--profile", "temperature"), "was not free"),
    (("--area", "big"), "not a number"),
]


@pytest.mark.parametrize(("options", "what"), WRONG, ids=[w for _, w in WRONG])
def test_bad_options_are_one_clear_message(ask, options, what):
    code, _, err = ask(*options, "--json")
    assert code == 2
    assert what in err
    assert "Traceback" not in err


def test_nothing_free_or_nothing_to_meet_is_said(ask):
    assert "no number is free" in ask(free=())[2]
    assert "no data to calibrate on" in ask(data=())[2]


def test_a_folder_of_something_else_is_left_alone(ask, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    code, _, err = ask("--out", tmp_path / "mine")
    assert code == 2
    assert "mine" in err
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]
