"""Conditions on an elastic tensor."""

from __future__ import annotations

import numpy as np

from ..calculators import Recipe
from ..elastic import ElasticTensor
from .conditions import GateCondition, GatedResult, kept_symmetry, relaxed_cell, relaxed_ions
from .own import own_tensor_condition
from .validity import validity

AMPLITUDE = 0.05  # largest relative change of an eigenvalue between the two amplitudes
SURE = 2  # standard deviations by which the least eigenvalue must exceed zero
LOADED = 0.01  # largest stress of a cell that was not relaxed, over the largest element of the tensor
ENERGY = 0.05  # largest difference of a stiffness along a strain between energies and stresses
OFFSET = 0.002  # largest strain between the equilibria of energy and stress
MISFIT = 0.05  # largest share of the stresses that the symmetry may leave unexplained


def elastic_conditions(found: ElasticTensor, recipe: Recipe) -> GatedResult:
    """Convergence, symmetry, stability and validity of a tensor."""
    reference, (lowest, std) = found.reference, found.softest
    misfit = found.fit.misfit
    conditions = (
        relaxed_cell(reference),
        relaxed_ions(found.unrelaxed, "the strains", "every strain"),
        GateCondition(
            "amplitude",
            found.amplitude_change <= AMPLITUDE,
            f"a stiffness changes by {100 * found.amplitude_change:.2g} % between the amplitudes",
            f"at most {100 * AMPLITUDE:g} %",
        ),
        GateCondition(
            "stresses against energies",
            found.energies.stiffness <= ENERGY and found.energies.strain <= OFFSET,
            f"stiffness differs by {100 * found.energies.stiffness:.2g} %, equilibrium by a strain of "
            f"{100 * found.energies.strain:.3g} %",
            f"at most {100 * ENERGY:g} % and {100 * OFFSET:g} %",
        ),
        kept_symmetry(found.group, found.relaxed_group),
        GateCondition(
            "symmetry of the stresses",
            None if misfit is None else misfit <= MISFIT,
            "no equation is left to test it" if misfit is None else f"{100 * misfit:.2g} % of the stresses break it",
            f"at most {100 * MISFIT:g} %",
        ),
        GateCondition(
            "Born stability",
            lowest > 0 and (True if lowest > SURE * std else None),
            f"least eigenvalue {lowest / 1e9:.3g} ± {std / 1e9:.2g} GPa",
            f"all eigenvalues above zero by {SURE} standard deviations",
        ),
        validity(recipe, "elastic", reference.structure.species),
    )
    return GatedResult((*conditions, *_fixed_cell(found), *own_tensor_condition(found, recipe)))


def _fixed_cell(found: ElasticTensor) -> tuple[GateCondition, ...]:
    """A cell that was not relaxed must be nearly free of stress.

    Else the tensor is that of a loaded crystal.
    """
    if found.settings.relax_cell:
        return ()
    stress = float(np.abs(found.reference.evaluation.stress).max())
    return (
        GateCondition(
            "stress of the fixed cell",
            stress <= LOADED * float(np.abs(found.stiffness).max()),
            f"a component of {stress / 1e9:.3g} GPa",
            f"at most {100 * LOADED:g} % of the largest elastic constant",
        ),
    )
