"""Checks of an answer.

Every condition reached the answer, the part was looked at, and the value is allowed for its term.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isfinite

from ..design import Design
from ..quantity import ModelError, Question, Span, outside, term
from ..record import kind_of
from .answerer import Answerer
from .once import ARTEFACTS, Value
from .reader import Record, Refuse


def has_places(answerer: Answerer, design: Design, homeless: Mapping[str, str]) -> None:
    if missing := [key for key in homeless if key not in (*answerer.ignores, *answerer.takes)]:
        raise Refuse(f"{design.name} has no place for the condition {_list(missing, homeless)}")


def is_complete(
    answerer: Answerer,
    question: Question,
    record: Record,
    placed: Mapping[str, str],
    stated: Mapping[str, float | Span],
) -> None:
    """Check that every condition of the question reached the answer or its artefact.

    A condition that the answerer declares as irrelevant is exempt.
    """
    if question.part and not (record.part or record.artefacts):
        raise Refuse(f"{answerer.name} answers {question.name} of a whole cell, not of a part ({question.part})")
    read = (
        {key for key, path in placed.items() if path in record.findings} | record.asked | {*answerer.ignores, *stated}
    )
    if unread := [key for key in (*placed, *answerer.takes) if key in question.at and key not in read]:
        raise Refuse(f"{answerer.name} does not depend on the condition {_list(unread, {})}")


def reads_no_homeless(design: Design, record: Record, homeless: Mapping[str, str]) -> None:
    """A condition without a place may be declared as irrelevant only if what it stands for was not read."""
    if reads := [k for k in homeless if k not in record.asked and design.landing(k) in record.findings]:
        raise Refuse(f"{design.name} has no place for the condition {_list(reads, homeless)}")


def keeps_the_contract(answerer: Answerer, question: Question, record: Record, value: Value) -> None:
    if not record.findings and not record.settings and not record.artefacts:
        what = f"{answerer.name} answered {question.name} without reading the design"
        raise ModelError(what, "read its inputs with the reader")
    if answerer.of_artefact and not record.artefacts:
        what = f"{answerer.name} declares {answerer.of_artefact} and did not read it"
        raise ModelError(what, "read it with read.artefact, or leave out of_artefact")
    kind = kind_of(value) if isinstance(value, ARTEFACTS) else ""
    if kind != (wanted := term(question.name).artefact):
        what = f"{answerer.name} answered {question.name} with a {kind or 'number'}"
        raise ModelError(what, f"the term wants a {wanted or 'number'}; return one, or answer another term")
    if isinstance(value, ARTEFACTS):
        return
    if isinstance(value, tuple) and value[0] > value[1]:
        what = f"{answerer.name} answered {question.name} from {value[0]:g} down to {value[1]:g}"
        raise ModelError(what, "return the lower end first")
    for each in value if isinstance(value, tuple) else (value,):
        if not isfinite(each):
            what = f"{answerer.name} answered {question.name} = {each}"
            raise ModelError(what, "let it refuse what it cannot answer")
        if wrong := outside(each, term(question.name).domain):
            raise ModelError(f"{answerer.name} answered {question.name} = {each:g}, which {wrong}")


def in_full(question: Question, design: Design, record: Record, found: Mapping[str, float | Span]) -> Question:
    """Return the question with all conditions that its term needs.

    Conditions that the question does not give are taken from the design or from the answerer.
    """
    left = [key for key in term(question.name).needs if key not in question.at]
    places = {key: design.landing(key) for key in left}
    read = {key: record.findings[path].value for key, path in places.items() if path in record.findings}
    answered = {key: found[key] for key in left if key in found}
    return replace(question, at={**question.at, **read, **answered}) if read or answered else question


def _list(keys: Iterable[str], why: Mapping[str, str]) -> str:
    return ", ".join(key.replace("_", " ") + (f" ({why[key]})" if why.get(key) else "") for key in keys)
