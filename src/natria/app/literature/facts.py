"""The table of facts by pages, and one fact with its source, checks, neighbours and trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...literature import Library, near_facts, select, show_printed
from ...quantity import Finding, from_si, show_conditions, show_value, term, trace, typeset
from .filters import AskedFacts
from .looks import look_document, looks_of
from .rows import FoundFact, quantity_text, reported, rows_of, sorted_rows, value_text

PAGE, MOST = 100, 500  # rows of a page
NEAR = 40  # neighbours of a fact


def found_rows(asked: AskedFacts, here: Library) -> list[FoundFact]:
    """Return the rows that are asked for, in their order."""
    rows = rows_of(here)
    found = [rows[fact.id] for fact in select(asked.query, here)]
    found = [row for row in found if all(word in row.words for word in asked.words)]
    return sorted_rows(found, asked.sort, here)


def facts_page(asked: AskedFacts, here: Library, offset: int, limit: int) -> dict[str, Any]:
    """Return a page of the table of facts."""
    rows = found_rows(asked, here)
    start = min(max(offset, 0), max(len(rows) - 1, 0))
    shown = rows[start : start + min(max(limit, 1), MOST)]
    document = {"found": len(rows), "of": len(here.facts), "offset": start, "filters": dict(asked.said)}
    return {**document, "rows": [{"id": row.fact.id, "cells": list(row.cells)} for row in shown]}


def fact_document(name: str, here: Library) -> dict[str, Any]:
    """Return all that is known of a fact."""
    fact = here.fact(name)
    source = here.papers[name.partition(":")[0]].source
    near = near_facts(fact, here)
    return {
        "id": name,
        "title": f"{quantity_text(fact)} of {fact.question.of}",
        "value": value_text(fact),
        "paper": {"title": source.title, "journal": source.journal, "year": source.year, "doi": source.doi},
        "rows": [{"label": label, "text": typeset(text)} for label, text in _lines(fact, here) if text],
        "checks": [look_document(one) for one in looks_of(here) if name in one.facts],
        "near": [_near(one, fact) for one in near[:NEAR]],
        "more": max(len(near) - NEAR, 0),
        "restates": list(reported(fact).shares),
        "trace": typeset(trace(fact)),
    }


def _near(one: Finding, fact: Finding) -> dict[str, str]:
    ratio = f"x {one.value / fact.value:.3g}" if one.value > 0 and fact.value > 0 else ""
    found = {"id": one.id, "value": value_text(one), "subject": one.question.of, "ratio": ratio}
    return {**found, "conditions": typeset(show_conditions(one.question.at))}


def _lines(fact: Finding, here: Library) -> Iterable[tuple[str, str]]:
    """Yield what is known of a fact, line by line."""
    origin, q = reported(fact), fact.question
    row = term(q.name)
    yield "means", row.meaning + (f" ({row.convention})" if row.convention else "")
    yield "conditions", show_conditions(q.at)
    yield "in the paper", origin.where
    yield "kind of number", origin.kind + (", given as about" if origin.approx else "")
    yield "uncertainty", _uncertainty(fact)
    yield "written or read to", _resolution(fact)
    yield "method", origin.method
    if system := here.system(q.of):
        yield "system", system.says
        yield "class of layer", system.kind
        yield "kind of cell", system.cell
        yield "phases", ", ".join(system.phases)
    if layer := here.layers.get(fact.id):
        yield "printed", show_printed(layer.printed)
        yield "which number is which", layer.order or ("the two numbers are the same" if layer.printed else "")
        yield "printed beside", "" if layer.printed_beside is None else f"ref. {layer.printed_beside}"
        yield "remark", layer.says
    entered = here.entered.get(fact.id)
    yield "entered", str(entered) if entered else ""


def _uncertainty(fact: Finding) -> str:
    if fact.std is not None:
        return f"{_shown(fact.std, fact)} (one standard deviation, from the paper)"
    if isinstance(fact.bound, tuple):
        return f"a range: {show_value(fact)}"
    return f"a bound ({fact.bound})" if fact.bound else "the paper gives none"


def _resolution(fact: Finding) -> str:
    """Return how finely the number is written, or was read off a figure."""
    size = reported(fact).resolution
    return (
        f"{_shown(size, fact)} (one standard deviation of the last digit, or of the reading of a figure)"
        if size
        else ""
    )


def _shown(spread: float, fact: Finding) -> str:
    """Return a spread in the unit in which the fact is written."""
    unit, si = fact.unit or term(fact.question.name).unit, term(fact.question.name).unit
    value = from_si(spread, unit, si) - from_si(0.0, unit, si)
    return f"{value:.3g}" + ("" if unit == "1" else f" {unit}")
