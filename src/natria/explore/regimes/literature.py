"""What papers report of cells with a thickness of the interphase and a current.

Lives and critical currents. A life that is a lower bound says that the cell was stable so long; any other life ended.
The thickness is that of the fact, else the reported one of the layer of that system (a range where there are several),
else that of the design of its case, which may be an assumption: `thickness_from` says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ...design import Case, Unanswerable, load_case
from ...literature import Library
from ...quantity import Finding, NatriaError, Span

Outcome = Literal["stable", "failed", "critical current"]
LIVES = ("cycling_time", "cycle_life", "time_to_short")
CRITICAL = "critical_current_density"
LOWER = ("at least", "over")
OTHERS = ("separator", "working", "counter", "foil")  # parts of a system that are no interphase


@dataclass(frozen=True)
class LiteraturePoint:
    """A reported cell: thickness of its interphase (ends, m) and current (A/m^2).

    `fact` is the life or the critical current. `thickness_from` is the id of a fact, or "design" of the case.
    """

    fact: Finding
    outcome: Outcome
    thickness: Span
    thickness_from: str
    current: float

    @property
    def system(self) -> str:
        """Return the system of the fact."""
        return self.fact.question.of.partition("#")[0]

    @property
    def is_assumed(self) -> bool:
        """Whether no paper reports the thickness."""
        return self.thickness_from == "design"


def literature_points(library: Library) -> tuple[LiteraturePoint, ...]:
    """Return the reported lives and critical currents for which a thickness and a current are known."""
    thicknesses = _reported_thicknesses(library)
    found = []
    for fact in library.facts.values():
        current = _current(fact)
        if current is None:
            continue
        thickness = _thickness(fact, thicknesses)
        if thickness is not None:
            found.append(LiteraturePoint(fact, _outcome(fact), *thickness, current))
    return tuple(found)


def _current(fact: Finding) -> float | None:
    if fact.question.name == CRITICAL:
        return fact.value
    current = fact.question.at.get("current") if fact.question.name in LIVES else None
    return current if isinstance(current, float) else None


def _outcome(fact: Finding) -> Outcome:
    if fact.question.name == CRITICAL:
        return "critical current"
    return "stable" if fact.bound in LOWER else "failed"


def _reported_thicknesses(library: Library) -> dict[str, list[Finding]]:
    """Return the reported thicknesses of interphases by system."""
    found: dict[str, list[Finding]] = {}
    for fact in library.by_term.get("layer_thickness", ()):
        system, _, part = fact.question.of.partition("#")
        if part and part not in OTHERS and system in library.systems:
            found.setdefault(system, []).append(fact)
    return found


def _thickness(fact: Finding, reported: dict[str, list[Finding]]) -> tuple[Span, str] | None:
    """Return the ends of the thickness and where they are from."""
    own = fact.question.at.get("thickness")
    if isinstance(own, float):
        return (own, own), fact.id
    system = fact.question.of.partition("#")[0]
    if listed := reported.get(system):
        values = [one.value for one in listed]
        return (min(values), max(values)), ", ".join(one.id for one in listed)
    designed = designed_thickness(system)
    return None if designed is None else ((designed, designed), "design")


@cache
def designed_thickness(system: str) -> float | None:
    """Return the thickness of the only interphase of a system in the case of its paper; None without one."""
    case = _case(system.partition("/")[0])
    if case is None or system not in case.systems:
        return None
    try:
        design = case.design(system)
        layers = design.names("interphase")
        return design.finding(f"interphase.{layers[0]}.thickness").plain if len(layers) == 1 else None
    except (Unanswerable, NatriaError):
        return None


@cache
def _case(paper: str) -> Case | None:
    try:
        return load_case(paper)
    except NatriaError:
        return None
