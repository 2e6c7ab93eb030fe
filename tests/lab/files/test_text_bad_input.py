"""What is wrong with a file is said in one message, or mended and said in the notes. Nothing else ever comes out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from natria.lab.files import Format, all_formats, normalise, read, read_recording
from natria.lab.files.text import MOST_COLUMNS
from natria.quantity import InputError
from natria.record import Recording

HEAD = "Rec#\tCyc#\tStep\tTestTime\tStepTime\tAmps\tVolts\tState\n"
ROWS = [f"{k}\t1\t1\t0d 00:{k:02d}:00\t0d 00:{k:02d}:00\t0.0005\t{0.03 + k / 1e4:.5f}\tC\n" for k in range(40)]
BDF = "test_time_second,voltage_volt,current_ampere\n"
LINES = [f"{10 * k}.000,{0.03 + k / 1e4:.5f},0.00050\n" for k in range(40)]
DAMAGE = [b"", b"\t", b"\n", b'"', b"\0", b",", b"-1e308", b"9:99:99", HEAD.encode()]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes, name: str = "cell.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_recording(path)
    assert path.name in caught.value.source
    assert all(problem.what and problem.fix for problem in caught.value.problems)
    return str(caught.value)


def bdf(*lines: str) -> str:
    return BDF + "".join(lines)


# --- refused


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\0" * 5000, "only zeros"),
        (bytes(range(256)) * 40, "binary"),
        (b"%PDF-1.7 ...", "looks like a PDF"),
        (b"\x89PNG\r\n\x1a\n....", "looks like a picture"),
        (b"\x1f\x8b\x08....", "compressed with gzip"),
        (b"<!DOCTYPE html><html>Please log in</html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
        (b'{"cells": []}', "looks like JSON"),
        (b"Dear colleague,\nplease find attached\n", "is text beginning with 'Dear colleague,'"),
        (BDF.encode(), "contains no readings"),
        (b"a" * 3_000_000, "is not supported"),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".mpt", ".DTA", ".txt"])
def test_what_is_no_recording_is_named(content: bytes, says: str, suffix: str, write: Write) -> None:
    assert says in refusal(write(content, f"cell{suffix}"))


def test_a_path_that_is_no_file_is_said(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "none.csv")
    assert "is a folder" in refusal(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "regular file" in refusal(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("column", "what"), [(0, "for the time"), (1, "for the voltage"), (2, "for the current")], ids=["t", "V", "I"]
)
@pytest.mark.parametrize("word", ["nan", "", "-", "inf"])
def test_a_column_without_a_number_is_refused(column: int, what: str, word: str, write: Write) -> None:
    lines = []
    for line in LINES:
        cells = line.strip().split(",")
        cells[column] = word
        lines.append(",".join(cells) + "\n")
    assert what in refusal(write(bdf(*lines)))


def test_a_missing_column_and_what_is_there_are_said(write: Write) -> None:
    text = "DataPoint,Step Index,Time,Voltage(V),Current(mA)\n1,1,00:00:01,3,0.1\n2,1,00:00:02,3,0.1\n"
    assert len(recorded(write(text))) == 2
    message = refusal(write(text.replace("Time", "Tempo")))
    assert "no column name matches the time" in message
    assert "'Tempo'" in message


def test_decimal_commas_between_commas_are_refused(write: Write) -> None:
    message = refusal(write(bdf(*("0,0,3,5,0,1\n" for _ in range(5)))))
    assert "3 column names, but rows of 6 values" in message


def test_a_clock_that_jumps_about_is_refused(write: Write) -> None:
    jumps = np.random.default_rng(0).permutation(40)
    assert "runs backwards" in refusal(write(bdf(*(LINES[k] for k in jumps))))


def test_too_many_columns_are_refused(write: Write) -> None:
    names = BDF.strip() + "".join(f",c{k}" for k in range(MOST_COLUMNS))
    assert str(MOST_COLUMNS) in refusal(write(names + "\n" + LINES[0]))


def test_a_file_too_large_is_refused_before_it_is_read(write: Write) -> None:
    path = write(bdf(*LINES))
    with path.open("r+b") as file:
        file.truncate(5 << 30)  # sparse: it takes no room on the disk
    assert "limit is 4 GiB" in refusal(path)


def test_two_formats_that_know_as_much_are_named(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    mine = next(f for f in all_formats() if f.name == "BDF csv")
    twin = Format("twin", "a plug-in", mine.recognises, mine.load, mine.columns)
    monkeypatch.setattr(read, "families", lambda: ((mine,), (twin,)))
    assert "can be read as BDF csv and as twin" in refusal(write(bdf(*LINES)))


# --- mended, and said


def recorded(path: Path) -> Recording:
    recording = read_recording(path)
    assert (np.diff(recording.time) >= 0).all()
    return recording


def test_time_that_runs_backwards_throughout_is_turned(write: Write) -> None:
    recording = recorded(write(bdf(*LINES[::-1])))
    np.testing.assert_array_equal(recording.voltage, recorded(write(bdf(*LINES), "b.csv")).voltage)
    assert "rows-reversed" in {note.code for note in recording.notes}


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_file_cut_in_a_row_loses_that_row(end: str, write: Write) -> None:
    recording = recorded(write(bdf(*LINES[:20]) + "200.000,0.03" + end))
    assert len(recording) == 20
    assert recording.notes


def test_a_file_cut_in_its_last_number_loses_that_row(write: Write) -> None:
    recording = recorded(write(bdf(*LINES[:20]) + LINES[20][:-2]))
    assert len(recording) == 20
    assert "cut-last-row" in {note.code for note in recording.notes}


def test_a_whole_last_row_needs_no_line_end(write: Write) -> None:
    recording = recorded(write(bdf(*LINES)[:-1]))
    assert len(recording) == 40
    assert not recording.notes


def test_zeros_that_a_broken_disk_leaves_are_cut_off(write: Write) -> None:
    recording = recorded(write(bdf(*LINES).encode() + b"\0" * 4096))
    assert len(recording) == 40
    assert any(note.code == "zero-bytes" and "4096" in note.text for note in recording.notes)


def test_rows_without_a_number_are_left_out_and_counted(write: Write) -> None:
    recording = recorded(write(bdf(*LINES[:10], "nan,3,0\n", "105,overflow,0\n", "106,3,\n", *LINES[11:])))
    assert len(recording) == 39
    assert any(note.code == "unreadable-rows" and "3 rows" in note.text for note in recording.notes)


@pytest.mark.parametrize("lines", [LINES[:10] + LINES[9:], LINES[:1] + LINES])
def test_a_row_that_stands_twice_counts_once(lines: list[str], write: Write) -> None:
    recording = recorded(write(bdf(*lines)))
    assert len(recording) == 40
    assert any(note.code == "repeated-rows" and "1 row " in note.text for note in recording.notes)


def test_a_part_that_was_written_twice_counts_once_where_rows_are_numbered(write: Write) -> None:
    recording = recorded(write(HEAD + "".join(ROWS[:30] + ROWS[20:]), "cell.txt"))
    np.testing.assert_array_equal(recording.time, np.arange(40) * 60.0)
    assert any(note.code == "repeated-rows" and "10 rows" in note.text for note in recording.notes)


def test_a_cycle_that_is_like_the_one_before_is_no_repeat(write: Write) -> None:
    recording = recorded(write(bdf(*LINES, *LINES)))
    assert len(recording) == 80
    assert "time-restarted" in {note.code for note in recording.notes}


def test_a_clock_that_is_mostly_empty_is_none(write: Write) -> None:
    head = "DataPoint,Step Index,Total Time,Time,Voltage(V),Current(mA)\n"
    rows = [f"{k},1,{'' if k % 3 else k},00:{k:02d}:00,{'' if k % 3 else 3},0.1\n" for k in range(40)]
    recording = recorded(write(head + "".join(rows)))
    np.testing.assert_array_equal(recording.time, np.arange(0, 40, 3) * 60.0)


def test_a_head_in_the_middle_is_left_out(write: Write) -> None:
    recording = recorded(write(HEAD + "".join(ROWS[:20]) + HEAD + "".join(ROWS[20:]), "cell.txt"))
    assert len(recording) == 40
    assert any(note.code == "repeated-heads" and "1 row " in note.text for note in recording.notes)


def test_zero_current_throughout_is_allowed_and_said(write: Write) -> None:
    recording = recorded(write(bdf(*(line.replace("0.00050", "0") for line in LINES))))
    assert "no-current" in {note.code for note in recording.notes}


def test_a_gap_is_said(write: Write) -> None:
    recording = recorded(write(bdf(*LINES[:20], *(f"{1e4 + 10 * k},0.03,0.0005\n" for k in range(20)))))
    assert any(note.code == "gaps" and "2.7" in note.text for note in recording.notes)


def test_a_word_of_the_step_gives_the_current_its_sign(write: Write) -> None:
    turned = "".join(ROWS[:20]) + "".join(ROWS[20:]).replace("\tC\n", "\tD\n")
    signed = "".join(ROWS[:20]) + "".join(ROWS[20:]).replace("\tC\n", "\tD\n").replace("0.0005", "-0.0005")
    for text, noted in ((turned, True), (signed, False)):
        recording = recorded(write(HEAD + text, "cell.txt"))
        np.testing.assert_array_equal(recording.current, np.r_[np.full(20, 5e-4), np.full(20, -5e-4)])
        assert any(note.code == "sign-from-steps" for note in recording.notes) is noted


@pytest.mark.parametrize("word", ["DChg", "CC_Dchg", "CCCV Discharge", "D", "Décharge", "Entladen", "dis"])
@pytest.mark.parametrize("other", ["Chg", "CC_Chg", "CCCV Charge", "C", "Charge", "Laden", "cha", "Standard charge"])
def test_words_for_the_two_ways(word: str, other: str, write: Write) -> None:
    text = (
        HEAD + "".join(ROWS[:20]).replace("\tC\n", f"\t{other}\n") + "".join(ROWS[20:]).replace("\tC\n", f"\t{word}\n")
    )
    recording = recorded(write(text.encode("latin-1"), "cell.txt"))
    np.testing.assert_array_equal(recording.current, np.r_[np.full(20, 5e-4), np.full(20, -5e-4)])


def test_a_time_below_zero_is_moved(write: Write) -> None:
    recording = recorded(write(bdf("-20,3,0.1\n", "-10,3,0.1\n", "0,3,0.1\n")))
    np.testing.assert_array_equal(recording.time, [0, 10, 20])


# --- whatever comes


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["", BDF, HEAD, "EC-Lab ASCII FILE\n", "EXPLAIN\nTAG\tCV\n"]))
@example(b"0,1,2\n\xff\xfe\0,,\n", BDF)
def test_any_bytes_give_a_recording_or_a_message(tmp_path: Path, content: bytes, begin: str) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(begin.encode() + content)
    try:
        recording = read_recording(path)
    except InputError:
        return
    assert all(np.isfinite(c).all() for c in (recording.time, recording.voltage, recording.current))
    assert (np.diff(recording.time) >= 0).all()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_gives_a_recording_or_a_message(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray((HEAD + "".join(ROWS)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        stop = at + data.draw(st.integers(0, 60))
        content[at:stop] = data.draw(st.sampled_from(DAMAGE))
    path = tmp_path / "cell.txt"
    path.write_bytes(content)
    try:
        recording = read_recording(path)
    except InputError:
        return
    assert (np.diff(recording.time) >= 0).all()
    assert np.isfinite(recording.voltage).all()


def test_the_public_names_are_there() -> None:
    assert callable(normalise)
