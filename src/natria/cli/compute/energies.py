"""natria compute energies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, ensure_free, evaluators, say_replayed, stored_option
from .showing import CommandResult, TableRows, show

if TYPE_CHECKING:
    from ...atoms.calculators import EvaluatorFamily
    from ...atoms.gates import GatedResult
    from ...atoms.stability.energies.calculated import CalculatedEnergies, FormationRow, RelaxationSettings

REFUSED = 2
WORKFLOW = "energies"


@click.command()
@click.argument("formulas", metavar="PHASE...", nargs=-1, required=True)
@calculating
@stored_option
@click.option(
    "--relax-all",
    is_flag=True,
    help="Relax the cells of crystals that dispersion binds too, for a calculator with dispersion.",
)
@click.option("--static", is_flag=True, help="Evaluate each structure of the library once, without relaxing it.")
@click.option("--without", multiple=True, metavar="NAME", help="Leave out a competing structure; repeatable.")
def energies_command(formulas: tuple[str, ...], **options: Any) -> int:
    """Compute the energies of all phases of the library that are made of the elements of PHASE and sodium.

    Each structure is relaxed; a crystal that dispersion binds keeps its cell of the library. With --static all
    structures stay as in the library. The energies of formation are shown beside the enthalpies of handbooks. With
    --out a file is written that `natria compute window --energies` reads, and `evaluations.json`. Every evaluation is
    stored, so a run that was killed goes on when the same command is run again. Energies that fail a condition are
    refused, and the exit code is 2.
    """
    if options["stored"]:
        ensure_free(click.get_current_context(), "given", "relax_all", "static", "without")
    return run(formulas, **options)


def run(
    formulas: tuple[str, ...],
    *,
    name: str,
    given: tuple[str, ...],
    place: Path | None,
    stored: bool,
    relax_all: bool,
    static: bool,
    without: tuple[str, ...],
    **shown: Any,
) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from ...atoms.stability.energies.calculated import RelaxationSettings
    from ...report import ensure_writable

    if shown["out"] is not None:
        ensure_writable(shown["out"], "phase energies")
    if static and relax_all:
        raise click.UsageError("--static relaxes nothing; leave out --relax-all")
    if stored:
        family, settings = _replaying(formulas, name)
    else:
        family = evaluators(name, given, place)
        settings = RelaxationSettings(hold=not relax_all, static=static, without=without)
    found, rows, gated = gated_energies(formulas, family, settings)
    _show(found, rows, gated, family, **shown)
    return REFUSED if gated.outcome == "refused" else 0


def _replaying(formulas: tuple[str, ...], name: str) -> tuple[EvaluatorFamily, RelaxationSettings]:
    """The evaluations and the numerics of a shipped run; the standard error says which."""
    from ...atoms.calculators.stored.families import replayed_family
    from ...atoms.stability.composition import same_composition
    from ...atoms.stability.energies.calculated import RelaxationSettings, ensure_structures, system_cards
    from ...atoms.structures import compact

    cards = system_cards(formulas)
    ensure_structures(formulas, cards)
    asked = [one for one in cards if same_composition(one.formula, formulas[0])]
    family, run = replayed_family([compact(one.structure()) for one in asked], WORKFLOW, name)
    say_replayed(run)
    result = run.result
    force, stress = (result["tolerances"][key] for key in ("force", "stress"))
    hold = result["cells_bound_by_dispersion"] != "relaxed"
    settings = RelaxationSettings(force, stress, hold=hold, static=result["static"], without=tuple(result["left_out"]))
    return family, settings


def gated_energies(
    formulas: tuple[str, ...], family: EvaluatorFamily, settings: RelaxationSettings | None = None
) -> tuple[CalculatedEnergies, tuple[FormationRow, ...], GatedResult]:
    """Compute the energies of the system of some phases, and the conditions on them."""
    from ...atoms.gates import energy_conditions
    from ...atoms.stability import phase_set
    from ...atoms.stability.energies.calculated import calculated_energies, formation_rows

    found = calculated_energies(formulas, family.of, settings, ProgressLines(family).counted)
    rows = formation_rows(phase_set(found.entries()).phases)
    return found, rows, energy_conditions(found, rows)


def _show(found: Any, rows: Any, gated: Any, family: EvaluatorFamily, *, out: Path | None, as_json: bool) -> None:
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
        lambda: energies_files(found, rows, gated, __version__, family),
        "phase energies",
        {"energies": ENERGIES},
    )
    show(result, out=out, as_json=as_json)
