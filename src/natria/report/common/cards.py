"""The source of a number as a card.

It opens on a click or Enter, shows on hover, and is a footnote in print.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import escape

from ...literature import Library, library
from ...quantity import (
    Assumed,
    Chosen,
    Computed,
    Finding,
    Fitted,
    Measured,
    Reported,
    ancestry,
    parents,
    show_value,
    typeset,
)
from ..study.wording import listed

CARD = re.compile(
    r'<details class="n">.*?<small>(?P<content>.*?)(?: <span class="id">.*?</span>)?</small></details>', re.DOTALL
)
OPEN, CLOSE = "\x02", "\x03"  # around the key of a paper, until the page says which papers it knows
CITED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
KINDS = ("reported", "measured", "assumed", "chosen", "fitted", "computed")


def provenance(finding: Finding, papers: Library | None = None) -> str:
    """ "layered_cell 1, valid: ...; rests on 1 reported, 4 assumed and 2 chosen numbers"."""
    return CITED.sub(lambda found: _source(found[1], papers), _said(finding))


def cited(html: str, papers: Library | None = None) -> str:
    """The page with each key of a paper as "kumar2020 (Cell Reports Physical Science, 2020)"."""
    return CITED.sub(lambda found: escape(typeset(_source(found[1], papers))), html)


def _source(key: str, papers: Library | None) -> str:
    """The key with journal and year, as far as the library has them; natria's papers without one."""
    paper = (library() if papers is None else papers).papers.get(key)
    words = [str(word) for word in (paper.source.journal, paper.source.year) if word] if paper else []
    return f"{key} ({', '.join(words)})" if words else key


def _said(finding: Finding, *, spread: bool = True) -> str:
    return "; ".join(p for p in (_what(finding), _rests_on(finding), _spread(finding) if spread else "") if p)


def shown(finding: Finding) -> str:
    """A value as HTML text."""
    return escape(typeset(show_value(finding)))


def number(finding: Finding, *, spread: bool = True, text: str = "") -> str:
    """A value with its card, as `text` where that is given.

    Without `spread` where an interval is shown beside it.
    """
    content = escape(typeset(_said(finding, spread=spread)))
    value = (
        escape(typeset(text))
        if text
        else shown(finding if spread or finding.bound is not None else replace(finding, std=None))
    )
    name = "" if isinstance(finding.origin, Reported) else f' <span class="id">{escape(finding.id)}</span>'
    return f'<details class="n"><summary title="{content}">{value}</summary><small>{content}{name}</small></details>'


def with_footnotes(html: str, papers: Library | None = None) -> tuple[str, str]:
    """The page with numbered footnotes for print, and the list of the notes. Equal notes share a number.

    `papers` are the papers of the page; natria's own without it.
    """
    notes: dict[str, int] = {}

    def mark(card: re.Match[str]) -> str:
        place = notes.setdefault(card["content"], len(notes) + 1)
        return f'{card[0]}<sup class="note">[{place}]</sup>'

    marked = CARD.sub(mark, cited(html, papers))
    return marked, f"<ol>{''.join(f'<li>{content}</li>' for content in notes)}</ol>" if notes else ""


def _what(finding: Finding) -> str:
    match finding.origin:
        case Reported() as o:
            about = ", about" if o.approx else ""
            method = f", {o.method}" if o.method else ""
            restates = f", restates {listed(o.shares)}" if o.shares else ""
            paper = f"{OPEN}{o.record.partition(':')[0]}{CLOSE}"
            return f"{paper}{f', {o.where}' if o.where else ''}: {o.kind} there{about}{method}{restates}"
        case Measured() as o:
            return f"own data: {o.file}, {o.method}"
        case Assumed() as o:
            return f"assumed: {o.why}"
        case Chosen() as o:
            return f"chosen by {o.by}"
        case Fitted() as o:
            behind = (*(f.id for f in o.fit.data), *(a.id for a in o.fit.artefacts))
            data = listed(behind) if behind else "nothing on record"
            return f"fitted with {o.fit.model} {o.fit.version} to {data}"
        case Computed() as o:
            return f"{o.model} {o.version}" + (f", valid: {o.valid}" if o.valid else "")


def _rests_on(finding: Finding) -> str:
    """The number of inputs behind an answer or a fit, by origin; intermediate results are not counted."""
    if not parents(finding):
        return ""
    ends = Counter(type(one.origin).__name__.lower() for one in ancestry(finding) if not parents(one))
    parts = [f"{ends[kind]} {kind}" for kind in KINDS if ends[kind]]
    return f"rests on {listed(parts)} {'number' if ends.total() == 1 else 'numbers'}" if parts else ""


def _spread(finding: Finding) -> str:
    doubt = f"; doubtful: {finding.doubt}" if finding.doubt else ""
    if finding.bound is not None and not finding.std:
        return "known as a bound" if isinstance(finding.bound, str) else "known as a range"
    if finding.std is None:
        return f"spread unknown{doubt}"
    return f"± is one standard deviation{doubt}" if finding.std else ""
