"""Page, files and terminal output of a map of the literature."""

from __future__ import annotations

import csv
import json
from html import escape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from ...explore.lives.laws import counted
from ...explore.maps.mapped import LiteratureMap, map_document
from ...explore.maps.points import ReportedPoint
from ...quantity import typeset
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture
from ..common.tables import Row, table
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from .figures import axis_value, map_chart

if TYPE_CHECKING:
    from rich.console import Console

JSON, POINTS = "map.json", "points.csv"
SHOWN = 60  # rows of a table on a terminal


def title_of(made: LiteratureMap) -> str:
    return f"{made.y.label} against {made.x.label}"


def map_sentence(made: LiteratureMap) -> str:
    """Return what a map shows, in a sentence."""
    papers = len({p.paper for p in made.pairs})
    pairs, alone = counted(len(made.pairs), "reported point"), counted(len(made.singles), "reported value")
    text = f"{pairs} of {counted(papers, 'paper')}; {alone} without a partner."
    own = sum(len(one.points) for one in made.designs)
    systems = made.designs[0].system if len(made.designs) == 1 else counted(len(made.designs), "system")
    return f"{text} Placed by natria: {systems}, {counted(own, 'point')}." if made.designs else text


def map_rows(made: LiteratureMap) -> list[tuple[str, ...]]:
    """Return a row for each point: designs, pairs, cards, then single values."""
    own = [p for one in made.designs for p in one.points]
    return [_row(p, made) for p in (*own, *made.pairs, *made.cards, *made.singles)]


def _row(p: ReportedPoint, made: LiteratureMap) -> tuple[str, ...]:
    ids = dict.fromkeys(name for value in (p.y, p.x) if value for name in value.ids)
    return (p.subject, p.layer_class, axis_value(p.y, made.y), axis_value(p.x, made.x), ", ".join(ids))


def heads_of(made: LiteratureMap) -> tuple[str, ...]:
    """Return the heads of the table of points."""
    return ("subject", "class", made.y.word.replace("_", " "), made.x.word.replace("_", " "), "by")


def map_page(made: LiteratureMap, drawn: Picture, version: str) -> str:
    refused = [f"{one.system}: {why}" for one in made.designs for why in one.refused]
    rows: list[Row] = [[escape(typeset(cell)) for cell in row] for row in map_rows(made)]
    links = ", ".join(f'<a href="{name}">{name}</a>' for name in (JSON, POINTS))
    parts = [
        section("Figure", figures((drawn,))),
        section("Points", table([typeset(h) for h in heads_of(made)], rows)),
        section("Not placed", *(f"<p>{escape(typeset(text))}</p>" for text in refused)),
        section(
            "Files",
            f"<p>{links}. Written by natria {escape(version)}.</p>",
        ),
    ]
    parts = [part for part in parts if part]
    head = [f"<h1>{escape(typeset(title_of(made)))}</h1>", f"<p>{escape(typeset(map_sentence(made)))}</p>"]
    return document(title_of(made), "\n".join([*head, contents(parts), *parts]), map_sentence(made), inline_only())


def map_files(made: LiteratureMap, version: str) -> dict[str, bytes]:
    """Return every file of a map by its name."""
    drawn = map_chart(made).picture()
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([heads_of(made), *map_rows(made)])
    return {
        "index.html": map_page(made, drawn, version).encode(),
        JSON: (json.dumps(map_document(made, version), indent=1, allow_nan=False) + "\n").encode(),
        POINTS: text.getvalue().encode(),
        f"figures/{drawn.id}.svg": drawn.svg,
        f"figures/{drawn.id}.png": drawn.png,
    }


def write_map(made: LiteratureMap, out: Path, version: str) -> Path:
    """Write the folder of a map and return the path of its page."""
    write_folder(map_files(made, version), out, "map of the literature")
    return out / "index.html"


def print_map(made: LiteratureMap, console: Console) -> None:
    """Print the sentence and the points of a map."""
    say(console, f"\n[bold]{plain(title_of(made))}[/]")
    say(console, plain(map_sentence(made)))
    rows = map_rows(made)
    shown = terminal_table("Points", *heads_of(made))
    for row in rows[:SHOWN]:
        shown.add_row(*map(plain, row))
    console.print(shown)
    if len(rows) > SHOWN:
        say(console, f"and {len(rows) - SHOWN} more, on the page and in --json")
    for one in made.designs:
        for why in one.refused:
            say(console, plain(f"not placed: {one.system}: {why}"))
