"""Conditions on a diffusivity from molecular dynamics."""

from __future__ import annotations

from ..calculators import Recipe
from ..calculators.evaluate import EV
from ..dynamics import Diffusion, DiffusionAt
from .conditions import GateCondition, GatedResult
from .validity import validity

LINDEMANN = 0.15  # root-mean-square displacement over the nearest distance at which crystals melt (Lindemann, 1910)
DRIFT = 1e-3 * EV / 1e-12  # W, of the conserved energy per atom: 1 meV/ps
OFF = 0.03  # share by which the temperature may differ
SURE = 3  # standard deviations of the mean temperature


def diffusion_conditions(found: Diffusion, recipe: Recipe) -> GatedResult:
    """A crystal that stays, energy and temperature as asked, a line of displacements, and validity."""
    conditions = [one for at in found.at for one in _at(at)]
    return GatedResult((*conditions, validity(recipe, "diffusion", found.structure.species)))


def _at(one: DiffusionAt) -> tuple[GateCondition, ...]:
    where = f"{one.asked:g} K"
    off, unsure = abs(one.temperature - one.asked), SURE * one.temperature_std
    near: bool | None = off <= max(OFF * one.asked, unsure)
    if near and unsure > OFF * one.asked:  # the mean is too uncertain to show that the temperature was held
        near = None
    return (
        GateCondition(
            f"crystal at {where}",
            None if one.rattle is None else one.rattle <= LINDEMANN,
            "no other species shows whether it melts"
            if one.rattle is None
            else f"the other species move by {one.rattle:.3f} of the nearest distance",
            f"at most {LINDEMANN:g}, the criterion of Lindemann",
        ),
        GateCondition(
            f"energy at {where}",
            abs(one.drift) <= DRIFT,
            f"drifts by {one.drift / EV * 1e-9:.2g} meV/ps an atom",
            "at most 1 meV/ps",
        ),
        GateCondition(
            f"temperature at {where}",
            near,
            f"{one.temperature:.1f} ± {one.temperature_std:.1f} K",
            f"within {100 * OFF:g} %, and {SURE} standard deviations below that",
        ),
        GateCondition(
            f"displacement at {where}",
            True if one.is_bound else one.fit.is_linear,
            f"misfit of the line has a probability of {one.fit.misfit:.2g}",
            "a line, or too few hops for more than a bound",
        ),
    )
