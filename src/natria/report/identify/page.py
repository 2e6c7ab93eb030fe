"""The page of a determination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ...quantity import typeset
from ...studies.identify.determine import Determination
from ...studies.identify.document import FILE
from ...studies.identify.wording import caveats, stays_unknown
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import table
from ..measurement.sections import listed
from ..study.sections import section
from .rows import FIXES_HEADS, experiment, fixes_rows, heads, rows

BESIDE = (
    '<p class="soft"><small>Simulated before any measurement: derivatives at the inputs of the design, scaled by their '
    "prior spreads and by the errors above; linear, with Gaussian errors. 100: the datum says nothing of the input; "
    "0: it determines it. The model and its laws are taken as right.</small></p>"
)


def identify_page(found: Determination, drawn: Sequence[Picture], version: str) -> str:
    title = f"{found.system}: what each datum determines"
    parts = (
        section("Share of the prior variance that is left (%)", figures(tuple(drawn)), BESIDE),
        section("What each datum fixes", _plain(FIXES_HEADS, fixes_rows(found))),
        section("What stays unknown", listed(list(stays_unknown(found)))),
        section("Numbers", _plain(heads(found), rows(found))),
        section("Remarks", listed(list(caveats(found)))),
        section("Files", f'<p><a href="{FILE}">{FILE}</a>. Written by natria {escape(version)}.</p>'),
    )
    shown = [p for p in parts if p]
    lead = f'<p class="summary">{escape(experiment(found))}</p>\n'
    body = "\n".join([f"<h1>{escape(title)}</h1>", lead, contents(shown), *shown])
    return document(title, body, experiment(found), inline_only())


def _plain(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return table(titles, [[escape(typeset(word)) for word in line] for line in lines])
