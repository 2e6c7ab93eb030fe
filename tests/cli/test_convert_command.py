"""natria convert: messages, exit codes, a thousand files, a run that is stopped."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from natria.lab.files.read import read_recording

BDF = "test_time_second,voltage_volt,current_ampere\n"


def cell(path: Path, rows: int = 20) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BDF + "".join(f"{k},{1.5 + k / 100},0.001\n" for k in range(rows)))
    return path


def test_one_file(run, tmp_path):
    cell(tmp_path / "cell.csv")
    code, out, err = run("convert", "cell.csv")
    assert (code, err) == (0, "")
    assert "cell.csv -> " in out
    assert "20 readings, BDF csv" in out
    assert out.endswith("1 converted\n")
    assert read_recording(tmp_path / "cell.parquet").is_measured


def test_again_is_unchanged(run, tmp_path):
    cell(tmp_path / "cell.csv")
    run("convert", "cell.csv", "--to", "bdf")
    _, out, _ = run("convert", "cell.csv", "--to", "bdf")
    assert out.endswith("1 unchanged\n")


def test_failures_are_listed_and_give_exit_code_2(run, tmp_path):
    cell(tmp_path / "in" / "good.csv")
    (tmp_path / "in" / "bad.csv").write_text("nothing of a cycler\n")
    (tmp_path / "in" / "photo.jpg").write_bytes(b"x")
    code, out, err = run("convert", "in", "--out", "out")
    assert code == 2
    assert out.endswith("1 converted, 1 failed, 1 passed over\n")
    assert "bad.csv" in err
    assert "Traceback" not in err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["good.parquet"]


@pytest.mark.parametrize(("arguments", "says"), [
    (("convert",), "Missing argument"),
    (("convert", "empty"), "contains no file of a cycler"),
    (("convert", "cell.csv", "--to", "xlsx"), "'xlsx' is not one of"),
    (("convert", "cell.csv", "--columns", "no.toml"), "no.toml"),
])  # fmt: skip
def test_wrong_arguments(run, tmp_path, arguments, says):
    (tmp_path / "empty").mkdir()
    cell(tmp_path / "cell.csv")
    code, _, err = run(*arguments)
    assert code == 2
    assert says in err


def test_out_is_a_file(run, tmp_path):
    cell(tmp_path / "cell.csv")
    (tmp_path / "out").write_text("x")
    code, _, err = run("convert", "cell.csv", "--out", "out")
    assert code == 2
    assert "out" in err


def test_stopped_in_the_middle_leaves_whole_files_and_goes_on_later(run, tmp_path, monkeypatch):
    from natria.lab.files import convert as room

    for k in range(4):
        cell(tmp_path / "in" / f"{k}.csv")
    write, seen = room.write_recording, []

    def stopped(recording, path, recipe):
        seen.append(path)
        if len(seen) == 3:
            raise KeyboardInterrupt
        write(recording, path, recipe)

    monkeypatch.setattr(room, "write_recording", stopped)
    code, _, err = run("convert", "in", "--out", "out")
    assert (code, err) == (130, "error: stopped\n")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["0.parquet", "1.parquet"]
    monkeypatch.setattr(room, "write_recording", write)
    _, out, _ = run("convert", "in", "--out", "out")
    assert out.endswith("2 converted, 2 unchanged\n")


@pytest.mark.slow
def test_a_thousand_files_in_flat_memory(run, tmp_path):
    for k in range(1000):
        cell(tmp_path / "in" / f"{k % 10}" / f"{k}.csv", rows=200)
    run("convert", "in/0", "--out", "warm")  # what is loaded once is loaded now
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code, out, _ = run("convert", "in", "--out", "out")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (code, out) == (0, "1000 converted\n")
    assert len(list((tmp_path / "out").rglob("*.parquet"))) == 1000
    assert (
        grown < 50_000
    )  # kB; a thousand of these files would be 1000 * 200 rows * 3 columns * 8 bytes = 5 MB, and as much
    # again for every copy that was kept
