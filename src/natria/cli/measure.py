"""natria measure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from .. import __version__
from .measure_both import SpectraOptions, run_by_kind
from .measure_kinetics import refuse_options, run_kinetics
from .measure_many import is_many, run_many
from .measure_spectra import CellOptions

if TYPE_CHECKING:
    from ..lab import Measurement
    from ..literature import Library
    from ..studies import Comparison, Given, KineticsGiven

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
    kinetics: KineticsGiven | None = None,
) -> int:
    from ..environment import asks_plugins
    from ..studies import (
        FilesByKind,
        Given,
        Studio,
        files_by_kind,
        measure_beside,
        read_spectrum_files,
        recognise_files,
        targets_of,
    )
    from ..studies.opening.case import open_case

    kinds = FilesByKind(()) if group else files_by_kind(files, columns)
    if not kinds.spectra and (circuit or series):
        _without_spectra(files)
    own, cell = given or Given(), CellOptions(design, system, papers)
    found = recognise_files(() if group or kinds.spectra else files, replace(own, columns=columns), kinetics)
    if found.kinetics:
        given_here = replace(own, area=area, columns=columns)
        return run_kinetics(found.kinetics, files, given_here, kinetics, cell, out=out, as_json=as_json)
    if kinetics is not None and not kinds.spectra:
        refuse_options(kinetics, own.thickness, grouped=bool(group))
    case = open_case(design, papers=papers, system=system) if design else None
    studio, targets = (Studio(case, plugins=asks_plugins()), targets_of(case)) if case else (None, ())
    known = case.library if case else None

    def beside(file: Path) -> tuple[Measurement, tuple[Comparison, ...]]:
        map_of_recordings = None if kinds.mapped else columns
        read = found.first if found.first is not None and file == files[0] else None
        return measure_beside(
            file, studio, targets, system, area=area, columns=map_of_recordings, given=own, recording=read
        )

    map_of_spectra = columns if kinds.mapped or not kinds.recordings else None
    read = read_spectrum_files(kinds, map_of_spectra) if kinds.spectra else None
    if read is not None and (read.files or (read.failed and kinds.recordings)):
        given_here = replace(own, area=area, columns=map_of_spectra)
        asked = SpectraOptions(out, as_json, circuit, series)
        return run_by_kind(kinds, read, (given_here, cell), asked, beside, papers=known)
    if is_many(files, group):
        return run_many(files, group, beside, out=out, default=OUT, as_json=as_json, papers=known)
    (file,) = files
    return _one_file(file, beside, out=out, as_json=as_json, columns=columns, papers=known)


def _without_spectra(files: tuple[Path, ...]) -> NoReturn:
    """Say why the options of spectra do not serve: a file is missing or empty, or holds none."""
    from ..lab.files.read import read_head

    for file in files:
        read_head(file)
    raise click.UsageError("--circuit and --series are for impedance spectra, and the files hold none")


def _one_file(
    file: Path,
    beside: Callable[[Path], tuple[Measurement, tuple[Comparison, ...]]],
    *,
    out: Path | None,
    as_json: bool,
    columns: Path | None,
    papers: Library | None,
) -> int:
    """Measure one recording, print the answer, write the page; return the exit code."""
    from rich.console import Console

    from ..report import ensure_writable, folders_of, print_measurement, write_measurement
    from ..studies import measurement_document

    folder = None if out is None and as_json else out or folders_of((file,), OUT)[0]
    if folder is not None:
        ensure_writable(folder, "measurement", inputs=(file, *((columns,) if columns else ())))
    with Console(stderr=True).status(f"reading {file}"):
        m, comparisons = beside(file)
    if as_json:
        document = measurement_document(m, comparisons, __version__, papers=papers)
        click.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        print_measurement(m, comparisons, Console())
    if folder is not None:
        _say_where(write_measurement(m, comparisons, folder, __version__, papers), as_json)
    return 0


def _say_where(page: Path, as_json: bool) -> None:
    from ..report import has_index, write_index

    click.echo(f"\npage: {page}", err=as_json)
    parent = page.parent.parent
    if has_index(parent):
        click.echo(f"index: {write_index(parent, __version__)}", err=as_json)
