"""natria measure."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__
from .measure_both import SpectraOptions, run_by_kind
from .measure_many import is_many, run_many
from .measure_spectra import CellOptions

if TYPE_CHECKING:
    from ..lab import Measurement
    from ..studies import Comparison, Given

OUT = Path("natria-out") / "measure"


def run(
    files: tuple[Path, ...],
    *,
    design: str,
    system: str,
    area: str,
    columns: Path | None,
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...] = (),
    given: Given | None = None,
    group: tuple[str, ...] = (),
    circuit: str = "",
    series: Path | None = None,
) -> int:
    from rich.console import Console

    from ..environment import asks_plugins
    from ..lab.files.read import read_head
    from ..report import ensure_writable, folders_of, print_measurement, write_measurement
    from ..studies import (
        FilesByKind,
        Given,
        Studio,
        files_by_kind,
        measure_beside,
        measurement_document,
        read_spectrum_files,
        targets_of,
    )
    from ..studies.opening.case import open_case

    kinds = FilesByKind(()) if group else files_by_kind(files, columns)
    if not kinds.spectra and (circuit or series or (given and given.thickness)):
        for file in files:
            read_head(file)  # says what is missing or empty
        raise click.UsageError("--circuit, --series and --thickness are for impedance spectra; the files hold none")
    case = open_case(design, papers=papers, system=system) if design else None
    studio, targets = (Studio(case, plugins=asks_plugins()), targets_of(case)) if case else (None, ())
    known = case.library if case else None

    def beside(file: Path) -> tuple[Measurement, tuple[Comparison, ...]]:
        own, map_of_recordings = given or Given(), None if kinds.mapped else columns
        return measure_beside(file, studio, targets, system, area=area, columns=map_of_recordings, given=own)

    map_of_spectra = columns if kinds.mapped or not kinds.recordings else None
    read = read_spectrum_files(kinds, map_of_spectra) if kinds.spectra else None
    if read is not None and (read.files or (read.failed and kinds.recordings)):
        own = replace(given or Given(), area=area, columns=map_of_spectra)
        cell = CellOptions(design, system, papers)
        asked = SpectraOptions(out, as_json, circuit, series)
        return run_by_kind(kinds, read, (own, cell), asked, beside, papers=known)
    if is_many(files, group):
        return run_many(files, group, beside, out=out, default=OUT, as_json=as_json, papers=known)
    (file,) = files
    folder = None if out is None and as_json else out or folders_of(files, OUT)[0]
    if folder is not None:
        ensure_writable(folder, "measurement", inputs=(file, *((columns,) if columns else ())))
    with Console(stderr=True).status(f"reading {file}"):
        m, comparisons = beside(file)
    if as_json:
        document = measurement_document(m, comparisons, __version__, papers=known)
        click.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        print_measurement(m, comparisons, Console())
    if folder is not None:
        _say_where(write_measurement(m, comparisons, folder, __version__, known), as_json)
    return 0


def _say_where(page: Path, as_json: bool) -> None:
    from ..report import has_index, write_index

    click.echo(f"\npage: {page}", err=as_json)
    parent = page.parent.parent
    if has_index(parent):
        click.echo(f"index: {write_index(parent, __version__)}", err=as_json)
