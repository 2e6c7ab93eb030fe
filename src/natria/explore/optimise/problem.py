"""A problem of optimisation: design, variables, objectives, constraints, evaluation.

The answers come from `evaluate_answers`, one call for the points that share their choices. A point without an answer is
kept with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...answers import Refuse
from ...design import Design
from ...models.cell.ensemble.patches import drawn_finding
from ...quantity import DesignError, InputError, Problem, did_you_mean
from ...store import Store
from ..answers import AnswerRequest, evaluate_answers
from ..sweeps import SweepPoints
from .goals import EXAMPLE, Goal
from .linked import seen_by_answers, with_linked
from .space import SearchSpace
from .variables import Variable

MOST = 4  # objectives: the hypervolume of more takes minutes


@dataclass(frozen=True, eq=False)
class Evaluated:
    """Answers at points: objectives and constraints in SI (rows for points), and why some are refused."""

    objectives: np.ndarray
    constraints: np.ndarray
    worse: np.ndarray  # of both: the ends that count
    requests: tuple[AnswerRequest, ...]
    refused: Mapping[int, str]


@dataclass(frozen=True, eq=False)
class OptimisationProblem:
    """What is searched, and for what."""

    design: Design
    variables: tuple[Variable, ...]
    objectives: tuple[Goal, ...]
    constraints: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        wrong = []
        if not 1 <= len(self.objectives) <= MOST:
            wrong.append(Problem("--objective", f"{len(self.objectives)} are given", f"give 1 to {MOST}; {EXAMPLE}"))
        if not any(one.axis for one in self.variables):
            fix = "give a range, such as 'interphase.LAYER.thickness=1 um:40 um:log'"
            wrong.append(Problem("--vary", "no number varies", fix))
        paths = [one.path for one in self.variables]
        wrong += [
            Problem(path, "varies twice", "give each path once") for path in {p for p in paths if paths.count(p) > 1}
        ]
        for one in self.variables:
            head = one.path.split(".")[0]
            if self.design.get(head) is None and one.axis is None:
                wrong.append(Problem(one.path, "is not in the design", did_you_mean(head, self.design.document)))
        if wrong:
            raise InputError("natria optimise", wrong)

    @cached_property
    def space(self) -> SearchSpace:
        return SearchSpace(tuple(one.count for one in self.variables))

    @property
    def goals(self) -> tuple[Goal, ...]:
        return (*self.objectives, *self.constraints)

    def values(self, points: np.ndarray) -> np.ndarray:
        """Return SI values of shares, and places of choices."""
        return np.stack([one.values(points[:, n]) for n, one in enumerate(self.variables)], axis=1)

    def chosen(self, point: np.ndarray) -> Design:
        """Return the design with the choices of a point; its numbers are those of the design."""
        patch = self.choices(point)
        return self.design.with_(patch) if patch else self.design

    def choices(self, point: np.ndarray) -> dict[str, Any]:
        """Return the value at the path of each choice of a point."""
        each = zip(self.variables, point, strict=True)
        return {one.path: one.choices[one.label(place)] for one, place in each if one.choices}

    def numbers(self, design: Design, points: np.ndarray) -> SweepPoints:
        """Return the numbers of points that share their choices, with those that follow from them."""
        ranges = [n for n, one in enumerate(self.variables) if one.axis]
        paths = tuple(self.variables[n].path for n in ranges)
        return with_linked(design, SweepPoints(paths, self.values(points)[:, ranges]))

    def patched(self, point: np.ndarray) -> Design:
        """Return the design of a point with all its numbers."""
        design = self.chosen(point)
        numbers = seen_by_answers(self.numbers(design, point[None]))
        return design.patched(dict(map(drawn_finding, numbers.paths, numbers.values[0].tolist())))

    def evaluate(self, points: np.ndarray, store: Store | None = None) -> Evaluated:
        """Return the answers at points."""
        many = len(self.goals)
        value, worse = np.full((len(points), many), np.nan), np.full((len(points), many), np.nan)
        refused: dict[int, str] = {}
        requests: tuple[AnswerRequest, ...] = ()
        picked = [n for n, one in enumerate(self.variables) if one.choices]
        groups: dict[tuple[float, ...], list[int]] = {}
        for place, row in enumerate(points):
            groups.setdefault(tuple(row[picked].tolist()), []).append(place)
        for places in groups.values():
            here = np.array(places)
            try:
                found = self._answers(points[here], store)
            except (Refuse, DesignError) as no:
                refused |= dict.fromkeys(places, str(no))
                continue
            here, why = here[found.good], found.why
            refused |= {places[k]: text for k, text in why.items()}
            for n, goal in enumerate(self.goals):
                value[here, n], worse[here, n], at = goal.column(found.answers)
                refused |= {int(here[k]): text for k, text in found.answers.answers[at].refused.items()}
                requests = found.answers.requests
        split = len(self.objectives)
        return Evaluated(value[:, :split], value[:, split:], worse, requests, dict(sorted(refused.items())))

    def _answers(self, points: np.ndarray, store: Store | None) -> _GroupAnswers:
        design = self.chosen(points[0])
        numbers = seen_by_answers(self.numbers(design, points))
        good = np.flatnonzero((numbers.values >= 0).all(axis=1) | (self._signed(numbers.paths)))
        why = {k: "the shares of the phases add up to more than one" for k in range(len(points)) if k not in good}
        if not len(good):
            raise Refuse("the shares of the phases add up to more than one")
        asked = tuple(dict.fromkeys(goal.asked for goal in self.goals))
        some = SweepPoints(numbers.paths, numbers.values[good])
        return _GroupAnswers(evaluate_answers(design, some, asked, store=store), good, why)

    def _signed(self, paths: tuple[str, ...]) -> bool:
        """Whether a number may be negative: no share of a phase follows from others."""
        return not any(".phases." in path for path in paths)


@dataclass(frozen=True, eq=False)
class _GroupAnswers:
    """Answers for points that share their choices: the places that were asked, and why others were not."""

    answers: Any
    good: np.ndarray
    why: Mapping[int, str]
