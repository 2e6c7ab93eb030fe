"""The page of a model at the scale of a layer: figures, numbers, assumptions, files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ...quantity import typeset
from ...studies.interface import InterfaceRun
from ..common import cards
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import Row, table, value_cell
from ..study.sections import section
from .wording import NUMBERS, bare_numbers, mark, number_rows, tables, titled


def interface_page(made: InterfaceRun, drawn: Sequence[Picture], files: Iterable[str], version: str) -> str:
    """Return the page as HTML."""
    title = titled(made)
    parts = (
        section("Figures", figures(tuple(drawn))),
        section("Numbers", _numbers(made)),
        *(section(name, _table(heads, rows)) for name, heads, rows in tables(made)),
        section("Files", _files(files, version)),
    )
    shown = [part for part in parts if part]
    body, notes = cards.with_footnotes(
        "\n".join([f"<h1>{escape(title)}</h1>", contents(shown), *shown]), made.case.library
    )
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", title, inline_only())


def _numbers(made: InterfaceRun) -> str:
    rows: list[Row] = []
    for one, (name, _, at, model) in zip(made.findings, number_rows(made), strict=True):
        value = cards.number(one) + escape(mark(one))
        rows.append([escape(name), value_cell(one, value), escape(typeset(at)), escape(model)])
    note = bare_numbers(made)
    return table(NUMBERS, rows) + (f"\n<p>{escape(note)}</p>" if note else "")


def _table(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    made: list[Row] = [[escape(typeset(cell)) for cell in row] for row in rows]
    return table(heads, made, sort=False)


def _files(files: Iterable[str], version: str) -> str:
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in files)
    return f"<p>{links}. Written by natria {escape(version)}.</p>"
