"""natria optimise: the best designs in several answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ... import __version__
from .answers import design_of
from .sweep import ProgressLine, resumable

if TYPE_CHECKING:
    from ...design import Case
    from ...explore.optimise import FrontSpread, OptimisedDesigns

OUT = Path("natria-out") / "optimise"
MOST = 50  # designs of a front that are written as files


def run(
    name: str,
    *,
    system: str,
    objectives: tuple[str, ...],
    varied: tuple[str, ...],
    constraints: tuple[str, ...],
    evaluations: int,
    method: str,
    batch: int,
    seed: int,
    given: tuple[str, ...],
    store: Path | None,
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...] = (),
) -> int:
    """Run a search, write its page and its designs, and return the exit code."""
    from rich.console import Console

    from ...environment import results
    from ...explore.optimise import (
        OptimisationProblem,
        SearchSettings,
        front_spread,
        optimise,
        read_constraint,
        read_objective,
        read_variable,
    )
    from ...explore.optimise.peers import step_of
    from ...report import ensure_writable
    from ...report.optimise import write_search
    from ...store import Store
    from ...studies.opening.case import open_case
    from ...studies.opening.overrides import read_given

    variables = tuple(map(read_variable, varied))
    goals = tuple(map(read_objective, objectives)), tuple(map(read_constraint, constraints))
    case = open_case(name, papers=papers, system=system)
    kept = Store(results(store), tell=lambda text: click.echo(text, err=True))
    design = design_of(case, system, given, kept)
    problem = OptimisationProblem(design, variables, *goals)
    out = out or (None if as_json else OUT / design.name.replace("/", "-"))
    if out is not None:
        ensure_writable(out, "optimisation", inputs=(Path(name),))
    settings = SearchSettings(batch=batch, seed=seed)
    step = step_of(method, problem, settings)
    with Console(stderr=True).status(f"searching {design.name}") as status:
        tell = ProgressLine(status.update, design.name, f"{evaluations:,} designs")
        with resumable(tell, keeps=kept.path is not None):
            found = optimise(problem, evaluations, settings, step=step, method=method, store=kept, tell=tell)
        status.update("spread of the best designs")
        spread = front_spread(found)
    page = None
    if out is not None:
        page = write_search(found, spread, out, __version__, _designs(case, found, out, read_given(given)))
    _show(found, spread, page, as_json=as_json)
    return 0


def _show(found: OptimisedDesigns, spread: FrontSpread, page: Path | None, *, as_json: bool) -> None:
    """Print what a search found, and where its page is."""
    from rich.console import Console

    from ...explore.optimise import search_document
    from ...report.optimise import print_search

    if as_json:
        click.echo(json.dumps(search_document(found, spread, __version__), indent=1, allow_nan=False))
    else:
        print_search(found, spread, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=as_json)


def _designs(case: Case, found: OptimisedDesigns, out: Path, given: dict[str, str]) -> dict[str, str]:
    """Return the best designs as design files, by their names; at most MOST, evenly along the front."""
    from ...explore.optimise import written_design

    front = found.front
    step = -(-len(front) // MOST)
    made = {}
    for k in range(0, len(front), step):
        name = f"{found.problem.design.name}/best-{k + 1}"
        made[f"designs/best-{k + 1:03d}.toml"] = written_design(
            case, found.problem, found.points[front[k]], name, out / "designs", given=given
        )
    return made
