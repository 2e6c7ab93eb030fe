"""natria simulate."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING

import click

from .. import __version__
from ..quantity.errors import InputError, Problem

if TYPE_CHECKING:
    from ..models.cell.solvers.checkpoint import RunFolder
    from ..models.cell.solvers.run import Ending
    from ..studies.simulation.outcome import Simulation
    from ..studies.simulation.plan import Plan

OUT = Path("natria-out") / "simulate"
UNFINISHED = "unfinished"  # folder of a run that is not done yet, in the folder of its results
STOPPED = 130


def run(
    name: str,
    *,
    system: str,
    cycles: int | None,
    given: tuple[str, ...],
    samples: int | None,
    calibrated: tuple[Path, ...],
    fresh: bool,
    out: Path | None,
    as_json: bool,
) -> int:
    """The exit code: 130 where somebody stopped it."""
    from ..models.cell.solvers.checkpoint import RunFolder

    todo = _plan(name, system, given, cycles, samples, calibrated=calibrated)
    out = out or (None if as_json else OUT / todo.system.replace("/", "-"))
    with _place(out) as folder, RunFolder(folder, todo.made_with, fresh=fresh) as store:
        if store.position.cycle:
            click.echo(f"going on in cycle {store.position.cycle}, where the run was stopped", err=True)
        store.save()  # from here on the folder is known as ours
        try:
            done, ending = _run(todo, store)
            if done:
                _tell(_finished(todo, store, ending), name, out, as_json)
                return 0
        except KeyboardInterrupt:
            pass
        again = "run the same command again to go on" if out else "nothing is kept without --out"
        click.echo(f"stopped after cycle {store.position.cycle}; {again}", err=True)
        return STOPPED


def _plan(
    name: str,
    system: str,
    given: tuple[str, ...],
    cycles: int | None,
    samples: int | None,
    *,
    calibrated: tuple[Path, ...] = (),
) -> Plan:
    from ..design import load_case
    from ..quantity import did_you_mean
    from ..studies import check_study
    from ..studies.overrides import read_given
    from ..studies.simulation.plan import plan

    case = load_case(name)
    if calibrated:
        from ..studies.calibration.file import with_calibrated

        case = with_calibrated(case, calibrated)
    if system and system not in case.systems:
        hint = did_you_mean(system, case.systems) or f"known here: {', '.join(case.systems)}"
        raise InputError(name, [Problem("--system", f"there is no {system!r}", hint)])
    check_study(case)
    return plan(case, system, given=read_given(given), cycles=cycles, samples=samples)


@contextmanager
def _place(out: Path | None) -> Iterator[Path]:
    """The folder of the unfinished run; one that goes away again where nothing is to be kept."""
    from ..models.cell.solvers.checkpoint import POSITION
    from ..report import ensure_writable

    if out is None:
        with TemporaryDirectory(prefix="natria-simulate-") as folder:
            yield Path(folder)
        return
    mark = Path(UNFINISHED) / POSITION
    ensure_writable(out, *([str(mark)] if (out / mark).is_file() else []))
    yield out / UNFINISHED


def _run(todo: Plan, store: RunFolder) -> tuple[bool, Ending | None]:
    """Whether the run came to its end, and why it ended before its protocol did. Asked to stop, it does so after the
    leg that it is at."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from ..studies.simulation.plan import go

    ending = None
    console = Console(stderr=True)
    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        _asked_to_stop() as asked,
        Progress(*look, console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task(f"cycles of {todo.system}", total=todo.cycles, completed=store.position.cycle)
        for done in go(todo, store):
            ending = done.ending
            progress.update(task, completed=done.leg.cycle)
            if asked() and ending is None:
                store.save()
                return False, None
    if ending is None:
        store.save()
    return True, ending


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Ctrl-C as a wish that is heard between two legs, as the solver is no place to stop in; the second one stops at
    once."""
    asked: list[int] = []

    def hear(number: int, _: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = None
    with suppress(ValueError):  # only the main thread hears signals
        before = signal.signal(signal.SIGINT, hear)
    try:
        yield lambda: bool(asked)
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def _finished(todo: Plan, store: RunFolder, ending: Ending | None) -> Simulation:
    from rich.console import Console

    from ..studies.simulation.outcome import finish

    with Console(stderr=True).status(f"reading {store.position.readings:,} readings"):
        return finish(todo, store, ending)


def _tell(made: Simulation, name: str, out: Path | None, as_json: bool) -> None:
    from rich.console import Console

    from ..report import has_index, write_folder, write_index
    from ..report.simulation import print_simulation, simulation_files
    from ..report.simulation.wording import read_again
    from ..studies.simulation.outcome import simulation_document

    if out is not None:
        write_folder(simulation_files(made, __version__), out)  # first: a reader that goes away (| head) costs no run
    if as_json:
        click.echo(json.dumps(simulation_document(made, __version__), indent=1, allow_nan=False))
    else:
        print_simulation(made, Console())
    if out is None:
        return
    click.echo(f"\npage: {out / 'index.html'}", err=as_json)
    click.echo(f"read it again: {read_again(made, str(out), name)}", err=as_json)
    if has_index(out.parent):
        click.echo(f"index: {write_index(out.parent, __version__)}", err=as_json)
