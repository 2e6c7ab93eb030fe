"""Rules of a review: its tables against its text, against themselves, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import isclose

from ...quantity import from_si
from ..library import Library
from ..paper import Layer
from .facts import at, same_at
from .look import Look, cited, exact, ids, interval, look, meet, plain, shown

SAME_LIFE = 0.01  # two tellings of one life are one number


def text_and_table(library: Library) -> Iterator[Look]:
    """A review's text on a cell against the row of its table, as both print them."""
    for layer in library.layers.values():
        row = library.facts[layer.fact]
        beside = [f for f in library.facts.values() if f.question.of == layer.system and f is not row]
        for fact in (f for f in beside if f.question.name == "cycling_time" and same_at(f, row)):
            low, high = plain(fact)
            fits = meet((low * (1 - SAME_LIFE), high * (1 + SAME_LIFE)), plain(row))
            says = f"{fact.value / row.value:.2f} times the table's: both can hold as bounds, not as one result"
            arithmetic = f"the table has {cited(row)}, the text {cited(fact)}"
            yield look("text and table", ids(row, fact), arithmetic, fits, says)
        for fact in beside:
            key = {"current_density": "current", "areal_capacity": "areal_capacity"}.get(fact.question.name, "")
            taken = at(row, key)
            if taken is not None:
                arithmetic = f"taken as {shown(exact(taken), fact.question.name)}, the text has {cited(fact)}"
                fits = meet(interval(fact), exact(taken))
                yield look("text and table", ids(row, fact), arithmetic, fits, "the row is read against its text")


def columns(library: Library) -> Iterator[Look]:
    """One table has one head: its first column is the current in all rows, or the charge in all."""
    orders: dict[str, dict[str, bool]] = {}
    for layer in library.layers.values():
        first = _current_first(library, layer)
        if first is not None:
            orders.setdefault(layer.fact.partition(":")[0], {})[layer.fact] = first
    for rows_of in orders.values():
        for name, first in rows_of.items():
            others = sum(one != first for one in rows_of.values())
            layer = library.layers[name]
            printed = ", ".join(f"{x:g}" for x in layer.printed)
            order = ("current", "charge") if first else ("charge", "current")
            arithmetic = (
                f"{name}: printed {printed}, taken as {' and '.join(order)}; {len(rows_of) - others} of "
                f"{len(rows_of)} rows of this paper are read so"
            )
            says = f"one head cannot fit all rows: some are swapped ({layer.order})"
            yield look("columns", (name,), arithmetic, not others, says, otherwise="caution")


def _current_first(library: Library, layer: Layer) -> bool | None:
    """Whether the first printed number was taken as the current; None where both are the same."""
    current = at(library.facts[layer.fact], "current")
    if len(layer.printed) != 2 or isclose(*layer.printed) or current is None:
        return None
    return isclose(layer.printed[0], from_si(current, "mA/cm^2", "A/m^2"), rel_tol=1e-6)


def rows(library: Library) -> Iterator[Look]:
    """A row that stands beside the reference of another."""
    for layer in library.layers.values():
        beside = layer.printed_beside if layer.printed_beside is not None else layer.ref
        arithmetic = f"{layer.fact}: of ref. {layer.ref}, printed beside ref. {beside}"
        yield look("rows", (layer.fact,), arithmetic, beside == layer.ref, "the rows are shifted")


def twin_rows(library: Library) -> Iterator[Look]:
    """Two cells of different kinds from one reference with the same three numbers: a copied row?"""
    for one, other in combinations(library.layers.values(), 2):
        a, b = library.facts[one.fact], library.facts[other.fact]
        kinds = [library.systems[row.system].cell for row in (one, other)]
        same_paper = one.fact.partition(":")[0] == other.fact.partition(":")[0]
        if not (same_paper and one.ref == other.ref and one.printed and kinds[0] != kinds[1]):
            continue
        cells = " and ".join(kinds)
        arithmetic = f"ref. {one.ref}: {cited(a)} and {cited(b)}, cells {cells}"
        same = sorted(one.printed) == sorted(other.printed) and isclose(a.value, b.value)
        yield look(
            "twin rows", ids(a, b), arithmetic, not same, "two cells with the same three numbers", otherwise="caution"
        )


RULES = (text_and_table, columns, rows, twin_rows)
