"""Sections of a page with measured data: events, numbers, tables, file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isnan

from ...lab import Measurement
from ...literature import Library
from ...quantity import show_conditions, typeset
from ...record import Table
from ...studies import Comparison, StudyResult, standing_of
from ..common import cards
from ..common.labels import label
from ..common.tables import Cell, Row, table, value_cell, verdict_cell
from ..study import sections
from ..study.sections import section
from ..study.wording import why_briefly
from .text import happened, method_of, sentences

ROUNDING = 1e-12  # smaller numbers in a table are rounding errors of zero
MOST = 60  # rows of a table on the page; the parquet file has all


def own_data(result: StudyResult) -> tuple[str, ...]:
    """Return the sections of own recordings in a study: comparison with other numbers, then each recording."""
    if not result.measurements:
        return ()
    known = result.case.library
    beside = section(
        "Own data compared with other numbers", sections.compared(result.base.own), refused(result.base.own)
    )
    return (
        beside,
        *(
            section(title, listed(list(sentences(m))), what_happened(m), what_was_found(m, known))
            for title, m in ((f"Own data: {m.recording.file}", m) for m in result.measurements)
        ),
    )


def what_happened(m: Measurement) -> str:
    rows: list[Row] = [[escape(typeset(w)) for w in happened(e)] for e in m.events]
    quiet = m.kind.cell in ("symmetric", "full") and all(e.what == "test stopped" for e in m.events)
    sentence = "<p>No short, no exhausted electrode and no drying of the electrolyte detected.</p>" if quiet else ""
    return sentence + (table(["event", "time", "size", "confidence", "evidence"], rows) if rows else "")


def what_was_found(m: Measurement, papers: Library | None = None) -> str:
    rows: list[Row] = []
    for f in m.findings:
        standing = standing_of(f, papers)
        rows.append(
            [
                escape(label(f.question)),
                value_cell(f, cards.number(f)),
                escape(typeset(show_conditions(f.question.at))),
                verdict_cell(standing.word),
                escape(method_of(f)) + (_why(standing.why, standing.rests_on) if m.recording.is_measured else ""),
            ]
        )
    return table(["quantity", "value", "conditions", "standing", "method"], rows)


def _why(why: str, rests_on: tuple[str, ...]) -> str:
    return f'<p class="soft"><small>{escape(why_briefly(why, rests_on))}</small></p>' if rests_on else ""


def refused(comparisons: Sequence[Comparison]) -> str:
    reasons = {(label(c.target.question), c.why) for c in comparisons if c.verdict == "refused"}
    return listed([f"{name}, refused: {why}" for name, why in sorted(reasons)])


def listed(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(typeset(line))}</li>" for line in lines) + "</ul>" if lines else ""


def shown_table(t: Table) -> str:
    """Return a table as HTML, thinned to at most MOST rows, in everyday units."""
    total = len(t)
    step = -(-total // MOST) if total else 1
    heads = [f"{name.replace('_', ' ')} ({unit})" if unit else name.replace("_", " ") for name, unit in _heads(t)]
    rows: list[Row] = [[_cell(t, name, k) for name, _ in _heads(t)] for k in range(0, total, step)]
    every = f'<p class="soft"><small>Every {step}th of {total} rows; {t.file} contains all rows, in SI.</small></p>'
    return f'<div class="scroll">{table(heads, rows, stack=False)}</div>' + (every if step > 1 else "") if rows else ""


SHORT = ("delay", "sampling", "into")  # times shown in seconds
SHOWN_IN = {"V": ("mV", 1e3), "A": ("mA", 1e3), "C": ("mAh", 1 / 3.6), "s": ("h", 1 / 3600), "J": ("mWh", 1 / 3.6)}
# Shown in %, with two decimals or more.
EFFICIENCIES = (
    *("efficiency", "efficiency_by_readings", "efficiency_by_counter", "efficiency_of_cycles"),
    *("coulombic_efficiency", "coulombic_efficiency_by_readings", "coulombic_efficiency_by_counter"),
)


def _heads(t: Table) -> list[tuple[str, str]]:
    return [(n, "" if c.is_text else _shown_in(n, c.unit)[0].replace("1", "")) for n, c in t.columns.items()]


def _shown_in(name: str, unit: str) -> tuple[str, float]:
    """Return the unit that a column is shown in, and its factor."""
    if name in EFFICIENCIES and unit == "1":
        return "%", 100.0
    return (unit, 1.0) if name in SHORT else SHOWN_IN.get(unit, (unit, 1.0))


def _cell(t: Table, name: str, row: int) -> Cell:
    column = t.columns[name]
    if column.is_text:
        return Cell(escape(str(column.values[row])))
    unit, factor = _shown_in(name, column.unit)
    value = float(column.numbers[row]) * factor
    if isnan(value):
        return Cell("", value)
    if unit == "%":
        return Cell(f"{value:.3f}", value)
    return Cell(f"{0.0 if abs(value) < ROUNDING else value:.5g}", value)


def the_file(m: Measurement) -> str:
    r = m.recording
    rows: list[Row] = [["name", escape(r.file)], ["format", escape(r.format)], ["sha256", f"<code>{r.sha256}</code>"]]
    rows += [[escape(key), escape(value)] for key, value in list(r.metadata.items())[:MOST]]
    return table(["", "entry"], rows, sort=False)


def files_of(m: Measurement, version: str) -> str:
    names = ["findings.json", *(t.file for t in m.tables)]
    links = ", ".join(f'<a href="{escape(n)}">{escape(n)}</a>' for n in names)
    return f"<p>{links}. Generated by natria {escape(version)}.</p>"
