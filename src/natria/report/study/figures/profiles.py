"""Voltage of a full cell over its capacity at the points of a sweep, a panel for each system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....design import Scale, Sweep, scale_of
from ....quantity import factor, number, show_condition, term, typeset
from ....record import Table
from ....studies import StudyResult
from ....studies.curves.profiles import profile_id
from ...common.picture import Picture, files_of, finish
from ...measurement.figures.series import shades
from .curves import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AREAL = "areal_capacity"
PANEL = 1.9  # inches: height of a panel


def profile_picture(result: StudyResult, sweep: Sweep) -> Picture | None:
    """Return the voltage profiles of a sweep; None where it has none."""
    tables = {t.id: t for t in result.tables}
    found = {of: tables[name] for of in sweep.of if (name := profile_id(sweep, of)) in tables}
    if not found:
        return None
    over, capacity = scale_of(sweep), sweep.name if sweep.name in next(iter(found.values())).columns else AREAL

    def draw() -> Figure:
        figure, panels = _panels(len(found))
        for axes, (of, table) in zip(panels, found.items(), strict=True):
            _draw(axes, table, over, capacity)
            axes.set_title(of, fontsize=7, loc="right")
            axes.set_ylabel("cell voltage (V)")
        panels[-1].set_xlabel(axis_label(capacity, term(capacity).shown))
        finish(figure, panels[0], title, PANEL * len(found), 3)
        return figure

    title = f"Voltage over capacity in the first cycle, by {over.name.replace('_', ' ')} (simulated)"
    svg, png = files_of(draw)
    says = f"{title}, charge and discharge of {', '.join(found)}: {', '.join(_labels(over).values())}"
    return Picture(f"{sweep.id}-profile", title, says, svg, png)


def _labels(over: Scale) -> dict[float, str]:
    if over.is_condition:
        return {float(x): typeset(show_condition(over.over, float(x), 3)) for x in over.values}
    unit = "" if over.shown == "1" else f" {over.shown}"
    return {float(x): typeset(f"{number(x * factor(over.unit, over.shown), 3)}{unit}") for x in over.values}


def _draw(axes: Axes, table: Table, over: Scale, capacity: str) -> None:
    """Draw charge and discharge of each point of the sweep in one colour."""
    swept = next(iter(table.columns.values())).numbers
    half = np.array(table.columns["half"].values)
    row = term(capacity)
    x = table.columns[capacity].numbers * factor(row.unit, row.shown)
    for (value, label), colour in zip(_labels(over).items(), shades(len(over.values)), strict=True):
        for place, way in enumerate(dict.fromkeys(half[swept == value])):
            rows = np.flatnonzero((swept == value) & (half == way))
            named = "_" if place else label
            axes.plot(x[rows], table.columns["voltage"].numbers[rows], color=colour, linewidth=0.9, label=named)
    axes.set_xlim(left=0)


def _panels(number_of: int) -> tuple[Figure, list[Axes]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    return figure, list(figure.subplots(number_of, 1, squeeze=False, sharex=True)[:, 0])
