"""The points of a map: pairs of reported values about one subject.

A value is that of a fact, or a condition that a fact states. Two facts make a pair where they are about the same
system or phase, and state no condition differently. A fact that states the other axis as a condition is a pair by
itself: a life at its current. Facts that restate each other are drawn once. What states only one of the two is kept
apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from ...literature import Library, Query, select
from ...quantity import CONDITIONS, Bound, Finding, Reported, Span, same_condition
from ..lives.rows import ANY, BARE, LIVES, life_rows
from .axes import MapAxis

PHASE_CLASS, OTHER_CLASS = "phase", "other"


@dataclass(frozen=True)
class MapValue:
    """A value in SI; `low` and `high` are the ends of a range or a bound, infinite where it is open."""

    value: float
    low: float
    high: float
    ids: tuple[str, ...]
    name: str

    @property
    def is_bound(self) -> bool:
        return self.low == -inf or self.high == inf


@dataclass(frozen=True)
class ReportedPoint:
    """A pair of values about a subject, or one of the two alone."""

    subject: str
    paper: str
    layer_class: str
    x: MapValue | None
    y: MapValue | None

    @property
    def is_pair(self) -> bool:
        return self.x is not None and self.y is not None


@dataclass(frozen=True)
class _Value:
    """A value with its subject, the conditions it was found at, and what it restates."""

    fact: Finding
    at: Mapping[str, float | Span]
    value: MapValue


def map_points(within: Library, x: MapAxis, y: MapAxis, wanted: Query | None = None) -> tuple[ReportedPoint, ...]:
    """Return the pairs of two axes, then the values that have no partner."""
    query = Query() if wanted is None else wanted
    values = [list(_values(within, axis, query)) for axis in (x, y)]
    found: dict[tuple[object, ...], ReportedPoint] = {}
    paired: list[set[str]] = [set(), set()]
    for one, other in _pairs(values[0], values[1]):
        point = _point(within, one.fact if _base(one) else other.fact, one.value, other.value)
        key = (point.subject, *(round_(v) for v in (one.value, other.value)))
        found.setdefault(key, point)
        paired[0].add(one.fact.id)
        paired[1].add(other.fact.id)
    left = [
        [v for v in some if _base(v) and v.fact.id not in there] for some, there in zip(values, paired, strict=True)
    ]
    alone = [_point(within, v.fact, v.value, None) for v in left[0]]
    alone += [_point(within, v.fact, None, v.value) for v in left[1]]
    return (*found.values(), *_once(alone))


def round_(value: MapValue) -> tuple[str, str, str]:
    """Return a value as it is compared with another: to six digits."""
    return f"{value.value:.6g}", f"{value.low:.6g}", f"{value.high:.6g}"


def _once(points: Sequence[ReportedPoint]) -> tuple[ReportedPoint, ...]:
    """Return the points without those that have the same subject and value."""
    found = {(p.subject, p.x is None, round_(value)): p for p in points if (value := p.x or p.y) is not None}
    return tuple(found.values())


def _values(within: Library, axis: MapAxis, query: Query) -> Iterator[_Value]:
    """Yield the values of an axis: of facts, then of conditions that facts state."""
    for name in axis.names:
        if name in LIVES:
            for row in life_rows(within, name, replace(query, cell=query.cell or ANY)).rows:
                yield _Value(row.fact, row.at, _value(row.fact, row.low, row.high, name))
            continue
        if name in within.by_term:
            for fact in select(replace(query, quantity=name), within):
                yield _Value(fact, fact.question.at, _value(fact, *_ends(fact.value, fact.bound), name))
        if name in CONDITIONS:
            for fact in select(query, within):
                if (stated := fact.question.at.get(name)) is not None:
                    low, high = stated if isinstance(stated, tuple) else (stated, stated)
                    yield _Value(fact, fact.question.at, _value(fact, low, high, name))


def _ends(value: float, bound: Bound | Span | None) -> tuple[float, float]:
    match bound:
        case (low, high):
            return low, high
        case "at least" | "over":
            return value, inf
        case "at most" | "under":
            return -inf, value
    return value, value


def _value(fact: Finding, low: float, high: float, name: str) -> MapValue:
    """Return a value; of a bound its end, of a range its middle."""
    low = -inf if low == 0.0 < high and name in LIVES else low
    middle = high if low == -inf else low if high == inf else (low + high) / 2
    return MapValue(middle, low, high, (fact.id,), name)


def _pairs(xs: Sequence[_Value], ys: Sequence[_Value]) -> Iterator[tuple[_Value, _Value]]:
    """Yield the pairs: a fact with its own condition, else two facts that contradict in no condition."""
    by_fact = {v.fact.id: v for v in xs}
    for y in ys:
        if y.fact.id in by_fact:
            yield by_fact[y.fact.id], y
            continue
        for x in xs:
            if _is_one(x, y):
                yield x, y


def _is_one(x: _Value, y: _Value) -> bool:
    """Whether two facts are about one subject, and state no condition differently."""
    if subject_of(x.fact) != subject_of(y.fact) or not _base(x) or not _base(y):
        return False
    parts = [v.fact.question.of.partition("#")[2] for v in (x, y)]
    if all(parts) and parts[0] != parts[1]:
        return False
    common = set(x.at) & set(y.at)
    return all(same_condition(key, x.at[key], y.at[key]) for key in common)


def _base(one: _Value) -> bool:
    """Whether a value is that of a fact, not of a condition that some other fact states."""
    return one.value.name == one.fact.question.name or one.value.name in LIVES


def subject_of(fact: Finding) -> str:
    """Return the system or the phase that a fact is about, without part, face and details."""
    subject = fact.question.of.partition("#")[0]
    return subject if "/" in subject else re.split(r"[(,|]| \W", subject)[0].strip()


def _point(within: Library, fact: Finding, x: MapValue | None, y: MapValue | None) -> ReportedPoint:
    assert isinstance(fact.origin, Reported)
    system = within.system(fact.question.of)
    paper = fact.id.partition(":")[0]
    subject = subject_of(fact)
    if system is None:
        kind = PHASE_CLASS if subject[:1].isupper() and " " not in subject else OTHER_CLASS
    else:
        kind = system.kind or (OTHER_CLASS if system.phases else BARE)
    return ReportedPoint(subject, paper, kind, x, y)
