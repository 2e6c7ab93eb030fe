"""natria simulate."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import nan
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING

import click

from ... import __version__

if TYPE_CHECKING:
    from ...studies.simulation.outcome import Simulation
    from ...studies.simulation.plan import Plan
    from ...studies.simulation.resume import Stopped

OUT = Path("natria-out") / "simulate"
STOPPED = 130
LARGE = 1e9  # bytes from which a run is announced with its size
SURE, LONG = 10.0, 600.0  # s: after which a forecast of the time is made, and from which it is shown


def run(
    name: str,
    *,
    system: str,
    cycles: int | None,
    given: tuple[str, ...],
    samples: int | None,
    calibrated: tuple[Path, ...],
    fresh: bool,
    partial: bool,
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...] = (),
    varied: str = "",
) -> int:
    """Simulate and return the exit code: 130 where the user stopped it."""
    from ...environment import stored_results
    from ...report import ensure_writable
    from ...studies.opening.case import open_case
    from ...studies.opening.overrides import read_given
    from ...studies.simulation.plan import plan
    from ...studies.simulation.resume import Stopped, unfinished_in, unfinished_result

    case = open_case(name, papers=papers, calibrated=calibrated, system=system)
    if varied:
        if fresh or partial:
            raise click.UsageError("--vary keeps no unfinished run: leave out --fresh and --partial")
        from ..explore.varied import run as run_varied

        settings = {"given": read_given(given), "cycles": cycles, "samples": samples, "store": stored_results()}
        return run_varied(case, system, varied, settings, out=out, as_json=as_json, inputs=(Path(name), *calibrated))
    todo = plan(case, system, given=read_given(given), cycles=cycles, samples=samples, store=stored_results())
    out = out or (None if as_json and not partial else OUT / todo.system.replace("/", "-"))
    if partial and out is not None:
        beside = out.with_name(f"{out.name}-incomplete")
        ensure_writable(beside, "simulation", inputs=(Path(name), *calibrated))
        _tell(unfinished_result(todo, out), name, beside, as_json)
        return 0
    if out is not None:
        ensure_writable(out, "simulation", also=unfinished_in(out), inputs=(Path(name), *calibrated))
    _forecast(todo)
    made = _followed(todo, out, fresh, lambda s: _tell(s, name, out, as_json))
    if not isinstance(made, Stopped):
        return 0
    again = "run the same command again to continue" if out else "no unfinished run is kept without --out"
    click.echo(f"stopped after cycle {made.cycle}; {again}", err=True)
    return STOPPED


def _forecast(todo: Plan) -> None:
    """Say what a large run takes, before it begins."""
    from ...studies.simulation.resume import gigabytes

    if todo.bytes >= LARGE:
        what = f"{todo.cycles:,} cycles, about {todo.most_readings:,} readings, {gigabytes(todo.bytes)} on disk"
        click.echo(f"up to {what}; --cycles and --samples limit them", err=True)


def _followed(todo: Plan, out: Path | None, fresh: bool, keep: Callable[[Simulation], None]) -> Simulation | Stopped:
    """Run with a progress bar; when asked to stop, it stops after the current leg."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from ...studies.simulation.resume import Listener, simulate_design

    console = Console(stderr=True)
    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(*look, console=console, transient=True, disable=not console.is_terminal)
    task = progress.add_task(f"cycles of {todo.system}", total=todo.cycles)

    started = [perf_counter(), 0.0]  # time and cycle of the start; the time is nan once the forecast is given

    def resumed(cycle: int) -> None:
        click.echo(f"continuing in cycle {cycle}, where the run was stopped", err=True)
        progress.update(task, completed=cycle)
        started[1] = cycle

    def in_cycle(cycle: int) -> None:
        progress.update(task, completed=cycle)
        spent, done = perf_counter() - started[0], cycle - started[1]
        if spent > SURE and done > 1:
            started[0] = nan
            if (left := spent / done * (todo.cycles - cycle)) > LONG:
                click.echo(f"about {left / 3600:.2g} h for the other cycles, as fast as the first {done:g}", err=True)

    def reading(readings: int) -> None:
        """Show the progress of reading. A run that is stopped here stops at once."""
        progress.update(task, description=f"reading {readings:,} readings")
        before()

    def kept(made: Simulation) -> None:
        progress.stop()
        keep(made)

    with _asked_to_stop() as (asked, before), progress:
        listener = Listener(resumed, in_cycle, reading, asked)
        return simulate_design(todo, out, fresh=fresh, listener=listener, keep=kept)


@contextmanager
def _asked_to_stop() -> Iterator[tuple[Callable[[], bool], Callable[[], None]]]:
    """Turn Ctrl-C into a request that is checked between two legs; a second Ctrl-C stops at once.

    The solver cannot be stopped inside a leg. Returns the request and the function that restores the earlier handler.
    """
    asked: list[int] = []

    def hear(number: int, _: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    earlier = None
    with suppress(ValueError):  # only the main thread hears signals
        earlier = signal.signal(signal.SIGINT, hear)

    def as_before() -> None:
        if earlier is not None:
            signal.signal(signal.SIGINT, earlier)

    try:
        yield lambda: bool(asked), as_before
    finally:
        as_before()


def _tell(made: Simulation, name: str, out: Path | None, as_json: bool) -> None:
    from rich.console import Console

    from ...report import has_index, write_index
    from ...report.simulation import print_simulation
    from ...report.simulation.wording import read_again
    from ...report.simulation.write import write_simulation
    from ...studies.simulation.outcome import simulation_document

    if out is not None:
        write_simulation(made, out, __version__)  # first: a reader that goes away (| head) costs no run
    if as_json:
        click.echo(json.dumps(simulation_document(made, __version__), indent=1, allow_nan=False))
    else:
        print_simulation(made, Console())
    if out is None:
        return
    click.echo(f"\npage: {out / 'index.html'}", err=as_json)
    click.echo(f"analyse it again: {read_again(made, str(out), name)}", err=as_json)
    if has_index(out.parent):
        click.echo(f"index: {write_index(out.parent, __version__)}", err=as_json)
