"""A stress-strain curve along one direction, and the numbers that are read from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from .along import DirectionClass
from .path import FollowedPath, StrainJump
from .peak import Estimate, StressMaximum, inflection, initial_slope, peak
from .points import StrainPoint

EVEN = float(np.sqrt(1 / 12))  # standard deviation of even chances over a width of 1


@dataclass(frozen=True)
class StabilityProbe:
    """Which points of a path the crystal leaves after small random changes of shape and positions.

    `stable` is the last point that it returns to, `lost` the first that it leaves for a lower energy, as strains; None
    where there is none, both where the relaxation did not converge. `loss` (J/m^3) is the energy by which the probe
    ended below the point of the largest stress.
    """

    stable: float | None
    lost: float | None
    loss: float


@dataclass(frozen=True)
class WorkCheck:
    """Work of the stresses against the energies.

    `difference` is the largest over the points, over the energy at the maximum of the stress. `integration` is what two
    interpolations of the stress differ by, over the same energy.
    """

    difference: float
    integration: float


@dataclass(frozen=True)
class CurveFinding:
    """A number of a curve with its definition.

    `term` is its name in the vocabulary, empty where it has none. `std` is a standard deviation, None for a bound.
    `interval` holds the two computed strains between which an event lies, with even chances.
    """

    name: str
    value: float
    std: float | None
    unit: Literal["1", "Pa", "J/m^3"]
    definition: str
    term: str = ""
    bound: Literal["", "at least"] = ""
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class StrainCurve:
    """A stress-strain curve along one direction with how it was found.

    `along` is the unit vector of the direction. `operations` is the number of symmetry operations that a tension
    along it leaves to the crystal. `added` are the strains of the last points that were added at the maximum.
    """

    kind: DirectionClass
    along: np.ndarray
    path: FollowedPath
    operations: int
    step: float
    probe: StabilityProbe | None = None
    added: frozenset[float] = frozenset()

    @property
    def points(self) -> tuple[StrainPoint, ...]:
        return self.path.points

    @cached_property
    def strains(self) -> np.ndarray:
        return np.array([one.strain for one in self.points])

    @cached_property
    def stresses(self) -> np.ndarray:
        """Cauchy stresses, Pa."""
        return np.array([one.stress for one in self.points])

    @cached_property
    def nominal(self) -> np.ndarray:
        """Nominal stresses (force over the unloaded area), Pa."""
        return np.array([one.nominal for one in self.points])

    @cached_property
    def energies(self) -> np.ndarray:
        """Energies over the unloaded crystal, J/m^3 of the unloaded volume."""
        return np.array([one.energy for one in self.points])

    @cached_property
    def residuals(self) -> np.ndarray:
        """The largest stress at each point that should vanish, Pa."""
        return np.array([one.stretched.residual for one in self.points])

    @property
    def top(self) -> int:
        """The place of the largest computed Cauchy stress."""
        return int(np.argmax(self.stresses))

    @cached_property
    def maximum(self) -> StressMaximum | None:
        """The maximum of the Cauchy stress; None where the path ends before it has passed it."""
        jump = self.path.jump
        return self._maximum(self.stresses, None if jump is None else jump.after.stress)

    @cached_property
    def load_maximum(self) -> StressMaximum | None:
        """The maximum of the nominal stress."""
        jump = self.path.jump
        return self._maximum(self.nominal, None if jump is None else jump.after.nominal)

    def _maximum(self, values: np.ndarray, after: float | None) -> StressMaximum | None:
        """The maximum of a stress, with what the last points that were added moved it by as an error.

        Where a jump ends the path at its largest stress, the maximum lies somewhere in the step of the jump; there is
        none where the stress `after` the jump is not smaller.
        """
        top = int(np.argmax(values))
        if self.path.jump is not None and after is not None and top == len(values) - 1:
            return self._cusp(values, self.path.jump) if after < values[-1] else None
        noise = float(self.residuals[max(top - 1, 0) : top + 2].max())
        found = peak(self.strains, values, noise)
        old = np.array([strain not in self.added for strain in self.strains])
        before = peak(self.strains[old], values[old], noise) if self.added else None
        if found is None or before is None:
            return found
        return replace(
            found,
            strain_std=float(np.hypot(found.strain_std, found.strain - before.strain)),
            value_std=float(np.hypot(found.value_std, found.value - before.value)),
        )

    def _cusp(self, values: np.ndarray, jump: StrainJump) -> StressMaximum:
        """The end of a path at a jump: even chances over its step, sqrt(1/12) of it as the error."""
        size = jump.after.strain - jump.before.strain
        rise = abs(values[-1] - values[-2]) / (self.strains[-1] - self.strains[-2]) * size if len(values) > 1 else 0.0
        value_std = float(np.hypot(rise * EVEN, self.residuals[-1]))
        return StressMaximum(jump.before.strain + size / 2, float(values[-1] + rise / 2), size * EVEN, value_std)

    @cached_property
    def inflection(self) -> Estimate | None:
        """Where the energy over the strain turns from convex to concave, by energies alone.

        Points closer than half a step are left out, because a difference of their energies has few digits. None where
        the path does not turn smoothly.
        """
        if self.load_maximum is None or int(np.argmax(self.nominal)) == len(self.points) - 1:
            return None
        half = 2 * self.strains / self.step
        whole = np.abs(half - np.rint(half)) < 1e-6
        return inflection(self.strains[whole], self.energies[whole], self.load_maximum.strain)

    @cached_property
    def slope(self) -> Estimate | None:
        """The slope of the Cauchy stress at zero strain: Young's modulus along the direction."""
        return initial_slope(self.strains[:4], self.stresses[:4], float(self.residuals[:2].sum()))

    @cached_property
    def work(self) -> WorkCheck:
        """The work of the nominal stress, by a cubic spline, against the energies."""
        from scipy.interpolate import CubicSpline, PchipInterpolator

        if len(self.points) < 3:
            return WorkCheck(float("inf"), float("inf"))
        zero = self.energies - self.energies[0]
        scale = float(np.abs(zero[: self.top + 1]).max()) or 1.0
        smooth, monotone = (
            one(self.strains, self.nominal).antiderivative()(self.strains) for one in (CubicSpline, PchipInterpolator)
        )
        return WorkCheck(float(np.abs(smooth - zero).max()) / scale, float(np.abs(smooth - monotone).max()) / scale)

    @property
    def symmetry_lost(self) -> float | None:
        """The first strain whose cell has fewer operations than tension leaves; None where none has."""
        lost = [one.strain for one in self.points[1:] if one.operations < self.operations]
        return lost[0] if lost else None


DEFINITIONS = {
    "critical_strain": "engineering strain at the first maximum of the Cauchy stress",
    "ideal_strength": "first maximum of the Cauchy stress (force over the area at that strain)",
    "strain_at_maximum_load": "engineering strain at the maximum of the nominal stress (force over the unloaded area)",
    "maximum_nominal_stress": "maximum of the nominal stress (force over the unloaded area)",
    "strain_at_energy_inflection": "engineering strain at which the energy turns from convex to concave; equals that "
    "of the maximum load, as the nominal stress is the slope of the energy",
    "energy_at_maximum": "energy over the unloaded volume at the computed point of the largest Cauchy stress",
    "strain_at_loss_of_stability": "engineering strain beyond which small random changes of shape and positions of the "
    "computed cell lead to a lower energy",
    "strain_of_jump": "engineering strain beyond which the cell relaxes into another structure",
    "young_modulus_along": "slope of the Cauchy stress over the strain at zero strain",
}
TERMS = {
    "critical_strain": "critical_strain",
    "ideal_strength": "ideal_strength",
    "young_modulus_along": "axial_young_modulus",
}


def curve_findings(curve: StrainCurve) -> tuple[CurveFinding, ...]:
    """Every number that the curve gives, each with its own definition."""
    found: list[CurveFinding] = []
    for peaked, strain, value in (
        (curve.maximum, "critical_strain", "ideal_strength"),
        (curve.load_maximum, "strain_at_maximum_load", "maximum_nominal_stress"),
    ):
        if peaked is not None:
            found += [
                _finding(strain, peaked.strain, peaked.strain_std, "1"),
                _finding(value, peaked.value, peaked.value_std, "Pa"),
            ]
        else:
            values = curve.stresses if strain == "critical_strain" else curve.nominal
            place = int(np.argmax(values))
            found += [
                _finding(strain, float(curve.strains[place]), None, "1", "at least"),
                _finding(value, float(values[place]), None, "Pa", "at least"),
            ]
    if curve.inflection is not None:
        found.append(_finding("strain_at_energy_inflection", curve.inflection.value, curve.inflection.std, "1"))
    found.append(_finding("energy_at_maximum", float(curve.energies[curve.top]), None, "J/m^3"))
    if curve.probe is not None and curve.probe.lost is not None:
        found.append(_event("strain_at_loss_of_stability", (curve.probe.stable or 0.0, curve.probe.lost)))
    if curve.path.jump is not None:
        found.append(_event("strain_of_jump", (curve.path.jump.before.strain, curve.path.jump.after.strain)))
    if curve.slope is not None:
        found.append(_finding("young_modulus_along", curve.slope.value, curve.slope.std, "Pa"))
    return tuple(found)


def _finding(
    name: str,
    value: float,
    std: float | None,
    unit: Literal["1", "Pa", "J/m^3"],
    bound: Literal["", "at least"] = "",
) -> CurveFinding:
    return CurveFinding(name, value, std, unit, DEFINITIONS[name], TERMS.get(name, ""), bound)


def _event(name: str, interval: tuple[float, float]) -> CurveFinding:
    low, high = interval
    return CurveFinding(name, (low + high) / 2, (high - low) * EVEN, "1", DEFINITIONS[name], interval=interval)
