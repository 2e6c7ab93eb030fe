"""Rules that hold two reports against each other: one question, one phase, a text and its table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ...quantity import Finding, factor, is_about, match, term
from ..library import Library
from .look import Look, ids, interval, meet, outcome, shown, told
from .sums import paper_of

SPREAD = 1.25  # measured or computed twice, solids agree within this; other methods and samples lie in it
PROPERTIES = frozenset(
    (
        *("ionic_conductivity", "electronic_conductivity", "hardness"),
        *("young_modulus", "shear_modulus", "bulk_modulus"),
        *("density", "band_gap", "migration_barrier", "diffusion_barrier", "surface_energy"),
        *("reduction_limit", "oxidation_limit", "arrhenius_energy", "critical_strain", "poisson_ratio", "pugh_ratio"),
    )
)  # of a phase, wherever it is
LIVES = ("cycling_time", "cycle_life")


def one_question(library: Library) -> Iterator[Look]:
    """Two answers of one paper to exactly the same question."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for fact in library.facts.values():
        groups.setdefault((paper_of(fact), fact.question.name, fact.question.of), []).append(fact)
    for found in groups.values():
        for a, b in combinations(found, 2):
            same = match(a.question, b.question)
            if not same or same.unstated or a.question.name in LIVES:
                continue
            fits = meet(interval(a), interval(b))
            says = "" if fits else "one paper gives both for the same question"
            yield Look("one question", ids(a, b), f"{told(a)} and {told(b)}", outcome(fits), says)


def one_phase(library: Library) -> Iterator[Look]:
    """Two papers on the same property of the same phase."""
    facts = [f for f in library.facts.values() if f.question.name in PROPERTIES and "/" not in f.question.of]
    for a, b in combinations(facts, 2):
        if a.question.name != b.question.name or paper_of(a) == paper_of(b):
            continue
        if not (is_about(a.question.of, b.question.of) or is_about(b.question.of, a.question.of)):
            continue
        if not match_conditions(a, b):
            continue
        (low_a, high_a), (low_b, high_b) = interval(a), interval(b)
        wide = (low_a / SPREAD, high_a * SPREAD), (low_b / SPREAD, high_b * SPREAD)
        fits = meet(*wide)
        ratio = max(a.value, b.value) / min(a.value, b.value)
        says = "" if fits else f"a factor of {ratio:.1f} between two papers"
        yield Look("one phase", ids(a, b), f"{told(a)} and {told(b)}", outcome(fits), says)


def match_conditions(a: Finding, b: Finding) -> bool:
    """No condition that both state differs."""
    return all(b.question.at[k] == v for k, v in a.question.at.items() if k in b.question.at)


def text_and_table(library: Library) -> Iterator[Look]:
    """A review's text on a cell against the row of its table, as both print them."""
    for layer in library.layers.values():
        row = library.facts[layer.fact]
        for fact in library.facts.values():
            if fact.question.of != layer.system or fact is row:
                continue
            if fact.question.name == "cycling_time" and match_conditions(fact, row):
                fits = meet((fact.value * 0.99, fact.value * 1.01), (row.value, row.value))
                arithmetic = f"the table has {told(row)}, the text {told(fact)}"
                says = "" if fits else f"{fact.value / row.value:.2f} times the table's"
                yield Look("text and table", ids(row, fact), arithmetic, outcome(fits), says)
            condition = {"current_density": "current", "areal_capacity": "areal_capacity"}.get(fact.question.name)
            taken = row.question.at.get(condition) if condition else None
            if isinstance(taken, float):
                arithmetic = f"taken as {shown((taken, taken), fact.question.name)}, the text has {told(fact)}"
                yield Look("text and table", ids(row, fact), arithmetic, outcome(meet(interval(fact), (taken, taken))))


def columns(library: Library) -> Iterator[Look]:
    """The two numbers of a row under the head "capacity, current": swapped where the text has them the other way."""
    for layer in library.layers.values():
        row = library.facts[layer.fact]
        charge, current = row.question.at.get("areal_capacity"), row.question.at.get("current")
        if len(layer.printed) != 2 or not (isinstance(charge, float) and isinstance(current, float)):
            continue
        written = tuple(
            x / factor(term(n).shown, term(n).unit)
            for x, n in ((charge, "areal_capacity"), (current, "current_density"))
        )
        as_head = meet((written[0],) * 2, (layer.printed[0],) * 2) and meet((written[1],) * 2, (layer.printed[1],) * 2)
        first, second = (f"{x:g}" for x in layer.printed)
        arithmetic = f"{layer.fact}: printed {first} mAh/cm^2, {second} mA/cm^2; taken {written[0]:g}, {written[1]:g}"
        says = "" if as_head else f"the columns are swapped against their head ({layer.order})"
        yield Look("columns", (layer.fact,), arithmetic, outcome(as_head, "caution"), says)


def rows(library: Library) -> Iterator[Look]:
    """A row that stands beside the reference of another."""
    for layer in library.layers.values():
        beside = layer.printed_beside if layer.printed_beside is not None else layer.ref
        fits = beside == layer.ref
        arithmetic = f"{layer.fact}: ref. {layer.ref}, printed beside ref. {beside}"
        says = "" if fits else "the rows are shifted"
        yield Look("rows", (layer.fact,), arithmetic, outcome(fits), says)


RULES = (one_question, one_phase, text_and_table, columns, rows)
