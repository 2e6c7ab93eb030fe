"""Conditions on a lattice with its equation of state."""

from __future__ import annotations

from ..calculators import Recipe
from ..elastic import Lattice
from .conditions import GateCondition, GatedResult, kept_symmetry, relaxed_cell, relaxed_ions
from .elastic import ENERGY, OFFSET
from .validity import validity

MISFIT = 0.01  # largest rms misfit of the pressures, over the bulk modulus times the largest volume strain


def lattice_conditions(found: Lattice, recipe: Recipe) -> GatedResult:
    """Convergence, symmetry, the fit, the energies and validity of a lattice."""
    reference, state = found.reference, found.state
    whole = reference.structure.volume
    widest = float(max(abs(found.volumes / whole - 1)))
    misfit = state.misfit / (abs(state.bulk_modulus) * widest)
    offset = abs((state.volume / whole) ** (1 / 3) - 1)
    energies = abs(found.energy_modulus / state.bulk_modulus - 1)
    conditions = (
        relaxed_cell(reference),
        relaxed_ions(found.unrelaxed, "the strains", "every volume"),
        GateCondition(
            "equation of state",
            state.bulk_modulus > 0 and misfit <= MISFIT,
            f"misfit of {100 * misfit:.2g} % of the largest pressure, B {state.bulk_modulus / 1e9:.4g} GPa",
            f"at most {100 * MISFIT:g} %, B above zero",
        ),
        GateCondition(
            "stresses against energies",
            energies <= ENERGY,
            f"bulk modulus differs by {100 * energies:.2g} %",
            f"at most {100 * ENERGY:g} %",
        ),
        GateCondition(
            "equilibrium",
            offset <= OFFSET,
            f"relaxed cell and equation of state differ by a strain of {100 * offset:.2g} %",
            f"at most {100 * OFFSET:g} %",
        ),
        kept_symmetry(found.group, found.relaxed_group),
        validity(recipe, "lattice", reference.structure.species),
    )
    return GatedResult(conditions)
