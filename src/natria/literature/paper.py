"""A paper: a TOML file of source, systems, facts and claims, read into findings with stable ids."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isclose
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..quantity import (
    Bound,
    Finding,
    InPaper,
    InputError,
    LiteratureError,
    NatriaError,
    Problem,
    Question,
    Reported,
    Span,
    UnitError,
    condition,
    did_you_mean,
    from_si,
    parse_condition,
    parse_quantity,
    read_text_file,
    spread_to_si,
    term,
    to_si,
)
from ..quantity.units import NUMBER
from ..quantity.validation import problems_of
from .digits import Written, last_digit, reading, uniform


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Strict = Annotated[float, Field(strict=True)]  # "500" and true are no numbers
Day = Annotated[date, Field(strict=True)]  # a date of TOML, without a time and without quotes
ID = r"^[A-Za-z0-9_.+-]+$"
LIFE = "cycling_time"  # what a row of a review's table reports
PRINTED = {"current": "mA/cm^2", "areal_capacity": "mAh/cm^2"}  # what such tables print, in either order
SAME = "the two numbers are the same"


class SourceRow(_Row):
    key: str = Field(pattern=r"^[a-z0-9_-]+$")
    title: str
    journal: str = ""
    year: int
    doi: str = ""


class SystemRow(_Row):
    """A cell, a layer or a process of the paper. What it is made of is for finding it."""

    says: str
    kind: str = Field(default="", alias="class")
    cell: str = ""
    phases: tuple[str, ...] = ()


class LayerRow(_Row):
    """A row of a review's table: a cell with a layer, and how long it was cycled.

    `printed` are the two numbers as the table prints them; where they differ, `order` says on what ground one is taken
    as current and the other as charge. The table does not say that a cell failed, so a life is censored unless `failed`
    says otherwise. `printed_beside` is the reference beside which the table prints the row, where that is another one.
    """

    id: str = Field(pattern=ID)
    kind: str = Field(alias="class")
    phases: tuple[str, ...]
    how: str
    cell: str
    printed: tuple[Strict, ...] = ()
    order: str = ""
    at: dict[str, str] = {}
    life: str
    failed: bool = False
    where: str
    ref: int
    printed_beside: int | None = None
    says: str = ""
    entered: Day | None = None


class FactRow(_Row):
    """One scalar (with a bound or not) or one range, with its conditions.

    `figure` says that the number was read off a curve of a figure and is not printed there; `axis` is then the length
    of its axis, in the unit of the fact. `where` names figures that print their numbers too, so it cannot tell.
    `entered` is the day (UTC) on which the fact was entered, where it is not that of the paper.
    """

    id: str = Field(pattern=ID)
    of: str
    name: str
    value: Strict | None = None
    range: tuple[Strict, Strict] | None = None
    unit: str
    at: dict[str, str] = {}
    kind: InPaper
    where: str
    method: str = ""
    approx: bool = False
    figure: bool = False
    axis: Annotated[Strict, Field(gt=0)] | None = None
    bound: Bound | None = None
    pm: Strict | None = None
    shares: tuple[str, ...] = ()
    entered: Day | None = None


class ClaimRow(_Row):
    id: str
    of: str
    says: str
    where: str = ""


class PaperFile(_Row):
    """Content of the file of a paper.

    `entered` is the day (UTC) on which its facts were entered, where they do not give their own.
    """

    entered: Day | None = None
    source: SourceRow
    system: dict[str, SystemRow] = {}
    fact: tuple[FactRow, ...] = ()
    layer: tuple[LayerRow, ...] = ()
    claim: tuple[ClaimRow, ...] = ()


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    journal: str
    year: int
    doi: str


@dataclass(frozen=True)
class System:
    """The description of a subject of a paper."""

    says: str
    kind: str = ""
    cell: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A row of a review's table as it is printed, and the ground on which its numbers are read."""

    fact: str
    system: str
    how: str
    printed: tuple[float, ...]
    order: str
    ref: int
    printed_beside: int | None
    says: str


@dataclass(frozen=True)
class Claim:
    """A statement of a paper in words; shown with the numbers, never compared."""

    id: str
    of: str
    says: str
    where: str


@dataclass(frozen=True)
class Paper:
    """A paper with its facts and claims.

    `entered` has the day on which a fact was entered, by the id of the fact, as far as the file gives it.

    It is no part of the fact: what was computed from a fact stays the same when its day is added.
    """

    source: Source
    systems: Mapping[str, System]
    facts: Mapping[str, Finding]
    claims: tuple[Claim, ...]
    layers: tuple[Layer, ...] = ()
    entered: Mapping[str, date] = field(default_factory=dict)


def load_paper(file: Path) -> Paper:
    """The paper in a file, or every problem of the file at once."""
    try:
        document = tomllib.loads(read_text_file(file), parse_float=Written)
    except (ValueError, RecursionError) as bad:
        raise LiteratureError(str(file), [Problem("", f"is not readable as TOML: {bad}")]) from None
    except OSError as bad:
        raise LiteratureError(str(file), [Problem("", f"cannot be opened: {bad.strerror}")]) from None
    return read_paper(document, str(file))


def read_paper(document: Mapping[str, Any], name: str) -> Paper:
    try:
        rows = PaperFile.model_validate(document)
    except ValidationError as bad:
        raise LiteratureError(name, problems_of(bad, PaperFile)) from None
    key = rows.source.key
    reported: tuple[FactRow | LayerRow, ...] = (*rows.layer, *rows.fact)
    known = {row.id for row in reported}
    shares = {row.id: row.shares for row in rows.fact}
    ids = [*(row.id for row in reported), *(claim.id for claim in rows.claim)]
    problems = [
        Problem(f"{key}:{one}", "this id is given twice", "ids are for good: give the newer one another")
        for one in sorted(name for name, times in Counter(ids).items() if times > 1)
    ]
    problems += [
        Problem(f'system."{one}"', "is the system of a row of layer already", "say it there, or rename the one")
        for one in sorted({_system(row, key) for row in rows.layer} & set(rows.system))
    ]
    facts: dict[str, Finding] = {}
    written = {row["id"]: row for row in document.get("fact", ())}  # with the digits, which pydantic drops
    for row in reported:
        try:
            if isinstance(row, LayerRow):
                found = _life(row, key)
            else:
                found = _finding(row, key, _closed(row, shares), written[row.id])
            facts[f"{key}:{row.id}"] = found
        except InputError as bad:
            problems += [Problem(f"{key}:{row.id}{'.' * bool(p.where)}{p.where}", p.what, p.fix) for p in bad.problems]
        except NatriaError as bad:
            problems.append(Problem(f"{key}:{row.id}", bad.what, bad.fix))
    problems += [
        Problem(f"{key}:{fact.id}.shares", f"there is no fact {other!r} in this paper", did_you_mean(other, known))
        for fact in rows.fact
        for other in fact.shares
        if ":" not in other and other not in known
    ]
    if problems:
        raise LiteratureError(name, problems)
    claims = tuple(Claim(f"{key}:{c.id}", c.of, c.says, c.where) for c in rows.claim)
    systems = {name: System(s.says, s.kind, s.cell, s.phases) for name, s in rows.system.items()}
    systems |= {_system(row, key): System(row.how, row.kind, row.cell, row.phases) for row in rows.layer}
    layers = tuple(
        Layer(
            f"{key}:{row.id}", _system(row, key), row.how, row.printed, row.order, row.ref, row.printed_beside, row.says
        )
        for row in rows.layer
    )
    entered = {f"{key}:{row.id}": day for row in reported if (day := row.entered or rows.entered) is not None}
    return Paper(Source(**rows.source.model_dump()), systems, facts, claims, layers, entered)


def _system(row: LayerRow, key: str) -> str:
    return f"{key}/{row.id}"


def _life(row: LayerRow, key: str) -> Finding:
    """The cycling time of a layer's cell, as a fact like any other."""
    at = {k: parse_condition(k, text) for k, text in row.at.items()}
    try:
        value, unit = parse_quantity(row.life, term(LIFE).unit)
    except UnitError as bad:
        raise _wrong(row, "life", bad.what, 'write it as in "500 h"') from None
    if row.printed:
        _check_printed(row, at)
    ground = f"printed {show_printed(row.printed)}; {row.order or SAME}" if row.printed else ""
    where, resolution = f"{row.where}, ref. {row.ref}", _resolution_of_text(row.life, unit)
    origin = Reported(f"{key}:{row.id}", "measured", where, method=ground, resolution=resolution)
    bound: Bound | None = None if row.failed else "at least"
    return Finding(Question(LIFE, _system(row, key), at), value, origin, bound=bound, unit=unit)


def _resolution_of_text(text: str, unit: str) -> float:
    """The digits of a number that stands in a text with its unit: "500 h"."""
    found = re.match(rf"\s*({NUMBER})", text)
    digits = found[1] if found else "1"
    number = int(digits) if re.fullmatch(r"[-+]?\d+", digits) else Written(digits)
    return spread_to_si(uniform(last_digit(number)), unit, term(LIFE).unit)


def _resolution(row: FactRow, written: Mapping[str, Any]) -> float:
    """Resolution of a fact in its own unit; a range and a last digit are uniform distributions."""
    if row.axis is not None and not row.figure:
        raise _wrong(row, "axis", "is given, but the number was not read off a figure", "add figure = true")
    if row.range is not None:
        low, high = row.range
        ends = (reading(end, figure=row.figure, axis=row.axis) for end in written["range"])
        return max(uniform(high - low), *ends)
    return reading(written["value"], figure=row.figure, axis=row.axis)


def show_printed(numbers: tuple[float, ...]) -> str:
    """ "0.25, 0.75": as a table prints them."""
    return ", ".join(f"{number:g}" for number in numbers)


def _check_printed(row: LayerRow, at: Mapping[str, float | Span]) -> None:
    """The printed numbers are the current and the charge under `at`, and their order has a ground."""
    given = {name: at[name] for name in PRINTED if name in at}
    taken = sorted(from_si(v, PRINTED[n], condition(n).unit) for n, v in given.items() if isinstance(v, float))
    if not (len(taken) == len(row.printed) == len(PRINTED) and all(map(isclose, sorted(row.printed), taken))):
        what = f"{show_printed(row.printed)} are not the {' and the '.join(PRINTED)} that stand under at"
        raise _wrong(row, "printed", what, f"write both in {' and '.join(PRINTED.values())}, as the table has them")
    differ = not isclose(*taken)
    if differ and not row.order:
        raise _wrong(row, "order", "is missing: which printed number is which, and on what ground", "name the ground")
    if row.order and not differ:
        raise _wrong(row, "order", "is said of two numbers that are the same", "leave it out")


def _wrong(row: LayerRow | FactRow, where: str, what: str, fix: str) -> LiteratureError:
    return LiteratureError(row.id, [Problem(where, what, fix)])


def _closed(row: FactRow, shares: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All facts that this one restates, also by way of others."""
    found: dict[str, None] = {}
    waiting = list(row.shares)
    while waiting:
        one = waiting.pop(0)
        if one not in found and one != row.id:
            found[one] = None
            waiting.extend(shares.get(one, ()))
    return tuple(found)


def _finding(row: FactRow, key: str, shares: tuple[str, ...], written: Mapping[str, Any]) -> Finding:
    si = term(row.name).unit
    if (row.value is None) == (row.range is None):
        raise _wrong(row, "", "needs either a value or a range", "value = 3, or range = [2, 4]")
    bound: Bound | Span | None
    if row.range is not None:
        low, high = (to_si(v, row.unit, si) for v in row.range)
        if low > high or row.bound:
            raise _wrong(row, "range", "goes from low to high and takes no bound", "swap the two")
        value, bound = (low + high) / 2, (low, high)
    else:
        assert row.value is not None
        value, bound = to_si(row.value, row.unit, si), row.bound
    at = {k: parse_condition(k, text) for k, text in row.at.items()}
    origin = Reported(
        f"{key}:{row.id}",
        row.kind,
        row.where,
        tuple(s if ":" in s else f"{key}:{s}" for s in shares),
        row.approx,
        row.method,
        spread_to_si(_resolution(row, written), row.unit, si),
    )
    std = None if row.pm is None else spread_to_si(row.pm, row.unit, si)
    return Finding(Question(row.name, row.of, at), value, origin, std, bound, row.unit)
