"""natria study and natria cases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .. import __version__

OUT = Path("natria-out")


def run(name: str, out: Path | None, as_json: bool) -> None:
    from rich.console import Console

    from ..design import load_case
    from ..report import ensure_writable, print_study, write_study
    from ..study import run_study, study_document

    case = load_case(name)
    folder = out if out is not None else None if as_json else OUT / case.name
    if folder is not None:
        ensure_writable(folder)
    with Console(stderr=True).status(f"asking {case.name}"):
        result = run_study(case)
    page = write_study(result, folder, __version__) if folder is not None else None
    if as_json:
        click.echo(json.dumps(study_document(result, __version__), indent=1, allow_nan=False))
    else:
        print_study(result, Console())
    if page is not None:
        click.echo(f"\npage: {page}", err=as_json)
        click.echo(f"what a number rests on: natria trace ID --from {folder}", err=as_json)


def list_cases() -> None:
    from ..design import cases, load_case

    for name in cases():
        case = load_case(name)
        click.echo(f"{name}: {case.base.document.get('title', '')}")
        for system in case.systems:
            says = case.variants[system].words if system in case.variants else "as designed"
            click.echo(f"    {system}: {says}")
