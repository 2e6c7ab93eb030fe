"""natria measure of impedance spectra, and natria fit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__

if TYPE_CHECKING:
    from ..studies import Given

OUT = Path("natria-out") / "measure"


@dataclass(frozen=True)
class CellOptions:
    """The options that name the design of the measured cell."""

    design: str = ""
    system: str = ""
    papers: tuple[Path, ...] = ()


def run_spectra(
    files: tuple[Path, ...],
    given: Given,
    cell: CellOptions,
    *,
    out: Path | None,
    as_json: bool,
    circuit: str = "",
    series: Path | None = None,
) -> int:
    """Measure the spectra of one cell, print the answer, write the page; return the exit code."""
    from rich.console import Console

    from ..environment import asks_plugins
    from ..report import ensure_writable, folders_of, write_folder
    from ..report.impedance import print_spectra, spectra_files
    from ..studies import Studio, measure_spectrum_files, spectra_document
    from ..studies.opening.case import open_case

    case = open_case(cell.design, papers=cell.papers, system=cell.system) if cell.design else None
    studio = Studio(case, plugins=asks_plugins()) if case else None
    folder = None if out is None and as_json else out or folders_of(files[:1], OUT)[0]
    tables = (*((given.columns,) if given.columns else ()), *((series,) if series else ()))
    if folder is not None:
        ensure_writable(folder, "impedance spectra", inputs=(*files, *tables))
    console = Console(stderr=True)
    with console.status(f"reading {files[0]}") as status:

        def progress(done: int, of: int) -> None:
            status.update(f"fitting circuit {done} of {of} to the spectra")

        m = measure_spectrum_files(
            files,
            studio,
            cell.system,
            columns=given.columns,
            circuit=circuit,
            series=series,
            given=given,
            progress=progress,
        )
    if as_json:
        click.echo(json.dumps(spectra_document(m, __version__), indent=1, allow_nan=False))
    else:
        print_spectra(m, Console())
    if folder is not None:
        write_folder(spectra_files(m, __version__), folder, "impedance spectra")
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    return 0
