"""Tables of spectra as people read them: everyday units, the first rows of a long one."""

from __future__ import annotations

from html import escape
from math import isfinite

import numpy as np

from ...quantity import number, typeset
from ...record import Column, Table
from ..common.tables import Row, TableCell, table

MOST_ROWS = 60
UNITS = {  # SI unit -> unit of people, factor, offset
    "K": ("degC", 1.0, -273.15),
    "ohm m^2": ("ohm cm^2", 1e4, 0.0),
    "F/m^2": ("uF/cm^2", 100.0, 0.0),
    "1/s": ("Hz", 1.0, 0.0),
}
TIME = ("h", 1 / 3600.0, 0.0)  # of a column with the time of a spectrum
PERCENT = ("drift", "noise")
DIGITS = 4


def shown_table(t: Table) -> str:
    """Return a table as HTML in everyday units: the first rows, without empty columns."""
    columns = {name: c for name, c in t.columns.items() if c.is_text or np.isfinite(c.numbers).any()}
    heads = [_head(name, column) for name, column in columns.items()]
    rows: list[Row] = [
        [_cell(name, column, row) for name, column in columns.items()] for row in range(min(len(t), MOST_ROWS))
    ]
    left = f'<p class="soft"><small>{len(rows)} of {len(t):,} rows; all are in {escape(t.file)}.</small></p>'
    return f'<div class="scroll wrapped">{table(heads, rows, stack=False)}</div>{left if len(rows) < len(t) else ""}'


def _head(name: str, column: Column) -> str:
    if name in PERCENT:
        return f"{name} (%)"
    unit = _shown_unit(name, column)[0]
    return typeset(f"{name} ({unit})" if not column.is_text and unit != "1" else name)


def _shown_unit(name: str, column: Column) -> tuple[str, float, float]:
    """Return the unit in which a column is shown, and the factor and the offset to it."""
    if name == "time":
        return TIME
    return UNITS.get(column.unit, (column.unit, 1.0, 0.0))


def _cell(name: str, column: Column, row: int) -> TableCell:
    if column.is_text:
        return TableCell(escape(str(column.values[row])))
    _, factor, offset = ("", 100.0, 0.0) if name in PERCENT else _shown_unit(name, column)
    value = float(column.numbers[row]) * factor + offset
    return TableCell(escape(typeset(number(value, DIGITS))) if isfinite(value) else "", value)
