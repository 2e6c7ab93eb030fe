"""natria growth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ... import __version__
from ...quantity.errors import InputError, Problem

if TYPE_CHECKING:
    from ...record import Sheet

COLUMNS = {"time": "s", "thickness": "m", "std": "m"}


def run(file: Path, out: Path | None) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ...laws import rank_growth_laws
    from ...record import read_sheet
    from ...report import GROWTH, ensure_writable, growth_files, growth_rows, growth_summary, write_folder

    sheet = read_sheet(file, COLUMNS, optional=("std",))
    _ensure_growth(sheet)
    if out is not None:
        ensure_writable(out, "growth laws", inputs=(file,))
    columns = sheet.columns
    ranks = rank_growth_laws(columns["time"], columns["thickness"], columns.get("std"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("law", "parameters", "left over", "weight", "result of the fits"):
        table.add_column(head, no_wrap=head in ("law", "left over", "weight"))
    for row in growth_rows(sheet, ranks):
        table.add_row(*row)
    Console().print(table)
    click.echo(growth_summary(ranks))
    if out is not None:
        write_folder(growth_files(sheet, ranks, __version__), out, "growth laws")
        click.echo(f"\nfigure: {out / 'growth.png'}\nnumbers: {out / GROWTH}")


def _ensure_growth(sheet: Sheet) -> None:
    """Raise where the points cannot be fitted by any growth law, with all problems at once."""
    time, thickness = sheet.columns["time"], sheet.columns["thickness"]
    wrong = {
        "time": (time < 0, "the time is negative", "give times from the start of the growth"),
        "thickness": (thickness < 0, "the thickness is negative", "subtract the background, or leave the point out"),
    }
    if "std" in sheet.columns:
        fix = "leave the column out if it is not known"
        wrong["std"] = (sheet.columns["std"] <= 0, "the standard deviation is not above zero", fix)
    problems = [
        Problem(f"line {line}", what, fix)
        for found, what, fix in wrong.values()
        for line, bad in zip(sheet.lines, found, strict=True)
        if bad
    ]
    if not problems and not ((time > 0) & (thickness > 0)).any():
        problems.append(
            Problem("", "no thickness above zero at a time above zero", "give points at which the layer has grown")
        )
    if problems:
        raise InputError(sheet.file, problems)
