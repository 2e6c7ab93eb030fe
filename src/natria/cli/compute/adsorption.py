"""natria compute adsorption."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, evaluators
from .showing import CommandResult, TableRows, evaluations_line, show
from .surface import numbers_of

if TYPE_CHECKING:
    from ...atoms.calculators import EvaluatorFamily
    from ...atoms.surface.adsorption_plan import AdsorptionSettings
    from ...report.atoms.adsorption import AdsorptionReport

REFUSED = 2


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@click.option("--miller", required=True, metavar="H,K,L", help="Indices of the face in the cell of STRUCTURE.")
@click.option("--species", default="Na", show_default=True, help="The element that is adsorbed, one atom a supercell.")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site, such as 'top F'; repeatable.")
@click.option(
    "--thickness",
    default="8,12",
    show_default=True,
    help="Least thicknesses of the slab in Å; all sites with the least.",
)
@click.option(
    "--width", default="6,9", show_default=True, help="Least widths of the supercell in Å; all sites with the least."
)
@click.option(
    "--termination", type=click.IntRange(1), help="Which of the listed terminations, where several are possible."
)
@click.option("--free-planes", type=click.IntRange(1), default=3, show_default=True, help="Upper planes that move.")
@click.option("--vacuum", type=float, default=12.0, show_default=True, help="Vacuum above the adsorbate, in Å.")
@click.option("--force", type=float, default=0.02, show_default=True, help="Force tolerance of the ions, in eV/Å.")
@click.option("--nudge", type=float, default=0.1, show_default=True, help="How far beside its site it starts, in Å.")
@click.option("--fixed-cell", is_flag=True, help="Take the cell as it is given, without relaxing it first.")
@click.option("--hop", is_flag=True, help="Also the barrier between the best site and the nearest equal one.")
@click.option("--images", type=click.IntRange(1, 30), default=5, show_default=True, help="Images of the hop.")
def adsorption_command(file: Path, **options: Any) -> int:
    """Compute adsorption energies on the sites of a face of STRUCTURE.

    STRUCTURE is a name of the library, a CIF, or a structure of natria as JSON.

    The energy is (E_slab + n E_reference - E_total)/n and positive where the adsorbate binds. It is given against the
    isolated atom and against the bulk crystal of --species. The sites follow from the symmetry of the face. The best
    one is computed again with each other thickness and width. Every evaluation is stored, so a run that was killed goes
    on when the same command is run again. A result that fails a condition is refused with the reason, and the exit
    code is 2.
    """
    return run(file, **options)


def run(file: Path, *, name: str, given: tuple[str, ...], place: Path | None, **options: Any) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from ...atoms.calculators import read_structure
    from ...atoms.gates import adsorption_conditions
    from ...atoms.surface import face_of, read_miller, relaxed_bulk
    from ...atoms.surface.adsorption import adsorption
    from ...atoms.surface.adsorption_plan import adsorption_plan
    from ...atoms.surface.energies import ensure_same_terminations, unrelaxed_face
    from ...record.structure import ANGSTROM
    from ...report import ensure_writable
    from ...report.atoms.adsorption import AdsorptionReport

    structure = read_structure(file)
    miller = read_miller(options["miller"], structure.cell)
    settings = _settings(options)
    if options["out"] is not None:
        ensure_writable(options["out"], "adsorption", inputs=(file,))
    element, chosen = options["species"], {"wanted": options["sites"], "number": options["termination"]}
    unrelaxed = unrelaxed_face(structure, miller, settings.surface)
    adsorption_plan(unrelaxed, element, settings, **chosen)  # bad input is found before the costly part
    family = evaluators(name, given, place)
    click.echo(f"{structure.title}: relaxation of the crystal", err=True)
    bulk = relaxed_bulk(structure, family, settings.surface)
    face = face_of(bulk, miller, settings.surface)
    ensure_same_terminations(unrelaxed, face, options["termination"])
    computed = adsorption_plan(face, element, settings, **chosen).number
    for number, one in enumerate(face.terminations, start=1):
        state = one.obstacle or ("this one is computed" if number == computed else "not asked for")
        gap = face.crystal.gap(one.top) / ANGSTROM
        click.echo(f"termination {number}, {one.name}, planes {gap:.2f} Å apart: {state}", err=True)
    found = adsorption(face, element, family, settings, **chosen, tell=ProgressLines(family).counted)
    gated = adsorption_conditions(found, bulk, family.of(found.best.relaxed.structure).recipe)
    report = AdsorptionReport(structure.title, found, gated)
    if options["hop"]:
        report = _with_hop(report, family, options)
    _show(report, family, out=options["out"], as_json=options["as_json"])
    return REFUSED if report.is_refused else 0


def _settings(options: dict[str, Any]) -> AdsorptionSettings:
    """The settings of the options, lengths in m."""
    from ...atoms.calculators.evaluate import FORCE
    from ...atoms.surface import SurfaceSettings
    from ...atoms.surface.adsorption_plan import AdsorptionSettings
    from ...record.structure import ANGSTROM

    surface = SurfaceSettings(
        thicknesses=tuple(one * ANGSTROM for one in numbers_of(options["thickness"], "--thickness", "8,12")),
        vacuum=options["vacuum"] * ANGSTROM,
        force=options["force"] * FORCE,
        relax_cell=not options["fixed_cell"],
    )
    widths = tuple(one * ANGSTROM for one in numbers_of(options["width"], "--width", "6,9"))
    return AdsorptionSettings(surface, widths, options["free_planes"], nudge=options["nudge"] * ANGSTROM)


def _with_hop(found: AdsorptionReport, family: EvaluatorFamily, options: dict[str, Any]) -> AdsorptionReport:
    """The report with the barrier, or with the reason why there is none."""
    from dataclasses import replace

    from ...atoms.gates import migration_conditions
    from ...atoms.migration import HopSettings
    from ...atoms.surface.diffusion import surface_hop
    from ...quantity import InputError

    if found.gated.outcome == "refused":
        return replace(found, hopless="the adsorption energy is refused")
    settings = HopSettings(end_force=found.adsorption.settings.surface.force, images=options["images"])
    try:
        hop = surface_hop(found.adsorption, family, settings, ProgressLines(family).running)
    except InputError as error:  # the adsorption energies are kept
        return replace(found, hopless="; ".join(f"{one.what}; {one.fix}" for one in error.problems))
    recipe = family.of(hop.saddle).recipe
    return replace(found, hop=hop, hop_gated=migration_conditions(hop, recipe, "surface migration"))


def _show(found: AdsorptionReport, family: EvaluatorFamily, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import (
        ADSORPTION,
        adsorption_document,
        adsorption_files,
        adsorption_lines,
        adsorption_rows,
        adsorption_summary,
    )
    from ...report.atoms.adsorption import HEADS

    result = CommandResult(
        lambda: adsorption_document(found, family, __version__),
        lambda: [
            adsorption_summary(found),
            TableRows(HEADS, adsorption_rows(found)),
            *adsorption_lines(found),
            evaluations_line(family),
        ],
        lambda: adsorption_files(found, family, __version__),
        "adsorption",
        {"figures": "", "numbers": ADSORPTION},
    )
    show(result, out=out, as_json=as_json)
