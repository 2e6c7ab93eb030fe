"""natria compute surface."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, ensure_free, evaluators, say_replayed, stored_option
from .showing import CommandResult, TableRows, evaluations_line, show

if TYPE_CHECKING:
    from ...atoms.calculators import EvaluatorFamily
    from ...atoms.surface import SurfaceSettings
    from ...atoms.surface.energies import Face, RelaxedBulk
    from ...record import Structure
    from ...report.atoms.surface import ComputedFace, SurfaceReport

REFUSED = 2
WORKFLOW = "surface"
NUMERICS = ("given", "thickness", "vacuum", "force", "rigid", "fixed_cell")  # those that a stored run fixes


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@stored_option
@click.option(
    "--miller",
    "planes",
    multiple=True,
    required=True,
    metavar="H,K,L",
    help="Indices of the face in the cell of STRUCTURE; repeat it for an equilibrium shape of several families.",
)
@click.option(
    "--thickness", default="8,12,16", show_default=True, help="Least thicknesses of the slabs in Å, two or more."
)
@click.option("--vacuum", type=float, default=12.0, show_default=True, help="Vacuum between the slabs, in Å.")
@click.option("--force", type=float, default=0.01, show_default=True, help="Force tolerance of the ions, in eV/Å.")
@click.option("--termination", type=click.IntRange(1), help="Which of the listed terminations (default: all possible).")
@click.option(
    "--over-voltage",
    is_flag=True,
    help="Also terminations with more or less sodium, over the voltage at which STRUCTURE is stable.",
)
@click.option("--rigid", is_flag=True, help="Leave the ions of the slabs where they are in the crystal.")
@click.option("--fixed-cell", is_flag=True, help="Take the cell as it is given, without relaxing it first.")
def surface_command(file: Path, **options: Any) -> int:
    """Compute surface energies (E_slab - n E_bulk)/(2 S) of faces of STRUCTURE, and its Wulff shape.

    STRUCTURE is a name of the library, a CIF, or a structure of natria as JSON.

    All terminations of a face are listed. Those that give slabs of whole formula units with two equal faces and no
    dipole are computed, each with slabs of several thicknesses. Every evaluation is stored, so a run that was killed
    goes on when the same command is run again. A surface that fails a condition is refused with the reason, and the
    exit code is 2. With --out the folder gets `evaluations.json` too: every evaluation with its structure and recipe.
    """
    if options["stored"]:
        ensure_free(click.get_current_context(), *NUMERICS)
    return run(file, **options)


def run(
    file: Path,
    *,
    name: str,
    given: tuple[str, ...],
    place: Path | None,
    planes: tuple[str, ...],
    termination: int | None,
    **options: Any,
) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from dataclasses import replace

    from ...atoms.calculators import read_structure
    from ...atoms.structures import space_group
    from ...atoms.surface import face_of, miller_name, read_miller, relaxed_bulk
    from ...atoms.surface.energies import (
        changed_terminations,
        ensure_same_terminations,
        ensure_thicknesses,
        unrelaxed_face,
    )
    from ...report import ensure_writable
    from ...report.atoms.surface import SurfaceReport
    from .surface_voltage import ensure_sodium, over_voltage

    structure = read_structure(file)
    settings = surface_settings(options)
    if options["stored"]:
        family, settings = _replaying(structure, name, settings)
    ensure_thicknesses(settings)
    group = space_group(structure, settings.symmetry)
    millers = _families([read_miller(one, structure.cell) for one in planes], structure.cell, group)
    if termination is not None and len(millers) > 1:
        raise click.UsageError("--termination needs a single --miller")
    if options["over_voltage"]:
        ensure_sodium(structure)
    if options["out"] is not None:
        ensure_writable(options["out"], "surface", inputs=(file,))
    planned = [unrelaxed_face(structure, miller, settings) for miller in millers]
    for face in planned:  # what cannot be computed is found before the costly part
        _ensure_planned(face, settings, termination)
    if not options["stored"]:
        family = evaluators(name, given, place)
    click.echo(f"{structure.title}: relaxation of the crystal", err=True)
    bulk = relaxed_bulk(structure, family, settings)
    faces = [face_of(bulk, miller, settings) for miller in millers]
    for given_face, face in zip(planned, faces, strict=True):
        ensure_same_terminations(given_face, face, termination)
        if changed := changed_terminations(given_face, face):
            click.echo(f"{miller_name(face.crystal.miller)}: {changed}", err=True)
        _ensure_planned(face, settings, termination, tell=True)
    computed = tuple(_computed(face, termination, bulk, family, settings) for face in faces)
    found = _with_shape(SurfaceReport(structure.title, bulk, computed, settings), group)
    if options["over_voltage"]:
        found = replace(found, voltage=over_voltage(found, family, termination))
    _show(found, family, out=options["out"], as_json=options["as_json"])
    return REFUSED if found.is_refused else 0


def _replaying(structure: Structure, name: str, settings: SurfaceSettings) -> tuple[EvaluatorFamily, SurfaceSettings]:
    """The evaluations and the numerics of a shipped run; the standard error says which."""
    from dataclasses import replace

    from ...atoms.calculators.stored.families import replayed_family
    from ...atoms.surface.planes import smallest

    family, run = replayed_family([smallest(structure, settings.symmetry)], WORKFLOW, name)
    say_replayed(run)
    asked = run.result["settings"]
    numerics = {key: asked[key]["value"] for key in ("vacuum", "force", "stress")}
    flags = {key: asked[key] for key in ("relax_cell", "relax_ions")}
    return family, replace(settings, thicknesses=tuple(asked["thicknesses"]["values"]), **numerics, **flags)


def surface_settings(options: dict[str, Any]) -> SurfaceSettings:
    """The settings of the options, lengths in m."""
    from ...atoms.calculators.evaluate import FORCE
    from ...atoms.surface import SurfaceSettings
    from ...record.structure import ANGSTROM

    return SurfaceSettings(
        thicknesses=tuple(one * ANGSTROM for one in numbers_of(options["thickness"], "--thickness", "8,12,16")),
        vacuum=options["vacuum"] * ANGSTROM,
        force=options["force"] * FORCE,
        relax_cell=not options["fixed_cell"],
        relax_ions=not options["rigid"],
    )


def numbers_of(text: str, option: str, example: str) -> tuple[float, ...]:
    """The numbers of an option that are separated by commas."""
    try:
        return tuple(map(float, text.split(",")))
    except ValueError:
        raise click.UsageError(f"{option} {text!r}: expected numbers, such as {example}") from None


def _families(millers: list[Any], cell: Any, group: Any) -> list[Any]:
    """The planes of different families; says which are left out."""
    from ...atoms.surface.planes import miller_name
    from ...atoms.surface.wulff import families_of

    kept, same = families_of(millers, cell, group)
    for one, other in same.items():
        click.echo(f"{miller_name(one)} is of the family of {miller_name(other)} and is computed once", err=True)
    return kept


def _ensure_planned(face: Face, settings: SurfaceSettings, chosen: int | None, *, tell: bool = False) -> None:
    """Raise where the slabs cannot be made; `tell` says terminations and sizes."""
    from ...atoms.surface import miller_name, slabs_of
    from ...record.structure import ANGSTROM

    name = miller_name(face.crystal.miller)
    if chosen is not None and chosen > len(face.terminations):
        raise click.UsageError(f"--termination {chosen}: {name} has {len(face.terminations)}")
    for number, one in enumerate(face.terminations, start=1):
        slabs = slabs_of(face.crystal, one, settings.thicknesses, settings.vacuum)
        atoms = ", ".join(str(len(slab.structure)) for slab in slabs)
        state = one.obstacle or f"slabs of {atoms} atoms"
        if tell:
            gap = face.crystal.gap(one.top) / ANGSTROM
            click.echo(f"{name} termination {number}, {one.name}, planes {gap:.2f} Å apart: {state}", err=True)


def _computed(
    face: Face, asked: int | None, bulk: RelaxedBulk, family: EvaluatorFamily, settings: SurfaceSettings
) -> ComputedFace:
    """The surface energies of a face, or that of the termination that was asked for."""
    from ...atoms.gates import surface_conditions
    from ...atoms.surface import surface_energy
    from ...report.atoms.surface import ComputedFace, ComputedSurface

    wanted = face.terminations if asked is None else face.terminations[asked - 1 : asked]
    surfaces = []
    for one in (one for one in wanted if not one.obstacle):
        tell = ProgressLines(family).counted
        energy = surface_energy(face.crystal, one, family, settings, tell)
        recipe = family.of(energy.slabs[-1].slab.structure).recipe
        surfaces.append(ComputedSurface(energy, surface_conditions(energy, bulk, recipe)))
    return ComputedFace(face, tuple(surfaces), asked)


def _with_shape(found: SurfaceReport, group: Any) -> SurfaceReport:
    """The report with the equilibrium shape of the relaxed crystal, or with the reason why there is none."""
    from dataclasses import replace

    from ...atoms.surface import wulff_shape
    from ...quantity import InputError

    refused = [f"{face.name} has no surface energy" for face in found.faces if face.best is None]
    if reasons := [*refused, *(f"{face.name}: {doubt}" for face in found.faces for doubt in face.doubts)]:
        return replace(found, shapeless="; ".join(reasons))
    best = {face.face.crystal.miller: face.best.energy.energy for face in found.faces if face.best}
    try:
        return replace(found, shape=wulff_shape(best, found.bulk.given_relaxed, group))
    except InputError as error:
        return replace(found, shapeless="; ".join(f"{one.where} {one.what}".strip() for one in error.problems))


def _show(found: SurfaceReport, family: EvaluatorFamily, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import SURFACE, surface_document, surface_files, surface_lines, surface_rows, surface_summary
    from ...report.atoms.surface import HEADS

    result = CommandResult(
        lambda: surface_document(found, family, __version__),
        lambda: [
            surface_summary(found),
            TableRows(HEADS, surface_rows(found)),
            *surface_lines(found),
            *_over_voltage(found),
            evaluations_line(family),
        ],
        lambda: surface_files(found, family, __version__),
        "surface",
        {"figures": "", "numbers": SURFACE},
    )
    show(result, out=out, as_json=as_json)


def _over_voltage(found: SurfaceReport) -> list[str | TableRows]:
    """The table and the lines of the energies over the voltage, where they were asked for."""
    from ...report.atoms.surface_voltage import HEADS, voltage_lines, voltage_rows

    if found.voltage is None:
        return []
    return [TableRows(HEADS, voltage_rows(found.voltage)), *voltage_lines(found.voltage)]
