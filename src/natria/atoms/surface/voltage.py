"""Surface energies over the voltage against sodium, of slabs with any amount of sodium.

A slab with n formula units of its other elements has G atoms of sodium beside them. With the chemical potential
mu = E_Na - e V of sodium at the voltage V against its metal,

    gamma(V) = (E_slab - n E_bulk - G (E_Na - e V))/(2 S)

K. Reuter and M. Scheffler, Phys. Rev. B 65, 035406 (2001), for oxygen. A slab without excess has one surface energy at
every voltage. The voltage goes from one limit of the window of the crystal to the other: beyond them it is
not stable, and another phase grows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from ...laws.constants import AVOGADRO, ELEMENTARY_CHARGE
from ..calculators.family import EvaluatorFamily
from ..stability.composition import PhaseReaction, atoms_in, element_of
from ..stability.phases import SODIUM, PhaseEnergy, phase_set
from ..stability.windows import window
from .energies import (
    SlabEnergy,
    SurfaceSettings,
    Tell,
    bulk_energy,
    change_with_vacuum,
    ensure_thicknesses,
    relaxed_slabs,
    slope_and_intercept,
)
from .planes import OrientedCrystal
from .slabs import slabs_of
from .terminations import Termination, formula_counts, has_equal_faces


@dataclass(frozen=True)
class VoltageLimits:
    """The voltages (V) between which a crystal is stable, and what coexists with it at each.

    `sodium` is the energy of an atom of sodium metal (J) by the same calculator.
    """

    low: float
    high: float
    at_low: str
    at_high: str
    sodium: float

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high:
            raise ValueError(f"{self.low} V to {self.high} V is no range of voltages")


def voltage_limits(formula: str, energies: Iterable[PhaseEnergy]) -> tuple[VoltageLimits | None, str]:
    """The limits of the window of a phase, from energies of one calculator; or why there are none."""
    phases = phase_set(energies)
    found = window(phases, formula)
    if not found.is_stable:
        return None, f"{formula} has no window by this calculator: {found.decay}"
    if found.oxidation is None:
        return None, f"no loss of sodium decomposes {formula}, so nothing sets the upper limit"
    metal = next(one for one in phases.references if element_of(one.formula) == SODIUM)
    low = "sodium metal" if found.reduction is None else _others(found.reduction.reaction, formula)
    sodium = metal.energy / float(atoms_in(metal.formula)) / AVOGADRO
    return VoltageLimits(
        found.low, found.oxidation.voltage, low, _others(found.oxidation.reaction, formula), sodium
    ), ""


def _others(reaction: PhaseReaction, formula: str) -> str:
    """What forms at a limit, without the phase itself and sodium."""
    return ", ".join(one for one in reaction.products if one not in {formula, SODIUM})


@dataclass(frozen=True, eq=False)
class SurfaceLine:
    """The energy of a face over the voltage, from slabs of rising thickness.

    `bulk` is the energy (J) of a formula unit, `units` the formula units of each slab, and `excess` the atoms of sodium
    beside them, for both faces together. `wider` (J/m^2) is what more vacuum changes.
    """

    crystal: OrientedCrystal
    termination: Termination
    slabs: tuple[SlabEnergy, ...]
    units: tuple[Fraction, ...]
    excess: Fraction
    bulk: float
    limits: VoltageLimits
    wider: float
    equal_faces: bool
    settings: SurfaceSettings

    @property
    def area(self) -> float:
        """The area of one face of a slab, m^2."""
        return self.slabs[0].slab.area

    @property
    def slope(self) -> float:
        """The change of the surface energy with the voltage, J/(m^2 V)."""
        return float(self.excess) * ELEMENTARY_CHARGE / (2 * self.area)

    def by_thickness(self, voltage: float) -> np.ndarray:
        """The surface energy of each slab at a voltage, J/m^2."""
        sodium = self.limits.sodium - ELEMENTARY_CHARGE * voltage
        energies = [
            row.relaxed.evaluation.energy - float(units) * self.bulk - float(self.excess) * sodium
            for row, units in zip(self.slabs, self.units, strict=True)
        ]
        return np.array(energies) / (2 * self.area)

    def energy(self, voltage: float) -> float:
        """The surface energy of the thickest slab at a voltage, J/m^2."""
        return float(self.by_thickness(voltage)[-1])

    @property
    def least(self) -> float:
        """The least surface energy between the limits, J/m^2."""
        return min(self.energy(self.limits.low), self.energy(self.limits.high))

    @property
    def thickness_change(self) -> float:
        """By how much the last step of the thickness changes the surface energy, J/m^2. No voltage changes it."""
        ends = self.by_thickness(self.limits.low)
        return float(ends[-1] - ends[-2])

    @property
    def reference_change(self) -> float:
        """By how much the bulk energy from slabs alone changes the surface energy at any voltage, J/m^2.

        It is the slope of the energies of the slabs, as for a surface energy (`SurfaceEnergy.line`).
        """
        units = np.array([float(one) for one in self.units])
        _, intercept = slope_and_intercept(units, self.by_thickness(self.limits.low), self.area)
        return intercept - self.energy(self.limits.low)


def sodium_excess(slab: Mapping[str, int], bulk: Iterable[str]) -> tuple[Fraction, Fraction] | None:
    """The formula units of a slab by its other elements, and the atoms of sodium beside them.

    None without sodium, or where the other elements are not in the ratio of the crystal.
    """
    formula = formula_counts(bulk)
    ratios = {Fraction(slab.get(one, 0), count) for one, count in formula.items() if one != SODIUM}
    if SODIUM not in formula or len(ratios) != 1:
        return None
    (units,) = ratios
    return units, slab.get(SODIUM, 0) - units * formula[SODIUM]


def voltage_obstacle(crystal: OrientedCrystal, termination: Termination) -> str:
    """Why a termination has no surface energy over the voltage; empty where it has one."""
    if not termination.is_symmetric:
        return "no symmetry joins the two faces, so only the mean of two different faces is defined"
    if sodium_excess(termination.excess, crystal.structure.species) is None:
        kept = ", ".join(sorted(set(crystal.structure.species) - {SODIUM}))
        return f"its energy depends on the chemical potentials of {kept} too, which no voltage gives"
    return ""


def surface_line(
    crystal: OrientedCrystal,
    termination: Termination,
    family: EvaluatorFamily,
    limits: VoltageLimits,
    settings: SurfaceSettings | None = None,
    *,
    tell: Tell = lambda *_: None,
) -> SurfaceLine:
    """Relax slabs of a termination, and give their energy over the voltage."""
    settings = settings or SurfaceSettings()
    ensure_thicknesses(settings)
    slabs = slabs_of(crystal, termination, settings.thicknesses, settings.vacuum)
    found = relaxed_slabs(crystal, slabs, family, settings, tell)
    counted = [sodium_excess(Counter(one.slab.structure.species), crystal.structure.species) for one in found]
    known = [one for one in counted if one is not None]
    assert len(known) == len(found)
    (excess,) = {one for _, one in known}
    equal = all(has_equal_faces(one.relaxed.structure, settings.symmetry) for one in found)
    units = tuple(each for each, _ in known)
    wider = change_with_vacuum(found[0], family, settings)
    return SurfaceLine(
        crystal, termination, found, units, excess, bulk_energy(crystal, family), limits, wider, equal, settings
    )


def crossings(lines: tuple[SurfaceLine, ...]) -> tuple[tuple[float, float, SurfaceLine], ...]:
    """Which of some terminations has the least energy, as ranges of voltage."""
    if not lines:
        return ()
    limits = lines[0].limits
    ends = {limits.low, limits.high}
    for place, one in enumerate(lines):
        for other in lines[:place]:
            if one.slope != other.slope:
                at = limits.low + (other.energy(limits.low) - one.energy(limits.low)) / (one.slope - other.slope)
                ends |= {at} if limits.low < at < limits.high else set()
    steps = sorted(ends)
    best: list[tuple[float, float, SurfaceLine]] = []
    for low, high in pairwise(steps):
        least = min(lines, key=lambda one: one.energy((low + high) / 2))
        if best and best[-1][2] is least:
            best[-1] = (best[-1][0], high, least)
        else:
            best.append((low, high, least))
    return tuple(best)
