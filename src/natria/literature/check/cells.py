"""Rules of cells: hours and cycles, currents and lives, overpotentials and exchange currents, sodium, resistances."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi

from ...laws import butler_volmer_overpotential, charge_of_sodium
from ...quantity import Finding, number
from ..library import Library
from .look import Interval, Look, ids, interval, meet, outcome, over, shown, times, told
from .sums import named, paper_of, same_at

ROOM = 298.15
MOLAR_VOLUME_NA = 23.78e-6  # m^3/mol, handbook


def hours_and_cycles(library: Library) -> Iterator[Look]:
    """Cycles times the time of a cycle are the hours; the same test cannot last two times."""
    for hours in named(library, "cycling_time"):
        if not getattr(hours.origin, "shares", ()):
            continue
        shared = [library.facts[s] for s in hours.origin.shares]  # type: ignore[union-attr]
        cycles = [f for f in shared if f.question.name == "cycle_life"]
        each = [f for f in shared if f.question.name == "cycle_time"]
        for life in cycles:
            span = interval(each[0]) if each else _cycle_time(life)
            if span is None:
                continue
            expected = times(interval(life), span)
            product = f"{told(life)} x {shown(span, 'cycle_time')} = {shown(expected, 'cycling_time')}"
            arithmetic = f"{product}, reported {told(hours)}"
            yield Look(
                "hours and cycles", ids(hours, life, *each), arithmetic, outcome(meet(expected, interval(hours)))
            )


def _cycle_time(life: Finding) -> Interval | None:
    """Plating and stripping at constant current: 2 Q / i."""
    at = life.question.at
    charge, current = at.get("areal_capacity"), at.get("current")
    if isinstance(charge, float) and isinstance(current, float):
        return (2 * charge / current,) * 2
    return None


def above_critical(library: Library) -> Iterator[Look]:
    """A cell that was cycled did not run above its own critical current."""
    for limit in named(library, "critical_current_density"):
        for life in named(library, "cycling_time", "cycle_life"):
            current = life.question.at.get("current")
            if life.question.of == limit.question.of and isinstance(current, float):
                fits = current <= interval(limit)[1]
                arithmetic = f"cycled at {shown((current,) * 2, limit.question.name)}, critical {told(limit)}"
                yield Look("critical currents", ids(limit, life), arithmetic, outcome(fits))


def exchange_currents(library: Library) -> Iterator[Look]:
    """Two Butler-Volmer faces cannot cost more than the whole cell: 2 (2RT/F) asinh(i / 2 i0) <= |V| of the cell."""
    for i0 in named(library, "exchange_current_density"):
        for eta in named(library, "cell_overpotential"):
            current = eta.question.at.get("current")
            if eta.question.of != i0.question.of or not isinstance(current, float):
                continue
            temperature = eta.question.at.get("temperature", ROOM)
            assert isinstance(temperature, float)
            faces = 2 * float(butler_volmer_overpotential(current, interval(i0)[1], temperature))
            most = interval(eta)[1]
            arithmetic = (
                f"two faces of i0 = {told(i0)} cost {1000 * faces:.0f} mV at "
                f"{shown((current,) * 2, 'current_density')}, the whole cell {told(eta)}"
            )
            says = (
                ""
                if faces <= most
                else f"{faces / eta.value:.1f} times what was measured: a Tafel slope on filmed metal is not i0"
            )
            yield Look("exchange currents", ids(i0, eta), arithmetic, outcome(faces <= most), says)


def sodium(library: Library) -> Iterator[Look]:
    """No half-cycle moves more sodium than the foil has."""
    for foil in named(library, "layer_thickness"):
        system, _, part = foil.question.of.partition("#")
        if part not in ("foil", "working"):
            continue
        inventory = charge_of_sodium(foil.value, MOLAR_VOLUME_NA)
        for fact in library.facts.values():
            charge = _moved(fact)
            if charge is None or not f"{fact.question.system}/".startswith(f"{system}/"):
                continue
            arithmetic = (
                f"{shown((charge,) * 2, 'areal_capacity')} moved, {told(foil)} holds "
                f"{shown((inventory,) * 2, 'areal_capacity')}"
            )
            yield Look("sodium", ids(foil, fact), arithmetic, outcome(charge <= inventory))


def _moved(fact: Finding) -> float | None:
    """Charge of a half-cycle, or of plating without a break."""
    charge, current = fact.question.at.get("areal_capacity"), fact.question.at.get("current")
    if fact.question.name == "time_to_short" and isinstance(current, float):
        return current * fact.value
    return charge if isinstance(charge, float) else None


def resistances(library: Library) -> Iterator[Look]:
    """A cell's resistance is that of its layers and faces: an interface that is a small part of it decides no voltage.

    Layers by mass: L = m / (rho A); a density that is not reported lies between those of the paper's other phases.
    """
    for face in named(library, "charge_transfer_area_resistance"):
        phase = face.question.of.partition("|")[0]
        for system in library.systems:
            layers = [name for name in library.systems if name.startswith(f"{system}#")]
            spans = [_layer(library, name) for name in layers]
            found = [s for s in spans if s is not None]
            mine = system.startswith(paper_of(face)) and any(phase in library.systems[name].phases for name in layers)
            if not mine or len(layers) < 2 or len(found) < len(layers) or library.systems[system].cell != "Na|Na":
                continue
            bulk = sum(s[0][0] for s in found), sum(s[0][1] for s in found)
            faces = times((2, 2), interval(face))
            share = over(faces, (bulk[0] + faces[0], bulk[1] + faces[1]))
            arithmetic = (
                f"the layers of {system} come to {shown(bulk, 'area_resistance')}, two faces of {told(face)} to "
                f"{shown(faces, 'area_resistance')}"
            )
            part = shown(share, "step_share")
            says = f"the faces are {part} of the cell: a voltage told with them alone is not the cell's"
            fits = share[1] > 0.5
            used = tuple(i for s in found for i in s[1])
            yield Look(
                "resistances",
                (*ids(face), *dict.fromkeys(used)),
                arithmetic,
                outcome(fits, "caution"),
                "" if fits else says,
            )


def _layer(library: Library, name: str) -> tuple[Interval, tuple[str, ...]] | None:
    """Area resistance of a pressed layer, with the facts that it rests on."""
    phases = library.systems[name].phases
    mass = [f for f in named(library, "mass") if f.question.of == name]
    die = [f for f in named(library, "length") if f.question.of == f"the die of {name.partition('#')[0]}"]
    if len(phases) != 1 or not mass or not die:
        return None
    paper = paper_of(mass[0])
    conducts = [f for f in named(library, "ionic_conductivity") if f.question.of == phases[0] and paper_of(f) == paper]
    dense = [f for f in named(library, "density") if paper_of(f) == paper]
    own = [f for f in dense if f.question.of == phases[0]]
    if not conducts or not dense:
        return None
    used = own or dense
    density = min(f.value for f in used), max(f.value for f in used)
    area = pi / 4 * die[0].value ** 2
    thickness = over(interval(mass[0]), times(density, (area, area)))
    return over(thickness, interval(conducts[0])), ids(mass[0], die[0], conducts[0], *used)


def efficiency_budget(library: Library) -> Iterator[Look]:
    """What the efficiency loses over all cycles must be in the sodium that the cell started with."""
    for ce in named(library, "coulombic_efficiency"):
        span = ce.question.at.get("cycle")
        for foil in named(library, "layer_thickness"):
            system, _, part = foil.question.of.partition("#")
            loading, capacity = ce.question.at.get("mass_loading"), _capacity(library, ce)
            if part not in ("foil", "working") or not f"{ce.question.system}/".startswith(f"{system}/"):
                continue
            if not (isinstance(span, tuple) and isinstance(loading, float) and capacity):
                continue
            lost = (1 - interval(ce)[0]) * (span[1] - span[0] + 1) * loading * capacity.value
            inventory = charge_of_sodium(foil.value, MOLAR_VOLUME_NA)
            arithmetic = (
                f"{number(100 * (1 - interval(ce)[0]))} % of {told(capacity)} x {span[1]:.0f} cycles = at most "
                f"{shown((lost, lost), 'areal_capacity')} lost, the foil holds "
                f"{shown((inventory,) * 2, 'areal_capacity')}"
            )
            yield Look("sodium", ids(ce, capacity, foil), arithmetic, outcome(lost <= inventory))


def _capacity(library: Library, ce: Finding) -> Finding | None:
    of = (c for c in named(library, "specific_capacity") if c.question.of == ce.question.of and same_at(c, ce, "cycle"))
    return next(of, None)


RULES = (hours_and_cycles, above_critical, exchange_currents, sodium, efficiency_budget, resistances)
