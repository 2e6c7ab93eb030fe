"""Inference of time, voltage and current in an unknown CSV, from column names and units.

A column without a unit is never used: a current in mA read as A would be wrong by a factor of 1000 without notice. If
the inference is not unique, the file is refused with the columns that were found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ....quantity import InputError, Problem
from ....record.note import Note
from ....record.recording import CURRENT, TIME, VOLTAGE
from ..format import Col, Format, Head, Raw
from ..text import DELIMITERS, cells, read_text
from .layout import MEASURE, Layout, load_table
from .names import scale
from .numbers import CLOCK, DATE_SEPARATORS

GENERIC = "Generic CSV"
SEARCHED = 300  # lines searched for the column names
SHOWN = 40  # names in a message
WHAT = {TIME: "time", VOLTAGE: "voltage", CURRENT: "current"}
# "U [V]", "U (V)", "U / V", "U, V", "U in V", "U.V", "U_V", "U V": a name and its unit
NO_BRACKET = r"[^()\[\]{}\uff08\uff09]"
NAME = re.compile(
    rf"^(?P<name>.*?)\s*(?:[(\[{{\uff08]\s*({NO_BRACKET}+)\s*[)\]}}\uff09]"
    r"|/\s*(\S+)|[,:]\s*(\S+)|\sin\s(\S+)|[._\s]([^\s_./,:()\[\]{}\uff08\uff09]+))$"
)
# Patterns in order of certainty; exactly one column must match the first pattern that matches any.
NAMES: dict[str, tuple[str, ...]] = {
    TIME: (
        r"(test|total|elapsed|run|cumulative)[ _-]?time|总时间|测试时间",
        r"time|zeit|temps|tiempo|t|时间|時間|시간",
        r".*(time|zeit|temps|时间|時間).*",
        r"seconds?|minutes?|hours?",
    ),
    VOLTAGE: (
        r"(cell[ _]?)?voltages?|(e|u|v)[ _]?cell|电压|電圧|전압",
        r"volts?|potential|spannung|tension|potentiel|(e|u)[ _]?we|<?[uev]>?|vf|电位",
        r".*(volt|potential|spannung|tension|电压|電圧).*",
    ),
    CURRENT: (
        r"(cell[ _]?)?currents?|strom|courant|电流|電流|전류",
        r"amps?|amperes?|<?[ij]>?|i[ _]?cell|im",
        r".*(current|strom|courant|电流|電流).*",
    ),
}
UNIT_AS_NAME = re.compile(r"volts?|amps?|amperes?|seconds?|minutes?|hours?", re.IGNORECASE)
REFERENCE = re.compile(r"\s+vs\b[^()\[\]]*$", re.IGNORECASE)
NEVER = re.compile(
    r"step|schritt|date|unix|limit|range|appl|set|max|min\b|control|density|rate|over|工步|密度", re.IGNORECASE
)
FREQUENCY = re.compile(r"freq|frequenz|z['_]?re|re\(z|z'|\|z", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?|nan", re.IGNORECASE)
TEMPLATE = """use a column map, a file map.toml with
    [columns]
    test_time_second = {column = "...", unit = "s"}
    voltage_volt = {column = "...", unit = "V"}
    current_ampere = {column = "...", unit = "mA"}
and then --columns map.toml"""
GIVE = "give it: --current '0.25 mA' (see the documentation of files without a current); where a column holds it, "


def inferred_format(path: Path, head: Head, *, is_given: bool = False) -> Format | None:
    """Return a format for this file only; None if it contains no table of numbers.

    `is_given`: the current is given, so no column holds it.
    """
    found = _names(head, 3) or _names(head, 2)
    if found is None:
        return None
    names, delimiter, first = found
    seen = f"{names[:SHOWN]}{f' and {len(names) - SHOWN} more' if len(names) > SHOWN else ''}"
    if all(_is_number(name) for name in names):
        what = f"is a table of {len(names)} columns without names; its first row is {seen}"
        known = "an impedance spectrum has such columns too"
        fix = f"{known}; assign the columns by number, where column = 1 is the first; {TEMPLATE}"
        raise InputError(str(path), [Problem("", what, fix)])
    if any(FREQUENCY.match(name) for name in names):
        what = f"looks like an impedance spectrum, not a recording of cycling; its columns are {seen}"
        raise InputError(str(path), [Problem("", what, MEASURE)])
    columns, problems = _columns(names, first, is_given=is_given)
    if problems:
        raise InputError(
            str(path),
            [
                Problem("", f"{what}; its columns are {seen}", (GIVE if to == CURRENT else "") + TEMPLATE)
                for to, what in problems
            ],
        )
    layout = Layout(tuple(c.name for c in columns), delimiter=delimiter)
    inferred = (f"{WHAT[c.to]} {c.name!r}{f' in {c.unit}' if c.unit else ''}" for c in columns)
    notes = (Note("columns-inferred", f"{GENERIC}; columns inferred: {', '.join(inferred)}"),)

    def load(path: Path, head: Head) -> Raw:
        raw = load_table(read_text(path, head), layout)
        return Raw(raw.frame, raw.metadata, (*notes, *raw.notes), raw.line)

    return Format(GENERIC, "a table with names and units", lambda _: True, load, columns)


def _names(head: Head, fewest: int) -> tuple[list[str], str, list[str]] | None:
    """Return the column names, the delimiter and the first row of a table of at least so many columns.

    The names are the last non-numeric line before two numeric lines with as many cells. For a table without names, the
    first row is returned in their place.
    """
    lines = [line for line in islice(head.text.split("\n"), SEARCHED) if line.strip()]
    for above, first, second in zip(["", *lines], lines, lines[1:], strict=False):
        for delimiter in DELIMITERS + " ":  # the comma is tried late, as it may be a decimal sign
            names, one, two = (_full(cells(line, delimiter)) for line in (above, first, second))
            if len(one) < fewest or len(one) != len(two) or not (_mostly_numbers(one) and _mostly_numbers(two)):
                continue
            if len(names) == len(one):
                return names, delimiter, one
            if not above or len(names) < fewest:
                return one, delimiter, one
    return None


def _columns(names: list[str], first: list[str], *, is_given: bool) -> tuple[tuple[Col, ...], list[tuple[str, str]]]:
    """Return a column for time, voltage and current, and the problems.

    Units distinguish t [s] from T [degC].
    """
    values = dict(zip(names, first, strict=False))
    known = {name: split for name in dict.fromkeys(names) if name and not NEVER.search((split := _parted(name))[0])}
    columns: list[Col] = []
    problems: list[tuple[str, str]] = []  # the column of the format if there is none like it, and what is wrong
    for to, kinds in NAMES.items():
        fitting: dict[str, str] = {}  # names that match, and their units
        for kind in kinds:
            fitting = fitting or dict(_matching(known, kind))
        moments = {name for name in fitting if to == TIME and _is_moment(values.get(name, ""))}
        good = [name for name in fitting if name in moments or scale(fitting[name], to) is not None]
        if to == CURRENT and is_given:
            if fitting:
                what = f"column {next(iter(fitting))!r} matches the current, and a current is given"
                problems.append(("", f"{what}; leave out one of them"))
        elif len(good) == 1 and names.count(good[0]) > 1:
            problems.append(("", f"{good[0]!r} occurs {names.count(good[0])} times; a file must contain one cell only"))
        elif len(good) == 1:
            columns.append(Col(good[0], to, "" if good[0] in moments else fitting[good[0]]))
        else:
            problems.append((to if not fitting else "", _why(WHAT[to], list(fitting), good, fitting)))
    return tuple(columns), problems


def _matching(known: dict[str, tuple[str, str]], kind: str) -> Iterator[tuple[str, str]]:
    """Yield the names that match a pattern, with their units: the last word, or the name itself ("Volts")."""
    for name, (plain, unit) in known.items():
        if re.fullmatch(kind, plain, re.IGNORECASE):
            yield name, unit or (plain if UNIT_AS_NAME.fullmatch(plain) else "")
        elif re.fullmatch(kind, name, re.IGNORECASE):
            yield name, ""


def _why(what: str, fitting: list[str], good: list[str], units: dict[str, str]) -> str:
    if good:
        return f"the {what} is ambiguous: {' and '.join(map(repr, good))}"
    if not fitting:
        return f"no column name matches the {what}"
    unit = units[fitting[0]]
    why = f"has the unit {unit!r}, which is not a known unit of {what}" if unit else "has no unit"
    return f"column {fitting[0]!r} matches the {what} but {why}"


def _parted(name: str) -> tuple[str, str]:
    """Return a name and its unit; a reference outside brackets ("Ewe/V vs. Na") is dropped."""
    found = NAME.match(REFERENCE.sub("", name))
    if not found:
        return name, ""
    return found["name"].strip(), next(g for g in found.groups()[1:] if g)


def _full(row: list[str]) -> list[str]:
    """Remove empty cells at the end, from a trailing delimiter."""
    return row[: max((count for count, cell in enumerate(row, 1) if cell), default=0)]


def _is_number(cell: str) -> bool:
    return NUMBER.fullmatch(cell) is not None


def _is_moment(cell: str) -> bool:
    return bool(re.search(CLOCK, cell) or re.search(DATE_SEPARATORS, cell))


def _mostly_numbers(row: list[str]) -> bool:
    return sum(_is_number(cell) or _is_moment(cell) for cell in row) >= max(2, 0.5 * len(row))
