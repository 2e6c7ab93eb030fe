"""The pressure that a calculator's stress lacks against its energies, and the relaxation with it.

Energies at a fixed cutoff follow a basis that changes with the cell; a stress without that term (P. Pulay, Mol. Phys.
17, 197 (1969)) is off by a nearly constant pressure (G. P. Francis and M. C. Payne, J. Phys. Condens. Matter 2, 4395
(1990)). For the mean stress s(V) that a calculator reports, the pressure between the volumes V- and V+ is

    p = (integral of s dV - (E+ - E-))/(V+ - V-)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...record import Structure
from ..calculators import Evaluates, Evaluation, Recipe, Relaxed, relax_cell, relax_ions
from ..calculators.relax import ensure_stress
from ..calculators.structures import moved


@dataclass(frozen=True)
class PressureSettings:
    """Numerics of the missing pressure.

    `strain` is the isotropic strain of the two cells, `share` the pressure over the bulk modulus up to which a relaxed
    cell stands, `most` how often the cell is relaxed again.
    """

    strain: float = 0.01
    share: float = 5e-4
    most: int = 2


@dataclass(frozen=True)
class MissingPressure:
    """A pressure (Pa) that the reported stress lacks.

    `taken` was added in the relaxation, `left` is what a last look found beside it, `bulk_modulus` (Pa) is that of the
    reported stresses.
    """

    taken: float
    left: float
    bulk_modulus: float

    @property
    def whole(self) -> float:
        return self.taken + self.left


@dataclass(frozen=True)
class Corrected:
    """A calculator whose stress has a pressure (Pa) added."""

    evaluate: Evaluates
    pressure: float = 0.0

    @property
    def recipe(self) -> Recipe:
        return self.evaluate.recipe

    def __call__(self, structure: Structure) -> Evaluation:
        found = self.evaluate(structure)
        return replace(found, stress=found.stress - self.pressure * np.eye(3))


def missing_pressure(reference: Relaxed, evaluate: Evaluates, strain: float) -> tuple[float, float]:
    """The pressure that the stress lacks, and the bulk modulus that it gives (Pa); two evaluations.

    The ions keep their fractional places, so the mean stress alone gives the change of the energy. The integral is
    Simpson's over the strain.
    """
    whole = reference.structure
    steps = np.array([-strain, 0.0, strain])
    ends = [evaluate(moved(whole, whole.positions * (1 + e), whole.cell * (1 + e))) for e in (-strain, strain)]
    found = (ends[0], reference.evaluation, ends[1])
    for one in found:
        ensure_stress(one, evaluate)
    means = np.array([np.trace(one.stress) / 3 for one in found])
    slopes = 3 * whole.volume * (1 + steps) ** 2 * means  # dE/de of the stresses
    integral = strain / 3 * float(slopes @ np.array([1, 4, 1]))
    volumes = whole.volume * (1 + steps) ** 3
    pressure = (integral - (ends[1].energy - ends[0].energy)) / (volumes[2] - volumes[0])
    return float(pressure), float((means[2] - means[0]) / np.log(volumes[2] / volumes[0]))


def relaxed_reference(
    structure: Structure, evaluate: Evaluates, force: float, stress: float | None, settings: PressureSettings
) -> tuple[Relaxed, Corrected, MissingPressure]:
    """The relaxed cell with the pressure that its stress lacks; `stress` None relaxes the ions alone.

    The cell is relaxed again with the pressure while what is missing exceeds a share of the bulk modulus.
    """
    corrected = Corrected(evaluate)
    reference = _relaxed(structure, corrected, force, stress)
    for turn in range(settings.most + 1):
        left, bulk = missing_pressure(reference, corrected, settings.strain)
        if abs(left) <= settings.share * abs(bulk) or turn == settings.most:
            break
        corrected = replace(corrected, pressure=corrected.pressure + left)
        left = 0.0
        reference = _relaxed(reference.structure, corrected, force, stress)
        if stress is None:
            break
    return reference, corrected, MissingPressure(corrected.pressure, left, bulk)


def _relaxed(structure: Structure, evaluate: Evaluates, force: float, stress: float | None) -> Relaxed:
    if stress is None:
        return relax_ions(structure, evaluate, force)
    return relax_cell(structure, evaluate, force, stress)
