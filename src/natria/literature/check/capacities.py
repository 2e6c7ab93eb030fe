"""Rules of capacities: retention, fading, decay, what the active mass can give, charge per area."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from ...laws import FARADAY, molar_mass
from ...quantity import Finding, number
from ..library import Library
from .facts import at, in_course, linked, named, paper_of, same_at
from .look import Interval, Look, cited, exact, ids, interval, look, meet, over, shown, times


def basis(capacity: Finding) -> str:
    """The active material of a capacity per mass: S of "mAh/g of S"."""
    return capacity.unit.partition(" of ")[2]


def retention(library: Library) -> Iterator[Look]:
    """Retention is the capacity of its cycle over that of the first cycle."""
    capacities = named(library, "specific_capacity")
    for kept in named(library, "capacity_retention"):
        of = [c for c in capacities if c.question.of == kept.question.of and at(kept, "cycle") is not None]
        last = [c for c in of if at(c, "cycle") == at(kept, "cycle") and same_at(c, kept)]
        first = [c for c in of if at(c, "cycle") == 1.0 and same_at(c, kept, "cycle")]
        for a in first:
            for b in last:
                ratio = over(interval(b), interval(a))
                arithmetic = f"{cited(b)} / {cited(a)} = {shown(ratio, kept.question.name)}, reported {cited(kept)}"
                needed = shown(exact(kept.value * a.value), "specific_capacity")
                says = f"cycle {at(kept, 'cycle'):g} would have to give {needed}"
                yield look("retention", ids(kept, a, b), arithmetic, meet(ratio, interval(kept)), says)


def fading(library: Library) -> Iterator[Look]:
    """A cell does not gain capacity from an earlier to a later cycle.

    Each fact is compared with the least of all before it: where it is above none of them, it is above no other.
    """
    for early, late in in_course(library, ("specific_capacity", "capacity_retention"), "cycle", _end):
        arithmetic = f"{cited(early)} in cycle {at(early, 'cycle'):g}, {cited(late)} in cycle {at(late, 'cycle'):g}"
        fits = interval(late)[0] <= interval(early)[1]
        yield look("fading", ids(early, late), arithmetic, fits, "a cell that gains capacity", otherwise="caution")


def _end(fact: Finding) -> float:
    return interval(fact)[1]


def decay(library: Library) -> Iterator[Look]:
    """Mean loss per cycle times cycles is what retention leaves open."""
    for loss in named(library, "capacity_decay"):
        span = loss.question.at.get("cycle")
        if not isinstance(span, tuple):
            continue
        cycles = span[1] - span[0] + 1
        for kept in named(library, "capacity_retention"):
            if kept.question.of == loss.question.of and at(kept, "cycle") == span[1] and same_at(kept, loss, "cycle"):
                low, high = times(interval(loss), exact(cycles))
                left = (1 - high, 1 - low)
                arithmetic = (
                    f"100 % - {cycles:.0f} x {cited(loss)} = {shown(left, kept.question.name)}, reported {cited(kept)}"
                )
                fits = meet(left, interval(kept))
                yield look("decay", ids(loss, kept), arithmetic, fits, "the mean loss does not end there")


def utilisation(library: Library) -> Iterator[Look]:
    """A capacity above what its active material can give: then something else stores charge as well."""
    for capacity in named(library, "specific_capacity"):
        full = _theory(library, capacity)
        if full is None:
            continue
        ratio = over(interval(capacity), interval(full))
        arithmetic = f"{cited(capacity)} / {cited(full)} = {shown(ratio, 'utilisation')}"
        fits = meet(ratio, (0.0, 1.0))
        says = f"more than {basis(capacity)} can give: the mass leaves out what else stores charge"
        says += "" if fits else _electrons_of_others(library, capacity, full)
        yield look("utilisation", ids(capacity, full), arithmetic, fits, says, otherwise="caution")
        for used in named(library, "utilisation"):
            if used.question.of == capacity.question.of and linked(used, capacity):
                with_reported = f"{arithmetic}, reported {cited(used)}"
                fits = meet(ratio, interval(used))
                yield look("utilisation", ids(used, capacity, full), with_reported, fits, "not the quotient of the two")


def _theory(library: Library, capacity: Finding) -> Finding | None:
    """Theoretical capacity of the active material, reported by the same paper, else by any other."""
    of = [f for f in named(library, "theoretical_capacity") if basis(capacity) and f.question.of == basis(capacity)]
    return next((f for f in of if paper_of(f) == paper_of(capacity)), of[0] if of else None)


def _electrons_of_others(library: Library, capacity: Finding, full: Finding) -> str:
    """Electrons per formula of another compound of the cathode that explains an excess over theory."""
    system, active = capacity.question.of, basis(capacity)
    share = _share(library, system, active)
    if share is None:
        return ""
    words = []
    for other in _parts(library, system):
        name = other.question.of.partition(" in ")[0]
        mass = molar_mass(name)
        if mass is not None and name != active and other.value:
            extra = (capacity.value - full.value) * prod(f.value for f in share[1]) / other.value
            words.append(f"; {name} in the cathode would have to take {number(extra * mass / FARADAY)} electrons each")
    return "".join(words)


def _parts(library: Library, system: str) -> list[Finding]:
    return [f for f in named(library, "mass_fraction") if f.question.of.endswith((f" of {system}", f" in {system}"))]


def _share(library: Library, system: str, active: str) -> tuple[Interval, list[Finding]] | None:
    """Mass share of a material in the cathode, following "A in B of system" from part to whole."""
    span, used, part = exact(1.0), list[Finding](), active
    while part:
        step = next((f for f in _parts(library, system) if f.question.of.startswith(f"{part} in ")), None)
        if step is None or step in used:
            return None
        used.append(step)
        span = times(span, interval(step))
        whole = step.question.of.partition(" in ")[2]
        part = "" if whole.startswith("the cathode") or whole == system else whole.removesuffix(f" of {system}")
    return span, used


def areal_capacity(library: Library) -> Iterator[Look]:
    """Charge per area is charge per mass times the active mass per area, in the same cycle."""
    for areal in named(library, "areal_capacity"):
        for specific in named(library, "specific_capacity"):
            known = at(areal, "cycle") == at(specific, "cycle") is not None or linked(areal, specific)
            if specific.question.of != areal.question.of or not (known and same_at(specific, areal)):
                continue
            loading = _loading(library, areal, basis(specific))
            if loading is None:
                continue
            words, span, used = loading
            expected = times(interval(specific), span)
            arithmetic = f"{cited(specific)} x {words} = {shown(expected, 'areal_capacity')}, reported {cited(areal)}"
            fits = meet(expected, interval(areal))
            says = f"{cited(areal)} would be {shown(over(interval(areal), span), 'specific_capacity')}"
            yield look("charge per area", ids(areal, specific, *used), arithmetic, fits, says)


def _loading(library: Library, areal: Finding, active: str) -> tuple[str, Interval, list[Finding]] | None:
    """Active mass per area: as reported, or composite x shares / area."""
    system = areal.question.of
    if masses := [f for f in named(library, "mass_loading") if f.question.of == system]:
        return cited(masses[0]), interval(masses[0]), masses[:1]
    mass = [f for f in named(library, "mass") if f.question.of == f"{system}#counter"]
    area = [f for f in named(library, "face_area") if f.question.of == system]
    share = _share(library, system, active)
    if not (mass and area and share and active):
        return None
    span = times(over(interval(mass[0]), interval(area[0])), share[0])
    parts = f"{cited(mass[0])} x {number(100 * share[0][0])} % / {cited(area[0])}"
    words = f"{parts} ({shown(span, 'mass_loading')} of {active})"
    return words, span, [mass[0], area[0], *share[1]]


RULES = (retention, fading, decay, utilisation, areal_capacity)
