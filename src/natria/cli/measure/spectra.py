"""natria measure of impedance spectra, and natria fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ... import __version__
from .many import FAILED, say_failed

if TYPE_CHECKING:
    from ...lab.impedance.measurement import MeasuredSpectra
    from ...literature import Library
    from ...studies import Comparison, Given, SpectraRead

OUT = Path("natria-out") / "measure"


@dataclass(frozen=True)
class CellOptions:
    """The options that name the design of the measured cell."""

    design: str = ""
    system: str = ""
    papers: tuple[Path, ...] = ()


def run_fit(
    files: tuple[Path, ...],
    held: tuple[str, ...],
    *,
    area: str,
    columns: Path | None,
    thickness: str = "",
    **options: Any,
) -> int:
    """Fit a given circuit to the spectra of files and folders; return the exit code."""
    from ...lab.files.impedance import read_spectra
    from ...studies import Given, files_by_kind, read_spectrum_files

    if not options["circuit"].strip():
        raise click.UsageError("--circuit is empty; natria measure chooses a circuit by itself")
    fixed = held_values(held, options["circuit"], area)
    kinds = files_by_kind(files, columns)
    if not kinds.spectra:
        for file in files[:1]:
            if not file.is_dir():
                read_spectra(file)  # says why there is none
        raise click.UsageError("give a FILE or a FOLDER with impedance spectra; natria measure reads recordings")
    given = Given(area=area, columns=columns, thickness=thickness)
    read = read_spectrum_files(kinds.spectra_alone, columns)
    return run_spectra(read, given, CellOptions(), held=fixed, **options)


def held_values(given: tuple[str, ...], circuit: str, area: str) -> dict[str, float]:
    """Return the parameters to hold by name, from "R0=12.5 ohm"; a number without a unit is in SI.

    With an area, parameters are per area: "R0=12.5 ohm cm^2".
    """
    from ...lab.impedance.circuit import parse_circuit
    from ...lab.impedance.fit import unit_of
    from ...quantity import InputError, Problem, did_you_mean, parse_quantity

    known = parse_circuit(circuit)
    units = {n: unit_of(u, "ohm m^2" if area else "ohm") for n, u in zip(known.names, known.units, strict=True)}
    found: dict[str, float] = {}
    for text in given:
        name, _, value = (part.strip() for part in text.partition("="))
        if name not in units:
            hint = did_you_mean(name, units) or f"its parameters are {', '.join(units)}"
            raise InputError("--hold", [Problem(text, f"{name!r} is not a parameter of {known}", hint)])
        if name in found:
            raise InputError("--hold", [Problem(text, f"{name} is held twice", "give one value")])
        try:
            found[name] = float(value)
        except ValueError:
            if not value.lstrip("+-.")[:1].isdigit():
                raise click.UsageError(
                    f"--hold {text!r}: write NAME=VALUE, for example R0=12.5 or 'R0=12.5 ohm'"
                ) from None
            found[name] = parse_quantity(value, units[name])[0]
    return found


def run_spectra(
    read: SpectraRead,
    given: Given,
    cell: CellOptions,
    *,
    out: Path | None,
    as_json: bool,
    circuit: str = "",
    held: Mapping[str, float] | None = None,
    series: Path | None = None,
) -> int:
    """Measure the spectra of one cell, print the answer, write the page.

    Return the exit code: 2 where a file could not be read.
    """
    from rich.console import Console

    from ...report import ensure_writable, folders_of, write_folder
    from ...report.impedance import print_spectra, spectra_files
    from ...report.measurement.text import print_beside
    from ...studies import spectra_document

    files = tuple(read.files)
    usual = OUT / read.title if read.title else folders_of(files[:1], OUT)[0]
    folder = None if out is None and as_json else out or usual
    tables = (*((given.columns,) if given.columns else ()), *((series,) if series else ()))
    if folder is not None:
        ensure_writable(folder, "impedance spectra", inputs=(*files, *tables))
    m = measured(read, given, cell, circuit=circuit, held=held, series=series)
    beside, papers = compared_with_design(m, cell)
    if folder is not None:
        written = spectra_files(m, __version__, beside=beside, papers=papers)
        write_folder(written, folder, "impedance spectra")
    if as_json:
        click.echo(json.dumps(spectra_document(m, __version__, beside), indent=1, allow_nan=False))
    else:
        print_spectra(m, Console())
        print_beside(beside, Console())
    say_failed(m.failed)
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    return FAILED if m.failed else 0


def compared_with_design(m: MeasuredSpectra, cell: CellOptions) -> tuple[tuple[Comparison, ...], Library | None]:
    """Return the comparisons with a design's papers and models, and these papers; nothing without one."""
    from ...environment import asks_plugins, stored_results
    from ...studies import Studio, compared_spectra, grader_of, targets_of
    from ...studies.opening.case import open_case

    if not cell.design:
        return (), None
    case = open_case(cell.design, papers=cell.papers, system=cell.system)
    studio, targets = Studio(case, store=stored_results(), plugins=asks_plugins()), targets_of(case)
    return compared_spectra(studio, m, targets, grader_of(studio, targets)), case.library


def measured(
    read: SpectraRead,
    given: Given,
    cell: CellOptions,
    *,
    circuit: str = "",
    held: Mapping[str, float] | None = None,
    series: Path | None = None,
) -> MeasuredSpectra:
    """Return the results of spectra that were read, with a line that says how far the fits are."""
    from rich.console import Console

    from ...environment import asks_plugins, stored_results
    from ...studies import Studio, measure_spectrum_files
    from ...studies.opening.case import open_case

    case = open_case(cell.design, papers=cell.papers, system=cell.system) if cell.design else None
    studio = Studio(case, store=stored_results(), plugins=asks_plugins()) if case else None
    with Console(stderr=True).status("testing the spectra") as status:

        def progress(done: int, of: int) -> None:
            one = f"fitting the circuits to spectrum {done + 1} of {of}"
            status.update(one if done < of else "fitting the spectra together")

        return measure_spectrum_files(
            read, studio, cell.system, circuit=circuit, held=held, series=series, given=given, progress=progress
        )
