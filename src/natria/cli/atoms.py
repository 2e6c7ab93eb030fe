"""natria atoms results and natria atoms validate.

Heavy imports stand inside the functions, as `main` imports this file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import click


@click.group()
def atoms() -> None:
    """List the atomistic results that natria ships, and what each calculator was validated for."""


@atoms.command("results")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def results_command(as_json: bool) -> None:
    """List the stored runs with their recipe, wall time and convergence.

    Each is replayed without its calculator by `natria compute WORKFLOW STRUCTURE --calculator NAME --stored`.
    """
    from ..atoms.calculators import all_runs, stored_runs
    from ..report.atoms.results import CONVERGENCE, RESULTS, convergence_rows, results_rows

    runs = all_runs()
    if as_json:
        rows = [
            {"run": one.name, "workflow": one.workflow, "recipe": one.recipe.to_json(), "seconds": one.seconds}
            | {"evaluations": one.count, "result": dict(one.result)}
            for one in runs
        ]
        click.echo(json.dumps(rows, indent=1, allow_nan=False))
        return
    _show("Stored runs", RESULTS, results_rows(runs))
    _show("Convergence: change from a coarser run to a finer one", CONVERGENCE, convergence_rows(stored_runs()))


@atoms.command("validate")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def validate_command(as_json: bool) -> None:
    """Print which calculator was validated for which property of which material, and how.

    A row that rests on a stored run compares its result with references; whether it passed is derived.
    """
    from ..atoms.gates import VALIDITY
    from ..report.atoms.results import VALIDATIONS, validation_rows

    rows = validation_rows(VALIDITY)
    if as_json:
        click.echo(json.dumps([dict(zip(VALIDATIONS, row, strict=True)) for row in rows], indent=1))
        return
    _show("Validations", VALIDATIONS, rows)


def _show(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a block for each row: a name and its lines, as the cells are too long for columns."""
    click.echo(title)
    if not rows:
        click.echo("  none")
    for row in rows:
        click.echo("")
        for head, cell in zip(heads, row, strict=True):
            if cell:
                click.echo(f"  {head}: {cell}")
    click.echo("")
