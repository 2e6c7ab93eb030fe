"""The answer first: which numbers of a result a page shows at once, and which fold.

A page of a critical current test has some forty numbers, most of them of one step. What one came for stands first; the
others are in a group, and the steps are in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...lab import Measurement
from ...quantity import typeset
from ...record import Table
from ..common.limits import PAGE_NUMBERS, PAGE_STEPS
from ..common.tables import ShownTable
from ..measurement.columns import shown_columns
from ..measurement.headline import key_numbers
from ..measurement.notable import shown_rows
from .numbers import NumberRow

FURTHER = "Further numbers"  # the group of those that are not the answer
OF_STEPS = ("critical_current", "rates")  # tables with a row for each step of a test


def answer_first(value: Any, rows: Sequence[NumberRow]) -> tuple[NumberRow, ...]:
    """Return the numbers of a result with those first that one came for; of many, the others form a group."""
    key = [f.id for f in key_numbers(value)] if isinstance(value, Measurement) else []
    by_id = {row.id: row for row in rows}
    first = tuple(by_id[one] for one in key if one in by_id)
    rest = tuple(row for row in rows if row not in first)
    if first and len(rows) > PAGE_NUMBERS:
        rest = tuple(replace(row, group=FURTHER) for row in rest)
    return (*first, *rest)


def step_tables(value: Any) -> Iterator[ShownTable]:
    """Yield the tables of the steps of a measurement, in the units that people read."""
    if isinstance(value, Measurement):
        for name in OF_STEPS:
            table = value.table(name)
            if table is not None and len(table):
                yield _shown(table, value)


def _shown(table: Table, m: Measurement) -> ShownTable:
    columns = shown_columns(table, m.specimen)
    rows = range(len(table)) if len(table) <= PAGE_STEPS else list(shown_rows(table, m))
    left = "" if len(rows) == len(table) else f"{len(rows)} of {len(table):,} rows: first, last and notable"
    cells = tuple(tuple(typeset(column.text(row)) for column in columns) for row in rows)
    return ShownTable(table.title, left, tuple(typeset(column.title) for column in columns), cells)
