"""Folders of files: what is written where, what is left alone, what one bad file does to the others."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from natria.lab.files.convert import convert, plan
from natria.lab.files.read import read_recording, sha256_of
from natria.quantity import InputError

BDF = "test_time_second,voltage_volt,current_ampere\n"


def cell(path: Path, shift: float = 0.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BDF + "".join(f"{k},{1.5 + shift + k / 100},0.001\n" for k in range(20)))
    return path


def states(jobs, **more):
    return [convert(job, **more).state for job in jobs]


def targets(folder, jobs):
    return {str(job.source.relative_to(folder)): str(job.target.relative_to(folder)) for job in jobs}


def test_beside_the_file_and_the_evidence_stays_the_source(tmp_path):
    file = cell(tmp_path / "cell.csv")
    jobs, _ = plan([file], "parquet")
    assert states(jobs) == ["converted"]
    read = read_recording(tmp_path / "cell.parquet")
    assert (read.file, read.sha256) == ("cell.csv", sha256_of(file))
    assert read.origin == read_recording(file).origin


def test_a_second_conversion_keeps_the_first_source(tmp_path):
    file = cell(tmp_path / "cell.csv")
    states(plan([file], "parquet")[0])
    states(plan([tmp_path / "cell.parquet"], "bdf", tmp_path / "bdf")[0])
    assert read_recording(tmp_path / "bdf" / "cell.bdf.csv").sha256 == sha256_of(file)


def test_equal_names_in_different_folders_are_kept_apart(tmp_path):
    for name in ("a/cell.csv", "a/deep/cell.csv", "b/cell.csv"):
        cell(tmp_path / name)
    jobs, _ = plan([tmp_path / "a", tmp_path / "b"], "parquet", tmp_path / "out")
    assert targets(tmp_path, jobs) == {
        "a/cell.csv": "out/a/cell.parquet",
        "a/deep/cell.csv": "out/a/deep/cell.parquet",
        "b/cell.csv": "out/b/cell.parquet",
    }
    assert states(jobs) == ["converted"] * 3


def test_equal_names_in_one_folder_get_the_whole_name(tmp_path):
    for name in ("cell.csv", "cell.txt", "other.csv"):
        cell(tmp_path / name)
    jobs, _ = plan([tmp_path], "parquet")
    assert targets(tmp_path, jobs) == {
        "cell.csv": "cell.csv.parquet",
        "cell.txt": "cell.txt.parquet",
        "other.csv": "other.parquet",
    }


def test_a_source_is_never_written_over(tmp_path):
    file = cell(tmp_path / "cell.csv")
    before = file.read_bytes()
    jobs, _ = plan([tmp_path], "csv")
    assert states(jobs) == ["converted"]
    assert file.read_bytes() == before
    assert (tmp_path / "cell.csv.csv").exists()


def test_a_file_of_somebody_else_is_never_written_over(tmp_path):
    file = cell(tmp_path / "cell.csv")
    pl.DataFrame({"mine": [1]}).write_parquet(tmp_path / "cell.parquet")
    outcome = convert(plan([file], "parquet")[0][0])
    assert outcome.state == "failed"
    assert "natria did not write it" in outcome.says
    assert pl.read_parquet(tmp_path / "cell.parquet").columns == ["mine"]


@pytest.mark.parametrize("to", ["parquet", "csv", "bdf"])
def test_what_is_done_is_not_done_again_until_something_changes(tmp_path, to):
    file = cell(tmp_path / "in" / "cell.csv")
    jobs, _ = plan([tmp_path / "in"], to, tmp_path / "out")
    assert states(jobs) == ["converted"]
    written = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir()}
    assert states(jobs) == ["unchanged"]
    assert written == {p: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir()}
    answer = tmp_path / "map.toml"
    units = {"test_time_second": "s", "voltage_volt": "V", "current_ampere": "mA"}
    entries = (f'{name} = {{column = "{name}", unit = "{unit}"}}' for name, unit in units.items())
    answer.write_text("\n".join(["[columns]", *entries]))
    assert states(jobs, columns=answer) == ["converted"]
    assert states(jobs, columns=answer) == ["unchanged"]
    cell(file, shift=0.5)
    assert states(jobs, columns=answer) == ["converted"]
    assert read_recording(jobs[0].target).voltage[0] == 2.0
    assert read_recording(jobs[0].target).current[0] == pytest.approx(1e-6)


@pytest.mark.parametrize("to", ["parquet", "csv", "bdf"])
def test_targets_of_an_earlier_run_are_no_sources(tmp_path, to):
    cell(tmp_path / "cell.txt")
    first, _ = plan([tmp_path], to)
    states(first)
    again, passed_over = plan([tmp_path], to)
    assert again == first
    assert passed_over == {"parquet": 1, "csv": 1, "bdf": 2}[to]


def test_a_bad_file_does_not_stop_the_rest(tmp_path):
    cell(tmp_path / "1.csv")
    (tmp_path / "2.nda").write_bytes(b"NEWARE" + b"\xff" * 999)
    (tmp_path / "3.csv").write_text("")
    cell(tmp_path / "4.csv")
    outcomes = [convert(job) for job in plan([tmp_path], "parquet", tmp_path / "out")[0]]
    assert [one.state for one in outcomes] == ["converted", "failed", "failed", "converted"]
    assert "2.nda" in outcomes[1].says
    assert "fix:" in outcomes[1].says
    assert "is empty" in outcomes[2].says


def test_a_bug_in_one_reader_does_not_stop_the_rest(tmp_path, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("natria.lab.files.convert.read_recording", broken)
    outcome = convert(plan([cell(tmp_path / "cell.csv")], "parquet")[0][0])
    assert outcome.state == "failed"
    assert "this is a bug" in outcome.says


def test_folders_without_a_file_of_a_cycler(tmp_path):
    (tmp_path / "notes.docx").write_text("x")
    (tmp_path / ".hidden.csv").write_text(BDF)
    with pytest.raises(InputError, match="contains no file of a cycler"):
        plan([tmp_path], "parquet")


def test_a_named_file_that_is_not_there(tmp_path):
    outcome = convert(plan([tmp_path / "no.csv"], "parquet")[0][0])
    assert outcome.state == "failed"
    assert "does not exist" in outcome.says
