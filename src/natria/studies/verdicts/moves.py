"""Answers with some inputs moved.

What was fitted is fitted again, so a move goes through fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...answers import Answerer, MovedAnswers, Ready, Record, Refuse, Unanswerable, ready
from ...design import Design
from ...quantity import Finding, FitError, Fitted, NatriaError, Question, ancestry
from ...record import AnyArtefact
from ..fit import FitTask, refit
from .spaces import as_y


@dataclass(frozen=True)
class Asked:
    """An answer with how it was asked, so that it can be asked again.

    `of` is the answerer of the artefact that an observable read: the artefact is made again where one of its inputs is
    moved. `moving` has the moved answers of a costly answerer, `artefact` what it read.
    """

    answer: Finding
    answerer: Answerer
    design: Design
    question: Question
    of: Answerer | None = None
    artefact: AnyArtefact | None = None
    moving: MovedAnswers | None = None

    @cached_property
    def ready(self) -> Ready:
        """The question, made ready to be asked many times."""
        return ready(self.answerer, self.design, self.question, self.of if self.artefact is None else self.artefact)


@dataclass(eq=False)
class Moves:
    """The fits of one set of assumptions, each refitted once for all answers that rest on it."""

    tasks: tuple[FitTask, ...]
    design_of: Callable[[Question], Design]
    _ready: dict[str, tuple[Ready, ...]] = field(default_factory=dict)
    _columns: dict[str, int] = field(default_factory=dict)
    _kept: dict[tuple[str, tuple[tuple[str, float], ...]], Mapping[str, float] | FitError] = field(default_factory=dict)

    def y(self, asked: Asked, moved: Mapping[str, float]) -> float | None:
        """The answer as `as_y` has it, with inputs moved (values by id); None where it is refused."""
        try:
            values = self.refitted(asked.answer, moved)
            if asked.moving:
                return as_y(asked.question.name, asked.moving.value(asked.ready, asked.design, values, Record()))
            return as_y(asked.question.name, asked.ready.value(values))
        except (Refuse, Unanswerable, NatriaError, ArithmeticError, ValueError):
            return None

    def column(self, root: str) -> int:
        """The column of draws that belongs to a root, in the order of asking."""
        return self._columns.setdefault(root, len(self._columns))

    def holds(self, answer: Finding) -> bool:
        """Whether an answer rests on a fit that is too costly to be made again."""
        costly = {one.id for task in self.tasks if not task.is_cheap for one in task.fitted.values()}
        return bool(costly) and any(one.id in costly for one in ancestry(answer))

    def refitted(self, answer: Finding, moved: Mapping[str, float]) -> Mapping[str, float]:
        """The moved values, with those of every fit of the answer that they reach; or a FitError.

        A fitted number that is itself moved, because it is taken over, is moved from the result of the new fit on.
        """
        behind = {one.id for one in ancestry(answer) if isinstance(one.origin, Fitted)}
        values = dict(moved)
        for task in self.tasks:
            if not behind & {f.id for f in task.fitted.values()}:
                continue
            reach = tuple(sorted((name, value) for name, value in values.items() if name in task.rests_on))
            if reach:
                fitted = self._refit(task, reach)
                before = {one.id: one.value for one in task.fitted.values()}
                values |= {name: value * moved.get(name, before[name]) / before[name] for name, value in fitted.items()}
        return values

    def _asked_by(self, task: FitTask) -> tuple[Ready, ...]:
        """The questions of a fit's data, made ready once."""
        if task.name not in self._ready:
            design_of = task.design_of or self.design_of
            made = (ready(task.model, design_of(d.question), d.question) for d in task.data)
            self._ready[task.name] = tuple(made)
        return self._ready[task.name]

    def _refit(self, task: FitTask, reach: tuple[tuple[str, float], ...]) -> Mapping[str, float]:
        if not task.is_cheap:
            raise FitError(
                f"the fit {task.name!r} by {task.model.name} is too costly to be made again for a moved input"
            )
        key = (task.name, reach)
        if key not in self._kept:
            try:
                self._kept[key] = refit(task, self._asked_by(task), dict(reach))
            except FitError as none:
                self._kept[key] = none
        found = self._kept[key]
        if isinstance(found, FitError):
            raise found
        return found
