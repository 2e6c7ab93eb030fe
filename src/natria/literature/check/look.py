"""One thing that was looked at, and arithmetic with numbers that are only known between two ends.

A contradiction is where the intervals of two sides do not meet. The interval of a fact is its range or bound, or its
value with two spreads, or with half of its last written digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal

from ...quantity import Finding, from_si, number, show_value, term, to_si
from ..library import Library

Outcome = Literal["passed", "caution", "contradiction"]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Look:
    """What a rule looked at: the facts, the arithmetic in words, and what came out."""

    rule: str
    facts: tuple[str, ...]
    arithmetic: str
    outcome: Outcome
    says: str = ""


Rule = Callable[[Library], Iterator[Look]]


def ids(*facts: Finding) -> tuple[str, ...]:
    return tuple(f.id for f in facts)


def interval(fact: Finding) -> Interval:
    """What a fact leaves open, SI."""
    match fact.bound:
        case (low, high):
            return low, high
        case "at least" | "over":
            return fact.value, inf
        case "at most" | "under":
            return -inf, fact.value
    if getattr(fact.origin, "kind", "") in ("set", "assumed"):
        return fact.value, fact.value  # what somebody sets or takes is meant as it is written
    half = 2 * fact.std if fact.std else rounding(fact)
    return fact.value - half, fact.value + half


def rounding(fact: Finding) -> float:
    """Half of the last digit that is written: 0.22 nm leaves 0.005 nm open; whole numbers leave a half."""
    unit = fact.unit or term(fact.question.name).unit
    written = from_si(fact.value, unit, term(fact.question.name).unit)
    digits = f"{written:.10g}"
    after = len(digits.partition("e")[0].partition(".")[2])
    exponent = int(digits.partition("e")[2] or 0)
    half = 0.5 * 10.0 ** (exponent - after)
    low, high = (to_si(written + sign * half, unit, term(fact.question.name).unit) for sign in (-1, 1))
    return (high - low) / 2


def meet(a: Interval, b: Interval) -> bool:
    """Whether two intervals have a point in common, the last bit of a float aside."""
    slack = 1e-9 * max((abs(x) for x in (*a, *b) if abs(x) < inf), default=0.0)
    return a[0] <= b[1] + slack and b[0] <= a[1] + slack


def times(*factors: Interval) -> Interval:
    """Product of positive intervals."""
    low, high = 1.0, 1.0
    for a, b in factors:
        low, high = low * max(a, 0.0), high * b
    return low, high


def over(a: Interval, b: Interval) -> Interval:
    """Quotient of positive intervals."""
    return max(a[0], 0.0) / b[1] if b[1] < inf else 0.0, a[1] / b[0] if b[0] > 0 else inf


def shown(span: Interval, name: str) -> str:
    """An interval in the unit in which people read the term."""
    row = term(name)
    low, high = (x if abs(x) == inf else from_si(x, row.shown, row.unit) for x in span)
    unit = "" if row.shown == "1" else f" {row.shown}"
    if low == -inf:
        return f"at most {number(high)}{unit}"
    if high == inf:
        return f"at least {number(low)}{unit}"
    same = number(low) == number(high)
    return f"{number(low)}{unit}" if same else f"{number(low)} to {number(high)}{unit}"


def told(fact: Finding) -> str:
    """A fact with its value, for arithmetic in words."""
    return f"{show_value(fact)} ({fact.id})"


def outcome(fits: bool, otherwise: Outcome = "contradiction") -> Outcome:
    return "passed" if fits else otherwise
