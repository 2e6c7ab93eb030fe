"""natria measure of folders with kinetics beside cycling and spectra: each file by what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from two_arcs import impedance, write

from natria.lab.synthetic.kinetics import bruce_vincent, tafel_sweep, voltammetry

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)"


@pytest.fixture(autouse=True)
def without_figures(monkeypatch):
    """Figures take most of the time."""
    monkeypatch.setattr("natria.report.measurement.files.measurement_pictures", lambda _: ())
    monkeypatch.setattr("natria.report.groups.files.groups_pictures", lambda _: ())
    monkeypatch.setattr("natria.report.impedance.files.spectra_pictures", lambda _: ())
    monkeypatch.setattr("natria.report.kinetics.files.kinetics_pictures", lambda _: ())


def table(path, time, voltage, current):
    path.parent.mkdir(exist_ok=True, parents=True)
    rows = [f"{t!r},{v!r},{i!r}" for t, v, i in zip(time, voltage, current, strict=True)]
    path.write_text("\n".join(["test_time_second,voltage_volt,current_ampere", *rows]) + "\n")
    return path


def kinetics(path, recording):
    return table(path, *(column.tolist() for column in (recording.time, recording.voltage, recording.current)))


def cycling(path):
    signs = [1 if k // 30 % 2 == 0 else -1 for k in range(180)]
    return table(path, [120.0 * k for k in range(180)], [0.05 * s for s in signs], [0.001 * s for s in signs])


def short_sweep(path):
    recording = tafel_sweep(1).recording
    return table(path, *(column[:8].tolist() for column in (recording.time, recording.voltage, recording.current)))


def test_every_file_of_a_folder_is_measured_as_what_it_is(run, tmp_path):
    data = tmp_path / "data"
    cycling(data / "a.csv")  # the first one decides nothing
    kinetics(data / "tafel.csv", tafel_sweep(1).recording)
    for k, scan in enumerate(voltammetry(5).scans[:3]):
        kinetics(data / f"scan{k}.csv", scan)
    write(data / "eis.csv", impedance())
    (data / "notes.txt").write_text("made on a Monday\n")
    code, _, err = run("measure", "data", "--circuit", CIRCUIT, "--area", "1 cm^2", "--cycles", "1:2")
    assert code == 0, err
    folder = tmp_path / "natria-out" / "measure" / "data"
    pages = {path.parent.name for path in folder.glob("*/index.html")}
    assert pages == {"a", "spectra", "tafel", "voltammetry"}
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}/index.html"' in index for name in pages)
    for name in ("spectra", "tafel", "voltammetry"):
        assert 'href="../index.html"' in (folder / name / "index.html").read_text(encoding="utf-8")
    scans = json.loads((folder / "voltammetry" / "findings.json").read_text())["scans"]
    assert len(scans) == 3
    assert run("measure", "data", "--circuit", CIRCUIT)[0] == 0  # its own files are replaced


def test_kinetics_and_cycling_are_one_document(run, tmp_path):
    kinetics(tmp_path / "data" / "a.csv", tafel_sweep(1).recording)
    cycling(tmp_path / "data" / "b.csv")
    kinetics(tmp_path / "data" / "c.csv", bruce_vincent(6).recording)
    code, out, _ = run("measure", "data", "--area", "1 cm^2", "--json")
    made = json.loads(out)
    assert code == 0
    assert made["schema"] == "natria.measured/1"
    assert [Path(c["file"]).name for c in made["recordings"]["cells"]] == ["b.csv"]
    assert [one["technique"] for one in made["kinetics"]] == ["tafel", "polarisation"]
    assert not (tmp_path / "natria-out").exists()


def test_two_techniques_without_cycling_have_a_page_above_theirs(run, tmp_path):
    kinetics(tmp_path / "data" / "a.csv", tafel_sweep(1).recording)
    kinetics(tmp_path / "data" / "b.csv", bruce_vincent(6).recording)
    code, _, err = run("measure", "data", "--area", "1 cm^2")
    assert code == 0, err
    folder = tmp_path / "natria-out" / "measure" / "data"
    assert {path.parent.name for path in folder.glob("*/index.html")} == {"tafel", "polarisation"}
    assert 'href="tafel/index.html"' in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("beside", [True, False])
def test_one_bad_file_stops_no_other(run, tmp_path, beside):
    data = tmp_path / "data"
    kinetics(data / "tafel.csv", tafel_sweep(1).recording)
    short_sweep(data / "short.csv")
    (data / "broken.csv").write_text("test_time_second,voltage_volt,current_ampere\nabc,def,ghi\n")
    (data / "notes.csv").write_text("made on a Monday\n")
    if beside:
        write(data / "eis.csv", impedance())
    options = ("--technique", "tafel", "--area", "1 cm^2", "--circuit", CIRCUIT)[: 6 if beside else 4]
    code, out, err = run("measure", "data", *options, "--json")
    made = json.loads(out)
    assert code == 2
    (found,) = made["kinetics"] if beside else (made,)
    assert len(found["tafel"]) == 1
    failed = made["recordings"]["failed"] if beside else made["failed"]
    passed = made["recordings"]["passed_over"] if beside else made["passed_over"]
    assert {Path(name).name for name in failed} == {"short.csv", "broken.csv"}
    assert {Path(name).name for name in passed} == {"notes.csv"}
    assert all(f"{name}: " in err for name in failed)


def test_a_bad_file_is_on_the_page_of_kinetics(run, tmp_path):
    kinetics(tmp_path / "data" / "tafel.csv", tafel_sweep(1).recording)
    (tmp_path / "data" / "broken.csv").write_text("test_time_second,voltage_volt,current_ampere\nabc,def,ghi\n")
    assert run("measure", "data", "--area", "1 cm^2")[0] == 2
    assert "broken.csv" in (tmp_path / "natria-out" / "measure" / "data" / "index.html").read_text(encoding="utf-8")


def test_a_design_is_compared_with_kinetics(run, tmp_path):
    kinetics(tmp_path / "sweep.csv", tafel_sweep(1).recording)
    code, out, _ = run(
        "measure", "sweep.csv", "--design", "lu2026", "--system", "lu2026/f-na", "--temperature", "25 degC", "--json"
    )
    made = json.loads(out)
    assert code == 0
    assert "lu2026:i0-f" in {row["target"] for row in made["comparisons"]}
    assert run("measure", "sweep.csv", "--design", "lu2026", "--system", "lu2026/f-na")[0] == 0
    page = (tmp_path / "natria-out" / "measure" / "sweep" / "index.html").read_text(encoding="utf-8")
    assert "lu2026:i0-f" in page


def test_options_of_kinetics_are_refused_beside_spectra_alone(run, tmp_path):
    write(tmp_path / "eis.csv", impedance())
    code, _, err = run("measure", "eis.csv", "--threshold", "1 mA/cm^2", "--circuit", CIRCUIT)
    assert code == 2
    assert "--threshold" in err
