"""The reported points that lie nearest to a design on a map."""

from __future__ import annotations

from math import hypot, log

from .mapped import LiteratureMap
from .points import ReportedPoint

MOST = 5  # points that are named
WIDE = 20.0  # ratio of the ends from which an axis is compared by its logarithm, as it is drawn


def near_points(made: LiteratureMap, point: ReportedPoint, most: int = MOST) -> tuple[ReportedPoint, ...]:
    """Return the reported points nearest to a point, as distances look on the map; each subject once."""
    if not point.is_pair or not made.pairs:
        return ()
    every = (*made.pairs, point)
    places = [_places([_value(one, name) for one in every]) for name in ("x", "y")]
    (x, y) = (axis[-1] for axis in places)
    away = [hypot(a - x, b - y) for a, b in zip(places[0][:-1], places[1][:-1], strict=True)]
    ordered = [made.pairs[k] for k in sorted(range(len(away)), key=away.__getitem__)]
    return tuple({one.subject: one for one in reversed(ordered)}[name] for name in _first(ordered, most))


def _first(ordered: list[ReportedPoint], most: int) -> list[str]:
    return list(dict.fromkeys(one.subject for one in ordered))[:most]


def _value(point: ReportedPoint, name: str) -> float:
    value = point.x if name == "x" else point.y
    assert value is not None
    return value.value


def _places(values: list[float]) -> list[float]:
    """Return values as shares of the axis that they span."""
    low, high = min(values), max(values)
    if low > 0 and high / low >= WIDE:
        values = [log(value) for value in values]
        low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]
