"""natria simulate --model: a model at the scale of a layer."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ...studies.interface import InterfaceRun, Planned, SpreadPlan, Tell

OUT = Path("natria-out") / "simulate"
DEPOSIT, UNFINISHED = "deposit", "unfinished"
ONLY_CELL = ("cycles", "samples", "fresh", "partial", "varied")  # options of the cell in time


def run(
    name: str,
    model: str,
    *,
    system: str,
    part: str,
    given: tuple[str, ...],
    box: Mapping[str, Any],
    spread: bool = False,
    **options: Any,
) -> int:
    """Ask the model, write the folder, print the numbers; return the exit code.

    `box` are the short options of a deposition, and the folder in which one was stopped.
    """
    from ...environment import stored_results
    from ...report import ensure_writable
    from ...store import Unfinished
    from ...studies.interface import MODELS, ask_model, deposition_given
    from ...studies.modelling import find_run
    from ...studies.opening.case import open_case
    from ...studies.opening.overrides import read_given
    from ...studies.studio import Studio

    find_run(model, "--model")
    if wrong := [one for one in ONLY_CELL if options[one]]:
        raise click.UsageError(f"--{wrong[0].replace('varied', 'vary')} belongs to the cell in time: leave out --model")
    if (wrong := [one for one, value in box.items() if value is not None]) and model != DEPOSIT:
        raise click.UsageError(f"--{wrong[0]} belongs to --model {DEPOSIT}")
    case = open_case(name, papers=options["papers"], calibrated=options["calibrated"], system=system)
    store, values = stored_results(), read_given(given)
    resume = box["resume"]
    if model == DEPOSIT:
        design = Studio(case, store=store).design(system or case.base.name)
        short = {key: box[key] or None for key in ("cells", "dim", "time", "device")}
        values = deposition_given(design, values, part, **{key: one for key, one in short.items() if one})
    out = options["out"] or resume
    if out is None and not options["as_json"]:
        out = OUT / f"{(system or case.base.name).replace('/', '-')}-{model}"
    begun = resume or out
    kept = Unfinished(begun / UNFINISHED, must=True, goes_on=resume is not None) if begun and model == DEPOSIT else None
    if out is not None:
        also = UNFINISHED if (out / UNFINISHED).is_dir() else ""
        ensure_writable(out, "model of a layer", inputs=(Path(name), *options["calibrated"]), also=also)
    with _warnings(), _progress(MODELS[model].title) as (tell, planned):
        made = ask_model(
            MODELS[model],
            case,
            system,
            given=values,
            part=part,
            store=store,
            tell=tell,
            spread=planned if spread else None,
            unfinished=kept,
        )
    _show(made, out, as_json=options["as_json"])
    return 0


@contextmanager
def _warnings() -> Iterator[None]:
    """Show warnings of a model as lines without the place in the code."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = lambda message, *_, **__: click.echo(f"warning: {message}", err=True)
        yield


@contextmanager
def _progress(title: str) -> Iterator[tuple[Tell, Planned]]:
    """Show steps done and time left on a terminal, and before moving inputs what this takes."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *look, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(title, total=None)

        def planned(plan: SpreadPlan) -> Tell:
            bar.update(task, visible=False)
            if plan.total:
                click.echo(_announced(plan), err=True)
            moves = bar.add_task("moved inputs", total=plan.total)
            return lambda done, total: bar.update(moves, completed=done, total=total)

        yield (lambda done, total: bar.update(task, completed=done, total=total)), planned


def _announced(plan: SpreadPlan) -> str:
    """Return what the spreads take, in words."""
    from ...quantity import show_time

    each = ", ".join(f"{count} of {name}" for name, count in plan.solves.items() if count)
    kept = "each is kept: a run that is stopped goes on where it ended" if plan.is_kept else "no store: none is kept"
    return f"spreads: {plan.total} solves ({each}), about {show_time(plan.seconds)} at most; {kept}"


def _show(made: InterfaceRun, out: Path | None, *, as_json: bool) -> None:
    from rich.console import Console

    from ... import __version__
    from ...report import write_folder
    from ...report.interface import interface_files, print_interface
    from ...studies.interface import interface_document

    if out is not None:
        write_folder(interface_files(made, __version__), out, "model of a layer")  # first: a closed pipe costs no run
    if as_json:
        click.echo(json.dumps(interface_document(made, __version__), indent=1, allow_nan=False))
    else:
        print_interface(made, Console())
    if out is not None:
        click.echo(f"\npage: {out / 'index.html'}", err=as_json)
