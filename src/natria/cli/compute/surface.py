"""natria compute surface."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, evaluators

if TYPE_CHECKING:
    from ...atoms.calculators import EvaluatorFamily
    from ...atoms.surface import SurfaceSettings
    from ...atoms.surface.energies import Face, RelaxedBulk
    from ...report.atoms.surface import ComputedFace, SurfaceReport

REFUSED = 2


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
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
@click.option("--rigid", is_flag=True, help="Leave the ions of the slabs where they are in the crystal.")
@click.option("--fixed-cell", is_flag=True, help="Take the cell as it is given, without relaxing it first.")
def surface_command(file: Path, **options: Any) -> int:
    """Compute surface energies (E_slab - n E_bulk)/(2 S) of faces of STRUCTURE, and its Wulff shape.

    STRUCTURE is a name of the library, a CIF, or a structure of natria as JSON.

    All terminations of a face are listed. Those that give slabs of whole formula units with two equal faces and no
    dipole are computed, each with slabs of several thicknesses. Every evaluation is stored, so a run that was killed
    goes on when the same command is run again. A surface that fails a condition is refused with the reason, and the
    exit code is 2.
    """
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
    from ...atoms.calculators import read_structure
    from ...atoms.structures import space_group
    from ...atoms.surface import read_miller, relaxed_bulk
    from ...report import ensure_writable
    from ...report.atoms.surface import SurfaceReport

    structure = read_structure(file)
    millers = list(dict.fromkeys(map(read_miller, planes)))
    settings = surface_settings(options)
    if termination is not None and len(millers) > 1:
        raise click.UsageError("--termination needs a single --miller")
    if options["out"] is not None:
        ensure_writable(options["out"], "surface", inputs=(file,))
    family = evaluators(name, given, place)
    click.echo(f"{structure.title}: relaxation of the crystal", err=True)
    bulk = relaxed_bulk(structure, family, settings)
    faces = [_planned(bulk, miller, settings, termination) for miller in millers]
    computed = tuple(_computed(face, wanted, bulk, family, settings) for face, wanted in faces)
    found = SurfaceReport(structure.title, bulk, computed, settings)
    if not found.is_refused:
        found = _with_shape(found, space_group(structure, settings.symmetry))
    _show(found, family, out=options["out"], as_json=options["as_json"])
    return REFUSED if found.is_refused else 0


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


def _planned(
    bulk: RelaxedBulk, miller: Any, settings: SurfaceSettings, chosen: int | None
) -> tuple[Face, tuple[Any, ...]]:
    """A face and the terminations that are computed; says what there is and how large the slabs are."""
    from ...atoms.surface import face_of, slabs_of
    from ...atoms.surface.planes import miller_name

    face = face_of(bulk, miller, settings)
    if chosen is not None and chosen > len(face.terminations):
        raise click.UsageError(f"--termination {chosen}: {miller_name(miller)} has {len(face.terminations)}")
    for number, one in enumerate(face.terminations, start=1):
        slabs = slabs_of(face.crystal, one, settings.thicknesses, settings.vacuum)
        atoms = ", ".join(str(len(slab.structure)) for slab in slabs)
        state = one.obstacle or f"slabs of {atoms} atoms"
        click.echo(f"{miller_name(miller)} termination {number}, {one.name}: {state}", err=True)
    if chosen is None:
        return face, face.computable
    return face, tuple(one for one in face.terminations[chosen - 1 : chosen] if not one.obstacle)


def _computed(
    face: Face, wanted: tuple[Any, ...], bulk: RelaxedBulk, family: EvaluatorFamily, settings: SurfaceSettings
) -> ComputedFace:
    from ...atoms.gates import surface_conditions
    from ...atoms.surface import surface_energy
    from ...report.atoms.surface import ComputedFace, ComputedSurface

    surfaces = []
    for one in wanted:
        tell = ProgressLines(family).counted
        energy = surface_energy(face.crystal, one, family, settings, tell)
        recipe = family.of(energy.slabs[-1].slab.structure).recipe
        surfaces.append(ComputedSurface(energy, surface_conditions(energy, bulk, recipe)))
    return ComputedFace(face, tuple(surfaces))


def _with_shape(found: SurfaceReport, group: Any) -> SurfaceReport:
    """The report with the equilibrium shape; a family alone that encloses no volume has none."""
    from dataclasses import replace

    from ...atoms.surface import wulff_shape
    from ...quantity import InputError

    best = {face.face.crystal.miller: face.best.energy.energy for face in found.faces if face.best}
    try:
        return replace(found, shape=wulff_shape(best, found.bulk.given, group))
    except InputError:
        if len(best) > 1:
            raise
        return found


def _show(found: SurfaceReport, family: EvaluatorFamily, *, out: Path | None, as_json: bool) -> None:
    import json

    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ... import __version__
    from ...report import write_folder
    from ...report.atoms import SURFACE, surface_document, surface_files, surface_lines, surface_rows, surface_summary
    from ...report.atoms.surface import HEADS

    if as_json:
        click.echo(json.dumps(surface_document(found, family, __version__), indent=1, allow_nan=False))
    else:
        click.echo(surface_summary(found))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for head in HEADS:
            table.add_column(head)
        for row in surface_rows(found):
            table.add_row(*row)
        Console().print(table)
        for line in surface_lines(found):
            click.echo(line)
        click.echo(f"evaluations: {family.calls} computed, {family.found} from the store")
    if out is not None:
        write_folder(surface_files(found, family, __version__), out, "surface")
        click.echo(f"\nfigures: {out}\nnumbers: {out / SURFACE}", err=as_json)
