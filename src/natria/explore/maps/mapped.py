"""A map: its two axes, the reported points, natria's material cards, and designs placed among them."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from .axes import MapAxis
from .placed import PlacedDesign
from .points import MapValue, ReportedPoint

SCHEMA = "natria.map/1"


@dataclass(frozen=True)
class LiteratureMap:
    x: MapAxis
    y: MapAxis
    points: tuple[ReportedPoint, ...]
    cards: tuple[ReportedPoint, ...] = ()
    designs: tuple[PlacedDesign, ...] = ()

    @property
    def pairs(self) -> tuple[ReportedPoint, ...]:
        return tuple(point for point in self.points if point.is_pair)

    @property
    def singles(self) -> tuple[ReportedPoint, ...]:
        """Return the points that have one of the two quantities alone."""
        return tuple(point for point in self.points if not point.is_pair)


def map_document(made: LiteratureMap, version: str) -> dict[str, Any]:
    """Return a map as plain JSON; values in SI, an end of a bound is null."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "x": {"names": list(made.x.names), "unit": made.x.unit},
        "y": {"names": list(made.y.names), "unit": made.y.unit},
        "points": [_point(one) for one in made.points],
        "cards": [_point(one) for one in made.cards],
        "designs": [
            {"system": one.system, "points": [_point(p) for p in one.points], "refused": list(one.refused)}
            for one in made.designs
        ],
    }


def _point(one: ReportedPoint) -> dict[str, Any]:
    found = {"subject": one.subject, "paper": one.paper, "class": one.layer_class}
    return {**found, "x": _value(one.x), "y": _value(one.y)}


def _value(one: MapValue | None) -> dict[str, Any] | None:
    if one is None:
        return None
    ends = [end if isfinite(end) else None for end in (one.low, one.high)]
    return {"value": one.value, "ends": ends, "name": one.name, "ids": list(one.ids)}
