"""Signals of a depth profile over the time of etching with their boundaries."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ...lab.materials import MeasuredCurves, MeasuredProfile
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MINUTE = 60.0
SHOWN = {"1": (100.0, "share of the atoms (at%)"), "counts": (1.0, "counts")}


def profile_charts(m: MeasuredCurves) -> tuple[Chart, ...]:
    """Return a chart of each profile, a panel for each unit of its signals."""
    charts = []
    for place, one in enumerate(m.profiles, 1):
        says = "Readings, fitted error functions, boundaries with their 95 % intervals (bands)."
        name = "profile" if place == 1 else f"profile-{place}"
        units = list(dict.fromkeys(one.units.values()))
        panels = tuple(ChartPanel(partial(draw_profile, one=one, unit=unit)) for unit in units)
        charts.append(Chart(name, f"Depth profile: {one.name}", says, panels, height=2.8))
    return tuple(charts)


def draw_profile(axes: Axes, one: MeasuredProfile, unit: str, **style: Any) -> None:
    """Draw the signals of a unit over the time of etching (min)."""
    factor, label = SHOWN[unit]
    names = [name for name, its in one.units.items() if its == unit]
    for place, name in enumerate(names):
        colour = COLOURS[place % len(COLOURS)]
        look = {"color": colour, "linestyle": LINES[place % len(LINES)], "label": name, **style}
        axes.plot(one.time / MINUTE, factor * one.signals[name], "o", color=colour, markersize=2.5, label=f"_{name}")
        axes.plot(one.time / MINUTE, factor * one.fits[name].fitted, **look)
        for edge in one.fits[name].edges:
            low, high = edge.time - 1.96 * edge.time_std, edge.time + 1.96 * edge.time_std
            axes.axvspan(low / MINUTE, high / MINUTE, color=colour, alpha=0.15, linewidth=0)
            axes.axvline(edge.time / MINUTE, color=colour, linewidth=0.6, linestyle=":")
    axes.set_xlabel("time of etching (min)")
    axes.set_ylabel(label)
    if unit == "counts":
        axes.set_yscale("log")
