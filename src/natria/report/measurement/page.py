"""HTML page of a measurement: summary, events, figures, numbers with their evidence, tables, file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ...lab import Measurement
from ...literature import Library
from ...quantity import typeset
from ...studies import Comparison
from ..common import cards
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..study import sections
from ..study.sections import section
from .sections import files_of, listed, refused, shown_table, the_file, what_happened, what_was_found
from .text import sentences


def measurement_page(
    m: Measurement,
    comparisons: Sequence[Comparison],
    drawn: Sequence[Picture],
    version: str,
    papers: Library | None = None,
) -> str:
    """The page as HTML; `papers` are those that its facts may come from, natria's without it."""
    title = f"{m.recording.file}: {m.says}"
    parts = (
        section("Events", what_happened(m)),
        section("Figures", figures(tuple(drawn))),
        section("Comparison with other numbers", sections.compared(comparisons), refused(comparisons)),
        section("Measured" if m.recording.is_measured else "From the simulated recording", what_was_found(m, papers)),
        section("Remarks", listed([remark.text for remark in m.remarks])),
        *(section(t.title, shown_table(t)) for t in m.tables),
        section("The file", the_file(m), listed(m.recording.notes)),
        section("Files", files_of(m, version)),
    )
    shown = [p for p in parts if p]
    leading = list(sentences(m))[: 2 + bool(m.kind.conflict)]
    lead = "".join(f'<p class="summary">{escape(typeset(s))}</p>\n' for s in leading)
    body, notes = cards.with_footnotes("\n".join([f"<h1>{escape(title)}</h1>", lead, contents(shown), *shown]), papers)
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", " ".join(leading), inline_only())
