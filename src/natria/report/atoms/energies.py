"""Output of calculated energies of phases: a sentence, a table, notes, and a file that windows read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...atoms.calculators import EvaluatorFamily
from ...atoms.calculators.stored.families import family_run
from ...atoms.gates import GatedResult, phase_conditions
from ...atoms.gates.energies import HANDBOOK
from ...atoms.stability.energies.calculated import CalculatedEnergies, CalculatedPhase, FormationRow
from ...atoms.stability.energies.files import SCHEMA
from ...laws.constants import FARADAY
from .elastic import EVALUATIONS

ENERGIES = "phase-energies.json"
WORKFLOW = "energies"
HEADS = ("phase", "structure", "eV/atom", "handbook", "difference (meV/atom)", "volume")
MILLI = 1e3  # meV in an eV
GPA = 1e9  # Pa


def energies_summary(found: CalculatedEnergies, gated: GatedResult) -> str:
    """Return one sentence on the energies."""
    system = "-".join(found.elements)
    return f"{system}: {len(found.phases)} phases by {found.source}; {gated.outcome}."


def energies_rows(found: CalculatedEnergies, rows: Sequence[FormationRow]) -> list[tuple[str, ...]]:
    """Return a row for each compound: its energy of formation beside the handbook's or an estimate."""
    phases = {one.entry_name: one for one in found.phases}
    return [
        (
            one.formula,
            one.name,
            f"{_ev(one.calculated):.3f}",
            "" if one.handbook is None else f"{_ev(one.handbook):.3f}{_ground(one)}",
            "" if one.difference is None else f"{MILLI * _ev(one.difference):+.0f}",
            _volume(found, phases[one.name]),
        )
        for one in rows
    ]


def _volume(found: CalculatedEnergies, one: CalculatedPhase) -> str:
    if found.settings.static:
        return "static"
    return "held" if one.is_held else f"{one.strain:+.1%}"


def _ground(one: FormationRow) -> str:
    return "" if one.ground == HANDBOOK else f" ({one.ground})"


def energies_notes(found: CalculatedEnergies, gated: GatedResult) -> list[str]:
    """Return the conditions and what is missing."""
    notes = ["Energies of formation at 0 K without vibrations; enthalpies of handbooks at 298 K."]
    if found.lacking:
        notes.append(f"Known phases without an energy: {', '.join(found.lacking)}. A window is then a bound.")
    if found.settings.static:
        notes.append("No structure was relaxed, so each total energy is an upper bound.")
    elif held := [f"{one.card.name} ({one.pressure / GPA:.2g} GPa)" for one in found.phases if one.is_held]:
        notes.append(f"Cells held, because dispersion binds the crystals (pressure): {', '.join(held)}.")
    return [*notes, *_origins(found), *(one.line for one in gated.conditions)]


def _origins(found: CalculatedEnergies) -> list[str]:
    """Return what of the structures was not measured: the whole, or positions."""
    cards = [one.card for one in found.phases]
    whole = [one.name for one in cards if not one.has_measured_cell]
    partly = [f"{one.name} ({one.idealised})" for one in cards if one.idealised and not one.molecule]
    return [
        *([f"Structures that are computed, not measured: {', '.join(whole)}."] if whole else []),
        *([f"Structures that are idealised: {'; '.join(partly)}."] if partly else []),
    ]


def energies_document(
    found: CalculatedEnergies, rows: Sequence[FormationRow], gated: GatedResult, version: str
) -> dict[str, Any]:
    """Return the JSON document. It has no entries where the energies are refused."""
    refused = gated.outcome == "refused"
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": energies_summary(found, gated),
        "unit": "eV",
        "source": found.source,
        "elements": list(found.elements),
        "gate": gated.to_json(),
        "entries": [] if refused else [_entry(one) for one in found.phases],
        "formation": [_formation(one) for one in rows],
        "failed": found.failed,
        "lacking": list(found.lacking),
        "listed": True,
        "tolerances": {"force": found.settings.force, "stress": found.settings.stress},
        "static": found.settings.static,
        "left_out": list(found.settings.without),
        "asked": list(found.asked),
        "cells_bound_by_dispersion": "held" if found.settings.hold else "relaxed",
    }


def _entry(one: CalculatedPhase) -> dict[str, Any]:
    return {
        "formula": one.card.formula,
        "energy": _ev(one.energy),
        "name": one.entry_name,
        "structure": one.card.name,
        "structure_source": one.card.source,
        "structure_computed": one.card.computed,
        "structure_idealised": one.card.idealised,
        "volume_change": one.strain,
        "cell_held": one.is_held,
        "pressure": {"value": one.pressure, "unit": "Pa"} if one.is_held else None,
        "largest_force": {"value": one.relaxed.largest_force, "unit": "N"},
        "space_group": one.group,
        "gate": phase_conditions(one).to_json(),
        "recipe": one.recipe.to_json(),
        "steps": one.relaxed.steps,
    }


def _formation(one: FormationRow) -> dict[str, Any]:
    return {
        "formula": one.formula,
        "name": one.name,
        "calculated_eV_per_atom": _ev(one.calculated),
        "handbook_eV_per_atom": None if one.handbook is None else _ev(one.handbook),
        "handbook_source": one.source,
        "handbook_ground": one.ground,
    }


def _ev(energy: float) -> float:
    """Return J/mol as eV for each formula or atom."""
    return energy / FARADAY


def energies_files(
    found: CalculatedEnergies,
    rows: Sequence[FormationRow],
    gated: GatedResult,
    version: str,
    family: EvaluatorFamily | None = None,
) -> dict[str, bytes]:
    """Return the file that `natria compute window --energies` reads, and every evaluation of a family."""
    document = energies_document(found, rows, gated, version)
    files = {ENERGIES: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()}
    if family is not None:
        files[EVALUATIONS] = family_run(WORKFLOW, "-".join(found.elements), family, document).to_bytes()
    return files
