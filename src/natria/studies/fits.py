"""The fits of a case, and those that it takes over from other design files.

A fit that is taken over, {fit = "FILE:PARAMETER"}, is made in its own file with the cell of its data. Its result keeps
the fact and all that the model read of that cell as its ancestry, so a verdict moves these inputs and makes the fit
again. For another subject the result is borrowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from ..design import Case, Design, FitTable, split_reference
from ..quantity import Finding, FitError, Question
from .answerers import find_answerer
from .fit import FitTask, fit_parameters
from .simulated_fit import Trials, fit_simulated


@dataclass(frozen=True)
class Fits:
    """Results of fits by the name in designs, the reasons of failed ones, and the fits as tasks."""

    found: Mapping[str, Finding]
    failed: Mapping[str, str]
    tasks: tuple[FitTask, ...] = ()


def fits_of(
    case: Case, tables: Mapping[str, FitTable], bare: Mapping[str, Design], waited: Iterable[str], trials: Trials
) -> Fits:
    """Return the fits of a case, each with the results of those before it, those of other files first.

    `bare` are its designs without fits, `waited` the names of the fits that they refer to. Fits by models that are not
    cheap ask through `trials`.
    """
    own = {name for table in tables.values() for name in table.parameters}
    others = [name for name in sorted(waited) if name not in own and split_reference(name)[0]]
    taken = _taken_over(case, others, trials)
    made = _made(case, tables, bare.__getitem__, taken, trials)
    return Fits({**taken.found, **made.found}, {**taken.failed, **made.failed}, (*taken.tasks, *made.tasks))


@dataclass(frozen=True)
class OtherCells:
    """The designs of another file with the fits that are made there, by the question of a datum."""

    case: Case
    found: Mapping[str, Finding]
    failed: Mapping[str, str]

    def __call__(self, question: Question) -> Design:
        return design_of(self.case, question, lambda name: self.case.design(name).with_fits(self.found, self.failed))


def _made(
    case: Case, tables: Mapping[str, FitTable], bare: Callable[[str], Design], taken: Fits, trials: Trials
) -> Fits:
    """Return the fits of one file; `taken` are results of other files that its designs refer to."""
    found: dict[str, Finding] = {}
    failed: dict[str, str] = {}
    tasks: list[FitTask] = []

    def designs(system: str) -> Design:
        return bare(system).with_fits({**taken.found, **found}, {**taken.failed, **failed})

    place = partial(design_of, case, designs=designs)
    for name, table in tables.items():
        try:
            model, data = find_answerer(table.model), tuple(map(case.library.fact, data_of(case, name, table)))
            if model.cost == "cheap":
                fitted = fit_parameters(name, table, model, data, place)
            else:
                fitted = fit_simulated(name, table, model, data, place, trials=trials)
        except FitError as bad:
            failed |= dict.fromkeys(table.parameters, bad.what)
            continue
        found |= fitted
        tasks.append(FitTask(name, table, model, data, fitted))
    return Fits(found, failed, tuple(tasks))


def data_of(case: Case, name: str, table: FitTable) -> tuple[str, ...]:
    """Return the facts that a fit may use: in a blind case those of its training, all others else.

    Raises FitError where too few are left for its parameters.
    """
    if case.training is None:
        return tuple(table.data)
    kept = tuple(one for one in table.data if one in case.training and one not in case.base.left_out)
    if len(kept) < len(table.parameters):
        rest = ", ".join(one for one in table.data if one not in kept)
        fix = "name them under training, or give the parameters another source"
        raise FitError(f"the fit {name!r} rests on {rest}, which is not among the training facts", fix)
    return kept


def _taken_over(case: Case, names: Iterable[str], trials: Trials) -> Fits:
    """Return the fits of other files by the names with which a case refers to them."""
    wanted: dict[str, set[str]] = {}
    for name in names:
        file, parameter = split_reference(name)
        wanted.setdefault(file, set()).add(parameter)
    several = [(file, _of_other(case.other(file), parameters, trials)) for file, parameters in wanted.items()]
    found = {f"{file}:{name}": one for file, fits in several for name, one in fits.found.items()}
    failed = {f"{file}:{name}": why for file, fits in several for name, why in fits.failed.items()}
    tasks = tuple(
        replace(task, name=f"{file}:{task.name}", design_of=OtherCells(case.other(file), fits.found, fits.failed))
        for file, fits in several
        for task in fits.tasks
    )
    return Fits(found, failed, tasks)


def _of_other(other: Case, parameters: set[str], trials: Trials) -> Fits:
    """Return the fits of a file that find these parameters, and the fits that they wait for."""
    needed: set[str] = set()
    waiting = set(parameters)
    while waiting:
        needed |= waiting
        tables = {name: table for name, table in other.study.fit.items() if needed & set(table.parameters)}
        known = other.library.facts
        facts = [known[one] for one in chain.from_iterable(t.data for t in tables.values()) if one in known]
        cells = [design_of(other, fact.question, other.design) for fact in facts if stands_for(other, fact.question)]
        waiting = {name for cell in cells for name in cell.waits_for()} - needed
    return _made(other, tables, other.design, Fits({}, {}), trials)


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
