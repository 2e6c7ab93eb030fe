"""Figures of answers at points: lines over one number, maps over two, clouds over more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.answers import AnswersAtPoints
from ...quantity import factor, term, typeset
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS
from .literature import draw_literature
from .plane import SCALED, axis_of, draw_own_point, draw_plane, scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDES = 2
DRAWN = 4000  # points of a cloud: more hide each other
PANELS = 12  # figures of clouds
PLAIN = str.maketrans("#@", "--")


def answer_charts(found: AnswersAtPoints) -> list[Chart]:
    """Return the figures: one for each answer, over each number where more than two vary."""
    many = len(found.points.paths)
    if many == SIDES:
        return [_chart(found, name, "", partial(draw_answer_map, found=found, name=name)) for name in found.names]
    charts = [
        _chart(found, name, f"-{n + 1}" if many > 1 else "", partial(draw_answer, found=found, name=name, n=n))
        for name in found.names
        for n in range(many)
    ]
    return charts[:PANELS]


def label_of(name: str) -> str:
    """Return the name of an answer as words: the term, then the layer and the closed form."""
    text, _, form = name.partition("@")
    text, _, layer = text.partition("#")
    words = text.replace("_", " ") + (f" of {layer}" if layer else "")
    return f"{words} by {form}" if form else words


def shown_of(found: AnswersAtPoints, name: str) -> tuple[float, str]:
    """Return the factor from SI to the unit in which an answer is shown, and its label with unit."""
    row = term(found.requests[found.place(name)].term)
    unit = "" if row.shown == "1" else f" ({row.shown})"
    return factor(row.unit, row.shown), f"{label_of(name)}{unit}"


def _chart(found: AnswersAtPoints, name: str, end: str, draw: Any) -> Chart:
    label = label_of(name)
    title = label[0].upper() + label[1:]
    says = f"{title} of {found.design.name} in closed form"
    return Chart(f"answers-{name.translate(PLAIN)}{end}", title, says, (ChartPanel(draw),), columns=2)


def draw_answer_map(axes: Axes, found: AnswersAtPoints, name: str, **style: Any) -> None:
    """Draw an answer in the plane of two numbers; a refused point is left white."""
    from matplotlib.colors import LogNorm, Normalize

    scale, label = shown_of(found, name)
    values = found.column(name) * scale
    there = values[np.isfinite(values)]
    wide = len(there) > 0 and there.min() > 0 and there.max() / there.min() >= SCALED
    norm = LogNorm(there.min(), there.max()) if wide else Normalize()
    drawn = draw_plane(axes, found.points, values, **{"cmap": "viridis", "norm": norm, **style})
    axes.figure.colorbar(drawn, ax=axes).set_label(typeset(label))
    draw_literature(axes, found.design, found.points)
    draw_own_point(axes, found.design, found.points)


def draw_answer(axes: Axes, found: AnswersAtPoints, name: str, n: int, **style: Any) -> None:
    """Draw an answer over one number, with its range: a line where it varies alone, else points."""
    x, x_label = axis_of(found.points, n)
    scale, label = shown_of(found, name)
    one = found.answers[found.place(name)]
    value, low, high = (ends * scale for ends in (one.value, one.low, one.high))
    if len(found.points.paths) == 1:
        order = np.argsort(x)
        if one.is_range:
            axes.fill_between(x[order], low[order], high[order], color=COLOURS[0], alpha=0.25, linewidth=0)
        axes.plot(x[order], value[order], **{"color": COLOURS[0], **style})
    else:
        some = np.random.default_rng(0).permutation(len(x))[:DRAWN]
        axes.scatter(x[some], value[some], **{"color": COLOURS[0], "s": 6, "linewidth": 0, **style})
    there = np.concatenate([ends[np.isfinite(ends)] for ends in (value, low, high)])
    if len(there) and there.min() > 0 and there.max() / there.min() >= SCALED:
        axes.set_yscale("log")
    scaled(axes, x, x_label, "x")
    axes.set_ylabel(typeset(label))
