"""Which species may have a line at a place: reported positions near it, as a suggestion.

A place alone names no species: lines of many lie together, and charging moves those of XPS. So nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...quantity import Finding, Reported
from .references import ReferenceLine

NEAR = {"binding_energy": 0.8 * 1.602176634e-19, "raman_shift": 800.0, "nmr_shift": 4e-6}  # in SI: 0.8 eV, 8/cm, 4 ppm


@dataclass(frozen=True)
class Suggestion:
    """A reported line near a place: of what, how far away (SI; 0 within a range), and where it stands."""

    of: str
    away: float
    source: str


def suggest(
    term: str, place: float, reported: Iterable[Finding | ReferenceLine], *, nucleus: str = ""
) -> list[Suggestion]:
    """Return the reported lines near a place (SI), the nearest first; of NMR those of one nucleus."""
    if term not in NEAR:
        raise ValueError(f"{term} has no reported positions; known: {', '.join(NEAR)}")
    found = []
    for one in reported:
        row = one if isinstance(one, ReferenceLine) else _row(one, nucleus)
        if row is None or row.term != term or (nucleus and row.nucleus != nucleus):
            continue
        away = place - min(max(place, row.low), row.high)
        if abs(away) <= NEAR[term]:
            found.append(Suggestion(row.of, away, row.source))
    return sorted(found, key=lambda one: abs(one.away))


def _row(one: Finding, nucleus: str) -> ReferenceLine | None:
    """Return a reported fact as a line; the nucleus of a fact stands in its method or place."""
    if one.bound is not None:
        return None
    origin = one.origin
    words = re.findall(r"\w+", f"{origin.where} {origin.method}") if isinstance(origin, Reported) else []
    source = origin.record if isinstance(origin, Reported) else one.id
    at_nucleus = nucleus if nucleus in words else ""
    return ReferenceLine(one.question.name, one.question.of, one.value, one.value, source, at_nucleus)
