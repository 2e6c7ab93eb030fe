"""The page of a study: one HTML file with everything in it, readable on a telephone, in the dark, in print, and
without its script, which sorts tables and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from ..quantity import typeset
from ..study import StudyResult
from . import behind, cards, sections
from .picture import Picture
from .sections import anchor, section
from .summary import summary

CSS = Path(__file__).with_name("page.css")
SCRIPT = Path(__file__).with_name("page.js")
VERDICTS_SAID = (
    "A verdict is derived from what an answer rests on. A <em>fit</em> shares evidence with its target, a "
    "<em>conditional</em> answer rests on something assumed, a <em>prediction</em> has a source for every input. "
    "A number opens what it is and where it comes from."
)


def page(result: StudyResult, drawn: tuple[Picture, ...], version: str) -> str:
    title = str(result.case.base.document.get("title") or result.case.name)
    base = result.base
    parts = (
        section("Figures", _figures(drawn), behind.not_drawn(result)),
        section("Reported and answered", sections.compared(base.comparisons, base=True), sections.fits(base)),
        section("Rival laws", sections.rival_laws(result)),
        section("Budget, at the protocol of each design", sections.budgets(result)),
        section("Asked without a reported number", sections.answers(base)),
        section("What if", *(sections.what_if(run) for run in result.what_ifs)),
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
    body, notes = cards.with_footnotes("\n".join([head, _contents(shown), *shown]))
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", " ".join(said), _inline_only())


def document(title: str, body: str, description: str = "", policy: str = "") -> str:
    """A whole document, with the style and the script of all pages in it."""
    described = f'<meta name="description" content="{escape(description)}">' if description else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">' + policy + '<meta name="viewport" '
        'content="width=device-width, initial-scale=1"><meta name="generator" content="natria">'
        f'<meta name="color-scheme" content="light dark">{described}'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title>'
        f"<style>{CSS.read_text(encoding='utf-8')}</style></head>\n<body><main>\n{body}\n</main>\n"
        f"<script>{SCRIPT.read_text(encoding='utf-8')}</script></body></html>\n"
    )


def _inline_only() -> str:
    """The browser itself is told to load nothing from elsewhere and to run no other script."""
    code = b64encode(sha256(SCRIPT.read_text(encoding="utf-8").encode()).digest()).decode()
    rules = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{code}'"
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


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


def _contents(parts: list[str]) -> str:
    titles = [found[1] for part in parts if (found := re.search(r"<h2>(.*?)</h2>", part))]
    links = "".join(f'<li><a href="#{anchor(t)}">{t}</a></li>' for t in titles)
    return f'<nav aria-label="sections"><ul>{links}</ul></nav>'


def _figures(drawn: tuple[Picture, ...]) -> str:
    shown = "".join(
        f'<figure><img alt="{escape(p.says)}" src="data:image/svg+xml;base64,{b64encode(p.svg).decode()}">'
        f"<figcaption>{escape(typeset(p.says))}</figcaption></figure>"
        for p in drawn
    )
    return f'<div class="figures">{shown}</div>' if shown else ""
