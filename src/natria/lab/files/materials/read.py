"""Read material curves from text.

Load-displacement, density-pressure, mass or heat flow over temperature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from ....quantity import Computed, InputError, Measured, Problem, Setting, UnitError, to_si
from ...kinetics.inputs import Vector
from ..columns.numbers import decimal_sign, numbers
from ..read import read_head, sha256_of, simulated_origin
from ..text import cells, delimiter_of, read_text, table
from .kinds import (
    COUNTS,
    EXO,
    INTENSITIES,
    QUANTITIES,
    UNIT_ROW,
    CurveKind,
    columns_of,
    kinds_of_heads,
    named,
    nucleus_of,
)

HEAD_LINES = 300  # searched for the names of the columns
FORMAT = "table of a material test"


@dataclass(frozen=True, eq=False)
class MaterialCurve:
    """A table of a material test in SI. `exo` is +1 or -1 where the file says which way heat is given off."""

    file: str
    kind: CurveKind
    columns: Mapping[str, Vector]
    units: Mapping[str, str]  # the SI unit of each column
    origin: Measured | Computed
    sha256: str
    line: int  # of the first row
    exo: int = 0
    block: str = ""  # the name of a spectrum among several of a file
    nucleus: str = ""  # of NMR, where the file says it
    notes: tuple[str, ...] = ()  # what the reader did beyond reading

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    @property
    def name(self) -> str:
        return self.file.replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True)
class _Heads:
    heads: list[str]
    units: list[str]
    delimiter: str
    start: int  # position of the first row
    line: int


def table_kinds(path: Path) -> tuple[CurveKind, ...]:
    """Return the kinds of material curve that a table holds; none where it is no table of one."""
    try:
        head = read_head(path)
        found = _heads(path) if head.text else None
    except InputError:
        return ()
    return kinds_of_heads(found.heads) if found is not None else ()


def read_curve(path: Path, kind: CurveKind) -> MaterialCurve:
    """Return the curve of a kind in a file, in SI; raises InputError naming file, column and line."""
    found = _heads(path)
    places = None if found is None else columns_of(found.heads, kind)
    if found is None or places is None:
        raise InputError(str(path), [Problem("", f"holds no table of {kind}", "name its columns, with their units")])
    text = read_text(path, read_head(path))
    frame, _ = table(text, found.start, found.heads, found.delimiter)
    every = [frame.to_series(k) for k in range(frame.width)]
    decimal = decimal_sign(every[k] for k in places.values())
    columns: dict[str, Vector] = {}
    units: dict[str, str] = {}
    problems = []
    for quantity, place in places.items():
        raw = numbers(every[place], decimal)
        bad = np.flatnonzero(~np.isfinite(raw))
        if len(bad):
            where = f"line {found.line + int(bad[0])}, column {found.heads[place]!r}"
            wrong = every[place][int(bad[0])]
            problems.append(Problem(where, f"{wrong!r} is no number", "remove the row, or correct it"))
            continue
        try:
            scale, shift, units[quantity] = _to_si(quantity, found.units[place], raw)
        except UnitError as unit:
            problems.append(Problem(f"column {found.heads[place]!r}", unit.what, unit.fix))
            continue
        columns[quantity] = np.asarray(scale * raw + shift)
    if problems:
        raise InputError(str(path), problems)
    digest = sha256_of(path)
    origin = simulated_origin(read_head(path), Setting("curve", path.name)) or Measured(str(path), digest, FORMAT)
    exo = _exo(read_head(path).text)
    nucleus = nucleus_of(found.heads)
    return MaterialCurve(str(path), kind, columns, units, origin, digest, found.line, exo, nucleus=nucleus)


def _heads(path: Path) -> _Heads | None:
    """Return the names and units of the columns: the first line that names a kind of curve."""
    text = read_text(path, read_head(path))
    lines = list(islice(text.lines(), HEAD_LINES))
    for k, (after, line) in enumerate(lines):
        delimiter = delimiter_of(line)
        heads = cells(line, delimiter)
        if len(heads) < 2 or not kinds_of_heads(heads):
            continue
        units = [named(head)[1] for head in heads]
        start, first = after, k + 2
        if k + 1 < len(lines) and not any(units):
            below = cells(lines[k + 1][1], delimiter)
            if below and all(UNIT_ROW.match(cell) or not cell for cell in below):
                units = [cell.strip("[]()") for cell in below] + [""] * (len(heads) - len(below))
                start, first = lines[k + 1][0], k + 3
        return _Heads(heads, units, delimiter, start, first)
    return None


def _to_si(quantity: str, unit: str, raw: Vector) -> tuple[float, float, str]:
    """Return factor, offset and SI unit of a column; raises UnitError for an unknown or missing unit."""
    row = QUANTITIES.get(quantity)
    if row is None:
        return _of_signal(quantity, unit)
    if quantity == "intensity":
        return _of_intensity(unit)
    if not unit:
        if row.may_lack_unit and (quantity == "indent" or raw.max() <= 1):
            return 1.0, 0.0, "1"
        raise UnitError("has no unit", f"write it in the head of the column: {row.example!r}")
    for si in row.units:
        try:
            zero, one = to_si(0.0, unit, si), to_si(1.0, unit, si)
        except UnitError:
            continue
        return one - zero, zero, si
    kinds = " or ".join(row.units)
    raise UnitError(f"{unit!r} does not convert to {kinds}", f"write a known unit in the head: {row.example!r}")


def _of_signal(name: str, unit: str) -> tuple[float, float, str]:
    """Return factor, offset and unit of a signal: counts, or a share of the atoms."""
    if unit.lower() in COUNTS:
        return 1.0, 0.0, "counts"
    try:
        return to_si(1.0, unit, "1"), 0.0, "1"
    except UnitError:
        what = f"{unit!r} of a signal is neither counts nor a share"
        raise UnitError(what, f"write counts or at% in the head: '{name} [at%]'") from None


def _of_intensity(unit: str) -> tuple[float, float, str]:
    """Return factor, offset and unit of an intensity: counts, counts/s, or 1 for one in arbitrary units."""
    known = INTENSITIES.get(unit.lower() or "a.u.")
    if known is None:
        what = f"{unit!r} is no unit of an intensity"
        raise UnitError(what, "write counts, counts/s or a.u. in the head: 'intensity [counts]'")
    return 1.0, 0.0, known


def _exo(text: str) -> int:
    """Return +1 where heat given off points up, -1 where down, 0 where the file does not say."""
    found = EXO.search(text)
    if found is None:
        return 0
    return 1 if (found[1].lower() == "exo") == (found[2].lower() == "up") else -1
