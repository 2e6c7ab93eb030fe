"""The score of a case: how often and how closely answers meet targets, each series once.

    within n of m; exp(mean CRPS of ln(answer/target)); skill = 1 - CRPS / CRPS of the median of other papers' values

A series is (paper, system, term). CRPS of a normal forecast: Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007) 359.
Predictions and conditional answers are scored apart; all rivals of a question count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, pi, sqrt
from statistics import NormalDist, mean, median

from ...literature import Library
from ...quantity import Finding, Reported
from .compare import Comparison, Verdict
from .spaces import is_ratio
from .trial import Series, series_of

FEWEST_SERIES = 10  # below that a score says nothing
SCORED: tuple[Verdict, ...] = ("prediction", "conditional")


@dataclass(frozen=True)
class Score:
    """The score.

    `within` of `judged` series agree; `factor` is exp(mean CRPS). `skill` is None without other papers' values.
    """

    verdict: Verdict
    series: int
    within: float
    judged: int
    factor: float | None
    skill: float | None

    @property
    def is_enough(self) -> bool:
        return self.series >= FEWEST_SERIES


def scores(comparisons: Iterable[Comparison], library: Library) -> tuple[Score, ...]:
    """The scores of predictions and of conditional answers; those without any series are left out."""
    found = [_score(verdict, [c for c in comparisons if c.verdict == verdict], library) for verdict in SCORED]
    return tuple(score for score in found if score.series)


def _score(verdict: Verdict, comparisons: list[Comparison], library: Library) -> Score:
    series: dict[Series, list[Comparison]] = {}
    for c in comparisons:
        series.setdefault(series_of(c.target), []).append(c)
    judged = [mean(float(bool(c.within)) for c in cs if c.counts) for cs in series.values() if _judged(cs)]
    misses = [mean(crps) for cs in series.values() if (crps := [x for c in cs if (x := crps_of(c)) is not None])]
    others = [x for cs in series.values() if (x := _climate(cs[0].target, library)) is not None]
    factor = exp(mean(misses)) if misses else None
    skill = 1 - mean(misses) / mean(others) if misses and others and mean(others) else None
    return Score(verdict, len(series), sum(judged), len(judged), factor, skill)


def _judged(comparisons: list[Comparison]) -> bool:
    return any(c.counts for c in comparisons)


def crps_of(c: Comparison) -> float | None:
    """The CRPS of ln(answer) against ln(target); None for bounds, differences or without an interval."""
    if c.grade is None or c.target.bound is not None or not is_ratio(c.target.question.name) or c.target.value <= 0:
        return None
    return crps(c.grade.leverage.y, c.grade.leverage.spread, log(c.target.value))


def crps(middle: float, spread: float, seen: float) -> float:
    """Continuous ranked probability score of a normal forecast; without a spread the distance itself."""
    if spread == 0:
        return abs(seen - middle)
    z = (seen - middle) / spread
    normal = NormalDist()
    return spread * (z * (2 * normal.cdf(z) - 1) + 2 * normal.pdf(z) - 1 / sqrt(pi))


def _climate(target: Finding, library: Library) -> float | None:
    """The miss of the median of what other papers report of the same term."""
    paper = target.id.partition(":")[0]
    values = [
        f.value
        for f in library.facts.values()
        if f.question.name == target.question.name
        and f.id.partition(":")[0] != paper
        and f.bound is None
        and f.value > 0
        and isinstance(f.origin, Reported)
        and f.origin.kind == "measured"
    ]
    return abs(log(median(values) / target.value)) if values and target.value > 0 and target.bound is None else None
