"""Grades of answers: each is asked again with its inputs varied, and compared with rival laws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..answers import Answerer
from ..answers.once import ARTEFACTS, wanted
from ..answers.stored import ask_stored
from ..design import Design
from ..quantity import Computed, Finding, Question, Refused
from .rivals import Contender, rivals_of
from .studio import Studio
from .verdicts import Asked, Comparison, Grade, Rival, compare, grade, laws_of
from .verdicts.roots import roots_of


@dataclass(frozen=True)
class Grader:
    """Grades answers of a studio; `rivals` are those of its laws, by the path of the law.

    `facts` are the reported numbers that rival laws have to meet. Of a what-if only the answers that differ from the
    base (`unchanged`, by id) are graded, to first order and without simulations. An observable is graded through an
    artefact that is cheap; what takes minutes is not moved.
    """

    studio: Studio
    rivals: Mapping[str, tuple[Contender, ...]]
    facts: tuple[Finding, ...] = ()
    is_base: bool = True
    unchanged: frozenset[str] = frozenset()

    @cached_property
    def _own(self) -> Contender:
        return Contender(self.studio.name, self.studio)

    def grade(
        self, question: Question, answer: Finding, target: Finding | None = None, first: Sequence[str] = ()
    ) -> Grade | None:
        """Return the effect of varying the inputs of an answer; None for what was not computed."""
        if not isinstance(answer.origin, Computed) or answer.id in self.unchanged:
            return None
        answerer = self.studio.answerers.get(answer.origin.model)
        if answerer is None or not (self.is_base or answerer.cost == "cheap"):
            return None
        asked = self._asked(self._own, question, answer)
        laws = {law.path for law in laws_of(answer)}
        rivals = [
            Rival(path, one.name, self._asked(one, question, answer), one.moves, one.trial(path, self.facts))
            for path, several in self.rivals.items()
            if path in laws
            for one in several
        ]
        return grade(
            asked,
            self._own.moves,
            target=target,
            of_paper=self.studio.library.system(question.of) is not None,
            rivals=rivals,
            trials={path: self._own.trial(path, self.facts) for path in laws},
            sample=self.is_base,
            first=first,
        )

    def compare(
        self, target: Finding, answers: Sequence[Finding | Refused], question: Question | None = None
    ) -> tuple[Comparison, ...]:
        """Return the comparisons of the answers of this studio with a target, graded where possible.

        `question` is what was asked where it is not that of the target.
        """
        asked = question or target.question
        grades = self.grades(asked, answers, target)
        return tuple(self._compared(target, a, g, asked) for a, g in zip(answers, grades, strict=True))

    def _compared(self, target: Finding, answer: Finding | Refused, one: Grade | None, asked: Question) -> Comparison:
        stored = self.studio.stored_on(asked, answer)
        return compare(target, answer, self.studio.name, grade=one, known=self.studio.library, stored=stored)

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

    def _asked(self, one: Contender, question: Question, answer: Finding) -> Asked:
        assert isinstance(answer.origin, Computed)
        answerer, source = self.studio.answerers[answer.origin.model], self._source(answer)
        is_held = self._own.moves.holds(answer) or bool(one.studio.costly_fits(question))
        design = one.studio.design_of(question)
        if one is self._own and self.studio.varying and not is_held:
            varied = self._varied(answer, answerer, design, question)
            if varied:
                return varied
        if (answerer.of_artefact and source is None) or is_held:
            answerer = replace(answerer, cost="minutes")  # what it reads is not made again
        return Asked(answer, answerer, design, question, source)

    def _varied(self, answer: Finding, answerer: Answerer, design: Design, question: Question) -> Asked | None:
        """Return a costly answer with its moved answers; None for one that is moved without them."""
        varying, of = self.studio.varying, self._made_by(answer)
        assert varying is not None
        artefact = None
        if of and of.cost != "cheap":
            made = ask_stored(of, design, wanted(answerer, question), varying.store, case=varying.case)
            artefact = made if isinstance(made, ARTEFACTS) else None
        moving = varying.of(design)
        if (of and artefact is None) or not moving.reaches(answerer, question, artefact):
            return None
        of_paper = self.studio.library.system(question.of) is not None
        varying.tell(answerer, question, len(roots_of(answer, of_paper=of_paper)), design, artefact)
        return Asked(answer, answerer, design, question, artefact=artefact, moving=moving)

    def _made_by(self, answer: Finding) -> Answerer | None:
        """Return the answerer of the artefact behind an answer; None where there is none."""
        artefacts = answer.origin.artefacts if isinstance(answer.origin, Computed) else ()
        made = next((one.origin.model for one in artefacts if isinstance(one.origin, Computed)), "")
        return self.studio.answerers.get(made)

    def _source(self, answer: Finding) -> Answerer | None:
        """Return the answerer of the artefact behind an answer; None where it is not cheap to make again."""
        source = self._made_by(answer)
        return source if source and source.cost == "cheap" and not source.of_artefact else None


def grader_of(studio: Studio, facts: Sequence[Finding], all_of: Sequence[Studio] = ()) -> Grader:
    """Return the grader of the answers of a studio.

    `facts` are the reported numbers with which rival laws must agree.

    `all_of` are the studios of its case, the base first, where they are made already.
    """
    names = ("", *studio.case.study.what_if)
    several = all_of or [studio if name == studio.name else replace(studio, name=name) for name in names]
    return Grader(studio, rivals_of(studio, several), tuple(facts), is_base=studio.what_if is None)


def ungraded(studio: Studio, target: Finding, answers: Sequence[Finding | Refused]) -> tuple[Comparison, ...]:
    """Return the comparisons of answers with a target, without moving any input."""
    asked, known = target.question, studio.library
    return tuple(compare(target, a, studio.name, known=known, stored=studio.stored_on(asked, a)) for a in answers)
