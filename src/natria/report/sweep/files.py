"""Page, files and terminal output of a sweep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...design import number_at
from ...explore.sensitivity import SensitivityResult, sensitivity_document, sensitivity_table
from ...explore.sweeps import SweepPoints, SweptCells
from ...explore.sweeps.document import reasons, sweep_document
from ...quantity import Computed, factor, number, term, typeset
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import table
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from .figures import DONE, sweep_charts
from .sensitivity import column_names, says, sensitivity_chart, sensitivity_rows

if TYPE_CHECKING:
    from rich.console import Console

SOME = 0.1  # of the cells: groups of one are always built alone


def titled(swept: SweptCells) -> str:
    return f"{swept.design.name}: {len(swept):,} cells simulated over {', '.join(swept.points.paths)}"


def varies_rows(points: SweepPoints) -> list[tuple[str, ...]]:
    """Return what varies: path, ends, number of different values."""
    rows: list[tuple[str, ...]] = []
    for n, path in enumerate(points.paths):
        values = points.values[:, n]
        at = number_at(path)
        assert at is not None
        row = term(at.term)
        scale, unit = factor(row.unit, row.shown), "" if row.shown == "1" else f" {row.shown}"
        ends = [f"{number(float(x) * scale, 3)}{unit}" for x in (values.min(), values.max())]
        rows.append((path, *ends, f"{len(set(values.tolist())):,}"))
    return rows


def ending_rows(swept: SweptCells) -> list[tuple[str, str, str]]:
    """Return how many cells ended in each way, and their share."""
    return [(name or DONE, f"{many:,}", f"{100 * many / len(swept):.1f} %") for name, many in swept.counts.items()]


def sweep_page(
    swept: SweptCells, drawn: tuple[Picture, ...], version: str, found: SensitivityResult | None = None
) -> str:
    title = titled(swept)
    parts = [
        section("How the cells ended", html_table(("ended by", "cells", "share"), ending_rows(swept))),
        section("Figures", figures(drawn)),
        section("What varies", html_table(("number", "from", "to", "different values"), varies_rows(swept.points))),
        section("What is the same", html_table(("number", "value"), shared_rows(swept.origin))),
    ]
    if swept.refused:
        rows = [(why, f"{many:,}") for why, many in reasons(swept)]
        parts.insert(1, section("Cells that were refused", html_table(("reason", "cells"), rows)))
    names = ["sweep.json", swept.table.file]
    if found is not None:
        parts.insert(0, sensitivity_section(found))
        names.append(sensitivity_table(swept.design.name, swept.origin, found).file)
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in names)
    parts.append(section("Files", f"<p>{links}. Written by natria {escape(version)}.</p>"))
    body = "\n".join([f"<h1>{escape(typeset(title))}</h1>", contents(parts), *parts])
    return document(title, body, title, inline_only())


def sensitivity_section(found: SensitivityResult) -> str:
    """Return the section of a sensitivity analysis as HTML."""
    shown = html_table(("number", *column_names(found)), sensitivity_rows(found))
    return section(f"Sensitivity of {found.of}", f"{shown}<p>{escape(typeset(says(found)))}</p>")


def print_sensitivity(found: SensitivityResult, console: Console) -> None:
    """Print the estimates of a sensitivity analysis."""
    shown = terminal_table(f"Sensitivity of {found.of}", "number", *column_names(found))
    for each in sensitivity_rows(found):
        shown.add_row(*map(plain, each))
    console.print(shown)
    say(console, plain(says(found)), 2)


def html_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table of plain texts as HTML."""
    return table([typeset(head) for head in heads], [[escape(typeset(cell)) for cell in row] for row in rows])


def shared_rows(origin: Computed) -> list[tuple[str, str]]:
    """Return the numbers that all points read alike, and settings."""
    found = []
    for one in origin.inputs:
        row = term(one.question.name)
        unit = "" if row.shown == "1" else f" {row.shown}"
        found.append((one.question.of, f"{number(one.value * factor(row.unit, row.shown), 3)}{unit}"))
    return [*found, *((s.path, s.word) for s in origin.settings)]


def sweep_files(swept: SweptCells, version: str, found: SensitivityResult | None = None) -> dict[str, bytes]:
    """Return every file of a sweep by its name: page, JSON, tables, figures."""
    charts = sweep_charts(swept) if found is None else [sensitivity_chart(found), *sweep_charts(swept)]
    drawn = tuple(chart.picture() for chart in charts)
    tables = (
        [swept.table] if found is None else [swept.table, sensitivity_table(swept.design.name, swept.origin, found)]
    )
    return {
        "index.html": sweep_page(swept, drawn, version, found).encode(),
        "sweep.json": (json.dumps(full_document(swept, version, found), indent=1, allow_nan=False) + "\n").encode(),
        **{one.file: one.parquet for one in tables},
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def full_document(swept: SweptCells, version: str, found: SensitivityResult | None) -> dict[str, Any]:
    """Return a sweep as plain JSON, with its sensitivity where there is one."""
    plain_one = sweep_document(swept, version)
    return plain_one if found is None else {**plain_one, "sensitivity": sensitivity_document(found)}


def write_sweep(swept: SweptCells, out: Path, version: str, found: SensitivityResult | None = None) -> Path:
    """Write the folder of a sweep and return the path of its page."""
    write_folder(sweep_files(swept, version, found), out, "sweep")
    return out / "index.html"


def print_sweep(swept: SweptCells, console: Console, found: SensitivityResult | None = None) -> None:
    say(console, f"\n[bold]{plain(titled(swept))}[/]")
    shown = terminal_table("How the cells ended", "ended by", "cells", "share")
    for row in ending_rows(swept):
        shown.add_row(*map(plain, row))
    console.print(shown)
    for why, many in reasons(swept):
        say(console, plain(f"refused {many:,}: {why}"), 2)
    if swept.alone > SOME * len(swept):
        say(console, plain(f"{swept.alone:,} cells were built one by one, which takes longer"), 2)
    if found is not None:
        print_sensitivity(found, console)
