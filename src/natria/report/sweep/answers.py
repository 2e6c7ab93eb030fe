"""Page, files and terminal output of answers at points."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.answers import AnswersAtPoints
from ...explore.answers.document import answer_reasons, answers_document
from ...explore.sensitivity import SensitivityResult, sensitivity_document, sensitivity_table
from ...quantity import number, typeset
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from .answer_figures import answer_charts, shown_of
from .files import html_table, print_sensitivity, sensitivity_section, shared_rows, varies_rows
from .sensitivity import sensitivity_chart

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class AnswersPage:
    """Answers at points, and how much each number matters for one of them where that was asked."""

    found: AnswersAtPoints
    matters: SensitivityResult | None = None


HEADS = ("answer", "closed form", "lowest", "highest", "answered")


def answers_title(found: AnswersAtPoints) -> str:
    """Return the title of a page of answers."""
    return f"{found.design.name}: answers in closed form at {len(found):,} points over {', '.join(found.points.paths)}"


def answer_rows(found: AnswersAtPoints) -> list[tuple[str, ...]]:
    """Return a row for each answer: name with unit, closed form, ends, number of points with an answer."""
    rows = []
    for name, request, one in zip(found.names, found.requests, found.answers, strict=True):
        scale, label = shown_of(found, name)
        there = one.value[np.isfinite(one.value)] * scale
        ends = [number(float(of(there)), 3) if len(there) else "" for of in (np.min, np.max)]
        rows.append((label, request.answerer, *ends, f"{len(there):,}"))
    return rows


def reason_rows(found: AnswersAtPoints) -> list[tuple[str, str, str]]:
    """Return why points have no answer: answer, reason, number of points."""
    each = zip(found.names, found.answers, strict=True)
    return [(name, why, f"{many:,}") for name, one in each for why, many in answer_reasons(one)]


def full_answers_document(made: AnswersPage, version: str) -> dict[str, Any]:
    """Return answers as plain JSON, with their sensitivity where there is one."""
    one = answers_document(made.found, version)
    return one if made.matters is None else {**one, "sensitivity": sensitivity_document(made.matters)}


def answer_files(made: AnswersPage, version: str) -> dict[str, bytes]:
    """Return every file of answers at points by its name: page, JSON, tables, figures."""
    found, matters = made.found, made.matters
    charts = answer_charts(found) if matters is None else [sensitivity_chart(matters), *answer_charts(found)]
    drawn = tuple(chart.picture() for chart in charts)
    tables = [found.table]
    title = answers_title(found)
    parts = [
        section("Answers", html_table(HEADS, answer_rows(found))),
        section("Figures", figures(drawn)),
        section("What varies", html_table(("number", "from", "to", "different values"), varies_rows(found.points))),
        section("What is the same", html_table(("number", "value"), shared_rows(found.origin))),
    ]
    if rows := reason_rows(found):
        parts.insert(1, section("Points without an answer", html_table(("answer", "reason", "points"), rows)))
    if matters is not None:
        parts.insert(0, sensitivity_section(matters))
        tables.append(sensitivity_table(found.design.name, found.origin, matters))
    names = ("answers.json", *(one.file for one in tables))
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in names)
    parts.append(section("Files", f"<p>{links}. Written by natria {escape(version)}.</p>"))
    body = "\n".join([f"<h1>{escape(typeset(title))}</h1>", contents(parts), *parts])
    page = document(title, body, title, inline_only())
    text = json.dumps(full_answers_document(made, version), indent=1, allow_nan=False) + "\n"
    return {
        "index.html": page.encode(),
        "answers.json": text.encode(),
        **{one.file: one.parquet for one in tables},
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def write_answers(made: AnswersPage, out: Path, version: str) -> Path:
    """Write the folder of answers at points and return the path of its page."""
    write_folder(answer_files(made, version), out, "sweep")
    return out / "index.html"


def print_answers(made: AnswersPage, console: Console) -> None:
    """Print ends and refusals of each answer."""
    found = made.found
    say(console, f"\n[bold]{plain(answers_title(found))}[/]")
    shown = terminal_table("Answers", *HEADS)
    for row in answer_rows(found):
        shown.add_row(*map(plain, row))
    console.print(shown)
    for name, why, many in reason_rows(found):
        say(console, plain(f"{name}: {many} points refused: {why}"), 2)
    if made.matters is not None:
        print_sensitivity(made.matters, console)
