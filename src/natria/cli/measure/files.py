"""natria measure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ... import __version__
from .beside import OptionsOfAll, run_beside
from .kinetics import refuse_options, run_kinetics
from .many import is_many, run_many
from .materials import run_materials, sort_curves
from .spectra import CellOptions, run_spectra

if TYPE_CHECKING:
    from ...lab import Measurement
    from ...literature import Library
    from ...studies import Comparison, CurvesGiven, FilesOfCall, Given, KineticsGiven

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
    materials: CurvesGiven | None = None,
) -> int:
    from ...environment import asks_plugins, stored_results
    from ...studies import Given, Studio, measure_beside, sort_files, targets_of
    from ...studies.opening.case import open_case

    curves, others = sort_curves(files, materials, group, as_json=as_json)
    if curves:
        cell = CellOptions(design, system, papers)
        code = run_materials(curves, materials, cell, out=out, as_json=as_json, beside=bool(others))
        if not others:
            return code
        files = others

    own = replace(given or Given(), area=area, columns=columns)
    found = sort_files(files, own, kinetics) if files and not group else None
    _refuse(files, found, bool(circuit or series or own.arcs), kinetics, own.thickness)
    asked = OptionsOfAll(own, CellOptions(design, system, papers), out, as_json, circuit, series, kinetics)
    if found is not None and found.only_technique:
        return run_kinetics(found, files, own, kinetics, asked.cell, out=out, as_json=as_json)
    if found is not None and found.is_of_spectra:
        of_spectra = replace(own, columns=found.columns_of_spectra)
        return run_spectra(
            found.spectra, of_spectra, asked.cell, out=out, as_json=as_json, circuit=circuit, series=series
        )
    case = open_case(design, papers=papers, system=system) if design else None
    studio, targets = (
        (Studio(case, store=stored_results(), plugins=asks_plugins()), targets_of(case)) if case else (None, ())
    )
    known = case.library if case else None
    of_recordings = own if found is None else replace(own, columns=found.columns_of_recordings)

    def beside(file: Path) -> tuple[Measurement, tuple[Comparison, ...]]:
        read = found.first if found is not None and file == files[0] else None
        return measure_beside(file, studio, targets, system, given=of_recordings, recording=read)

    if found is not None and not found.is_of_cycling:
        return run_beside(found, asked, beside, papers=known)
    if is_many(files, group):
        return run_many(files, group, beside, out=out, default=OUT, as_json=as_json, papers=known)
    (file,) = files
    return _one_file(file, beside, out=out, as_json=as_json, columns=columns, papers=known)


def _refuse(
    files: tuple[Path, ...],
    found: FilesOfCall | None,
    of_spectra: bool,
    kinetics: KineticsGiven | None,
    thickness: str,
) -> None:
    """Raise a usage error for options of spectra or of kinetics where no file holds such data."""
    with_spectra = found is not None and (found.has_spectra or bool(found.spectra.failed))
    if of_spectra and not with_spectra:
        _without_spectra(files)
    if kinetics is not None and not (found is not None and found.kinetics):
        refuse_options(kinetics, thickness, grouped=found is None, with_spectra=with_spectra)


def _without_spectra(files: tuple[Path, ...]) -> NoReturn:
    """Say why the options of spectra do not serve: a file is missing or empty, or holds none."""
    from ...lab.files.read import read_head

    for file in files:
        read_head(file)
    raise click.UsageError("--circuit, --series and --arc are for impedance spectra, and the files hold none")


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

    from ...report import ensure_writable, folders_of, print_measurement, write_measurement
    from ...studies import measurement_document

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
    from ...report import has_index, write_index

    click.echo(f"\npage: {page}", err=as_json)
    parent = page.parent.parent
    if has_index(parent):
        click.echo(f"index: {write_index(parent, __version__)}", err=as_json)
