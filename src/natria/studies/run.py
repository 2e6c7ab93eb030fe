"""Run a study: make its fits, answer every target, compare; then repeat for each what-if."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..design import Case, Lack, Sweep, join, lacks
from ..lab import Measurement
from ..lab.impedance.measurement import MeasuredSpectra
from ..lab.kinetics.measurement import MeasuredKinetics
from ..lab.materials import MeasuredCurves
from ..literature import Claim, Paper
from ..quantity import DesignError, Finding, Problem, Question, Refused, Reported, conditions, did_you_mean
from ..record import Table
from ..store import Entry as StoreEntry
from ..store import Store
from .answerers import answerers, find_answerer, find_fitted
from .budget import Budget, budget
from .curves.maps import map_tables
from .curves.profiles import profile_table
from .curves.sweep import sweep_tables
from .entries import Entries, entries_of
from .graded import Grader, grader_of, ungraded
from .moving import Say, Varying
from .needs import with_default_study
from .own_data import Data
from .own_kinds import OwnData, compared_data, measure_data
from .progress import Hear, StudySteps
from .rivals import Ranking, Rivals, RivalValues, rankings, rival_values, rivals
from .studio import Studio
from .verdicts import Comparison, Grade

TAKEN = ("set", "assumed")  # settings and assumptions of a paper are not results to predict


@dataclass(frozen=True)
class Run:
    """All answers under one set of assumptions: those of the case (no name) or of a what-if."""

    name: str
    says: str
    fits: Mapping[str, Finding]
    failed: Mapping[str, str]
    comparisons: tuple[Comparison, ...]
    answers: tuple[Finding | Refused, ...]
    own: tuple[Comparison, ...] = ()  # comparisons of measured numbers with reported ones and with the models
    grades: Mapping[str, Grade | None] = field(default_factory=dict)  # of the answers without a target, by id


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
    lacks: Mapping[str, tuple[Lack, ...]]  # missing items of the systems that are compared or budgeted
    measurements: tuple[Measurement, ...] = ()
    stored: tuple[StoreEntry, ...] = ()  # the results of a store that answers were taken from or kept as
    plugins: bool = False  # whether answerers of installed packages were asked
    rival_values: tuple[RivalValues, ...] = ()  # of inputs that a what-if replaces alone
    spectra: tuple[MeasuredSpectra, ...] = ()  # own impedance spectra, each of one cell
    kinetics: tuple[MeasuredKinetics, ...] = ()  # own sweeps and polarisations, each of one cell and technique
    curves: tuple[MeasuredCurves, ...] = ()  # own tests of materials, each of one sample and kind

    @cached_property
    def entries(self) -> Entries:
        """Return what was used: papers, cards, answerers, stored results."""
        asked = tuple(p.source.key for p in self.papers)
        return entries_of(self.case, tuple(self.findings()), asked, stored=self.stored, plugins=self.plugins)

    @property
    def runs(self) -> tuple[Run, ...]:
        return (self.base, *self.what_ifs)

    @property
    def rivals(self) -> tuple[Rivals, ...]:
        """Return the rivals of the base run: questions that several models answer."""
        return rivals(self.base.comparisons, self.base.answers)

    @property
    def rankings(self) -> tuple[Ranking, ...]:
        """Return the rankings of the systems by each model, in the base run."""
        return rankings(self.base.comparisons, self.base.answers)

    def findings(self) -> Iterator[Finding]:
        """Return every finding of the study; ancestors follow from them."""
        yield from (*self.targets, *self.taken)
        yield from (f for m in self.measurements for f in m.findings)
        yield from (f for m in self.spectra for f in m.findings)
        yield from (f for m in self.kinetics for f in m.findings)
        for one in self.budgets:
            yield from one.findings()
        for run in self.runs:
            yield from run.fits.values()
            yield from (f for c in (*run.comparisons, *run.own) for f in (c.target, c.answer) if isinstance(f, Finding))
            yield from (a for a in run.answers if isinstance(a, Finding))


def check_study(case: Case) -> None:
    """Raise where a fit or a sweep names a model that does not exist, or that does not answer its term."""
    fits = {join(["study", "fit", name]): fit for name, fit in case.study.fit.items()}
    for what, table in case.study.what_if.items():
        fits |= {join(["study", "what_if", what, "fit", name]): fit for name, fit in table.fit.items()}
    wrong = [
        Problem(f"{path}.model", f"there is no model {fit.model!r}", did_you_mean(fit.model, answerers()))
        for path, fit in fits.items()
        if find_fitted(fit.model) is None
    ]
    wrong += _models_of_sweeps(case)
    if wrong:
        raise DesignError(case.source, wrong)


def _models_of_sweeps(case: Case) -> list[Problem]:
    """Return the models that sweeps name and that do not answer their terms."""
    return [
        Problem(
            join(["study", "sweep", sweep.id, "models"]),
            f"no answerer {name!r} answers {sweep.name}",
            did_you_mean(name, able),
        )
        for sweep in case.study.sweep
        for able in ([one.name for one in answerers().values() if sweep.name in one.answers],)
        for name in sweep.models
        if name not in able
    ]


def run_study(
    case: Case,
    data: Sequence[Data] = (),
    *,
    spread: bool = True,
    store: Store | None = None,
    named: Sequence[str] = (),
    plugins: bool = False,
    all_curves: bool = False,
    vary: Say | None = None,
    hear: Hear | None = None,
) -> StudyResult:
    """Run everything that a case asks for, and compare recordings, spectra and kinetics of its systems.

    A failed fit refuses what waits for it, with its reason. Without `spread` no input is varied: there are no
    intervals, and every assumption makes an answer conditional. Results that took minutes come from `store`, and are
    computed for the answerers that are `named`. Answerers of installed packages are asked with `plugins`; those that
    are named always are. Sweeps that take long are made with `all_curves`. With `vary` the inputs of costly answers of
    the base are moved too, all of them; it hears before each what this takes. `hear` is told how far the study is.
    """
    check_study(case)
    case = with_default_study(case)
    papers, targets, taken = _targets(case)
    asks = tuple(Question(a.name, a.of, conditions(**a.at)) for a in case.study.ask)
    names = ("", *case.study.what_if)
    used: list[StoreEntry] = []
    results = replace(store or Store(None), used=used.append)
    studios = [Studio(case, name, results, tuple(map(_known, named)), plugins) for name in names]
    studios[0] = _moved(studios[0], results, vary if spread else None)
    steps = _steps(case, len(data), len(names) * (len(targets) + len(asks)), all_curves, hear)
    measurements = tuple(_measured(one, studios[0], steps) for one in data)
    graders = [grader_of(studio, targets, studios) if spread else None for studio in studios]
    base = _run(studios[0], graders[0], targets, asks, measurements, steps=steps)
    others = [
        _run(studio, _after(base, grader), targets, asks, measurements, steps=steps)
        for studio, grader in zip(studios[1:], graders[1:], strict=True)
    ]
    tables, refused = _tables(case, studios, all_curves, steps)
    steps.begin("budgets")
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
        tuple(m for m in measurements if isinstance(m, Measurement)),
        tuple({one.id: one for one in used}.values()),
        plugins,
        rival_values(studios, {run.name: run.comparisons for run in (base, *others)}),
        tuple(m for m in measurements if isinstance(m, MeasuredSpectra)),
        tuple(m for m in measurements if isinstance(m, MeasuredKinetics)),
        tuple(m for m in measurements if isinstance(m, MeasuredCurves)),
    )


def _lacks(case: Case, targets: tuple[Finding, ...]) -> dict[str, tuple[Lack, ...]]:
    """Return the missing items of the base, of the systems of the targets, and of those with a budget."""
    subjects = {case.study.stands_for.get(t.question.system, t.question.system) for t in targets}
    wanted = {case.base.name, *subjects, *case.study.budget}
    return {system: lacks(case.design(system)) for system in case.systems if system in wanted}


def _known(name: str) -> str:
    """Return the name of an answerer, if there is one of this name."""
    return find_answerer(name).name


def targets_of(case: Case) -> tuple[Finding, ...]:
    """Return the reported numbers that a case is compared with."""
    return _targets(case)[1]


def _targets(case: Case) -> tuple[tuple[Paper, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the facts to ask: of whole papers those that are results, single ones as they are named."""
    papers = tuple(case.library.papers[key] for key in case.study.targets if ":" not in key)
    named = [case.library.fact(key) for key in case.study.targets if ":" in key]
    facts = [f for paper in papers for f in paper.facts.values()]
    results = [f for f in facts if isinstance(f.origin, Reported) and f.origin.kind not in TAKEN]
    taken = [f for f in facts if isinstance(f.origin, Reported) and f.origin.kind in TAKEN]
    return papers, tuple({f.id: f for f in (*results, *named)}.values()), tuple(taken)


def _moved(studio: Studio, results: Store, vary: Say | None) -> Studio:
    """Return a studio that also moves the inputs of costly answers, where that is asked for."""
    return replace(studio, varying=Varying(results, vary, studio.case.name)) if vary else studio


def _after(base: Run, grader: Grader | None) -> Grader | None:
    """Return the grader of a what-if, which grades anew only what differs from the base."""
    answers = (*(c.answer for c in base.comparisons), *base.answers)
    known = frozenset(answer.id for answer in answers if isinstance(answer, Finding))
    return replace(grader, unchanged=known) if grader else None


def _run(
    studio: Studio,
    grader: Grader | None,
    targets: tuple[Finding, ...],
    asks: tuple[Question, ...],
    measurements: tuple[OwnData, ...],
    *,
    steps: StudySteps,
) -> Run:
    def against(target: Finding) -> tuple[Comparison, ...]:
        steps.begin(_about(target.id, studio.name))
        answers = studio.answers(target.question)
        if grader:
            return grader.compare(target, answers)
        return ungraded(studio, target, answers)

    def further(question: Question) -> tuple[Finding | Refused, ...]:
        steps.begin(_about(question.name.replace("_", " "), studio.name))
        return studio.answers(question)

    comparisons = tuple(c for target in targets for c in against(target))
    own = tuple(c for m in measurements for c in compared_data(studio, m, targets, grader))
    asked = tuple((question, further(question)) for question in asks)
    graded = [(a, g) for q, answers in asked if grader for a, g in zip(answers, grader.grades(q, answers), strict=True)]
    grades = {a.id: g for a, g in graded if isinstance(a, Finding)}
    says = studio.what_if.says if studio.what_if else ""
    return Run(
        studio.name,
        says,
        studio.fits,
        studio.failed,
        comparisons,
        tuple(a for _, answers in asked for a in answers),
        own,
        grades,
    )


def _about(what: str, what_if: str) -> str:
    return f"{what}, what if {what_if}" if what_if else what


def _changed(run: Run, base: Run) -> Run:
    """Return the answers of a what-if that differ from the base."""
    known = {_mark(c.answer) for c in (*base.comparisons, *base.own)} | {_mark(a) for a in base.answers}
    return Run(
        run.name,
        run.says,
        {n: f for n, f in run.fits.items() if base.fits.get(n) != f},
        run.failed,
        tuple(c for c in run.comparisons if _mark(c.answer) not in known),
        tuple(a for a in run.answers if _mark(a) not in known),
        tuple(c for c in run.own if _mark(c.answer) not in known),
        run.grades,
    )


def _mark(answer: Finding | Refused) -> object:
    """Return the key by which answers of two runs are the same: provenance, or question and reason."""
    if isinstance(answer, Refused):
        return (answer.question.name, answer.question.of, tuple(answer.question.at.items()), answer.why)
    return answer.id


def _drawn(case: Case, all_curves: bool) -> list[Sweep]:
    return [sweep for sweep in case.study.sweep if all_curves or not sweep.when_asked]


def _steps(case: Case, data: int, questions: int, all_curves: bool, hear: Hear | None) -> StudySteps:
    """Return the steps of a study, none of them done."""
    curves = sum(len(sweep.of) * (1 + len(sweep.what_if)) for sweep in _drawn(case, all_curves))
    return StudySteps(hear, data + questions + curves + len(case.study.map) + 1)


def _measured(one: Data, studio: Studio, steps: StudySteps) -> OwnData:
    steps.begin(one.file.name)
    return measure_data(one, studio)


def _curve(sweep: Sweep, of: str, studio: Studio, steps: StudySteps) -> tuple[Table, ...] | Refused:
    steps.begin(_about(sweep.title, studio.name))
    return sweep_tables(sweep, of, studio.name, studio.curve(sweep.models, sweep.patch))


def _tables(
    case: Case, studios: list[Studio], all_curves: bool, steps: StudySteps
) -> tuple[tuple[Table, ...], tuple[Refused, ...]]:
    by_name = {s.name: s for s in studios}
    sweeps = _drawn(case, all_curves)
    got = [
        _curve(sweep, of, by_name[what_if], steps)
        for sweep in sweeps
        for what_if in ("", *sweep.what_if)
        for of in sweep.of
    ]
    drawn = [profile_table(sweep, of, by_name[""].profile) for sweep in sweeps if sweep.profile for of in sweep.of]
    got += [(one,) if isinstance(one, Table) else one for one in drawn]
    for map_ in case.study.map:
        steps.begin(map_.title)
        got.append(map_tables(map_, by_name[""].values))
    return tuple(t for one in got if isinstance(one, tuple) for t in one), tuple(
        r for r in got if isinstance(r, Refused)
    )
