"""Workbooks as the programs of instruments write them: several sheets, heads further down, tables that go on."""

from __future__ import annotations

import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_by_hand import write_workbook

from natria.lab.files.formats.spreadsheet import family
from natria.lab.files.read import read_recording
from natria.quantity import InputError

ARBIN = ["Data_Point", "Test_Time(s)", "Step_Index", "Current(A)", "Voltage(V)", "Charge_Capacity(Ah)"]
NEWARE = ["DataPoint", "Cycle Index", "Step Index", "Step Type", "Time", "Total Time", "Current(mA)", "Voltage(V)"]


def arbin(number, begin=0):
    return [[k + 1, 10.0 * k, 1, 3e-10 * (k + 1), 2.5 + k / 3e5, 1e-9 * k] for k in range(begin, begin + number)]


def neware(number):
    return [
        [k + 1, 1, 1, "CC DChg", f"00:{k // 60:02d}:{k % 60:02d}.000", f"00:{k // 60:02d}:{k % 60:02d}.000", -0.5, 1.5]
        for k in range(number)
    ]


@pytest.mark.parametrize("shared", [True, False])
def test_arbin_sheets_that_go_on_are_joined(tmp_path, shared):
    about = [["TEST REPORT"], ["Test Name:", "cell 7"], ["Mass", 0.2]]
    sheets = {
        "Global_Info": about,
        "Channel_1-006": [ARBIN, *arbin(80)],
        "Channel_1-006_1": [ARBIN, *arbin(20, 80)],
        "Statistics_1-006": [ARBIN, *arbin(3)],
    }
    read = read_recording(write_workbook(tmp_path / "cell.xlsx", sheets, shared=shared))
    assert (read.format, len(read)) == ("Arbin workbook", 100)
    assert read.time == pytest.approx(10.0 * np.arange(100))
    # a spreadsheet reader that turns numbers into words keeps nine decimals: 0.3 nA would be zero
    np.testing.assert_array_equal(read.current, [row[3] for row in arbin(100)])
    assert read.metadata["Test Name"] == "cell 7"
    assert "sheets-joined" in {note.code for note in read.notes}
    assert "sheets-not-used" in {note.code for note in read.notes}


def test_two_channels_are_two_cells_and_never_joined(tmp_path):
    sheets = {"Channel_1-006": [ARBIN, *arbin(30)], "Channel_1-007": [ARBIN, *arbin(40)]}
    read = read_recording(write_workbook(tmp_path / "cell.xlsx", sheets))
    assert len(read) == 40
    assert "sheets-not-used" in {note.code for note in read.notes}


@pytest.mark.parametrize("above", [0, 1, 7, 40])
def test_neware_with_the_head_further_down(tmp_path, above):
    sheets = {"unit": [["a", "b"]], "record": [*[["a remark"]] * above, NEWARE, *neware(90)]}
    read = read_recording(write_workbook(tmp_path / "cell.xlsx", sheets))
    assert (read.format, len(read)) == ("Neware workbook", 90)
    assert read.time == pytest.approx(np.arange(90.0))
    assert read.current == pytest.approx(-0.5e-3)


def test_empty_rows_above_and_empty_columns_before(tmp_path):
    rows = [[], [None, None], [None, *ARBIN], *([None, *row] for row in arbin(12))]
    read = read_recording(write_workbook(tmp_path / "cell.xlsx", {"Channel_1-006": rows}))
    np.testing.assert_array_equal(read.current, [row[3] for row in arbin(12)])


def test_words_among_numbers_cost_their_rows_only(tmp_path):
    rows = arbin(20)
    rows[3][4] = "OVERLOAD"
    read = read_recording(write_workbook(tmp_path / "cell.xlsx", {"Channel_1-006": [ARBIN, *rows]}))
    assert len(read) == 19
    np.testing.assert_array_equal(read.current, [row[3] for k, row in enumerate(rows) if k != 3])


def test_unknown_names_are_shown_and_a_map_answers(tmp_path):
    head = ["t", "U", "I"]
    file = write_workbook(
        tmp_path / "own.xlsx", {"Tabelle1": [["my cell"], head, *([float(k), 1.0, 2.0] for k in range(9))]}
    )
    with pytest.raises(InputError, match="'t', 'U', 'I'"):
        read_recording(file)
    answer = tmp_path / "map.toml"
    answer.write_text(
        '[columns]\ntest_time_second = {column = "t", unit = "min"}\nvoltage_volt = {column = "U", unit = "mV"}\n'
        'current_ampere = {column = "I", unit = "mA"}\n'
    )
    read = read_recording(file, answer)
    assert read.time[-1] == pytest.approx(480)
    assert read.voltage[0] == pytest.approx(1e-3)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-10, 10, allow_subnormal=False)), min_size=3, max_size=30))
def test_numbers_keep_every_bit(tmp_path_factory, values):
    rows = [[k, float(k), 1, current, voltage, 0] for k, (current, voltage) in enumerate(values)]
    file = write_workbook(tmp_path_factory.mktemp("x") / "cell.xlsx", {"Channel_1-001": [ARBIN, *rows]})
    read = read_recording(file)
    np.testing.assert_array_equal(read.current, [row[3] for row in rows])
    np.testing.assert_array_equal(read.voltage, [row[4] for row in rows])


@pytest.mark.parametrize(("sheet", "of"), [
    ("record", "record"), ("record2", "record"), ("Record1", "Record"), ("record (3)", "record"),
    ("Channel_1-006", "Channel_1-006"), ("Channel_1-006_2", "Channel_1-006"), ("Sheet 12", "Sheet"), ("7", "7"),
])  # fmt: skip
def test_family_of_a_sheet(sheet, of):
    assert family(sheet) == of


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_garbage_with_the_beginning_of_a_workbook(tmp_path, suffix):
    file = tmp_path / f"cell.{suffix}"
    file.write_bytes(
        {"xlsx": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}[suffix] + struct.pack("<200I", *range(200))
    )
    with pytest.raises(InputError) as raised:
        read_recording(file)
    assert raised.value.problems[0].fix


def test_workbook_whose_sheets_are_rubbish(tmp_path):
    file = tmp_path / "cell.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='a'")
    with pytest.raises(InputError, match=r"fastexcel cannot read it|no sheet has"):
        read_recording(file)
