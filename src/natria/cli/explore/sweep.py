"""natria sweep: a design at many points."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ... import __version__

if TYPE_CHECKING:
    from ...explore.sensitivity import SensitivityPlan
    from ...explore.sweeps import SweepPoints
    from ...store import Progress, Store

OUT = Path("natria-out") / "sweep"
USUAL = {"sobol": 256, "morris": 20}  # base samples, trajectories
MEAN = "voltage_mean"


@dataclass(frozen=True)
class SweepOptions:
    """What the command line gives to a sweep."""

    name: str
    system: str
    varied: tuple[str, ...]
    answers: tuple[str, ...]
    regimes: bool
    uncertain: bool
    samples: int | None
    how: str
    seed: int
    method: str | None
    of: str | None
    cycles: int | None
    given: tuple[str, ...]
    on: str | None
    workers: int | None
    store: Path | None
    out: Path | None
    as_json: bool
    papers: tuple[Path, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the terms that are asked."""
        return tuple(one.strip() for text in self.answers for one in text.split(",") if one.strip())

    def points(self) -> tuple[SweepPoints, SensitivityPlan | None]:
        """Return the points, and the plan of a sensitivity analysis where one is asked for."""
        from ...explore.sensitivity import sensitivity_plan
        from ...explore.sweeps import SAMPLES, grid, read_axis

        axes = [read_axis(text) for text in self.varied]
        if self.method is not None:
            count = USUAL[self.method] if self.samples is None else self.samples
            screen = sensitivity_plan(self.method, axes, count, self.seed)
            return screen.points, screen
        if self.samples is None:
            return grid(axes), None
        return SAMPLES[self.how](axes, self.samples, self.seed), None

    def kept(self) -> Store:
        """Return the store for finished parts."""
        from ...environment import results
        from ...store import Store

        return Store(results(self.store), tell=lambda text: click.echo(text, err=True))

    def folder(self, name: str) -> Path | None:
        """Return the folder for the page of a design; refused where it holds something else."""
        from ...report import ensure_writable

        out = self.out or (None if self.as_json else OUT / name.replace("/", "-"))
        if out is not None:
            ensure_writable(out, "sweep", inputs=(Path(self.name),))
        return out


def run(name: str, **options: Any) -> int:
    """Run a sweep, write its page, and return the exit code."""
    asked = SweepOptions(name, **options)
    if asked.regimes:
        from .regimes import run_regimes

        return run_regimes(asked)
    if asked.uncertain:
        from .uncertain import run_uncertain

        return run_uncertain(asked)
    if asked.answers:
        from .answers import run_answers

        return run_answers(asked)
    return _run_cells(asked)


def _run_cells(asked: SweepOptions) -> int:
    from rich.console import Console

    from ...explore.runners import runner
    from ...explore.sensitivity import column_of, ensure_column, sensitivity
    from ...explore.sweeps import sweep_cells
    from ...report.sweep import full_document, print_sweep, write_sweep
    from ...studies.opening.case import open_case
    from ...studies.opening.overrides import read_given
    from ...studies.simulation.plan import plan

    points, screen = asked.points()
    of = asked.of or MEAN
    ensure_column(of)
    case = open_case(asked.name, papers=asked.papers, system=asked.system)
    kept = asked.kept()
    todo = plan(case, asked.system, given=read_given(asked.given), cycles=asked.cycles, store=kept)
    design = todo.design
    out = asked.folder(design.name)
    place = runner(asked.on or "processes", asked.workers)
    with Console(stderr=True).status(f"sweeping {design.name}") as status, place as by:
        tell = ProgressLine(status.update, design.name, f"{len(points):,} cells")
        with resumable(tell, keeps=kept.path is not None):
            swept = sweep_cells(design, points, todo.cycles, store=kept, runner=by, tell=tell)
    found = sensitivity(screen, of, column_of(swept, of), asked.seed) if screen is not None else None
    page = write_sweep(swept, out, __version__, found) if out is not None else None
    if asked.as_json:
        click.echo(json.dumps(full_document(swept, __version__, found), indent=1, allow_nan=False))
    else:
        print_sweep(swept, Console(), found)
    if page is not None:
        click.echo(f"\npage: {page}", err=asked.as_json)
    return 0


@contextmanager
def resumable(told: ProgressLine, *, keeps: bool) -> Iterator[None]:
    """Say at Ctrl-C how many parts are kept; the command then ends with its code for an interruption."""
    try:
        yield
    except KeyboardInterrupt:
        done = f"{told.done} of {told.total} parts are kept: run the same command again to continue"
        click.echo(f"\n{done if keeps else 'nothing is kept without a store (--store)'}", err=True)
        raise


class ProgressLine:
    """Tells how many parts are there and how long the others take."""

    def __init__(self, update: Callable[[str], None], name: str, what: str) -> None:
        self.update, self.name, self.what = update, name, what
        self.done = self.total = 0
        self.tenth = -1

    def __call__(self, progress: Progress) -> None:
        self.done, self.total = progress.done, progress.total
        left = "" if progress.seconds_left is None else f", about {progress.seconds_left:.0f} s left"
        failed = f", {progress.failed} failed" if progress.failed else ""
        text = f"{self.name}: {progress.done} of {progress.total} parts of {self.what}{failed}{left}"
        self.update(text)
        tenth = 10 * (progress.done + progress.failed) // max(progress.total, 1)
        if not sys.stderr.isatty() and tenth != self.tenth:
            self.tenth = tenth
            click.echo(text, err=True)
