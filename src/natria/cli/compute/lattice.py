"""natria compute lattice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .calculating import ProgressLines, calculating, ensure_free, evaluator, replaying, stored_option
from .showing import CommandResult, evaluations_line, show

REFUSED = 2
WORKFLOW = "lattice"


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@stored_option
@click.option(
    "--strains", default="0.01,0.02", show_default=True, help="Isotropic strains, each taken with both signs."
)
def lattice_command(file: Path, **options: Any) -> int:
    """Compute the lattice of STRUCTURE and its bulk modulus, from pressures at a few volumes.

    STRUCTURE is a name of the library, a CIF, or a structure of natria as JSON. The cell and its ions are relaxed, and
    Birch-Murnaghan's equation of state is fitted. Every evaluation is stored, so a run that was killed goes on when the
    same command is run again. A result that fails a condition is refused with the reason, and the exit code is 2.
    """
    if options["stored"]:
        ensure_free(click.get_current_context(), "strains")
    return run(file, **options)


def run(
    file: Path, *, name: str, given: tuple[str, ...], place: Path | None, stored: bool, strains: str, **shown: Any
) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from dataclasses import replace

    from ...atoms.calculators import read_structure
    from ...atoms.elastic import LatticeSettings, lattice
    from ...atoms.gates import lattice_conditions
    from ...atoms.structures import primitive
    from ...report import ensure_writable

    settings = LatticeSettings(strains=_strains(strains))
    structure = primitive(read_structure(file), settings.symmetry)
    if shown["out"] is not None:
        ensure_writable(shown["out"], "lattice", inputs=(file,))
    if stored:
        evaluate, asked = replaying(structure, WORKFLOW, name, given)
        settings = replace(settings, strains=tuple(asked["strains"]))
    else:
        evaluate = evaluator(structure, name, given, place)
    found = lattice(structure, evaluate, settings, ProgressLines(evaluate).counted)
    gated = lattice_conditions(found, evaluate.recipe)
    _show(found, gated, evaluate, **shown)
    return REFUSED if gated.outcome == "refused" else 0


def _strains(text: str) -> tuple[float, ...]:
    try:
        return tuple(map(float, text.split(",")))
    except ValueError:
        raise click.UsageError(f"--strains {text!r}: expected strains, such as 0.01,0.02") from None


def _show(found: Any, gated: Any, evaluate: Any, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import LATTICE, lattice_document, lattice_files, lattice_rows, lattice_summary

    rows = lattice_rows(found) if gated.outcome != "refused" else ()
    result = CommandResult(
        lambda: lattice_document(found, gated, evaluate, __version__),
        lambda: [
            lattice_summary(found, gated),
            *(f"  {row[0]}: {row[1]}" + (f" ({row[2]})" if row[2] else "") for row in rows),
            *(one.line for one in gated.conditions),
            evaluations_line(evaluate),
        ],
        lambda: lattice_files(found, gated, evaluate, __version__),
        "lattice",
        {"figure": "", "numbers": LATTICE},
    )
    show(result, out=out, as_json=as_json)
