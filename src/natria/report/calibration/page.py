"""The page of a calibration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ...quantity import trace, typeset
from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.file import FILE
from ...studies.calibration.profile import Profile
from ..common import cards
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import Row, table
from ..measurement.sections import listed
from ..study.sections import section
from .wording import (
    FREE_HEADS,
    IDENTIFIABILITY_HEADS,
    MISFIT_HEADS,
    followed,
    free_rows,
    identifiability_rows,
    misfit_rows,
    open_questions,
    remarks,
    what,
)

BESIDE = (
    '<p class="soft"><small>A combination is a product of powers of the numbers; the data see each by itself. Known '
    "to: one standard deviation. The numbers that were held count as exact.</small></p>"
)


def calibration_page(c: Calibration, profiles: Sequence[Profile], drawn: Sequence[Picture], version: str) -> str:
    title = f"{c.name}: calibrated"
    parts = (
        section("No result", listed(c.why_not)),
        section("Calibrated", _numbers(c)),
        section("Data", _plain(MISFIT_HEADS, misfit_rows(c))),
        section("Figures", figures(tuple(drawn))),
        section("Identifiability", _plain(IDENTIFIABILITY_HEADS, identifiability_rows(c)), BESIDE)
        if len(c.free) > 1
        else "",
        section("Limits of identifiability", listed(list(open_questions(c)))),
        section("Remarks", listed([*followed(c, profiles), *remarks(c)])),
        section("What it rests on", _rests_on(c)),
        section("Files", f'<p><a href="{FILE}">{FILE}</a>. Written by natria {escape(version)}.</p>'),
    )
    shown = [p for p in parts if p]
    lead = f'<p class="summary">{escape(what(c))}</p>\n'
    body, notes = cards.with_footnotes(
        "\n".join([f"<h1>{escape(title)}</h1>", lead, contents(shown), *shown]), c.problem.studio.library
    )
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", what(c), inline_only())


def _numbers(c: Calibration) -> str:
    rows: list[Row] = []
    for path, value, *rest in free_rows(c):
        found = c.findings.get(path)
        shown = escape(value) if found is None else cards.number(found)
        rows.append([escape(path), shown, *(escape(typeset(word)) for word in rest)])
    return table(FREE_HEADS, rows)


def _plain(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return table(heads, [[escape(typeset(word)) for word in row] for row in rows])


def _rests_on(c: Calibration) -> str:
    """The ancestry of the first parameter; all parameters share one fit."""
    if not c.findings:
        return ""
    return f"<pre>{escape(trace(next(iter(c.findings.values()))))}</pre>"
