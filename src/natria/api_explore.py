"""natria from Python: a design at many points, as a `Result`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ._version import __version__
from .design import Case, Design
from .environment import own_papers, stored_results
from .explore.answers import AnswersAtPoints, evaluate_answers
from .explore.regimes import RegimeMap, RegimeSettings, regime_map
from .explore.runners import runner
from .explore.sweeps import SAMPLES, SweepAxis, SweepPoints, SweptCells, grid, read_axis, sweep_cells
from .explore.uncertainty import UncertainAnswers, uncertain_answers
from .explore.uncertainty.drawn_answers import BASE
from .quantity import Finding, InputError, Problem
from .record import Table
from .report import Chart
from .report.sweep.answer_figures import answer_charts
from .report.sweep.answers import AnswersPage, answer_files, answers_title
from .report.sweep.figures import sweep_charts
from .report.sweep.files import sweep_files, titled
from .report.sweep.regime_figures import regime_charts
from .report.sweep.regimes import regime_files, regimes_title
from .report.sweep.uncertainty import uncertain_charts, uncertain_files, uncertain_title
from .result import Result, Tables
from .studies import Studio
from .studies.opening.case import open_case
from .studies.opening.overrides import with_given
from .studies.simulation.plan import plan

CALLER = "the call of natria.sweep"
Sweep = SweptCells | AnswersAtPoints | RegimeMap | UncertainAnswers


def sweep(
    design: Path | str | Case | Design,
    vary: Mapping[str, str] | Sequence[str] = (),
    *,
    answers: Sequence[str] = (),
    regimes: bool = False,
    uncertain: bool = False,
    system: str = "",
    samples: int | None = None,
    how: str = "lhs",
    seed: int = 1,
    cycles: int | None = None,
    changes: Mapping[str, str] | None = None,
    on: str = "here",
    workers: int | None = None,
    papers: Iterable[Path | str] = (),
) -> Result[Sweep]:
    """Return a design at many points: cells, answers in closed form, regimes, or their uncertainty.

    `vary` has ranges by path ({"interphase.bpi.thickness": "1 um:40 um:20"}), a grid, or with `samples` points drawn
    as `how` says ("lhs", "sobol"). Without `answers` the cells are simulated, at most `cycles` of them. `answers` are
    terms ("area_resistance#bpi"); with `uncertain` nothing varies and their inputs are drawn from their spreads.
    `regimes` maps which failure comes first over two numbers. `on` is a place to run, as that of `natria sweep --on`;
    `changes` are new values by path.

    >>> import natria
    >>> vary = {"interphase.bpi.thickness": "1 um:40 um:3"}
    >>> result = natria.sweep("kumar2020", vary, answers=["cell_overpotential"])
    >>> result.tables["answers"].columns["cell_overpotential"].numbers.round(3).tolist()
    [0.028, 0.24, 0.452]
    """
    case = open_case(design, papers=own_papers(papers), system=system)
    texts = [f"{path}={ends}" for path, ends in vary.items()] if isinstance(vary, Mapping) else list(vary)
    axes = [read_axis(text) for text in texts]
    if not axes and not uncertain:
        raise InputError(
            "natria.sweep", [Problem("vary", "is empty", 'write for example {"temperature": "280 K:320 K:5"}')]
        )
    store = stored_results()
    if not (answers or regimes or uncertain):
        todo = plan(case, system, given=changes, cycles=cycles, by=CALLER, store=store)
        with runner(on, workers) as by:
            swept = sweep_cells(todo.design, _points(axes, samples, how, seed), todo.cycles, store=store, runner=by)
        return _result(case, swept, titled(swept), (swept.table,), (sweep_charts, sweep_files))
    bare = Studio(case, store=store).design(system or case.base.name)
    here = with_given(bare, dict(changes), CALLER) if changes else bare
    if uncertain:
        drawn = uncertain_answers(here, answers, BASE if samples is None else samples, seed)
        return _result(
            case, drawn, uncertain_title(drawn), (drawn.table, drawn.draws), (uncertain_charts, uncertain_files)
        )
    points = _points(axes, samples, how, seed)
    if regimes:
        mapped = regime_map(here, points, RegimeSettings(seed=seed))
        return _result(case, mapped, regimes_title(mapped), (mapped.table,), (regime_charts, regime_files))
    with runner(on, workers) as by:
        found = evaluate_answers(here, points, answers, store=store, runner=by)
    return _result(case, found, answers_title(found), (found.table,), (answer_charts, _answer_files))


def _points(axes: Sequence[SweepAxis], samples: int | None, how: str, seed: int) -> SweepPoints:
    return grid(axes) if samples is None else SAMPLES[how](axes, samples, seed)


def _answer_files(found: AnswersAtPoints, version: str) -> dict[str, bytes]:
    return answer_files(AnswersPage(found), version)


def _result(
    case: Case,
    made: Any,
    title: str,
    tables: Sequence[Table],
    makers: tuple[Callable[[Any], Sequence[Chart]], Callable[[Any, str], dict[str, bytes]]],
) -> Result[Sweep]:
    """Return what was found as a result: `makers` draw its charts and write its files."""
    charts, files = makers
    numbers: tuple[Finding, ...] = (
        tuple(one.nominal for one in made.answers) if isinstance(made, UncertainAnswers) else ()
    )
    return Result(
        made,
        title,
        (),
        tuple((one, "") for one in numbers),
        (),
        Tables({table.id: table for table in tables}),
        case.library,
        lambda: tuple(charts(made)),
        partial(files, made, __version__),
        "sweep",
    )
