"""natria measure of material curves: indents, pressed powders, mass and heat flow over temperature."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ... import __version__
from .many import FAILED, say_failed
from .spectra import OUT, CellOptions

if TYPE_CHECKING:
    from ...lab.files.materials import CurveKind
    from ...lab.materials import MeasuredCurves
    from ...literature import Library
    from ...studies import Comparison, CurvesGiven

Curves = Mapping["CurveKind", tuple[Path, ...]]


def sort_curves(
    files: Sequence[Path], given: CurvesGiven | None, group: Sequence[str], *, as_json: bool
) -> tuple[Curves, tuple[Path, ...]]:
    """Return the material curves of a call by kind, and the other files; refuse what does not go together."""
    from ...studies import curves_among

    curves, others = ({}, tuple(files)) if group else curves_among(files)
    if given is not None and given.named and not curves:
        what = "for material curves only, and no file holds one with named columns"
        raise click.UsageError(f"{', '.join(given.named)}: {what} (displacement and load, for example)")
    if as_json and len(curves) + bool(others) > 1:
        raise click.UsageError("the files are of several kinds, and --json prints one: give them in several calls")
    return curves, others


def run_materials(
    curves: Curves, given: CurvesGiven | None, cell: CellOptions, *, out: Path | None, as_json: bool, beside: bool
) -> int:
    """Measure material curves, a page for each kind.

    Return the exit code: 2 where a file could not be measured.

    `beside` says that other files of the call have a page: those of the curves lie in folders of `out`.
    """
    apart = beside or len(curves) > 1
    return max(
        _one_kind(kind, files, given, cell, _folder(kind, files, out, as_json, apart=apart), as_json=as_json)
        for kind, files in curves.items()
    )


def _folder(kind: str, files: tuple[Path, ...], out: Path | None, as_json: bool, *, apart: bool) -> Path | None:
    from ...report import folders_of

    if out is None and as_json:
        return None
    usual = out or folders_of(files[:1], OUT)[0]
    return usual / kind if apart else usual


def _one_kind(
    kind: CurveKind,
    files: tuple[Path, ...],
    given: CurvesGiven | None,
    cell: CellOptions,
    folder: Path | None,
    *,
    as_json: bool,
) -> int:
    from rich.console import Console

    from ...report import ensure_writable, write_folder
    from ...report.materials import curves_files, print_curves
    from ...report.measurement.text import print_beside
    from ...studies import curves_document, measure_curve_files

    if folder is not None:
        ensure_writable(folder, "material curves", inputs=files)
    m = measure_curve_files(files, kind, given=given)
    compared, papers = _compared(m, cell)
    if folder is not None:
        write_folder(curves_files(m, __version__, beside=compared, papers=papers), folder, "material curves")
    if as_json:
        click.echo(json.dumps(curves_document(m, __version__, compared), indent=1, allow_nan=False))
    else:
        print_curves(m, Console())
        print_beside(compared, Console())
    say_failed(m.failed)
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    return FAILED if m.failed else 0


def _compared(m: MeasuredCurves, cell: CellOptions) -> tuple[tuple[Comparison, ...], Library | None]:
    """Return the comparisons with a design's papers, and these papers; nothing without a design."""
    from ...environment import asks_plugins, stored_results
    from ...studies import Studio, compared_curves, targets_of
    from ...studies.opening.case import open_case

    if not cell.design:
        return (), None
    case = open_case(cell.design, papers=cell.papers, system=cell.system)
    studio = Studio(case, store=stored_results(), plugins=asks_plugins())
    return compared_curves(studio, m, targets_of(case)), case.library
