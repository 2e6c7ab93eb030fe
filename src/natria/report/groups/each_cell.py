"""Groups of cells cell by cell: curves in their own colours, and their numbers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from ...quantity import Finding, show_value, typeset
from ...record import thin
from ...studies.groups import CellGroups, GroupedNumber, GroupMean, Overlay
from ..chosen.plots import series_colours
from ..common.chart import Chart, ChartPanel
from ..common.labels import label
from ..common.tables import ShownTable
from ..study.wording import count
from .figures import label_overlay, overlay_id
from .wording import (
    amount,
    conditions_of,
    contrast_interval,
    contrast_words,
    deviation,
    main_first,
    span_of,
    verdict_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 1500  # of a curve
NARROW, WIDE = 0.5, 2.0  # ratio of both spreads, outside of which it says something


def cell_charts(result: CellGroups) -> tuple[Chart, ...]:
    """Return a chart for each kind of curve, each cell in its own colour, with the mean of each group."""
    return tuple(
        Chart(
            overlay_id(o),
            f"{o.kind.title}, {o.kind.kind} cells{', ' + o.test if o.test else ''}",
            f"{o.kind.title} of {count(sum(map(len, o.groups.values())), 'cell')} against cycle, to a lasting failure"
            + ("; black with a band: mean and one standard deviation of a group" if o.means else ""),
            (ChartPanel(partial(draw_cells, result=result, o=o)),),
            columns=2,
        )
        for o in result.overlays
    )


def draw_cells(axes: Axes, result: CellGroups, o: Overlay, **style: Any) -> None:
    """Draw the curve of each cell in its own colour, and the mean of each group with its spread."""
    colours = cell_colours(result)
    for curves in o.groups.values():
        for c in curves:
            kept = thin(c.cycle, c.value, POINTS)
            marker = "o" if len(c.cycle) == 1 else ""
            look: dict[str, Any] = {"color": colours[c.cell], "linewidth": 1.0, "label": c.cell, "marker": marker}
            axes.plot(c.cycle[kept], c.value[kept], **{**look, **style})
            if c.failed:
                axes.plot(c.cycle[-1:], c.value[-1:], "x", color=colours[c.cell], markersize=5)
    for group, mean in o.means.items():
        kept = thin(mean.cycle, mean.mean, POINTS)
        name = f"mean of {group}"
        axes.fill_between(mean.cycle[kept], mean.low[kept], mean.high[kept], color="#4d4d4d", alpha=0.15, label=name)
        axes.plot(mean.cycle[kept], mean.mean[kept], color="#1c2127", linewidth=1.6, linestyle="--", label=name)
    label_overlay(axes, o)


def cell_colours(result: CellGroups) -> dict[str, str]:
    """Return a colour for each cell."""
    return dict(zip((c.name for c in result.cells), series_colours(len(result.cells)), strict=True))


def side_by_side(result: CellGroups) -> ShownTable:
    """Return the numbers of all cells, a row each, with the mean of each group and both spreads.

    The spread between the cells is their standard deviation, that within a cell the root mean square of the spreads of
    the single numbers. Far more between than within: the cells differ by more than one cell does with itself.
    """
    groups = tuple(result.groups)
    cells = [c.name for c in result.cells]
    tail = [head for group in groups for head in (f"mean of {group}", "between cells", "within a cell")]
    contrasts = [f"{other} against {groups[0]}" for other in groups[1:]]
    main, others = main_first(result.numbers)
    rows = [_row(n, cells, groups) for n in (*main, *others) if sum(len(m.values) for m in n.groups) > 1]
    before = [""] * (len(tail) + len(contrasts))
    outcome = ["outcome", *before, *(verdict_of(c).text for c in result.cells), ""]
    heads = ("number", *tail, *contrasts, *cells, "conditions")
    says = (
        "Between cells: standard deviation of the cells. Within a cell: root mean square of the spreads of numbers. "
        "Where the first is much larger, the cells differ from each other."
    )
    return ShownTable("Side by side", says, heads, (tuple(outcome), *rows))


def _row(n: GroupedNumber, cells: Sequence[str], groups: Sequence[str]) -> tuple[str, ...]:
    values = {cell: f for m in n.groups for cell, f in zip(m.cells, m.values, strict=True)}
    by_group = {m.group: m for m in n.groups}
    shown = [typeset(show_value(values[cell])) if cell in values else "" for cell in cells]
    means = [text for group in groups for text in _mean_cells(n.question.name, by_group.get(group))]
    contrasts = {c.second: c for c in n.contrasts}
    told = []
    for group in groups[1:]:
        c = contrasts.get(group)
        interval = "" if c is None else contrast_interval(n.question.name, c)
        told.append("" if c is None else typeset(f"{c.scale} {contrast_words(n.question.name, c)} ({interval})"))
    return (label(n.question), *means, *told, *shown, typeset(conditions_of(n)))


def _mean_cells(name: str, m: GroupMean | None) -> tuple[str, str, str]:
    """Return the mean with its interval, the spread between the cells, and that within one."""
    if m is None or m.mean is None:
        return ("" if m is None else m.why_not), "", ""
    mean = amount(name, m.mean.value, m.mean.std)
    interval = f" ({span_of(name, m.interval)})" if m.interval else ""
    within = within_cells(m.values)
    ratio = ""
    if within and m.std is not None:
        times = m.std / within
        ratio = f", {times:.2g} x within" if not NARROW < times < WIDE else ", about as within"
    return typeset(mean + interval), typeset(deviation(name, m.std) + ratio), typeset(deviation(name, within))


def within_cells(values: Sequence[Finding]) -> float | None:
    """Return the root mean square of the spreads of numbers (SI); None where one has none."""
    spreads = [f.std for f in values]
    if not spreads or any(std is None for std in spreads):
        return None
    return sqrt(float(np.mean([std**2 for std in spreads if std is not None])))
