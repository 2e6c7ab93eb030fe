"""Curves of a design over one of its numbers: limits and answers, with the design marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...design import number_at
from ...design.editing import name_of
from ...explore.answers import AnswersAtPoints
from ...explore.regimes import RegimeMap
from ...explore.sweeps import SweepPoints, own_values
from ...quantity import factor, term
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS, LINES
from .answer_figures import draw_answer, label_of
from .plane import axis_of, scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST = 1e-6  # utilisation below which a limit is not drawn
OWN = "this design"


def limit_curve(found: RegimeMap) -> Chart:
    """Return the utilisation of each limit over the number that varies, with the limit and the design."""
    says = f"Utilisation of each limit of {found.design.name} over {name_of(found.points.paths[0])}; 1 is the limit. "
    says += "Dashed: warnings, which end no run."
    return Chart("limits", "Limits", says, (ChartPanel(partial(draw_limits, found=found)),))


def answer_curves(found: AnswersAtPoints) -> list[Chart]:
    """Return each answer over the number that varies, with the design."""
    charts = []
    for name in found.names:
        title = label_of(name)
        title = title[0].upper() + title[1:]
        says = f"{title} of {found.design.name} in closed form"
        panel = ChartPanel(partial(draw_own_answer, found=found, name=name))
        charts.append(Chart(f"curve-{name.replace('#', '-').replace('@', '-')}", title, says, (panel,)))
    return charts


def draw_limits(axes: Axes, found: RegimeMap, **style: Any) -> None:
    """Draw the utilisation of each limit over one number; 1 is the limit."""
    x, x_label = axis_of(found.points, 0)
    order = np.argsort(x)
    for k, one in enumerate(found.uses):
        use = one.values.value[order]
        if not (np.isfinite(use) & (use > LEAST)).any():
            continue
        warns = one.criterion.kind == "warns"
        look = {"color": COLOURS[k % (len(COLOURS) - 1)], "linestyle": "--" if warns else LINES[0], **style}
        axes.plot(x[order], np.where(use > LEAST, use, np.nan), label=one.name, **look)
    axes.axhline(1.0, color="black", linewidth=1.2, label="limit")
    draw_own(axes, found.design, found.points)
    axes.set_yscale("log")
    scaled(axes, x, x_label, "x")
    axes.set_ylabel("utilisation of the limit")


def draw_own_answer(axes: Axes, found: AnswersAtPoints, name: str, **style: Any) -> None:
    """Draw an answer over one number with the place of the design."""
    draw_answer(axes, found=found, name=name, n=0, **style)
    draw_own(axes, found.design, found.points)


def draw_own(axes: Axes, design: Any, points: SweepPoints) -> None:
    """Mark the value that the design has of the number that varies."""
    (own,) = own_values(design, points.paths)
    number = number_at(points.paths[0])
    if own is None or number is None or not points.values.min() <= own <= points.values.max():
        return
    row = term(number.term)
    axes.axvline(own * factor(row.unit, row.shown), color=COLOURS[-1], linestyle=":", linewidth=1.6, label=OWN)
