"""Facts of the same quantity about other subjects, the nearest value first."""

from __future__ import annotations

from math import log

from ..quantity import Finding, Reported
from .library import Library


def near_facts(fact: Finding, within: Library) -> tuple[Finding, ...]:
    """Return what else is reported of the quantity of a fact; facts that restate it are left out."""
    same = {fact.id, *_shares(fact)}
    others = [f for f in within.by_term.get(fact.question.name, ()) if f.id not in same and fact.id not in _shares(f)]
    return tuple(sorted(others, key=lambda f: (_distance(f.value, fact.value), f.id)))


def _shares(fact: Finding) -> tuple[str, ...]:
    return fact.origin.shares if isinstance(fact.origin, Reported) else ()


def _distance(a: float, b: float) -> tuple[int, float]:
    """Return how far two values are apart: by their ratio above zero, else by their difference."""
    return (0, abs(log(a / b))) if a > 0 and b > 0 else (1, abs(a - b))
