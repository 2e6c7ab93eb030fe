"""natria simulate --vary: one cell with several values of one number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ... import __version__

if TYPE_CHECKING:
    from ...design import Case

OUT = Path("natria-out") / "simulate"


def run(
    case: Case,
    system: str,
    text: str,
    settings: Mapping[str, Any],
    *,
    out: Path | None,
    as_json: bool,
    inputs: tuple[Path, ...],
) -> int:
    """Simulate a cell for each value of `--vary`, write the page, and return the exit code."""
    from rich.console import Console

    from ...report import ensure_writable
    from ...report.simulation.varied import print_varied, write_varied
    from ...studies.simulation.varied import read_varied, varied_document, varied_plans, vary

    path, values = read_varied(text)
    plans = varied_plans(case, system, path, values, **settings)
    folder = f"{plans[0].system}-by-{path}".replace("/", "-")
    out = out or (None if as_json else OUT / folder)
    if out is not None:
        ensure_writable(out, "varied simulation", inputs=inputs)
    console = Console(stderr=True)
    with console.status(f"simulating {len(plans)} cells of {plans[0].system}"):
        made = vary(path, values, plans)
    page = write_varied(made, out, __version__) if out is not None else None
    if as_json:
        click.echo(json.dumps(varied_document(made, __version__), indent=1, allow_nan=False))
    else:
        print_varied(made, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=as_json)
    return 0
