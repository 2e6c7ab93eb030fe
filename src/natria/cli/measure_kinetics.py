"""natria measure of sweeps and polarisations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__
from .measure_spectra import OUT, CellOptions

if TYPE_CHECKING:
    from ..record import Recording
    from ..studies import Given, KineticsGiven


def refuse_options(kinetics: KineticsGiven, thickness: str = "", *, grouped: bool = False) -> None:
    """Raise a usage error where options of kinetics are given for a recording of cycling."""
    given = [*kinetics.named, *(["--thickness"] if thickness else [])]
    if grouped and kinetics.technique not in ("auto", "cycling"):
        given.insert(0, f"--technique {kinetics.technique}")
    if not grouped and kinetics.temperature:
        given.append("--temperature")
    if given:
        why = "groups are of cycling" if grouped else "the recording is one of cycling; --technique overrules it"
        raise click.UsageError(f"{', '.join(given)}: for sweeps and polarisations only, and {why}")


def run_kinetics(
    recordings: Sequence[Recording],
    files: Sequence[Path],
    given: Given,
    kinetics: KineticsGiven | None,
    cell: CellOptions,
    *,
    out: Path | None,
    as_json: bool,
) -> int:
    """Measure recordings of kinetics of one cell, print the answer, write the page; return the exit code."""
    from rich.console import Console

    from ..environment import asks_plugins
    from ..report import ensure_writable, folders_of, write_folder
    from ..report.kinetics import kinetics_files, print_kinetics
    from ..studies import Studio, kinetics_document, measure_kinetics_recordings
    from ..studies.opening.case import open_case

    case = open_case(cell.design, papers=cell.papers, system=cell.system) if cell.design else None
    studio = Studio(case, plugins=asks_plugins()) if case else None
    folder = None if out is None and as_json else out or folders_of(files[:1], OUT)[0]
    if folder is not None:
        ensure_writable(folder, "kinetics", inputs=(*files, *((given.columns,) if given.columns else ())))
    with Console(stderr=True).status(f"analysing {files[0]}"):
        m = measure_kinetics_recordings(recordings, studio, cell.system, given=given, kinetics=kinetics)
    if folder is not None:
        write_folder(kinetics_files(m, __version__), folder, "kinetics")
    if as_json:
        click.echo(json.dumps(kinetics_document(m, __version__), indent=1, allow_nan=False))
    else:
        print_kinetics(m, Console())
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    return 0
