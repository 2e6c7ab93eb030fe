"""Where several models answer one reported number: the answers by nearness, and how far they lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

from ..quantity import Finding, term
from ..study import Comparison, StudyResult
from .missing import WITHOUT, by_target


@dataclass(frozen=True)
class Rivals:
    """One target with the answers of several models, the nearest first."""

    target: Finding
    answers: tuple[tuple[Finding, Comparison], ...]

    @property
    def apart(self) -> float | None:
        """The largest answer over the smallest, or their difference (SI) where the term compares so."""
        values = [answer.value for answer, _ in self.answers]
        if term(self.target.question.name).compare == "difference":
            return max(values) - min(values)
        return max(values) / min(values) if min(values) > 0 else None


def rivals(result: StudyResult) -> tuple[Rivals, ...]:
    """Every reported number that more than one model answers."""
    found = []
    for comparisons in by_target(result.base.comparisons).values():
        answers = [(c.answer, c) for c in comparisons if isinstance(c.answer, Finding) and c.verdict not in WITHOUT]
        if len(answers) > 1:
            found.append(Rivals(comparisons[0].target, tuple(sorted(answers, key=lambda a: _distance(a[1])))))
    return tuple(found)


def _distance(c: Comparison) -> float:
    if c.agreement is None:
        return inf
    if term(c.target.question.name).compare == "difference":
        return abs(c.agreement)
    return abs(log(c.agreement)) if c.agreement > 0 else inf
