"""Output of a computed window: a sentence, a table, notes, JSON and a figure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...atoms.stability import ElectronDatum, PhaseReaction, Stage
from ...atoms.stability.computed import ComputedWindow
from ...atoms.stability.energies.files import rows_of
from ...laws.constants import ELEMENTARY_CHARGE, FARADAY
from ..common.picture import Picture
from .window_figure import window_picture

WINDOW = "window.json"
SCHEMA = "natria.window/1"
MILLI = 1e3  # meV in an eV
HEADS = ("V against Na", "products", "Na per formula", "reaction")


def window_summary(found: ComputedWindow) -> str:
    """Return one sentence on the window."""
    one = found.window
    if not one.is_stable:
        return f"{one.formula} has no window: {per_atom(found):.0f} meV/atom above its decomposition {one.decay}."
    low = "stable against sodium metal" if one.reduction is None else f"reduction limit {volts(found, 'reduction')}"
    high = "not oxidised by loss of sodium" if one.oxidation is None else f"oxidation limit {volts(found, 'oxidation')}"
    open_ = (
        "" if found.spread is None or found.spread.resolved else " The energies do not resolve whether it has a window."
    )
    return f"{one.formula}, as far as known: {low}, {high}.{open_}"


def volts(found: ComputedWindow, which: str) -> str:
    """Return a limit in V with its standard deviation, as a bound where phases may be missing."""
    limit = getattr(found.window, which)
    sign = {"reduction": "at least ", "oxidation": "at most "}[which] if found.is_bound else ""
    std = found.spread.std(which) if found.spread else float("nan")
    return f"{sign}{limit.voltage:.3f} V" + (f" ± {std:.3f} V" if std == std else "")  # noqa: PLR0124 - nan


def per_atom(found: ComputedWindow) -> float:
    """Return the energy above the competing phases in meV per atom of the phase."""
    from ...atoms.stability.composition import atoms_in

    return found.window.excess / FARADAY * MILLI / float(atoms_in(found.window.formula))


def window_rows(found: ComputedWindow) -> list[tuple[str, str, str, str]]:
    """Return a row for each stage, by falling voltage."""
    return [
        (
            f"{one.low:.3f} to {one.high:.3f}",
            ", ".join(one.products),
            "0" if not one.sodium else f"{float(one.sodium):+.3g}",
            "stable" if one.reaction is None else str(one.reaction),
        )
        for one in reversed(found.stages)
    ]


def window_notes(found: ComputedWindow) -> list[str]:
    """Return the notes below the table: energies, bounds, spread, electrons, contact, what a window is."""
    notes = [f"Energies: {found.source}; voltages against {found.sodium.label} ({found.sodium.source})."]
    if found.lacking:
        names = ", ".join(found.lacking)
        notes.append(f"Known phases without an energy: {names}. With them the window can only be narrower.")
    elif found.is_bound:
        notes.append(
            "Handbooks do not list every phase of three or more elements. With one that is missing the window can only "
            "be narrower."
        )
    notes += [*_spread_notes(found), *_electron_notes(found), *_contact_notes(found)]
    notes.append(
        "A window is thermodynamic: slow nucleation, a blocking product or topotactic exchange of sodium can extend it."
    )
    return notes


def _spread_notes(found: ComputedWindow) -> list[str]:
    if found.spread is None:
        return [f"No spread of the limits: {found.no_spread}."]
    ends = []
    for name in ("reduction", "oxidation"):
        limit = getattr(found.window, name)
        if limit is not None and (span := found.spread.interval(name)):
            ends.append(f"{name} {span[0]:.3f} to {span[1]:.3f} V")
    within = f"95 % intervals: {', '.join(ends)}. " if ends else ""
    shares = (
        f"The phase has a window in {100 * found.spread.stable:.1f} % of the samples, and is stable against sodium "
        f"metal in {100 * found.spread.against_sodium:.1f} %."
    )
    return [within + shares]


def _electron_notes(found: ComputedWindow) -> list[str]:
    """Return the verdict on the products against sodium metal, with the datum of each product."""
    verdict = found.passivation
    if verdict is None:
        return []
    each = [f"{one} {what} ({_datum(found.electrons.get(one))})" for one, what in verdict.products.items()]
    gap = found.blocking_gap / ELEMENTARY_CHARGE
    return [f"Products against sodium metal: {verdict.verdict} (gap of {gap:.2g} eV blocks). {'; '.join(each)}."]


def _datum(datum: ElectronDatum | None) -> str:
    if datum is None:
        return "no datum"
    return datum.source if datum.gap is None else f"gap {datum.gap / ELEMENTARY_CHARGE:.2g} eV, {datum.source}"


def _contact_notes(found: ComputedWindow) -> list[str]:
    touching = found.contact
    if touching is None:
        return []
    pair = f"{touching.first} with {touching.second}"
    if not touching.reacts:
        return [f"{pair}: no reaction."]
    where = "" if touching.voltage is None else f" at {touching.voltage:g} V"
    return [
        f"{pair}{where}, {100 * float(one.share):.1f} % of the atoms from {touching.first}: {one.reaction}, "
        f"{one.energy / FARADAY * MILLI:.0f} meV/atom."
        for one in touching.points
        if one.reaction.reactants
    ]


# --- files


def window_files(
    found: ComputedWindow, version: str, extra: Mapping[str, Any] | None = None, pictures: Sequence[Picture] = ()
) -> dict[str, bytes]:
    """Return the figures and the JSON by file name; `extra` parts of the document and pictures are added."""
    document = window_document(found, version) | dict(extra or {})
    files = {WINDOW: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()}
    for picture in (window_picture(found, window_summary(found)), *pictures):
        files |= {f"{picture.id}.svg": picture.svg, f"{picture.id}.png": picture.png}
    return files


def window_document(found: ComputedWindow, version: str) -> dict[str, Any]:
    """Return the JSON document: voltages in V against sodium metal, energies in J/mol."""
    one, spread, touching = found.window, found.spread, found.contact
    verdict = found.passivation
    return {
        "schema": SCHEMA,
        "natria": version,
        "formula": one.formula,
        "stable": one.is_stable,
        "bounds_only": found.is_bound,
        "energy_above_competing_phases": one.excess,
        "decomposition": _reaction(one.decay),
        "reduction_limit": one.low if one.is_stable else None,
        "reduction": _reaction(one.reduction.reaction) if one.reduction else None,
        "oxidation_limit": one.oxidation.voltage if one.oxidation else None,
        "oxidation": _reaction(one.oxidation.reaction) if one.oxidation else None,
        "spread": None
        if spread is None
        else {
            "samples": len(spread.reduction),
            "share_with_window": spread.stable,
            "share_stable_against_sodium": spread.against_sodium,
            "resolved": spread.resolved,
            **{name: spread.interval(name) for name in ("reduction", "oxidation", "width")},
        },
        "no_spread": found.no_spread,
        "stages": [_stage(stage) for stage in found.stages],
        "passivation": None
        if verdict is None
        else {
            "verdict": verdict.verdict,
            "products": dict(verdict.products),
            "blocking_gap_eV": found.blocking_gap / ELEMENTARY_CHARGE,
        },
        "contact": None
        if touching is None
        else {
            "with": touching.second,
            "voltage": touching.voltage,
            "points": [
                {"share": float(point.share), "energy_per_atom": point.energy, "reaction": _reaction(point.reaction)}
                for point in touching.points
            ],
        },
        "energies": {
            "source": found.source,
            "sha256": found.sha256,
            "unit": "J/mol of formula, of formation",
            "entries": rows_of(found.phases.phases),
            "lacking": list(found.lacking),
        },
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "from": stage.low,
        "to": stage.high,
        "sodium": float(stage.sodium),
        "products": {name: str(number) for name, number in stage.products.items()},
        "reaction": None if stage.reaction is None else _reaction(stage.reaction),
    }


def _reaction(reaction: PhaseReaction) -> dict[str, Any]:
    return {"text": str(reaction), "reactants": dict(reaction.reactants), "products": dict(reaction.products)}
