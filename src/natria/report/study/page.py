"""The page of a study: one HTML file with everything in it, readable on a telephone, in the dark, in print, and
without its script, which sorts tables and nothing else."""

from __future__ import annotations

import re
from html import escape

from ...quantity import typeset
from ...studies import StudyResult
from ..common import cards
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..measurement.sections import own_data
from . import provenance as behind
from . import sections
from .sections import section
from .summary import summary

VERDICTS_SAID = (
    "A verdict is derived from what an answer rests on. A <em>fit</em> shares evidence with its target, a "
    "<em>conditional</em> answer rests on something assumed, a <em>prediction</em> has a source for every input. "
    "A number opens what it is and where it comes from."
)


def page(result: StudyResult, drawn: tuple[Picture, ...], version: str) -> str:
    title = str(result.case.base.document.get("title") or result.case.name)
    base = result.base
    parts = (
        section("Figures", figures(drawn), behind.not_drawn(result)),
        section("Reported and answered", sections.compared(base.comparisons, base=True), sections.fits(base)),
        *own_data(result),
        section("Rival laws", sections.rival_laws(result)),
        section("Budget, at the protocol of each design", sections.budgets(result)),
        section("Asked without a reported number", sections.answers(base, result.case.library)),
        section("What if", *(sections.what_if(run, result.case.library) for run in result.what_ifs)),
        section("Assumed without a source", behind.assumed(result)),
        section("Not answered, and why", behind.not_answered(result)),
        section("What others would miss", behind.not_said(result)),
        section("What the papers say in words", behind.claims(result)),
        section("What the papers set or assumed", behind.taken(result)),
        section("Sources", behind.sources(result)),
        section("How to cite", behind.how_to_cite(result, version)),
        section("Files", behind.files(result, version)),
    )
    shown = [p for p in parts if p]
    said = summary(result)
    head = _head(result, title, said, _known(shown))
    body, notes = cards.with_footnotes("\n".join([head, contents(shown), *shown]), result.case.library)
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", " ".join(said), inline_only())


def _head(result: StudyResult, title: str, said: tuple[str, ...], known: frozenset[str]) -> str:
    sentences = "".join(f'<p class="summary">{_linked(sentence, known)}</p>\n' for sentence in said)
    lead = f'<p class="soft">{VERDICTS_SAID}</p>'
    totals = sections.verdict_totals(result)
    return f"<h1>{escape(title)}</h1>\n{sentences}{totals}\n{lead}"


def _known(parts: list[str]) -> frozenset[str]:
    """The facts that have a place on the page."""
    return frozenset(re.findall(r'<span class="id" id="([^"]+)"', "".join(parts)))


def _linked(sentence: str, known: frozenset[str]) -> str:
    """A sentence with the facts in it as links to where they stand."""
    text = escape(typeset(sentence))
    return re.sub(r"\(([\w:.+-]+)\)", lambda m: f'(<a href="#{m[1]}">{m[1]}</a>)' if m[1] in known else m[0], text)
