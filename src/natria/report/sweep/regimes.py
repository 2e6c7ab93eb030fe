"""Page, files and terminal output of regimes of failure."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ...explore.regimes import RegimeMap
from ...explore.regimes.document import regimes_document
from ...quantity import typeset
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from .drawn_inputs import DRAWN_HEADS, drawn_rows, says_undrawn
from .files import html_table, shared_rows, varies_rows
from .literature import HEADS as LITERATURE_HEADS
from .literature import literature_rows, points_on
from .regime_figures import regime_charts, regime_rows, says_regimes, use_rows

if TYPE_CHECKING:
    from rich.console import Console

HEADS = ("regime", "points", "share", "unresolved")
USES = ("limit", "what it does", "closed form", "lowest use", "highest use", "answered")


def regimes_title(found: RegimeMap) -> str:
    """Return the title of a page of regimes."""
    return f"{found.design.name}: which failure comes first over {' and '.join(found.points.paths)}"


def regime_files(found: RegimeMap, version: str) -> dict[str, bytes]:
    """Return every file of regimes by its name: page, JSON, table, figures."""
    drawn = tuple(chart.picture() for chart in regime_charts(found))
    title, reported = regimes_title(found), points_on(found.design, found.points)
    about = f"<p>{escape(typeset(says_regimes(found)))}</p>"
    parts = [
        section("Regimes", html_table(HEADS, regime_rows(found)) + about),
        section("Figures", figures(drawn)),
        section("Limits", html_table(USES, use_rows(found))),
        section("Inputs that are drawn", html_table(DRAWN_HEADS, drawn_rows(found.drawn)) + says_undrawn(found.drawn)),
        section("What varies", html_table(("number", "from", "to", "different values"), varies_rows(found.points))),
        section("What is the same", html_table(("number", "value"), shared_rows(found.origin))),
    ]
    if reported:
        parts.insert(3, section("Reported cells", html_table(LITERATURE_HEADS, literature_rows(reported))))
    if found.unknown:
        parts.insert(3, section("Limits without an answer", html_table(("limit", "reason"), found.unknown)))
    names = ("regimes.json", found.table.file)
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in names)
    parts.append(section("Files", f"<p>{links}. Written by natria {escape(version)}.</p>"))
    body = "\n".join([f"<h1>{escape(typeset(title))}</h1>", contents(parts), *parts])
    text = json.dumps(regimes_document(found, reported, version), indent=1, allow_nan=False) + "\n"
    return {
        "index.html": document(title, body, title, inline_only()).encode(),
        "regimes.json": text.encode(),
        found.table.file: found.table.parquet,
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def write_regimes(found: RegimeMap, out: Path, version: str) -> Path:
    """Write the folder of regimes and return the path of its page."""
    write_folder(regime_files(found, version), out, "sweep")
    return out / "index.html"


def print_regimes(found: RegimeMap, console: Console) -> None:
    """Print regimes and limits."""
    say(console, f"\n[bold]{plain(regimes_title(found))}[/]")
    for title, heads, rows in (("Regimes", HEADS, regime_rows(found)), ("Limits", USES, use_rows(found))):
        shown = terminal_table(title, *heads)
        for row in rows:
            shown.add_row(*map(plain, row))
        console.print(shown)
    for what, why in found.unknown:
        say(console, plain(f"{what}: {why}"), 2)
    say(console, plain(says_regimes(found)), 2)
