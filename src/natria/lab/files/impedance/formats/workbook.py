"""Workbooks (.xlsx, .xls) with spectra: every sheet with the names of an impedance table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .....quantity import InputError
from .....record.note import Note
from ...columns.numbers import decimal_sign, numbers
from ...format import Col, Head
from ...formats.spreadsheet import AGAIN, TRIAL, XLSX, is_workbook
from ...text import refused
from ...third_party import ensure_survived, ensure_unpacks, third_party
from ...workbook import SheetRow, ensure_dense, first_rows, open_book, read_rows
from ..columns.generic import GENERIC, assign, assumed, described
from ..columns.heads import SpectrumColumn
from ..format import RawSpectra, SpectraFormat

if TYPE_CHECKING:
    import polars as pl

HEAD_ROWS = 50  # rows searched for the column names
PART = "number of the sheet"


@dataclass(frozen=True)
class SpectrumSheet:
    """The header of a spectrum in a sheet. `height`: rows from names to data, 2 with a row of units."""

    columns: dict[str, SpectrumColumn]
    places: dict[str, int]
    row: int
    height: int


def load(path: Path, head: Head) -> RawSpectra:
    import polars as pl

    frames: list[pl.DataFrame] = []
    tops: dict[str, SpectrumSheet] = {}
    with third_party(path, "fastexcel", AGAIN) as warnings:
        book, sheets = _opened(path, head)
        for name, rows in sheets.items():
            if _top(rows) is None:
                continue
            top = _top(read_rows(book, name))  # calamine may count leading empty rows differently
            first = next(iter(tops.values()), top)
            if top is None or first is None or _units(top) != _units(first):
                continue
            if len(frame := _read(book, name, top, first)):
                tops[name] = top
                frames.append(frame.with_columns(pl.lit(float(len(frames) + 1)).alias(PART)))
    if not frames:
        what = f"no sheet has the column names of a spectrum; its sheets are {', '.join(sheets) or 'none'}"
        raise refused(path, what, "name the columns: Frequency (Hz), Z' (ohm), Z'' (ohm)")
    top = next(iter(tops.values()))
    notes = [Note("columns-inferred", f"{GENERIC}; columns inferred: {described(top.columns)}"), *assumed(top.columns)]
    if len(frames) > 1:
        notes.append(Note("sheets-joined", f"spectra of the sheets {', '.join(tops)}, in this order"))
    if others := [name for name in sheets if name not in tops and sheets[name]]:
        text = f"sheets without a spectrum, or with one in other columns: {', '.join(others)}"
        notes.append(Note("sheets-not-used", text))
    columns = (*(Col(m.name, to, m.unit) for to, m in top.columns.items() if to != "sweep"), Col(PART, "sweep", "1"))
    frame = pl.concat(frames, how="diagonal")
    return RawSpectra(frame, {}, (*warnings, *notes), top.row + top.height + 1, columns=columns)


def _units(top: SpectrumSheet) -> dict[str, str]:
    return {to: m.unit for to, m in top.columns.items()}


def _opened(path: Path, head: Head) -> tuple[Any, dict[str, list[SheetRow]]]:
    if head.content.startswith(XLSX):
        ensure_unpacks(path, "an Excel workbook")
        ensure_dense(path)
    else:
        ensure_survived(path, TRIAL, AGAIN)
    book = open_book(path)
    return book, dict(first_rows(path, book))


def _top(rows: list[SheetRow]) -> SpectrumSheet | None:
    """Return the first row with the names of an impedance table, and whether a row of units follows."""
    for place, row in enumerate(rows[:HEAD_ROWS]):
        width = max(row.cells, default=-1) + 1
        names = [row.cells.get(k, "") for k in range(width)]
        below = rows[place + 1] if place + 1 < len(rows) else SheetRow({})
        units = [] if below.numbers else [below.cells.get(k, "") for k in range(width)]
        found = assign(names, units)
        if found:
            places = {to: names.index(m.name) for to, m in found.items()}
            return SpectrumSheet(found, places, place, 2 if any(units) else 1)
    return None


def _read(book: Any, sheet: str, top: SpectrumSheet, named_by: SpectrumSheet) -> pl.DataFrame:
    """Return the columns of a spectrum, named as in the first sheet.

    Text is read as text only where a column holds its numbers so: a number that is read as text loses decimals.
    """
    import polars as pl

    words = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    floats = book.load_sheet(sheet, header_row=None, dtypes=dict.fromkeys(top.places.values(), "float")).to_polars()
    first = top.row + top.height
    made: dict[str, pl.Series] = {}
    for to, place in top.places.items():
        series = floats.to_series(place).slice(first)
        as_text = series.null_count() > words.to_series(place).slice(first).null_count()
        made[to] = words.to_series(place).slice(first) if as_text else series
    decimal = decimal_sign(made.values())
    frame = pl.DataFrame({named_by.columns[to].name: numbers(series, decimal) for to, series in made.items()})
    return frame.filter(~pl.all_horizontal(pl.all().is_nan()))


def _has_spectra(head: Head) -> bool:
    """Whether a sheet has the names of a spectrum; False for a damaged workbook."""
    if not is_workbook(head):
        return False
    try:
        with third_party(head.path, "fastexcel", AGAIN):
            _, sheets = _opened(head.path, head)
            return any(_top(rows) is not None for rows in sheets.values())
    except InputError:
        return False


FORMATS = (
    SpectraFormat("workbook, impedance", "any .xlsx or .xls with names", _has_spectra, load, (), is_signed=False),
)
