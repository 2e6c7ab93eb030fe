"""Stress-strain curves of a crystal along directions, up to its ideal strength."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from ..calculators import Evaluates, Relaxed, relax_cell
from ..calculators.evaluate import FORCE
from ..calculators.relax import STIFFNESS
from ..elastic.pressure import Corrected, MissingPressure, PressureSettings, relaxed_reference
from ..structures import SpaceGroup, primitive, space_group
from .along import CrystalDirection, DirectionClass, direction_classes, line_in, operations_kept, unit
from .curve import StabilityProbe, StrainCurve
from .path import FollowedPath, PathFollower, PathSettings, targets
from .peak import StressMaximum
from .stretch import SHAPE, Stretch, Stretched, StretchTolerance

MOST_HALVED = 6  # times that the intervals at a maximum are halved
LOST = 0.005  # energy that a probed point must lose, over its energy, to count as left


@dataclass(frozen=True)
class StrainSettings:
    """Numerics of a curve. The result lists them, and the gates say whether they sufficed.

    `step`, `largest` and `least` are engineering strains; `least` is the smallest step, `past` the number of points
    beyond the maximum. Points are added there until its strain is known to `strain_error` and its stress to the share
    `stress_error`. `nudge` starts each relaxation with random strains of that size, 0 for none; `probe` is the
    size of those that test the path at its maximum. `cell_stress` is the tolerance of the first relaxation.
    """

    step: float = 0.02
    largest: float = 0.6
    past: int = 2
    least: float = 0.0025
    strain_error: float = 0.002
    stress_error: float = 0.01
    nudge: float = 0.0
    probe: float = 0.01
    force: float = 0.005 * FORCE
    stress: float = 5e6  # Pa
    cell_stress: float = 2e7  # Pa; that of the elastic tensor, so that both share the relaxation
    symmetry: float = 0.01 * ANGSTROM
    pressure: PressureSettings = field(default_factory=PressureSettings)

    def suffice(self, found: StressMaximum) -> bool:
        """Whether the errors of a maximum are as small as is wanted."""
        return found.strain_std <= self.strain_error and found.value_std <= self.stress_error * abs(found.value)

    @property
    def path(self) -> PathSettings:
        """The settings of one path."""
        return PathSettings(self.step, self.largest, self.past, self.least, self.nudge, self.symmetry)


@dataclass(frozen=True, eq=False)
class StrainResult:
    """The curves of a crystal with the unloaded state that they start from."""

    reference: Relaxed
    group: SpaceGroup  # of the structure that was given
    relaxed_group: SpaceGroup
    curves: tuple[StrainCurve, ...]
    pressure: MissingPressure
    settings: StrainSettings


def strain_curves(
    given: Structure,
    directions: Sequence[CrystalDirection],
    evaluate: Evaluates,
    settings: StrainSettings | None = None,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> StrainResult:
    """Relax the smallest cell of a crystal, and stretch it along each direction that differs by symmetry.

    The directions refer to the cell that is given. `tell` gets the stage, how many points are done, and how many there
    are at most.
    """
    settings = settings or StrainSettings()
    ensure_settings(settings)
    structure = primitive(given, settings.symmetry)
    group = space_group(structure, settings.symmetry)
    classes = direction_classes(directions, given.cell, group.cartesian(structure.cell))
    tell("relaxation of the cell", 0, 1)
    reference, corrected, pressure = unloaded(structure, evaluate, settings)
    relaxed_group = space_group(reference.structure, settings.symmetry)
    rest = _Unloaded(reference, relaxed_group, corrected, settings)
    curves = []
    for place, kind in enumerate(classes):
        progress = _Progress(tell, kind.direction.name, place, len(classes), settings)
        curves.append(_curve(kind, line_in(kind.direction, given, structure), rest, progress))
    return StrainResult(reference, group, relaxed_group, tuple(curves), pressure, settings)


def unloaded(
    structure: Structure, evaluate: Evaluates, settings: StrainSettings
) -> tuple[Relaxed, Corrected, MissingPressure]:
    """The relaxed cell, first as for an elastic tensor, then to the tolerance of the curve."""
    reference, corrected, pressure = relaxed_reference(
        structure, evaluate, settings.force, settings.cell_stress, settings.pressure
    )
    closer = relax_cell(reference.structure, corrected, settings.force, settings.stress)
    steps = closer.steps + reference.steps
    return replace(closer, steps=steps, converged=closer.converged and reference.converged), corrected, pressure


def ensure_settings(settings: StrainSettings) -> None:
    """Raise where a path could not be followed with the settings."""
    if not 0 < settings.step <= 0.1:
        raise InputError("--step", [Problem("", f"{settings.step:g} is no step of a strain", "give for example 0.02")])
    if not 2 * settings.step <= settings.largest <= 3:
        what = f"a largest strain of {settings.largest:g} is not between two steps ({2 * settings.step:g}) and 3"
        raise InputError("--largest", [Problem("", what, "give for example 0.6")])
    if not 0 <= settings.nudge <= 0.05:
        what = f"random strains of {settings.nudge:g} are not between 0 and 0.05"
        raise InputError("--nudge", [Problem("", what, "give for example 0.005")])


@dataclass
class _Progress:
    """Progress over all directions; a direction has at most as many points as steps to the largest strain."""

    tell: Callable[[str, int, int], None]
    name: str
    place: int
    count: int
    settings: StrainSettings
    done: int = 0

    def __call__(self, strain: float) -> None:
        most = len(targets(self.settings.path)) + 2 * MOST_HALVED
        self.done = min(self.done + 1, most - 1)
        stage = f"along {self.name}, strain {100 * strain:.2f} %; points at most"
        self.tell(stage, self.place * most + self.done, self.count * most)


@dataclass(frozen=True, eq=False)
class _Unloaded:
    """The unloaded crystal, its space group, what evaluates it, and the settings."""

    reference: Relaxed
    group: SpaceGroup
    evaluate: Corrected
    settings: StrainSettings


def _curve(kind: DirectionClass, line: np.ndarray, rest: _Unloaded, tell: Callable[[float], None]) -> StrainCurve:
    """Follow one direction, add points at the maximum, and probe the stability there.

    `line` is the direction in fractional coordinates of the unloaded cell.
    """
    whole, settings = rest.reference.structure, rest.settings
    along = unit(line @ whole.cell)
    stretch = Stretch(whole, along, rest.evaluate, StretchTolerance(settings.force, settings.stress))
    follower = PathFollower(stretch, at_rest(stretch, rest.reference), settings.path, tell)
    path = follower.follow()
    curve = StrainCurve(kind, along, path, operations_kept(rest.group, whole.cell, along), settings.step)
    curve = _refined(curve, follower, settings)
    return replace(curve, probe=_probed(curve, follower, settings))


def at_rest(stretch: Stretch, reference: Relaxed) -> Stretched:
    """The unloaded crystal as the first point of a path; it costs no evaluation."""
    stress = reference.evaluation.stress
    return Stretched(
        strain=0.0,
        structure=reference.structure,
        evaluation=reference.evaluation,
        stress=float(stretch.along @ stress @ stretch.along),
        residual=float(np.abs(stress).max()),
        x=stretch.unloaded,
        hessian=_started(stretch, reference),
        steps=0,
        converged=reference.converged,
    )


def _started(stretch: Stretch, reference: Relaxed) -> np.ndarray:
    """The start of the Hessian: that of the relaxed ions, and one number for the cell."""
    hessian = np.eye(stretch.size) * STIFFNESS
    hessian[SHAPE:, SHAPE:] = reference.hessian
    return hessian


def _refined(curve: StrainCurve, follower: PathFollower, settings: StrainSettings) -> StrainCurve:
    """Halve the intervals at the largest stress until the errors of the maximum suffice.

    This is done at least once: only points between those of the path show that the maximum was not narrower. A jump at
    the largest stress leaves nothing to halve.
    """
    for _ in range(MOST_HALVED):
        if curve.maximum is None or curve.top == len(curve.points) - 1:
            return curve
        low, top, high = curve.strains[curve.top - 1 : curve.top + 2].tolist()
        strains = [(a + b) / 2 for a, b in ((low, top), (top, high)) if b - a >= 2 * settings.least * (1 - 1e-9)]
        added = [follower.between(curve.points, strain) for strain in strains]
        if not added or not all(one.stretched.converged for one in added):
            return curve
        for strain in strains:
            follower.tell(strain)
        points = tuple(sorted((*curve.points, *added), key=lambda one: one.strain))
        path = FollowedPath(points, curve.path.jump, curve.path.end)
        curve = replace(curve, path=path, added=frozenset(strains))
        found = curve.maximum
        if found is None or settings.suffice(found):
            return curve
    return curve


def _probed(curve: StrainCurve, follower: PathFollower, settings: StrainSettings) -> StabilityProbe | None:
    """Whether the crystal returns to the point of the largest stress, else where it first does not.

    The first point that it leaves is sought by halving, on the assumption that it returns to all before. A relaxation
    that neither converges nor loses energy tells nothing, and ends the search.
    """
    if settings.probe == 0 or curve.top == 0:
        return None

    def loss(place: int) -> tuple[float, bool | None]:
        """The energy that a point loses (J/m^3), and whether it is left; None where that is unknown."""
        enough = LOST * float(curve.energies[place])
        energy, converged = follower.shaken(curve.points[place], settings.probe, enough * follower.volume)
        lost = energy / follower.volume
        return lost, True if lost > enough else False if converged else None

    lost, left = loss(curve.top)
    if not left:
        return StabilityProbe(None if left is None else float(curve.strains[curve.top]), None, lost)
    low, high = 0, curve.top
    while high - low > 1:
        middle = (low + high) // 2
        _, left = loss(middle)
        if left is None:
            break
        low, high = (low, middle) if left else (middle, high)
    return StabilityProbe(float(curve.strains[low]), float(curve.strains[high]), lost)
