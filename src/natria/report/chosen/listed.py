"""The list of cycles from which one chooses: when each begins and ends, and its numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...lab import Measurement
from ...quantity import show_time, typeset
from ..measurement.columns import ShownColumn, shown_columns
from ..measurement.figures.loops import chosen_cycles
from ..measurement.figures.series import time_unit
from .book import CycleBook
from .choice import ALL, written_choice

OF_CYCLES = ("cycles", "efficiency")  # tables with a row for each cycle
BESIDE = ("cycle", "start (h)")  # their columns that the list has by itself
LEFT_OUT = ("std", "is formation", "nucleation", "arc ratio", "lost so far", "by counter", "end voltage", "hold")
MOST_COLUMNS = 9
READINGS = "readings"  # the figure of all readings
EVERY = 8  # cycles of the choice that is spread over the test


@dataclass(frozen=True)
class ListedColumn:
    label: str
    unit: str


@dataclass(frozen=True)
class ListedPart:
    """A part by its number, where it stands on the axis of the readings, and its cells as text."""

    number: int
    begins: float
    ends: float
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """A choice that is one click away."""

    label: str
    chosen: str


@dataclass(frozen=True)
class PartList:
    """The parts of a measurement: what they are called, their numbers, and choices of them; the first is shown.

    `plot` is the figure on whose x axis they have a place, if there is one.
    """

    what: str
    many: str
    columns: tuple[ListedColumn, ...]
    parts: tuple[ListedPart, ...]
    presets: tuple[Preset, ...]
    plot: str = READINGS


def cycle_list(m: Measurement, book: CycleBook, lasts: float) -> PartList:
    """Return the list of cycles; `lasts` (s) is the length of the whole recording, which sets the unit of time."""
    unit, _ = time_unit(lasts)
    shown = _columns(m)
    columns = (ListedColumn("begins at", ""), *(_head(column) for column, _ in shown))
    parts = []
    for number, first, second in book.pairs:
        last = second if second >= 0 else first
        begins, ends = float(book.halves.start[first]), float(book.halves.end[last])
        cells = (show_time(begins), *(typeset(_cell(column, rows, int(number))) for column, rows in shown))
        parts.append(ListedPart(int(number), begins / unit, ends / unit, cells))
    return PartList("cycle", "cycles", columns, tuple(parts), _presets(m, book.numbers))


def _columns(m: Measurement) -> list[tuple[ShownColumn, dict[int, int]]]:
    """Return the columns of the tables of cycles, each with the row of a cycle."""
    found: list[tuple[ShownColumn, dict[int, int]]] = []
    for table in (m.table(name) for name in OF_CYCLES):
        if table is None:
            continue
        rows = {int(number): row for row, number in enumerate(table.columns["cycle"].numbers)}
        shown = shown_columns(table, m.specimen)
        heads = {column.head.partition(" (")[0] for column in shown if "/cm^2)" in column.head or "/g)" in column.head}
        for column in shown:
            plain = column.head.partition(" (")[0]
            absolute = plain in heads and "/cm^2)" not in column.head and "/g)" not in column.head
            empty = not isinstance(column.values, tuple) and not np.isfinite(column.values).any()
            if column.head not in BESIDE and not absolute and not empty and not column.head.startswith(LEFT_OUT):
                found.append((column, rows))
    return found[:MOST_COLUMNS]


def number_columns(m: Measurement, book: CycleBook) -> tuple[tuple[ListedColumn, ...], np.ndarray]:
    """Return the columns of numbers of all cycles, and their values: a row for each column, nan where unknown."""
    shown = [(column, rows) for column, rows in _columns(m) if not isinstance(column.values, tuple)]
    values = np.full((len(shown), len(book.pairs)), np.nan)
    for place, (column, rows) in enumerate(shown):
        for at, number in enumerate(book.numbers):
            if number in rows:
                values[place, at] = float(column.values[rows[number]])
    return tuple(_head(column) for column, _ in shown), values


def _head(column: ShownColumn) -> ListedColumn:
    label, _, unit = column.head.partition(" (")
    return ListedColumn(label, typeset(unit.removesuffix(")")))


def _cell(column: ShownColumn, rows: dict[int, int], number: int) -> str:
    return column.text(rows[number]) if number in rows else ""


def _presets(m: Measurement, numbers: Sequence[int]) -> tuple[Preset, ...]:
    usual = tuple(n for n in chosen_cycles(m) if n in numbers) or tuple(numbers[:1])
    spread = sorted({numbers[k] for k in np.linspace(0, len(numbers) - 1, EVERY).round().astype(int)})
    made = [Preset("first, middle, last", written_choice(usual))]
    if len(numbers) > EVERY:
        made += [Preset(f"{EVERY} over the test", written_choice(spread))]
        made += [Preset(f"last {EVERY}", f"{numbers[-EVERY]}:{numbers[-1]}")]
    return (*made, Preset("all", ALL))
