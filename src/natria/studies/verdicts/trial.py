"""Trials of laws: reported facts that a law has to meet, and how far it misses them.

A rival law leaves where it misses a fact by more than three standard deviations. A fact counts for a target only where
it lies outside the series of the target (paper, system, term) and does not restate it, and only where neither the law
nor a fit behind its answer rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...quantity import Finding, evidence

MOST = 3.0  # standard deviations; one fact in 370 is missed by more if the law holds

Series = tuple[str, str, str]


@dataclass(frozen=True)
class Tested:
    """A fact that a law answers, with the deviation of the answer in standard deviations (`z_of`)."""

    fact: Finding
    z: float
    is_missed: bool


def series_of(target: Finding) -> Series:
    """The paper, the system and the term of a fact."""
    return (target.id.partition(":")[0], target.question.system, target.question.name)


def tested(fact: Finding, z: float) -> Tested:
    """The outcome of a fact; a bound is missed on one side only."""
    return Tested(fact, z, z < -MOST if isinstance(fact.bound, str) else abs(z) > MOST)


def outside(trial: Iterable[Tested], target: Finding | None) -> tuple[Tested, ...]:
    """The facts that count for a target; all of them without one."""
    if target is None:
        return tuple(trial)
    mine, rests = series_of(target), evidence(target)
    return tuple(one for one in trial if series_of(one.fact) != mine and not rests & evidence(one.fact))


def worst(trial: Iterable[Tested]) -> Tested | None:
    """The fact that is missed by most; None where none is missed by too much."""
    return max((one for one in trial if one.is_missed), key=lambda one: abs(one.z), default=None)
