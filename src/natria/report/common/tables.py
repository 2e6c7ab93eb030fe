"""Sortable HTML tables, shown as cards on a narrow screen.

A cell carries its sort key: a number in SI with its unit, the rank of a verdict, or nothing (then its text).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite

from ...quantity import Finding, term, typeset
from ...studies import Comparison

BEST_FIRST = (
    "prediction",
    "sourced",
    "measurement",
    "conditional",
    "check",
    "fit",
    "input",
    "not comparable",
    "refused",
)


@dataclass(frozen=True)
class ShownTable:
    """A table for people: every cell as text."""

    title: str
    says: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TableCell:
    """Content in HTML with its sort key.

    Numbers of one unit stay together; empty cells come last in both orders.
    """

    html: str
    sort: float | None = None
    unit: str = ""


Row = list[str | TableCell]


def table(heads: Sequence[str], rows: Iterable[Row], *, stack: bool = True, sort: bool = True) -> str:
    """Return an HTML table.

    `stack` shows rows as cards on a narrow screen; `sort` lets the script add sort buttons.
    """
    body = [[c if isinstance(c, TableCell) else TableCell(c) for c in row] for row in rows]
    if not body:
        return ""
    words = [word for word, on in (("stack", stack), ("sort", sort and len(body) > 1)) if on]
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    lines = "".join("<tr>" + "".join(map(_cell, heads, row)) + "</tr>\n" for row in body)
    opened = f'<table class="{" ".join(words)}">' if words else "<table>"
    return f"{opened}<thead><tr>{head}</tr></thead><tbody>\n{lines}</tbody></table>"


def _cell(head: str, cell: TableCell) -> str:
    key = f' data-sort="{cell.sort!r}"' if cell.sort is not None and isfinite(cell.sort) else ""
    unit = f' data-unit="{escape(cell.unit)}"' if cell.unit else ""
    if not cell.html:
        return f"<td{key}{unit}></td>"
    return f'<td data-head="{escape(head)}"{key}{unit}><div>{cell.html}</div></td>'


def value_cell(finding: Finding, html: str) -> TableCell:
    return TableCell(html, finding.value, term(finding.question.name).unit)


def agreement_cell(c: Comparison, html: str) -> TableCell:
    row = term(c.target.question.name)
    return TableCell(html, c.agreement, "" if row.compare == "ratio" else row.unit)


def verdict_cell(word: str) -> TableCell:
    """A cell that sorts from prediction to refused."""
    order = BEST_FIRST.index(word) if word in BEST_FIRST else len(BEST_FIRST)
    return TableCell(verdict(word), float(order))


def verdict(word: str) -> str:
    return f'<span class="verdict v-{word.replace(" ", "-")}">{word}</span>'


def key_list(numbers: Iterable[tuple[str, str, str]]) -> str:
    """Return the few numbers that one came for, large: what each is, its value, its conditions."""
    shown = "".join(
        f"<div><dt>{escape(what)}</dt><dd>{escape(typeset(value))}<small>{escape(typeset(at))}</small></dd></div>"
        for what, value, at in numbers
    )
    return f'<dl class="key">{shown}</dl>' if shown else ""
