"""Steps of a search: the points to evaluate next, from those that are known.

`surrogate_step` evolves points on cheap surfaces through what is known and takes those that lie farthest from the known
front in the space of the objectives, as gap and as progress alike (after T. Akhtar and C. A. Shoemaker, J. Glob. Optim.
64, 17 (2016)). On the surfaces an objective also bears a share of the others (K. Ikeda et al., Proc. CEC 957
(2001)): a design that gains little in one and loses much in the others would never be dominated by surfaces that are
not exact.

A step follows from its known points, its settings and its seed alone, so a search can be resumed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import InputError, Problem
from ..pareto import front_of
from .space import SearchSpace, best_of
from .surfaces import Surfaces, gap_to

SAME = 1e-6  # distance of points that are one
NARROW = 1e-3  # of the range of an objective: least range of a front
FEWEST = 2  # answered points without which there is no surface


@dataclass(frozen=True)
class SearchSettings:
    """Numbers of a search: points at first and of a step, evolution on the surfaces, seed."""

    start: int = 0  # 0: two for each number and for each choice, and two more
    batch: int = 20
    population: int = 100
    generations: int = 20
    shared: float = 0.1  # of the other objectives, each over its range in the front
    seed: int = 1

    def __post_init__(self) -> None:
        least = {"start": 0, "batch": 1, "population": 8, "generations": 1, "shared": 0, "seed": 0}
        wrong = {name: low for name, low in least.items() if getattr(self, name) < low}
        problems = [Problem(k, f"is {getattr(self, k)}", f"take {low} or more") for k, low in wrong.items()]
        if problems:
            raise InputError("a search", problems)

    def first(self, space: SearchSpace) -> int:
        """Return how many points are drawn before the first step."""
        return self.start or 2 * (1 + sum(max(many, 1) for many in space.choices))


@dataclass(frozen=True, eq=False)
class KnownPoints:
    """Points with objectives (minimised; NaN if refused) and constraints (met if not above 0)."""

    points: np.ndarray
    objectives: np.ndarray
    constraints: np.ndarray

    @property
    def answered(self) -> np.ndarray:
        return np.asarray(np.isfinite(self.objectives).all(axis=1) & np.isfinite(self.constraints).all(axis=1))

    @property
    def violation(self) -> np.ndarray:
        """Return how far constraints are missed together: infinite where a point is refused."""
        return np.where(self.answered, np.maximum(self.constraints, 0.0).sum(axis=1), np.inf)

    @property
    def front(self) -> np.ndarray:
        """Return which points are feasible and dominated by no other feasible one."""
        return front_of(np.where((self.violation <= 0)[:, None], self.objectives, np.nan))


def surrogate_step(space: SearchSpace, known: KnownPoints, count: int, settings: SearchSettings) -> np.ndarray:
    """Return so many points to evaluate next."""
    random = np.random.default_rng([settings.seed, len(known.points)])
    if known.answered.sum() < FEWEST:
        return space.drawn(count, random)
    surfaces = Surfaces(space, known.points, known.objectives, known.constraints)
    found = _evolved(space, known, surfaces, settings, random)
    return _picked(space, known, surfaces, found, count=count, random=random)


def _evolved(
    space: SearchSpace, known: KnownPoints, surfaces: Surfaces, settings: SearchSettings, random: np.random.Generator
) -> np.ndarray:
    """Return a population that was evolved on the surfaces, from the best known points and new ones."""
    size = settings.population
    good = np.flatnonzero(known.answered)
    scaled = surfaces.scaled(known.objectives[good])
    front = known.front[good]
    wide = np.maximum(np.ptp(scaled[front], axis=0), NARROW) if front.any() else np.ones(scaled.shape[1])

    def tilted(values: np.ndarray) -> np.ndarray:
        shares = values / wide
        return np.asarray(shares + settings.shared * shares.sum(axis=1, keepdims=True))

    best = good[best_of(tilted(scaled), known.violation[good], size // 2)]
    points = np.vstack([known.points[best], space.drawn(size - len(best), random)])
    values, violation = surfaces(points)
    values = tilted(values)
    for _ in range(settings.generations):
        children = space.children(points[random.permutation(len(points))], random)
        more, worse = surfaces(children)
        points, values = np.vstack([points, children]), np.vstack([values, tilted(more)])
        violation = np.concatenate([violation, worse])
        keep = best_of(values, violation, size)
        points, values, violation = points[keep], values[keep], violation[keep]
    return points


def _picked(
    space: SearchSpace,
    known: KnownPoints,
    surfaces: Surfaces,
    found: np.ndarray,
    *,
    count: int,
    random: np.random.Generator,
) -> np.ndarray:
    """Return the points that lie farthest from the known front and from each other, among the objectives.

    Points that should miss a constraint come last, the least missed first; what is known already is not taken again.
    """
    values, violation = surfaces(found)
    front = surfaces.scaled(known.objectives[known.front])
    wide = np.maximum(np.ptp(np.vstack([front, values]), axis=0), NARROW)
    values, front = values / wide, front / wide
    gap = np.where(violation <= 0, gap_to(values, front), -violation)
    features, taken = space.features(found), space.features(known.points)
    left = gap_to(features, taken) > SAME
    chosen: list[np.ndarray] = []
    while len(chosen) < count and left.any():
        at = int(np.argmax(np.where(left, gap, -np.inf)))
        chosen.append(found[at])
        gap = np.where(violation <= 0, np.minimum(gap, gap_to(values, values[at : at + 1])), gap)
        left &= gap_to(features, features[at : at + 1]) > SAME
    return np.vstack([*chosen, space.drawn(max(count - len(chosen), 1), random)])[:count]
