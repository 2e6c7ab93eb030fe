"""Tables for people: units, per area beside absolute, digits by spread, notable rows of long ones, safe files."""

import csv
import io
import re

import numpy as np
import polars as pl
import pytest
from measured_cells import AREA, MAKERS, measured

from natria.quantity import CONDITIONS
from natria.record import Table
from natria.record.table import numbers, words
from natria.report.common.limits import EXCEL_ROWS, PAGE_SAME_QUANTITY, TABLE_ENDS, TABLE_ROWS
from natria.report.measurement.columns import shown_columns
from natria.report.measurement.notable import shown_numbers, shown_rows
from natria.report.measurement.sections import shown_table, what_was_found
from natria.report.measurement.spreadsheets import NUMBERS, WORKBOOK, csv_name, csv_of, spreadsheet_files


def by_head(table, of=None):
    return {c.head: c for c in shown_columns(table, of)}


def test_currents_and_charges_stand_per_area_beside_absolute():
    m = measured("symmetric")
    columns = by_head(m.table("half_cycles"), m.specimen)
    absolute, per_area = columns["current (mA)"].values, columns["current (mA/cm^2)"].values
    assert per_area == pytest.approx(absolute / (AREA * 1e4))
    charge = columns["charge (mAh)"].values
    assert columns["charge (mAh/cm^2)"].values == pytest.approx(charge / (AREA * 1e4))
    assert not any("cm^2" in head for head in by_head(m.table("half_cycles")))


def test_a_ramp_has_one_density_and_its_resistance_times_area():
    m = measured("ramp")
    columns = by_head(m.table("critical_current"), m.specimen)
    heads = [head for head in columns if head.endswith("(mA/cm^2)")]
    assert heads == ["current density (mA/cm^2)"]
    assert columns["resistance (ohm cm^2)"].values == pytest.approx(columns["resistance (ohm)"].values * AREA * 1e4)


def test_efficiencies_have_two_decimals_or_more_and_times_one_format():
    half = measured("half")
    efficiency = by_head(half.table("efficiency"))["efficiency (%)"]
    assert all(re.fullmatch(r"\d+\.\d{2,}", efficiency.text(k)) for k in range(len(half.table("efficiency"))))
    lasts = by_head(measured("ramp").table("critical_current"))["duration (h)"]
    assert re.fullmatch(r"(\d+ (h|min|s) ?)+", lasts.text(0))


def test_a_column_has_the_digits_of_its_spread():
    table = Table("t", "t", {"x": numbers("1", [1.23456, 2.34567]), "x_std": numbers("1", [0.011, 0.012])})
    assert by_head(table)["x"].text(0) == "1.235"


def test_a_column_of_many_decades_has_digits_by_value():
    table = Table("t", "t", {"x": numbers("ohm", [1.2345e-4, 12.345, 12345.0, np.nan])})
    assert [by_head(table)["x (ohm)"].text(k) for k in range(4)] == ["0.0001234", "12.35", "1.234e+04", ""]


def test_a_long_table_keeps_its_ends_and_what_is_notable():
    passed = ["yes"] * 218
    passed[150] = "no"
    table = Table("critical_current", "t", {"current": numbers("A", np.arange(218.0)), "passed": words(passed)})
    rows = shown_rows(table)
    assert len(rows) <= TABLE_ROWS
    assert set(range(TABLE_ENDS)) <= set(rows)
    assert 217 in rows
    assert rows[150] == "first failure"
    assert 149 in rows
    html = shown_table(table)
    assert html.count("<tr>") == len(rows) + 1
    assert "218" in html


def test_a_short_table_is_whole():
    table = Table("t", "t", {"x": numbers("1", np.arange(float(TABLE_ROWS)))})
    assert list(shown_rows(table)) == list(range(TABLE_ROWS))


def test_the_cycle_of_a_short_is_a_row():
    m = measured("shorted")
    (short,) = [e for e in m.events if "short" in e.what]
    cycles = m.table("cycles")
    row = int(np.flatnonzero(cycles.columns["cycle"].numbers == short.cycle)[0])
    assert short.what in shown_rows(cycles, m)[row]


def test_many_levels_of_one_quantity_are_few_rows_on_the_page_and_all_in_the_files():
    m = measured("ramp")
    shown = shown_numbers(m.findings)
    names = [f.question.name for f in shown]
    assert max(names.count(name) for name in names) <= PAGE_SAME_QUANTITY
    assert len(shown) < len(m.findings)
    assert what_was_found(m).count("<tr>") == len(shown) + 1
    rows = list(csv.DictReader(io.StringIO(spreadsheet_files(m)[NUMBERS].decode())))
    assert [row["id"] for row in rows] == [f.id for f in m.findings]


@pytest.mark.parametrize("kind", MAKERS)
def test_csv_and_excel_hold_every_row_in_everyday_units(kind):
    m = measured(kind)
    files = spreadsheet_files(m)
    book = pl.read_excel(io.BytesIO(files[WORKBOOK]), sheet_id=0)
    assert list(book)[:3] == ["summary", "numbers", "events"]
    assert len(book["numbers"]) == len(m.findings)
    for table in m.tables:
        frame = pl.read_csv(files[csv_name(table)], infer_schema_length=None)
        columns = shown_columns(table, m.specimen)
        assert frame.columns == [c.head for c in columns]
        assert len(frame) == len(table)
        assert len(book[table.id[:31]]) == (len(table) if len(table) <= EXCEL_ROWS else 0)
        for column in columns:
            if not isinstance(column.values, tuple) and np.isfinite(column.values).any():
                got = frame[column.head].cast(pl.Float64).fill_null(np.nan).to_numpy()
                assert np.allclose(got, column.values, rtol=1e-9, atol=0, equal_nan=True)


def test_the_same_measurement_gives_the_same_workbook():
    m = measured("half")
    assert spreadsheet_files(m)[WORKBOOK] == spreadsheet_files(m)[WORKBOOK]


def test_text_of_a_table_is_no_formula():
    table = Table("t", "t", {"why": words(["=1+1", "fine"]), "x": numbers("1", [-1.0, 2.0])})
    rows = list(csv.reader(io.StringIO(csv_of(shown_columns(table)).decode())))
    assert rows[1][0] == "'=1+1"
    assert rows[1][1].startswith("-1")


def test_conditions_that_have_a_cell_value_are_conditions():
    from natria.report.measurement.wording import BESIDE

    assert set(BESIDE) <= set(CONDITIONS)
