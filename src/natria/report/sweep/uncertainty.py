"""Page, figures, files and terminal output of answers with drawn inputs."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.sensitivity import SensitivityResult
from ...explore.uncertainty import UncertainAnswer, UncertainAnswers, uncertain_document
from ...quantity import factor, number, term, typeset
from ..common.chart import Chart, ChartPanel
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.style import COLOURS
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from .answer_figures import PLAIN, label_of
from .drawn_inputs import DRAWN_HEADS, drawn_rows, says_undrawn, undrawn_names
from .files import html_table, shared_rows
from .plane import SCALED
from .sensitivity import column_names, sensitivity_chart, sensitivity_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.console import Console

MOST_INPUTS = 8  # that are shown of an answer, the most important ones
BINS = 40
HEADS = ("answer", "as designed", "median", "5 % to 95 %", "standard deviation", "refused draws")


def uncertain_title(found: UncertainAnswers) -> str:
    """Return the title of a page of answers with drawn inputs."""
    return f"{found.design.name}: answers with their inputs drawn from their spreads"


def shown_as(one: UncertainAnswer) -> tuple[float, str]:
    """Return the factor from SI to the unit in which an answer is shown, and its label with unit."""
    row = term(one.request.term)
    unit = "" if row.shown == "1" else f" ({row.shown})"
    return factor(row.unit, row.shown), f"{label_of(one.name)}{unit}"


def leading(found: SensitivityResult) -> SensitivityResult:
    """Return the most important inputs of a sensitivity analysis, without those that change nothing."""
    some = np.array([n for n in found.order if found.estimates["total"][n] > 0][:MOST_INPUTS])
    taken = [{k: x[some] for k, x in one.items()} for one in (found.estimates, found.low, found.high)]
    paths = tuple(found.paths[n] for n in some)
    return replace(found, paths=paths, estimates=taken[0], low=taken[1], high=taken[2])


def uncertain_rows(found: UncertainAnswers) -> list[tuple[str, ...]]:
    """Return a row for each answer."""
    rows: list[tuple[str, ...]] = []
    for one in found.answers:
        scale, label = shown_as(one)
        low, _, middle, _, high = one.quantiles * scale
        std = float(one.answered.std(ddof=1)) * scale
        lost = len(one.draws) - len(one.answered)
        ends = f"{number(float(low), 3)} to {number(float(high), 3)}"
        values = (number(one.nominal.value * scale, 3), number(float(middle), 3), ends, number(std, 2))
        rows.append((label, *values, f"{lost:,} of {len(one.draws):,}"))
    return rows


def uncertain_charts(found: UncertainAnswers) -> list[Chart]:
    """Return the distribution of each answer and the share of its inputs."""
    charts = []
    for one in found.answers:
        label = label_of(one.name)
        title = label[0].upper() + label[1:]
        name = one.name.translate(PLAIN)
        says = f"{title} of {found.design.name} with drawn inputs"
        charts.append(Chart(f"drawn-{name}", title, says, (ChartPanel(partial(draw_distribution, one=one)),)))
        if one.matters is not None:
            bars = sensitivity_chart(leading(one.matters))
            charts.append(replace(bars, id=f"shares-{name}", title=f"Shares of the variance: {label}"))
    return charts


def draw_distribution(axes: Axes, one: UncertainAnswer, **style: Any) -> None:
    """Draw the draws of an answer as a histogram, with its quantiles and the answer as designed."""
    scale, label = shown_as(one)
    values = one.answered * scale
    wide = values.min() > 0 and np.quantile(values, 0.99) / np.quantile(values, 0.01) >= SCALED
    low, high = (float(x) for x in np.quantile(values, [0.002, 0.998]))
    bins = np.geomspace(low, high, BINS) if wide else np.linspace(low, high, BINS)
    axes.hist(values, bins=bins.tolist(), **{"color": COLOURS[0], "alpha": 0.55, **style})
    low, _, middle, _, high = one.quantiles * scale
    axes.axvspan(low, high, color=COLOURS[0], alpha=0.12, linewidth=0, label="5 % to 95 % of the draws")
    axes.axvline(middle, color=COLOURS[0], label="median")
    axes.axvline(one.nominal.value * scale, color=COLOURS[1], linestyle="--", label="as designed")
    if wide:
        axes.set_xscale("log")
    axes.set_xlabel(typeset(label))
    axes.set_ylabel("draws")


def uncertain_files(found: UncertainAnswers, version: str) -> dict[str, bytes]:
    """Return every file of answers with drawn inputs by its name: page, JSON, tables, figures."""
    drawn = tuple(chart.picture() for chart in uncertain_charts(found))
    title = uncertain_title(found)
    parts = [section("Answers", html_table(HEADS, uncertain_rows(found)) + _html(says_drawn(found)))]
    for one in found.answers:
        name = f"Shares of the variance of {label_of(one.name)}"
        if one.matters is None:
            parts.append(section(name, _html(one.why)))
        else:
            head = ("input", *column_names(one.matters))
            parts.append(section(name, html_table(head, sensitivity_rows(leading(one.matters)))))
    if found.refused:
        parts.append(section("Without an answer as designed", html_table(("answer", "reason"), found.refused)))
    parts += [
        section("Figures", figures(drawn)),
        section("Inputs that are drawn", html_table(DRAWN_HEADS, drawn_rows(found.drawn)) + says_undrawn(found.drawn)),
        section("Inputs and settings", html_table(("number", "value"), shared_rows(found.origin))),
    ]
    tables = (found.table, found.draws)
    names = ("uncertainty.json", *(one.file for one in tables))
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in names)
    parts.append(section("Files", f"<p>{links}. Written by natria {escape(version)}.</p>"))
    body = "\n".join([f"<h1>{escape(typeset(title))}</h1>", contents(parts), *parts])
    text = json.dumps(uncertain_document(found, version), indent=1, allow_nan=False) + "\n"
    return {
        "index.html": document(title, body, title, inline_only()).encode(),
        "uncertainty.json": text.encode(),
        **{one.file: one.parquet for one in tables},
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def says_drawn(found: UncertainAnswers) -> str:
    """Return how the draws were made, in a sentence."""
    many = len(found.answers[0].draws)
    return (
        f"{many:,} draws of {len(found.drawn.columns)} independent inputs (Sobol sequence, seed {found.seed}). "
        "Positive inputs are lognormal, shares normal in the logit, others normal; settings are as designed."
    )


def _html(text: str) -> str:
    return f"<p>{escape(typeset(text))}</p>"


def write_uncertain(found: UncertainAnswers, out: Path, version: str) -> Path:
    """Write the folder of answers with drawn inputs and return the path of its page."""
    write_folder(uncertain_files(found, version), out, "sweep")
    return out / "index.html"


def print_uncertain(found: UncertainAnswers, console: Console) -> None:
    """Print quantiles of each answer and the inputs that matter most."""
    say(console, f"\n[bold]{plain(uncertain_title(found))}[/]")
    shown = terminal_table("Answers", *HEADS)
    for row in uncertain_rows(found):
        shown.add_row(*map(plain, row))
    console.print(shown)
    for one in found.answers:
        if one.matters is None:
            say(console, plain(f"{label_of(one.name)}: {one.why}"), 2)
            continue
        shown = terminal_table(f"Shares of the variance of {label_of(one.name)}", "input", *column_names(one.matters))
        for row in sensitivity_rows(leading(one.matters)):
            shown.add_row(*map(plain, row))
        console.print(shown)
    for name, why in found.refused:
        say(console, plain(f"{name}: {why}"), 2)
    if names := undrawn_names(found.drawn):
        say(console, plain(f"not drawn, because no spread is known: {', '.join(names)}"), 2)
    say(console, plain(says_drawn(found)), 2)
