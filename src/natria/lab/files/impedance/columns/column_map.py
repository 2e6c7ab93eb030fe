"""Column map of an impedance table: assignment of columns by the user, as TOML.

[columns]
frequency = {column = "f", unit = "kHz"}
real = "Z1 [ohm]"                                            # unit in the name
imaginary = {column = 3, unit = "ohm", sign = "reversed"}    # the column holds -Z''
# or modulus and phase; further: time, temperature, bias, sweep, step

[file]                                                       # optional
delimiter = ";"
decimal = ","
skip = 2
encoding = "utf-16"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from .....quantity import InputError, Problem, did_you_mean, read_text_file
from ...columns.layout import metadata
from ...columns.map import COLUMN_KEYS, file_problems, unit_in, with_decimal
from ...format import Col, Head
from ...text import Text, delimiter_of, read_text, refused, table
from ..format import QUANTITIES, RawSpectra, SpectraFormat
from .generic import FREQUENCIES
from .heads import chosen, split
from .units import conversion

REVERSED = {"imaginary": "minus_imaginary", "phase": "minus_phase"}
KNOWN = tuple(to for to in QUANTITIES if not to.startswith("minus"))
SEARCHED = 1000  # lines searched for the column names


@dataclass(frozen=True)
class SpectraMap:
    """Assignment of the columns of an impedance table. `count`: columns of a table without names."""

    columns: tuple[Col, ...]
    count: int = 0
    delimiter: str = ""
    decimal: str = ""
    skip: int = 0
    encoding: str = ""


def read_map(path: Path) -> SpectraMap:
    """Read and check a column map; raises InputError with all problems."""
    try:
        document = tomllib.loads(read_text_file(path, "utf-8-sig"))
    except OSError as bad:
        raise refused(path, f"cannot be read ({bad.strerror})", "give the path of a column map in TOML") from None
    except (ValueError, RecursionError) as bad:
        raise refused(path, f"is not TOML: {bad}", "see the example in the documentation of column maps") from None
    columns, file = document.get("columns", {}), document.get("file", {})
    problems = [
        Problem(key, "is not a key of a column map", did_you_mean(key, ("columns", "file")))
        for key in document
        if key not in ("columns", "file")
    ]
    for key, entry in (("columns", columns), ("file", file)):
        if not isinstance(entry, dict):
            problems.append(Problem(key, "must be a table", f"write [{key}]"))
    if problems:
        raise InputError(str(path), problems)
    entries = {to: ({"column": entry} if isinstance(entry, str | int) else entry) for to, entry in columns.items()}
    problems = [*file_problems(file), *_missing(entries), *(p for to, e in entries.items() for p in _wrong(to, e))]
    kinds = {isinstance(e.get("column"), int) for e in entries.values() if isinstance(e, dict)}
    if len(kinds) > 1:
        fix = "use names for all columns or numbers for all"
        problems.append(Problem("columns", "mixes column names and column numbers", fix))
    if problems:
        raise InputError(str(path), problems)
    places = [e["column"] for e in entries.values() if isinstance(e["column"], int)]
    return SpectraMap(tuple(_col(to, e) for to, e in entries.items()), max(places, default=0), **file)


def mapped(made: SpectraMap) -> SpectraFormat:
    """Return the format of a text table with this map."""

    def load(path: Path, head: Head) -> RawSpectra:
        return _load(made, read_text(path, head, made.encoding))

    return SpectraFormat("a column map", "any text table", lambda _: True, load, made.columns)


def _load(made: SpectraMap, text: Text) -> RawSpectra:
    above: list[str] = []
    at = 0
    for number, (start, line) in enumerate(islice(text.lines(), made.skip + SEARCHED), 1):
        delimiter = made.delimiter or delimiter_of(line)
        names = split(line, delimiter)
        if number > made.skip:
            if made.count and len(names) >= made.count:
                names = [f"column {k + 1}" for k in range(len(names))]
                break
            if not made.count and len(chosen(made.columns, names)) == len(made.columns):
                at = start
                break
        above.append(line)
        at = start
    else:
        wanted = ", ".join(repr(c.name) for c in made.columns)
        first = next((line for line in above[made.skip :] if line.strip()), "")
        what = f"no line contains the column names {wanted}; the first line is {first[:200]!r}"
        raise refused(text.path, what, "write the names in the map as in the file, and check the delimiter")
    frame, notes = table(text, at, names, delimiter)
    as_written = with_decimal(frame, made.decimal)
    return RawSpectra(as_written, metadata(above), (*text.notes, *notes), len(above) + 1)


def _col(to: str, entry: Mapping[str, Any]) -> Col:
    column = entry["column"]
    name = f"column {column}" if isinstance(column, int) else column
    target = REVERSED[to] if entry.get("sign") == "reversed" else to
    return Col(name.replace("*", "?"), target, entry.get("unit", "") or unit_in(str(column)))


def _missing(entries: Mapping[str, Any]) -> list[Problem]:
    problems: list[Problem] = []
    if not any(to in entries for to in FREQUENCIES):
        problems.append(Problem("columns.frequency", "is missing", 'frequency = {column = "...", unit = "Hz"}'))
    parts = {"real", "imaginary"} <= entries.keys()
    polar = bool({"modulus", "log_modulus"} & entries.keys()) and "phase" in entries
    if not (parts or polar):
        fix = 'real = {column = "...", unit = "ohm"} and imaginary = {...}; or modulus and phase'
        problems.append(Problem("columns.real", "the impedance is missing", fix))
    return problems


def _wrong(to: str, entry: object) -> list[Problem]:
    where = f"columns.{to}"
    if to not in KNOWN:
        return [Problem(where, "is not a column of an impedance table", did_you_mean(to, KNOWN))]
    if not isinstance(entry, dict):
        return [Problem(where, f"{entry!r} does not name a column", '{column = "Zre", unit = "ohm"}')]
    problems = [
        Problem(f"{where}.{key}", "is not a key of a column", did_you_mean(key, COLUMN_KEYS))
        for key in entry
        if key not in COLUMN_KEYS
    ]
    column, unit = entry.get("column"), entry.get("unit", "")
    numbered = isinstance(column, int) and not isinstance(column, bool) and 0 < column < 10_000
    if not ((isinstance(column, str) and column.strip()) or numbered):
        problems.append(Problem(f"{where}.column", "must be a name or a number from 1", 'column = "Zre"'))
    if not isinstance(unit, str):
        problems.append(Problem(f"{where}.unit", f"{unit!r} is not a unit", 'unit = "ohm"'))
    elif (found := unit or unit_in(str(column))) and conversion(found, to) is None:
        fix = f"use a unit that converts to {QUANTITIES[to]}"
        problems.append(Problem(f"{where}.unit", f"{found!r} is not a unit of {to}", fix))
    elif not found and to not in ("sweep", "step"):
        problems.append(Problem(f"{where}.unit", "is missing", f"unit = {QUANTITIES[to]!r}"))
    if "sign" in entry and (to not in REVERSED or entry["sign"] not in ("reversed", "signed")):
        fix = "sign = \"reversed\" for a column of -Z''"
        problems.append(Problem(f"{where}.sign", "is allowed for imaginary and phase only", fix))
    return problems
