"""Arbin's Access databases: the layout, a real file against another reader, and damage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_by_hand import write_database

from natria.lab.files import access_database
from natria.lab.files.read import read_recording
from natria.quantity import InputError

FILE = Path(__file__).parents[4] / "shared" / "data" / "cycler" / "20160805_test001_45_cc_01.res"
needs_file = pytest.mark.skipif(not FILE.is_file(), reason="the instrument files are not beside this checkout")
READINGS = {
    "Test_ID": "<i4", "Data_Point": "<i4", "Test_Time": "<f8", "DateTime": "<f8", "Step_Index": "<i2",
    "Current": "<f4", "Voltage": "<f4", "Charge_Capacity": "<f8",
}  # fmt: skip
ABOUT = {"Test_ID": "<i4", "Test_Name": "text", "Start_DateTime": "<f8", "MASS": "<f4", "Software_Version": "text"}


def rows(number: int, test: int = 1):
    return [(test, k + 1, 30.0 * k, 45000.0 + k / 2880, 1, -0.001, 3.0 - 0.001 * k, 1e-6 * k) for k in range(number)]


def test_reads_readings_and_what_the_file_says_of_itself(tmp_path):
    file = write_database(
        tmp_path / "t.res", [(ABOUT, [(1, "Zelle 7", 45000.0, 0.25, "MITS 4")]), (READINGS, rows(300))]
    )
    read = read_recording(file)
    assert len(read) == 300
    assert read.time == pytest.approx(30.0 * np.arange(300))
    assert read.current == pytest.approx(-0.001)
    assert read.columns["unix_time_second"][0] == pytest.approx((45000 - 25569) * 86400)
    assert read.metadata["Test_Name"] == "Zelle 7"
    assert read.metadata["MASS"] == "0.25"
    assert read.notes == ()


def test_pages_in_another_order_are_put_right(tmp_path):
    file = write_database(tmp_path / "t.res", [(READINGS, rows(300)[::-1])])
    assert (np.diff(read_recording(file).time) > 0).all()


def test_of_several_tests_the_longest_is_taken_and_said(tmp_path):
    file = write_database(tmp_path / "t.res", [(READINGS, [*rows(50), *rows(80, test=2)])])
    read = read_recording(file)
    assert len(read) == 80
    assert "several-tests" in {note.code for note in read.notes}


def test_cut_database_says_what_is_missing(tmp_path):
    file = write_database(tmp_path / "t.res", [(READINGS, rows(500))])
    file.write_bytes(file.read_bytes()[: 5 * 4096 + 100])
    read = read_recording(file)
    assert 0 < len(read) < 500
    assert "truncated" in {note.code for note in read.notes}


def test_database_of_something_else(tmp_path):
    file = write_database(tmp_path / "t.res", [(ABOUT, [(1, "a", 1.0, 1.0, "b")])])
    with pytest.raises(InputError, match="without a table of readings"):
        read_recording(file)


def test_old_access_is_named(tmp_path):
    file = tmp_path / "t.res"
    file.write_bytes(b"\x00\x01\x00\x00Standard Jet DB\x00\x00" + bytes(5000))
    with pytest.raises(InputError, match="Access 97"):
        read_recording(file)


finite = st.floats(width=32, allow_nan=False, allow_infinity=False)


@given(
    st.lists(
        st.tuples(st.integers(-(2**31), 2**31 - 1), st.none() | finite, st.none() | st.floats(allow_nan=False)),
        max_size=120,
    )
)
def test_numbers_come_back_to_the_bit_and_missing_ones_as_nan(tmp_path_factory, made):
    file = write_database(tmp_path_factory.mktemp("jet") / "t.mdb", [({"a": "<i4", "b": "<f4", "c": "<f8"}, made)])
    content = file.read_bytes()
    (table,) = access_database.tables(content)
    for place, name in enumerate("abc"):
        wanted = np.array([np.nan if row[place] is None else row[place] for row in made], float)
        np.testing.assert_array_equal(access_database.numbers(content, table, name), wanted)


@needs_file
def test_equals_another_reader_of_access_files():
    other = pytest.importorskip("access_parser")
    there = other.AccessParser(str(FILE)).parse_table("Channel_Normal_Table")
    read = read_recording(FILE)
    order = np.argsort(there["Data_Point"])
    for column, name in (("test_time_second", "Test_Time"), ("voltage_volt", "Voltage"), ("current_ampere", "Current")):
        assert np.array_equal(read.columns[column], np.array(there[name], float)[order])


@needs_file
def test_real_file_is_complete():
    read = read_recording(FILE)
    assert (len(read), read.notes) == (10_261, ())
    assert read.metadata["Creator"] == "hfa"
