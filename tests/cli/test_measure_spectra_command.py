"""natria measure of impedance files."""

from __future__ import annotations

import json

import pytest
from two_arcs import SLOW, impedance, write

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)"


def test_a_spectrum_becomes_numbers(run, tmp_path):
    file = write(tmp_path / "cell.csv", impedance())
    code, out, _ = run("measure", file, "--circuit", CIRCUIT, "--json")
    document = json.loads(out)
    assert code == 0
    assert document["schema"] == "natria.spectra/1"
    values = {p["name"]: p["value"] for p in document["spectra"][0]["fit"]["parameters"]}
    assert abs(values["R2"] - SLOW[0]) < 10


def test_a_page_is_written_and_only_its_own_files_are_replaced(run, tmp_path):
    file = write(tmp_path / "cell.csv", impedance())
    page = tmp_path / "out" / "index.html"
    assert run("measure", file, "--circuit", CIRCUIT, "--out", tmp_path / "out")[0] == 0
    assert page.exists()
    assert (tmp_path / "out" / "spectra.csv").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    code, _, err = run("measure", file, "--circuit", CIRCUIT, "--out", tmp_path / "mine")
    assert code == 2
    assert "mine" in err
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"


def test_a_circuit_for_a_recording_is_refused(run, tmp_path):
    other = tmp_path / "b.csv"
    other.write_text("test_time_second,voltage_volt,current_ampere\n0,0.1,0.001\n60,0.1,0.001\n")
    assert run("measure", other, "--circuit", CIRCUIT)[0] == 2


def test_a_wrong_circuit_points_at_its_place(run, tmp_path):
    code, _, err = run("measure", write(tmp_path / "a.csv", impedance()), "--circuit", "R0-p(R1,XPE1)")
    assert code == 2
    assert "XPE1" in err


def test_a_row_of_a_table_that_names_no_file_is_refused(run, tmp_path):
    file = write(tmp_path / "a.csv", impedance())
    (tmp_path / "table.csv").write_text("file,temperature [degC]\nb.csv,25\n")
    code, _, err = run("measure", file, "--series", tmp_path / "table.csv")
    assert code == 2
    assert "b.csv" in err


def test_a_parameter_that_is_held_stays(run, tmp_path):
    file = write(tmp_path / "cell.csv", impedance())
    code, out, _ = run("fit", file, "--circuit", CIRCUIT, "--hold", "R0=19", "--json")
    assert code == 0
    (r0,) = [p for p in json.loads(out)["spectra"][0]["fit"]["parameters"] if p["name"] == "R0"]
    assert r0["value"] == pytest.approx(19.0, rel=1e-12)
    assert r0["by"] == "held"


def test_a_fit_needs_spectra_and_numbers_to_hold(run, tmp_path):
    file = write(tmp_path / "cell.csv", impedance())
    assert run("fit", file, "--circuit", CIRCUIT, "--hold", "R0=much")[0] == 2
    assert run("fit", "--circuit", CIRCUIT)[0] == 2
    for wrong in ("R9=3", "R9=3 ohm", "R0", "R0=", "R0=-3", "R0=inf", "CPE1.n=1.4", "CPE1.n=0"):
        assert run("fit", file, "--circuit", CIRCUIT, "--hold", wrong)[0] == 2
    assert run("fit", file, "--circuit", CIRCUIT, "--hold", "R0=3", "--hold", "R0=4")[0] == 2
    code, _, err = run("fit", file, "--circuit", CIRCUIT, "--hold", "CPE1n=0.9")
    assert code == 2
    assert "CPE1.n" in err


def test_a_value_to_hold_may_have_a_unit_and_is_per_area_with_an_area(run, tmp_path):
    file = write(tmp_path / "cell.csv", impedance())
    held = ("--circuit", CIRCUIT, "--json", "--hold")
    for more, text, expected in (((), "R0=0.019 kohm", 19.0), (("--area", "2 cm^2"), "R0=38 ohm cm^2", 38e-4)):
        code, out, _ = run("fit", file, *held, text, *more)
        assert code == 0
        (r0,) = [p for p in json.loads(out)["spectra"][0]["fit"]["parameters"] if p["name"] == "R0"]
        assert r0["value"] == pytest.approx(expected, rel=1e-12)
    assert run("fit", file, *held, "R0=38 ohm cm^2")[0] == 2


def test_a_missing_file_is_said_to_be_missing(run, tmp_path):
    for command in ("fit", "measure"):
        code, _, err = run(command, tmp_path / "gone.csv", "--circuit", CIRCUIT)
        assert code == 2
        assert "gone.csv" in err
