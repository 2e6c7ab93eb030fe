"""Columns of numbers with their units in the head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import InputError
from natria.record import read_sheet

WANTED = {"time": "s", "thickness": "m", "std": "m"}


@pytest.fixture
def sheet(tmp_path):
    def made(text, encoding="utf-8"):
        file = tmp_path / "points.csv"
        file.write_bytes(text.encode(encoding))
        return read_sheet(file, WANTED, optional=("std",))

    return made


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_columns_come_in_si_whatever_stands_between_them(sheet, between):
    found = sheet(f"Time (h){between} thickness [um]{between}note\n1{between}3{between}x\n2{between}4.5{between}\n")
    assert found.columns["time"].tolist() == [3600, 7200]
    assert found.columns["thickness"] == pytest.approx([3e-6, 4.5e-6], rel=1e-12)
    assert dict(found.units) == {"time": "h", "thickness": "um"}
    assert found.lines == (2, 3)


def test_remarks_and_empty_lines_are_passed_over_and_lines_still_counted(sheet):
    found = sheet("\ufeff# from a microscope\n\nthickness (nm),time (min)\n,\n10,1\n# later\n20,2\n")
    assert found.columns["time"].tolist() == [60, 120]
    assert found.lines == (5, 7)
    assert "std" not in found.columns


@given(st.lists(st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)), min_size=1, max_size=20))
def test_what_is_written_comes_back(tmp_path_factory, points):
    file = tmp_path_factory.mktemp("sheet") / "points.csv"
    file.write_text("time (s),thickness (m)\n" + "".join(f"{t!r},{h!r}\n" for t, h in points), encoding="utf-8")
    found = read_sheet(file, WANTED, optional=("std",))
    assert list(zip(found.columns["time"], found.columns["thickness"], strict=True)) == points


BAD = [
    ("", ["is empty", "time (s),thickness (m)"]),
    ("time (h),thickness (um)\n", ["line 1", "nothing stands below"]),
    ("time,thickness (um)\n1,2\n", ["line 1", "'time' has no unit", "time (s)"]),
    ("time (h),thicknes (um)\n1,2\n", ["line 1", "no column 'thickness'", "'thicknes (um)'"]),
    ("time (h),thickness (mV)\n1,2\n", ["line 1", "thickness", "mV", "'m'"]),
    ("time (h),thickness (um),time (s)\n1,2,3\n", ["line 1", "'time' twice"]),
    ("time (h),thickness (um)\n1,thin\n2,1\n", ["line 2", "'thin'", "a number in um"]),
    ("time (h),thickness (um)\n1,2\n3\n", ["line 3", "has no thickness"]),
    ("time (h);thickness (um)\n1;0,5\n", ["line 2", "'0,5'", "decimal point"]),
    ("time (h),thickness (um)\n1,inf\n", ["line 2", "'inf'", "finite"]),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_what_is_wrong_is_said_with_its_line(sheet, text, words):
    with pytest.raises(InputError) as bad:
        sheet(text)
    for word in words:
        assert word in str(bad.value)


def test_all_wrong_lines_come_at_once_in_their_order_and_not_without_end(sheet):
    with pytest.raises(InputError) as bad:
        sheet("time (h),thickness (um)\n" + "a,1\n1,b\n" * 10)
    places = [p.where for p in bad.value.problems]
    assert places[:3] == ["line 2", "line 3", "line 4"]
    assert len(places) == 11
    assert "10 more" in str(bad.value)


def test_a_file_that_is_no_text_is_refused(sheet):
    with pytest.raises(InputError, match="UTF-8"):
        sheet("time (h),thickness (µm)\n1,2\n", encoding="latin-1")


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path):
    (tmp_path / "points.csv").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"did you mean 'points.csv'"):
        read_sheet(tmp_path / "point.csv", WANTED)
    with pytest.raises(InputError, match="is a folder"):
        read_sheet(tmp_path, WANTED)
