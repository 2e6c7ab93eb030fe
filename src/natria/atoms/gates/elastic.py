"""Conditions on an elastic tensor."""

from __future__ import annotations

from ..elastic import ElasticTensor, stability_eigenvalues
from .conditions import GateCondition, GatedResult
from .validity import validity

AMPLITUDE = 0.05  # largest change of the tensor between the two amplitudes, over its largest element
ENERGY = 0.05  # largest difference of a stiffness along a strain between energies and stresses
OFFSET = 0.002  # largest strain between the equilibria of energy and stress
MISFIT = 0.05  # largest share of the stresses that the symmetry may leave unexplained


def elastic_conditions(found: ElasticTensor, calculator: str) -> GatedResult:
    """Convergence, symmetry, stability and validity of a tensor."""
    reference, lowest = found.reference, float(stability_eigenvalues(found.stiffness)[0])
    misfit = found.fit.misfit
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
            "all strained cells" if not found.unrelaxed else f"not at {', '.join(found.unrelaxed)}",
            "forces within the tolerance at every strain",
        ),
        GateCondition(
            "amplitude",
            found.amplitude_change <= AMPLITUDE,
            f"tensor changes by {100 * found.amplitude_change:.2g} % between the amplitudes",
            f"at most {100 * AMPLITUDE:g} %",
        ),
        GateCondition(
            "stresses against energies",
            found.energies.stiffness <= ENERGY and found.energies.strain <= OFFSET,
            f"stiffness differs by {100 * found.energies.stiffness:.2g} %, equilibrium by a strain of "
            f"{100 * found.energies.strain:.2g} %",
            f"at most {100 * ENERGY:g} % and {100 * OFFSET:g} %",
        ),
        GateCondition(
            "symmetry of the structure",
            found.group.number == found.relaxed_group.number,
            f"{found.group.name} given, {found.relaxed_group.name} relaxed",
            "the same space group",
        ),
        GateCondition(
            "symmetry of the stresses",
            None if misfit is None else misfit <= MISFIT,
            "no equation is left to test it" if misfit is None else f"{100 * misfit:.2g} % of the stresses break it",
            f"at most {100 * MISFIT:g} %",
        ),
        GateCondition(
            "Born stability", lowest > 0, f"least eigenvalue {lowest / 1e9:.3g} GPa", "all eigenvalues above zero"
        ),
        validity(calculator, "elastic", reference.structure.species),
    )
    return GatedResult(conditions)
