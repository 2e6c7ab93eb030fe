"""natria compute energies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, evaluators
from .showing import CommandResult, TableRows, show

if TYPE_CHECKING:
    from ...atoms.calculators import EvaluatorFamily
    from ...atoms.gates import GatedResult
    from ...atoms.stability.energies.calculated import CalculatedEnergies, FormationRow

REFUSED = 2


@click.command()
@click.argument("formulas", metavar="PHASE...", nargs=-1, required=True)
@calculating
@click.option(
    "--relax-all",
    is_flag=True,
    help="Relax the cells of crystals that dispersion binds too, for a calculator with dispersion.",
)
def energies_command(formulas: tuple[str, ...], **options: Any) -> int:
    """Compute the energies of all phases of the library that are made of the elements of PHASE and sodium.

    Each structure is relaxed; a crystal that dispersion binds keeps its measured cell. The energies of formation are
    shown beside the enthalpies of handbooks. With --out a file is written that `natria compute window --energies`
    reads. Every evaluation is stored, so a run that was killed goes on when the same command is run again. Energies
    that fail a condition are refused, and the exit code is 2.
    """
    return run(formulas, **options)


def run(
    formulas: tuple[str, ...], *, name: str, given: tuple[str, ...], place: Path | None, relax_all: bool, **shown: Any
) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from ...report import ensure_writable

    if shown["out"] is not None:
        ensure_writable(shown["out"], "phase energies")
    found, rows, gated = gated_energies(formulas, evaluators(name, given, place), hold=not relax_all)
    _show(found, rows, gated, **shown)
    return REFUSED if gated.outcome == "refused" else 0


def gated_energies(
    formulas: tuple[str, ...], family: EvaluatorFamily, *, hold: bool = True
) -> tuple[CalculatedEnergies, tuple[FormationRow, ...], GatedResult]:
    """Compute the energies of the system of some phases, and the conditions on them."""
    from ...atoms.gates import energy_conditions
    from ...atoms.stability import phase_set
    from ...atoms.stability.energies.calculated import RelaxationSettings, calculated_energies, formation_rows

    found = calculated_energies(formulas, family.of, RelaxationSettings(hold=hold), ProgressLines(family).counted)
    rows = formation_rows(phase_set(found.entries()).phases)
    return found, rows, energy_conditions(found, rows)


def _show(found: Any, rows: Any, gated: Any, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import ENERGIES, energies_document, energies_files, energies_notes, energies_rows
    from ...report.atoms import energies_summary as summary
    from ...report.atoms.energies import HEADS

    result = CommandResult(
        lambda: energies_document(found, rows, gated, __version__),
        lambda: [
            summary(found, gated),
            TableRows(HEADS, energies_rows(found, rows) if gated.outcome != "refused" else ()),
            *energies_notes(found, gated),
        ],
        lambda: energies_files(found, rows, gated, __version__),
        "phase energies",
        {"energies": ENERGIES},
    )
    show(result, out=out, as_json=as_json)
