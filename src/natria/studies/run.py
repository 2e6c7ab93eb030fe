"""Run a study: fit what the case says is fitted, ask every target, compare; then again for each what-if."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from ..answers import Answerer, ask_number
from ..design import Case, Design, FitTable, Lack, join, lacks
from ..lab import Measurement
from ..literature import Claim, Paper, fact, library
from ..models import models
from ..quantity import DesignError, Finding, FitError, Problem, Question, Refused, Reported, conditions, did_you_mean
from ..record import Table
from .answerers import answerers_for, sources_for
from .budget import Budget, budget
from .fit import fit_parameters
from .maps import map_tables
from .own_data import Data, compared, measure_file
from .rivals import Ranking, Rivals, rankings, rivals
from .sweep import sweep_tables
from .verdict import Comparison, compare

TAKEN = ("set", "assumed")  # what a paper set or assumed is not a result that one could predict
NO_MODEL = "none"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Run:
    """All answers under one set of assumptions: the case's own (no name) or a what-if."""

    name: str
    says: str
    fits: Mapping[str, Finding]
    failed: Mapping[str, str]
    comparisons: tuple[Comparison, ...]
    answers: tuple[Finding | Refused, ...]
    own: tuple[Comparison, ...] = ()  # what was measured, against what is reported and what the models say


@dataclass(frozen=True)
class StudyResult:
    case: Case
    base: Run
    what_ifs: tuple[Run, ...]
    budgets: tuple[Budget, ...]
    tables: tuple[Table, ...]
    refused_tables: tuple[Refused, ...]
    targets: tuple[Finding, ...]
    taken: tuple[Finding, ...]  # facts of the same papers that were set or assumed there
    claims: tuple[Claim, ...]
    papers: tuple[Paper, ...]
    lacks: Mapping[str, tuple[Lack, ...]]  # what the systems that are compared or budgeted do not say of themselves
    measurements: tuple[Measurement, ...] = ()

    @property
    def runs(self) -> tuple[Run, ...]:
        return (self.base, *self.what_ifs)

    @property
    def rivals(self) -> tuple[Rivals, ...]:
        """Where several models answer the same, in the base run."""
        return rivals(self.base.comparisons, self.base.answers)

    @property
    def rankings(self) -> tuple[Ranking, ...]:
        """In which order the models put the systems, in the base run."""
        return rankings(self.base.comparisons, self.base.answers)

    def findings(self) -> Iterator[Finding]:
        """Every finding of the study; ancestors follow from them."""
        yield from (*self.targets, *self.taken)
        for measured in self.measurements:
            yield from measured.findings
        for one in self.budgets:
            yield from one.findings()
        for run in self.runs:
            yield from run.fits.values()
            yield from (f for c in (*run.comparisons, *run.own) for f in (c.target, c.answer) if isinstance(f, Finding))
            yield from (a for a in run.answers if isinstance(a, Finding))


class Studio:
    """The designs of a case under one set of assumptions, with the fits that they wait for."""

    def __init__(self, case: Case, what_if: str = "") -> None:
        self.case = case
        self.what_if = case.study.what_if[what_if] if what_if else None
        self.name = what_if
        self._bare = cache(lambda system: case.design(system, self.what_if.changes if self.what_if else None))
        self.fits: dict[str, Finding] = {}
        self.failed: dict[str, str] = {}
        for name, table in self._fit_tables().items():
            self._fit(name, table)

    def _fit_tables(self) -> dict[str, FitTable]:
        tables = {**self.case.study.fit, **(self.what_if.fit if self.what_if else {})}
        wanted = frozenset(n for system in self.case.systems for n in self._bare(system).waits_for())
        return {name: table for name, table in tables.items() if wanted & set(table.parameters)}

    def _fit(self, name: str, table: FitTable) -> None:
        try:
            self.fits |= fit_parameters(
                name, table, models()[table.model], tuple(map(fact, table.data)), self._design_of
            )
        except FitError as bad:
            self.failed |= dict.fromkeys(table.parameters, bad.what)

    def design(self, system: str) -> Design:
        """The design of a system with its fits."""
        return self._bare(system).with_fits(self.fits, self.failed)

    def stands_for(self, question: Question) -> str | None:
        """The system of the case that is asked: its own, or the one that the case puts in place of a paper's."""
        named = self.case.study.stands_for
        system = named.get(question.of, named.get(question.system, question.system)).partition("#")[0]
        return system if system in self.case.systems else None

    def _design_of(self, question: Question) -> Design:
        system = self.stands_for(question)
        if system is None:
            raise FitError(f"no design here stands for {question.system!r}")
        design = self.design(system)
        part = self.case.study.stands_for.get(question.of, "").partition("#")[2]
        return replace(design, aliases={question.part: part}) if part else design

    def answers(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """What every answerer of the term says; their reasons where all refuse."""
        return self._ask(question, patch, answerers_for(question.name))

    def closed(self, question: Question, patch: Mapping[str, Any] = NOTHING) -> tuple[Finding | Refused, ...]:
        """The answers of closed forms alone: for curves and maps of many points."""
        cheap = tuple(one for one in answerers_for(question.name) if one.cost == "cheap")
        return self._ask(question, patch, cheap)

    def _ask(
        self, question: Question, patch: Mapping[str, Any], asked: tuple[Answerer, ...]
    ) -> tuple[Finding | Refused, ...]:
        if not asked:
            return (Refused(question, NO_MODEL, f"no model here answers {question.name} yet"),)
        if self.stands_for(question) is None:
            return (Refused(question, NO_MODEL, f"no design of this case stands for {question.of}"),)
        design = self._design_of(question)
        try:
            design = design.patched(patch)
        except DesignError as no:  # a what-if took away what is swept
            return (Refused(question, NO_MODEL, "; ".join(p.what for p in no.problems)),)
        found = tuple(ask_number(one, design, question, of=of) for one in asked for of in sources_for(one))
        answered = tuple(f for f in found if isinstance(f, Finding))
        refused = {f.why: f for f in reversed(found) if isinstance(f, Refused)}
        return answered or tuple(reversed(refused.values()))  # of one reason, who said it first


def check_study(case: Case) -> None:
    """What only the models can tell: that those which the fits name exist."""
    fits = {join(["study", "fit", name]): fit for name, fit in case.study.fit.items()}
    for what, table in case.study.what_if.items():
        fits |= {join(["study", "what_if", what, "fit", name]): fit for name, fit in table.fit.items()}
    wrong = [
        Problem(f"{path}.model", f"there is no model {fit.model!r}", did_you_mean(fit.model, models()))
        for path, fit in fits.items()
        if fit.model not in models()
    ]
    if wrong:
        raise DesignError(case.source, wrong)


def run_study(case: Case, data: Sequence[Data] = ()) -> StudyResult:
    """Everything that the case asks for, and what recordings of its systems say. A failed fit refuses what waits for
    it, with its reason."""
    check_study(case)
    papers, targets, taken = _targets(case)
    asks = tuple(Question(a.name, a.of, conditions(**a.at)) for a in case.study.ask)
    studios = [Studio(case), *(Studio(case, name) for name in case.study.what_if)]
    measurements = tuple(measure_file(d.file, studios[0], d.system, area=d.area, columns=d.columns) for d in data)
    runs = [_run(s, targets, asks, measurements) for s in studios]
    base, *others = runs
    tables, refused = _tables(case, studios)
    budgets = tuple(budget(case.design(system), studios[0].answers) for system in case.study.budget)
    return StudyResult(
        case,
        base,
        tuple(_changed(run, base) for run in others),
        budgets,
        (*tables, *(b.table for b in budgets if b.table is not None)),
        refused,
        targets,
        taken,
        tuple(c for paper in papers for c in paper.claims),
        papers,
        _lacks(case, targets),
        measurements,
    )


def _lacks(case: Case, targets: tuple[Finding, ...]) -> dict[str, tuple[Lack, ...]]:
    """Of the base, of the systems that stand for a target's subject, and of those with a budget."""
    subjects = {case.study.stands_for.get(t.question.system, t.question.system) for t in targets}
    wanted = {case.base.name, *subjects, *case.study.budget}
    return {system: lacks(case.design(system)) for system in case.systems if system in wanted}


def targets_of(case: Case) -> tuple[Finding, ...]:
    """The reported numbers that a case is held against."""
    return _targets(case)[1]


def _targets(case: Case) -> tuple[tuple[Paper, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """The facts to ask: of whole papers those that are results, single ones as they are named."""
    papers = tuple(library().papers[key] for key in case.study.targets if ":" not in key)
    named = [fact(key) for key in case.study.targets if ":" in key]
    facts = [f for paper in papers for f in paper.facts.values()]
    results = [f for f in facts if isinstance(f.origin, Reported) and f.origin.kind not in TAKEN]
    taken = [f for f in facts if isinstance(f.origin, Reported) and f.origin.kind in TAKEN]
    return papers, tuple({f.id: f for f in (*results, *named)}.values()), tuple(taken)


def _run(
    studio: Studio, targets: tuple[Finding, ...], asks: tuple[Question, ...], measurements: tuple[Measurement, ...]
) -> Run:
    comparisons = tuple(compare(t, a, studio.name) for t in targets for a in studio.answers(t.question))
    own = tuple(c for m in measurements for c in compared(studio, m, targets))
    answers = tuple(a for q in asks for a in studio.answers(q))
    says = studio.what_if.says if studio.what_if else ""
    return Run(studio.name, says, studio.fits, studio.failed, comparisons, answers, own)


def _changed(run: Run, base: Run) -> Run:
    """Of a what-if only what is not as in the base."""
    known = {_mark(c.answer) for c in (*base.comparisons, *base.own)} | {_mark(a) for a in base.answers}
    return Run(
        run.name,
        run.says,
        {n: f for n, f in run.fits.items() if base.fits.get(n) != f},
        run.failed,
        tuple(c for c in run.comparisons if _mark(c.answer) not in known),
        tuple(a for a in run.answers if _mark(a) not in known),
        tuple(c for c in run.own if _mark(c.answer) not in known),
    )


def _mark(answer: Finding | Refused) -> object:
    """Answers are the same when all that they rest on is; refusals when question and reason are."""
    if isinstance(answer, Refused):
        return (answer.question.name, answer.question.of, tuple(answer.question.at.items()), answer.why)
    return answer.id


def _tables(case: Case, studios: list[Studio]) -> tuple[tuple[Table, ...], tuple[Refused, ...]]:
    by_name = {s.name: s for s in studios}
    got = [
        sweep_tables(sweep, of, what_if, by_name[what_if].closed)
        for sweep in case.study.sweep
        for what_if in ("", *sweep.what_if)
        for of in sweep.of
    ]
    got += [map_tables(map_, by_name[""].closed) for map_ in case.study.map]
    return tuple(t for one in got if isinstance(one, tuple) for t in one), tuple(
        r for r in got if isinstance(r, Refused)
    )
