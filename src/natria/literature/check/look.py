"""One thing that was looked at, and arithmetic with numbers that are only known between two ends.

A contradiction is where the intervals of two sides do not meet. The interval of a fact is its range or bound, or its
value with two spreads, or with half of its last written digit. "About" is shown and leaves nothing more open: the
reader judges how far it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal

from ...quantity import Finding, Reported, from_si, number, term, to_si
from ...quantity.text.show import SIGN
from ..library import Library

Outcome = Literal["passed", "caution", "contradiction"]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Look:
    """One application of a rule: the facts, the arithmetic in words, and the result."""

    rule: str
    facts: tuple[str, ...]
    arithmetic: str
    outcome: Outcome
    says: str = ""


Rule = Callable[[Library], Iterator[Look]]


def look(
    rule: str,
    facts: tuple[str, ...],
    arithmetic: str,
    fits: bool,
    says: str = "",
    *,
    otherwise: Outcome = "contradiction",
) -> Look:
    """A look that passed where it fits; the remark is shown only where it does not."""
    return Look(rule, facts, arithmetic, "passed") if fits else Look(rule, facts, arithmetic, otherwise, says)


def ids(*facts: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.id for f in facts))


def reported(fact: Finding) -> Reported:
    assert isinstance(fact.origin, Reported)
    return fact.origin


# --- intervals


def interval(fact: Finding) -> Interval:
    """The values (SI) that a fact allows."""
    match fact.bound:
        case "at least" | "over":
            return fact.value, inf
        case "at most" | "under":
            return -inf, fact.value
    return plain(fact)


def plain(fact: Finding) -> Interval:
    """The number that is written, a bound aside: two lives of one test that goes on are one number."""
    if isinstance(fact.bound, tuple):
        return fact.bound
    origin = reported(fact)
    if origin.kind in ("set", "assumed") and not origin.approx:
        return fact.value, fact.value  # what somebody sets or takes is meant as it is written
    half = 2 * fact.std if fact.std else rounding(fact)
    return fact.value - half, fact.value + half


def rounding(fact: Finding) -> float:
    """Half of the last digit that is written: 0.22 nm leaves 0.005 nm open; whole numbers leave a half.

    Zeros at the end are not kept in a file, so 1.0 counts as 1.
    """
    unit, si = fact.unit or term(fact.question.name).unit, term(fact.question.name).unit
    written = from_si(fact.value, unit, si)
    digits, _, exponent = f"{written:.10g}".partition("e")
    half = 0.5 * 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    low, high = (to_si(written + sign * half, unit, si) for sign in (-1, 1))
    return (high - low) / 2


def meet(a: Interval, b: Interval) -> bool:
    """Whether two intervals have a common point, up to rounding."""
    slack = 1e-9 * max((abs(x) for x in (*a, *b) if abs(x) < inf), default=0.0)
    return a[0] <= b[1] + slack and b[0] <= a[1] + slack


def plus(*parts: Interval) -> Interval:
    return sum(a for a, _ in parts), sum(b for _, b in parts)


def times(*factors: Interval) -> Interval:
    """Product of positive intervals."""
    low, high = 1.0, 1.0
    for a, b in factors:
        low *= max(a, 0.0)
        high = 0.0 if 0.0 in (high, b) else high * b  # nothing times anything is nothing
    return low, high


def over(a: Interval, b: Interval) -> Interval:
    """Quotient of positive intervals."""
    return max(a[0], 0.0) / b[1] if 0 < b[1] < inf else 0.0, a[1] / b[0] if b[0] > 0 else inf


def exact(value: float) -> Interval:
    return value, value


# --- in words


def shown(span: Interval, name: str) -> str:
    """An interval in the unit in which people read the term."""
    row = term(name)
    low, high = (x if abs(x) == inf else from_si(x, row.shown, row.unit) for x in span)
    return spanned((low, high), "" if row.shown == "1" else f" {row.shown}")


def spanned(span: Interval, unit: str = "") -> str:
    low, high = span
    if abs(low) == inf == abs(high):
        return "any number"
    if low == -inf:
        return f"at most {number(high)}{unit}"
    if high == inf:
        return f"at least {number(low)}{unit}"
    ends = dict.fromkeys((number(low), number(high)))
    return f"{' to '.join(ends)}{unit}"


def cited(fact: Finding) -> str:
    """A fact as its paper writes it, for arithmetic in words: "about 1000 mAh/g of S (a2020:q)"."""
    row = term(fact.question.name)
    unit = fact.unit or row.unit
    ends = fact.bound if isinstance(fact.bound, tuple) else (fact.value,)
    words = " to ".join(f"{from_si(end, unit, row.unit):.10g}" for end in ends)
    if isinstance(fact.bound, str):
        words = f"{SIGN[fact.bound]} {words}"
    if fact.std:
        spread = from_si(fact.value + fact.std, unit, row.unit) - from_si(fact.value, unit, row.unit)
        words += f" +/- {spread:.4g}"
    about = "about " if reported(fact).approx else ""
    return f"{about}{words}{'' if unit == '1' else f' {unit}'} ({fact.id})"
