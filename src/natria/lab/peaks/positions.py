"""Which species may have a line at a place: reported positions near it, as a suggestion.

A place alone names no species: lines of many lie together, and charging moves those of XPS. So nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...quantity import Finding, Origin

NEAR = {"binding_energy": 0.8 * 1.602176634e-19, "raman_shift": 800.0, "nmr_shift": 4e-6}  # in SI: 0.8 eV, 8/cm, 4 ppm


@dataclass(frozen=True)
class Suggestion:
    """A reported line near a place: of what, how far away (SI), and where it stands."""

    of: str
    away: float
    origin: Origin


def suggest(term: str, place: float, reported: Iterable[Finding]) -> list[Suggestion]:
    """Return the reported lines near a place (SI) of a term, the nearest first."""
    if term not in NEAR:
        raise ValueError(f"{term} has no reported positions; known: {', '.join(NEAR)}")
    found = [
        Suggestion(one.question.of, place - one.value, one.origin)
        for one in reported
        if one.question.name == term and one.bound is None and abs(place - one.value) <= NEAR[term]
    ]
    return sorted(found, key=lambda one: abs(one.away))
