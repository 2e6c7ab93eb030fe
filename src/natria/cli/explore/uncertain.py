"""natria sweep --uncertain: answers with their inputs drawn from their spreads."""

from __future__ import annotations

import json

import click

from ... import __version__
from .answers import ensure_no_cycles, open_design
from .sweep import SweepOptions


def run_uncertain(asked: SweepOptions) -> int:
    """Draw the inputs of answers, write the page, and return the exit code."""
    from rich.console import Console

    from ...explore.uncertainty import uncertain_answers, uncertain_document
    from ...explore.uncertainty.drawn_answers import BASE
    from ...report.sweep.uncertainty import print_uncertain, write_uncertain

    ensure_no_cycles(asked)
    if asked.varied or asked.method is not None:
        what = "--uncertain draws the inputs from their own spreads; leave out --vary and --sensitivity"
        raise click.UsageError(f"{what}, and change a number of the design with --set")
    design, _ = open_design(asked)
    out = asked.folder(design.name)
    with Console(stderr=True).status(f"drawing inputs of {design.name}"):
        found = uncertain_answers(design, asked.terms, asked.samples or BASE, asked.seed)
    page = write_uncertain(found, out, __version__) if out is not None else None
    if asked.as_json:
        click.echo(json.dumps(uncertain_document(found, __version__), indent=1, allow_nan=False))
    else:
        print_uncertain(found, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=asked.as_json)
    return 0
