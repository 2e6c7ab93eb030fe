"""natria measure of sweeps and polarisations."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def synthetic(run, tmp_path):
    def made(kind, out, *more):
        assert run("synthesize", kind, "--out", out, *more)[0] == 0
        return tmp_path / out

    return made


def test_a_tafel_sweep_becomes_a_page(run, synthetic, tmp_path):
    file = synthetic("tafel", "sweep_25degC.csv")
    code, out, _ = run("measure", file, "--area", "1 cm^2", "--temperature", "25 degC", "--out", tmp_path / "out")
    assert code == 0
    assert "Butler-Volmer" in out
    assert {"index.html", "kinetics.csv", "findings.json"} <= {p.name for p in (tmp_path / "out").iterdir()}
    document = json.loads((tmp_path / "out" / "findings.json").read_text())
    truth = json.loads((tmp_path / "sweep_25degC.truth.json").read_text())["truth"]
    low, high = document["tafel"][0]["exchange_current_95"]
    assert 0.99 * low < truth["exchange_current_density"] < 1.01 * high


def test_a_folder_of_scan_rates_is_one_voltammetry(run, synthetic):
    folder = synthetic("voltammetry", "scans", "--set", "rates=1, 10, 100 mV/s")
    code, out, _ = run("measure", folder, "--json")
    assert code == 0
    document = json.loads(out)
    assert document["technique"] == "voltammetry"
    assert len(document["scans"]) == 3
    assert len(document["shares"]) == 2


def test_a_polarisation_takes_resistances_or_spectra(run, synthetic):
    file = synthetic("polarisation", "cell.csv")
    code, out, _ = run("measure", file, "--before", "80 ohm", "--after", "90 ohm", "--json")
    assert code == 0
    assert json.loads(out)["current_fraction"]["bruce_vincent"]["value"] == pytest.approx(0.35, abs=0.02)
    assert run("measure", file, "--before", "80 metres", "--after", "90 ohm")[0] == 2


def test_options_of_kinetics_are_refused_for_cycling(run, synthetic):
    file = synthetic("symmetric", "cell.csv", "--cycles", "3")
    for option, value in (("--working-current", "1 mA/cm^2"), ("--thickness", "1 mm"), ("--temperature", "25 degC")):
        code, _, err = run("measure", file, option, value)
        assert code == 2
        assert option in err
    assert run("measure", "--group", f"a={file}", "--technique", "tafel")[0] == 2


def test_cycling_can_be_stated(run, synthetic):
    file = synthetic("polarisation", "cell.csv", "--set", "test=electronic")
    code, out, _ = run("measure", file, "--technique", "cycling", "--json")
    assert code == 0
    assert json.loads(out)["schema"] != "natria.kinetics/1"
    assert run("measure", file, "--technique", "guess")[0] == 2
