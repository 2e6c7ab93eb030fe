"""natria measure of spectra and recordings: in one file, in one folder, and with files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from two_arcs import FREQUENCY, SLOW, impedance, write

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)"
NAMES = ("mode", "ox/red", "Ns", "time/s", "Ewe/V", "<I>/mA", "cycle number", "freq/Hz", "Re(Z)/Ohm", "-Im(Z)/Ohm")


@pytest.fixture(autouse=True)
def without_figures(monkeypatch):
    """Figures take most of the time."""
    monkeypatch.setattr("natria.report.measurement.files.measurement_pictures", lambda _: ())
    monkeypatch.setattr("natria.report.groups.files.groups_pictures", lambda _: ())
    monkeypatch.setattr("natria.report.impedance.files.spectra_pictures", lambda _: ())


def sequence(path: Path, *, spectra: int = 3, current: float = 1.0) -> Path:
    """Plating and stripping in EC-Lab with a spectrum after each cycle; a row of cycling has no frequency."""
    rows = ["\t".join(NAMES)]
    time = 0.0
    for cycle in range(1, 4):
        for step, sign in ((0, 1), (1, -1)):
            for _ in range(30):
                time += 120
                rows.append(f"1\t1\t{step}\t{time}\t{sign * 0.05}\t{sign * current}\t{cycle}\t0\t0\t0")
        if cycle <= spectra:
            for f, z in zip(FREQUENCY, impedance(slow=SLOW[0] * cycle, seed=cycle), strict=True):
                time += 1
                rows.append(f"2\t0\t2\t{time}\t0.01\t0\t{cycle}\t{f:.6e}\t{z.real:.6e}\t{-z.imag:.6e}")
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["EC-Lab ASCII FILE", "Nb header lines : 5", "", "Modulo Bat", *rows]) + "\n")
    return path


def symmetric(path: Path) -> Path:
    """A recording of a symmetric cell as a table."""
    rows = [
        f"{120 * k},{0.05 if k // 30 % 2 == 0 else -0.05},{0.001 if k // 30 % 2 == 0 else -0.001}" for k in range(180)
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["test_time_second,voltage_volt,current_ampere", *rows]) + "\n")
    return path


def document(folder: Path, name: str = "findings.json") -> dict:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_cycling_and_spectra_of_one_file_are_both_measured(run, tmp_path):
    file = sequence(tmp_path / "cell.mpt")
    code, out, err = run("measure", file, "--circuit", CIRCUIT)
    assert code == 0, err
    folder = tmp_path / "natria-out" / "measure" / "cell"
    assert str(Path("natria-out/measure/cell/index.html")) in out
    assert [c["test"] for c in document(folder, "groups.json")["cells"]] == ["cycling"]
    assert 'href="spectra/index.html"' in (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="../index.html"' in (folder / "spectra" / "index.html").read_text(encoding="utf-8")
    spectra = document(folder / "spectra")["spectra"]
    assert len(spectra) == 3
    assert spectra[0]["time"] < spectra[1]["time"] < spectra[2]["time"]
    assert run("measure", file, "--circuit", CIRCUIT)[0] == 0  # its own files are replaced


def test_a_folder_of_both_is_measured_as_both(run, tmp_path):
    write(tmp_path / "data" / "eis.csv", impedance()) if symmetric(tmp_path / "data" / "cycling.csv") else None
    (tmp_path / "data" / "notes.txt").write_text("made on a Monday\n")
    code, out, _ = run("measure", "data", "--circuit", CIRCUIT, "--json")
    made = json.loads(out)
    assert code == 0
    assert made["schema"] == "natria.measured/1"
    assert [Path(c["file"]).name for c in made["recordings"]["cells"]] == ["cycling.csv"]
    assert [one["file"] for spectra in made["spectra"] for one in spectra["spectra"]] == ["eis.csv"]
    assert [Path(name).name for name in made["recordings"]["passed_over"]] == ["notes.txt"]
    assert not (tmp_path / "natria-out").exists()


def test_each_file_with_a_recording_is_a_cell_of_its_own(run, tmp_path):
    sequence(tmp_path / "data" / "a.mpt")
    sequence(tmp_path / "data" / "b.mpt", spectra=2)
    write(tmp_path / "data" / "c.csv", impedance())
    table = tmp_path / "times.csv"
    table.write_text("file,time [h]\na,1\nb,2\nc,3\n")
    code, _, err = run("measure", "data", "--circuit", CIRCUIT, "--series", table)
    assert code == 0, err
    folder = tmp_path / "natria-out" / "measure" / "data"
    pages = {path.parent.name for path in folder.glob("*/index.html")}
    assert pages == {"a", "b", "spectra", "a-spectra", "b-spectra"}
    assert len(document(folder / "b-spectra")["spectra"]) == 2
    assert document(folder / "b-spectra")["systems"] == ["b"]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}/index.html"' in index for name in pages)


def test_named_files_of_both_kinds_are_measured_as_both(run, tmp_path):
    code, _, _ = run(
        "measure",
        write(tmp_path / "spectra.csv", impedance()),
        symmetric(tmp_path / "spectra" / "spectra.csv"),
        "--circuit",
        CIRCUIT,
        "--out",
        "out",
    )
    assert code == 0
    assert (tmp_path / "out" / "spectra" / "findings.json").exists()  # of the recording, by its name
    assert document(tmp_path / "out" / "spectra-2")["schema"] == "natria.spectra/1"


def test_rests_between_spectra_are_no_recording_and_that_is_said(run, tmp_path):
    code, out, _ = run("measure", sequence(tmp_path / "cell.mpt", current=0.0), "--circuit", CIRCUIT, "--json")
    made = json.loads(out)
    assert code == 0
    assert made["schema"] == "natria.spectra/1"
    assert "not-a-recording" in {remark["code"] for remark in made["remarks"]}


def test_a_sequence_without_a_spectrum_is_a_recording(run, tmp_path):
    code, out, _ = run("measure", sequence(tmp_path / "cell.mpt", spectra=0), "--json")
    assert code == 0
    assert json.loads(out)["schema"] == "natria.study/1"


def test_a_bad_file_stops_no_other_and_gives_exit_code_2(run, tmp_path):
    folder = tmp_path / "series"
    folder.mkdir()
    write(folder / "cell_25degC.csv", impedance())
    write(folder / "cell_40degC.csv", impedance(seed=2))
    (folder / "empty.csv").write_text("")
    (folder / "broken.csv").write_text("freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\nabc,def,ghi\n")
    (folder / "half.csv").write_text("freq/Hz,Re(Z)/Ohm\n1,2\n")
    (folder / "notes.txt").write_text("made on a Monday\n")
    (folder / "plan.docx").write_text("x")
    code, out, err = run("measure", "series", "--circuit", CIRCUIT)
    made = document(tmp_path / "natria-out" / "measure" / "series")
    assert code == 2
    assert len(made["spectra"]) == 2
    assert made["title"] == "series"
    assert made["systems"] == ["series"]
    assert {Path(name).name for name in made["failed"]} == {"empty.csv", "broken.csv", "half.csv"}
    assert {Path(name).name for name in made["passed_over"]} == {"notes.txt", "plan.docx"}
    page = (tmp_path / "natria-out" / "measure" / "series" / "index.html").read_text(encoding="utf-8")
    for name in ("empty.csv", "broken.csv"):
        assert name in err
        assert name in page
    assert "notes.txt" in out


def test_a_bad_spectrum_stops_no_recording(run, tmp_path):
    symmetric(tmp_path / "data" / "cycling.csv")
    (tmp_path / "data" / "broken.csv").write_text("freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\nabc,def,ghi\n")
    code, _, err = run("measure", "data")
    made = document(tmp_path / "natria-out" / "measure" / "data", "groups.json")
    assert code == 2
    assert "broken.csv" in err
    assert [Path(name).name for name in made["failed"]] == ["broken.csv"]
    assert len(made["cells"]) == 1


def test_files_that_cannot_be_read_at_all_are_all_named(run, tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\nabc,def,ghi\n")
    code, _, err = run("measure", "a.csv", "b.csv")
    assert code == 2
    assert "a.csv" in err
    assert "b.csv" in err


def test_fit_passes_over_recordings_and_says_why_a_file_has_no_spectrum(run, tmp_path):
    symmetric(tmp_path / "data" / "cycling.csv")
    write(tmp_path / "data" / "eis.csv", impedance())
    code, out, _ = run("fit", "data", "--circuit", CIRCUIT, "--json")
    assert code == 0
    assert [Path(name).name for name in json.loads(out)["passed_over"]] == ["cycling.csv"]
    assert run("fit", "data/cycling.csv", "--circuit", CIRCUIT)[0] == 2


def test_a_column_map_belongs_to_the_kind_that_it_names(run, tmp_path):
    z = impedance()
    rows = [f"{f:.6e};{v.real:.6e};{-v.imag:.6e}" for f, v in zip(FREQUENCY, z, strict=True)]
    (tmp_path / "own.csv").write_text("\n".join(["one;two;three", *rows]) + "\n")
    columns = [
        'frequency = {column = "one", unit = "Hz"}',
        'real = {column = "two", unit = "ohm"}',
        'imaginary = {column = "three", unit = "ohm", sign = "reversed"}',
    ]
    (tmp_path / "map.toml").write_text("\n".join(["[columns]", *columns]))
    code, out, err = run("measure", "own.csv", "--columns", "map.toml", "--circuit", CIRCUIT, "--json")
    assert code == 0, err
    assert json.loads(out)["schema"] == "natria.spectra/1"


def test_sweeps_of_one_file_get_their_conditions_from_a_table(run, tmp_path):
    head, *rows = write(tmp_path / "one.csv", impedance()).read_text().splitlines()
    for seed in (2, 3):
        rows += write(tmp_path / "one.csv", impedance(seed=seed)).read_text().splitlines()[1:]
    (tmp_path / "one.csv").write_text("\n".join([head, *rows]) + "\n")
    table = tmp_path / "table.csv"
    table.write_text('"file","sweep","temperature [degC]"\n"one.csv",1,10\none.csv,2,25\none.csv,3,40\n')
    code, out, err = run("measure", "one.csv", "--circuit", CIRCUIT, "--series", table, "--json")
    assert code == 0, err
    assert [round(one["temperature"], 2) for one in json.loads(out)["spectra"]] == [283.15, 298.15, 313.15]
    for wrong in ("one.csv,4,10", "one.csv,0,10", "one.csv,1,10\none.csv,1,20", "one.csv,1,10\none.csv,2,20"):
        table.write_text(f"file,sweep,temperature [degC]\n{wrong}\n")
        assert run("measure", "one.csv", "--circuit", CIRCUIT, "--series", table)[0] == 2


def test_files_of_one_name_are_told_apart_by_their_folders(run, tmp_path):
    for k in (1, 2):
        (tmp_path / "data" / f"day{k}").mkdir(parents=True)
        write(tmp_path / "data" / f"day{k}" / "eis.csv", impedance(seed=k))
    table = tmp_path / "table.csv"
    table.write_text("file,time [h]\nday1/eis.csv,1\nday2/eis,2\n")
    code, out, err = run("measure", "data", "--circuit", CIRCUIT, "--series", table, "--json")
    assert code == 0, err
    assert [(one["name"], one["time"]) for one in json.loads(out)["spectra"]] == [
        ("day1/eis.csv", 3600.0),
        ("day2/eis.csv", 7200.0),
    ]
    table.write_text("file,time [h]\neis.csv,1\n")
    code, _, err = run("measure", "data", "--circuit", CIRCUIT, "--series", table)
    assert code == 2
    assert "day2/eis.csv" in err
