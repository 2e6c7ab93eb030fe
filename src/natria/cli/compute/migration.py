"""natria compute migration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, evaluator, stored_option
from .migration_along import Computes, KnownPaths, ensure_along_options, known_paths, replayed_paths
from .showing import CommandResult, TableRows, evaluations_line, show

if TYPE_CHECKING:
    from ...atoms.calculators import Evaluator
    from ...atoms.migration import Hop, HopSettings
    from ...atoms.migration.network import Edge, HopClass, NetworkHop
    from ...record import Structure
    from ...report.atoms.migration import ComputedHop, MigrationReport

REFUSED = 2


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@stored_option
@click.option(
    "--relaxed", is_flag=True, help="Take the relaxed cell of STRUCTURE that natria ships of this calculator."
)
@click.option("--species", default="Na", show_default=True, help="The element that hops into a vacancy.")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="The end of the hop, with the atoms of STRUCTURE in order."
)
@click.option("--longest", type=float, default=5.0, show_default=True, help="Longest hop that is looked at, in Å.")
@click.option("--width", type=float, default=8.0, show_default=True, help="Least width of the supercell, in Å.")
@click.option("--images", type=click.IntRange(1, 30), default=5, show_default=True, help="Images between the ends.")
@click.option("--force", type=float, default=0.03, show_default=True, help="Force tolerance of the path, in eV/Å.")
@click.option(
    "--along",
    type=click.Path(path_type=Path),
    help="A migration.json with the path of another calculator: the relaxation begins at its images.",
)
@click.option("--saddle", is_flag=True, help="Of --along relax the ends and the highest image alone.")
@click.option("--frozen", is_flag=True, help="Evaluate the images of --along where they are.")
@click.option("--free", type=click.IntRange(1, 1000), help="Atoms that vibrate: attempt frequencies by Vineyard.")
@click.option("--carriers", type=float, help="Share of vacant sites: with --free and --temperature a conductivity.")
@click.option("--charge", type=int, help="Charge number of the ion, for the conductivity (default: that of --species).")
@click.option("--temperature", type=float, help="Temperature of the conductivity, in K.")
def migration_command(file: Path, **options: Any) -> int:
    """Compute the barriers of hops into a vacancy of STRUCTURE, and the barrier that percolates.

    STRUCTURE is a name of the library, a CIF, or a structure of natria as JSON.

    The hops that differ by symmetry are taken from the shortest up, until they percolate in as many dimensions as all
    hops up to --longest do. The cell stays as it is given, so give a relaxed one. With --to the barrier between two
    given structures is computed instead. Every evaluation is stored, so a run that was killed goes on when the same
    command is run again. A hop that fails a condition is refused with the reason, and the exit code is 2. With --out
    the folder gets `evaluations.json` too: every evaluation with its structure and the recipe.
    """
    ensure_along_options(options)
    return run(file, **options)


def run(file: Path, *, name: str, given: tuple[str, ...], place: Path | None, **options: Any) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from ...atoms.calculators import read_structure
    from ...atoms.migration.hop import counts_for, supercell
    from ...record.structure import ANGSTROM
    from ...report import ensure_writable

    structure = _relaxed(file, name) if options["relaxed"] else read_structure(file)
    _ensure_options(options)
    out, as_json = options.pop("out"), options.pop("as_json")
    if out is not None:
        ensure_writable(out, "migration", inputs=(file,))
    settings, known = _settings(options), known_paths(options)
    counts = counts_for(structure, options["width"] * ANGSTROM)
    if options["stored"]:
        evaluate, known, settings, looked_at = replayed_paths(structure, name, given)
        options = {**options, **looked_at}
    else:  # k-points are those of the supercell
        evaluate = evaluator(structure if options["target"] else supercell(structure, counts), name, given, place)
    if options["target"]:
        found = _between(structure, evaluate, options, (settings, known))
    else:
        found = _network(structure, counts, evaluate, options, (settings, known))
    _show(found, evaluate, out=out, as_json=as_json)
    return REFUSED if found.is_refused else 0


def _relaxed(file: Path, name: str) -> Structure:
    """The relaxed cell of a stored run; the standard error says of which."""
    from ...atoms.calculators import read_structure, relaxed_like

    structure, run = relaxed_like(read_structure(file), name)
    click.echo(f"relaxed cell of the stored run {run.name}: {run.recipe}", err=True)
    return structure


def _ensure_options(options: dict[str, Any]) -> None:
    from ...atoms.migration.rates import charge_of

    wanted = [options["carriers"] is not None, options["temperature"] is not None]
    if any(wanted) and not (all(wanted) and options["free"] is not None and options["target"] is None):
        raise click.UsageError("a conductivity needs --free, --carriers and --temperature, and no --to")
    if all(wanted) and not (0 < options["carriers"] < 1 and options["temperature"] > 0):
        raise click.UsageError("--carriers is a share between 0 and 1, and --temperature is in kelvin, above 0")
    if all(wanted) and options["charge"] is None:
        charge_of(options["species"])  # raises before anything is computed


def _settings(options: dict[str, Any]) -> HopSettings:
    from ...atoms.calculators.evaluate import FORCE
    from ...atoms.migration import HopSettings

    return HopSettings(force=options["force"] * FORCE, images=options["images"])


def _between(
    structure: Structure, evaluate: Evaluator, options: dict[str, Any], asked: tuple[HopSettings, KnownPaths]
) -> MigrationReport:
    """The hop between two structures."""
    from ...atoms.calculators import read_structure
    from ...atoms.migration import hop_between
    from ...report.atoms.migration import MigrationReport

    end = read_structure(options["target"])
    (settings, known), lines = asked, ProgressLines(evaluate)

    def compute(settings: HopSettings, along: Sequence[Structure]) -> Hop:
        return hop_between(structure, end, evaluate, settings, along=along, tell=lines.running)

    hop = known.hop(0, settings, evaluate, compute, lines.counted)
    one = _computed("hop", hop, evaluate, None, options["free"])
    return MigrationReport(f"{structure.title} to {end.title}", structure, (one,))


def _network(
    structure: Structure,
    counts: tuple[int, int, int],
    evaluate: Evaluator,
    options: dict[str, Any],
    asked: tuple[HopSettings, KnownPaths],
) -> MigrationReport:
    """The vacancy hops of a species, and what follows for the crystal."""
    from ...atoms.migration import hop_classes, percolating_barriers
    from ...atoms.migration.network import percolating_classes
    from ...record.structure import ANGSTROM
    from ...report.atoms.migration import MigrationReport

    (settings, known), species = asked, options["species"]
    every = hop_classes(structure, species, options["longest"] * ANGSTROM)
    classes = percolating_classes(every)
    size = " x ".join(map(str, counts))
    click.echo(f"{len(classes)} of {len(every)} inequivalent hops, supercell {size}", err=True)
    hops = []
    for place, (kind, name) in enumerate(zip(classes, _names(species, classes), strict=True), start=1):
        click.echo(f"hop {place} of {len(classes)}: {kind.length / ANGSTROM:.3f} Å", err=True)
        compute = _vacancy(structure, counts, kind.edge, evaluate)
        hop = known.hop(place - 1, settings, evaluate, compute, ProgressLines(evaluate).counted)
        hops.append(_computed(name, hop, evaluate, kind, options["free"]))
    title = f"{species} vacancy in {structure.title}"
    found = MigrationReport(
        title,
        structure,
        tuple(hops),
        percolating_barriers(_hops_of(hops)),
        species=species,
        longest=options["longest"] * ANGSTROM,
    )
    return found if found.is_refused else _conducting(found, structure, options)


def _names(species: str, classes: Sequence[HopClass]) -> list[str]:
    """A name for each class by its length, and by its sites as well where lengths are equal."""
    from ...record.structure import ANGSTROM

    lengths = [f"{species} {kind.length / ANGSTROM:.2f} Å" for kind in classes]
    return [
        f"{name}, sites {kind.edge[0] + 1} to {kind.edge[1] + 1}" if lengths.count(name) > 1 else name
        for name, kind in zip(lengths, classes, strict=True)
    ]


def _vacancy(structure: Structure, counts: tuple[int, int, int], edge: Edge, evaluate: Evaluator) -> Computes:
    """What computes the hop of a vacancy along an edge."""
    from ...atoms.migration import vacancy_hop

    tell = ProgressLines(evaluate).running

    def compute(settings: HopSettings, along: Sequence[Structure]) -> Hop:
        return vacancy_hop(structure, edge, counts, evaluate, settings, along=along, tell=tell)

    return compute


def _hops_of(found: Iterable[ComputedHop]) -> list[NetworkHop]:
    """Every edge of the network with its barriers forward and backward.

    Where symmetry makes the ends equal the larger counts for both.
    """
    hops = []
    for one in found:
        ways = one.hop.barrier, one.hop.backward
        if one.kind:
            forward, backward = (max(ways), max(ways)) if one.kind.alike else ways
            hops += [(edge, forward, backward) for edge in one.kind.edges]
    return hops


def _computed(name: str, hop: Any, evaluate: Evaluator, kind: Any, free: int | None) -> ComputedHop:
    from ...atoms.gates import migration_conditions
    from ...atoms.migration import attempt_frequency
    from ...atoms.migration.rates import nearest_atoms
    from ...report.atoms.migration import ComputedHop

    gated = migration_conditions(hop, evaluate.recipe)
    frequency = None
    if free is not None and gated.outcome != "refused":
        atoms = nearest_atoms(hop.saddle, len(hop.saddle) - 1, free)
        frequency = attempt_frequency(hop.start.structure, hop.saddle, evaluate, atoms)
    return ComputedHop(name, hop, gated, kind, frequency)


def _conducting(found: MigrationReport, structure: Structure, options: dict[str, Any]) -> MigrationReport:
    """The report with a conductivity, where it was asked for."""
    from dataclasses import replace

    from ...atoms.migration import hop_conductivity, site_energies
    from ...atoms.migration.rates import charge_of, hop_rate

    if options["temperature"] is None:
        return found
    rates = {
        edge: hop_rate(max(one.hop.barrier, one.hop.backward), one.frequency, options["temperature"])
        for one in found.hops
        if one.kind and one.frequency
        for edge in one.kind.edges
    }
    estimate = hop_conductivity(
        structure,
        rates,
        carriers=options["carriers"],
        temperature=options["temperature"],
        charge=charge_of(options["species"]) if options["charge"] is None else options["charge"],
        energies=site_energies(_hops_of(found.hops)).values(),
    )
    return replace(found, conductivity=estimate)


def _show(found: MigrationReport, evaluate: Evaluator, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import MIGRATION, migration_document, migration_files, migration_rows, migration_summary
    from ...report.atoms.migration import HEADS, conductivity_lines

    result = CommandResult(
        lambda: migration_document(found, evaluate, __version__),
        lambda: [
            migration_summary(found),
            TableRows(HEADS, migration_rows(found)),
            *(f"{one.name}: {reason}" for one in found.hops for reason in one.gated.reasons),
            *conductivity_lines(found),
            evaluations_line(evaluate),
        ],
        lambda: migration_files(found, evaluate, __version__),
        "migration",
        {"figure": "path.png", "numbers": MIGRATION},
    )
    show(result, out=out, as_json=as_json)
