"""How long the cells of groups live: survival, median life, and the log-rank test between groups.

A life is a finding with a bound: "at least" where the record ended without a failure, a range where the failure lies
between two readings (its middle is taken), "at most" where the cell had failed when the record began (its value is
taken). Critical currents without a failure are lives as well, with the current in the place of the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...quantity import Finding, Fit, Fitted, Question
from .align import AlignedNumber
from .log_rank import LogRank, log_rank
from .survival import SurvivalCurve, survival

LIVES = ("cycling_time", "cycle_life", "time_to_short")
# What is borne until a failure, in the place of the time. They are lives only where some cell bore all of the test.
BORNE = (
    *("critical_current_density", "critical_current_density_plating", "critical_current_density_stripping"),
    *("critical_cell_current", "cumulative_areal_capacity", "cumulative_capacity", "cumulative_areal_capacity_plated"),
)
OPEN, CLOSED = ("at least", "over"), ("at most", "under")
MODEL, VERSION = "kaplan_meier_median", 1


@dataclass(frozen=True, eq=False)
class GroupLives:
    """The lives of one group, with one entry a cell; `failed` is false where the life is a lower bound."""

    group: str
    cells: tuple[str, ...]
    values: tuple[Finding, ...]
    time: np.ndarray
    failed: np.ndarray
    curve: SurvivalCurve
    median: Finding | None  # None where more than half of the cells had not failed

    @property
    def n(self) -> int:
        return len(self.cells)

    @property
    def failures(self) -> int:
        return int(self.failed.sum())


@dataclass(frozen=True, eq=False)
class LifeTest:
    """The log-rank test of a group against the first one.

    `test` is None where no cell failed or all lives are equal.
    """

    first: str
    second: str
    test: LogRank | None


@dataclass(frozen=True, eq=False)
class GroupedLives:
    question: Question
    groups: tuple[GroupLives, ...]
    tests: tuple[LifeTest, ...]


def is_life(row: AlignedNumber) -> bool:
    """Whether a number is a life, or a critical current that some cell did not reach."""
    name = row.question.name
    return name in LIVES or (name in BORNE and any(f.bound in OPEN for f in row.values.values()))


def grouped_lives(row: AlignedNumber, groups: Mapping[str, Sequence[str]]) -> GroupedLives:
    """Return the lives of the groups that have any, and their tests against the first of them."""
    found = tuple(
        _lives(row, group, there)
        for group, cells in groups.items()
        if (there := tuple(c for c in cells if c in row.values))
    )
    tests = tuple(
        LifeTest(a.group, b.group, log_rank(a.time, a.failed, b.time, b.failed))
        for a, b in ((found[0], other) for other in found[1:])
    )
    return GroupedLives(Question(row.question.name, row.question.of, row.at), found, tests)


def _lives(row: AlignedNumber, group: str, cells: tuple[str, ...]) -> GroupLives:
    values = tuple(row.values[c] for c in cells)
    time = np.array([f.value for f in values])
    failed = np.array([f.bound not in OPEN for f in values])
    curve = survival(time, failed)
    return GroupLives(group, cells, values, time, failed, curve, _median(row, group, values, curve))


def _median(row: AlignedNumber, group: str, values: tuple[Finding, ...], curve: SurvivalCurve) -> Finding | None:
    """Return the median life as a finding of the group, fitted to the lives of its cells."""
    middle = curve.median
    if middle is None or middle <= 0:
        return None
    own = AlignedNumber(row.question, {str(place): f for place, f in enumerate(values)})
    method = f"median of {len(values)} lives of {group!r} (Kaplan-Meier)"
    name = row.question.name
    fit = Fit(MODEL, VERSION, values, (), (name,), (middle,), None, method)
    return Finding(Question(name, group, own.at), middle, Fitted(fit, name))


def steps(curve: SurvivalCurve, end: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of a survival curve from zero to `end`, for a figure."""
    time, share = np.concatenate([[0.0], curve.time, [end]]), np.concatenate([[1.0], curve.share])
    corners = [(t, s) for (a, b), s in zip(pairwise(time), share, strict=True) for t in (a, b)]
    x = np.array([t for t, _ in corners])
    return x, np.array([s for _, s in corners])
