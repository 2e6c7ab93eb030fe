"""Grades of answers: each is asked again with its inputs varied, and compared with rival laws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..answers import Answerer
from ..quantity import Computed, Finding, Question, Refused
from .studio import Studio
from .verdicts import Asked, Comparison, Grade, Moves, compare, grade

LAW = "law"


@dataclass(frozen=True)
class Grader:
    """Grades answers; `rivals` are the what-ifs that replace a law, as studios by the path of the law.

    Of a what-if only the answers that differ from the base (`unchanged`, by id) are graded, to first order and without
    simulations. An observable is graded through an artefact that is cheap; what takes minutes is not moved.
    """

    studio: Studio
    rivals: Mapping[str, tuple[Studio, ...]]
    is_base: bool = True
    unchanged: frozenset[str] = frozenset()

    @cached_property
    def _moves(self) -> Moves:
        return Moves(self.studio.fit_tasks, self.studio.design_of)

    @cached_property
    def _others(self) -> dict[str, Moves]:
        return {s.name: Moves((), s.design_of) for studios in self.rivals.values() for s in studios}

    def grade(
        self, question: Question, answer: Finding, target: Finding | None = None, first: Sequence[str] = ()
    ) -> Grade | None:
        """Return the effect of varying the inputs of an answer; None for what was not computed."""
        if not isinstance(answer.origin, Computed) or answer.id in self.unchanged:
            return None
        answerer = self.studio.answerers.get(answer.origin.model)
        if answerer is None or answerer.cost == "minutes" or not (self.is_base or answerer.cost == "cheap"):
            return None
        if answerer.of_artefact and self._source(answer) is None:
            return None
        asked = self._asked(self.studio, question, answer)
        rivals = [
            (law, studio.name, self._asked(studio, question, answer), self._others[studio.name])
            for law, studios in self.rivals.items()
            for studio in studios
        ]
        of_paper = self.studio.library.system(question.of) is not None
        return grade(
            asked, self._moves, target=target, of_paper=of_paper, rivals=rivals, sample=self.is_base, first=first
        )

    def compare(self, target: Finding, answers: Sequence[Finding | Refused]) -> tuple[Comparison, ...]:
        """Return the comparisons of the answers of this studio with a target, graded where possible."""
        grades = self.grades(target.question, answers, target)
        known, name = self.studio.library, self.studio.name
        return tuple(compare(target, a, name, grade=g, known=known) for a, g in zip(answers, grades, strict=True))

    def grades(
        self, question: Question, answers: Sequence[Finding | Refused], target: Finding | None = None
    ) -> tuple[Grade | None, ...]:
        """Return the grades of the answers to one question.

        The input that moves the first answer most is varied first for the others.
        """
        found: list[Grade | None] = []
        first: list[str] = []
        for answer in answers:
            one = self.grade(question, answer, target, first) if isinstance(answer, Finding) else None
            first = first or [e.root.finding.id for e in (one.leverage.effects if one else ()) if e.root]
            found.append(one)
        return tuple(found)

    def _asked(self, studio: Studio, question: Question, answer: Finding) -> Asked:
        assert isinstance(answer.origin, Computed)
        answerer = self.studio.answerers[answer.origin.model]
        return Asked(answer, answerer, studio.design_of(question), question, self._source(answer))

    def _source(self, answer: Finding) -> Answerer | None:
        """Return the answerer of the artefact behind an answer; None where it is not cheap to make again."""
        artefacts = answer.origin.artefacts if isinstance(answer.origin, Computed) else ()
        made = next((one.origin.model for one in artefacts if isinstance(one.origin, Computed)), "")
        source = self.studio.answerers.get(made)
        return source if source and source.cost == "cheap" and not source.of_artefact else None


def rivals_of(base: Studio, others: tuple[Studio, ...]) -> dict[str, tuple[Studio, ...]]:
    """Return the what-ifs that replace a law by a rival: another law, and the same data fitted again."""
    found: dict[str, list[Studio]] = {}
    for other in others:
        if other.what_if is None or not _same_data(base, other):
            continue
        for path, value in other.what_if.changes.items():
            if (law := _law_at(path, value)) is not None:
                found.setdefault(law, []).append(other)
    return {law: tuple(studios) for law, studios in found.items()}


def _law_at(path: str, value: Any) -> str | None:
    """Return the path of the law that a patch writes; None where it writes none."""
    if path.endswith(f".{LAW}"):
        return path
    return f"{path}.{LAW}" if isinstance(value, Mapping) and LAW in value else None


def _same_data(base: Studio, other: Studio) -> bool:
    if other.what_if is None:
        return True
    fits = base.case.study.fit
    return all(set(table.data) == set(fits[name].data) for name, table in other.what_if.fit.items() if name in fits)
