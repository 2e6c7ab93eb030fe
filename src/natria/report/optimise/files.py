"""Page, files and terminal output of a search."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ...design import number_at
from ...explore.optimise import FrontSpread, OptimisedDesigns, held_numbers, search_document, search_table
from ...quantity import factor, number, term, typeset
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from ..sweep.files import html_table
from .figures import search_charts, shown_goal

if TYPE_CHECKING:
    from rich.console import Console

LINES = 12  # of the front in the terminal


def search_title(found: OptimisedDesigns) -> str:
    """Return the title of a search."""
    goals = ", ".join(goal.says() for goal in found.problem.objectives)
    return f"{found.problem.design.name}: best designs of {len(found):,} for {goals}"


def front_heads(found: OptimisedDesigns) -> tuple[str, ...]:
    """Return the heads of the table of the front."""
    heads = ["design", *(shown_goal(goal)[1] for goal in found.problem.objectives)]
    return (*heads, *(one.path for one in found.problem.variables), "resolved")


def front_rows(found: OptimisedDesigns, spread: FrontSpread) -> list[tuple[str, ...]]:
    """Return a row for each best design: answers with their spread, what varies, whether it is resolved."""
    rows = []
    values = found.problem.values(found.points)
    for k, place in enumerate(found.front):
        row = [str(k + 1)]
        for n, goal in enumerate(found.problem.objectives):
            scale, _ = shown_goal(goal)
            value, std = found.objectives[place, n] * scale, spread.std[k, n] * scale
            row.append(f"{number(float(value), 3)} +/- {number(float(std), 2)}" if std else number(float(value), 3))
        for n, one in enumerate(found.problem.variables):
            row.append(one.label(found.points[place, n]) if one.choices else _shown(one.path, float(values[place, n])))
        row.append("yes" if spread.resolved[k] else f"not from {spread.neighbour[k] + 1}")
        rows.append(tuple(row))
    return rows


def _shown(path: str, value: float) -> str:
    at = number_at(path)
    assert at is not None
    row = term(at.term)
    return f"{number(value * factor(row.unit, row.shown), 3)}{'' if row.shown == '1' else f' {row.shown}'}"


def says(found: OptimisedDesigns, spread: FrontSpread) -> str:
    """Return what was done, in sentences."""
    missed = int((found.known.answered & (found.known.violation > 0)).sum())
    resolved = int(spread.resolved.sum())
    return (
        f"{len(found):,} designs evaluated (method {found.method}, seed {found.settings.seed}): "
        f"{len(found.front):,} on the front, {missed:,} miss a constraint, {len(found.refused):,} have no answer. "
        f"{resolved:,} of the front differ from their nearest neighbour by more than two standard deviations of the "
        f"difference in at least one objective.{_of_held(found)}"
    )


def _of_held(found: OptimisedDesigns) -> str:
    """Return what stays while phases are chosen, in a sentence; nothing where nothing does."""
    held = held_numbers(found.problem)
    if not held:
        return ""
    stays = f"These numbers of the layer stay as the design gives them, whatever its phase: {', '.join(held)}."
    return f" {stays} They may belong to one phase only: a front over phases compares what their cards give."


def search_files(
    found: OptimisedDesigns, spread: FrontSpread, version: str, designs: Mapping[str, str]
) -> dict[str, bytes]:
    """Return every file of a search by its name: page, JSON, table, figures, designs."""
    drawn = tuple(chart.picture() for chart in search_charts(found, spread))
    title = search_title(found)
    one = search_table(found)
    asked = [(goal.says(), "objective") for goal in found.problem.objectives]
    asked += [(goal.says(), "constraint") for goal in found.problem.constraints]
    parts = [
        section(
            "Front", f"<p>{escape(says(found, spread))}</p>{html_table(front_heads(found), front_rows(found, spread))}"
        ),
        section("Figures", figures(drawn)),
        section("Problem", html_table(("goal", "kind"), asked)),
    ]
    if found.refused:
        rows = [(why, f"{many:,}") for why, many in Counter(found.refused.values()).most_common()]
        parts.append(section("Designs without an answer", html_table(("reason", "designs"), rows)))
    names = ("optimise.json", one.file, *designs)
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in names)
    parts.append(section("Files", f"<p>{links}. Written by natria {escape(version)}.</p>"))
    body = "\n".join([f"<h1>{escape(typeset(title))}</h1>", contents(parts), *parts])
    text = json.dumps(search_document(found, spread, version), indent=1, allow_nan=False) + "\n"
    return {
        "index.html": document(title, body, title, inline_only()).encode(),
        "optimise.json": text.encode(),
        one.file: one.parquet,
        **{name: design.encode() for name, design in designs.items()},
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def write_search(
    found: OptimisedDesigns, spread: FrontSpread, out: Path, version: str, designs: Mapping[str, str]
) -> Path:
    """Write the folder of a search and return the path of its page."""
    write_folder(search_files(found, spread, version, designs), out, "optimisation")
    return out / "index.html"


def print_search(found: OptimisedDesigns, spread: FrontSpread, console: Console) -> None:
    """Print the front of a search."""
    say(console, f"\n[bold]{plain(search_title(found))}[/]")
    shown = terminal_table("Front", *front_heads(found))
    rows = front_rows(found, spread)
    step = max(len(rows) // LINES, 1)
    for row in rows[::step]:
        shown.add_row(*map(plain, row))
    console.print(shown)
    say(console, plain(says(found, spread)), 2)
    for why, many in Counter(found.refused.values()).most_common(5):
        say(console, plain(f"{many:,} without an answer: {why}"), 2)
