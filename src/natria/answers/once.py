"""An answerer is run once: with a reader on a design, its answer in plain numbers or as an artefact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from math import isfinite

from ..design import Design, Unanswerable
from ..quantity import Question, Span
from ..record import AnyArtefact, Field, Spectrum, Structure, Table
from .answerer import Answered, Answerer
from .reader import UNMOVED, Reader, ReaderSource, Record, Refuse, of_design, remembered

ARTEFACTS = (Table, Spectrum, Field, Structure)
Value = float | Span | AnyArtefact


def by(answerer: Answerer) -> tuple[str, int, str]:
    """Name, version and validity, as an origin has them."""
    return (answerer.name, answerer.version, answerer.valid)


def run_once(
    answerer: Answerer,
    design: Design,
    record: Record,
    question: Question,
    *,
    moved: Mapping[str, float] = UNMOVED,
    artefact: AnyArtefact | None = None,
) -> Answered:
    """The answer of one run, with what was read put into the record; raises where it is refused."""
    if question.name not in answerer.answers:
        raise Unanswerable(f"{answerer.name} does not answer {question.name}")
    if missing := [name for name in answerer.needs if find_spec(name) is None]:
        raise Refuse(f"{answerer.name} needs {', '.join(missing)}, which is not installed")
    at = {key: question.at[key] for key in answerer.takes if key in question.at}
    part = design.part_of(question.part)
    source = of_design(design, at, lambda: artefact) if artefact else of_design(design, at)
    reader = Reader(source, record, question.name, part, moved, by=by(answerer))
    try:
        return plain(answerer.run(reader))
    except ArithmeticError:
        raise Refuse("the equation has no value for these inputs (a division by zero, or a number too large)") from None


@dataclass(frozen=True, eq=False)
class Ready:
    """A question that is put to an answerer and a design, to be asked many times with inputs moved."""

    answerer: Answerer
    question: Question
    part: str
    source: ReaderSource

    def value(self, moved: Mapping[str, float] = UNMOVED, record: Record | None = None) -> float:
        """The number with some inputs moved (values by the id of the finding); raises where it is refused.

        What was read is put into `record` where one is given.
        """
        name, one = self.question.name, self.answerer
        reader = Reader(self.source, Record() if record is None else record, name, self.part, moved, by=by(one))
        try:
            value = plain(one.run(reader)).value
        except ArithmeticError:
            raise Refuse("the equation has no value for these inputs") from None
        if isinstance(value, (tuple, *ARTEFACTS)) or not isfinite(value):
            raise Refuse("the answer is no finite number")
        return value


def ready(answerer: Answerer, design: Design, question: Question) -> Ready:
    """A question made ready: its conditions placed, every place of the design looked up once."""
    here, _, _ = design.under(question)
    at = {key: question.at[key] for key in answerer.takes if key in question.at}
    return Ready(answerer, question, here.part_of(question.part), remembered(of_design(here, at)))


def plain(answer: Value | Answered) -> Answered:
    """Without the types of arrays; a span whose ends meet is a number."""
    value, at = (answer.value, answer.at) if isinstance(answer, Answered) else (answer, {})
    if isinstance(value, ARTEFACTS):
        return Answered(value, at)
    if not isinstance(value, tuple):
        return Answered(float(value), at)
    low, high = map(float, value)
    return Answered(low if low == high else (low, high), at)
