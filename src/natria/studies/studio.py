"""A studio: the designs of a case under one set of assumptions, with their fits; answers questions.

A studio is a value: it follows from its case and the name of a what-if. It is sent to other processes by pickle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from ..answers import Answer, Answerer, ask, ask_number
from ..answers.ask import as_number
from ..answers.once import ARTEFACTS, wanted
from ..answers.stored import Of, ask_stored, find_stored, look_up, look_up_spread
from ..design import Case, Design, FitTable, WhatIf, phase_design, split_reference
from ..literature import Library
from ..quantity import Computed, DesignError, Finding, ModelError, NatriaError, Question, Refused, term
from ..store import Store
from .answerers import answerers, find_answerer, shipped
from .curves.profiles import PROFILE_MODEL
from .fit import FitTask
from .fits import Fits, design_of, fits_of, stands_for
from .moving import Varying
from .simulated_fit import Trials

NO_MODEL = "none"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Studio:
    """`name` is that of a what-if of the case; without one the assumptions are the case's own.

    `store` has results of answerers that take minutes; those that are `named` are run where it has none. Answerers of
    installed packages are asked with `plugins`, and where they are named. With `varying` the inputs of costly answers
    are moved too.
    """

    case: Case
    name: str = ""
    store: Store | None = None
    named: tuple[str, ...] = ()
    plugins: bool = False
    varying: Varying | None = None

    @property
    def answerers(self) -> Mapping[str, Answerer]:
        """Return the answerers that are asked here, by name: closed forms first."""
        known = answerers() if self.plugins else shipped()
        return {**known, **{name: find_answerer(name) for name in self.named}}

    def answerers_for(self, name: str) -> tuple[Answerer, ...]:
        """Return the answerers of a term."""
        return tuple(one for one in self.answerers.values() if name in one.answers)

    @property
    def what_if(self) -> WhatIf | None:
        return self.case.study.what_if[self.name] if self.name else None

    @property
    def library(self) -> Library:
        return self.case.library

    @cached_property
    def _bare(self) -> Mapping[str, Design]:
        """Return the designs of all systems, without fits."""
        if self.what_if is None:
            return self.case.designs(NOTHING)
        return self.case.designs(self.what_if.changes, self.what_if.systems)

    @cached_property
    def _fits(self) -> Fits:
        trials = Trials(self.store or Store(None), self.named, self.case.name)
        return fits_of(self.case, self._tables(), self._bare, self._waited, trials)

    def costly_fits(self, question: Question) -> tuple[str, ...]:
        """Return the fits that the system of a question waits for and whose model is not cheap, made or not."""
        system = self.stands_for(question)
        bare = self._bare.get(system) if system else None
        found: dict[str, None] = {}
        for name in sorted(bare.waits_for()) if bare else ():
            file, parameter = split_reference(name)
            tables = self.case.other(file).study.fit if file else self._tables()
            costly = (t for t, one in tables.items() if parameter in one.parameters and not _is_cheap(one.model))
            found |= dict.fromkeys(f"{file}:{t}" if file else t for t in costly)
        return tuple(found)

    def _tables(self) -> dict[str, FitTable]:
        """Return the fits that some design waits for."""
        tables = {**self.case.study.fit, **(self.what_if.fit if self.what_if else {})}
        return {name: table for name, table in tables.items() if self._waited & set(table.parameters)}

    @cached_property
    def _waited(self) -> frozenset[str]:
        """Return the names of the fits that some design waits for."""
        return frozenset(name for design in self._bare.values() for name in design.waits_for())

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
        return self._fits.tasks

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

    def phase(self, question: Question) -> Design | None:
        """The design of the phase that is asked about; None for a system, and where no card has its name."""
        if self.stands_for(question) is not None:
            return None
        return phase_design(self.design(self.case.base.name), question.of)

    def design_of(self, question: Question) -> Design:
        """Return the design of the subject of a question.

        The subject is a system of the case, or a phase with its material card.
        """
        return self.phase(question) or design_of(self.case, question, self.design)

    def answers(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """Return the answers of every answerer of the term; their reasons where all refuse."""
        return self._ask(question, patch)

    def closed(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """Return the answers of closed forms alone: for curves and maps of many points."""
        return self._ask(question, patch, only_cheap=True)

    def curve(
        self, models: Sequence[str], changes: Mapping[str, Any] = NOTHING
    ) -> Callable[[Question, Mapping[str, Any]], tuple[Finding | Refused, ...]]:
        """Return how points of a curve are asked: of these models, without uncertainties, or closed forms.

        `changes` are those of the designs for the curve alone.
        """
        if not models:
            return lambda question, patch: self.closed(question, {**changes, **patch})
        return lambda question, patch: self._ask(question, {**changes, **patch}, models=models, spread=False)

    def values(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """Return the answers as `closed` does, without uncertainties: for maps, which show none."""
        return self._ask(question, patch, only_cheap=True, spread=False)

    def profile(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> Answer:
        """Return the voltage profile of a full cell, simulated with its design patched."""
        one, design = find_answerer(PROFILE_MODEL), self.design_of(question)
        try:
            return ask(one, design.patched(patch) if patch else design, question, spread=False)
        except (DesignError, ModelError) as no:
            return Refused(question, one.name, str(no))

    def stored_on(self, question: Question, answer: Finding | Refused) -> date | None:
        """Return the day (UTC) on which the store received this answer, or the artefact that it was read from.

        None for what is computed with the study.
        """
        if not isinstance(answer, Finding) or not isinstance(answer.origin, Computed):
            return None
        one = self.answerers.get(answer.origin.model)
        if one is None:
            return None
        store, design = self.store or Store(None), self.design_of(question)
        for of in self._sources(one, only_cheap=False):
            if one.cost == "minutes":
                found = find_stored(one, design, question, store, of=of, as_asked=True)
                same = found is not None and _is_same(found.answer, answer)
            elif of is not None and of.cost == "minutes":
                found = find_stored(of, design, wanted(one, question), store)
                read = found.answer if found else None
                same = isinstance(read, ARTEFACTS) and read.reference in answer.origin.artefacts
            else:
                continue
            if same and found is not None and found.entry is not None:
                return datetime.fromisoformat(found.entry.made).date()
        return None

    def _ask(
        self,
        question: Question,
        patch: Mapping[str, Any],
        *,
        only_cheap: bool = False,
        models: Sequence[str] = (),
        spread: bool = True,
    ) -> tuple[Finding | Refused, ...]:
        of_phase = self.stands_for(question) is None
        known = [one for one in self.answerers_for(question.name) if one.cost == "cheap" or not only_cheap]
        known = [one for one in known if not models or one.name in models]
        asked = [one for one in known if one.of_phase == of_phase]
        if why := self._lacks(question, known, asked):
            return (Refused(question, NO_MODEL, why),)
        design = self.design_of(question)
        try:
            design = design.patched(patch) if patch else design
        except DesignError as no:  # a what-if removed the swept number
            return (Refused(question, NO_MODEL, "; ".join(p.what for p in no.problems)),)
        pairs = [(one, of) for one in asked for of in self._sources(one, only_cheap=only_cheap)]
        given = [self._answer(one, design, question, of, spread=spread) for one, of in pairs]
        answered = tuple(f for f in given if isinstance(f, Finding))
        found = [answer for answer in given if answer is not None]
        if passed := [one for pair, answer in zip(pairs, given, strict=True) if answer is None for one in pair if one]:
            found.append(Refused(question, NO_MODEL, _too_costly(question, passed)))
        refused = {f.why: f for f in reversed(found) if isinstance(f, Refused)}
        return answered or tuple(reversed(refused.values()))  # of equal reasons, the first

    def _lacks(self, question: Question, known: Sequence[Answerer], asked: Sequence[Answerer]) -> str:
        """Return why nobody can be asked: no answerer, no design, or no card of a phase; empty where one can."""
        if not known:
            return f"no model answers {question.name} yet"
        is_system = self.stands_for(question) is not None
        if not asked:
            names = ", ".join(one.name for one in known)
            of_phase = f"{question.name} is answered of a phase, not of a cell ({names})"
            return of_phase if is_system else f"no design of this case stands for {question.of}"
        if is_system or self.phase(question) is not None:
            return ""
        return f"no design of this case stands for {question.of}, and no material card has this name"

    def _sources(self, one: Answerer, *, only_cheap: bool) -> tuple[Answerer | None, ...]:
        """Return the answerers of the artefact that an observable reads; None alone where there are none."""
        if not one.of_artefact:
            return (None,)
        known = [of for of in self.answerers_for(one.of_artefact) if of.of_phase == one.of_phase]
        return tuple(of for of in known if of.cost == "cheap" or not only_cheap) if known else (None,)

    def _answer(
        self, one: Answerer, design: Design, question: Question, of: Of, *, spread: bool
    ) -> Finding | Refused | None:
        """Return the answer; None where it, or what it reads, takes minutes and is neither stored nor named."""
        store = self.store or Store(None)
        if one.of_artefact and of is None:
            kind = term(one.of_artefact).artefact
            why = f"{one.name} reads a {kind} ({one.of_artefact}) of {question.of}, and no answerer here gives one"
            return Refused(question, one.name, why)
        try:
            varying = self.varying if spread else None
            if spread and not varying and (known := look_up_spread(one, design, question, store, of=of)):
                return known
            if isinstance(of, Answerer) and (of.cost == "minutes" or (varying and of.cost == "seconds")):
                asked = wanted(one, question)
                is_run = of.cost != "minutes" or of.name in self.named
                made = (ask_stored if is_run else look_up)(of, design, asked, store)
                if made is None or isinstance(made, Finding):
                    return None
                if isinstance(made, Refused):
                    return Refused(question, one.name, f"{of.name} gives no {asked.name}: {made.why}")
                of = made
            is_run = one.cost != "minutes" or one.name in self.named
            if varying and (one.cost != "cheap" or isinstance(of, ARTEFACTS)):
                if not is_run and look_up(one, design, question, store, of=of) is None:
                    return None
                artefact = of if isinstance(of, ARTEFACTS) else None
                return as_number(varying.answer(one, design, question, artefact), one)
            if one.cost != "minutes":
                return ask_number(one, design, question, of=of, spread=spread)
            if one.name in self.named:
                return as_number(ask_stored(one, design, question, store, of=of, case=self.case.name), one)
            found = look_up(one, design, question, store, of=of)
            return None if found is None else as_number(found, one)
        except ModelError as bad:  # an answerer that breaks its contract does not end a study
            return Refused(question, one.name, bad.what)


def _is_same(one: Answer, other: Finding) -> bool:
    """Whether two answers are one, with or without a spread."""
    return isinstance(one, Finding) and (one.question, one.value, one.bound) == (
        other.question,
        other.value,
        other.bound,
    )


def _is_cheap(model: str) -> bool:
    """Whether a model is cheap; one that is not known makes no fit at all."""
    try:
        return find_answerer(model).cost == "cheap"
    except NatriaError:
        return True


def _too_costly(question: Question, asked: Sequence[Answerer]) -> str:
    """Return why nobody was run."""
    costly = dict.fromkeys(one.name for one in asked if one.cost == "minutes")
    if not costly:
        return f"no model answers {question.name} quickly enough for a curve"
    return f"takes minutes and is not stored; ask for it with {' '.join(f'--with {name}' for name in costly)}"


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
