"""Figures of a search: objectives against each other, what varies along the front, and the progress."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from ...design import number_at
from ...explore.optimise import FrontSpread, Goal, OptimisedDesigns
from ...quantity import factor, term, typeset
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS
from ..sweep.answer_figures import label_of
from ..sweep.plane import is_log, scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY = "#b8bec4"
PAIRS = 3  # figures of two objectives
MARGIN = 0.08  # of the range of the front: around it
VARIED = 6  # figures of what varies


def search_charts(found: OptimisedDesigns, spread: FrontSpread) -> list[Chart]:
    """Return the figures of a search."""
    goals = found.problem.objectives
    charts = [
        Chart(
            f"front-{i + 1}-{j + 1}",
            f"Designs: {label_of(goals[i].asked)} and {label_of(goals[j].asked)} (computed)",
            "evaluated designs and the front, with the standard deviation of each answer",
            (ChartPanel(partial(draw_front, found=found, spread=spread, pair=(i, j))),),
            columns=2,
        )
        for i, j in list(combinations(range(len(goals)), 2))[:PAIRS]
    ]
    for n, one in list(enumerate(found.problem.variables))[:VARIED]:
        title = f"{one.path} along the front (computed)"
        draw = partial(draw_varied, found=found, n=n)
        charts.append(Chart(f"varied-{n + 1}", title, "what varies, against the first objective", (ChartPanel(draw),)))
    progress = ChartPanel(partial(draw_gained, found=found))
    charts.append(
        Chart("gained", "Hypervolume of the front", "hypervolume over the number of evaluations", (progress,))
    )
    return charts


def goal_axis(found: OptimisedDesigns, n: int) -> tuple[np.ndarray, float, str]:
    """Return an objective in the unit in which it is shown, the factor from SI, and the label of its axis."""
    goal = found.problem.objectives[n]
    scale, label = shown_goal(goal)
    return found.objectives[:, n] * scale, scale, label


def shown_goal(goal: Goal) -> tuple[float, str]:
    """Return the factor from SI to the shown unit, and name with unit."""
    row = term(goal.term)
    return factor(row.unit, row.shown), label_of(goal.asked) + ("" if row.shown == "1" else f" ({row.shown})")


def draw_front(axes: Axes, found: OptimisedDesigns, spread: FrontSpread, pair: tuple[int, int], **style: Any) -> None:
    """Draw all designs in the plane of two objectives; those of the front with their spread."""
    (x, x_scale, x_name), (y, y_scale, y_name) = (goal_axis(found, n) for n in pair)
    met = found.known.violation <= 0
    missed = np.isfinite(x) & np.isfinite(y) & ~met
    if missed.any():
        axes.scatter(
            x[missed], y[missed], s=7, color=COLOURS[1], marker="x", linewidth=0.5, label="misses a constraint"
        )
    axes.scatter(x[met], y[met], s=5, color=GREY, linewidth=0, label="evaluated")
    front = found.front
    errors: dict[str, Any] = {"xerr": spread.std[:, pair[0]] * x_scale, "yerr": spread.std[:, pair[1]] * y_scale}
    look: dict[str, Any] = {"fmt": "none", "ecolor": COLOURS[0], "elinewidth": 0.4, "alpha": 0.35}
    axes.errorbar(x[front], y[front], **errors, **look)
    axes.scatter(
        x[front], y[front], s=9, **{"color": COLOURS[0], "linewidth": 0, "label": "front", "zorder": 3, **style}
    )
    for n, values, scale, name, which in ((pair[0], x, x_scale, x_name, "x"), (pair[1], y, y_scale, y_name, "y")):
        shown = values[np.isfinite(values)]
        scaled(axes, shown, name, which)
        if is_log(shown):
            continue
        spreads = spread.std[:, n] * scale
        low, high = float((values[front] - spreads).min()), float((values[front] + spreads).max())
        margin = MARGIN * ((high - low) or abs(high) or 1.0)
        (axes.set_xlim if which == "x" else axes.set_ylim)(low - margin, high + margin)


def draw_varied(axes: Axes, found: OptimisedDesigns, n: int, **style: Any) -> None:
    """Draw what varies of the designs of the front against the first objective."""
    x, _, name = goal_axis(found, 0)
    one, front = found.problem.variables[n], found.front
    look = {"s": 9, "color": COLOURS[0], "linewidth": 0, **style}
    if one.choices:
        axes.scatter(x[front], found.points[front, n], **look)
        axes.set_yticks(range(one.count), [typeset(label) for label in one.choices])
        axes.set_ylim(-0.5, one.count - 0.5)
        axes.set_ylabel(one.path)
    else:
        number = number_at(one.path)
        assert number is not None
        row = term(number.term)
        values = one.values(found.points[:, n]) * factor(row.unit, row.shown)
        axes.scatter(x[front], values[front], **look)
        scaled(axes, values, f"{one.path} ({row.shown if row.shown != '1' else 'no unit'})", "y")
    scaled(axes, x[front], name, "x")


def draw_gained(axes: Axes, found: OptimisedDesigns, **style: Any) -> None:
    """Draw the hypervolume after each number of evaluations, as a share of the last one."""
    counts, shares = found.gained
    axes.plot(counts, shares, **{"color": COLOURS[0], **style})
    axes.set_xlabel("evaluations")
    axes.set_ylabel("hypervolume (share of the last)")
    axes.set_ylim(0, 1.05)
