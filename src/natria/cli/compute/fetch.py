"""natria compute fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .showing import TableRows, print_table

MP = "mp"


@click.command()
@click.argument("wanted", metavar="PHASE")
@click.option(
    "--from", "source", default=MP, show_default=True, metavar="mp|URL", help="The Materials Project, or OPTIMADE."
)
@click.option("--key", default="", metavar="KEY", help="Key of the Materials Project (default: MP_API_KEY).")
@click.option("--address", default="", metavar="URL", help="Another address of the Materials Project.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Output folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the list of structures as JSON.")
def fetch_command(wanted: str, **options: Any) -> None:
    """Fetch the structures of PHASE, and from the Materials Project the energies of its chemical system.

    PHASE is a formula such as Na3PS4 or, for the Materials Project, an identifier such as mp-682. Structures are
    written as CIF, with their source, identifier and functional in structures.json. The energies of all phases made of
    the elements of PHASE and sodium go to phase-energies.json, which `natria compute window --energies` reads. URL is
    the address of a database that speaks OPTIMADE, such as https://optimade.materialsproject.org.
    """
    run(wanted, **options)


def run(wanted: str, *, source: str, key: str, address: str, out: Path, as_json: bool) -> None:
    """Fetch, write, and print what was written."""
    import json

    from ... import __version__
    from ...report import ensure_writable, write_folder
    from ...report.atoms.fetched import fetched_document, fetched_files

    ensure_writable(out, "fetched data")
    found, energies = _fetched(wanted, source, key, address)
    write_folder(fetched_files(found, energies, __version__), out, "fetched data")
    for name, why in (energies.left_out if energies is not None else {}).items():
        click.echo(f"energy left out: {name} {why}", err=True)
    if as_json:
        click.echo(json.dumps(fetched_document(found, energies, __version__), indent=1, allow_nan=False))
        return
    _show(found, energies, out)


def _fetched(wanted: str, source: str, key: str, address: str) -> tuple[Any, Any]:
    """Return the structures, and the energies where the database has some."""
    from ...atoms.databases import MATERIALS_PROJECT, MaterialsProject, optimade_structures
    from ...atoms.structures import formula_of
    from ...environment import materials_project_key

    if source.lower() != MP:
        return optimade_structures(source, wanted), None
    project = MaterialsProject(key or materials_project_key(), address or MATERIALS_PROJECT)
    found = project.structures(wanted)
    formulas = sorted({formula_of(one.structure) for one in found.structures})
    return found, project.energies(formulas) if formulas else None


def _show(found: Any, energies: Any, out: Path) -> None:
    from ...report.atoms.energies import ENERGIES
    from ...report.atoms.fetched import HEADS, fetched_rows

    print_table(TableRows(HEADS, fetched_rows(found)))
    for name, why in found.left_out.items():
        click.echo(f"left out: {name} {why}")
    if found.structures:
        one = found.structures[0]
        click.echo(f"Source: {one.source}; functional: {one.functional}.")
    if energies is not None:
        click.echo(f"energies: {out / ENERGIES} ({len(energies.entries)} entries; {energies.file})")
    click.echo(f"structures: {out}")
