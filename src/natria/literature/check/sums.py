"""Rules of sums, ratios and products: shares, retention, rates and times, signals, voltages between their limits."""

from __future__ import annotations

from collections.abc import Iterator

from ...quantity import Finding, show_conditions
from ..library import Library
from .look import Look, ids, interval, meet, outcome, over, shown, times, told

SHARES = ("atomic_fraction", "mass_fraction", "volume_fraction")


def named(library: Library, *names: str) -> list[Finding]:
    return [f for f in library.facts.values() if f.question.name in names]


def paper_of(fact: Finding) -> str:
    return fact.id.partition(":")[0]


def same_at(a: Finding, b: Finding, *but: str) -> bool:
    """Whether no condition that both state differs, some aside."""
    return all(a.question.at[k] == v for k, v in b.question.at.items() if k in a.question.at and k not in but)


def shares(library: Library) -> Iterator[Look]:
    """Shares of one whole sum to one."""
    wholes: dict[tuple[str, str, str, str], list[Finding]] = {}
    for fact in named(library, *SHARES):
        _, inside, whole = fact.question.of.partition(" in ")
        if not inside:
            _, inside, whole = fact.question.of.partition(" of ")
        if inside:
            at = show_conditions(fact.question.at)
            wholes.setdefault((paper_of(fact), fact.question.name, whole, at), []).append(fact)
    for (_, _, whole, _), found in wholes.items():
        if len(found) < 2 or len({f.question.of for f in found}) < len(found):
            continue
        spans = [interval(f) for f in found]
        total = sum(a for a, _ in spans), sum(b for _, b in spans)
        if total[1] < 0.9:
            continue  # some of the parts only
        arithmetic = " + ".join(told(f) for f in found) + f" = {shown(total, 'mass_fraction')} of {whole}"
        yield Look("shares", ids(*found), arithmetic, outcome(meet(total, (1 - 1e-3, 1 + 1e-3))))


def retention(library: Library) -> Iterator[Look]:
    """Retention is the capacity of its cycle over that of the first cycle."""
    capacities = named(library, "specific_capacity")
    for kept in named(library, "capacity_retention"):
        of = [c for c in capacities if c.question.of == kept.question.of]
        last = [c for c in of if c.question.at.get("cycle") == kept.question.at.get("cycle") and same_at(c, kept)]
        first = [c for c in of if c.question.at.get("cycle") == 1.0 and same_at(c, kept, "cycle")]
        for a in first:
            for b in last:
                ratio = over(interval(b), interval(a))
                arithmetic = f"{told(b)} / {told(a)} = {shown(ratio, 'capacity_retention')}, reported {told(kept)}"
                yield Look("retention", ids(kept, a, b), arithmetic, outcome(meet(ratio, interval(kept))))


def utilisation(library: Library) -> Iterator[Look]:
    """A share of the theoretical capacity, and capacities above it: then something else stores charge as well."""
    theory = {(paper_of(f), f.question.of): f for f in named(library, "theoretical_capacity")}
    for capacity in named(library, "specific_capacity"):
        basis = capacity.unit.partition(" of ")[2]
        full = theory.get((paper_of(capacity), basis))
        if full is None:
            continue
        ratio = over(interval(capacity), interval(full))
        arithmetic = f"{told(capacity)} / {told(full)} = {shown(ratio, 'capacity_retention')}"
        says = "" if ratio[0] <= 1 else f"more than {basis} can give: the mass basis leaves out what else stores charge"
        yield Look("utilisation", ids(capacity, full), arithmetic, outcome(ratio[0] <= 1), says)
        for used in named(library, "utilisation"):
            if used.question.of == capacity.question.of and used.question.at == capacity.question.at:
                told_too = f"{arithmetic}, reported {told(used)}"
                fits = meet(ratio, interval(used))
                yield Look("utilisation", ids(used, capacity, full), told_too, outcome(fits))


def decay(library: Library) -> Iterator[Look]:
    """Mean loss per cycle times cycles is what retention leaves open."""
    for loss in named(library, "capacity_decay"):
        span = loss.question.at.get("cycle")
        if not isinstance(span, tuple):
            continue
        cycles = span[1] - span[0] + 1
        for kept in named(library, "capacity_retention"):
            if kept.question.of == loss.question.of and kept.question.at.get("cycle") == span[1]:
                low, high = times(interval(loss), (cycles, cycles))
                left = (1 - high, 1 - low)
                arithmetic = (
                    f"100 % - {cycles:.0f} x {told(loss)} = {shown(left, 'capacity_retention')}, reported {told(kept)}"
                )
                yield Look("decay", ids(loss, kept), arithmetic, outcome(meet(left, interval(kept))))


def etching(library: Library) -> Iterator[Look]:
    """Rate times time is depth."""
    for depth in named(library, "length"):
        time = depth.question.at.get("time")
        for rate in named(library, "etch_rate"):
            if isinstance(time, float) and rate.id in getattr(depth.origin, "shares", ()):
                expected = times(interval(rate), (time, time))
                arithmetic = f"{told(rate)} x {time / 60:g} min = {shown(expected, 'length')}, reported {told(depth)}"
                yield Look("etching", ids(depth, rate), arithmetic, outcome(meet(expected, interval(depth))))


def signals(library: Library) -> Iterator[Look]:
    """A ratio of signals is the quotient of the two that it shares."""
    for ratio in named(library, "intensity_ratio"):
        found = [library.facts[s] for s in getattr(ratio.origin, "shares", ())]
        if len(found) != 2:
            continue
        low, high = sorted(found, key=lambda f: f.value)
        quotient = over(interval(high), interval(low))
        arithmetic = f"{told(high)} / {told(low)}, reported {told(ratio)}"
        yield Look("signals", ids(ratio, *found), arithmetic, outcome(meet(quotient, interval(ratio))))


def areal_capacity(library: Library) -> Iterator[Look]:
    """Charge per area is charge per mass times the active mass per area."""
    for areal in named(library, "areal_capacity"):
        if getattr(areal.origin, "kind", "") == "set":
            continue
        for specific in named(library, "specific_capacity"):
            if specific.question.of != areal.question.of or not same_at(specific, areal, "cycle"):
                continue
            loading = _loading(library, areal.question.of, specific.unit.partition(" of ")[2])
            if loading is None or specific.question.at.get("cycle", 1.0) != 1.0:
                continue
            words, span, used = loading
            expected = times(interval(specific), span)
            arithmetic = f"{told(specific)} x {words} = {shown(expected, 'areal_capacity')}, reported {told(areal)}"
            fits = meet(expected, interval(areal))
            back = over(interval(areal), span)
            says = "" if fits else f"{told(areal)} would be {shown(back, 'specific_capacity')}"
            yield Look("charge per area", ids(areal, specific, *used), arithmetic, outcome(fits), says)


def _loading(library: Library, system: str, active: str) -> tuple[str, tuple[float, float], list[Finding]] | None:
    """Active mass per area: as said, or composite x shares / area, following the shares from whole to part."""
    if said := [f for f in named(library, "mass_loading") if f.question.of == system]:
        return told(said[0]), interval(said[0]), said[:1]
    mass = [f for f in named(library, "mass") if f.question.of == f"{system}#counter"]
    area = [f for f in named(library, "face_area") if f.question.of == system]
    if not (mass and area):
        return None
    used, span, part = [mass[0], area[0]], over(interval(mass[0]), interval(area[0])), active
    while part:
        shares_of = [f for f in named(library, "mass_fraction") if system in f.question.of]
        step = [f for f in shares_of if f.question.of.startswith(f"{part} in ")]
        if not step:
            return None
        used.append(step[0])
        span = times(span, interval(step[0]))
        whole = step[0].question.of.partition(" in ")[2]
        part = "" if whole.startswith("the cathode") else whole.partition(" of ")[0]
    return f"{shown(span, 'mass_loading')} of {active}", span, used


def voltages(library: Library) -> Iterator[Look]:
    """Peaks, plateaus and means lie between the cut-offs; a mean lies between the lowest and the highest plateau."""
    for fact in named(
        library, "reduction_peak_voltage", "oxidation_peak_voltage", "plateau_voltage", "average_discharge_voltage"
    ):
        low, high = fact.question.at.get("lower_voltage"), fact.question.at.get("upper_voltage")
        if isinstance(low, float) and isinstance(high, float):
            fits = meet(interval(fact), (low, high))
            yield Look("voltages", ids(fact), f"{told(fact)} between {low:g} and {high:g} V", outcome(fits))
    for mean in named(library, "average_discharge_voltage"):
        levels = [f for f in named(library, "plateau_voltage") if f.question.of == mean.question.of]
        if len(levels) > 1:
            span = min(interval(f)[0] for f in levels), max(interval(f)[1] for f in levels)
            fits = meet(interval(mean), span)
            arithmetic = f"{told(mean)} between plateaus of {shown(span, 'plateau_voltage')}"
            yield Look("voltages", ids(mean, *levels), arithmetic, outcome(fits))
    for low_limit in named(library, "reduction_limit"):
        for high_limit in named(library, "oxidation_limit"):
            if high_limit.question.of == low_limit.question.of and paper_of(high_limit) == paper_of(low_limit):
                fits = low_limit.value < high_limit.value
                arithmetic = f"{told(low_limit)} below {told(high_limit)}"
                yield Look("voltages", ids(low_limit, high_limit), arithmetic, outcome(fits))


RULES = (shares, retention, utilisation, decay, etching, signals, areal_capacity, voltages)
