"""The members of a prediction: one answerer asked once, with moved inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite

from ...answers import Answerer, Ready, Record, Refuse, Unanswerable, ask_number, ready
from ...design import Design
from ...quantity import Computed, Finding, NatriaError, Question, Refused
from ...record import AnyArtefact
from ...store import Progress
from ..answerers import find_answerer
from ..curves.task import Task
from ..studio import Studio, answer_of
from ..verdicts.moves import Asked
from ..verdicts.spaces import as_y

VERSION = 3  # raised when a member of the same key would give another number
KEPT = "natria.prediction.member"
FIT = "a fit has no solution with moved inputs"
Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class MemberKey:
    """What a member depends on: the question to a design by its digest, and the moved values by id."""

    task: str
    moved: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class MemberTask:
    """A question that is asked many times; `source` names the answerer of an artefact that it reads."""

    task: Task
    source: str = ""

    @property
    def key(self) -> str:
        """Return what a member depends on beside its moved values, with the versions of both answerers."""
        source = f"{self.source} {find_answerer(self.source).version}" if self.source else ""
        return f"{self.task.key} {source} {' '.join(sorted(self.task.design.left_out))}"

    @property
    def ready(self) -> Ready:
        of = find_answerer(self.source) if self.source else None
        return ready(find_answerer(self.task.answerer), self.task.design, self.task.question, of)


def value_of(asked: Ready, moved: Mapping[str, float]) -> float | str:
    """Return the answer with moved inputs (SI), or the reason why there is none."""
    try:
        answered = asked.run(moved)
    except (Refuse, Unanswerable) as no:
        return str(no)
    except NatriaError as no:
        return no.what
    except (ArithmeticError, ValueError) as no:
        return f"the equation has no value for these inputs ({no})"
    value = answered.value
    if isinstance(value, tuple):
        return "the answer is a range, and a prediction needs a number"
    if answered.bound is not None:
        return "the answer is only a bound, and a prediction needs a number"
    if not isinstance(value, float | int) or not isfinite(value):
        return "the answer is no finite number"
    return float(value)


def asked_of(studio: Studio, question: Question, answer: Finding) -> Asked:
    """Return an answer with all that is needed to ask for it again."""
    assert isinstance(answer.origin, Computed)
    answerer = studio.answerers[answer.origin.model]
    made = next((a.origin.model for a in answer.origin.artefacts if isinstance(a.origin, Computed)), "")
    of = studio.answerers.get(made) if answerer.of_artefact else None
    return Asked(answer, answerer, studio.design_of(question), question, of)


def stand_in(studio: Studio, question: Question, model: str) -> Finding | None:
    """Return a finding with all that a refused simulation read, so that its inputs can be moved.

    A simulation reads its whole design before it runs, so its record is complete when it is refused for what came of
    the run. None for closed forms, which refuse while they read, and where the design itself is refused: no member
    would have an answer.
    """
    answerer = studio.answerers[model]
    if answerer.cost == "cheap":
        return None
    record = Record()
    with suppress(NatriaError):  # an answer outside the domain of its term, such as a capacity of nothing
        answer = ask_number(answerer, studio.design_of(question), question, spread=False, record=record)
        if isinstance(answer, Finding):
            return answer
        if not answer.of_run:
            return None
    origin = record.origin(answerer.name, answerer.version, answerer.valid, ())
    return Finding(question, 1.0, origin) if record.findings else None


def is_cheap(asked: Asked) -> bool:
    """Whether an answer, and the artefact that it reads, takes no time worth keeping it for."""
    return asked.answerer.cost == "cheap" and (asked.of is None or asked.of.cost == "cheap")


def as_number_y(name: str, value: float | str) -> float | str:
    """Return y of a value; the reason where there is none."""
    if isinstance(value, str):
        return value
    try:
        return as_y(name, value)
    except ValueError:
        return "the answer is not above zero, and its term is compared by ratio"


def why_not(studio: Studio, question: Question, model: str) -> str:
    """Return why an answerer has no answer to a question here."""
    answerer: Answerer = studio.answerers[model]
    design: Design = studio.design_of(question)
    found: Finding | Refused | AnyArtefact = answer_of(answerer, design, question)
    return found.why if isinstance(found, Refused) else "no number"
