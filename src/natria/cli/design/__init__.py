"""`natria design`: design files checked, their numbers, their schema."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import papers


@click.group()
def design() -> None:
    """Check design files, list their numbers, and get their schema."""


@design.command()
@click.argument("file", type=click.Path(path_type=Path))
@papers
def check(file: Path, papers: tuple[Path, ...]) -> None:
    """List all errors in FILE; without errors, list missing inputs, unusual values and assumptions."""
    from .files import check as run

    run(file, papers)


@design.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE_OR_CASE")
@click.option("--system", default="", help="System of the file; default: the first one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@papers
def paths(file: Path, system: str, as_json: bool, papers: tuple[Path, ...]) -> None:
    """List the paths of all numbers that --set, a sweep, a what-if or a calibration can vary."""
    from .files import paths as run

    run(file, system, as_json, papers)


@design.command()
def materials() -> None:
    """List the material cards that come with natria."""
    from .files import materials as run

    run()


@design.command()
def schema() -> None:
    """Print the JSON Schema of design files, for editors."""
    from .files import schema as run

    run()
