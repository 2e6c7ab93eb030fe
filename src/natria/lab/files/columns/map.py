"""Column map: assignment of columns by the user, as TOML.

[columns]
test_time_second = {column = "t", unit = "h"}
voltage_volt = "U [mV]"                                   # unit in the name
current_ampere = {column = 3, unit = "mA", sign = "reversed"}   # third column of a table without names
# or, in a file without a current: {constant = "0.25 mA"}, {constant = "0.25 mA", every = "1 h"},
# {steps = ["plate 0.25 mA for 1 h", "rest 10 min", "strip 0.25 mA for 1 h", "repeat"]}

[file]                                                    # optional
delimiter = ";"
decimal = ","
skip = 2
encoding = "utf-16"
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from ....quantity import InputError, Problem, did_you_mean, read_text_file
from ....record.recording import CURRENT, TIME, VOLTAGE
from ..current.given import GivenCurrent, constant, in_steps, reversed_every
from ..format import Col, Format, Head, Raw
from ..text import DELIMITERS, HEADER_LINES, Text, cells, delimiter_of, read_text, refused, table
from .layout import metadata
from .names import UNITS, choose, scale

FILE_KEYS = ("delimiter", "decimal", "skip", "encoding")
COLUMN_KEYS = ("column", "unit", "sign")
GIVEN_KEYS = ("constant", "every", "steps")
MOMENTS = (TIME, "step_time_second", "unix_time_second")  # may be clocks and dates, which have no unit


@dataclass(frozen=True)
class ColumnMap:
    """Assignment of columns. `places`: column names by number from 1, for a table without names.

    `current` is given where no column holds it.
    """

    columns: tuple[Col, ...]
    places: Mapping[int, str]
    reversed: bool = False
    delimiter: str = ""
    decimal: str = ""
    skip: int = 0
    encoding: str = ""
    current: GivenCurrent | None = None


def read_map(path: Path, *, is_given: bool = False) -> ColumnMap:
    """Read and check a column map; raises InputError with all problems.

    `is_given`: the current is given beside the file.
    """
    try:
        document = tomllib.loads(read_text_file(path, "utf-8-sig"))
    except OSError as bad:
        raise refused(path, f"cannot be read ({bad.strerror})", "give the path of a column map in TOML") from None
    except (ValueError, RecursionError) as bad:  # also for too long numbers and too deep tables
        raise refused(path, f"is not TOML: {bad}", "see the example in the documentation of column maps") from None
    problems = [
        Problem(key, "is not a key of a column map", did_you_mean(key, ("columns", "file")))
        for key in document
        if key not in ("columns", "file")
    ]
    columns, file = (document.get(key, {}) for key in ("columns", "file"))
    problems += [
        Problem(k, "must be a table", f"write [{k}]")
        for k, v in (("columns", columns), ("file", file))
        if not isinstance(v, dict)
    ]
    if problems:
        raise InputError(str(path), problems)
    given, wrong = _given(columns, path, is_given=is_given)
    columns = {to: entry for to, entry in columns.items() if to != CURRENT or not _is_given(entry)}
    problems += [
        *file_problems(file),
        *_column_problems(columns, needs_current=not (given or wrong or is_given)),
        *wrong,
    ]
    if problems:
        raise InputError(str(path), problems)
    entries = {to: ({"column": entry} if isinstance(entry, str | int) else entry) for to, entry in columns.items()}
    return ColumnMap(
        columns=tuple(_col(to, entry) for to, entry in entries.items()),
        places={e["column"]: f"column {e['column']}" for e in entries.values() if isinstance(e["column"], int)},
        reversed=entries.get(CURRENT, {}).get("sign") == "reversed",
        current=given,
        **file,
    )


def _is_given(entry: object) -> bool:
    return isinstance(entry, Mapping) and any(key in entry for key in GIVEN_KEYS)


def _given(columns: Mapping[str, Any], path: Path, *, is_given: bool) -> tuple[GivenCurrent | None, list[Problem]]:
    """Return the current that a map gives in place of a column, and the problems."""
    entry, where = columns.get(CURRENT), f"columns.{CURRENT}"
    if not _is_given(entry) or not isinstance(entry, Mapping):
        return None, []
    if is_given:
        return None, [Problem(where, "gives a current, and another one is given beside the map", "keep one of the two")]
    if unknown := [key for key in entry if key not in GIVEN_KEYS]:
        what = "is not a key of a given current" if unknown[0] not in COLUMN_KEYS else "contradicts a given current"
        return None, [Problem(f"{where}.{unknown[0]}", what, f"use {', '.join(GIVEN_KEYS)}")]
    try:
        match dict(entry):
            case {"constant": str(text), **rest} if not rest:
                return constant(text, path.name), []
            case {"constant": str(text), "every": str(time), **rest} if not rest:
                return reversed_every(text, time, path.name), []
            case {"steps": list(steps), **rest} if not rest and all(isinstance(one, str) for one in steps):
                return in_steps([one.strip() for one in steps], path.name), []
    except InputError as bad:
        return None, [Problem(where, problem.what, problem.fix) for problem in bad.problems]
    fix = (
        '{constant = "0.25 mA"}, {constant = "0.25 mA", every = "1 h"} or {steps = ["0.25 mA for 1 h", "rest 10 min"]}'
    )
    return None, [Problem(where, "is not a current", f"write {fix}")]


def mapped(made: ColumnMap, base: Format | None) -> Format:
    """Return the format for a file with this map.

    For a text file, the format is that of the map; for other files, the reader of `base` with the map's columns.
    """
    sign: Literal["signed", "reversed"] = "reversed" if made.reversed else "signed"
    name = "a column map"
    if base is not None:
        return Format(f"{base.name}, with {name}", base.says, base.recognises, base.load, made.columns, sign)

    def load(path: Path, head: Head) -> Raw:
        return _load(made, read_text(path, head, made.encoding))

    return Format(name, "any text table", lambda _: True, load, made.columns, sign)


def _load(made: ColumnMap, text: Text) -> Raw:
    above: list[str] = []
    at = 0
    for number, (start, line) in enumerate(islice(text.lines(), made.skip + 1000), 1):
        delimiter = made.delimiter or delimiter_of(line)
        names = cells(line, delimiter)
        if number > made.skip:
            if made.places and len(names) >= max(made.places):
                names = [f"column {k + 1}" for k in range(len(names))]
                frame, notes = table(text, at, names, delimiter)
                return Raw(with_decimal(frame, made.decimal), metadata(above), (*text.notes, *notes), number)
            if not made.places and len(choose(made.columns, names)) == len(made.columns):
                frame, notes = table(text, start, names, delimiter)
                return Raw(with_decimal(frame, made.decimal), metadata(above), (*text.notes, *notes), number + 1)
        above.append(line)
        at = start
    wanted = ", ".join(repr(c.name) for c in made.columns)
    first = next((line for line in above[made.skip :] if line.strip()), "")
    what = f"no line contains the column names {wanted}; the first line is {first[:200]!r}"
    raise refused(text.path, what, "write the names in the map as in the file, and check the delimiter")


def with_decimal(frame: Any, decimal: str) -> Any:
    """Convert decimal commas to points and remove thousands separators, as the map specifies."""
    import polars as pl

    if decimal == ",":
        return frame.with_columns(pl.all().str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
    if decimal == ".":
        return frame.with_columns(pl.all().str.replace_all(",", "", literal=True))
    return frame


def _col(to: str, entry: Mapping[str, Any]) -> Col:
    column = entry["column"]
    name = f"column {column}" if isinstance(column, int) else column
    return Col(name.replace("*", "?"), to, entry.get("unit", "") or unit_in(str(column)))


def unit_in(name: str) -> str:
    found = re.search(r"(?:[(\[{]\s*([^()\[\]{}]+?)\s*[)\]}]|/\s*(\S+)|[_\s]([^\s_]+))$", name)
    return next((g for g in found.groups() if g), "") if found else ""


def file_problems(file: Mapping[str, Any]) -> list[Problem]:
    problems = [
        Problem(f"file.{k}", "is not a key of [file]", did_you_mean(k, FILE_KEYS)) for k in file if k not in FILE_KEYS
    ]
    if "delimiter" in file and file["delimiter"] not in (*DELIMITERS, " "):
        problems.append(
            Problem("file.delimiter", f"{file['delimiter']!r} is not supported", 'use one of "\\t" ";" "," "|" " "')
        )
    if "decimal" in file and file["decimal"] not in (".", ","):
        problems.append(Problem("file.decimal", f"{file['decimal']!r} is not a decimal sign", 'write "." or ","'))
    skip = file.get("skip", 0)
    if not isinstance(skip, int) or isinstance(skip, bool) or not 0 <= skip <= HEADER_LINES:
        fix = f"write a whole number from 0 to {HEADER_LINES}"
        problems.append(Problem("file.skip", f"{str(skip)[:20]!r} is not a number of lines", fix))
    if "encoding" in file and not _is_encoding(file["encoding"]):
        problems.append(
            Problem("file.encoding", f"{file['encoding']!r} is not a known encoding", "use utf-8, latin-1 or utf-16")
        )
    return problems


def _is_encoding(name: object) -> bool:
    try:
        return isinstance(name, str) and isinstance(b"".decode(codecs.lookup(name).name), str)
    except (LookupError, ValueError):
        return False


def _column_problems(columns: Mapping[str, Any], *, needs_current: bool) -> list[Problem]:
    needed = ((TIME, "time"), (VOLTAGE, "voltage"), *(((CURRENT, "current"),) if needs_current else ()))
    more = {CURRENT: ', or {constant = "0.25 mA"} for a file without a current'}
    problems = [
        Problem(
            f"columns.{to}",
            f"is missing: the {what} of a recording",
            f'{to} = {{column = "...", unit = "..."}}{more.get(to, "")}',
        )
        for to, what in needed
        if to not in columns and not (to == TIME and any(m in columns for m in MOMENTS))
    ]
    for to, entry in columns.items():
        problems += _entry_problems(to, entry)
    numbered = [
        isinstance(e, int) or (isinstance(e, dict) and isinstance(e.get("column"), int)) for e in columns.values()
    ]
    if any(numbered) and not all(numbered):
        problems.append(
            Problem("columns", "mixes column names and column numbers", "use names for all columns or numbers for all")
        )
    return problems


def _entry_problems(to: str, entry: object) -> list[Problem]:
    where = f"columns.{to}"
    if to not in UNITS:
        return [Problem(where, "is not a column of the Battery Data Format", did_you_mean(to, UNITS))]
    written = {"column": entry} if isinstance(entry, str | int) else entry
    if not isinstance(written, dict):
        return [Problem(where, f"{entry!r} does not name a column", '{column = "U", unit = "mV"}')]
    problems = [
        Problem(f"{where}.{key}", "is not a key of a column", did_you_mean(key, COLUMN_KEYS))
        for key in written
        if key not in COLUMN_KEYS
    ]
    column, unit = written.get("column"), written.get("unit", "")
    named = isinstance(column, str) and column.strip()
    numbered = isinstance(column, int) and not isinstance(column, bool) and column > 0
    if not (named or numbered):
        problems.append(Problem(f"{where}.column", "must be a name or a number from 1", 'column = "U"'))
    if not isinstance(unit, str):
        problems.append(Problem(f"{where}.unit", f"{unit!r} is not a unit", 'unit = "mV"'))
    elif scale(unit or unit_in(str(column)), to) is None and not (to in MOMENTS and not unit):
        what = f"{unit!r} is not a unit of {to}" if unit else f"no unit is given, and the name {column!r} has none"
        problems.append(Problem(f"{where}.unit", what, f"use a unit that converts to {UNITS[to]}"))
    if "sign" in written and (to != CURRENT or written["sign"] not in ("reversed", "signed")):
        problems.append(
            Problem(f"{where}.sign", "is allowed for the current only", 'sign = "reversed" on current_ampere')
        )
    return problems
