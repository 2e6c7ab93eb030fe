"""Known values for the questions of a prediction, from TOML or CSV: numbers, or ids of facts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from ...design.case import read_toml
from ...design.schema.tables import SchemaTable
from ...literature import Library
from ...quantity import (
    InputError,
    NatriaError,
    Problem,
    Question,
    conditions,
    outside,
    read_text_file,
    spread_to_si,
    term,
    to_si,
)
from ...quantity.validation import problems_of
from ..verdicts.agreement import noise_of
from ..verdicts.spaces import as_y, is_ratio

COLUMNS = ("name", "of", "at", "value", "unit", "spread", "fact")
Strict = Annotated[float, Field(strict=True)]


class ValueTable(SchemaTable):
    """A known value: question, number, unit and standard deviation; or the id of a fact."""

    name: str = ""
    of: str = ""
    at: dict[str, str] = Field(default={})
    value: Strict | None = None
    unit: str = ""
    spread: Annotated[Strict, Field(ge=0)] | None = None
    fact: str = ""


class ValuesFile(SchemaTable):
    """The content of a file of values."""

    value: list[ValueTable] = Field(min_length=1)


@dataclass(frozen=True)
class KnownValue:
    """A value (SI) of a question; `noise` is its standard deviation in y, 0 where it is not known."""

    where: str
    question: Question
    value: float
    noise: float
    fact: str = ""


def read_values(file: Path, library: Library) -> tuple[KnownValue, ...]:
    """Return the values in a file; raises one error with everything that is wrong in it."""
    document = _from_csv(file) if file.suffix.lower() == ".csv" else read_toml(file)
    try:
        rows = ValuesFile.model_validate(document)
    except ValidationError as bad:
        raise InputError(str(file), problems_of(bad, ValuesFile)) from None
    found: list[KnownValue] = []
    problems: list[Problem] = []
    for place, row in enumerate(rows.value, 1):
        where = f"value[{place}]"
        try:
            found.append(_of_fact(row, where, library) if row.fact else _plain(row, where))
        except InputError as bad:
            problems += bad.problems
        except NatriaError as bad:
            problems.append(Problem(where, bad.what, bad.fix))
    if problems:
        raise InputError(str(file), problems)
    return tuple(found)


def _plain(row: ValueTable, where: str) -> KnownValue:
    if missing := [key for key in ("name", "of", "value", "unit") if getattr(row, key) in ("", None)]:
        fix = 'give name, of, at, value and unit, or fact = "PAPER:ID"'
        raise InputError("", [Problem(f"{where}.{missing[0]}", "is missing", fix)])
    assert row.value is not None
    question = Question(row.name, row.of, conditions(**row.at))
    unit = term(row.name).unit
    value = to_si(row.value, row.unit, unit)
    if wrong := outside(value, term(row.name).domain):
        raise InputError("", [Problem(f"{where}.value", wrong, "check the number and its unit")])
    spread = 0.0 if row.spread is None else spread_to_si(row.spread, row.unit, unit)
    if is_ratio(row.name):
        if value <= 0:
            what = f"is not above zero, and {row.name} is compared by ratio"
            raise InputError("", [Problem(f"{where}.value", what, "leave it out")])
        spread /= value
    return KnownValue(where, question, value, spread)


def _of_fact(row: ValueTable, where: str, library: Library) -> KnownValue:
    if given := [
        key for key in ("name", "of", "at", "value", "unit", "spread") if getattr(row, key) not in ("", None, {})
    ]:
        what = f"is given beside a fact, which has its own {given[0]}"
        raise InputError("", [Problem(f"{where}.{given[0]}", what, "leave out one of the two")])
    fact = library.fact(row.fact)
    if fact.bound is not None:
        what = f"{row.fact} is a bound or a range, and a score needs a number"
        raise InputError("", [Problem(f"{where}.fact", what, "give a value of your own")])
    try:
        as_y(fact.question.name, fact.value)
    except ValueError:
        raise InputError("", [Problem(f"{where}.fact", "is not above zero", "leave it out")]) from None
    return KnownValue(where, fact.question, fact.value, noise_of(fact) or 0.0, row.fact)


def _from_csv(file: Path) -> Mapping[str, Any]:
    """Return the rows of a CSV as the document of a TOML file; `at` is "current = 1 mA/cm^2; cycle = 1"."""
    try:
        lines = list(csv.DictReader(StringIO(read_text_file(file))))
    except FileNotFoundError:
        raise InputError(str(file), [Problem("", "there is no such file", "check the path")]) from None
    except (OSError, csv.Error, UnicodeDecodeError) as bad:
        raise InputError(str(file), [Problem("", f"cannot be read: {bad}", "save it as CSV in UTF-8")]) from None
    problems: list[Problem] = []
    rows = [_row(line, f"line {place}", problems) for place, line in enumerate(lines, 2)]
    if not rows:
        problems.append(Problem("", "has no rows", f"write a header ({','.join(COLUMNS)}) and a line for each value"))
    if problems:
        raise InputError(str(file), problems)
    return {"value": rows}


def _row(line: Mapping[str | None, Any], where: str, problems: list[Problem]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, text in line.items():
        if key is None or key.strip() not in COLUMNS:
            problems.append(
                Problem(where, f"{key or 'a cell without a head'} is not a column here", ", ".join(COLUMNS))
            )
        elif not text or not text.strip():
            continue
        elif key.strip() == "at":
            pairs = [part.partition("=") for part in text.split(";") if part.strip()]
            row["at"] = {name.strip(): value.strip() for name, _, value in pairs}
        elif key.strip() in ("value", "spread"):
            try:
                row[key.strip()] = float(text)
            except ValueError:
                problems.append(Problem(f"{where}, {key}", f"{text!r} is not a number", "write it with a point"))
        else:
            row[key.strip()] = text.strip()
    return row
