"""Spreads of the numbers of a model: what they take, before any input is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...answers import Answerer, MovedAnswers, moves_of
from ...answers.once import ARTEFACTS
from ...answers.stored import Stored
from ...quantity import Computed, Finding, Question, Refused
from ...record import AnyArtefact
from .models import Tell


@dataclass(frozen=True, eq=False)
class AskedOnce:
    """A question that was put to an answerer, with the artefact that it read and the answer."""

    answerer: Answerer
    question: Question
    of: AnyArtefact | None
    stored: Stored

    @property
    def is_bare(self) -> bool:
        """Whether the answer is a number that the spread of its inputs has not touched."""
        answer, by = self.stored.answer, self.answerer
        return isinstance(answer, Finding) and answer.std is None and not (by.draws or by.widened)

    def lacks_spread(self, moving: MovedAnswers) -> bool:
        """Whether moving the inputs of the answer would give it a spread that it does not have yet."""
        entry = self.stored.entry
        if isinstance(self.stored.answer, Refused) or (entry is not None and "spread" in entry.key):
            return False
        return moving.reaches(self.answerer, self.question, self.of)


@dataclass(frozen=True)
class SpreadPlan:
    """The solves that spreads take at most, and the time (s), by that of each model once.

    `solves` counts by answerer and part, "mixed_course of mci"; what the store has is counted too.
    """

    solves: dict[str, int]
    seconds: float
    is_kept: bool

    @property
    def total(self) -> int:
        """Return the number of all solves."""
        return sum(self.solves.values())


Planned = Callable[[SpreadPlan], Tell]  # hears what the spreads take, and returns what hears how far they are


def plan_of(asked: Iterable[AskedOnce], moving: MovedAnswers) -> SpreadPlan:
    """Return what the spreads of all answers take: two solves for each input that a costly answerer read."""
    every = tuple(asked)
    made = {one.stored.answer.reference.digest: one for one in every if isinstance(one.stored.answer, ARTEFACTS)}
    lacking = [one for one in every if one.lacks_spread(moving)]
    solved = {id(by): by for one in lacking for by in (made[one.of.reference.digest] if one.of is not None else one,)}
    solves: dict[str, int] = {}
    seconds = 0.0
    for one in solved.values():
        if one.answerer.cost == "cheap":
            continue
        count = 2 * _inputs(one)
        solves[f"{one.answerer.name} of {one.question.part or one.question.of}"] = count
        seconds += count * one.stored.seconds
    return SpreadPlan(solves, seconds, moving.store.path is not None)


def _inputs(one: AskedOnce) -> int:
    """Return how many inputs with a spread an answer was made from."""
    answer = one.stored.answer
    if isinstance(answer, Refused):
        return 0
    origin = answer.origin if isinstance(answer, Finding) else answer.reference.origin
    return len(moves_of({f.id: f for f in origin.inputs})) if isinstance(origin, Computed) else 0
