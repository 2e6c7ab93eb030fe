"""Rival values of an input: what-ifs that give it another source, and their answers.

Where the value of the case comes from another paper, a miss that the spread of that paper's own facts cannot explain is
a contradiction between two papers: under this model their numbers hold together only if the property of the two cells
differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...answers import Unanswerable
from ...quantity import Computed, Finding, NatriaError, Reported, ancestry, evidence
from ..studio import Studio
from ..verdicts import Comparison, Interval, facts_alone, within

UNMOVED = 1e-3  # of an answer: an interval that narrow is that of its rounding


@dataclass(frozen=True)
class ValueAnswer:
    """A value of an input, the run that uses it, and the answer to a target with it.

    `run` is empty for the case itself. `alone` is the 95 % interval from the facts behind the value alone; None without
    such facts. `contradicts` are the facts of other papers behind the value, where the target lies outside it.
    """

    run: str
    value: Finding
    compared: Comparison
    alone: Interval | None = None
    contradicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class RivalValues:
    """The values of one input in a case and its what-ifs, with the answers of one model."""

    path: str
    target: Finding
    model: str
    answers: tuple[ValueAnswer, ...]


def rival_values(studios: Sequence[Studio], runs: Mapping[str, Sequence[Comparison]]) -> tuple[RivalValues, ...]:
    """Return the rival values of inputs that a what-if replaces alone, for each target.

    Only values that rest on facts are rivals: an assumed one is a question, not a source.

    `studios` are those of a case, the base first; `runs` has the comparisons of each by its name.
    """
    base, *others = studios
    found: list[RivalValues] = []
    for path in dict.fromkeys(path for other in others for path in _replaced(other)):
        rivals = [other for other in others if path in _replaced(other)]
        for c in runs[base.name]:
            answers = [a for studio in (base, *rivals) for a in _answers(studio, path, c, runs.get(studio.name, ()))]
            compared = [a.compared for a in answers]
            if c in compared and len(answers) > 1 and any(one.verdict != "fit" for one in compared):
                found.append(RivalValues(path, c.target, _model(c), tuple(answers)))
    return tuple(found)


def _replaced(studio: Studio) -> tuple[str, ...]:
    """Return the path of the one number that a what-if replaces; nothing where it changes more."""
    if studio.what_if is None or studio.what_if.systems:
        return ()
    changes = studio.what_if.changes
    return tuple(changes) if len(changes) == 1 else ()


def _answers(studio: Studio, path: str, base: Comparison, given: Sequence[Comparison]) -> Iterator[ValueAnswer]:
    """Yield the answer of a run to the same target by the same model, if it rests on the number."""
    try:
        value = studio.design_of(base.target.question).finding(path)
    except (Unanswerable, NatriaError):
        return
    for c in given if evidence(value) else ():
        if c.target.id == base.target.id and _model(c) == _model(base) and _rests_on(c, value):
            yield _answer(studio.name, value, c)


def _answer(run: str, value: Finding, c: Comparison) -> ValueAnswer:
    facts = tuple(f.id for f in _found(value))
    is_own = _paper(c.target.id) in map(_paper, facts)
    if not facts or is_own or c.grade is None or not isinstance(c.answer, Finding):
        return ValueAnswer(run, value, c)
    alone = facts_alone(c.grade.leverage, facts)
    fits = within(c.target, c.answer, alone)
    return ValueAnswer(run, value, c, alone, facts if fits is False and _moves(alone, c.answer) else ())


def _moves(alone: Interval, answer: Finding) -> bool:
    """Whether the facts move an answer at all; one that ignores them contradicts something else."""
    if alone.low is None or alone.high is None:
        return True
    return alone.high - alone.low > UNMOVED * abs(answer.plain)


def _found(value: Finding) -> Iterator[Finding]:
    """Yield the facts behind a value that a paper found out; what it set or assumed contradicts nothing."""
    for one in ancestry(value):
        if isinstance(one, Finding) and isinstance(one.origin, Reported) and one.origin.kind not in ("set", "assumed"):
            yield one


def _paper(fact: str) -> str:
    return fact.partition(":")[0]


def _rests_on(c: Comparison, value: Finding) -> bool:
    return isinstance(c.answer, Finding) and any(one.id == value.id for one in ancestry(c.answer))


def _model(c: Comparison) -> str:
    answer = c.answer
    return answer.origin.model if isinstance(answer, Finding) and isinstance(answer.origin, Computed) else ""
