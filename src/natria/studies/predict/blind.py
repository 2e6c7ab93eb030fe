"""What a prediction must not see: facts that answer its questions, and their series.

A fact answers a question of the same term and subject unless both state a condition in which they differ. Left out with
it are the facts that restate it, the other points of the same test (which differ in the cycle alone), and the rest of
its series (paper, system, term), of which only facts that are named under `training` stay. A training fact among the
first three refuses the spec: the answer would be known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ...design import Case, Unanswerable
from ...literature import Library
from ...quantity import (
    Finding,
    Fitted,
    InputError,
    NatriaError,
    Problem,
    Question,
    Reported,
    ancestry,
    evidence,
    same_condition,
    show_question,
)
from ..fits import stands_for
from ..verdicts.trial import series_of
from .spec import PredictionSpec

SAME_TEST = ("cycle",)  # the condition in which the points of one test differ; a time is the variable of a process
Settings = Callable[[Question, str], float | None]


def no_settings(_: Question, __: str) -> None:
    """Without a design no condition is known beside those of the question."""


@dataclass(frozen=True)
class Hidden:
    """Why a fact must not be seen; with `refuses` it gives an answer away and cannot be a training fact."""

    fact: str
    why: str
    refuses: bool


def hidden_facts(
    asked: Iterable[Question], library: Library, training: Iterable[str], settings: Settings = no_settings
) -> dict[str, Hidden]:
    """Return the facts that a prediction of these questions must not see, by id.

    `settings` returns what the design of a question has for a condition that the question does not state.
    """
    kept = frozenset(training)
    found: dict[str, Hidden] = {}
    for question in asked:
        for hidden in _hidden(question, library.facts, kept, settings):
            before = found.get(hidden.fact)
            if before is None or (hidden.refuses and not before.refuses):
                found[hidden.fact] = hidden
    return found


def ensure_blind(spec: PredictionSpec) -> frozenset[str]:
    """Return the facts that are left out; raises where a training fact gives an answer away."""
    asked = [a.question for a in spec.asks]
    hidden = hidden_facts(asked, spec.case.library, spec.training, partial(_setting, spec.case))
    fix = "take it out of training, or ask under another condition and state it"
    leaks = [Problem(f"training: {name}", hidden[name].why, fix) for name in spec.training if name in hidden]
    if leaks:
        raise InputError(spec.source, leaks)
    return frozenset(hidden)


def _setting(case: Case, question: Question, key: str) -> float | None:
    """Return what the design of a question has for a condition; None where it has nothing."""
    system = stands_for(case, question)
    design = None if system is None else case.design(system)
    path = design.landing(key) if design else None
    try:
        return design.finding(path).value if design and path else None
    except (Unanswerable, NatriaError):
        return None


def leak_in(answer: Finding, hidden: frozenset[str], training: frozenset[str]) -> str:
    """Return why an answer is no blind one, by its ancestry; empty where it is."""
    if shared := sorted(evidence(answer) & hidden):
        return f"it rests on {', '.join(shared)}, which is left out: it would give the answer away"
    for one in ancestry(answer):
        if isinstance(one.origin, Fitted):
            data = {name for datum in one.origin.fit.data for name in evidence(datum) if not name.startswith("file:")}
            if other := sorted(data - training - _restated(one.origin.fit.data)):
                return f"{one.question.of} was fitted to {', '.join(other)}, which is not among the training facts"
    return ""


def _restated(data: Iterable[Finding]) -> frozenset[str]:
    """The facts that data restate: using a fact is using what it restates."""
    return frozenset(s for d in data if isinstance(d.origin, Reported) for s in d.origin.shares)


def _hidden(
    question: Question, facts: Mapping[str, Finding], kept: frozenset[str], settings: Settings
) -> Iterator[Hidden]:
    asked = show_question(question)
    answers = [f for f in facts.values() if _answers(question, f) or _answers_as_variant(question, f, settings)]
    tests = [f for f in facts.values() if _of_same_test(question, f)]
    for fact in answers:
        yield Hidden(fact.id, f"answers the question {asked}", refuses=True)
    for fact in tests:
        yield Hidden(fact.id, f"is of the test that answers {asked}: only the cycle differs", refuses=True)
    known = {f.id for f in (*answers, *tests)}
    for fact in facts.values():
        if fact.id not in known and _restates(fact, [facts[name] for name in known]):
            yield Hidden(fact.id, f"restates a fact that answers {asked}", refuses=True)
    series = {series_of(f) for f in answers} | {
        series_of(f) for f in facts.values() if f.question.name == question.name and f.question.of == question.of
    }
    for fact in facts.values():
        if fact.id not in kept and series_of(fact) in series:
            yield Hidden(fact.id, f"is of the series of {asked}, and not a training fact", refuses=False)


def _answers(question: Question, fact: Finding) -> bool:
    """Whether a fact answers a question: a condition that only one states does not tell them apart."""
    other = fact.question
    return (other.name, other.of) == (question.name, question.of) and not _differing(question, other)


def _answers_as_variant(question: Question, fact: Finding, settings: Settings) -> bool:
    """Whether a fact of a system that is a variant of the asked one, or its base, answers the question.

    A layer of 35 um may be a system of its own, and a condition of another one.
    """
    other = fact.question
    if other.name != question.name or not _are_related(question, other):
        return False
    stated = {key: question.at.get(key, settings(question, key)) for key in other.at}
    known = {key: value for key, value in stated.items() if value is not None}
    return bool(known) and all(same_condition(key, value, other.at[key]) for key, value in known.items())


def _are_related(one: Question, other: Question) -> bool:
    """Whether one of two systems is a variant of the other, by name: kumar2020/bpi/35um."""
    a, b = f"{one.system}/", f"{other.system}/"
    return one.part == other.part and a != b and (a.startswith(b) or b.startswith(a))


def _of_same_test(question: Question, fact: Finding) -> bool:
    """Whether a fact is another point of the test that is asked about."""
    other = fact.question
    if (other.name, other.of) != (question.name, question.of):
        return False
    differing = _differing(question, other)
    return bool(differing) and differing <= set(SAME_TEST)


def _differing(one: Question, other: Question) -> set[str]:
    """The conditions that both state, with other values."""
    both = one.at.keys() & other.at.keys()
    return {key for key in both if not same_condition(key, one.at[key], other.at[key])}


def _restates(fact: Finding, answers: Iterable[Finding]) -> bool:
    """Whether a fact and an answer are one number in two forms: one shares the other, on the same system."""
    mine = _shares(fact)
    for answer in answers:
        if answer.id in mine:
            return True
        if fact.id in _shares(answer) and fact.question.system == answer.question.system:
            return True
    return False


def _shares(fact: Finding) -> frozenset[str]:
    return frozenset(fact.origin.shares) if isinstance(fact.origin, Reported) else frozenset()
