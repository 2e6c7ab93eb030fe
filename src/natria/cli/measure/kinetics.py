"""natria measure of sweeps and polarisations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ... import __version__
from .many import FAILED, say_failed
from .spectra import OUT, CellOptions

if TYPE_CHECKING:
    from ...lab.kinetics.measurement import MeasuredKinetics
    from ...literature import Library
    from ...record import Recording
    from ...studies import Comparison, FilesOfCall, Given, KineticsGiven


def refuse_options(
    kinetics: KineticsGiven, thickness: str = "", *, grouped: bool = False, with_spectra: bool = False
) -> None:
    """Raise a usage error where options of kinetics are given and no file has such data.

    A thickness is also for spectra.
    """
    given = [*kinetics.named, *(["--thickness"] if thickness and not with_spectra else [])]
    if grouped and kinetics.technique not in ("auto", "cycling"):
        given.insert(0, f"--technique {kinetics.technique}")
    if not grouped and kinetics.temperature:
        given.append("--temperature")
    if given:
        why = "the recording is one of cycling; --technique overrules it"
        why = "groups are of cycling" if grouped else "the files hold none" if with_spectra else why
        raise click.UsageError(f"{', '.join(given)}: for sweeps and polarisations only, and {why}")


def run_kinetics(
    found: FilesOfCall,
    files: Sequence[Path],
    given: Given,
    kinetics: KineticsGiven | None,
    cell: CellOptions,
    *,
    out: Path | None,
    as_json: bool,
) -> int:
    """Measure kinetics of one technique and one cell, print the answer, write the page.

    Return the exit code: 2 where a file could not be measured.
    """
    from rich.console import Console

    from ...report import ensure_writable, folders_of, write_folder
    from ...report.kinetics import kinetics_files, print_kinetics
    from ...report.measurement.text import print_beside
    from ...studies import kinetics_document

    (recordings,) = found.kinetics.values()
    folder = None if out is None and as_json else out or folders_of(files[:1], OUT)[0]
    if folder is not None:
        ensure_writable(folder, "kinetics", inputs=(*files, *((given.columns,) if given.columns else ())))
    m, beside, papers = measured_kinetics(recordings, given, kinetics, cell)
    m = replace(m, failed={**found.failed, **m.failed}, passed_over={**found.passed_over, **m.passed_over})
    if folder is not None:
        write_folder(kinetics_files(m, __version__, beside=beside, papers=papers), folder, "kinetics")
    if as_json:
        click.echo(json.dumps(kinetics_document(m, __version__, beside), indent=1, allow_nan=False))
    else:
        print_kinetics(m, Console())
        print_beside(beside, Console())
    say_failed(m.failed)
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    return FAILED if m.failed else 0


def measured_kinetics(
    recordings: Mapping[Path, Recording], given: Given, kinetics: KineticsGiven | None, cell: CellOptions
) -> tuple[MeasuredKinetics, tuple[Comparison, ...], Library | None]:
    """Return the results of one technique, their comparisons with a design, and its papers."""
    from rich.console import Console

    from ...environment import asks_plugins, stored_results
    from ...studies import Studio, compared_kinetics, grader_of, measure_kinetics_recordings, targets_of
    from ...studies.opening.case import open_case

    case = open_case(cell.design, papers=cell.papers, system=cell.system) if cell.design else None
    studio = Studio(case, store=stored_results(), plugins=asks_plugins()) if case else None
    with Console(stderr=True).status(f"analysing {next(iter(recordings))}"):
        m = measure_kinetics_recordings(recordings, studio, cell.system, given=given, kinetics=kinetics)
        if case is None or studio is None:
            return m, (), None
        targets = targets_of(case)
        return m, compared_kinetics(studio, m, targets, grader_of(studio, targets)), case.library
