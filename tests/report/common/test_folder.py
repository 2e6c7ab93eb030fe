"""Folders of results: only what natria wrote is replaced, and a failure or a kill loses nothing."""

import json
import os
from pathlib import Path

import pytest

from natria.quantity import OutputError
from natria.report import ensure_writable, write_folder
from natria.report.common.folder import MANIFEST, STAGE

FILES = {"index.html": b"page", "tables/a.csv": b"1", "findings.json": b"{}"}


def listed(out: Path) -> list[str]:
    return json.loads((out / MANIFEST).read_text())["files"]


def names(out: Path) -> set[str]:
    return {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()} - {MANIFEST}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_folder(FILES, tmp_path / "out", "study")
    return tmp_path / "out"


def test_the_manifest_lists_what_was_written(out: Path) -> None:
    assert names(out) == set(FILES) == set(listed(out))


def test_files_of_the_user_stay_in_a_folder_that_is_written_again(out: Path) -> None:
    (out / "notes.txt").write_text("mine")
    (out / "tables" / "mine.csv").write_text("mine")
    (out / "unfinished").mkdir()
    (out / "unfinished" / "readings.f8").write_text("mine")
    ensure_writable(out, "study")
    write_folder({"index.html": b"new", "findings.json": b"{}"}, out, "study")
    assert names(out) == {
        "index.html",
        "findings.json",
        "notes.txt",
        "tables/mine.csv",
        "unfinished/readings.f8",
    }
    assert (out / "index.html").read_bytes() == b"new"


def test_folders_that_become_empty_go(out: Path) -> None:
    write_folder({"index.html": b"new"}, out, "study")
    assert not (out / "tables").exists()
    assert listed(out) == ["index.html"]


def test_a_file_that_natria_did_not_write_is_never_replaced(out: Path) -> None:
    (out / "new.csv").write_text("mine")
    with pytest.raises(OutputError):
        write_folder({**FILES, "new.csv": b"ours"}, out, "study")
    assert (out / "new.csv").read_text() == "mine"
    assert names(out) == {*FILES, "new.csv"}


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(OutputError):
        ensure_writable(tmp_path, "study")


def test_results_of_another_kind_are_not_replaced(out: Path) -> None:
    ensure_writable(out, "study")
    with pytest.raises(OutputError):
        ensure_writable(out, "measurement")


def test_an_input_inside_the_output_folder_is_refused(out: Path) -> None:
    with pytest.raises(OutputError):
        ensure_writable(out, "study", inputs=[out / "tables" / "a.csv"])
    ensure_writable(out, "study", inputs=[out.parent / "other.csv", out / "no-such-file"])


def test_the_current_folder_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ensure_writable(Path(), "study")
    write_folder(FILES, Path(), "study")
    write_folder(FILES, Path(), "study")
    assert names(tmp_path) == set(FILES)


def test_a_full_disk_leaves_the_earlier_results(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError):
        write_folder({"index.html": b"new", "more.csv": b"2"}, out, "study")
    assert names(out) == set(FILES)
    assert (out / "index.html").read_bytes() == b"page"
    with pytest.raises(OutputError):
        write_folder(FILES, out.parent / "another", "study")
    assert not (out.parent / "another").exists()


@pytest.mark.parametrize("kill_at", range(1, 6))
def test_after_a_kill_every_file_is_whole_and_a_rerun_mends(
    out: Path, monkeypatch: pytest.MonkeyPatch, kill_at: int
) -> None:
    """A kill before the n-th rename: what is there is old or new, listed, and a rerun ends well."""
    new = {"index.html": b"new page", "tables/b.csv": b"2", "findings.json": b"[]"}
    rename, count = Path.replace, iter(range(1, 100))

    def killed(self: Path, target: Path) -> Path:
        if next(count) == kill_at:
            raise KeyboardInterrupt
        return rename(self, target)

    (out / "notes.txt").write_text("mine")
    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_folder(new, out, "study")
    monkeypatch.undo()
    for name in names(out) - {"notes.txt"}:
        assert name in listed(out)
        assert (out / name).read_bytes() in {FILES.get(name), new.get(name)}
    ensure_writable(out, "study")
    write_folder(new, out, "study")
    assert names(out) == {*new, "notes.txt"}
    assert not list(out.glob(f"{STAGE}*"))


def test_links_inside_are_not_followed(out: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / "figures").symlink_to(elsewhere)
    with pytest.raises(OutputError):
        write_folder({**FILES, "figures/a.svg": b"<svg/>"}, out, "study")
    assert not list(elsewhere.iterdir())


def test_a_manifest_that_leads_out_of_the_folder_removes_nothing(out: Path) -> None:
    outside = out.parent / "outside.txt"
    outside.write_text("mine")
    document = json.loads((out / MANIFEST).read_text())
    document["files"] += ["../outside.txt", str(outside)]
    (out / MANIFEST).write_text(json.dumps(document))
    write_folder(FILES, out, "study")
    assert outside.read_text() == "mine"


@pytest.mark.parametrize("text", ["not json", "[]", '{"schema": "other"}'])
def test_a_damaged_manifest_is_refused(out: Path, text: str) -> None:
    (out / MANIFEST).write_text(text)
    with pytest.raises(OutputError):
        ensure_writable(out, "study")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        ensure_writable(tmp_path / ("long" * 80), "study")
    with pytest.raises(OutputError):
        write_folder(FILES, tmp_path / ("long" * 80), "study")


def test_a_link_or_a_file_is_no_folder(tmp_path: Path, out: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(out)
    file.write_text("mine")
    for place in (link, file):
        with pytest.raises(OutputError):
            ensure_writable(place, "study")
