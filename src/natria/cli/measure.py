"""natria measure."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import __version__
from ..quantity.errors import InputError, Problem

if TYPE_CHECKING:
    from ..lab import Measurement
    from ..quantity import Finding
    from ..studies import Comparison, Studio

OUT = Path("natria-out") / "measure"
Measured = tuple["Measurement", "tuple[Comparison, ...]"]


def run(
    files: tuple[Path, ...],
    *,
    design: str,
    system: str,
    area: str,
    columns: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    from rich.console import Console

    from ..report import ensure_writable, print_measurement
    from ..studies import measurement_document

    studio, targets = _studio(design, system)
    folders = _folders(files, out, as_json)
    for folder in folders:
        ensure_writable(folder)
    documents: list[dict[str, Any]] = []
    for place, file in enumerate(files):
        with Console(stderr=True).status(f"reading {file}"):
            m, comparisons = _measure(file, studio, targets, system=system, area=area, columns=columns)
        if as_json:
            documents.append(measurement_document(m, comparisons, __version__))
        else:
            print_measurement(m, comparisons, Console())
        if folders:
            _write(m, comparisons, folders[place], as_json)
    if as_json:
        click.echo(json.dumps(documents[0] if len(documents) == 1 else documents, indent=1, allow_nan=False))


def _studio(design: str, system: str) -> tuple[Studio | None, tuple[Finding, ...]]:
    """The designs that the recording belongs to, with their fits, and what is reported of them."""
    if not design:
        return None, ()
    from ..design import load_case
    from ..quantity import did_you_mean
    from ..studies import Studio, check_study, targets_of

    case = load_case(design)
    if system and system not in case.systems:
        hint = did_you_mean(system, case.systems) or f"known here: {', '.join(case.systems)}"
        raise InputError(design, [Problem("--system", f"there is no {system!r}", hint)])
    check_study(case)
    return Studio(case), targets_of(case)


def _measure(
    file: Path, studio: Studio | None, targets: tuple[Finding, ...], *, system: str, area: str, columns: Path | None
) -> tuple[Measurement, tuple[Comparison, ...]]:
    from ..studies import compared, measure_file

    m = measure_file(file, studio, system, area=area, columns=columns)
    return m, compared(studio, m, targets) if studio else ()


def _folders(files: tuple[Path, ...], out: Path | None, as_json: bool) -> tuple[Path, ...]:
    """A folder for each file: --out itself for one, a folder in it for each of several, told apart by their names."""
    if out is None and as_json:
        return ()
    if len(files) == 1 and out is not None:
        return (out,)
    ways = (_stem, lambda f: f.name, lambda f: "-".join(f.resolve().parts[1:]))  # the shortest that tells them apart
    for name in ways:
        names = [name(f) for f in files]
        if max(Counter(names).values()) == 1:
            break
    return tuple((out or OUT) / name for name in names)


def _stem(file: Path) -> str:
    return file.name.partition(".")[0] or file.name


def _write(m: Measurement, comparisons: tuple[Comparison, ...], folder: Path, as_json: bool) -> None:
    from ..report import has_index, measurement_files, write_folder, write_index

    write_folder(measurement_files(m, comparisons, __version__), folder)
    click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    if has_index(folder.parent):
        click.echo(f"index: {write_index(folder.parent, __version__)}", err=as_json)
