"""Conditions on a surface energy."""

from __future__ import annotations

from ..calculators import Recipe
from ..surface.energies import RelaxedBulk, SurfaceEnergy
from ..surface.voltage import SurfaceLine
from .conditions import GateCondition, GatedResult, relaxed_cell
from .validity import validity

THICKNESS = 0.03  # largest change with the last step of the thickness, over the surface energy
REFERENCES = 0.03  # largest difference between the two bulk references, over the surface energy
VACUUM = 0.01  # largest change with more vacuum, over the surface energy


def surface_conditions(found: SurfaceEnergy, bulk: RelaxedBulk, recipe: Recipe) -> GatedResult:
    """Kind of the slabs, convergence, agreement of the bulk references, and validity."""
    one, energy = found.termination, found.energy
    conditions = (
        relaxed_cell(bulk.relaxed, "relaxed crystal"),
        GateCondition(
            "stoichiometry",
            one.is_stoichiometric,
            "whole formula units" if one.is_stoichiometric else one.obstacle,
            "whole formula units",
        ),
        GateCondition("polarity", not one.is_polar, _polarity(found), "planes without a dipole (Tasker type 1 or 2)"),
        _equal_faces(found),
        _relaxed_slabs(found),
        GateCondition("positive energy", energy > 0, f"{energy:.4g} J/m^2", "a cut costs energy"),
        _small("thickness", found.thickness_change, energy, THICKNESS, "the thickest slab changes it by"),
        _small(
            "bulk references", found.line[1] - energy, energy, REFERENCES, "the slope over the thickness changes it by"
        ),
        _small("vacuum", found.wider, energy, VACUUM, "more vacuum changes it by"),
        validity(recipe, "surface", found.crystal.structure.species),
    )
    return GatedResult(conditions)


def surface_line_conditions(
    found: SurfaceLine, bulk: RelaxedBulk, recipe: Recipe, own: GatedResult | None = None
) -> GatedResult:
    """Convergence, agreement of the bulk references, and validity of a surface energy over the voltage.

    `own` is the gate of the surface energy of the same termination. It is the gate of a line without excess, as both
    are one number. A face with charged planes and atoms in excess holds the charge that keeps it neutral in its
    electrons.
    """
    if own is not None and found.excess == 0:
        return own
    least = found.least
    conditions = (
        relaxed_cell(bulk.relaxed, "relaxed crystal"),
        _equal_faces(found),
        _relaxed_slabs(found),
        GateCondition("positive energy", least > 0, f"{least:.4g} J/m^2", "a cut costs energy between both limits"),
        _small("thickness", found.thickness_change, least, THICKNESS, "the thickest slab changes it by"),
        _small(
            "bulk references", found.reference_change, least, REFERENCES, "the slope over the thickness changes it by"
        ),
        _small("vacuum", found.wider, least, VACUUM, "more vacuum changes it by"),
        validity(recipe, "surface", found.crystal.structure.species),
    )
    return GatedResult(conditions)


def limits_condition(energies: GatedResult) -> GateCondition:
    """The condition that the energies of the phases that coexist at the limits are accepted."""
    known = energies.outcome == "accepted"
    return GateCondition("energies of coexisting phases", known or None, energies.outcome, "accepted")


def _equal_faces(found: SurfaceEnergy | SurfaceLine) -> GateCondition:
    return GateCondition(
        "symmetry",
        found.termination.is_symmetric and found.equal_faces,
        "an operation joins the faces" if found.equal_faces else "no operation joins the faces of a relaxed slab",
        "two equal faces",
    )


def _relaxed_slabs(found: SurfaceEnergy | SurfaceLine) -> GateCondition:
    unrelaxed = [f"{len(row.slab.planes)} planes" for row in found.slabs if not row.relaxed.converged]
    held = not found.settings.relax_ions
    return GateCondition(
        "relaxed slabs",
        held or not unrelaxed,
        "ions held in their places" if held else f"not {', '.join(unrelaxed)}" if unrelaxed else "all slabs",
        "forces within the tolerance in every slab",
    )


def _polarity(found: SurfaceEnergy) -> str:
    if found.termination.tasker is None:
        return "no dipole by symmetry; the charges of the ions are not known"
    return f"Tasker type {found.termination.tasker}"


def _small(name: str, change: float, energy: float, most: float, what: str) -> GateCondition:
    """The condition that a change is a small share of the surface energy."""
    shown = f"{100 * abs(change / energy):.2g} %" if energy else f"{abs(change):.2g} J/m^2"
    return GateCondition(name, abs(change) <= most * abs(energy), f"{what} {shown}", f"at most {100 * most:g} %")
