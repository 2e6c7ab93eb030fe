"""What a model is: names it answers and a function that reads a design. And how it is asked.

The function gets a `Reader` and returns an SI number. It states neither inputs nor verdict: what it read is recorded,
and whether the answer is a prediction is derived by the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import isfinite

from ..design import Design, Reader, Record, Refuse, Unanswerable, of_design, of_record
from ..quantity import Computed, Finding, Fitted, ModelError, NatriaError, Question, Refused, Span, term
from ..quantity.vocabulary import outside

ENGINE = "cell"  # the name under which simulated cells answer; see `models.cell`


@dataclass(frozen=True)
class Model:
    """`valid` says where the answer holds, `ignores` which conditions of a question cannot change it."""

    name: str
    version: int  # raised by hand when the equation changes
    answers: tuple[str, ...]
    run: Callable[[Reader], float | Span]  # a span where only limits are known: bounds of a mixture
    valid: str
    ignores: tuple[str, ...] = ()


def ask(model: Model, design: Design, question: Question) -> Finding | Refused:
    """The model's answer to a question about a design, with everything that it read; or why there is none.

    A condition that has no place in the design, or that the model did not read and does not declare as irrelevant, is
    refused and never dropped; so is a part that the model did not look at.
    """
    record = Record()
    try:
        here, placed, homeless = design.under(question)
        _can_land(model, design, homeless)
        value = _run(model, here, record, question, {})
        _read_all(model, question, record, placed)
        _read_elsewhere(here, record, homeless)
        std = None if isinstance(value, tuple) else _spread(model, here, question, record)
    except (Refuse, Unanswerable) as no:
        return Refused(question, model.name, str(no))
    except NatriaError as no:
        return Refused(question, model.name, no.what)
    _keeps_the_contract(model, question, record, value)
    ignored = tuple(k for k in question.at if k in model.ignores and placed.get(k) not in record.findings)
    inputs, settings = tuple(record.findings.values()), tuple(record.settings.values())
    origin = Computed(model.name, model.version, inputs, settings, model.valid, ignored)
    asked = _said_in_full(question, here, record)
    if isinstance(value, tuple):
        return Finding(asked, sum(value) / 2, origin, None, value)
    return Finding(asked, value, origin, std)


def _said_in_full(question: Question, design: Design, record: Record) -> Question:
    """The question with the conditions that its term needs, where it left them to the design."""
    places = {key: design.landing(key) for key in term(question.name).needs if key not in question.at}
    read = {key: record.findings[path].value for key, path in places.items() if path in record.findings}
    return replace(question, at={**question.at, **read}) if read else question


def _run(model: Model, design: Design, record: Record, question: Question, nudge: dict[str, float]) -> float | Span:
    if question.name not in model.answers:
        raise Unanswerable(f"{model.name} does not answer {question.name}")
    reader = Reader(of_design(design), record, question.name, design.part_of(question.part), nudge)
    try:
        return _plain(model.run(reader))
    except ArithmeticError:
        raise Refuse("the equation has no value for these inputs (a division by zero, or a number too large)") from None


def _plain(answer: float | Span) -> float | Span:
    """Without the types of arrays; a span whose ends meet is a number."""
    if not isinstance(answer, tuple):
        return float(answer)
    low, high = map(float, answer)
    return low if low == high else (low, high)


def _can_land(model: Model, design: Design, homeless: Mapping[str, str]) -> None:
    if missing := [key for key in homeless if key not in model.ignores]:
        raise Refuse(f"{design.name} has no place for the condition {_list(missing, homeless)}")


def _read_all(model: Model, question: Question, record: Record, placed: Mapping[str, str]) -> None:
    """Whatever the question names must have reached the answer, or be declared as irrelevant."""
    if question.part and not record.part:
        raise Refuse(f"{model.name} answers {question.name} of a whole cell, not of a part ({question.part})")
    if unread := [k for k, path in placed.items() if path not in record.findings and k not in model.ignores]:
        raise Refuse(f"{model.name} does not depend on the condition {_list(unread, {})}")


def _read_elsewhere(design: Design, record: Record, homeless: Mapping[str, str]) -> None:
    """A condition without a place may be declared as irrelevant only if the model did not read what it stands for."""
    if reads := [k for k in homeless if design.landing(k) in record.findings]:
        raise Refuse(f"{design.name} has no place for the condition {_list(reads, homeless)}")


def _keeps_the_contract(model: Model, question: Question, record: Record, value: float | Span) -> None:
    if not record.findings and not record.settings:
        what = f"{model.name} answered {question.name} without reading the design"
        raise ModelError(what, "read its inputs with the reader")
    if isinstance(value, tuple) and value[0] > value[1]:
        what = f"{model.name} answered {question.name} from {value[0]:g} down to {value[1]:g}"
        raise ModelError(what, "return the lower end first")
    for each in value if isinstance(value, tuple) else (value,):
        if not isfinite(each):
            raise ModelError(f"{model.name} answered {question.name} = {each}", "let it refuse what it cannot answer")
        if wrong := outside(each, term(question.name).domain):
            raise ModelError(f"{model.name} answered {question.name} = {each:g}, which {wrong}")


def replay(model: Model, design: Design, question: Question) -> tuple[float | Span, float | Span]:
    """The answer, and the answer from its own record alone; the second fails if a read went unrecorded."""
    here, _, _ = design.under(question)
    record = Record()
    first = _run(model, here, record, question, {})
    again = _plain(model.run(Reader(of_record(record), Record(), question.name, here.part_of(question.part), {})))
    return first, again


def _spread(model: Model, design: Design, question: Question, record: Record) -> float | None:
    """Standard deviation by linear propagation, in one place for every model; unknown in, unknown out.

    sigma^2 = sum over inputs a, b of (df/da)(df/db) cov(a, b), with central differences over one standard deviation.
    What the nudged runs read beside the first joins its record; where one of them is refused the spread is unknown.
    """
    used = dict(record.findings)
    if any(f.std is None for f in used.values()):
        return None
    slope: dict[str, float] = {}
    for path, finding in used.items():
        if finding.std:
            try:
                up, down = (_number(model, design, record, question, {path: s * finding.std}) for s in (1, -1))
            except (Refuse, Unanswerable, NatriaError):
                return None
            slope[path] = (up - down) / 2
    if any(f.std is None for f in record.findings.values()):
        return None
    variance = sum(_correlation(used[a], used[b]) * slope[a] * slope[b] for a in slope for b in slope)
    return float(max(variance, 0.0) ** 0.5) if isfinite(variance) else None


def _number(model: Model, design: Design, record: Record, question: Question, nudge: dict[str, float]) -> float:
    value = _run(model, design, record, question, nudge)
    if isinstance(value, tuple):
        raise Refuse("the answer is a range")
    return value


def _correlation(a: Finding, b: Finding) -> float:
    """1 for one and the same finding, the fit's own for two of its parameters, else 0."""
    if a.id == b.id:
        return 1.0
    match a.origin, b.origin:
        case Fitted(fit=f, parameter=p), Fitted(fit=g, parameter=q) if f == g and f.covariance is not None:
            i, j = f.names.index(p), f.names.index(q)
            return float(f.covariance[i][j] / (f.covariance[i][i] * f.covariance[j][j]) ** 0.5)
    return 0.0


def _list(keys: Iterable[str], why: Mapping[str, str]) -> str:
    return ", ".join(key.replace("_", " ") + (f" ({why[key]})" if why.get(key) else "") for key in keys)
