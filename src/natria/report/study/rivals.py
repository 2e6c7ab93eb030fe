"""Texts of rival laws: answers sorted by agreement, and their spread."""

from __future__ import annotations

from math import inf, log

from ...quantity import Finding, digits_of, in_unit, term
from ...studies import Comparison, Rivals, StudyResult
from .wording import times

Answer = tuple[Finding, Comparison | None]  # without a comparison where nothing is reported


def nearest_first(one: Rivals, result: StudyResult) -> list[Answer]:
    """The answers sorted by agreement with the reported number; by value where there is none."""
    against = {
        c.answer.id: c
        for c in result.base.comparisons
        if one.target is not None and c.target.id == one.target.id and isinstance(c.answer, Finding)
    }
    answers: list[Answer] = [(a, against.get(a.id)) for a in one.answers]
    return sorted(answers, key=lambda pair: _distance(pair[1])) if against else answers


def apart(one: Rivals) -> str:
    """The spread of the answers: largest over smallest, or their difference."""
    row = term(one.question.name)
    if one.spread is None:
        return ""
    if row.compare == "difference":
        return f"{digits_of(in_unit(one.spread, row.name), row.name)} {row.shown}"
    return times(one.spread)


def _distance(c: Comparison | None) -> float:
    if c is None or c.agreement is None:
        return inf
    if term(c.target.question.name).compare == "difference":
        return abs(c.agreement)
    return abs(log(c.agreement)) if c.agreement > 0 else inf
