"""Conditions of the spectra of a series from a small table: file, sweep, temperature and time.

The units stand in the names of the columns ("temperature [degC]") or in the cells ("25 degC"). A row without a sweep is
for all sweeps of its file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .....quantity import InputError, Problem, did_you_mean, read_text_file
from ...text import DELIMITERS
from ..columns.heads import named
from ..columns.units import conversion

FILE = re.compile(r"(?:file|files|file_?name|name|path|datei|fichier|文件)", re.IGNORECASE)
SWEEP = re.compile(r"(?:sweeps?|sweep[ _]?(?:number|no\.?)|spectrum)", re.IGNORECASE)
CELL = re.compile(r"(?P<number>[-+\u2212]?[0-9]{1,9}(?:[.,][0-9]{1,9})?(?:[eE][-+]?[0-9]{1,3})?)\s*(?P<unit>\S{0,20})")
EMPTY = ("", "-", "nan", "na", "n/a")
EXAMPLE = "file,sweep,temperature [degC],time [h]; the column of sweeps may be left out"
SHOWN = 10  # names in a message
CONDITIONS = ("temperature", "time")


@dataclass(frozen=True)
class Conditions:
    """Temperature (K) and time (s) of a file; None for what the table does not give."""

    temperature: float | None = None
    time: float | None = None


@dataclass(frozen=True)
class SeriesTable:
    """Conditions by the name of a file (`rows`), and by name and number of a sweep (`sweeps`)."""

    path: Path
    rows: Mapping[str, Conditions]
    sweeps: Mapping[tuple[str, int], Conditions] = field(default_factory=dict)

    @property
    def gives(self) -> tuple[str, ...]:
        """The conditions that any row has."""
        every = (*self.rows.values(), *self.sweeps.values())
        return tuple(name for name in CONDITIONS if any(getattr(one, name) is not None for one in every))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.rows, *(name for name, _ in self.sweeps))))

    def of(self, file: Path) -> Conditions | None:
        """Return the conditions of a file, by its name with or without suffix; None without such a row."""
        return next((self.rows[name] for name in self.rows if is_named(name, file)), None)

    def of_sweeps(self, file: Path) -> dict[int, Conditions]:
        """Return the conditions of single sweeps of a file, by their number."""
        return {number: found for (name, number), found in self.sweeps.items() if is_named(name, file)}

    def unused(self, files: Iterable[Path]) -> tuple[str, ...]:
        """Return the names that belong to none of the files."""
        known = tuple(files)
        return tuple(name for name in self.names if not any(is_named(name, file) for file in known))

    def for_files(self, names: Mapping[Path, str], others: Iterable[Path] = ()) -> SeriesTable:
        """Return the table with the names by which files are shown; each row must belong to one of them.

        `others` are files that could not be read: their rows are left out.
        """
        left = tuple(others)
        found: dict[str, str] = {}
        problems: list[Problem] = []
        for name in self.names:
            those = [shown for file, shown in names.items() if is_named(name, file)]
            if len(those) == 1:
                found[name] = those[0]
            elif those:
                what = f"{name!r} is the name of {len(those)} files: {', '.join(those[:SHOWN])}"
                problems.append(Problem("file", what, "write the folder too"))
            elif not any(is_named(name, file) for file in left):
                what = f"{name!r} is none of the files: {_some(tuple(names.values()))}"
                near = did_you_mean(name, names.values())
                problems.append(Problem("file", what, near or "write the name of the file as it is on the disk"))
        if problems:
            raise InputError(str(self.path), problems)
        rows = {found[name]: row for name, row in self.rows.items() if name in found}
        sweeps = {(found[name], number): row for (name, number), row in self.sweeps.items() if name in found}
        return SeriesTable(self.path, rows, sweeps)


def is_named(name: str, file: Path) -> bool:
    """Whether a row means a file: by the end of its path, with or without the suffix."""
    wanted = PurePosixPath(name.replace("\\", "/")).parts
    path = PurePosixPath(file.as_posix())
    ends = (path.parts, path.with_suffix("").parts if path.name else ())
    return bool(wanted) and any(parts[-len(wanted) :] == wanted for parts in ends)


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def read_series_table(path: Path) -> SeriesTable:
    """Return the table of conditions in a text file; raises InputError with all problems."""
    path = Path(path)
    try:
        text = read_text_file(path, "utf-8-sig")
    except (OSError, ValueError) as bad:
        raise InputError(str(path), [Problem("", f"cannot be read ({bad})", f"give a csv with {EXAMPLE}")]) from None
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if len(lines) < 2:
        raise InputError(str(path), [Problem("", "has no rows below the column names", f"write {EXAMPLE}")])
    delimiter = max(DELIMITERS, key=lines[0][1].count)
    names = _cells(lines[0][1], delimiter)
    places, units = _columns(path, names)
    rows: dict[str, Conditions] = {}
    sweeps: dict[tuple[str, int], Conditions] = {}
    problems: list[Problem] = []
    for number, line in lines[1:]:
        row, where = _cells(line, delimiter), f"line {number}"
        if len(row) < len(names):
            problems.append(Problem(where, f"has {len(row)} cells, not {len(names)}", "give a cell for each column"))
            continue
        found = {to: _value(row[places[to]], to, units[to]) for to in CONDITIONS if to in places}
        wrong = [to for to, value in found.items() if isinstance(value, str)]
        problems += [Problem(where, f"{found[to]} ({to})", "write a number with a unit: 25 degC, 5 h") for to in wrong]
        known = Conditions(**{to: value for to, value in found.items() if not isinstance(value, str)})
        name, sweep = row[places["file"]], row[places["sweep"]] if "sweep" in places else ""
        if not name:
            problems.append(Problem(where, "has no file", "write the name of a file in each row"))
        elif sweep.casefold() in EMPTY:
            if name in rows:
                problems.append(Problem(where, f"{name!r} is listed twice", "write one row for a file or a sweep"))
            rows[name] = known
        elif not sweep.isdecimal() or int(sweep) < 1:
            problems.append(Problem(where, f"{sweep[:40]!r} is no sweep", "count the sweeps of a file from 1"))
        else:
            if (name, int(sweep)) in sweeps:
                problems.append(Problem(where, f"sweep {sweep} of {name!r} is listed twice", "write one row a sweep"))
            sweeps[name, int(sweep)] = known
    if problems:
        raise InputError(str(path), problems)
    return SeriesTable(path, rows, sweeps)


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line; a quoted cell may hold the delimiter."""
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))]


def _columns(path: Path, names: list[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Return the places of the columns, and the units in their names."""
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    for place, name in enumerate(names):
        if FILE.fullmatch(name.strip()):
            places.setdefault("file", place)
        elif SWEEP.fullmatch(name.strip()):
            places.setdefault("sweep", place)
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
