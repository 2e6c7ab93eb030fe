"""One paper: a TOML file of its source, systems, facts and claims, read into findings with stable ids."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..quantity import (
    Bound,
    Finding,
    InPaper,
    LiteratureError,
    NatriaError,
    Problem,
    Question,
    Reported,
    Span,
    did_you_mean,
    parse_condition,
    spread_to_si,
    term,
    to_si,
)
from ..quantity.validation import problems_of


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Strict = Annotated[float, Field(strict=True)]  # "500" and true are no numbers


class SourceRow(_Row):
    key: str = Field(pattern=r"^[a-z0-9_-]+$")
    title: str
    journal: str = ""
    year: int
    doi: str = ""


class SystemRow(_Row):
    says: str


class FactRow(_Row):
    """One scalar (with a bound or not) or one range, with its conditions."""

    id: str = Field(pattern=r"^[A-Za-z0-9_.+-]+$")
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
    bound: Bound | None = None
    pm: Strict | None = None
    shares: tuple[str, ...] = ()


class ClaimRow(_Row):
    id: str
    of: str
    says: str
    where: str = ""


class PaperFile(_Row):
    source: SourceRow
    system: dict[str, SystemRow] = {}
    fact: tuple[FactRow, ...] = ()
    claim: tuple[ClaimRow, ...] = ()


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    journal: str
    year: int
    doi: str


@dataclass(frozen=True)
class Claim:
    """Prose of a paper: shown beside the numbers, never compared."""

    id: str
    of: str
    says: str
    where: str


@dataclass(frozen=True)
class Paper:
    source: Source
    systems: Mapping[str, str]
    facts: Mapping[str, Finding]
    claims: tuple[Claim, ...]


def load_paper(file: Path) -> Paper:
    """The paper in a file, or every problem of the file at once."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
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
    ids = [*(row.id for row in rows.fact), *(claim.id for claim in rows.claim)]
    problems = [
        Problem(f"{key}:{one}", "this id is given twice", "ids are for good: give the newer one another")
        for one in sorted({i for i in ids if ids.count(i) > 1})
    ]
    known = {row.id for row in rows.fact}
    facts: dict[str, Finding] = {}
    for row in rows.fact:
        try:
            facts[f"{key}:{row.id}"] = _finding(row, key, _closed(row, rows.fact))
        except NatriaError as bad:
            problems.append(Problem(f"{key}:{row.id}", bad.what, bad.fix))
        problems += [
            Problem(f"{key}:{row.id}.shares", f"there is no fact {other!r} in this paper", did_you_mean(other, known))
            for other in row.shares
            if ":" not in other and other not in known
        ]
    if problems:
        raise LiteratureError(name, problems)
    claims = tuple(Claim(f"{key}:{c.id}", c.of, c.says, c.where) for c in rows.claim)
    return Paper(Source(**rows.source.model_dump()), {k: s.says for k, s in rows.system.items()}, facts, claims)


def _closed(row: FactRow, rows: tuple[FactRow, ...]) -> tuple[str, ...]:
    """All facts that this one restates, also by way of others."""
    shares = {r.id: r.shares for r in rows}
    found: dict[str, None] = {}
    waiting = list(row.shares)
    while waiting:
        one = waiting.pop(0)
        if one not in found and one != row.id:
            found[one] = None
            waiting.extend(shares.get(one, ()))
    return tuple(found)


def _finding(row: FactRow, key: str, shares: tuple[str, ...]) -> Finding:
    si = term(row.name).unit
    if (row.value is None) == (row.range is None):
        raise LiteratureError(row.id, [Problem("", "needs either a value or a range", "value = 3, or range = [2, 4]")])
    bound: Bound | Span | None
    if row.range is not None:
        low, high = (to_si(v, row.unit, si) for v in row.range)
        if low > high or row.bound:
            raise LiteratureError(
                row.id, [Problem("range", "goes from low to high and takes no bound", "swap the two")]
            )
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
    )
    std = None if row.pm is None else spread_to_si(row.pm, row.unit, si)
    return Finding(Question(row.name, row.of, at), value, origin, std, bound, row.unit)
