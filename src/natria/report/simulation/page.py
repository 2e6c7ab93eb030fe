"""The page of a simulation.

It shows how the run ended, figures, the cell, every quantity read from the run, and the failure modes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ...quantity import typeset
from ...studies.simulation.outcome import Simulation
from ..common import cards
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import Row, table
from ..measurement.headline import headline
from ..measurement.sections import listed, shown_table, what_happened, what_was_found
from ..study.sections import section
from .text import LAYERS
from .wording import (
    RAMP,
    WATCHED,
    assumed,
    cycle_rows,
    layer_rows,
    ramp_rows,
    read_again,
    sentences,
    titled,
    unknown,
    watch_rows,
    ways,
)

OWN = ("critical_currents", "failures", "utilisation", "inside")  # tables that the page shows in another form


def simulation_page(s: Simulation, drawn: Sequence[Picture], version: str) -> str:
    title = titled(s)
    heads, cycles = cycle_rows(s)
    parts = (
        section("Figures", figures(tuple(drawn))),
        section("The cell", CELL, _table(LAYERS, layer_rows(s))),
        section("Cycles", f"<p>{ways(s)}.</p>" if cycles else "", _table(heads, cycles)),
        section("Critical current by each law", _table(RAMP, ramp_rows(s)) if s.critical else ""),
        section("Failure modes", FAILURES, _table(WATCHED, watch_rows(s)), _unknown(s)),
        section("Results", what_was_found(s.measurement, s.plan.studio.library)),
        section("What happened", what_happened(s.measurement)),
        section("What it rests on", _provenance(s), _table(("assumption", "why"), assumed(s), sort=True)),
        section("Notes", listed([str(note) for note in (*s.notes, *s.measurement.remarks)])),
        *(section(t.title, shown_table(t)) for t in s.tables if t.id not in OWN),
        section("Files", _files(s, version)),
    )
    shown = [p for p in parts if p]
    summary = [headline(s.measurement), *sentences(s)]
    lead = "".join(f'<p class="summary">{escape(typeset(one))}</p>\n' for one in summary)
    body, notes = cards.with_footnotes(
        "\n".join([f"<h1>{escape(title)}</h1>", lead, contents(shown), *shown]), s.plan.studio.library
    )
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", " ".join(summary), inline_only())


CELL = (
    "<p>From the working to the counter electrode, before the first cycle and at zero current. Under a current, salt "
    "gradients add to these resistances, and the charge-transfer resistance of a face decreases.</p>"
)
FAILURES = (
    "<p>A utilisation of 100 % is the limit. Rival laws are evaluated side by side. Monitors do not end the run; only "
    "the laws that the design chooses under <code>[failure]</code> do.</p>"
)


def _table(heads: Sequence[str], rows: Sequence[tuple[str, ...]], *, sort: bool = False) -> str:
    made: list[Row] = [[escape(typeset(cell)) for cell in row] for row in rows]
    return table([typeset(head) for head in heads], made, sort=sort)


def _unknown(s: Simulation) -> str:
    rows = unknown(s)
    inside = _table(("failure mode", "number", "missing input"), rows)
    return f"<p><strong>Not evaluated</strong></p>{inside}" if rows else ""


def _provenance(s: Simulation) -> str:
    return f"<p>{escape(typeset(cards.provenance(s.whole)))}</p>"


def _files(s: Simulation, version: str) -> str:
    names = ["recording.parquet", "findings.json", *(t.file for t in s.tables)]
    links = ", ".join(f'<a href="{escape(n)}">{escape(n)}</a>' for n in names)
    again = escape(read_again(s, ".", s.plan.studio.case.source))
    return (
        f"<p>{links}. Written by natria {escape(version)}.</p>\n<p>The recording has the columns of the Battery Data "
        f"Format and is marked as simulated. Analyse it like the file of a cycler:</p><pre>{again}</pre>"
    )
