"""Bad files of every format: a recording of sound numbers, or one message in words. `benchmarks/fuzz_readers.py` does
the same a million times; what it found is kept here.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest
from fuzz_mutations import damaged
from fuzz_seeds import Seed, complaints, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_binary_arbin import READINGS
from test_binary_workbook import ARBIN
from workbook_by_hand import write_database, write_workbook

from natria.lab.files import read_recording
from natria.lab.files.workbook import MOST_CELLS
from natria.lab.synthetic.layouts import LAYOUTS
from natria.lab.synthetic.writers import text_as
from natria.quantity import Computed, InputError
from natria.record import Recording

SEEDS = seeds()
LONGEST_MESSAGE = 30_000  # signs: three problems that show forty long names each
each_seed = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)


def outcome(path: Path) -> Recording | None:
    """A sound recording, or None where the file was refused as it should be."""
    try:
        recording = read_recording(path)
    except InputError as refusal:
        assert all(problem.what and problem.fix for problem in refusal.problems)
        assert len(str(refusal)) < LONGEST_MESSAGE
        return None
    assert not complaints(recording)
    return recording


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_recording(path)
    assert path.name in caught.value.source
    assert all(problem.what and problem.fix for problem in caught.value.problems)
    return str(caught.value)


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# a parquet file that natria did not write is decoded in another process first, which takes its time
FAST = [seed for seed in SEEDS if seed.suffix != ".parquet"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sampled_from(FAST), st.sampled_from(SEEDS), st.integers(0, 2**64 - 1))
def test_any_damage_gives_a_recording_or_a_message(tmp_path: Path, seed: Seed, other: Seed, chance: int) -> None:
    outcome(put(tmp_path / f"cell{seed.suffix}", damaged(Random(chance), seed.content, other.content)))


# --- the same file for each format


@each_seed
def test_an_empty_file_is_said(seed: Seed, tmp_path: Path) -> None:
    assert "is empty" in refusal(put(tmp_path / f"cell{seed.suffix}", b""))


@each_seed
@pytest.mark.parametrize("content", [b"%PDF-1.7\n1 0 obj", b"Dear colleague,\nplease find attached", b"\0" * 3000])
def test_another_kind_of_file_is_named(seed: Seed, content: bytes, tmp_path: Path) -> None:
    assert "no reader knows it" in refusal(put(tmp_path / f"cell{seed.suffix}", content))


@each_seed
@pytest.mark.parametrize("kept", [0, 8, 64])
def test_garbage_with_the_right_suffix_and_beginning(seed: Seed, kept: int, tmp_path: Path) -> None:
    outcome(put(tmp_path / f"cell{seed.suffix}", seed.content[:kept] + Random(kept).randbytes(5000)))


@each_seed
def test_a_suffix_of_another_format_misleads_nobody(seed: Seed, tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx", ".parquet" if seed in FAST else ".mpt"):
        assert read_recording(put(tmp_path / f"cell{suffix}", seed.content)).format == seed.format


@each_seed
def test_a_file_that_was_cut_gives_what_is_before_the_cut(seed: Seed, tmp_path: Path) -> None:
    """Every reading but the last, whose number may have lost digits, is one of the whole file."""
    whole = read_recording(put(tmp_path / f"whole{seed.suffix}", seed.content)).voltage
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.98):
        part = outcome(put(tmp_path / f"cut{seed.suffix}", seed.content[: int(share * len(seed.content))]))
        if part is not None:
            assert len(part) <= len(whole)
            np.testing.assert_array_equal(part.voltage[:-1], whole[: len(part) - 1])


# --- the same bad columns in each format that can be written here

TIME = 60.0 * np.arange(40)
VOLTAGE = 0.03 + 1e-4 * np.arange(40)
CURRENT = np.full(40, 5e-4)
Write = Callable[[Path, np.ndarray, np.ndarray, np.ndarray], Path]


def in_layout(vendor: str) -> Write:
    def write(folder: Path, *columns: np.ndarray) -> Path:
        made = Recording("cell", "", named(*columns), origin=Computed("by_hand", 1))
        return put(folder / f"cell{LAYOUTS[vendor].suffix}", text_as(made, vendor).encode(LAYOUTS[vendor].encoding))

    return write


def named(time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> dict[str, np.ndarray]:
    return {"test_time_second": time, "voltage_volt": voltage, "current_ampere": current}


def parquet(folder: Path, *columns: np.ndarray) -> Path:
    pl.DataFrame(named(*columns)).write_parquet(folder / "cell.parquet")
    return folder / "cell.parquet"


def workbook(folder: Path, time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> Path:
    number = np.arange(len(time))
    rows = [
        [None if isinstance(cell, float) and np.isnan(cell) else cell for cell in row]
        for row in zip(*(c.tolist() for c in (number, time, number, current, voltage, time)), strict=True)
    ]
    return write_workbook(folder / "cell.xlsx", {"Channel_1-006": [ARBIN, *rows]})


def database(folder: Path, time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> Path:
    rows = [
        (1, k, t, 45000.0 + t / 86400, 1, i, u, 0.0)
        for k, (t, u, i) in enumerate(zip(time, voltage, current, strict=True))
    ]
    return write_database(folder / "cell.res", [(READINGS, rows)])


WRITERS: dict[str, Write] = {
    **{v: in_layout(v) for v in LAYOUTS},
    "parquet": parquet,
    "workbook": workbook,
    "database": database,
}
each_format = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


@each_format
def test_what_is_written_here_reads(write: Write, tmp_path: Path) -> None:
    recording = read_recording(write(tmp_path, TIME, VOLTAGE, CURRENT))
    np.testing.assert_allclose(recording.voltage, VOLTAGE, atol=1e-6)
    np.testing.assert_allclose(recording.current, CURRENT, rtol=1e-6)


NOTHING = np.full(40, np.nan)


@each_format
def test_a_voltage_without_numbers_is_refused(write: Write, tmp_path: Path) -> None:
    assert "no number at all for the voltage" in refusal(write(tmp_path, TIME, NOTHING, CURRENT))


@pytest.mark.parametrize("name", ["gamry", "parquet", "workbook", "database"])  # others write its sign too
def test_a_current_without_numbers_is_refused(name: str, tmp_path: Path) -> None:
    assert "no number at all for the current" in refusal(WRITERS[name](tmp_path, TIME, VOLTAGE, NOTHING))


@each_format
def test_rows_without_numbers_are_left_out_and_said(write: Write, tmp_path: Path) -> None:
    gaps = np.where(np.arange(40) % 4 == 1, np.nan, VOLTAGE)
    recording = read_recording(write(tmp_path, TIME, gaps, CURRENT))
    np.testing.assert_allclose(recording.voltage, VOLTAGE[np.isfinite(gaps)], atol=1e-6)
    assert any("10 rows without a number for voltage left out" in note for note in recording.notes)


@each_format
def test_time_that_runs_backwards_is_turned_and_said(write: Write, tmp_path: Path) -> None:
    recording = read_recording(write(tmp_path, TIME[::-1], VOLTAGE[::-1], CURRENT))
    np.testing.assert_allclose(recording.voltage, VOLTAGE, atol=1e-6)
    assert any("reverse order" in note for note in recording.notes)


@each_format
def test_a_clock_that_jumps_about_is_refused(write: Write, tmp_path: Path) -> None:
    jumps = Random(1).sample(range(40), 40)
    assert "runs backwards" in refusal(write(tmp_path, TIME[jumps], VOLTAGE, CURRENT))


@each_format
def test_no_current_at_all_is_a_recording_and_said(write: Write, tmp_path: Path) -> None:
    recording = read_recording(write(tmp_path, TIME, VOLTAGE, np.zeros(40)))
    assert len(recording) == 40
    assert "the current is zero throughout" in recording.notes


# --- what fuzzing found

BDF = b"test_time_second,voltage_volt,current_ampere\n0,1,2\n1,2,3\n2,3,4\n"
GUESSED = b";U [mV];I [mA]\n0;12,5;0\n0,5;31,5;0,5\n1;-30;-0,5\n"
CHI = b"""File: a
Data Source: b
Instrument Model: CHI
Anodic Current (A) = 1
Cathodic Current (A) = 1
Current Switching Priority = Potential
High E Limit (V) = 0
Low E Limit (V) = 0
Time/sec, Potential/V
"""
GAMRY = b"EXPLAIN\nTAG\tx\nCURVE\tTABLE\t%s\n\tT\tVf\tIm\n\ts\tV\tA\n\t1\t1\t1\n\t2\t1\t1\n"
LAYERS = b"Cycle ID,a,b\n,Step ID,c,d\n%s,,Record ID,Time,Voltage(mV),Current(uA)\n1\n,1,Rest\n,,1,0:00:00,1,0\n,,2,0:01:00,1,0\n"
MANY = 60_000


@pytest.mark.parametrize(
    "content",
    [
        b"t(" + b" " * MANY + b"x" + GUESSED,
        b"t" + b"/" * MANY + b" x" + GUESSED,
        b"t [s],U [V" + b"a " * MANY + b"],I [A]\n0,1,2\n1,2,3\n2,3,4\n",
        b"Test Time / s,Voltage / " + b"m*" * 20_000 + b"V,Current / A\n0,1,2\n1,2,3\n2,3,4\n",
        b"a" + b" " * MANY + b"b\n" + BDF,
        CHI + b"a" + b" " * MANY + b"b\n1, 0\n",
        CHI + b"".join(b"%d, 0\n" % k for k in range(50_000)),
        BDF.replace(b"\n", b"," + b"a," * 9000 + b"\n", 1),
        b"5\n" + b"," * MANY + b"\n" + b"," * MANY + b"\n",
        GAMRY % (b"9" * 5000),
    ],
    ids=["blanks", "lines", "unit of words", "unit of a thousand factors", "line of blanks", "blanks in a head", "a limit that each reading meets", "columns of one name", "cells without end", "a number of rows without end"],
)  # fmt: skip
def test_long_heads_and_odd_files_come_to_an_end(content: bytes, tmp_path: Path) -> None:
    """Each took longer than the square of its length, or ended in a traceback."""
    outcome(put(tmp_path / "cell.csv", content))


@pytest.mark.parametrize(("old", "new"), [(b"Record ID", b"Record Id"), (b"%s,,", b"Cycle ID,x,")])
def test_layers_with_other_names(old: bytes, new: bytes, tmp_path: Path) -> None:
    recording = outcome(put(tmp_path / "cell.csv", LAYERS.replace(old, new).replace(b"%s", b"")))
    assert recording is not None
    np.testing.assert_array_equal(recording.time, [0, 60])


def test_numbers_that_no_instrument_reads_cost_their_rows(tmp_path: Path) -> None:
    text = BDF + b"3,1e308,1\n4,-1e20,1\n5,1,9.9e37\n1e300,1,1\n6,3,4\n"
    recording = read_recording(put(tmp_path / "cell.csv", text))
    np.testing.assert_array_equal(recording.time, [0, 1, 2, 6])
    assert any("4 rows without a number for time, voltage, current" in note for note in recording.notes)


@pytest.mark.parametrize("place", ["XFD1048576", "A99999999999", "AAAAAAA1", "ZZ999999"])
def test_a_cell_far_out_does_not_fill_the_memory(place: str, tmp_path: Path) -> None:
    """A sheet is laid out whole: one cell in its last row and column is 17,000 million cells."""
    rows = [[k, 10.0 * k, 1, 1e-3, 2.5, 0] for k in range(9)]
    file = write_workbook(tmp_path / "cell.xlsx", {"Channel_1-006": [ARBIN, *rows]})
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, content.replace(b'r="E9"', f'r="{place}"'.encode()))
    assert "has a cell far out" in refusal(file)


def test_a_wide_sheet_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    head = [*ARBIN, *(f"extra {k}" for k in range(20))]
    assert len(head) == 26  # the last column that has one letter
    file = write_workbook(
        tmp_path / "cell.xlsx", {"Channel_1-006": [head, *([k, 10.0 * k, 1, 1e-3, 2.5, 0] for k in range(9))]}
    )
    assert len(read_recording(file)) == 9
    assert 26 * 1_048_576 < MOST_CELLS


@pytest.mark.parametrize(
    "inside", ["<row>" * 50_000, "<row><c>" + "<v>" * 50_000, "<row><c " + "a" * MANY + "></c></row>"]
)
def test_elements_without_an_end_cost_no_time(inside: str, tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "cell.xlsx", {"Channel_1-006": [ARBIN]})
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{inside}</sheetData></worksheet>")
    assert outcome(file) is None


def test_a_database_whose_numbers_are_said_to_be_words(tmp_path: Path) -> None:
    file = write_database(
        tmp_path / "cell.res", [(READINGS, [(1, k, 1.0 * k, 45000.0, 1, 0.1, 3.0, 0.0) for k in range(9)])]
    )
    content = bytearray(file.read_bytes())
    content[4096 + 63 + 25] = 10  # the kind of the second column, Data_Point
    assert "without a table of readings" in refusal(put(file, bytes(content)))


def test_gamry_time_that_jumps_about_is_not_many_steps(tmp_path: Path) -> None:
    rows = b"".join(b"\t%d\t1\t1\n" % k for k in Random(3).sample(range(60), 60))
    assert "runs backwards" in refusal(put(tmp_path / "cell.DTA", GAMRY % b"62" + rows))


def test_a_simulation_stays_one_where_its_second_line_is_damaged(tmp_path: Path) -> None:
    own = next(seed for seed in SEEDS if seed.name == "natria .csv")
    assert "line 2: is damaged" in refusal(put(tmp_path / "cell.csv", own.content.replace(b'"origin"', b'"origin', 1)))


def test_an_access_row_of_words_that_is_too_short(tmp_path: Path) -> None:
    rows = [(1, k, 1.0 * k, 45000.0, 1, 0.1, 3.0, 0.0) for k in range(9)]
    kinds = {"Test_ID": "<i4", "Test_Name": "text", "Start_DateTime": "<f8", "Software_Version": "text"}
    file = write_database(tmp_path / "cell.res", [(kinds, [(1, "a", 1.0, "b")]), (READINGS, rows)])
    content = bytearray(file.read_bytes())
    struct.pack_into("<H", content, content.index(struct.pack("<Hi", 4, 1), 8192), 65535)  # so many columns in the row
    assert "is damaged" in refusal(put(file, bytes(content)))
