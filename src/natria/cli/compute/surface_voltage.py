"""The option --over-voltage of natria compute surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .calculating import ProgressLines

if TYPE_CHECKING:
    from ...atoms.calculators import EvaluatorFamily
    from ...record import Structure
    from ...report.atoms.surface import SurfaceReport
    from ...report.atoms.surface_voltage import VoltageReport


def ensure_sodium(structure: Structure) -> None:
    """Raise where the crystal is no compound of sodium whose window can be computed."""
    from ...atoms.stability.energies.calculated import ensure_structures, system_cards
    from ...atoms.stability.phases import SODIUM
    from ...atoms.structures import formula_of

    if SODIUM not in structure.species or len(set(structure.species)) < 2:
        raise click.UsageError("--over-voltage needs a compound of sodium")
    formula = formula_of(structure)
    ensure_structures((formula,), system_cards((formula,)))


def over_voltage(found: SurfaceReport, family: EvaluatorFamily, asked: int | None) -> VoltageReport:
    """Compute the terminations that differ by sodium alone, between the limits of the window."""
    from ...atoms.gates import GatedResult, limits_condition, surface_line_conditions
    from ...atoms.structures import formula_of
    from ...atoms.surface.voltage import surface_line, voltage_limits, voltage_obstacle
    from ...report.atoms.surface_voltage import GatedLine, VoltageReport
    from .energies import gated_energies

    formula = formula_of(found.bulk.start)
    energies, _, gated = gated_energies((formula,), family)
    if gated.outcome == "refused":
        return VoltageReport(None, missing=f"the energies of phases are refused ({'; '.join(gated.reasons)})")
    limits, missing = voltage_limits(formula, energies.entries())
    if limits is None:
        return VoltageReport(None, missing=missing)
    lines, obstacles, unasked = [], [], []
    for face in found.faces:
        for number, one in enumerate(face.face.terminations, start=1):
            crystal = face.face.crystal
            why = voltage_obstacle(crystal, one)
            if asked not in (None, number):
                unasked += [] if why else [(crystal.miller, face.label(one))]
                continue
            if why:
                obstacles.append(f"{face.label(one)}: {why}")
                continue
            line = surface_line(crystal, one, family, limits, found.settings, tell=ProgressLines(family).counted)
            recipe = family.of(line.slabs[-1].slab.structure).recipe
            conditions = surface_line_conditions(line, found.bulk, recipe, face.gate_of(one))
            both = GatedResult((*conditions.conditions, limits_condition(gated)))
            lines.append(GatedLine(face.label(one), line, both))
    return VoltageReport(limits, tuple(lines), tuple(obstacles), energies.lacking, unasked=tuple(unasked))
