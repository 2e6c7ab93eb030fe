"""Conductivities on the command line, and spectra beside the papers and models of a design."""

from __future__ import annotations

import json

import pytest
from pellets import CIRCUIT, TOTAL, write_pellet

SIZES = ("--area", "0.785 cm^2", "--thickness", "500 um")


@pytest.fixture
def file(tmp_path):
    return write_pellet(tmp_path / "in")


def conductivities(out):
    return {f["of"]: f for f in json.loads(out)["findings"] if f["name"] == "ionic_conductivity"}


@pytest.mark.parametrize("command", ["measure", "fit"])
def test_thickness_and_area_give_conductivities(run, file, command):
    code, out, _ = run(command, file, "--circuit", CIRCUIT, *SIZES, "--json")
    found = conductivities(out)
    assert code == 0
    assert set(found) == {"pellet_25degC", "pellet_25degC, bulk"}
    assert found["pellet_25degC"]["value"] == pytest.approx(TOTAL, rel=0.01)


@pytest.mark.parametrize("command", ["measure", "fit"])
def test_without_an_area_the_thickness_is_refused(run, file, command):
    code, _, err = run(command, file, "--circuit", CIRCUIT, "--thickness", "500 um")
    assert code == 2
    assert "--area" in err


@pytest.mark.parametrize("thickness", ["500", "-1 um", "0 mm", "3 kg"])
def test_a_wrong_thickness_is_refused(run, file, thickness):
    code, _, err = run("measure", file, "--circuit", CIRCUIT, "--area", "1 cm^2", f"--thickness={thickness}")
    assert code == 2
    assert "--thickness" in err


def test_a_thickness_of_a_recording_is_refused(run, tmp_path):
    other = tmp_path / "b.csv"
    other.write_text("test_time_second,voltage_volt,current_ampere\n0,0.1,0.001\n60,0.1,0.001\n")
    code, _, err = run("measure", other, *SIZES)
    assert code == 2
    assert "--thickness" in err


def test_a_design_gives_thickness_area_and_numbers_beside(run, file, tmp_path):
    where = ("--design", "yuan2025", "--system", "yuan2025/nps/symmetric")
    code, out, _ = run("measure", file, "--circuit", CIRCUIT, *where, "--out", tmp_path / "out", "--json")
    document = json.loads(out)
    assert code == 0
    layer = "yuan2025/nps/symmetric#separator"
    assert conductivities(out)[layer]["bound"] is None
    compared = {c["target"]: c for c in document["comparisons"]}
    assert compared["yuan2025:sigma-Na3PS4"]["verdict"] == "measurement"
    resistance = next(f["id"] for f in document["findings"] if f["name"] == "area_resistance" and f["of"] == layer)
    assert compared[resistance]["verdict"] in ("conditional", "check", "prediction", "input")
    known = {f["id"] for f in document["findings"]}
    assert {c["answer"] for c in document["comparisons"] if c["answer"]} <= known
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'id="comparison-with-other-numbers"' in page
    assert "yuan2025:sigma-Na3PS4" in page


def test_a_study_takes_spectra_and_a_thickness(run, file):
    data = ("--data", f"yuan2025/nps/symmetric={file.parent}", "--thickness", "500 um", "--no-spread")
    code, out, _ = run("study", "yuan2025", *data, "--json")
    document = json.loads(out)
    assert code == 0
    (entry,) = document["spectra"]
    assert entry["of"] == "yuan2025/nps/symmetric"
    assert "layer-resistances" in entry["remark_codes"]
    (c,) = [c for c in document["comparisons"] if c["target"] == "yuan2025:sigma-Na3PS4" and c["answer"]]
    assert c["verdict"] == "measurement"
    (answer,) = [f for f in document["findings"] if f["id"] == c["answer"]]
    assert answer["value"] == pytest.approx(TOTAL, rel=0.03)
