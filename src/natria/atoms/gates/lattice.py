"""Conditions on a lattice with its equation of state."""

from __future__ import annotations

from ..calculators import Recipe
from ..elastic import Lattice
from .conditions import GateCondition, GatedResult
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
        GateCondition(
            "relaxed structure",
            reference.converged,
            f"after {reference.steps} steps" if reference.converged else f"not after {reference.steps} steps",
            "forces and stresses within the tolerance",
        ),
        GateCondition(
            "relaxed ions",
            not found.unrelaxed,
            "at all volumes" if not found.unrelaxed else f"not at the strains {', '.join(found.unrelaxed)}",
            "forces within the tolerance at every volume",
        ),
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
        GateCondition(
            "symmetry of the structure",
            found.group.number == found.relaxed_group.number,
            f"{found.group.name} given, {found.relaxed_group.name} relaxed",
            "the same space group",
        ),
        validity(recipe, "lattice", reference.structure.species),
    )
    return GatedResult(conditions)
