"""Bad files that `benchmarks/fuzz_readers.py` and `fuzz_coverage.py` found, or that were thought of while they ran."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from random import Random

import numpy as np
import pytest
from fuzz_outcomes import outcome, put, refusal
from test_binary_arbin import READINGS
from test_binary_workbook import ARBIN
from workbook_by_hand import write_database, write_workbook

from natria.lab.files import read_recording
from natria.lab.files.formats import spreadsheet
from natria.lab.files.third_party import third_party
from natria.lab.files.workbook import MOST_CELLS
from natria.lab.files.write import write_recording
from natria.lab.measure import measure
from natria.lab.synthetic import SymmetricTest, symmetric_cell
from natria.quantity import InputError

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
LAYERS = (
    b"Cycle ID,a,b\n,Step ID,c,d\n%s,,Record ID,Time,Voltage(mV),Current(uA)\n"
    b"1\n,1,Rest\n,,1,0:00:00,1,0\n,,2,0:01:00,1,0\n"
)
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
        BDF.replace(b"\n", b"," + b"a," * 5000 + b"\n", 1),
        b"5\n" + b"," * MANY + b"\n" + b"," * MANY + b"\n",
        GAMRY % (b"9" * 5000),
    ],
    ids=[
        *("blanks", "lines", "a unit of words", "a unit of factors", "a line of blanks", "blanks in a head"),
        *("a limit that each reading meets", "columns of one name", "cells without end", "rows without end"),
    ],
)
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
    assert any(note.code == "unreadable-rows" and "4 rows" in note.text for note in recording.notes)


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
    assert "has a distant cell" in refusal(file)


def test_a_wide_sheet_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    head = [*ARBIN, *(f"extra {k}" for k in range(20))]
    assert len(head) == 26  # the last column that has one letter
    file = write_workbook(
        tmp_path / "cell.xlsx", {"Channel_1-006": [head, *([k, 10.0 * k, 1, 1e-3, 2.5, 0] for k in range(9))]}
    )
    assert len(read_recording(file)) == 9
    assert MOST_CELLS > 26 * 1_048_576


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
    write_recording(symmetric_cell(1, test=SymmetricTest(half_cycles=2, samples=4)).recording, tmp_path / "cell.csv")
    content = (tmp_path / "cell.csv").read_bytes()
    assert "line 2: is damaged" in refusal(put(tmp_path / "cell.csv", content.replace(b'"origin"', b'"origin', 1)))


def test_an_access_row_of_words_that_is_too_short(tmp_path: Path) -> None:
    rows = [(1, k, 1.0 * k, 45000.0, 1, 0.1, 3.0, 0.0) for k in range(9)]
    kinds = {"Test_ID": "<i4", "Test_Name": "text", "Start_DateTime": "<f8", "Software_Version": "text"}
    file = write_database(tmp_path / "cell.res", [(kinds, [(1, "a", 1.0, "b")]), (READINGS, rows)])
    content = bytearray(file.read_bytes())
    struct.pack_into("<H", content, content.index(struct.pack("<Hi", 4, 1), 8192), 65535)  # so many columns in the row
    assert "is damaged" in refusal(put(file, bytes(content)))


class PanicException(BaseException):
    """As each package of Rust code has a class of its own."""


def test_a_panic_of_any_package_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="PanicException: range end"), third_party(tmp_path, "fastexcel", "-"):
        raise PanicException("range end index 64 out of range for slice of length 10")


def test_an_old_workbook_is_read_elsewhere_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One damaged number in its head asks for all memory there is, which ends the process that gives it."""
    file = put(tmp_path / "cell.xls", spreadsheet.XLS + bytes(2000))
    assert "fastexcel cannot read it" in refusal(file)
    monkeypatch.setattr(spreadsheet, "TRIAL", "import os; os.abort()")
    assert "pages cannot be decoded" in refusal(file)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "a = " + "9" * 5000,
        "[file]\nskip = 999999999999999999999999",
        '[file]\nencoding = "a\\u0000b"',
    ],
    ids=["tables too deep", "a number too long", "more lines than there are", "no name of an encoding"],
)
def test_a_column_map_that_cannot_be_meant(text: str, tmp_path: Path) -> None:
    file, answer = put(tmp_path / "cell.csv", b"t;U;I\n0;1;2\n"), put(tmp_path / "map.toml", text.encode())
    with pytest.raises(InputError, match=r"map\.toml"):
        read_recording(file, answer)


def test_digits_of_other_scripts_are_no_time(tmp_path: Path) -> None:
    """What Unicode counts as a digit no cycler writes, and no decoder takes for a number."""
    head, row = b"Cycle ID,Step ID,Record ID,Time(h:min:s.ms),Voltage(V),Current(mA)\n", "1,1,{n},00:00:0{t},2.5,1\n"
    text = row.format(n=1, t="1") + row.format(n=2, t="\u0663")
    outcome(put(tmp_path / "cell.csv", head + text.encode()))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of rates over such a clock
def test_a_half_cycle_without_a_duration_is_no_test_of_a_short(tmp_path: Path) -> None:
    """The clock of a damaged file may stand still."""
    text = "time [s];voltage [V];current [mA]\n0;0.0125;0\n5e-324;0.0315;0.5\n120;-0.03;-0.5\n"
    recording = read_recording(put(tmp_path / "cell.csv", text.encode()))
    assert not [f for f in measure(recording).findings if f.question.name == "time_to_short"]
