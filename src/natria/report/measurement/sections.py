"""Sections of a page with measured data: events, numbers, tables, file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ...lab import Measurement
from ...literature import Library
from ...quantity import Finding, Span, typeset
from ...record import Table
from ...studies import Comparison, StudyResult, standing_of
from ..common import cards
from ..common.labels import label
from ..common.limits import METADATA_ROWS
from ..common.tables import Row, TableCell, key_list, table, value_cell, verdict_cell
from ..study import sections
from ..study.sections import section
from ..study.wording import why_briefly
from .columns import ShownColumn, shown_columns
from .headline import headline, key_numbers
from .notable import CHARTED, CURVES, shown_numbers, shown_rows
from .resolved import shown_text
from .spreadsheets import NUMBERS, WORKBOOK, csv_name
from .wording import NOTHING, happened, in_common, method_of, nothing_found, sentences, shown_at

AT_A_GLANCE = ("current", "cell_current", "areal_capacity", "cycle")  # conditions beside a key number


def own_data(result: StudyResult) -> tuple[str, ...]:
    """Return the sections of own recordings in a study.

    Comparison with other numbers comes first, then each recording.
    """
    if not (result.measurements or result.spectra or result.kinetics or result.curves):
        return ()
    known = result.case.library
    beside = section(
        "Own data compared with other numbers", sections.compared(result.base.own), refused(result.base.own)
    )
    return (
        beside,
        *(
            section(title, listed([headline(m), *sentences(m)]), what_happened(m), what_was_found(m, known))
            for title, m in ((f"Own data: {m.recording.file}", m) for m in result.measurements)
        ),
    )


def key_cards(m: Measurement) -> str:
    """Return the few numbers that one came for, large; conditions of all of them stand once below."""
    key = key_numbers(m)
    if not key:
        return ""
    common = in_common(key)
    shown = key_list((label(f.question), shown_text(f), _at_a_glance(m, f, common)) for f in key)
    below = f'<p class="soft">All at {escape(typeset(shown_at(m, common)))}.</p>' if common else ""
    return f"{shown}{below}"


def _at_a_glance(m: Measurement, f: Finding, common: Mapping[str, float | Span]) -> str:
    at = {key: value for key, value in f.question.at.items() if key in AT_A_GLANCE and key not in common}
    return shown_at(m, at)


def what_happened(m: Measurement) -> str:
    rows: list[Row] = [[escape(typeset(w)) for w in happened(m, e)] for e in m.events if e.what not in NOTHING]
    quiet = nothing_found(m)
    sentence = f"<p>{escape(typeset(quiet))}</p>" if quiet else ""
    return sentence + (table(["event", "time", "size", "confidence", "evidence"], rows) if rows else "")


def what_was_found(m: Measurement, papers: Library | None = None) -> str:
    rows: list[Row] = []
    shown = shown_numbers(m.findings)
    standings = [standing_of(f, papers) for f in shown]
    differ = len({standing.word for standing in standings}) > 1  # else the title of the section says it
    for f, standing in zip(shown, standings, strict=True):
        method = escape(method_of(f)) + (_why(standing.why, standing.rests_on) if m.recording.is_measured else "")
        rows.append(
            [
                escape(label(f.question)),
                value_cell(f, cards.number(f, text=shown_text(f))),
                escape(typeset(shown_at(m, f.question.at))),
                *([verdict_cell(standing.word)] if differ else []),
                method,
            ]
        )
    rest = f"{len(shown)} of {len(m.findings):,} numbers: of each quantity the first, the last and that of most cycles"
    left = (
        f'<p class="soft"><small>{rest}; all are in findings.json.</small></p>' if len(shown) < len(m.findings) else ""
    )
    heads = ["quantity", "value", "conditions", *(["standing"] if differ else []), "method"]
    return table(heads, rows) + left


def _why(why: str, rests_on: tuple[str, ...]) -> str:
    return f'<p class="soft"><small>{escape(why_briefly(why, rests_on))}</small></p>' if rests_on else ""


def refused(comparisons: Sequence[Comparison]) -> str:
    reasons = {(label(c.target.question), c.why) for c in comparisons if c.verdict == "refused"}
    return listed([f"{name}, refused: {why}" for name, why in sorted(reasons)])


def listed(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(typeset(line))}</li>" for line in lines) + "</ul>" if lines else ""


def shown_table(t: Table, m: Measurement | None = None) -> str:
    """Return a table as HTML in everyday units: the first, last and notable rows of a long one."""
    total = len(t)
    if not total:
        return ""
    of_files = f"{t.file} (SI)" if m is None else f"{csv_name(t)} and {t.file}"
    if t.id in CURVES:
        drawn = "Drawn above; the" if t.id in CHARTED else "The"
        return f'<p class="soft"><small>{drawn} {total:,} rows are in {escape(of_files)}.</small></p>'
    rows = shown_rows(t, m)
    columns = shown_columns(t, None if m is None else m.specimen)
    noted = any(rows.values())
    heads = [typeset(c.title) for c in columns] + (["note"] if noted else [])
    lines: list[Row] = [
        [*(_cell(c, k) for c in columns), *([TableCell(escape(why))] if noted else [])] for k, why in rows.items()
    ]
    left = f'<p class="soft"><small>{len(rows)} of {total:,} rows: first, last and notable; all rows are in '
    rest = f"{left}{escape(of_files)}.</small></p>" if len(rows) < total else ""
    return f'<div class="scroll">{table(heads, lines, stack=False)}</div>{rest}'


def _cell(column: ShownColumn, row: int) -> TableCell:
    if isinstance(column.values, tuple):
        return TableCell(escape(column.text(row)))
    return TableCell(escape(column.text(row)), float(column.values[row]))


def the_file(m: Measurement) -> str:
    r = m.recording
    rows: list[Row] = [["name", escape(r.file)], ["format", escape(r.format)], ["sha256", f"<code>{r.sha256}</code>"]]
    rows += [[escape(key), escape(value)] for key, value in list(r.metadata.items())[:METADATA_ROWS]]
    return table(["", "entry"], rows, sort=False)


def files_of(m: Measurement, version: str) -> str:
    names = [WORKBOOK, NUMBERS, *(csv_name(t) for t in m.tables), *(t.file for t in m.tables), "findings.json"]
    links = ", ".join(f'<a href="{escape(n)}">{escape(n)}</a>' for n in names)
    explained = "Excel and CSV: everyday units, every row. Parquet and JSON: SI, with full precision."
    return f"<p>{links}.</p><p>{explained} Generated by natria {escape(version)}.</p>"
