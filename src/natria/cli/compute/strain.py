"""natria compute strain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, ensure_free, evaluator, replaying, stored_option
from .showing import CommandResult, TableRows, evaluations_line, show

if TYPE_CHECKING:
    from ...atoms.calculators import Evaluator
    from ...atoms.strain import StrainSettings
    from ...record import Structure
    from ...report.atoms import StrainReport

REFUSED = 2
WORKFLOW = "strain"


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@stored_option
@click.option(
    "--direction",
    "directions",
    multiple=True,
    help="a, b, c, or [uvw] of the cell that is given, such as [110] or '[1 -1 0]'; repeatable.",
)
@click.option("--largest", type=float, default=0.6, show_default=True, help="Engineering strain at which a path ends.")
@click.option("--step", type=float, default=0.02, show_default=True, help="Step of the engineering strain.")
@click.option("--past", type=click.IntRange(1, 100), default=2, show_default=True, help="Points beyond the maximum.")
@click.option(
    "--nudge",
    type=float,
    default=0.0,
    show_default=True,
    help="Random strains before each relaxation; 0 keeps symmetry.",
)
@click.option("--no-probe", is_flag=True, help="Do not test the stability of the path; the result is not validated.")
@click.option("--tensor", is_flag=True, help="Compare the initial slopes with the elastic tensor, by the same store.")
def strain_command(file: Path, **options: Any) -> int:
    """Compute the stress-strain curve of STRUCTURE in tension along directions, to its ideal strength.

    At each strain of the direction the rest of the cell and the ions are relaxed until all other stresses vanish. The
    smallest cell of the crystal is computed. Strains are engineering strains, stresses are Cauchy stresses.

    STRUCTURE is a name of the library, a CIF, or a structure of natria as JSON. Every evaluation is stored, so a run
    that was killed goes on when the same command is run again. A curve that fails a condition is refused with the
    reason, and the exit code is 2. With --out the folder gets `evaluations.json` too: every evaluation with its
    structure and the recipe. With --stored the directions are those of the stored run, unless some are given.
    """
    if options["stored"]:
        ensure_free(click.get_current_context(), "largest", "step", "past", "nudge", "no_probe", "tensor")
    elif not options["directions"]:
        raise click.UsageError("Missing option '--direction': name a direction, such as a")
    return run(file, **options)


def run(
    file: Path,
    *,
    name: str,
    given: tuple[str, ...],
    place: Path | None,
    stored: bool,
    directions: tuple[str, ...],
    **options: Any,
) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from ...atoms.calculators import read_structure
    from ...atoms.strain import StrainSettings, crystal_direction
    from ...atoms.strain.workflow import ensure_settings
    from ...atoms.structures import primitive
    from ...report import ensure_writable

    settings = StrainSettings(
        step=options["step"], largest=options["largest"], past=options["past"], nudge=options["nudge"]
    )
    if options["no_probe"]:
        settings = StrainSettings(**{**vars(settings), "probe": 0.0})
    ensure_settings(settings)
    structure = read_structure(file)
    if options["out"] is not None:
        ensure_writable(options["out"], "stress-strain curve", inputs=(file,))
    start = primitive(structure, settings.symmetry)
    if stored:
        evaluate, settings, known = _replayed(start, name, given, settings)
        directions = directions or known
    else:
        evaluate = evaluator(start, name, given, place)
    lines = [crystal_direction(one) for one in directions]
    report = _computed(structure, lines, evaluate, settings, with_tensor=options["tensor"])
    _show(report, evaluate, out=options["out"], as_json=options["as_json"])
    return REFUSED if report.is_refused else 0


def _replayed(
    structure: Structure, name: str, given: tuple[str, ...], settings: StrainSettings
) -> tuple[Evaluator, StrainSettings, tuple[str, ...]]:
    """The evaluations, the numerics and the directions of a stored run."""
    from dataclasses import replace

    evaluate, asked = replaying(structure, WORKFLOW, name, given)
    same = {one: asked[one] for one in ("step", "largest", "strain_error", "stress_error", "nudge", "probe")}
    counted = {"past": asked["points_past_maximum"], "least": asked["smallest_step"]}
    sizes = {one: asked[one]["value"] for one in ("force", "stress")}
    assert evaluate.kept is not None
    known = tuple(one["name"] for one in evaluate.kept.result["directions"])
    return evaluate, replace(settings, **same, **counted, **sizes), known


def _computed(
    structure: Any, lines: Any, evaluate: Evaluator, settings: StrainSettings, *, with_tensor: bool
) -> StrainReport:
    """The gated curves, and the tensor of the same cell where it was asked for."""
    from ...atoms.elastic import elastic_tensor
    from ...atoms.gates import elastic_conditions, strain_conditions
    from ...atoms.strain import strain_curves
    from ...atoms.structures import primitive
    from ...report.atoms import GatedCurve, StrainReport

    tell = ProgressLines(evaluate).counted
    tensor = None
    if with_tensor:
        tensor = elastic_tensor(primitive(structure, settings.symmetry), evaluate, tell=tell)
    found = strain_curves(structure, lines, evaluate, settings, tell)
    curves = tuple(
        GatedCurve(curve, strain_conditions(curve, found, evaluate.recipe, tensor)) for curve in found.curves
    )
    refused = tensor is None or elastic_conditions(tensor, evaluate.recipe).outcome == "refused"
    return StrainReport(found, curves, None if refused else tensor)


def _show(report: StrainReport, evaluate: Evaluator, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import STRAIN, strain_document, strain_files, strain_rows, strain_summary
    from ...report.atoms.strain import HEADS

    result = CommandResult(
        lambda: strain_document(report, evaluate, __version__),
        lambda: [
            strain_summary(report),
            TableRows(HEADS, strain_rows(report)),
            *(f"{one.name}, {condition.line}" for one in report.curves for condition in one.gated.conditions),
            evaluations_line(evaluate),
        ],
        lambda: strain_files(report, evaluate, __version__),
        "stress-strain curve",
        {"figure": "stress_strain.png", "numbers": STRAIN},
    )
    show(result, out=out, as_json=as_json)
