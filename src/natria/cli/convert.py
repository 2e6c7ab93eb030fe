"""natria convert."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..quantity.text.printable import printable

if TYPE_CHECKING:
    from ..lab.files.convert import ConvertedFile

SHOWN = 20  # up to this many files are listed one by one; of more only the failures
FAILED = 2


def run(files: Sequence[Path], to: str, out: Path | None, columns: Path | None) -> int:
    """Convert files and return the exit code: 2 where any file failed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from ..lab.files.columns.map import read_map
    from ..lab.files.convert import convert, plan

    if columns is not None:
        read_map(columns)  # a problem is reported once
    jobs, passed_over = plan(files, to, out)
    count: Counter[str] = Counter()
    failed: list[ConvertedFile] = []
    console = Console(stderr=True)
    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*look, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("converting", total=len(jobs))
        for job in jobs:
            outcome = convert(job, columns)
            count[outcome.state] += 1
            if outcome.state == "failed":
                failed.append(outcome)
            elif len(jobs) <= SHOWN:
                _show(outcome)
            progress.advance(task)
    for one in failed:
        click.echo(printable(f"failed: {one.says}"), err=True)
    words = [f"{count[state]} {state}" for state in ("converted", "unchanged", "failed") if count[state]]
    words += [f"{passed_over} passed over"] if passed_over else []
    click.echo(", ".join(words))
    return FAILED if failed else 0


def _show(outcome: ConvertedFile) -> None:
    click.echo(f"{outcome.job.source.name} -> {outcome.job.target}")
    if outcome.state == "unchanged":
        click.echo("    unchanged since it was converted")
        return
    click.echo(f"    {outcome.rows} readings, {outcome.says}")
    for note in outcome.notes:
        click.echo(printable(f"    {note.text}"))
