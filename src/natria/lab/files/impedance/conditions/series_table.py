"""Conditions of the files of a series from a small table: file, temperature and time.

The units stand in the names of the columns ("temperature [degC]") or in the cells ("25 degC").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .....quantity import InputError, Problem, read_text_file
from ...text import DELIMITERS
from ..columns.heads import named, split
from ..columns.units import conversion

FILE = re.compile(r"(?:file|files|file_?name|name|path|datei|fichier|文件)", re.IGNORECASE)
CELL = re.compile(r"(?P<number>[-+\u2212]?[0-9]{1,9}(?:[.,][0-9]{1,9})?(?:[eE][-+]?[0-9]{1,3})?)\s*(?P<unit>\S{0,20})")
EMPTY = ("", "-", "nan", "na", "n/a")
EXAMPLE = "file,temperature [degC],time [h]"
CONDITIONS = ("temperature", "time")


@dataclass(frozen=True)
class Conditions:
    """Temperature (K) and time (s) of a file; None for what the table does not give."""

    temperature: float | None = None
    time: float | None = None


@dataclass(frozen=True)
class SeriesTable:
    """Conditions by the name of a file."""

    path: Path
    rows: Mapping[str, Conditions]

    def of(self, file: Path) -> Conditions | None:
        """Return the conditions of a file, by its name with or without suffix; None without such a row."""
        return next((self.rows[key] for key in (str(file), file.name, file.stem) if key in self.rows), None)

    def unused(self, files: Iterable[Path]) -> tuple[str, ...]:
        """Return the rows that belong to none of the files."""
        known = {key for file in files for key in (str(file), file.name, file.stem)}
        return tuple(name for name in self.rows if name not in known)


def read_series_table(path: Path) -> SeriesTable:
    """Return the table of conditions in a text file; raises InputError with all problems."""
    path = Path(path)
    try:
        lines = [line for line in read_text_file(path, "utf-8-sig").splitlines() if line.strip()]
    except (OSError, ValueError) as bad:
        raise InputError(str(path), [Problem("", f"cannot be read ({bad})", f"give a csv with {EXAMPLE}")]) from None
    lines = [line for line in lines if not line.startswith("#")]
    if len(lines) < 2:
        raise InputError(str(path), [Problem("", "has no rows below the column names", f"write {EXAMPLE}")])
    delimiter = max(DELIMITERS, key=lines[0].count)
    names = split(lines[0], delimiter)
    places, units = _columns(path, names)
    rows: dict[str, Conditions] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:], 2):
        row = split(line, delimiter)
        where = f"row {number}"
        if len(row) < len(names):
            problems.append(Problem(where, f"has {len(row)} cells, not {len(names)}", "give a cell for each column"))
            continue
        found = {to: _value(row[places[to]], to, units[to]) for to in CONDITIONS if to in places}
        wrong = [to for to, value in found.items() if isinstance(value, str)]
        problems += [Problem(where, f"{found[to]} ({to})", "write a number with a unit: 25 degC, 5 h") for to in wrong]
        name = row[places["file"]]
        if name in rows or not name:
            problems.append(Problem(where, f"{name!r} is listed twice" if name else "has no file", "one row a file"))
        known = {to: value for to, value in found.items() if not isinstance(value, str)}
        rows[name] = Conditions(**known)
    if problems:
        raise InputError(str(path), problems)
    return SeriesTable(path, rows)


def _columns(path: Path, names: list[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Return the places of the columns, and the units in their names."""
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    for place, name in enumerate(names):
        if FILE.fullmatch(name.strip()):
            places.setdefault("file", place)
        for to, unit in named(name):
            if to in CONDITIONS and to not in places and (not unit or conversion(unit, to) is not None):
                places[to], units[to] = place, unit
                break
    if "file" not in places or not any(to in places for to in CONDITIONS):
        seen = ", ".join(map(repr, names))
        what = f"has no column of files, or none of temperature or time with a known unit; its columns are {seen}"
        raise InputError(str(path), [Problem("", what, f"write {EXAMPLE}")])
    return places, units


def _value(cell: str, to: str, unit: str) -> float | str | None:
    """Return a cell in SI, None for an empty one, and a sentence for one that cannot be read."""
    if cell.strip().casefold() in EMPTY:
        return None
    found = CELL.fullmatch(cell.strip())
    if found is None:
        return f"{cell[:40]!r} is not a number with a unit"
    written = found["unit"] or unit
    by = conversion(written, to) if written else None
    if by is None:
        return f"{cell[:40]!r} has no known unit"
    value = float(found["number"].replace(",", ".").replace("\u2212", "-")) * by.times / by.over + by.plus
    if to == "temperature" and value <= 0:
        return f"{cell[:40]!r} is below absolute zero"
    return value
