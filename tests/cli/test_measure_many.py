"""natria measure with folders and groups: pages, the page above them, resuming, failures, groups compared."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from natria.quantity import load
from natria.report.measurement import files as of_measurement
from natria.studies import groups

HEAD = "test_time_second,voltage_volt,current_ampere"


def symmetric(path: Path, eta: float, seed: int, short: float | None = None, cycles: int = 20) -> Path:
    """A symmetric cell with this overpotential (V), an hour a half-cycle; from `short` (h) on 70 % of |V| are gone."""
    half = 30
    sign = np.repeat(np.tile([1.0, -1.0], cycles), half)
    time = 120.0 * np.arange(1, len(sign) + 1)
    size = np.where(time > 3600 * short, 0.3, 1.0) if short else np.ones(len(time))
    noise = np.random.default_rng(seed).normal(0, 2e-4, len(sign))
    rows = [f"{t:.1f},{v:.6f},{i:.6g}" for t, v, i in zip(time, sign * size * eta + noise, sign * 1e-3, strict=True)]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEAD, *rows]) + "\n")
    return path


@pytest.fixture(autouse=True)
def without_figures(request, monkeypatch):
    """Figures take most of the time; tests that look at them ask for `figures`."""
    if "figures" not in request.fixturenames:
        monkeypatch.setattr("natria.report.measurement.files.measurement_pictures", lambda _: ())
        monkeypatch.setattr("natria.report.groups.files.groups_pictures", lambda _: ())


@pytest.fixture
def figures():
    """Asks for figures."""


@pytest.fixture
def data(tmp_path):
    for k, eta in enumerate((0.050, 0.053, 0.057)):
        symmetric(tmp_path / "data" / f"bare{k}.csv", eta, k, short=18.4 + 5 * k)
    for k, eta in enumerate((0.030, 0.031, 0.034)):
        symmetric(tmp_path / "data" / f"coated{k}.csv", eta, 10 + k)
    return tmp_path / "data"


GROUPS = ("--group", "bare=data/bare*.csv", "--group", "coated=data/coated*.csv")


def document(folder):
    return json.loads((folder / "groups.json").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("figures")
def test_a_folder_gets_a_page_for_each_file_and_one_above(run, data, tmp_path):
    for name in ("bare1.csv", "bare2.csv", "coated1.csv", "coated2.csv"):
        (data / name).unlink()
    code, out, _ = run("measure", "data", "--area", "1 cm^2")
    folder = tmp_path / "natria-out" / "measure" / "data"
    assert code == 0
    assert str(Path("natria-out/measure/data/index.html")) in out
    assert sorted(p.parent.name for p in folder.glob("*/index.html")) == sorted(f.stem for f in data.iterdir())
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="bare0/index.html"' in page
    assert "overlay-symmetric-overpotential.svg" in {p.name for p in (folder / "figures").iterdir()}
    rows = {c["name"]: c for c in document(folder)["cells"]}
    assert rows["bare0"]["failure"]["time"] == pytest.approx(18.4 * 3600, abs=300)
    assert rows["coated0"]["failure"] is None


def test_a_file_that_fails_stops_no_other_and_gives_exit_code_2(run, data, tmp_path):
    (data / "empty.csv").write_text("")
    (data / "other.csv").write_text("name,colour\nx,red\n")
    (data / "notes.md").write_text("notes")
    code, _, err = run("measure", "data", "--out", "out")
    made = document(tmp_path / "out")
    assert code == 2
    assert "empty.csv" in err
    assert len(made["cells"]) == 6
    assert [Path(name).name for name in made["failed"]] == ["empty.csv"]
    assert {Path(name).name for name in made["passed_over"]} == {"other.csv", "notes.md"}


def test_an_impedance_spectrum_in_a_folder_is_measured_beside(run, data, tmp_path):
    (data / "eis.csv").write_text("Frequency (Hz),Zre (ohm),Zim (ohm)\n1e5,1,-1\n1e4,2,-3\n1e3,4,-2\n")
    code, _, _ = run("measure", "data", "--out", "out")
    assert code == 0
    assert len(document(tmp_path / "out")["cells"]) == 6
    assert "eis.csv" in (tmp_path / "out" / "spectra" / "findings.json").read_text(encoding="utf-8")


def test_a_missing_file_among_others_is_listed(run, data):
    code, _, err = run("measure", data / "bare0.csv", "gone.csv", "--out", "out")
    assert code == 2
    assert "gone.csv" in err


def test_what_was_measured_is_kept_and_gives_the_same_page(run, data, tmp_path, monkeypatch):
    del data
    run("measure", "data", "--out", "out", *GROUPS)
    before = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}

    def never(*_, **__):
        pytest.fail("measured again")

    monkeypatch.setattr("natria.studies.measure_beside", never)
    code, out, _ = run("measure", "data", "--out", "out", *GROUPS)
    assert code == 0
    assert "6 of 6" in out
    after = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert after == before


@pytest.mark.parametrize("change", ["file", "area", "damage", "figure of a table"])
def test_what_changed_is_measured_again(run, data, tmp_path, change):
    area = ["--area", "1 cm^2"]
    run("measure", "data", "--out", "out", *area)
    if change == "file":
        symmetric(data / "bare0.csv", 0.08, 3)
    elif change == "area":
        area = ["--area", "2 cm^2"]
    elif change == "damage":
        (tmp_path / "out" / "bare0" / "findings.json").write_text("{}")
    else:
        (tmp_path / "out" / "bare0" / "tables" / "cycles.parquet").unlink()
    _, out, _ = run("measure", "data", "--out", "out", *area)
    assert ("5 of 6" in out) is (change != "area")


def test_a_run_that_was_stopped_goes_on(run, data, tmp_path, monkeypatch):
    del data
    real, seen = of_measurement.measurement_document, []

    def stops(*given, **options):
        seen.append(1)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return real(*given, **options)

    monkeypatch.setattr(of_measurement, "measurement_document", stops)
    code, _, _ = run("measure", "data", "--out", "out")
    assert code == 130
    assert not (tmp_path / "out" / "index.html").exists()
    code, out, _ = run("measure", "data", "--out", "out")
    assert code == 0
    assert "2 of 6" in out


def test_two_groups_are_compared(run, data, tmp_path):
    del data
    code, out, _ = run("measure", "--area", "1 cm^2", "--out", "out", *GROUPS)
    made = document(tmp_path / "out")
    assert code == 0
    assert "coated" in out
    (eta,) = [n for n in made["numbers"] if n["name"] == "cell_overpotential"]
    (contrast,) = eta["contrasts"]
    assert contrast["value"] == pytest.approx((0.030 * 0.031 * 0.034 / (0.050 * 0.053 * 0.057)) ** (1 / 3), rel=0.01)
    assert contrast["interval"][0] < contrast["value"] < contrast["interval"][1]
    (life,) = [one for one in made["lives"] if one["name"] == "cycling_time"]
    assert [g["failures"] for g in life["groups"]] == [3, 0]
    (test,) = life["log_rank"]
    assert test["exact"]
    assert test["p"] == pytest.approx(0.1)  # the clearest that 3 against 3 can give
    assert {g["group"] for g in life["groups"]} == {"bare", "coated"}
    files = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert {"numbers.csv", "contrasts.csv", "lives.csv", "cells.csv"} <= files


def test_the_document_on_the_terminal_writes_nothing(run, data, tmp_path):
    del data
    code, out, _ = run("measure", "--json", *GROUPS)
    assert code == 0
    assert json.loads(out)["schema"] == groups.SCHEMA
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_a_mean_can_be_traced_to_its_files(run, data, tmp_path):
    del data
    run("measure", "--out", "out", *GROUPS)
    made = document(tmp_path / "out")
    mean = next(n for n in made["numbers"] if n["name"] == "cell_overpotential")["groups"][0]["mean"]
    assert load(made)[mean].question.of == "bare"
    code, tree, _ = run("trace", mean, "--from", tmp_path / "out" / "groups.json")
    assert code == 0
    assert all(f"measured: bare{k}.csv" in tree for k in range(3))


def test_the_tables_have_the_numbers_of_the_document(run, data, tmp_path):
    del data
    run("measure", "--out", "out", *GROUPS)
    made = document(tmp_path / "out")
    with (tmp_path / "out" / "contrasts.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["quantity"] == "cell_overpotential"]
    (contrast,) = next(n for n in made["numbers"] if n["name"] == "cell_overpotential")["contrasts"]
    assert float(rows[0]["value"]) == pytest.approx(contrast["value"])
    with (tmp_path / "out" / "lives.csv").open(encoding="utf-8") as file:
        lives = [r for r in csv.DictReader(file) if r["quantity"] == "cycling_time"]
    assert [r["failed"] for r in lives] == ["true"] * 3 + ["false"] * 3


def test_a_page_of_somebody_else_is_left_alone(run, data, tmp_path):
    del data
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("mine")
    code, _, err = run("measure", "data", "--out", "out")
    assert code == 2
    assert "index.html" in err
    assert (tmp_path / "out" / "index.html").read_text() == "mine"
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["index.html"]


def test_results_beside_their_files_are_not_measured(run, data):
    first = len(list(data.iterdir()))
    assert run("measure", "data", "--out", "data")[0] == 0
    code, out, _ = run("measure", "data", "--out", "data")
    assert code == 0
    assert f"{first} of {first}" in out
    assert all((data / f"bare{k}.csv").is_file() for k in range(3))


def test_the_results_of_one_file_are_not_replaced_by_those_of_many(run, data, tmp_path):
    run("measure", data / "bare0.csv", "--out", "out")
    before = (tmp_path / "out" / "findings.json").read_bytes()
    code, _, err = run("measure", "data", "--out", "out")
    assert code == 2
    assert "--out" in err
    assert (tmp_path / "out" / "findings.json").read_bytes() == before


def test_without_files_and_groups_the_usage_is_shown(run):
    code, _, err = run("measure")
    assert code == 2
    assert "--group" in err


def test_one_file_is_measured_as_ever(run, data, tmp_path):
    code, _, _ = run("measure", data / "bare0.csv", "--out", "out")
    assert code == 0
    assert not (tmp_path / "out" / "groups.json").exists()


def test_files_without_a_current_are_measured_with_a_given_one(run, data, tmp_path):
    for file in data.iterdir():
        file.write_text("\n".join(line.rpartition(",")[0] for line in file.read_text().splitlines()) + "\n")
    code, _, _ = run("measure", "data", "--current", "1 mA", "--out", "out")
    assert code == 0
    assert len(document(tmp_path / "out")["cells"]) == 6
    _, out, _ = run("measure", "data", "--current", "2 mA", "--out", "out")
    assert "unchanged" not in out  # another current gives other numbers
