"""A studio: the designs of a case under one set of assumptions, with their fits; answers questions.

A studio is a value: it follows from its case and the name of a what-if. It is sent to other processes by pickle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from ..answers import Answerer, ask_number
from ..answers.stored import ask_stored, find_stored, look_up
from ..design import Case, Design, FitTable, WhatIf
from ..literature import Library
from ..models import models
from ..quantity import Computed, DesignError, Finding, FitError, ModelError, Question, Refused
from ..store import Store
from .answerers import answerers, answerers_for, sources_for
from .fit import FitTask, fit_parameters

NO_MODEL = "none"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Fits:
    """Results of the fits of a study by parameter, and why others have none."""

    found: Mapping[str, Finding]
    failed: Mapping[str, str]


@dataclass(frozen=True)
class Studio:
    """`name` is that of a what-if of the case; without one the assumptions are the case's own.

    `store` has results of answerers that take minutes; those that are `named` are run where it has none.
    """

    case: Case
    name: str = ""
    store: Store | None = None
    named: tuple[str, ...] = ()

    @property
    def what_if(self) -> WhatIf | None:
        return self.case.study.what_if[self.name] if self.name else None

    @property
    def library(self) -> Library:
        return self.case.library

    @cached_property
    def _bare(self) -> Mapping[str, Design]:
        """Return the designs of all systems, without fits."""
        return self.case.designs(self.what_if.changes if self.what_if else NOTHING)

    @cached_property
    def _fits(self) -> Fits:
        return fits_of(self._tables(), self._bare, self.case)

    def _tables(self) -> dict[str, FitTable]:
        """Return the fits that some design waits for."""
        tables = {**self.case.study.fit, **(self.what_if.fit if self.what_if else {})}
        wanted = frozenset(name for design in self._bare.values() for name in design.waits_for())
        return {name: table for name, table in tables.items() if wanted & set(table.parameters)}

    @property
    def fits(self) -> Mapping[str, Finding]:
        """Return the fitted parameters by name."""
        return self._fits.found

    @property
    def failed(self) -> Mapping[str, str]:
        """Return the parameters without a result, and why."""
        return self._fits.failed

    @property
    def fit_tasks(self) -> tuple[FitTask, ...]:
        """Return the fits that have a result, with all that is needed to repeat them."""
        return tuple(
            FitTask(name, table, models()[table.model], tuple(map(self.library.fact, table.data)), fitted)
            for name, table in self._tables().items()
            if len(fitted := {n: self.fits[n] for n in table.parameters if n in self.fits}) == len(table.parameters)
        )

    @cached_property
    def _designs(self) -> Mapping[str, Design]:
        return {system: bare.with_fits(self.fits, self.failed) for system, bare in self._bare.items()}

    def design(self, system: str) -> Design:
        """Return the design of a system with its fits."""
        known = self._designs
        return known[system] if system in known else self.case.design(system)  # raises with the reason

    def stands_for(self, question: Question) -> str | None:
        """The system of the case that is asked: its own, or the one that the case puts in place of a paper's."""
        return stands_for(self.case, question)

    def design_of(self, question: Question) -> Design:
        """The design that stands for the subject of a question."""
        return design_of(self.case, question, self.design)

    def answers(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """Return the answers of every answerer of the term; their reasons where all refuse."""
        return self._ask(question, patch, answerers_for(question.name))

    def closed(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """Return the answers of closed forms alone: for curves and maps of many points."""
        return self._ask(question, patch, _cheap(question))

    def values(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """Return the answers as `closed` does, without uncertainties: for maps, which show none."""
        return self._ask(question, patch, _cheap(question), spread=False)

    def stored_on(self, question: Question, answer: Finding | Refused) -> date | None:
        """Return the day (UTC) on which the store received this answer; None for what is computed with the study."""
        model = answer.origin.model if isinstance(answer, Finding) and isinstance(answer.origin, Computed) else ""
        one = answerers().get(model)
        if one is None or one.cost != "minutes":
            return None
        found = find_stored(one, self.design_of(question), question, self.store or Store(None))
        if found is None or found.entry is None or found.answer != answer:
            return None
        return datetime.fromisoformat(found.entry.made).date()

    def _ask(
        self, question: Question, patch: Mapping[str, Any], asked: tuple[Answerer, ...], *, spread: bool = True
    ) -> tuple[Finding | Refused, ...]:
        if not asked:
            return (Refused(question, NO_MODEL, f"no model answers {question.name} yet"),)
        if self.stands_for(question) is None:
            return (Refused(question, NO_MODEL, f"no design of this case stands for {question.of}"),)
        design = self.design_of(question)
        try:
            design = design.patched(patch) if patch else design
        except DesignError as no:  # a what-if removed the swept number
            return (Refused(question, NO_MODEL, "; ".join(p.what for p in no.problems)),)
        found = tuple(
            answer
            for one in asked
            for of in sources_for(one)
            if (answer := self._answer(one, design, question, of, spread=spread)) is not None
        )
        if not found:
            names = ", ".join(one.name for one in asked)
            return (Refused(question, NO_MODEL, f"takes minutes and is not stored; ask for it with --with {names}"),)
        answered = tuple(f for f in found if isinstance(f, Finding))
        refused = {f.why: f for f in reversed(found) if isinstance(f, Refused)}
        return answered or tuple(reversed(refused.values()))  # of equal reasons, the first

    def _answer(
        self, one: Answerer, design: Design, question: Question, of: Answerer | None, *, spread: bool
    ) -> Finding | Refused | None:
        """Return the answer; None where it takes minutes and is neither stored nor named."""
        if one.cost != "minutes":
            return answer_of(one, design, question, of, spread=spread)
        store = self.store or Store(None)
        if one.name in self.named:
            return ask_stored(one, design, question, store, case=self.case.name)
        return look_up(one, design, question, store)


def _cheap(question: Question) -> tuple[Answerer, ...]:
    return tuple(one for one in answerers_for(question.name) if one.cost == "cheap")


def answer_of(
    answerer: Answerer, design: Design, question: Question, of: Answerer | None = None, *, spread: bool = True
) -> Finding | Refused:
    """Return the answer of an answerer, or a refusal.

    An answerer that breaks its contract is refused too, so that it cannot end a whole study.
    """
    try:
        return ask_number(answerer, design, question, of=of, spread=spread)
    except ModelError as bad:
        return Refused(question, answerer.name, bad.what)


def stands_for(case: Case, question: Question) -> str | None:
    """Return the system of the case that is asked: its own, or the one that replaces that of a paper."""
    named = case.study.stands_for
    system = named.get(question.of, named.get(question.system, question.system)).partition("#")[0]
    return system if system in case.systems else None


def design_of(case: Case, question: Question, designs: Callable[[str], Design]) -> Design:
    """Return the design of the subject of a question."""
    system = stands_for(case, question)
    if system is None:
        raise FitError(f"no design of this case stands for {question.system!r}")
    part = case.study.stands_for.get(question.of, "").partition("#")[2]
    return replace(designs(system), aliases={question.part: part}) if part else designs(system)


def fits_of(tables: Mapping[str, FitTable], bare: Mapping[str, Design], case: Case) -> Fits:
    """Return the fits of a case, each with the results of those before it."""
    found: dict[str, Finding] = {}
    failed: dict[str, str] = {}

    def designs(system: str) -> Design:
        return bare[system].with_fits(found, failed)

    for name, table in tables.items():
        data = tuple(map(case.library.fact, table.data))
        place = partial(design_of, case, designs=designs)
        try:
            found |= fit_parameters(name, table, models()[table.model], data, place)
        except FitError as bad:
            failed |= dict.fromkeys(table.parameters, bad.what)
    return Fits(found, failed)
