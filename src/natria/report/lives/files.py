"""Page, files and terminal output of the analysis of reported lives."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from html import escape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from ...explore.lives.analysis import LifeAnalysis
from ...explore.lives.bounds import PhysicalBound
from ...explore.lives.document import lives_document
from ...explore.lives.expected import ExpectedLife
from ...quantity import Finding, show_conditions, show_value, typeset
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import table
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from .figures import lives_charts
from .tabled import Tabled, bounds_table, expected_table, tables_of
from .wording import headline

if TYPE_CHECKING:
    from rich.console import Console

JSON, ROWS = "lives.json", "rows.csv"
HEADS = ("id", "life", "class", "cell", "phases", "conditions", "paper", "failed")


@dataclass(frozen=True)
class DesignLives:
    """What the rows and physics say about one design; `reported` are its own lives in the papers."""

    system: str
    expected: tuple[ExpectedLife, ...]
    bounds: tuple[PhysicalBound, ...]
    reported: tuple[Finding, ...] = ()


def every_table(made: LifeAnalysis, design: DesignLives | None) -> tuple[Tabled, ...]:
    """Return all tables; those of a design come first."""
    own: tuple[Tabled, ...] = ()
    if design is not None:
        quantity = made.rows.quantity
        own = (expected_table(design.expected, quantity), bounds_table(design.bounds, design.reported))
    return (*own, *tables_of(made))


def lives_page(made: LifeAnalysis, design: DesignLives | None, drawn: tuple[Picture, ...], version: str) -> str:
    title = "Lives that papers report" + (f", and {design.system}" if design else "")
    parts = [section("Figures", figures(drawn))]
    parts += [_section(one) for one in every_table(made, design)]
    parts.append(_section(row_table(made)))
    out = tuple((one.id, one.why) for one in made.rows.left_out)
    parts.append(_section(Tabled("Reported lives that are no rows", ("id", "why"), out)))
    links = ", ".join(f'<a href="{name}">{name}</a>' for name in (JSON, ROWS))
    parts.append(section("Files", f"<p>{links}. Written by natria {escape(version)}.</p>"))
    parts = [part for part in parts if part]
    said = f"<p>{escape(typeset(headline(made)))}</p>"
    body = "\n".join([f"<h1>{escape(title)}</h1>", said, contents(parts), *parts])
    return document(title, body, headline(made), inline_only())


def _section(one: Tabled) -> str:
    if not one.rows:
        return ""
    made = table([typeset(h) for h in one.heads], [[escape(typeset(cell)) for cell in row] for row in one.rows])
    return section(one.title, made + (f"<p>{escape(typeset(one.says))}</p>" if one.says else ""))


def row_table(made: LifeAnalysis) -> Tabled:
    """Return the rows that were analysed, one for each cell and test."""
    return Tabled("Rows", HEADS, tuple(tuple(row) for row in _rows(made)))


def _rows(made: LifeAnalysis) -> list[list[str]]:
    return [
        [
            row.id,
            show_value(row.fact),
            row.layer_class,
            row.cell,
            ", ".join(row.phases),
            show_conditions(row.at),
            row.group,
            "yes" if row.failed else "no",
        ]
        for row in made.rows.rows
    ]


def _csv(made: LifeAnalysis) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADS, *_rows(made)])
    return text.getvalue().encode()


def lives_files(made: LifeAnalysis, version: str, design: DesignLives | None = None) -> dict[str, bytes]:
    """Return every file of an analysis by its name: page, JSON, rows, figures."""
    drawn = tuple(chart.picture() for chart in lives_charts(made))
    return {
        "index.html": lives_page(made, design, drawn, version).encode(),
        JSON: (json.dumps(full_document(made, version, design), indent=1, allow_nan=False) + "\n").encode(),
        ROWS: _csv(made),
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def full_document(made: LifeAnalysis, version: str, design: DesignLives | None = None) -> dict[str, object]:
    """Return an analysis as plain JSON, with what it says about a design."""
    if design is None:
        return lives_document(made, version)
    return {"system": design.system, **lives_document(made, version, design.expected, design.bounds)}


def write_lives(made: LifeAnalysis, out: Path, version: str, design: DesignLives | None = None) -> Path:
    """Write the folder of an analysis and return the path of its page."""
    write_folder(lives_files(made, version, design), out, "reported lives")
    return out / "index.html"


def print_lives(made: LifeAnalysis, console: Console, design: DesignLives | None = None) -> None:
    """Print the one sentence, then the tables."""
    say(console, f"\n[bold]{plain(headline(made))}[/]")
    for one in every_table(made, design):
        if not one.rows:
            continue
        shown = terminal_table(plain(one.title), *one.heads)
        for row in one.rows:
            shown.add_row(*map(plain, row))
        console.print(shown)
        if one.says:
            say(console, plain(one.says), 2)
    if made.rows.left_out:
        many = len(made.rows.left_out)
        say(
            console,
            f"\n{many} reported lives are no rows (restated, or without what is needed); --json and the page list them",
        )
