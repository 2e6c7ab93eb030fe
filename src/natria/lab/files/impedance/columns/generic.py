"""Recognition of any table of an impedance, with names, with a row of units, or without names.

Names and units are assigned to quantities; a table is recognised by a frequency and an impedance in either form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .....record.note import Note
from ...columns.layout import metadata
from ...format import Col, Head
from ...text import DELIMITERS, cells, delimiter_of, read_text, table
from ..format import RawSpectra, SpectraFormat
from .heads import SpectrumColumn, named, split
from .units import OHMS, conversion

if TYPE_CHECKING:
    import polars as pl

PART = "number of the spectrum"
GENERIC = "Generic impedance table"
SEARCHED = 300  # lines searched for the column names
FEWEST = 3  # columns: a frequency and two numbers
NAMELESS = ("frequency", "real", "imaginary")  # order of a table without names
DECADES = 1.0  # range of the first column of a table without names, below which it is not a frequency
NEEDS_UNIT = ("time", "temperature", "bias")
HINT = re.compile(r"fr[e\u00e9]q|omega|\u03c9|\u03bd|频率|周波数|주파수|(?<![^\W_])[fw](?![^\W_])", re.IGNORECASE)
FREQUENCIES = ("frequency", "angular_frequency", "log_frequency")


@dataclass(frozen=True)
class Top:
    """Beginning of a table: names as written, columns, delimiter, line of the first row from 0."""

    names: tuple[str, ...]
    columns: dict[str, SpectrumColumn]
    delimiter: str
    first: int


def generic_format(head: Head) -> SpectraFormat | None:
    """Return the format of a text table for this file only; None if it is not a table of impedances."""
    lines = head.text.split("\n", SEARCHED + 2)[: SEARCHED + 2]
    top = find_top(lines) or nameless_top(lines)
    if top is None:
        return None
    notes = (Note("columns-inferred", f"{GENERIC}; columns inferred: {described(top.columns)}"),)

    def load(path: Path, head: Head) -> RawSpectra:
        text = read_text(path, head)
        starts = [0, *(start for start, _ in islice(text.lines(), top.first))]
        frame, more = table(text, starts[top.first], top.names, top.delimiter)
        above = metadata(lines[: top.first])
        found = (*notes, *assumed(top.columns), *text.notes, *more)
        parts = _side_by_side(frame, top)
        if len(parts) == 1:
            return RawSpectra(frame, above, found, top.first + 1)
        told = Note("spectra-side-by-side", f"{len(parts)} spectra in columns side by side, with the same names")
        numbered = (*(col for col in columns if col.to != "sweep"), Col(PART, "sweep", "1"))
        return RawSpectra(_stacked(parts), above, (*found, told), top.first + 1, columns=numbered)

    columns = tuple(Col(m.name, to, m.unit) for to, m in top.columns.items())
    return SpectraFormat(GENERIC, "a table with names", lambda _: True, load, columns, is_signed=False)


def _side_by_side(frame: pl.DataFrame, top: Top) -> list[pl.DataFrame]:
    """Return the columns of each spectrum where the names repeat; a frequency may be shared."""
    import polars as pl

    needed = [m.name for to, m in top.columns.items() if to in OHMS or to in ("phase", "minus_phase")]
    parts = [frame.select(m.name for m in top.columns.values())]
    number = 2
    while all(f"{name} #{number}" in frame.columns for name in needed):
        again = {m.name: f"{m.name} #{number}" for m in top.columns.values()}
        there = {name: other if other in frame.columns else name for name, other in again.items()}
        parts.append(frame.select(pl.col(other).alias(name) for name, other in there.items()))
        number += 1
    return parts


def _stacked(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the spectra one below the other, without the rows that a shorter one lacks."""
    import polars as pl

    numbered = [part.with_columns(pl.lit(str(k)).alias(PART)) for k, part in enumerate(parts, 1)]
    frame = pl.concat(numbered)
    words = pl.all_horizontal(pl.exclude(PART).is_null() | (pl.exclude(PART).str.strip_chars() == ""))
    return frame.filter(~words)


def find_top(lines: Sequence[str]) -> Top | None:
    """Return the first line with the names of an impedance table, and the units below it."""
    for number, line in enumerate(lines[:SEARCHED]):
        if not HINT.search(line):  # most lines are rows of numbers
            continue
        for delimiter in DELIMITERS + " ":
            names = split(line.lstrip("#% ") if number < len(lines) - 1 else line, delimiter)
            while names and not names[-1]:
                names.pop()
            if len(names) < FEWEST:
                continue
            below = next((k for k in range(number + 1, min(number + 4, len(lines))) if lines[k].strip()), None)
            units = [] if below is None else split(lines[below].lstrip("#% "), delimiter)
            found = assign(names, units if _are_units(units) else [])
            if found and (delimiter != " " or _is_row(lines, number, len(names))):
                first = below + 1 if below is not None and _are_units(units) else number + 1
                return Top(_unique(names), found, delimiter, first)
    return None


def nameless_top(lines: Sequence[str]) -> Top | None:
    """Return a table of three columns of numbers without names, taken as frequency, Z' and Z''."""
    full = [(k, line) for k, line in enumerate(lines[:SEARCHED]) if line.strip()]
    if len(full) < FEWEST:
        return None
    for delimiter in DELIMITERS + " ":
        rows = [[_number(cell) for cell in cells(line.lstrip(), delimiter) if cell] for _, line in full]
        if any(len(row) != len(NAMELESS) for row in rows) or any(None in row for row in rows):
            continue
        first = np.array([row[0] for row in rows], float)
        if (first > 0).all() and np.ptp(np.log10(first)) >= DECADES:
            names = tuple(f"column {k + 1}" for k in range(len(NAMELESS)))
            columns = {to: SpectrumColumn(name, to, "") for to, name in zip(NAMELESS, names, strict=True)}
            return Top(names, columns, delimiter, full[0][0])
    return None


def assign(names: Sequence[str], units: Sequence[str] = ()) -> dict[str, SpectrumColumn]:
    """Return the columns of an impedance table by quantity; empty if the names are not those of one.

    A unit in the name comes before that of the row of units. A column with an unknown unit is not used, a time,
    temperature or voltage without a unit neither.
    """
    found: dict[str, SpectrumColumn] = {}
    units = [*units, *[""] * (len(names) - len(units))]
    for name, below in zip(_unique(names), units, strict=False):
        for to, written in named(name):
            unit = written or below
            fits = conversion(unit, to) is not None if unit else to not in NEEDS_UNIT
            if to not in found and fits:
                found[to] = SpectrumColumn(name, to, unit)
                break
    return found if is_impedance(found) else {}


def is_impedance(found: dict[str, SpectrumColumn]) -> bool:
    """Whether the columns are a frequency and an impedance, as two parts or as modulus and phase."""
    parts = "real" in found and bool({"imaginary", "minus_imaginary"} & found.keys())
    polar = bool({"modulus", "log_modulus"} & found.keys()) and bool({"phase", "minus_phase"} & found.keys())
    return any(to in found for to in FREQUENCIES) and (parts or polar)


def near_miss(lines: Sequence[str]) -> str:
    """Return what keeps a table with names of an impedance from being read; "" for any other text."""
    for line in filter(HINT.search, lines[:SEARCHED]):
        names = split(line.lstrip("#% "), delimiter_of(line))
        kinds = {name: named(name) for name in names if name}
        units = {name: dict(found) for name, found in kinds.items() if found}
        all_found = {to for found in units.values() for to in found}
        if not (all_found & {"frequency", "angular_frequency"} and all_found & {*OHMS}):
            continue
        for name, found in units.items():
            if not any(to in NEEDS_UNIT or not unit or conversion(unit, to) for to, unit in found.items()):
                return f"column {name!r} has the unit {next(iter(found.values()))!r}, which is not a known unit of it"
        return "it has a frequency, but neither Z' and Z'' nor |Z| and a phase"
    return ""


def described(columns: dict[str, SpectrumColumn]) -> str:
    """Return the assignment of the columns, for a note."""
    return ", ".join(
        f"{to.replace('_', ' ')} {m.name!r}{f' in {m.unit}' if m.unit else ''}" for to, m in columns.items()
    )


def assumed(columns: dict[str, SpectrumColumn]) -> tuple[Note, ...]:
    """Return a note on the units that no name gives: hertz and ohm."""
    without = [
        m.name for to, m in columns.items() if not m.unit and to not in ("sweep", "step", "phase", "minus_phase")
    ]
    if not without:
        return ()
    text = f"no unit in the file for {', '.join(map(repr, without))}: Hz and ohm assumed"
    return (Note("unit-assumed", text),)


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Number names that repeat, as `table` does: only the first of them is used."""
    made: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        free, count = name or f"column {number}", 1
        while free in made:
            count += 1
            free = f"{name or f'column {number}'} #{count}"
        made[free] = None
    return tuple(made)


def _are_units(row: Sequence[str]) -> bool:
    """Whether a row has no number, and a unit of a frequency or of an impedance."""
    known = [cell for cell in row if conversion(cell, "frequency") or conversion(cell, "real")]
    return bool(known) and not any(_number(cell) is not None for cell in row)


def _is_row(lines: Sequence[str], names: int, count: int) -> bool:
    """Whether one of the lines below the names has as many numbers, where blanks separate them."""
    below = (line for line in lines[names + 1 : names + 4] if line.strip())
    return any(len(row := line.split()) == count and all(_number(c) is not None for c in row) for line in below)


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None
