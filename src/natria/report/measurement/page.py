"""HTML page of a measurement, with the answer first.

Then follow figures, numbers with their evidence, tables and the file.

`SECTIONS` is the order of the page; a further section is a function of a `View` and a line there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
from .headline import headline
from .sections import files_of, key_cards, listed, refused, shown_table, the_file, what_happened, what_was_found
from .wording import other_remarks, sentences


@dataclass(frozen=True)
class View:
    """What a section of the page may show."""

    m: Measurement
    comparisons: Sequence[Comparison]
    drawn: Sequence[Picture]
    version: str
    papers: Library | None = None


def _measured(v: View) -> str:
    title = "Measured" if v.m.recording.is_measured else "From the simulated recording"
    return section(title, what_was_found(v.m, v.papers))


def _tables(v: View) -> Iterator[str]:
    return (section(t.title, shown_table(t, v.m)) for t in v.m.tables)


def _file(v: View) -> str:
    return section("The file", listed(list(sentences(v.m))), the_file(v.m))


SECTIONS: tuple[Callable[[View], str | Iterator[str]], ...] = (
    lambda v: section("Events", what_happened(v.m)),
    lambda v: section("Figures", figures(tuple(v.drawn))),
    lambda v: section("Comparison with other numbers", sections.compared(v.comparisons), refused(v.comparisons)),
    _measured,
    lambda v: section("Remarks", listed(other_remarks(v.m))),
    _tables,
    _file,
    lambda v: section("Files", files_of(v.m, v.version)),
)


def measurement_page(
    m: Measurement,
    comparisons: Sequence[Comparison],
    drawn: Sequence[Picture],
    version: str,
    papers: Library | None = None,
) -> str:
    """The page as HTML; `papers` are those that its facts may come from, natria's without it."""
    view = View(m, comparisons, drawn, version, papers)
    made = (show(view) for show in SECTIONS)
    shown = [part for each in made for part in ([each] if isinstance(each, str) else each) if part]
    answer = headline(m)
    how = next(sentences(m))
    conflict = f"Conflict: {m.kind.conflict}." if m.kind.conflict else ""
    lead = "".join(
        f'<p class="{style}">{escape(typeset(text))}</p>\n'
        for style, text in (("summary", answer), ("summary", conflict), ("soft", how))
        if text
    )
    top = [f"<h1>{escape(m.recording.file)}</h1>", lead, key_cards(m), contents(shown), *shown]
    body, notes = cards.with_footnotes("\n".join(top), papers)
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(f"{m.recording.file}: {m.says}", f"{body}\n{printed}", f"{answer} {how}", inline_only())
