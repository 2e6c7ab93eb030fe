"""A text file of numbers in columns, with the units in its head: `time (h),thickness (um)`.

Commas, semicolons or tabs between the columns; lines that are empty or begin with # are passed over, and so are columns
that nobody asks for. All errors are reported at once, with their lines.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path

import numpy as np

from ..quantity import InputError, NatriaError, Problem, did_you_mean, spread_to_si, to_si

HEAD = re.compile(r"\s*(?P<name>[^()\[\]]+?)\s*[(\[]\s*(?P<unit>[^()\[\]]+?)\s*[)\]]\s*")
SHOWN = 10  # wrong lines that are listed


@dataclass(frozen=True)
class Sheet:
    """Columns by name, in SI, with the units in which they were written."""

    file: str
    sha256: str
    columns: Mapping[str, np.ndarray]
    units: Mapping[str, str]
    lines: tuple[int, ...]  # where each point stands in the file


@dataclass(frozen=True)
class _Column:
    name: str
    place: int
    unit: str
    si_unit: str

    def number(self, at: int, cells: list[str]) -> float | Problem:
        """The number of a line in SI, or what is wrong with it."""
        cell = cells[self.place] if self.place < len(cells) else ""
        try:
            value = to_si(float(cell), self.unit, self.si_unit)
        except ValueError:
            what = f"the {self.name} is {cell!r}, not a number" if cell else f"has no {self.name}"
            comma = re.fullmatch(r"[-+]?\d+,\d+", cell)
            return Problem(
                f"line {at}", what, "write a decimal point" if comma else f"expected a number in {self.unit}"
            )
        return (
            value if isfinite(value) else Problem(f"line {at}", f"the {self.name} is {cell!r}", "expected a finite one")
        )


def read_sheet(file: Path, wanted: Mapping[str, str], optional: tuple[str, ...] = ()) -> Sheet:
    """The columns `wanted`, name to SI unit; those that are `optional` may be missing."""
    content = _content(file)
    lines = [(n, line) for n, line in enumerate(_text(file, content).splitlines(), start=1) if _says(line)]
    if not lines:
        raise InputError(
            str(file), [Problem("", "is empty", f"write a head, {_example(wanted, optional)}, and numbers below it")]
        )
    (at, head), *rows = lines
    between = max(",;\t", key=head.count)
    columns = _head(file, at, _cells(head, between), wanted, optional)
    if not rows:
        raise InputError(
            str(file), [Problem(f"line {at}", "nothing stands below the head", "add a line for each point")]
        )
    found = {c.name: [c.number(n, _cells(line, between)) for n, line in rows] for c in columns}
    problems = sorted(
        (value for values in found.values() for value in values if isinstance(value, Problem)),
        key=lambda one: int(one.where.split()[-1]),
    )
    if problems:
        more = [Problem("", f"and {len(problems) - SHOWN} more")] if len(problems) > SHOWN else []
        raise InputError(str(file), [*problems[:SHOWN], *more])
    numbers = {name: np.array(values, float) for name, values in found.items()}
    return Sheet(
        str(file), sha256(content).hexdigest(), numbers, {c.name: c.unit for c in columns}, tuple(n for n, _ in rows)
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        near = did_you_mean(file.name, [p.name for p in file.parent.iterdir()]) if file.parent.is_dir() else ""
        raise InputError(str(file), [Problem("", "there is no such file", near or "check the path")]) from None
    except IsADirectoryError:
        raise InputError(str(file), [Problem("", "is a folder", "give a file in it")]) from None
    except OSError as bad:
        raise InputError(
            str(file), [Problem("", f"cannot be opened: {bad.strerror}", "check its permissions")]
        ) from None


def _text(file: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        what = Problem(f"byte {bad.start}", "is not text in UTF-8", "save the table as CSV in UTF-8")
        raise InputError(str(file), [what]) from None


def _says(line: str) -> bool:
    return bool(line.strip(" \t,;")) and not line.lstrip().startswith("#")


def _cells(line: str, between: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=between))]


def _example(wanted: Mapping[str, str], optional: tuple[str, ...]) -> str:
    return ",".join(f"{name} ({unit})" for name, unit in wanted.items() if name not in optional)


def _head(
    file: Path, at: int, cells: list[str], wanted: Mapping[str, str], optional: tuple[str, ...]
) -> tuple[_Column, ...]:
    """The position and the unit of each column."""
    columns: dict[str, _Column] = {}
    problems: list[Problem] = []
    for place, cell in enumerate(cells):
        read = HEAD.fullmatch(cell)
        name = (read["name"] if read else cell).casefold().strip()
        if name not in wanted:
            continue
        if name in columns:
            problems.append(Problem(f"line {at}", f"has the column {name!r} twice", "rename one of them"))
        columns[name] = _Column(name, place, read["unit"] if read else "", wanted[name])
        if not read:
            what = f"the column {name!r} has no unit"
            problems.append(Problem(f"line {at}", what, f"write it as {name} ({wanted[name]})"))
            continue
        try:
            spread_to_si(1.0, read["unit"], wanted[name])
        except NatriaError as bad:
            problems.append(Problem(f"line {at}", f"{name}: {bad.what}", bad.fix))
    missing = [name for name in wanted if name not in columns and name not in optional]
    if missing:
        what = f"the head has no column {', '.join(map(repr, missing))}; it reads {', '.join(map(repr, cells))}"
        problems.append(Problem(f"line {at}", what, f"expected something like {_example(wanted, optional)}"))
    if problems:
        raise InputError(str(file), problems)
    return tuple(columns.values())
