"""Facts as CSV for spreadsheets and data frames, with one row per fact.

Numbers are given as written and in SI; each condition has a column.

A column holds numbers only or words only, and is empty where nothing is known: a bound has one limit, a range has no
value but two limits, and a plain value is both of its limits. Words that a spreadsheet would evaluate are quoted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from math import inf, isinf

from ...literature import Library, show_printed
from ...quantity import CONDITIONS, Finding, Reported, Span, condition, from_si, show_conditions, term
from .cells import safe_text

DIGITS = 12  # takes away what rounding adds, and no digit that a paper prints
FIRST = (
    *("fact", "paper", "year", "doi", "quantity", "of", "class", "cell", "phases", "layer"),
    *("in_paper", "approx", "bound", "value", "low", "high", "spread", "unit"),
    *("si_value", "si_low", "si_high", "si_spread", "si_unit"),
)
LAST = ("conditions", "method", "where", "restates", "ref", "printed", "order", "printed_beside", "remark")


def facts_csv(found: Sequence[Finding], here: Library) -> str:
    """Rows and column heads of facts; conditions that no fact has are left out."""
    rows = [{**_safe(_words(fact, here)), **_numbers(fact), **dict(_conditions(fact))} for fact in found]
    used = {head for row in rows for head in row}
    text = StringIO()
    writer = csv.DictWriter(text, [*FIRST, *(h for h in _condition_heads() if h in used), *LAST], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _safe(words: Mapping[str, str]) -> Mapping[str, str]:
    return {head: safe_text(text) for head, text in words.items()}


def _words(fact: Finding, here: Library) -> Mapping[str, str]:
    origin, q = fact.origin, fact.question
    assert isinstance(origin, Reported)
    key = fact.id.partition(":")[0]
    source, system, layer = here.papers[key].source, here.system(q.of), here.layers.get(fact.id)
    row = {
        "fact": fact.id,
        "paper": key,
        "year": str(source.year),
        "doi": source.doi,
        "quantity": q.name,
        "of": q.of,
        "in_paper": origin.kind,
        "approx": "true" if origin.approx else "false",
        "bound": "range" if isinstance(fact.bound, tuple) else fact.bound or "",
        "conditions": show_conditions(q.at),
        "method": origin.method,
        "where": origin.where,
        "restates": "; ".join(origin.shares),
    }
    if system:
        row |= {"class": system.kind, "cell": system.cell, "phases": "; ".join(system.phases)}
    if layer:
        row |= {"layer": layer.how, "ref": str(layer.ref), "order": layer.order, "remark": layer.says}
        row["printed"] = show_printed(layer.printed)
        row["printed_beside"] = "" if layer.printed_beside is None else str(layer.printed_beside)
    return row


def _numbers(fact: Finding) -> Mapping[str, str]:
    si = term(fact.question.name).unit
    low, high = limits(fact)
    inside = {"low": low, "high": high} | ({} if isinstance(fact.bound, tuple) else {"value": fact.value})
    written = {head: from_si(value, fact.unit, si) for head, value in inside.items() if not isinf(value)}
    if fact.std is not None:
        inside["spread"] = fact.std
        written["spread"] = from_si(fact.std, fact.unit, si) - from_si(0.0, fact.unit, si)  # a difference: no zero
    numbers = {**written, **{f"si_{head}": value for head, value in inside.items() if not isinf(value)}}
    return {"unit": safe_text(fact.unit), "si_unit": si, **{head: _text(value) for head, value in numbers.items()}}


def limits(fact: Finding) -> Span:
    """The limits of a value; infinite on the open side of a bound."""
    match fact.bound:
        case (low, high):
            return low, high
        case "at least" | "over":
            return fact.value, inf
        case "at most" | "under":
            return -inf, fact.value
    return fact.value, fact.value


def _conditions(fact: Finding) -> Iterator[tuple[str, str]]:
    for key, value in fact.question.at.items():
        row = condition(key)
        ends = value if isinstance(value, tuple) else (value,)
        for head, end in zip(_heads(key), ends, strict=False):
            yield head, _text(from_si(end, row.shown, row.unit))


def _heads(key: str) -> tuple[str, str]:
    """The column of a condition, and that of its upper end where it is a range."""
    name, unit = f"at {key.replace('_', ' ')}", condition(key).shown
    return f"{name} [{unit}]", f"{name}, to [{unit}]"


def _condition_heads() -> Iterator[str]:
    for key in CONDITIONS:
        yield from _heads(key)


def _text(value: float) -> str:
    return f"{value:.{DIGITS}g}"
