"""Rules of cells: hours and cycles, half-cycles, critical currents, exchange currents, sodium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...laws import butler_volmer_overpotential, charge_of_sodium
from ...quantity import Finding, number
from ..library import Library
from .facts import at, linked, named, same_at
from .look import Interval, Look, cited, exact, ids, interval, look, meet, over, plain, shown, times

ROOM = 298.15
MOLAR_VOLUME_NA = 23.78e-6  # m^3/mol, handbook
LIVES = ("cycling_time", "cycle_life")


def hours_and_cycles(library: Library) -> Iterator[Look]:
    """Cycles times the time of a cycle equal the hours.

    Two lives of one test that goes on are two plain numbers.
    """
    for life in named(library, "cycle_life"):
        for hours in named(library, "cycling_time"):
            if hours.question.of != life.question.of or not (linked(life, hours) and same_at(life, hours)):
                continue
            each = next((f for f in named(library, "cycle_time") if _of_the_test(f, life)), None)
            span = _cycle_time(life) or (interval(each) if each else None)
            facts = ids(hours, life, *((each,) if each else ()))
            if span is None:
                same = abs(hours.value - 3600 * life.value) < 1e-9 * hours.value
                says = "the same number of hours and of cycles: cycles of 1 h, or one unit for the other"
                yield look(
                    "hours and cycles", facts, f"{cited(life)}, {cited(hours)}", not same, says, otherwise="caution"
                )
                continue
            of = plain if life.bound and hours.bound else interval
            expected = times(of(life), span)
            product = f"{cited(life)} x {shown(span, 'cycle_time')} = {shown(expected, 'cycling_time')}"
            says = f"{cited(hours)} are {shown(over(of(hours), span), 'cycle_life')}"
            arithmetic = f"{product}, reported {cited(hours)}"
            yield look("hours and cycles", facts, arithmetic, meet(expected, of(hours)), says)


def _of_the_test(one: Finding, other: Finding) -> bool:
    return one.question.of == other.question.of and same_at(one, other)


def _cycle_time(fact: Finding) -> Interval | None:
    """Plating and stripping at constant current: 2 Q / i."""
    charge, current = at(fact, "areal_capacity"), at(fact, "current")
    return None if charge is None or not current else exact(2 * charge / current)


def half_cycles(library: Library) -> Iterator[Look]:
    """Current times the time of a half-cycle is its charge."""
    for time in named(library, "half_cycle_time", "cycle_time"):
        halves = 2 if time.question.name == "cycle_time" else 1
        for fact in (time, *named(library, *LIVES)):
            charge, current = at(fact, "areal_capacity"), at(fact, "current")
            inside = f"{fact.question.system}/".startswith(f"{time.question.system}/")
            if charge is None or current is None or not (inside and same_at(fact, time)):
                continue
            expected = times(exact(current / halves), interval(time))
            arithmetic = (
                f"{shown(exact(current), 'current_density')} x {cited(time)}{' / 2' * (halves - 1)} = "
                f"{shown(expected, 'areal_capacity')}, cycled with {shown(exact(charge), 'areal_capacity')} ({fact.id})"
            )
            says = "current, time and charge of a half-cycle are two numbers, not three"
            yield look("half-cycles", ids(time, fact), arithmetic, meet(expected, exact(charge)), says)


def critical_currents(library: Library) -> Iterator[Look]:
    """A cell that was cycled did not run above its own critical current, nor for long at it."""
    for limit in named(library, "critical_current_density"):
        for life in named(library, *LIVES):
            current = at(life, "current")
            if life.question.of == limit.question.of and current is not None and same_at(life, limit):
                yield _against(limit, life, current, f"cycled at {shown(exact(current), limit.question.name)}")


def _against(limit: Finding, life: Finding, current: float, words: str) -> Look:
    arithmetic = f"{words}, critical {cited(limit)}"
    if limit.bound is None and abs(current / limit.value - 1) < 0.01:
        says = f"{cited(life)} at its own critical current"
        return look("critical currents", ids(limit, life), arithmetic, fits=False, says=says, otherwise="caution")
    most = interval(limit)[1] if limit.bound else limit.value  # zeros at the end would leave too much open
    return look("critical currents", ids(limit, life), arithmetic, current <= most, "above its own critical current")


def other_order(library: Library) -> Iterator[Look]:
    """Rows that would exceed the cell's own critical current if current and charge were swapped."""
    for row in library.layers.values():
        life = library.facts[row.fact]
        charge, current = at(life, "areal_capacity"), at(life, "current")
        for limit in named(library, "critical_current_density"):
            if limit.question.of != life.question.of or len(set(row.printed)) != 2 or not (charge and current):
                continue
            other = charge / 3600  # the number that was taken as mAh/cm^2, as mA/cm^2
            first, second = (f"{x:g}" for x in row.printed)
            words = (
                f"printed {first}, {second}, taken as {shown(exact(current), 'current_density')}; the other way it "
                f"cycled at {shown(exact(other), 'current_density')}"
            )
            found = _against(limit, life, other, words)
            says = f"{found.says}, if the order is the other one" if found.says else ""
            yield replace(found, says=says, outcome="caution" if says else "passed")


def exchange_currents(library: Library) -> Iterator[Look]:
    """The faces need at most the voltage of the cell: 2 (2RT/F) asinh(i / 2 i0) <= |V|."""
    for i0 in named(library, "exchange_current_density"):
        for eta in named(library, "cell_overpotential"):
            current = at(eta, "current")
            if eta.question.of != i0.question.of or current is None or not same_at(eta, i0, "current"):
                continue
            temperature = at(eta, "temperature") or at(i0, "temperature") or ROOM
            faces = 2 * float(butler_volmer_overpotential(current, interval(i0)[1], temperature))
            arithmetic = (
                f"two faces of i0 = {cited(i0)} cost {1000 * faces:.0f} mV at "
                f"{shown(exact(current), 'current_density')}, the whole cell {cited(eta)}"
            )
            says = f"{faces / eta.value:.1f} times what was measured: a Tafel slope on filmed metal is not i0"
            yield look("exchange currents", ids(i0, eta), arithmetic, faces <= interval(eta)[1], says)


# --- sodium


def sodium(library: Library) -> Iterator[Look]:
    """No half-cycle moves more sodium than the foil has."""
    for foil, system in _foils(library):
        inventory = charge_of_sodium(interval(foil)[1], MOLAR_VOLUME_NA)
        for fact in library.facts.values():
            charge = _moved(fact)
            if charge is None or not _inside(fact, system):
                continue
            arithmetic = (
                f"{shown(exact(charge), 'areal_capacity')} moved ({fact.id}), {cited(foil)} holds "
                f"{shown(exact(inventory), 'areal_capacity')}"
            )
            yield look("sodium", ids(foil, fact), arithmetic, charge <= inventory, "more than the foil has")


def _foils(library: Library) -> Iterator[tuple[Finding, str]]:
    for foil in named(library, "layer_thickness"):
        system, _, part = foil.question.of.partition("#")
        if part in ("foil", "working"):
            yield foil, system


def _inside(fact: Finding, system: str) -> bool:
    return f"{fact.question.system}/".startswith(f"{system}/")


def _moved(fact: Finding) -> float | None:
    """Charge of a half-cycle, or of plating without a break."""
    current, time = at(fact, "current"), at(fact, "half_cycle_time")
    if fact.question.name == "time_to_short" and current is not None:
        return current * fact.value
    if fact.question.name == "critical_current_density" and time is not None:
        return time * fact.value
    return at(fact, "areal_capacity")


def plating_without_break(library: Library) -> Iterator[Look]:
    """What a half-cycle plates was plated without a short when it was plated without a break."""
    for short in named(library, "time_to_short"):
        for life in named(library, *LIVES):
            charge, current = at(life, "areal_capacity"), at(short, "current")
            if charge is None or current is None or not _of_the_test(short, life):
                continue
            most = times(exact(current), interval(short))
            arithmetic = (
                f"{shown(exact(charge), 'areal_capacity')} a half-cycle ({life.id}), "
                f"{shown(exact(current), 'current_density')} x {cited(short)} = {shown(most, 'areal_capacity')}"
            )
            says = "more than what shorted when it was plated without a break"
            yield look("plating without a break", ids(short, life), arithmetic, charge <= most[1], says)


def efficiency_budget(library: Library) -> Iterator[Look]:
    """What the efficiency loses over all cycles, were it all sodium, against the sodium at the start."""
    for ce in named(library, "coulombic_efficiency"):
        span, loading = ce.question.at.get("cycle"), at(ce, "mass_loading")
        capacity = _first_capacity(library, ce)
        if not (isinstance(span, tuple) and loading and capacity) or ce.bound in ("at most", "under"):
            continue
        for foil, system in _foils(library):
            if not _inside(ce, system):
                continue
            cycles, miss = span[1] - span[0] + 1, 1 - interval(ce)[0]
            lost = miss * cycles * loading * capacity[0]
            inventory = charge_of_sodium(interval(foil)[1], MOLAR_VOLUME_NA)
            holds = shown(exact(inventory), "areal_capacity")
            arithmetic = (
                f"100 % - {cited(ce)}: {number(100 * miss)} % of {capacity[1]} x "
                f"{shown(exact(loading), 'mass_loading')} x {cycles:.0f} cycles = "
                f"{shown(exact(lost), 'areal_capacity')}, {cited(foil)} holds {holds}"
            )
            says = "more than the foil has, unless what is lost is no sodium"
            yield look("sodium", ids(ce, *capacity[2], foil), arithmetic, lost <= inventory, says, otherwise="caution")


def _first_capacity(library: Library, ce: Finding) -> tuple[float, str, list[Finding]] | None:
    """The capacity before fading: the highest reported, or one over its retention."""
    found = [c for c in named(library, "specific_capacity") if c.question.of == ce.question.of]
    found = [c for c in found if same_at(c, ce, "cycle")]
    kept = [
        (c.value / k.value, f"{cited(c)} / {cited(k)}", [c, k])
        for c in found
        for k in named(library, "capacity_retention")
        if at(k, "cycle") == at(c, "cycle") and _of_the_test(k, c)
    ]
    return max([(c.value, cited(c), [c]) for c in found] + kept, key=lambda row: row[0], default=None)


RULES = (
    *(hours_and_cycles, half_cycles, critical_currents, other_order, exchange_currents),
    *(sodium, efficiency_budget, plating_without_break),
)
