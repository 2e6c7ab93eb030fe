"""A question that is put to one answerer and one design, run with inputs as they are or moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from math import isfinite

from ..design import Design, Unanswerable
from ..quantity import Question, Span
from ..record import AnyArtefact, Field, Spectrum, Structure, Table, kind_of
from .answerer import Answered, Answerer
from .reader import UNMOVED, NoOutcome, Reader, ReaderSource, Record, Refuse, of_design, of_record, remembered

ARTEFACTS = (Table, Spectrum, Field, Structure)
Value = float | Span | AnyArtefact


@dataclass(frozen=True, eq=False)
class Ready:
    """A question with its conditions placed, every place of the design looked up once.

    `of` is what an observable reads: an artefact in hand, or the question for one, which is asked again where one of
    its inputs is moved.
    """

    answerer: Answerer
    question: Question
    part: str
    source: ReaderSource
    of: Ready | AnyArtefact | None = None

    def run(self, moved: Mapping[str, float] = UNMOVED, record: Record | None = None) -> Answered:
        """The answer with some inputs moved (values by the id of the finding); raises where it is refused.

        What was read is put into `record` where one is given.
        """
        reader = self.reader(moved, Record() if record is None else record)
        try:
            return plain(self.answerer.run(reader))
        except ArithmeticError:
            why = "the equation has no value for these inputs (a division by zero, or a number too large)"
            raise NoOutcome(why) from None

    def reader(self, moved: Mapping[str, float], record: Record) -> Reader:
        """Return the reader that the answerer gets; what it hands out is put into `record`."""
        read = self.of.artefact(moved) if isinstance(self.of, Ready) else self.of
        source = self.source if read is None else replace(self.source, artefact=lambda: read)
        return Reader(source, record, self.question.name, self.part, moved, by=by(self.answerer))

    def value(self, moved: Mapping[str, float] = UNMOVED, record: Record | None = None) -> float:
        """The number of `run`; raises where it is refused, and where the answer is a range or an artefact."""
        value = self.run(moved, record).value
        if isinstance(value, ARTEFACTS):
            raise Refuse(f"the answer is a {kind_of(value)}, not a number")
        if isinstance(value, tuple) or not isfinite(value):
            raise Refuse("the answer is no finite number")
        return value

    def artefact(self, moved: Mapping[str, float] = UNMOVED) -> AnyArtefact:
        """Return the artefact with some inputs moved, as an input of an observable.

        It is computed again only where it depends on one of the moved inputs.
        """
        unmoved, behind = self._unmoved
        return self._made(moved)[0] if behind & set(moved) else unmoved

    @cached_property
    def _unmoved(self) -> tuple[AnyArtefact, frozenset[str]]:
        return self._made(UNMOVED)

    def _made(self, moved: Mapping[str, float]) -> tuple[AnyArtefact, frozenset[str]]:
        """The artefact and the ids of the numbers that it was made from."""
        record = Record()
        made = self.run(moved, record).value
        if not isinstance(made, ARTEFACTS):
            raise Refuse(f"{self.answerer.name} gives no {self.question.name}: it is a number")
        behind = frozenset(f.id for f in record.findings.values())
        return replace(made, question=self.question, origin=record.origin(*by(self.answerer))), behind


def ready(answerer: Answerer, design: Design, question: Question, of: Answerer | AnyArtefact | None = None) -> Ready:
    """A question made ready; raises where the answerer does not answer the term, or misses a package.

    `of` is what an observable reads: an artefact, or the answerer that is asked for one under the same conditions.
    """
    read = ready(of, design, wanted(answerer, question)) if isinstance(of, Answerer) else of
    return placed(answerer, design.under(question)[0], question, read)


def placed(answerer: Answerer, here: Design, question: Question, of: Ready | AnyArtefact | None) -> Ready:
    """A question made ready on a design in which its conditions are placed already."""
    if question.name not in answerer.answers:
        raise Unanswerable(f"{answerer.name} does not answer {question.name}")
    if missing := [name for name in answerer.needs if find_spec(name) is None]:
        raise Refuse(f"{answerer.name} needs {', '.join(missing)}, which is not installed")
    at = {key: question.at[key] for key in answerer.takes if key in question.at}
    return Ready(answerer, question, here.part_of(question.part), remembered(of_design(here, at)), of)


def wanted(answerer: Answerer, question: Question) -> Question:
    """Return the question for the artefact that an observable reads.

    It has the conditions of the question that the observable does not take itself.
    """
    at = {key: value for key, value in question.at.items() if key not in answerer.takes}
    return Question(answerer.of_artefact, question.of, at)


def run_record(answerer: Answerer, record: Record, term: str, part: str, moved: Mapping[str, float] = UNMOVED) -> Value:
    """The answer from what is on record, and from nothing else; raises where anything else is read."""
    return plain(answerer.run(Reader(of_record(record), Record(), term, part, moved, by=by(answerer)))).value


def plain(answer: Value | Answered) -> Answered:
    """Without the types of arrays; a span whose ends meet is a number."""
    value, at, bound = (answer.value, answer.at, answer.bound) if isinstance(answer, Answered) else (answer, {}, None)
    if isinstance(value, ARTEFACTS):
        return Answered(value, at)
    if not isinstance(value, tuple):
        return Answered(float(value), at, bound)
    low, high = map(float, value)
    return Answered(low if low == high else (low, high), at)


def by(answerer: Answerer) -> tuple[str, int, str]:
    """Name, version and validity, as an origin has them."""
    return (answerer.name, answerer.version, answerer.valid)
