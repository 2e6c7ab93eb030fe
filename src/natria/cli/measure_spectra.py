"""natria measure of impedance spectra, and natria fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from ..studies import Given, spectrum_files

    if not options["circuit"].strip():
        raise click.UsageError("--circuit is empty; natria measure chooses a circuit by itself")
    spectra = spectrum_files(files)
    if not spectra:
        raise click.UsageError("give a FILE or a FOLDER with impedance spectra; natria measure reads recordings")
    given = Given(area=area, columns=columns, thickness=thickness)
    return run_spectra(spectra, given, CellOptions(), held=held_values(held, options["circuit"], area), **options)


def held_values(given: tuple[str, ...], circuit: str, area: str) -> dict[str, float]:
    """Return the parameters to hold by name, from "R0=12.5 ohm"; a number without a unit is in SI.

    With an area, parameters are per area: "R0=12.5 ohm cm^2".
    """
    from ..lab.impedance.circuit import parse_circuit
    from ..lab.impedance.fit import unit_of
    from ..quantity import parse_quantity

    known = parse_circuit(circuit)
    units = {n: unit_of(u, "ohm m^2" if area else "ohm") for n, u in zip(known.names, known.units, strict=True)}
    found: dict[str, float] = {}
    for text in given:
        name, _, value = (part.strip() for part in text.partition("="))
        try:
            found[name] = float(value)
        except ValueError:
            if name not in units or not value[:1].isdigit():
                raise click.UsageError(
                    f"--hold {text!r}: write NAME=VALUE, for example R0=12.5 or 'R0=12.5 ohm'"
                ) from None
            found[name] = parse_quantity(value, units[name])[0]
    return found


def run_spectra(
    files: tuple[Path, ...],
    given: Given,
    cell: CellOptions,
    *,
    out: Path | None,
    as_json: bool,
    circuit: str = "",
    held: Mapping[str, float] | None = None,
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
            held=held,
            series=series,
            given=given,
            progress=progress,
        )
    if folder is not None:
        write_folder(spectra_files(m, __version__), folder, "impedance spectra")
    if as_json:
        click.echo(json.dumps(spectra_document(m, __version__), indent=1, allow_nan=False))
    else:
        print_spectra(m, Console())
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    return 0
