"""What a number is, in a line or two: below it on a tap or Enter, beside it under the mouse, a footnote in print."""

from __future__ import annotations

import re
from collections import Counter
from html import escape

from ...literature import library
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
    r'<details class="n">.*?<small>(?P<said>.*?)(?: <span class="id">.*?</span>)?</small></details>', re.DOTALL
)
KINDS = ("reported", "measured", "assumed", "chosen", "fitted", "computed")


def provenance(finding: Finding) -> str:
    """ "layered_cell 1, valid: ...; rests on 1 reported, 4 assumed and 2 chosen numbers"."""
    return "; ".join(p for p in (_what(finding), _rests_on(finding), _spread(finding)) if p)


def shown(finding: Finding) -> str:
    """A value as HTML text."""
    return escape(typeset(show_value(finding)))


def number(finding: Finding) -> str:
    """A value with its card. `details` needs no script and opens by keyboard and finger."""
    said = escape(typeset(provenance(finding)))
    name = "" if isinstance(finding.origin, Reported) else f' <span class="id">{escape(finding.id)}</span>'
    return f'<details class="n"><summary title="{said}">{shown(finding)}</summary><small>{said}{name}</small></details>'


def with_footnotes(html: str) -> tuple[str, str]:
    """The page with the number of a note at each value, and the notes; both are for print. Alike values share one."""
    notes: dict[str, int] = {}

    def mark(card: re.Match[str]) -> str:
        place = notes.setdefault(card["said"], len(notes) + 1)
        return f'{card[0]}<sup class="note">[{place}]</sup>'

    marked = CARD.sub(mark, html)
    return marked, f"<ol>{''.join(f'<li>{said}</li>' for said in notes)}</ol>" if notes else ""


def _what(finding: Finding) -> str:
    match finding.origin:
        case Reported() as o:
            about = ", about" if o.approx else ""
            method = f", {o.method}" if o.method else ""
            restates = f", restates {listed(o.shares)}" if o.shares else ""
            return f"{_paper(o.record)}{f', {o.where}' if o.where else ''}: {o.kind} there{about}{method}{restates}"
        case Measured() as o:
            return f"own data: {o.file}, {o.method}"
        case Assumed() as o:
            return f"assumed: {o.why}"
        case Chosen() as o:
            return f"chosen by {o.by}"
        case Fitted() as o:
            data = listed(f.id for f in o.fit.data) if o.fit.data else "nothing on record"
            return f"fitted with {o.fit.model} {o.fit.version} to {data}"
        case Computed() as o:
            return f"{o.model} {o.version}" + (f", valid: {o.valid}" if o.valid else "")


def _paper(record: str) -> str:
    """ "kumar2020 (Cell Reports Physical Science, 2020)"."""
    key = record.partition(":")[0]
    paper = library().papers.get(key)
    if paper is None:
        return key
    source = paper.source
    return f"{key} ({', '.join(str(w) for w in (source.journal, source.year) if w)})"


def _rests_on(finding: Finding) -> str:
    """What stands behind an answer or a fit, by origin: the ends of its ancestry, not the steps on the way."""
    if not parents(finding):
        return ""
    ends = Counter(type(one.origin).__name__.lower() for one in ancestry(finding) if not parents(one))
    parts = [f"{ends[kind]} {kind}" for kind in KINDS if ends[kind]]
    return f"rests on {listed(parts)} {'number' if ends.total() == 1 else 'numbers'}" if parts else ""


def _spread(finding: Finding) -> str:
    if finding.bound is not None:
        return "known as a bound" if isinstance(finding.bound, str) else "known as a range"
    if finding.std is None:
        return "spread unknown"
    return "± is one standard deviation" if finding.std else ""
