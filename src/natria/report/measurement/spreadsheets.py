"""Tables of a measurement for spreadsheets: CSV files, and one Excel workbook with a sheet for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from math import isfinite
from typing import Any

from ...lab import Measurement
from ...quantity import Finding, from_si, show_conditions, term
from ...record import Table
from ..common.cells import DIGITS, csv_of_rows, safe_text
from ..common.labels import event_label, label
from ..common.limits import EXCEL_ROWS
from .columns import ShownColumn, shown_columns
from .headline import headline
from .wording import method_of

WORKBOOK = "tables.xlsx"
NUMBERS = "tables/numbers.csv"
SHEET_NAME = 31  # letters that Excel allows
CELL = 32_767  # letters that Excel allows in a cell
WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel knows no zones; a fixed date gives the same bytes each time
NUMBER_HEADS = ("quantity", "value", "spread", "low", "high", "unit", "conditions", "method", "id")
EVENT_HEADS = (
    "event",
    "time (h)",
    "cycle",
    "half-cycle",
    "time in half-cycle (s)",
    "size (%)",
    "confidence",
    "evidence",
)

Rows = Iterable[Sequence[object]]


def spreadsheet_files(m: Measurement) -> dict[str, bytes]:
    """Return the CSV of every table and of the numbers, and the workbook, by file name."""
    shown = {table: shown_columns(table, m.specimen) for table in m.tables}
    return {
        NUMBERS: csv_of_rows(NUMBER_HEADS, number_rows(m.findings)),
        **{csv_name(table): csv_of(columns) for table, columns in shown.items()},
        WORKBOOK: workbook(m, shown),
    }


def csv_name(table: Table) -> str:
    return f"tables/{table.id}.csv"


def csv_of(columns: Sequence[ShownColumn]) -> bytes:
    """Return columns as CSV in everyday units; text that a spreadsheet would evaluate is quoted."""
    import polars as pl

    data: dict[str, Any] = {}
    for column in columns:
        if isinstance(column.values, tuple):
            data[column.head] = pl.Series([safe_text(text) for text in column.values], dtype=pl.String)
        else:
            data[column.head] = pl.Series(column.values).fill_nan(None).round_sig_figs(DIGITS)
    return pl.DataFrame(data).write_csv().encode()


def number_rows(findings: Sequence[Finding]) -> list[tuple[object, ...]]:
    """Return a row for each number, in the unit that people write.

    A row has spread, bound, conditions and method.
    """
    rows: list[tuple[object, ...]] = []
    for f in findings:
        row = term(f.question.name)
        low, high = _limits(f)
        inside = [None if v is None else from_si(v, row.shown, row.unit) for v in (f.value, low, high)]
        spread = None if f.std is None else from_si(f.std, row.shown, row.unit) - from_si(0.0, row.shown, row.unit)
        unit = "" if row.shown == "1" else row.shown
        value = None if f.bound is not None else inside[0]
        conditions = show_conditions(f.question.at)
        rows.append((label(f.question), value, spread, *inside[1:], unit, conditions, method_of(f), f.id))
    return rows


def _limits(f: Finding) -> tuple[float | None, float | None]:
    match f.bound:
        case (low, high):
            return low, high
        case "at least" | "over":
            return f.value, None
        case "at most" | "under":
            return None, f.value
    return f.value, f.value


def workbook(m: Measurement, shown: Mapping[Table, Sequence[ShownColumn]]) -> bytes:
    """Return an Excel workbook: summary, numbers, events, and a sheet for each table.

    Rows are written as they come.
    """
    import xlsxwriter

    buffer = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": WRITTEN, "title": m.recording.file[:200]})
        bold = book.add_format({"bold": True})
        rows = [(headline(m),), *((remark.text,) for remark in m.remarks)]
        _sheet(book, "summary", (m.recording.file,), rows, bold)
        _sheet(book, "numbers", NUMBER_HEADS, number_rows(m.findings), bold)
        _sheet(book, "events", EVENT_HEADS, _event_rows(m), bold)
        for table, columns in shown.items():
            if len(table) > EXCEL_ROWS:
                _sheet(book, table.id, (f"{len(table)} rows: see {csv_name(table)}",), (), bold)
                continue
            _sheet(book, table.id, [c.head for c in columns], zip(*(c.values for c in columns), strict=True), bold)
    return buffer.getvalue()


def _sheet(book: Any, name: str, heads: Sequence[str], rows: Rows, bold: Any) -> None:
    sheet = book.add_worksheet(name.replace("/", " ")[:SHEET_NAME])
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head[:CELL], bold)
        sheet.set_column(place, place, max(len(head), 10))
    for at, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, place, cell[:CELL])
            elif isinstance(cell, (int, float)) and isfinite(cell):  # numpy's float64 is a float
                sheet.write_number(at, place, cell)


def _event_rows(m: Measurement) -> list[tuple[object, ...]]:
    return [
        (
            event_label(e.what),
            e.time / 3600,
            e.cycle,
            m.halves.skipped + e.half_cycle + 1,
            e.into,
            None if e.size is None else 100 * e.size,
            e.confidence,
            "; ".join(remark.text for remark in e.evidence),
        )
        for e in m.events
    ]
