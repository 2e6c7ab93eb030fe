"""A search: draw points, evaluate, take a step, until the evaluations are used up.

The same problem, settings and seed give the same points, and answers that were kept are not computed again: a search
that was stopped goes on with the same command, to the same result.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...answers import Refuse
from ...quantity import InputError, Problem
from ...store import Progress, Store
from ...store.progress import Pace
from ..answers import AnswerRequest
from ..pareto import hypervolume
from .problem import OptimisationProblem
from .steps import KnownPoints, SearchSettings, surrogate_step

Step = Callable[[KnownPoints, int], np.ndarray]
BEYOND = 0.1  # of the range of the front: reference point beyond its worst corner
MOST = 5000  # evaluations: the surfaces of more points take long


@dataclass(frozen=True, eq=False)
class OptimisedDesigns:
    """All points of a search, their answers in SI, and why some are refused."""

    problem: OptimisationProblem
    settings: SearchSettings
    method: str
    points: np.ndarray
    objectives: np.ndarray
    constraints: np.ndarray
    worse: np.ndarray
    requests: tuple[AnswerRequest, ...]
    refused: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def known(self) -> KnownPoints:
        """Return the points as the search sees them: minimised, by the worse end of ranges."""
        return known_points(self.problem, self.points, self.worse)

    @cached_property
    def front(self) -> np.ndarray:
        """Return the places of the best designs, sorted by the first objective."""
        places = np.flatnonzero(self.known.front)
        return places[np.argsort(self.known.objectives[places, 0], kind="stable")]

    @cached_property
    def reference(self) -> np.ndarray:
        """Return the reference point: the worst corner of the front and a tenth of its range."""
        front = self.known.objectives[self.front]
        wide = np.ptp(front, axis=0)
        return np.asarray(front.max(axis=0) + BEYOND * np.where(wide > 0, wide, np.maximum(np.abs(front[0]), 1e-12)))

    @cached_property
    def gained(self) -> tuple[np.ndarray, np.ndarray]:
        """Return numbers of evaluations, and the hypervolume after each as a share of the last one."""
        counts = np.unique(np.linspace(1, len(self), 40).astype(int))
        good = np.where((self.known.violation <= 0)[:, None], self.known.objectives, np.nan)
        sizes = np.array([hypervolume(good[:count], self.reference) for count in counts])
        return counts, sizes / sizes[-1] if sizes[-1] else sizes


def known_points(problem: OptimisationProblem, points: np.ndarray, worse: np.ndarray) -> KnownPoints:
    """Return points as a search sees them: objectives minimised, constraints met where not above zero."""
    split = len(problem.objectives)
    signs = np.array([goal.sign for goal in problem.goals], float)
    limits = np.array([goal.limit or 0.0 for goal in problem.constraints])
    return KnownPoints(points, worse[:, :split] * signs[:split], (worse[:, split:] - limits) * signs[split:])


def optimise(
    problem: OptimisationProblem,
    evaluations: int,
    settings: SearchSettings | None = None,
    *,
    step: Step | None = None,
    method: str = "surfaces",
    store: Store | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> OptimisedDesigns:
    """Search for the best designs with so many evaluations; `step` replaces the own one."""
    settings = settings or SearchSettings()
    first = settings.first(problem.space)
    if not first < evaluations <= MOST:
        fix = f"take {first + settings.batch} to {MOST}; some hundred are usual"
        raise InputError("--evaluations", [Problem(str(evaluations), "is no number of evaluations here", fix)])
    own = step or (lambda known, count: surrogate_step(problem.space, known, count, settings))
    pace = Pace(evaluations, time.monotonic())
    points = np.empty((0, len(problem.space)))
    parts: list[tuple[np.ndarray, ...]] = []
    refused: dict[int, str] = {}
    requests: tuple[AnswerRequest, ...] = ()
    while len(points) < evaluations:
        count = min(settings.batch if len(points) else first, evaluations - len(points))
        if len(points):
            new = own(known_points(problem, points, np.vstack([part[2] for part in parts])), count)
        else:
            new = problem.space.drawn(count, np.random.default_rng(settings.seed))
        found = problem.evaluate(new, store)
        requests = found.requests or requests
        refused |= {len(points) + place: why for place, why in found.refused.items()}
        points = np.vstack([points, new])
        parts.append((found.objectives, found.constraints, found.worse))
        if not requests:
            raise Refuse(next(iter(refused.values())))
        pace.made, pace.failed = len(points) - len(refused), len(refused)
        if tell:
            tell(pace.progress())
    objectives, constraints, worse = (np.vstack(each) for each in zip(*parts, strict=True))
    made = OptimisedDesigns(
        problem, settings, method, points, objectives, constraints, worse, requests, dict(sorted(refused.items()))
    )
    if not len(made.front):
        listed = ", ".join(goal.says() for goal in problem.constraints)
        raise Refuse(f"no design of {evaluations} meets all constraints ({listed}): widen the ranges or the limits")
    return made
