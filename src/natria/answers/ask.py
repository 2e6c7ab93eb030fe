"""How an answerer is asked: once, for every kind of answerer.

A condition that has no place in the design, or that the answerer did not read and does not declare as irrelevant,
refuses the question and is never dropped; so does a part that the answerer did not look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.util import find_spec
from math import isfinite

from ..design import Design, Unanswerable
from ..quantity import Finding, ModelError, NatriaError, Question, Refused, Span, outside, term
from .answerer import Answered, Answerer
from .reader import UNMOVED, Reader, Record, Refuse, of_design, of_record
from .spread import linear_spread


def ask(answerer: Answerer, design: Design, question: Question, *, spread: bool = True) -> Finding | Refused:
    """The answer to a question about a design, with everything that was read; or why there is none."""
    record = Record()
    try:
        here, placed, homeless = design.under(question)
        _has_places(answerer, design, homeless)
        answered = _run(answerer, here, record, question)
        _is_complete(answerer, question, record, placed)
        _reads_no_homeless(here, record, homeless)
        value = answered.value
        std = _spread(answerer, here, question, record) if spread and answerer.cost == "cheap" else None
    except (Refuse, Unanswerable) as no:
        return Refused(question, answerer.name, str(no))
    except NatriaError as no:
        return Refused(question, answerer.name, no.what)
    _keeps_the_contract(answerer, question, record, value)
    ignored = tuple(k for k in question.at if k in answerer.ignores and placed.get(k) not in record.findings)
    origin = record.origin(answerer.name, answerer.version, answerer.valid, ignored)
    full = _in_full(question, here, record, answered.at)
    if isinstance(value, tuple):
        return Finding(full, sum(value) / 2, origin, None, value)
    return Finding(full, value, origin, std)


def value_of(answerer: Answerer, design: Design, question: Question, moved: Mapping[str, float] = UNMOVED) -> float:
    """The number alone, with some inputs moved (values by the id of the finding); raises where it is refused."""
    here, _, _ = design.under(question)
    value = _run(answerer, here, Record(), question, moved).value
    if isinstance(value, tuple):
        raise Refuse("the answer is a range")
    if not isfinite(value):
        raise Refuse("the answer is not finite")
    return value


def replay(answerer: Answerer, design: Design, question: Question) -> tuple[float | Span, float | Span]:
    """The answer, and the answer from its own record alone; the second fails if a read went unrecorded."""
    here, _, _ = design.under(question)
    record = Record()
    first = _run(answerer, here, record, question).value
    again = Reader(of_record(record), Record(), question.name, here.part_of(question.part), by=_by(answerer))
    return first, _plain(answerer.run(again)).value


def _by(answerer: Answerer) -> tuple[str, int, str]:
    return (answerer.name, answerer.version, answerer.valid)


def _run(
    answerer: Answerer, design: Design, record: Record, question: Question, moved: Mapping[str, float] = UNMOVED
) -> Answered:
    if question.name not in answerer.answers:
        raise Unanswerable(f"{answerer.name} does not answer {question.name}")
    if missing := [name for name in answerer.needs if find_spec(name) is None]:
        raise Refuse(f"{answerer.name} needs {', '.join(missing)}, which is not installed")
    at = {key: question.at[key] for key in answerer.takes if key in question.at}
    part = design.part_of(question.part)
    reader = Reader(of_design(design, at), record, question.name, part, moved, by=_by(answerer))
    try:
        return _plain(answerer.run(reader))
    except ArithmeticError:
        raise Refuse("the equation has no value for these inputs (a division by zero, or a number too large)") from None


def _plain(answer: float | Span | Answered) -> Answered:
    """Without the types of arrays; a span whose ends meet is a number."""
    value, at = (answer.value, answer.at) if isinstance(answer, Answered) else (answer, {})
    if not isinstance(value, tuple):
        return Answered(float(value), at)
    low, high = map(float, value)
    return Answered(low if low == high else (low, high), at)


def _has_places(answerer: Answerer, design: Design, homeless: Mapping[str, str]) -> None:
    if missing := [key for key in homeless if key not in (*answerer.ignores, *answerer.takes)]:
        raise Refuse(f"{design.name} has no place for the condition {_list(missing, homeless)}")


def _is_complete(answerer: Answerer, question: Question, record: Record, placed: Mapping[str, str]) -> None:
    """Whatever the question names must have reached the answer, or be declared as irrelevant."""
    if question.part and not record.part:
        raise Refuse(f"{answerer.name} answers {question.name} of a whole cell, not of a part ({question.part})")
    read = {key for key, path in placed.items() if path in record.findings} | record.asked | {*answerer.ignores}
    if unread := [key for key in (*placed, *answerer.takes) if key in question.at and key not in read]:
        raise Refuse(f"{answerer.name} does not depend on the condition {_list(unread, {})}")


def _reads_no_homeless(design: Design, record: Record, homeless: Mapping[str, str]) -> None:
    """A condition without a place may be declared as irrelevant only if what it stands for was not read."""
    if reads := [k for k in homeless if k not in record.asked and design.landing(k) in record.findings]:
        raise Refuse(f"{design.name} has no place for the condition {_list(reads, homeless)}")


def _keeps_the_contract(answerer: Answerer, question: Question, record: Record, value: float | Span) -> None:
    if not record.findings and not record.settings:
        what = f"{answerer.name} answered {question.name} without reading the design"
        raise ModelError(what, "read its inputs with the reader")
    if isinstance(value, tuple) and value[0] > value[1]:
        what = f"{answerer.name} answered {question.name} from {value[0]:g} down to {value[1]:g}"
        raise ModelError(what, "return the lower end first")
    for each in value if isinstance(value, tuple) else (value,):
        if not isfinite(each):
            what = f"{answerer.name} answered {question.name} = {each}"
            raise ModelError(what, "let it refuse what it cannot answer")
        if wrong := outside(each, term(question.name).domain):
            raise ModelError(f"{answerer.name} answered {question.name} = {each:g}, which {wrong}")


def _in_full(question: Question, design: Design, record: Record, found: Mapping[str, float | Span]) -> Question:
    """The question with the conditions that its term needs, where it left them to the design or the answerer."""
    left = [key for key in term(question.name).needs if key not in question.at]
    places = {key: design.landing(key) for key in left}
    read = {key: record.findings[path].value for key, path in places.items() if path in record.findings}
    said = {key: found[key] for key in left if key in found}
    return replace(question, at={**question.at, **read, **said}) if read or said else question


def _spread(answerer: Answerer, design: Design, question: Question, record: Record) -> float | None:
    def moved(values: Mapping[str, float]) -> float:
        value = _run(answerer, design, record, question, values).value
        if isinstance(value, tuple):
            raise Refuse("the answer is a range")
        return value

    return linear_spread(record.findings, moved)


def _list(keys: Iterable[str], why: Mapping[str, str]) -> str:
    return ", ".join(key.replace("_", " ") + (f" ({why[key]})" if why.get(key) else "") for key in keys)
