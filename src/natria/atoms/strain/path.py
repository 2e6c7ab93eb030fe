"""The path of a crystal under a rising strain; the steps shrink where it bends or breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .points import StrainPoint, strain_point
from .stretch import SHAPE, Stretch, Stretched

FIRST = 0.25  # first strain over the step: it gives the initial slope
WORK = 0.02  # share of the largest stress by which the work of a stress and the energy may differ
STEEP = 0.3  # fall of the nominal stress in a step, over the largest one, from which the step is halved
ROUNDING = 1e-6  # relative differences of strains below it are none
SHAKEN = 0.5  # displacement of an atom over that of the cell edge: a nudge of 1 % moves atoms by 0.5 % of the edge


@dataclass(frozen=True)
class PathSettings:
    """How far and how finely a path is followed.

    `step` and `largest` are engineering strains, `past` counts the points beyond the maximum, `least` is the smallest
    step. `nudge` is the size of random changes of shape and positions that each relaxation starts with, 0 for none.
    """

    step: float
    largest: float
    past: int
    least: float
    nudge: float
    symmetry: float  # m


@dataclass(frozen=True, eq=False)
class StrainJump:
    """A jump to another structure between two strains that differ by the smallest step.

    `released` (J/m^3, of the unloaded volume) is the energy by which the second point lies below the work of the
    smaller of the two stresses, beyond the errors allowed. `back` is the crystal relaxed at the first strain from the
    second point. `differs` names what of it differs from `before`.
    """

    before: StrainPoint
    after: StrainPoint
    released: float
    back: StrainPoint
    differs: tuple[str, ...]

    @property
    def lost(self) -> float:
        """The energy by which `back` lies below the point before the jump, at the same strain (J/m^3)."""
        return self.before.energy - self.back.energy


@dataclass(frozen=True, eq=False)
class FollowedPath:
    """The points of a path by rising strain; those after a jump are not among them."""

    points: tuple[StrainPoint, ...]
    jump: StrainJump | None
    end: str  # "maximum passed", "largest strain", "jump" or "not relaxed"


class PathFollower:
    """Follows one direction of a crystal from its unloaded state."""

    def __init__(
        self, stretch: Stretch, start: Stretched, settings: PathSettings, tell: Callable[[float], None] = lambda _: None
    ) -> None:
        self.stretch, self.settings, self.tell = stretch, settings, tell
        self.volume, self.energy = start.structure.volume, start.evaluation.energy
        self.points = [self._point(start)]
        self.trials = 0
        self.wrong = WORK  # error of the stress, over the largest one, that makes no jump

    def follow(self) -> FollowedPath:
        """Raise the strain until the stress has passed its maximum, the largest strain, or a jump."""
        for target in targets(self.settings):
            size = target - self.points[-1].strain
            while (left := target - self.points[-1].strain) > 1e-9:
                size = min(size, left)
                trial = self._next(target if size == left else self.points[-1].strain + size)
                trouble = self._trouble(trial)
                if trouble and size > self.settings.least * (1 + ROUNDING):
                    size /= 2
                    continue
                if trouble == "not relaxed":
                    return FollowedPath((*self.points, trial), None, trouble)
                if trouble == "jump" and (jump := self._jump(trial)) is not None:
                    return FollowedPath(tuple(self.points), jump, trouble)
                self.points.append(trial)
                self.tell(trial.strain)
            if self.is_past():
                return FollowedPath(tuple(self.points), None, "maximum passed")
        return FollowedPath(tuple(self.points), None, "largest strain")

    def is_past(self) -> bool:
        """Whether enough points on the grid of steps lie beyond the largest Cauchy stress."""
        stresses = [one.stress for one in self.points]
        beyond = self.points[int(np.argmax(stresses)) + 1 :]
        return len([one for one in beyond if on_grid(one.strain, self.settings.step)]) >= self.settings.past

    def between(self, points: tuple[StrainPoint, ...], strain: float) -> StrainPoint:
        """The point at a strain between two of a path, started from their mean."""
        place = int(np.searchsorted([one.strain for one in points], strain))
        low, high = points[place - 1], points[place]
        share = (strain - low.strain) / (high.strain - low.strain)
        x = (1 - share) * low.stretched.x + share * high.stretched.x
        return self._point(self.stretch.relaxed(strain, self._nudged(x), low.stretched.hessian))

    def shaken(self, point: StrainPoint, size: float, enough: float) -> tuple[float, bool]:
        """The energy (J) that a point loses when it relaxes after random changes of its cell and ions.

        The relaxation ends where it has lost `enough` (J). The second value says whether it converged.
        """
        energy = point.stretched.evaluation.energy
        x = self._nudged(point.stretched.x, size)
        end = self.stretch.relaxed(point.strain, x, point.stretched.hessian, energy - enough)
        return energy - end.evaluation.energy, end.converged

    def _point(self, stretched: Stretched) -> StrainPoint:
        return strain_point(stretched, self.volume, self.energy, self.settings.symmetry)

    def _next(self, strain: float) -> StrainPoint:
        """The point at a strain beyond the last one, started on the line through the last two."""
        last = self.points[-1].stretched
        x = last.x
        if len(self.points) > 1:
            before = self.points[-2].stretched
            x = x + (last.x - before.x) * (strain - last.strain) / (last.strain - before.strain)
        return self._point(self.stretch.relaxed(strain, self._nudged(x), last.hessian))

    def _nudged(self, x: np.ndarray, size: float | None = None) -> np.ndarray:
        """Coordinates with random changes; the same run makes the same ones, so that it can be resumed."""
        size = self.settings.nudge if size is None else size
        if size == 0:
            return x
        self.trials += 1
        random = np.random.default_rng(self.trials).normal(size=x.size)
        random[SHAPE:] *= SHAKEN * self.volume ** (1 / 3) / self.stretch.length
        return np.asarray(x + size * self.stretch.length * random)

    def _trouble(self, trial: StrainPoint) -> str:
        """What is wrong with a step to a point: not relaxed, a jump, steep, or nothing."""
        if not trial.stretched.converged:
            return "not relaxed"
        last = self.points[-1]
        if self._released(trial) > 0:
            return "jump"
        return "steep" if trial.nominal < last.nominal - STEEP * self._strength else ""

    def _released(self, trial: StrainPoint) -> float:
        """The energy by which a point lies below the work of the smaller stress of the two (J/m^3).

        A stress that changes in one sense between the two points does at least that work, so a positive value says
        that the path broke. The residual stresses are allowed for, and a wrong stress: by `WORK`, or by twice what a
        crystal that returned has shown.
        """
        last = self.points[-1]
        size = trial.strain - last.strain
        return (min(trial.nominal, last.nominal) - self._allowed) * size - (trial.energy - last.energy)

    @property
    def _strength(self) -> float:
        """The largest nominal stress of the points so far, Pa."""
        return max(one.nominal for one in self.points)

    @property
    def _allowed(self) -> float:
        """The error of a stress that is allowed for, Pa."""
        return 2 * self.stretch.tolerance.stress + self.wrong * self._strength

    def _jump(self, trial: StrainPoint) -> StrainJump | None:
        """The jump to a point that lies below the work; None where the crystal returns from it.

        The crystal is relaxed at the strain of the last point, from the new one. In another structure it then lies
        below the last point by the energy released or more. On the same path it loses none, and its energy lay below
        the work because the stress is wrong. A relaxation that does not converge tells neither, and the path ends.
        """
        last, released = self.points[-1], self._released(trial)
        back = self._point(self.stretch.relaxed(last.strain, trial.stretched.x, trial.stretched.hessian))
        jump = StrainJump(last, trial, released, back, self._differences(last, back))
        if not back.stretched.converged or jump.lost >= released / 2:  # halfway between none and all
            return jump
        self.wrong = 2 * (self.wrong + released / (trial.strain - last.strain) / self._strength)
        return None

    def _differences(self, one: StrainPoint, other: StrainPoint) -> tuple[str, ...]:
        """What differs between two points of one strain by more than their errors."""
        gap = (other.stretched.x - one.stretched.x)[SHAPE:].reshape(-1, 3)
        bent = (other.stretched.x - one.stretched.x)[:SHAPE] / self.stretch.length * self.volume ** (1 / 3)
        moves = max(np.linalg.norm(gap - gap.mean(axis=0), axis=1).max(), np.abs(bent).max())
        signs = {
            "stress": abs(other.nominal - one.nominal) > self._allowed,
            "space group": other.group != one.group,
            "cell or positions": moves > self.settings.symmetry,
        }
        return tuple(name for name, differs in signs.items() if differs)


def targets(settings: PathSettings) -> list[float]:
    """The strains that a path visits: a small one, then multiples of the step."""
    count = int(np.floor(settings.largest / settings.step + 1e-9))
    return [FIRST * settings.step, *(settings.step * place for place in range(1, count + 1))]


def on_grid(strain: float, step: float) -> bool:
    """Whether a strain is a multiple of the step."""
    return abs(strain / step - round(strain / step)) < 1e-6
