"""natria measure with a folder, several files or groups: a page for each file, and one above them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ... import __version__

if TYPE_CHECKING:
    from ...lab import Measurement
    from ...literature import Library
    from ...report.groups import CellJob, CellOutcome
    from ...studies import Comparison
    from ...studies.groups import RecordingFiles
    from .beside import ResultsBeside

FAILED = 2
NO_SETTINGS = ("files", "group", "out", "as_json")  # parameters that do not change the results of a file


def is_many(files: Sequence[Path], groups: Sequence[str]) -> bool:
    """Whether there is more than one recording to measure; a usage error where there is none."""
    if not files and not groups:
        raise click.UsageError("give a FILE, a FOLDER or --group NAME=FILES", click.get_current_context(silent=True))
    return bool(groups) or len(files) > 1 or any(file.is_dir() for file in files)


def run_many(
    files: Sequence[Path],
    groups: Sequence[str],
    measure: Callable[[Path], tuple[Measurement, tuple[Comparison, ...]]],
    *,
    out: Path | None,
    default: Path,
    as_json: bool,
    papers: Library | None,
    found: RecordingFiles | None = None,
    beside: ResultsBeside | None = None,
) -> int:
    """Measure every file and return the exit code: 2 where any failed.

    `found` are the files where they are known already. `beside` are other results of the same
    files, on pages of theirs.
    """
    from rich.console import Console

    from ...report.groups import jobs_of, print_groups, write_cells, write_groups
    from ...report.groups.several import ensure_groups
    from ...studies.groups import compare_cells, groups_document, recording_files

    found = found or recording_files(files, groups)
    alone = files[0] if len(files) == 1 and not groups and files[0].is_dir() else None
    place = out or (default / alone.resolve().name if alone else default)
    write = out is not None or not as_json
    if write:
        ensure_groups(place)
    jobs = jobs_of(found, place)
    options = _settings(click.get_current_context().params)
    outcomes = _followed(jobs, write_cells(jobs, measure, __version__, options=options, papers=papers, write=write))
    names = {job.file.absolute(): job.name for job in jobs}
    result = compare_cells(
        [o.cell for o in outcomes if o.cell],
        {name: [names[file.absolute()] for file in members] for name, members in found.groups.items()},
        passed_over={**found.passed_over, **_reasons(outcomes, "passed over")},
        failed={**(beside.failed if beside else {}), **_reasons(outcomes, "failed")},
    )
    document = groups_document(result, __version__)
    if as_json:
        shown = beside.document_with(document) if beside else document
        click.echo(json.dumps(shown, indent=1, allow_nan=False))
    else:
        if result.cells or not beside:
            print_groups(result, Console())
        if beside:
            beside.show()
    say_failed(result.failed)
    if write:
        kept = sum(o.state == "unchanged" for o in outcomes)
        links = beside.links if beside else ()
        click.echo(f"\npage: {write_groups(result, place, __version__, links)}", err=as_json)
        if kept:
            click.echo(f"{kept} of {len(jobs)} files unchanged since they were measured", err=as_json)
    return FAILED if result.failed else 0


def say_failed(failed: Mapping[str, str]) -> None:
    """Name each file that could not be measured, with the reason."""
    for name, why in failed.items():
        click.echo(f"failed: {name}: {why}", err=True)


def _followed(jobs: Sequence[CellJob], outcomes: Any) -> list[CellOutcome]:
    """Every outcome, with a bar that shows the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    done: list[CellOutcome] = []
    with Progress(*look, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("measuring", total=len(jobs))
        for outcome in outcomes:
            done.append(outcome)
            progress.advance(task)
    return done


def _reasons(outcomes: Sequence[CellOutcome], state: str) -> dict[str, str]:
    return {str(o.job.file): o.why for o in outcomes if o.state == state}


def _settings(parameters: Mapping[str, Any]) -> str | None:
    """Return words for the options that the results depend on.

    None with a design or papers, since their content may change.
    """
    from ...lab.files.read import sha256_of

    given = {key: value for key, value in parameters.items() if key not in NO_SETTINGS}
    if given.get("design") or given.get("papers"):
        return None
    columns = given.get("columns")
    if columns is not None:
        given["columns"] = sha256_of(columns) if columns.is_file() else str(columns)
    return repr(sorted((key, str(value)) for key, value in given.items()))
