"""Mean of a number over a group, with its interval.

Two groups are compared by the difference or the ratio of their means.

Terms that are compared by ratio are averaged as logarithms: the mean is the geometric one, its interval is
multiplied and divided, and two groups differ by a ratio. Others are averaged as they stand.

A mean is the least-squares fit of a constant to the findings of the cells. So it is a finding with the origin `Fitted`,
which keeps every cell in its ancestry: it can be a datum elsewhere, and what shares a file with it is no prediction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

import numpy as np

from ...quantity import Finding, Fit, Fitted, Question, Span, term
from .align import AlignedNumber
from .intervals import MeanInterval, mean_interval, welch_interval

MODEL, VERSION = "group_mean", 1
Scale = Literal["ratio", "difference"]


@dataclass(frozen=True, eq=False)
class GroupMean:
    """A number in one group.

    `mean` is None where `why_not` gives a reason; `std` is the spread between cells, SI.
    """

    group: str
    cells: tuple[str, ...]
    values: tuple[Finding, ...]
    mean: Finding | None
    scale: Scale
    statistics: MeanInterval | None  # on the scale: of logarithms, or as they stand
    why_not: str = ""

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def std(self) -> float | None:
        """Spread between the cells (SI); of logarithms it is that times the mean."""
        if self.statistics is None or self.statistics.std is None or self.mean is None:
            return None
        return self.statistics.std * (self.mean.value if self.scale == "ratio" else 1.0)

    @property
    def interval(self) -> Span | None:
        """The 95 % interval of the mean (SI)."""
        return _back(self.statistics.ends if self.statistics else None, self.scale)


@dataclass(frozen=True)
class Contrast:
    """How the second group differs from the first in one number: a ratio, or a difference in SI."""

    first: str
    second: str
    scale: Scale
    value: float
    interval: Span | None
    p: float | None
    freedom: float | None


@dataclass(frozen=True, eq=False)
class GroupedNumber:
    """One number over all groups, with every group beside the first one."""

    question: Question
    same_cycles: bool
    groups: tuple[GroupMean, ...]
    contrasts: tuple[Contrast, ...]


def grouped_number(row: AlignedNumber, groups: Mapping[str, Sequence[str]]) -> GroupedNumber:
    """Return the means of one number in the groups that have it, and their contrasts with the first group."""
    name = row.question.name
    scale = _scale(name, row.values.values())
    means = tuple(
        _mean(row, group, tuple(c for c in cells if c in row.values), scale)
        for group, cells in groups.items()
        if any(c in row.values for c in cells)
    )
    reference, *others = groups
    there = {m.group: m for m in means if m.mean is not None}
    contrasts = tuple(
        _contrast(there[reference], there[group], scale) for group in others if {reference, group} <= set(there)
    )
    same = AlignedNumber(row.question, {c: f for m in means for c, f in zip(m.cells, m.values, strict=True)})
    return GroupedNumber(Question(name, row.question.of, same.at), same.same_cycles, means, contrasts)


def _scale(name: str, findings: Iterable[Finding]) -> Scale:
    values = [f.value for f in findings]
    return "ratio" if term(name).compare == "ratio" and min(values, default=0.0) > 0 else "difference"


def _mean(row: AlignedNumber, group: str, cells: tuple[str, ...], scale: Scale) -> GroupMean:
    values = tuple(row.values[c] for c in cells)
    if bounded := [c for c in cells if isinstance(row.values[c].bound, str)]:
        why = f"only a bound is known of {', '.join(bounded)}"
        return GroupMean(group, cells, values, None, scale, None, why)
    found = mean_interval(_on_scale(values, scale))
    mean = exp(found.mean) if scale == "ratio" else found.mean
    error = None if found.error is None else found.error * (mean if scale == "ratio" else 1.0)
    return GroupMean(group, cells, values, _finding(row, group, values, (mean, error), scale), scale, found)


def _finding(
    row: AlignedNumber, group: str, values: tuple[Finding, ...], mean: tuple[float, float | None], scale: Scale
) -> Finding:
    """Return the mean with its standard error.

    Its subject is the group, so a group may be named like a system.
    """
    value, error = mean
    of = f"{group}#{row.question.part}" if row.question.part else group
    own = AlignedNumber(row.question, {str(place): f for place, f in enumerate(values)})
    middle = "; ranges enter with their middle" if any(isinstance(f.bound, tuple) for f in values) else ""
    kind = "geometric mean" if scale == "ratio" else "mean"
    method = f"{kind} of {len(values)} cells of {group!r}; spread: standard error of the mean{middle}"
    covariance = None if error is None else ((error**2,),)
    fit = Fit(MODEL, VERSION, values, (), (row.question.name,), (value,), covariance, method)
    return Finding(Question(row.question.name, of, own.at), value, Fitted(fit, row.question.name), error)


def _contrast(first: GroupMean, second: GroupMean, scale: Scale) -> Contrast:
    w = welch_interval(_on_scale(first.values, scale), _on_scale(second.values, scale))
    value = exp(w.difference) if scale == "ratio" else w.difference
    return Contrast(first.group, second.group, scale, value, _back(w.ends, scale), w.p, w.freedom)


def _on_scale(findings: Sequence[Finding], scale: Scale) -> np.ndarray:
    values = np.array([f.value for f in findings])
    return np.log(values) if scale == "ratio" else values


def _back(ends: Span | None, scale: Scale) -> Span | None:
    if ends is None or scale == "difference":
        return ends
    low, high = ends
    return exp(low), exp(high)
