"""Plotted data and tables as CSV and Excel: a head with its unit, and the values under it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from itertools import zip_longest
from math import isfinite

import numpy as np

from ..common.cells import safe_text
from .plot import DescribedPlot, PlotAxis

SHEET_NAME, CELL, ROWS = 31, 32_767, 1_048_575  # that Excel allows
WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel knows no zones; a fixed date gives the same bytes each time
FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
NUMBERS = ("quantity", "value", "spread", "unit", "as shown", "conditions", "verdict", "why", "method", "id")
Cell = str | float | None


@dataclass(frozen=True)
class SheetOfData:
    """Columns of one sheet: heads, and rows of numbers and words."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def csv(self) -> bytes:
        """The sheet as CSV; text that a spreadsheet would evaluate is quoted."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for row in (self.heads, *self.rows):
            writer.writerow(
                ["" if cell is None else safe_text(cell) if isinstance(cell, str) else cell for cell in row]
            )
        return text.getvalue().encode()


def sheet_of_plot(plot: DescribedPlot) -> SheetOfData:
    """Return the points of a plot: for each series its x, its y, and the ends of its intervals."""
    heads: list[str] = []
    columns: list[np.ndarray] = []
    for panel in plot.panels:
        for one in panel.series:
            of = f"{one.name}: " if one.name else ""
            heads += [f"{of}{_head(panel.x)}", f"{of}{_head(panel.y)}"]
            columns += [one.x, one.y]
            for word, ends in (("low", one.low), ("high", one.high)):
                if ends is not None:
                    heads.append(f"{of}{word} {_head(panel.y)}")
                    columns.append(ends)
    cells = [[float(value) if isfinite(value) else None for value in column] for column in columns]
    return SheetOfData(plot.id, tuple(heads), tuple(zip_longest(*cells)))


def sheet_of_numbers(rows: Sequence[Mapping[str, Cell]]) -> SheetOfData:
    """Return the rows of numbers of a view."""
    keys = ("quantity", "value", "spread", "unit", "shown", "conditions", "verdict", "why", "method", "id")
    return SheetOfData("numbers", NUMBERS, tuple(tuple(row[key] for key in keys) for row in rows))


def workbook_of(sheets: Sequence[SheetOfData], title: str) -> bytes:
    """Return sheets as an Excel workbook; numbers stay numbers, and nothing is evaluated."""
    import xlsxwriter

    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    taken: set[str] = set()
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": WRITTEN, "title": title[:200]})
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(_name(sheet.name, taken))
            page.freeze_panes(1, 0)
            for place, head in enumerate(sheet.heads):
                page.write_string(0, place, head[:CELL], bold)
                page.set_column(place, place, min(max(len(head), 10), 40))
            for at, row in enumerate(sheet.rows[:ROWS], 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(at, place, cell[:CELL])
                    elif cell is not None and isfinite(cell):
                        page.write_number(at, place, cell)
    return buffer.getvalue()


def _head(axis: PlotAxis) -> str:
    return f"{axis.label} ({axis.unit})" if axis.unit else axis.label or "value"


def _name(wanted: str, taken: set[str]) -> str:
    """Return a name of a sheet that is free; Excel knows no capitals in them."""
    plain = wanted.translate(FORBIDDEN).strip() or "data"
    name, number = plain[:SHEET_NAME], 2
    while name.lower() in taken:
        name, number = f"{plain[: SHEET_NAME - 4]} {number}", number + 1
    taken.add(name.lower())
    return name
