"""natria compute elastic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .calculating import ProgressLines, calculating, ensure_free, evaluator, replaying, stored_option
from .showing import CommandResult, TableRows, evaluations_line, show

REFUSED = 2
WORKFLOW = "elastic"


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@stored_option
@click.option(
    "--amplitudes", default="0.005,0.01", show_default=True, help="Two strains; the tensor is that of the smaller one."
)
@click.option(
    "--energies-at",
    default=0.0,
    metavar="STRAIN",
    help="A larger strain, such as 0.03, at which energies are compared with stresses; for noisy energies.",
)
@click.option(
    "--force",
    type=click.FloatRange(0, min_open=True),
    default=0.005,
    show_default=True,
    help="Force tolerance of the ions, in eV/Å; less for ions that move at almost no force.",
)
@click.option("--fixed-cell", is_flag=True, help="Strain the cell as it is given, without relaxing it first.")
def elastic_command(file: Path, **options: Any) -> int:
    """Compute the elastic tensor of STRUCTURE with relaxed ions, from stresses at the fewest strains.

    The smallest cell of the crystal is computed, in the orientation of the one that is given.

    STRUCTURE is a name of the library, a CIF, or a structure of natria as JSON. Every evaluation is stored, so a run
    that was killed goes on when the same command is run again. A tensor that fails a condition is refused with the
    reason, and the exit code is 2. With --out the folder gets `evaluations.json` too: every evaluation with its
    structure and the recipe.
    """
    if options["stored"]:
        ensure_free(click.get_current_context(), "amplitudes", "energies_at", "force", "fixed_cell")
    return run(file, **options)


def run(
    file: Path,
    *,
    name: str,
    given: tuple[str, ...],
    place: Path | None,
    stored: bool,
    amplitudes: str,
    energies_at: float,
    force: float,
    fixed_cell: bool,
    **shown: Any,
) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from dataclasses import replace

    from ...atoms.calculators import read_structure
    from ...atoms.calculators.evaluate import FORCE
    from ...atoms.elastic import ElasticSettings, elastic_tensor
    from ...atoms.elastic.workflow import count_strained, plan
    from ...atoms.gates import elastic_conditions
    from ...atoms.structures import primitive
    from ...report import ensure_writable

    settings = ElasticSettings(
        amplitudes=_amplitudes(amplitudes), energies_at=energies_at, force=force * FORCE, relax_cell=not fixed_cell
    )
    structure = primitive(read_structure(file), settings.symmetry)
    if shown["out"] is not None:
        ensure_writable(shown["out"], "elastic tensor", inputs=(file,))
    if stored:
        evaluate, asked = replaying(structure, WORKFLOW, name, given)
        small, large = asked["amplitudes"]
        settings = replace(
            settings,
            amplitudes=(small, large),
            energies_at=asked["energies_at"],
            relax_cell=asked["relax_cell"],
            force=asked["force"]["value"],
        )
    else:
        evaluate = evaluator(structure, name, given, place)
    group, basis, patterns = plan(structure, settings)
    strains = ", ".join(one.name for one in patterns)
    count = count_strained(patterns, len(settings.all_amplitudes))
    cells = f"{len(basis)} constants from {len(patterns)} strains ({strains}), {count} strained cells"
    click.echo(f"{structure.title}: {group.name}, {len(structure)} atoms, {cells}", err=True)
    found = elastic_tensor(structure, evaluate, settings, ProgressLines(evaluate).counted)
    gated = elastic_conditions(found, evaluate.recipe)
    _show(found, gated, evaluate, **shown)
    return REFUSED if gated.outcome == "refused" else 0


def _amplitudes(text: str) -> tuple[float, float]:
    try:
        small, large = map(float, text.split(","))
    except ValueError:
        raise click.UsageError(f"--amplitudes {text!r}: expected two strains, such as 0.005,0.01") from None
    return small, large


def _show(found: Any, gated: Any, evaluate: Any, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import ELASTIC, elastic_document, elastic_files, elastic_rows, elastic_summary
    from ...report.atoms.elastic import pressure_line

    result = CommandResult(
        lambda: elastic_document(found, gated, evaluate, __version__),
        lambda: [
            elastic_summary(found, gated),
            TableRows(("quantity", "value", ""), elastic_rows(found) if gated.outcome != "refused" else ()),
            *(one.line for one in gated.conditions),
            pressure_line(found),
            evaluations_line(evaluate),
        ],
        lambda: elastic_files(found, gated, evaluate, __version__),
        "elastic tensor",
        {"figures": "", "numbers": ELASTIC},
    )
    show(result, out=out, as_json=as_json)
