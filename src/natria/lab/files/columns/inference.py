"""Inference of time, voltage and current in an unknown CSV, from column names and units.

A column without a unit is never used: a current in mA read as A would be wrong by a factor of 1000 without notice. If
the inference is not unique, the file is refused with the columns that were found.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from ....quantity import InputError, Problem
from ....record.recording import CURRENT, TIME, VOLTAGE
from ..format import Col, Format, Head, Raw
from ..text import DELIMITERS, cells, read_text
from .layout import Layout, load_table
from .names import scale
from .numbers import CLOCK, DATE_SEPARATORS

SEARCHED = 300  # lines searched for the column names
SHOWN = 40  # names in a message
WHAT = {TIME: "time", VOLTAGE: "voltage", CURRENT: "current"}
# "U [V]", "U (V)", "U / V", "U/V", "U_V", "U V": a name and its unit
NAME = re.compile(r"^(?P<name>.*?)\s*(?:[(\[{]\s*([^()\[\]{}]+)\s*[)\]}]|/\s*(\S+)|[_\s]([^\s_/]+))$")
# Patterns in order of certainty; exactly one column must match the first pattern that matches any.
NAMES: dict[str, tuple[str, ...]] = {
    TIME: (r"(test|total|elapsed|run)[ _]?time", r"time|zeit|temps|t", r".*(time|zeit).*"),
    VOLTAGE: (
        r"(cell )?voltages?|e_?cell|u_?cell",
        r"volts?|potential|spannung|tension|e_?we|<?[uev]>?",
        r".*(volt|potential|spannung).*",
    ),
    CURRENT: (r"currents?|strom|courant", r"amps?|<?[ij]>?|i_?cell", r".*(current|strom).*"),
}
NEVER = re.compile(r"step|schritt|date|unix|limit|range|appl|set|max|min\b|control|density|rate|over", re.IGNORECASE)
FREQUENCY = re.compile(r"freq|frequenz|z['_]?re|re\(z|z'|\|z", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?|nan", re.IGNORECASE)
TEMPLATE = """use a column map, a file map.toml with
    [columns]
    test_time_second = {column = "...", unit = "s"}
    voltage_volt = {column = "...", unit = "V"}
    current_ampere = {column = "...", unit = "mA"}
and then --columns map.toml"""


def inferred_format(path: Path, head: Head) -> Format | None:
    """Return a format for this file only; None if it contains no table of numbers."""
    found = _names(head)
    if found is None:
        return None
    names, delimiter, first = found
    seen = f"{names[:SHOWN]}{f' and {len(names) - SHOWN} more' if len(names) > SHOWN else ''}"
    if all(_is_number(name) for name in names):
        what = f"is a table of {len(names)} columns without names; its first row is {seen}"
        fix = f"assign the columns by number, where column = 1 is the first; {TEMPLATE}"
        raise InputError(str(path), [Problem("", what, fix)])
    if any(FREQUENCY.match(name) for name in names):
        what = f"looks like an impedance spectrum, not a recording of cycling; its columns are {seen}"
        raise InputError(str(path), [Problem("", what, "give a file of cycling or of a rest")])
    columns, problems = _columns(names, first)
    if problems:
        raise InputError(str(path), [Problem("", f"{what}; its columns are {seen}", TEMPLATE) for what in problems])
    layout = Layout(tuple(c.name for c in columns), delimiter=delimiter)
    notes = tuple(
        f"column inferred: {c.name!r} is the {WHAT[c.to]}{f' in {c.unit}' if c.unit else ''}" for c in columns
    )

    def load(path: Path, head: Head) -> Raw:
        raw = load_table(read_text(path, head), layout)
        return Raw(raw.frame, raw.metadata, (*notes, *raw.notes), raw.line)

    return Format("generic CSV, columns inferred", "a table with names and units", lambda _: True, load, columns)


def _names(head: Head) -> tuple[list[str], str, list[str]] | None:
    """Return the column names, the delimiter and the first row.

    The names are the last non-numeric line before two numeric lines with as many cells. For a table without names, the
    first row is returned in their place.
    """
    lines = [line for line in islice(head.text.split("\n"), SEARCHED) if line.strip()]
    for above, first, second in zip(["", *lines], lines, lines[1:], strict=False):
        for delimiter in DELIMITERS + " ":  # the comma is tried late, as it may be a decimal sign
            names, one, two = (_full(cells(line, delimiter)) for line in (above, first, second))
            if len(one) < 3 or len(one) != len(two) or not (_mostly_numbers(one) and _mostly_numbers(two)):
                continue
            if len(names) == len(one):
                return names, delimiter, one
            if not above or len(names) < 3:
                return one, delimiter, one
    return None


def _columns(names: list[str], first: list[str]) -> tuple[tuple[Col, ...], list[str]]:
    """Return a column for time, voltage and current, and the problems. Units distinguish t [s] from T [degC]."""
    values = dict(zip(names, first, strict=False))
    parted = {name: _parted(name) for name in dict.fromkeys(names) if name}
    known = {name: parts for name, parts in parted.items() if not NEVER.search(parts[0])}
    columns: list[Col] = []
    problems: list[str] = []
    for to, kinds in NAMES.items():
        fitting: list[str] = []
        for kind in kinds:
            fitting = fitting or [n for n, (plain, _) in known.items() if re.fullmatch(kind, plain, re.IGNORECASE)]
        moments = {name for name in fitting if to == TIME and _is_moment(values.get(name, ""))}
        good = [name for name in fitting if name in moments or scale(known[name][1], to) is not None]
        if len(good) == 1 and names.count(good[0]) > 1:
            problems.append(f"{good[0]!r} occurs {names.count(good[0])} times; a file must contain one cell only")
        elif len(good) == 1:
            columns.append(Col(good[0], to, "" if good[0] in moments else known[good[0]][1]))
        else:
            problems.append(_why(WHAT[to], fitting, good, {name: unit for name, (_, unit) in known.items()}))
    return tuple(columns), problems


def _why(what: str, fitting: list[str], good: list[str], units: dict[str, str]) -> str:
    if good:
        return f"the {what} is ambiguous: {' and '.join(map(repr, good))}"
    if not fitting:
        return f"no column name matches the {what}"
    unit = units[fitting[0]]
    why = f"has the unit {unit!r}, which is not a known unit of {what}" if unit else "has no unit"
    return f"column {fitting[0]!r} matches the {what} but {why}"


def _parted(name: str) -> tuple[str, str]:
    found = NAME.match(name)
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
