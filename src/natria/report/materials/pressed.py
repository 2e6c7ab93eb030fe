"""Relative density over pressure with both laws, and what they leave."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.materials import MeasuredCompaction, MeasuredCurves
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MEGA, PERCENT = 1e-6, 100
CURVE = 200  # points of a law


def compaction_charts(m: MeasuredCurves) -> tuple[Chart, ...]:
    """Return a chart of each file."""
    charts = []
    for place, one in enumerate(m.compactions, 1):
        says = "Readings, both laws, and the relative density that counts as nearly dense."
        panels = (ChartPanel(partial(draw_density, one=one), 3.0), ChartPanel(partial(draw_rest, one=one), 1.0))
        name = "density" if place == 1 else f"density-{place}"
        charts.append(Chart(name, f"Relative density: {one.name}", says, panels, height=3.2))
    return tuple(charts)


def draw_density(axes: Axes, one: MeasuredCompaction, **style: Any) -> None:
    """Draw relative density (%) over pressure (MPa) with the laws."""
    axes.plot(MEGA * one.pressure, PERCENT * one.density, "o", color=COLOURS[5], markersize=4, label="readings")
    grid = np.linspace(0.5 * float(one.pressure[0]), 1.05 * float(one.pressure[-1]), CURVE)
    for place, fit in enumerate(one.fits):
        look = {"color": COLOURS[place], "linestyle": LINES[place], "label": f"{fit.law}", **style}
        axes.plot(MEGA * grid, PERCENT * fit.density(grid), **look)
    label = f"nearly dense ({PERCENT * one.dense:.4g} %)"
    axes.axhline(PERCENT * one.dense, color="#9a9a9a", linestyle=":", linewidth=0.9, label=label)
    axes.set_xlabel("pressure (MPa)")
    axes.set_ylabel("relative density (%)")


def draw_rest(axes: Axes, one: MeasuredCompaction, **style: Any) -> None:
    """Draw what the laws leave of the relative density (percentage points)."""
    for place, fit in enumerate(one.fits):
        look = {"color": COLOURS[place], "linestyle": LINES[place], "marker": "o", "markersize": 2.5, **style}
        axes.plot(MEGA * one.pressure, PERCENT * fit.residuals, label=f"_{fit.law}", linewidth=0.8, **look)
    axes.axhline(0.0, color="#9a9a9a", linewidth=0.5)
    axes.set_xlabel("pressure (MPa)")
    axes.set_ylabel("rest (%)")
