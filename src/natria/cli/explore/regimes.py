"""natria sweep --regimes: which failure comes first over two numbers."""

from __future__ import annotations

import json

import click

from ... import __version__
from .answers import ensure_no_cycles, open_design
from .sweep import SweepOptions

SIDES = 2


def run_regimes(asked: SweepOptions) -> int:
    """Map the regimes of a design, write the page, and return the exit code."""
    from rich.console import Console

    from ...explore.regimes import RegimeSettings, regime_map
    from ...explore.regimes.document import regimes_document
    from ...report.sweep.literature import points_on
    from ...report.sweep.regimes import print_regimes, write_regimes

    ensure_no_cycles(asked)
    if len(asked.varied) != SIDES or asked.samples is not None or asked.method is not None or asked.answers:
        what = "--regimes is a map over two numbers: give --vary twice, each with a COUNT, and neither --samples"
        raise click.UsageError(f"{what} nor --sensitivity nor --answer")
    points, _ = asked.points()
    design, _ = open_design(asked)
    out = asked.folder(design.name)
    with Console(stderr=True).status(f"mapping {design.name}"):
        found = regime_map(design, points, RegimeSettings(seed=asked.seed))
    page = write_regimes(found, out, __version__) if out is not None else None
    if asked.as_json:
        reported = points_on(design, points)
        click.echo(json.dumps(regimes_document(found, reported, __version__), indent=1, allow_nan=False))
    else:
        print_regimes(found, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=asked.as_json)
    return 0
