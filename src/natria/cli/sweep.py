"""natria sweep: the cells of a design at many points."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__

if TYPE_CHECKING:
    from ..store import Progress

OUT = Path("natria-out") / "sweep"


def run(
    name: str,
    *,
    system: str,
    varied: tuple[str, ...],
    samples: int | None,
    how: str,
    seed: int,
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
    from ..explore.sweeps import SAMPLES, grid, read_axis, sweep_cells
    from ..explore.sweeps.document import sweep_document
    from ..report import ensure_writable
    from ..report.sweep import print_sweep, write_sweep
    from ..store import Store
    from ..studies.opening.case import open_case
    from ..studies.opening.overrides import read_given
    from ..studies.simulation.plan import plan

    axes = [read_axis(text) for text in varied]
    points = grid(axes) if samples is None else SAMPLES[how](axes, samples, seed)
    case = open_case(name, papers=papers, system=system)
    kept = Store(results(store), tell=lambda text: click.echo(text, err=True))
    todo = plan(case, system, given=read_given(given), cycles=cycles, store=kept)
    design = todo.design
    out = out or (None if as_json else OUT / design.name.replace("/", "-"))
    if out is not None:
        ensure_writable(out, "sweep", inputs=(Path(name),))
    with Console(stderr=True).status(f"sweeping {design.name}") as status, runner(on, workers) as by:
        tell = _progress(status.update, design.name, len(points))
        swept = sweep_cells(design, points, todo.cycles, store=kept, runner=by, tell=tell)
    page = write_sweep(swept, out, __version__) if out is not None else None
    if as_json:
        click.echo(json.dumps(sweep_document(swept, __version__), indent=1, allow_nan=False))
    else:
        print_sweep(swept, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=as_json)
    return 0


def _progress(update: Callable[[str], None], name: str, cells: int) -> Callable[[Progress], None]:
    """Return what tells how many parts are there and how long the others take."""
    is_terminal = sys.stderr.isatty()
    shown = [-1]

    def tell(progress: Progress) -> None:
        left = "" if progress.seconds_left is None else f", about {progress.seconds_left:.0f} s left"
        failed = f", {progress.failed} failed" if progress.failed else ""
        text = f"{name}: {progress.done} of {progress.total} parts of {cells:,} cells{failed}{left}"
        update(text)
        tenth = 10 * (progress.done + progress.failed) // max(progress.total, 1)
        if not is_terminal and tenth != shown[0]:
            shown[0] = tenth
            click.echo(text, err=True)

    return tell
