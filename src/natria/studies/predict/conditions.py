"""Conditions of a spec: training facts that the members of a prediction have to meet.

    ln L = -(y - t)^2 / 2 u^2                        a number
    ln L = ln Phi(+-(y - t) / s)                     a bound
    ln L = ln [Phi((b - y) / s) - Phi((a - y) / s)]  a range from a to b

y and t are the answer of a member and the fact in the space in which the term is compared, u the spread of the fact, s
the scatter of its term between cells. L of a member is the product over the conditions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot

import numpy as np
from pydantic import Field

from ...design.case import Case
from ...design.schema.tables import SchemaTable
from ...literature import scatter
from ...quantity import (
    Finding,
    InputError,
    NatriaError,
    Problem,
    Question,
    Reported,
    Span,
    conditions,
    did_you_mean,
    show_value,
    term,
)
from ..answerers import answerers
from ..verdicts.agreement import noise_of
from ..verdicts.spaces import as_y, is_ratio
from .mixture import Vector

RETENTION = "capacity_retention"
LEAST = -1e4  # ln L below it counts as none


class ConditionTable(SchemaTable):
    """A training fact that each member has to meet within its spread."""

    fact: str = Field(examples=['"chi2022:nas-capacity"'])
    over: str = Field(default="", description="a retention by which the fact is divided: the capacity that it is of")
    at: dict[str, str] = Field(default={}, description="conditions of the asked number that the fact does not state")
    models: list[str] = Field(default=[], description="the answerer to ask; default: the one of the question")


@dataclass(frozen=True)
class FactCondition:
    """A training fact as a likelihood: `t` in y, or the ends of a range; `spread` in y."""

    facts: tuple[Finding, ...]
    question: Question
    models: tuple[str, ...]
    t: float | Span
    spread: float
    bound: str = ""

    @property
    def name(self) -> str:
        return " over ".join(fact.id for fact in self.facts)

    @property
    def says(self) -> str:
        return " over ".join(show_value(fact) for fact in self.facts)

    def z(self, y: Vector) -> Vector:
        """Return how many spreads each answer lies beside the fact; 0 within a bound or a range."""
        match self.t:
            case (low, high):
                return np.where(y > high, y - high, np.where(y < low, y - low, 0.0)) / self.spread
            case t if self.bound in ("at least", "over"):
                return np.minimum(y - t, 0.0) / self.spread
            case t if self.bound:
                return np.maximum(y - t, 0.0) / self.spread
            case t:
                return (y - t) / self.spread

    def ln(self, y: Vector) -> Vector:
        """Return ln L of each answer; minus infinity where there is none."""
        from scipy.special import log_ndtr, ndtr

        match self.t:
            case (low, high):
                share = ndtr((high - y) / self.spread) - ndtr((low - y) / self.spread)
                found = np.log(np.maximum(share, 1e-300))
            case t if self.bound:
                sign = 1.0 if self.bound in ("at least", "over") else -1.0
                found = log_ndtr(sign * (y - t) / self.spread)
            case t:
                found = -0.5 * ((y - t) / self.spread) ** 2
        return np.where(np.isfinite(y), np.maximum(found, LEAST), -np.inf)


def read_conditions(rows: list[ConditionTable], training: list[str], case: Case) -> tuple[FactCondition, ...]:
    """Return the conditions of a spec; raises with everything that is wrong in them."""
    problems: list[Problem] = []
    found: list[FactCondition] = []
    for place, row in enumerate(rows, 1):
        where = f"condition[{place}]"
        if wrong := list(_wrong(row, where, training, case)):
            problems += wrong
            continue
        try:
            found.append(_condition(row, case))
        except InputError as bad:
            problems += [replace(p, where=f"{where}.{p.where}") for p in bad.problems]
        except NatriaError as bad:
            problems.append(Problem(where, bad.what, bad.fix))
    problems += _twice(found)
    if problems:
        raise InputError("", problems)
    return tuple(found)


def _wrong(row: ConditionTable, where: str, training: list[str], case: Case) -> Iterator[Problem]:
    for key, name in (("fact", row.fact), ("over", row.over)):
        if name and name not in case.library.facts:
            yield Problem(f"{where}.{key}", f"there is no fact {name!r}", did_you_mean(name, training))
        elif name and name not in training:
            yield Problem(f"{where}.{key}", f"{name!r} is not a training fact", "name it under training too")
    if row.over and row.over in training and case.library.facts[row.over].question.name != RETENTION:
        yield Problem(f"{where}.over", f"{row.over} is no {RETENTION}", "leave it out")
    for model in row.models:
        if model not in answerers():
            yield Problem(f"{where}.models", f"there is no answerer {model!r}", did_you_mean(model, answerers()))


def _condition(row: ConditionTable, case: Case) -> FactCondition:
    fact = case.library.facts[row.fact]
    name = fact.question.name
    if term(name).artefact:
        raise InputError("", [Problem("fact", f"{row.fact} is no number", "leave it out")])
    asked = replace(fact.question, at={**fact.question.at, **conditions(**row.at)})
    models = tuple(row.models)
    between = scatter().terms.get(name, scatter().usual if is_ratio(name) else scatter().steps)
    between *= 1.0 if is_ratio(name) else term(name).step
    if isinstance(fact.bound, tuple):
        low, high = (as_y(name, end) for end in fact.bound)
        return _known(FactCondition((fact,), asked, models, (low, high), between), row.fact)
    if isinstance(fact.bound, str):
        return _known(FactCondition((fact,), asked, models, as_y(name, fact.value), between, fact.bound), row.fact)
    if not row.over:
        return _known(FactCondition((fact,), asked, models, as_y(name, fact.value), noise_of(fact) or 0.0), row.fact)
    retained = case.library.facts[row.over]
    fine = retained.origin.resolution / retained.value if isinstance(retained.origin, Reported) else 0.0
    spread = hypot(noise_of(fact) or 0.0, fine)
    y = as_y(name, fact.value / retained.value)
    return _known(FactCondition((fact, retained), asked, models, y, spread), row.fact)


def _known(made: FactCondition, name: str) -> FactCondition:
    """Return a condition that has a spread; without one no member meets it."""
    if not made.spread > 0:
        what = f"{name} is a setting, or follows from a formula: it has no spread to meet"
        raise InputError("", [Problem("fact", what, "leave it out")])
    return made


def _twice(found: list[FactCondition]) -> Iterator[Problem]:
    """Yield facts that stand in two conditions, or restate one another: their news counts once."""
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            mine, theirs = ({f.id for f in c.facts[:1]} for c in (one, other))
            restated = [
                {s for f in c.facts[:1] if isinstance(f.origin, Reported) for s in f.origin.shares}
                for c in (one, other)
            ]
            if mine & theirs or mine & restated[1] or theirs & restated[0]:
                what = f"{one.name} and {other.name} are one number in two forms"
                yield Problem("condition", what, "leave out one of the two")
