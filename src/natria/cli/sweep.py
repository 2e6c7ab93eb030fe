"""natria sweep: the cells of a design at many points."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__

if TYPE_CHECKING:
    from ..store import Progress

OUT = Path("natria-out") / "sweep"
USUAL = {"sobol": 256, "morris": 20}  # base samples, trajectories


def run(
    name: str,
    *,
    system: str,
    varied: tuple[str, ...],
    samples: int | None,
    how: str,
    seed: int,
    method: str | None,
    of: str,
    cycles: int | None,
    given: tuple[str, ...],
    on: str,
    workers: int | None,
    store: Path | None,
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...] = (),
) -> int:
    """Run a sweep, write its page, and return the exit code."""
    from rich.console import Console

    from ..environment import results
    from ..explore.runners import runner
    from ..explore.sensitivity import column_of, ensure_column, sensitivity, sensitivity_plan
    from ..explore.sweeps import SAMPLES, grid, read_axis, sweep_cells
    from ..report import ensure_writable
    from ..report.sweep import full_document, print_sweep, write_sweep
    from ..store import Store
    from ..studies.opening.case import open_case
    from ..studies.opening.overrides import read_given
    from ..studies.simulation.plan import plan

    axes = [read_axis(text) for text in varied]
    screen = None
    if method is not None:
        ensure_column(of)
        screen = sensitivity_plan(method, axes, USUAL[method] if samples is None else samples, seed)
        points = screen.points
    else:
        points = grid(axes) if samples is None else SAMPLES[how](axes, samples, seed)
    case = open_case(name, papers=papers, system=system)
    kept = Store(results(store), tell=lambda text: click.echo(text, err=True))
    todo = plan(case, system, given=read_given(given), cycles=cycles, store=kept)
    design = todo.design
    out = out or (None if as_json else OUT / design.name.replace("/", "-"))
    if out is not None:
        ensure_writable(out, "sweep", inputs=(Path(name),))
    with Console(stderr=True).status(f"sweeping {design.name}") as status, runner(on, workers) as by:
        tell = ProgressLine(status.update, design.name, len(points))
        with _resumable(tell, keeps=kept.path is not None):
            swept = sweep_cells(design, points, todo.cycles, store=kept, runner=by, tell=tell)
    found = sensitivity(screen, of, column_of(swept, of), seed) if screen is not None else None
    page = write_sweep(swept, out, __version__, found) if out is not None else None
    if as_json:
        click.echo(json.dumps(full_document(swept, __version__, found), indent=1, allow_nan=False))
    else:
        print_sweep(swept, Console(), found)
    if page is not None:
        click.echo(f"\npage: {page}", err=as_json)
    return 0


@contextmanager
def _resumable(told: ProgressLine, *, keeps: bool) -> Iterator[None]:
    """Say at Ctrl-C how many parts are kept; the command then ends with its code for an interruption."""
    try:
        yield
    except KeyboardInterrupt:
        done = f"{told.done} of {told.total} parts are kept: run the same command again to continue"
        click.echo(f"\n{done if keeps else 'nothing is kept without a store (--store)'}", err=True)
        raise


class ProgressLine:
    """Tells how many parts are there and how long the others take."""

    def __init__(self, update: Callable[[str], None], name: str, cells: int) -> None:
        self.update, self.name, self.cells = update, name, cells
        self.done = self.total = 0
        self.tenth = -1

    def __call__(self, progress: Progress) -> None:
        self.done, self.total = progress.done, progress.total
        left = "" if progress.seconds_left is None else f", about {progress.seconds_left:.0f} s left"
        failed = f", {progress.failed} failed" if progress.failed else ""
        text = f"{self.name}: {progress.done} of {progress.total} parts of {self.cells:,} cells{failed}{left}"
        self.update(text)
        tenth = 10 * (progress.done + progress.failed) // max(progress.total, 1)
        if not sys.stderr.isatty() and tenth != self.tenth:
            self.tenth = tenth
            click.echo(text, err=True)
