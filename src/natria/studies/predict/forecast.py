"""What a prediction is: forecasts of questions with their intervals, branches, inputs and baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...quantity import Finding, Question
from .baseline import Baseline
from .mixture import Vector

Ends = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Branch:
    """Members of one combination of alternatives and one answerer.

    `y` has ln(answer), or the answer for terms compared by difference, of each member; nan where it was refused.
    `answer` is the answer without moved inputs, None where that was refused.
    """

    options: Mapping[str, str]
    model: str
    weight: float
    answer: Finding | None
    y: Vector
    why: Mapping[str, float]  # how many members were refused, by reason; each counts by its likelihood
    likelihood: Vector | None = None  # of each member, over the mean of all; None without conditions

    @property
    def found(self) -> Vector:
        """Return y of the members that have an answer and count."""
        return self.y[self.counts]

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Return which members have an answer and a weight above zero."""
        return np.isfinite(self.y) & (self.w > 0)

    @property
    def w(self) -> Vector:
        """Return the weight of each member in the mixture."""
        even = np.full(len(self.y), self.weight / len(self.y))
        return even if self.likelihood is None else even * self.likelihood

    @property
    def share(self) -> float:
        """Return the weight of the combination after its members were weighed."""
        return self.weight if self.likelihood is None else float(self.w.sum())


@dataclass(frozen=True)
class AlternativeShare:
    """One option of a group: median and intervals of its own (SI), weight, share of refused members."""

    group: str
    option: str
    weight: float
    refused: float
    median: float | None = None
    interval_68: Ends | None = None
    interval_95: Ends | None = None
    posterior: float | None = None  # its weight after conditions


@dataclass(frozen=True)
class WorldShare:
    """A combination of alternatives: weight before and after conditions, effective members."""

    options: Mapping[str, str]
    prior: float
    posterior: float
    effective: float


@dataclass(frozen=True)
class ConditionShare:
    """How members meet a condition, before and after they are weighed.

    `name` is the term of the answers `before` (y: 2.5, 50, 97.5 %) and `after` (y: 50 %).

    `nearest` is the least distance of a member in spreads of the fact; `silent` the share without an answer.
    """

    facts: str
    name: str
    says: str
    nearest: float | None
    silent: float
    before: tuple[float, ...] = ()
    after: float | None = None


@dataclass(frozen=True)
class InputShare:
    """An input or a group of alternatives, and how much of the width of the interval is due to it.

    `move` is the change of y for one spread of the input; `share` its part of the variance; `left` the width of the
    95 % interval that would be left if it were known, over the present one.
    """

    about: str
    ground: str
    id: str
    value: str
    spread: float | None
    move: float | None
    share: float
    left: float


@dataclass(frozen=True)
class RefusedShare:
    """A reason for which members have no answer, and their share of all."""

    why: str
    share: float


@dataclass(frozen=True, eq=False)
class Forecast:
    """The answer to one question: a mixture over inputs and alternatives, or why there is none."""

    question: Question
    branches: tuple[Branch, ...]
    refused: float
    reasons: tuple[RefusedShare, ...]
    median: float | None
    interval_68: Ends | None
    interval_95: Ends | None
    between: float
    between_groups: Mapping[str, float]
    alternatives: tuple[AlternativeShare, ...]
    inputs: tuple[InputShare, ...]
    unexplained: float  # share of the variance that no input explains linearly
    baseline: Baseline
    effective: float | None = None  # members, after conditions; None without any
    worlds: tuple[WorldShare, ...] = ()
    conditions: tuple[ConditionShare, ...] = ()
    weighed_by: tuple[Finding, ...] = ()  # the answers to conditions, of all combinations

    @property
    def is_answered(self) -> bool:
        return self.median is not None

    @property
    def narrows(self) -> InputShare | None:
        """Return the single input or group whose knowledge would narrow the interval most."""
        return min(self.inputs, key=lambda one: one.left, default=None)


@dataclass(frozen=True, eq=False)
class Prediction:
    """A spec with its forecasts and the evidence that they rest on."""

    name: str
    title: str
    case: str
    spec: Mapping[str, Any]  # file name, digest, members, seed
    groups: tuple[Mapping[str, Any], ...]
    training: tuple[str, ...]
    left_out: tuple[str, ...]
    fits: tuple[Mapping[str, str], ...]
    forecasts: tuple[Forecast, ...]
    evidence: Mapping[str, Any]
    natria: str
    commit: str
    made: date
