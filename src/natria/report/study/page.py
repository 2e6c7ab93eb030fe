"""The page of a study: one self-contained HTML file for screens, telephones and print.

Its script only sorts tables.
"""

from __future__ import annotations

import re
from html import escape

from ...quantity import typeset
from ...studies import StudyResult
from ..common import cards
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..impedance.own import own_spectra
from ..kinetics.own import own_kinetics
from ..materials.own import own_curves
from ..measurement.sections import own_data
from . import provenance as behind
from . import sections
from .entries import entries
from .rival_values import rival_values_section
from .sections import section
from .summary import summary

VERDICTS_EXPLAINED = (
    "A <em>prediction</em> rests on sourced inputs so closely that a miss convicts the model. A <em>conditional</em> "
    "answer moves too far with something estimated, guessed or chosen, a <em>check</em> is only consistency, and a "
    "<em>fit</em> shares evidence with its target. Numbers open their source."
)


def page(result: StudyResult, drawn: tuple[Picture, ...], version: str) -> str:
    title = str(result.case.base.document.get("title") or result.case.name)
    base = result.base
    compared = sections.compared(base.comparisons, base=True)
    parts = (
        section("Misses whatever is assumed", sections.whatever(result)),
        section("Reported and answered", compared, sections.fits(base), sections.score(result)),
        section("Figures", figures(drawn), behind.not_drawn(result)),
        *own_data(result),
        *own_spectra(result),
        *own_kinetics(result),
        *own_curves(result),
        section("Rival laws", sections.rival_laws(result)),
        section("Rival values of an input", rival_values_section(result)),
        section("Budget, at the protocol of each design", sections.budgets(result)),
        section("Asked without a reported number", sections.answers(base, result.case.library)),
        section("What if", *(sections.what_if(run, result.case.library) for run in result.what_ifs)),
        section("What an expert would object to", behind.objections(result)),
        section("Assumptions", behind.assumed(result)),
        section("Unanswered, by reason", behind.not_answered(result)),
        section("Missing from the papers", behind.not_reported(result)),
        section("Statements of the papers", behind.claims(result)),
        section("Settings and assumptions of the papers", behind.taken(result)),
        section("Sources", behind.sources(result)),
        section("Answerers, cards and stored results", entries(result)),
        section("How to cite", behind.how_to_cite(result, version)),
        section("Files", behind.files(result, version)),
    )
    shown = [p for p in parts if p]
    summarised = summary(result)
    head = _head(result, title, summarised, _known(shown))
    body, notes = cards.with_footnotes("\n".join([head, contents(shown), *shown]), result.case.library)
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", " ".join(summarised), inline_only())


def _head(result: StudyResult, title: str, summarised: tuple[str, ...], known: frozenset[str]) -> str:
    sentences = "".join(f'<p class="summary">{_linked(sentence, known)}</p>\n' for sentence in summarised)
    lead = f'<p class="soft">{VERDICTS_EXPLAINED}</p>'
    totals = sections.verdict_totals(result)
    return f"<h1>{escape(title)}</h1>\n{sentences}{totals}\n{lead}"


def _known(parts: list[str]) -> frozenset[str]:
    """The ids of the facts that have an anchor on the page."""
    return frozenset(re.findall(r'<span class="id" id="([^"]+)"', "".join(parts)))


def _linked(sentence: str, known: frozenset[str]) -> str:
    """A sentence with the ids of facts as links."""
    text = escape(typeset(sentence))
    return re.sub(r"[\w.+-]+:[\w.+-]*\w", lambda m: f'<a href="#{m[0]}">{m[0]}</a>' if m[0] in known else m[0], text)
