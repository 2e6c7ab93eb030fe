"""Rules of sums, ratios and products within a paper."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi

from ...laws import atoms
from ...quantity import Finding, show_conditions
from ..library import Library
from .facts import beside, linked, named, paper_of, same_at, shared
from .look import Look, cited, exact, ids, interval, look, meet, over, plus, shown, spanned, times

SHARES = ("atomic_fraction", "mass_fraction", "volume_fraction", "mole_fraction")


def shares(library: Library) -> Iterator[Look]:
    """Shares of one whole sum to one; what is missing up to a tenth is something that is not named."""
    wholes: dict[tuple[str, str, str, str], list[Finding]] = {}
    for fact in named(library, *SHARES):
        _, inside, whole = fact.question.of.partition(" in ")
        if inside:
            at = show_conditions(fact.question.at)
            wholes.setdefault((paper_of(fact), fact.question.name, whole, at), []).append(fact)
    for (_, name, whole, _), found in wholes.items():
        total = plus(*map(interval, found))
        if len(found) < 2 or len({f.question.of for f in found}) < len(found) or total[1] < 0.9:
            continue  # some of the parts only
        arithmetic = " + ".join(map(cited, found)) + f" = {shown(total, name)} of {whole}"
        more, less = total[0] > 1 + 1e-3, total[1] < 1 - 1e-3
        says = "more than the whole" if more else "the rest is not named"
        yield look(
            "shares",
            ids(*found),
            arithmetic,
            not (more or less),
            says,
            otherwise="contradiction" if more else "caution",
        )


QUANTIFIED = 0.1  # electrons of a surface tell shares of atoms to about a tenth


def composition(library: Library) -> Iterator[Look]:
    """The share of an element in a layer lies between those of its phases (hydrogen is not seen)."""
    for fact in named(library, "atomic_fraction"):
        element, _, whole = fact.question.of.partition(" in ")
        system = library.systems.get(whole)
        phases = system.phases if system else ()
        seen = [{e: n for e, n in (atoms(phase) or {}).items() if e != "H"} for phase in phases]
        told_of = {f.question.of.partition(" in ")[0] for f in _same_whole(library, whole)}
        if not seen or not all(seen) or not told_of <= {e for part in seen for e in part}:
            continue  # carbon of the air, or phases that are not named
        contents = [part.get(element, 0.0) / sum(part.values()) for part in seen]
        span = min(contents) * (1 - QUANTIFIED), max(contents) * (1 + QUANTIFIED)
        arithmetic = f"{cited(fact)}, any mixture of {', '.join(phases)}: {shown(span, fact.question.name)}"
        says = "another phase is there, or the shares are off"
        yield look("composition", ids(fact), arithmetic, meet(interval(fact), span), says, otherwise="caution")


def _same_whole(library: Library, whole: str) -> list[Finding]:
    return [f for f in named(library, "atomic_fraction") if f.question.of.endswith(f" in {whole}")]


def areas(library: Library) -> Iterator[Look]:
    """The area of a disc is pi/4 of the square of the diameter that it restates."""
    for area in named(library, "face_area"):
        for diameter in (f for f in shared(library, area) if f.question.name == "length"):
            low, high = (pi / 4 * max(x, 0.0) ** 2 for x in interval(diameter))
            written = area.value * (1 - 5e-3), area.value * (1 + 5e-3)  # areas are rounded, whatever they set
            arithmetic = f"pi/4 x {cited(diameter)}^2 = {shown((low, high), 'face_area')}, reported {cited(area)}"
            yield look("areas", ids(area, diameter), arithmetic, meet((low, high), written), "no disc of that diameter")


def layer_times(library: Library) -> Iterator[Look]:
    """A layer is complete when its onset and its growth are over."""
    for end in named(library, "layer_completion_time"):
        parts = [f for f in shared(library, end) if f.question.name in ("layer_onset_time", "duration")]
        if len(parts) > 1:
            total = plus(*map(interval, parts))
            words = " + ".join(map(cited, parts))
            arithmetic = f"{words} = {shown(total, 'layer_completion_time')}, reported {cited(end)}"
            yield look(
                "layer times", ids(end, *parts), arithmetic, meet(total, interval(end)), "the times do not add up"
            )


def etching(library: Library) -> Iterator[Look]:
    """Rate times time is depth."""
    for depth in named(library, "length"):
        time = depth.question.at.get("time")
        for rate in named(library, "etch_rate"):
            if isinstance(time, float) and linked(depth, rate):
                expected = times(interval(rate), exact(time))
                arithmetic = f"{cited(rate)} x {time / 60:g} min = {shown(expected, 'length')}, reported {cited(depth)}"
                says = "not the depth of that rate and time"
                yield look("etching", ids(depth, rate), arithmetic, meet(expected, interval(depth)), says)


def signals(library: Library) -> Iterator[Look]:
    """A ratio of signals is the quotient of the two that it restates."""
    for ratio in named(library, "intensity_ratio"):
        found = [f for f in shared(library, ratio) if f.question.name == "relative_intensity"]
        if len(found) == 2:
            low, high = sorted(found, key=lambda f: f.value)
            quotient = over(interval(high), interval(low))
            arithmetic = f"{cited(high)} / {cited(low)} = {spanned(quotient)}, reported {cited(ratio)}"
            fits = meet(quotient, interval(ratio))
            yield look("signals", ids(ratio, *found), arithmetic, fits, "not the quotient of the two signals")


OVER = {"ionic_conductivity_ratio": "ionic_conductivity", "electronic_conductivity_ratio": "electronic_conductivity"}


def ratios(library: Library) -> Iterator[Look]:
    """ "A over B" equals the conductivity of A over that of B, in one paper at the same conditions."""
    for ratio in named(library, *OVER):
        above, _, below = ratio.question.of.partition(" over ")
        of = [f for f in named(library, OVER[ratio.question.name]) if paper_of(f) == paper_of(ratio)]
        for a in (f for f in of if f.question.of == above and same_at(f, ratio)):
            for b in (f for f in of if f.question.of == below and same_at(f, ratio) and same_at(f, a)):
                span = over(interval(a), interval(b))
                arithmetic = f"{cited(a)} / {cited(b)} = {shown(span, ratio.question.name)}, reported {cited(ratio)}"
                fits = meet(span, interval(ratio))
                yield look("ratios", ids(ratio, a, b), arithmetic, fits, "not the quotient of the two")


LEVELS = ("reduction_peak_voltage", "oxidation_peak_voltage", "plateau_voltage", "average_discharge_voltage")


def voltages(library: Library) -> Iterator[Look]:
    """Order of voltages: peaks, plateaus and means between cut-offs, reduction below oxidation.

    A mean lies between its plateaus.
    """
    for fact in named(library, *LEVELS):
        low, high = fact.question.at.get("lower_voltage"), fact.question.at.get("upper_voltage")
        if isinstance(low, float) and isinstance(high, float):
            arithmetic = f"{cited(fact)} between {low:g} and {high:g} V"
            yield look("voltages", ids(fact), arithmetic, meet(interval(fact), (low, high)), "outside its cut-offs")
    for mean in named(library, "average_discharge_voltage"):
        levels = [f for f in beside(library, mean, "plateau_voltage") if same_at(f, mean)]
        if len(levels) > 1:
            span = min(interval(f)[0] for f in levels), max(interval(f)[1] for f in levels)
            arithmetic = f"{cited(mean)} between plateaus of {shown(span, 'plateau_voltage')}"
            fits = meet(interval(mean), span)
            says = "neither plateau is there"
            yield look("voltages", ids(mean, *levels), arithmetic, fits, says, otherwise="caution")
    for low_limit in named(library, "reduction_limit"):
        for high_limit in beside(library, low_limit, "oxidation_limit"):
            arithmetic = f"{cited(low_limit)} below {cited(high_limit)}"
            fits = interval(low_limit)[0] <= interval(high_limit)[1]
            yield look("voltages", ids(low_limit, high_limit), arithmetic, fits, "a window that is upside down")


RULES = (shares, composition, areas, layer_times, etching, signals, ratios, voltages)
