"""Load over displacement with the law of the unloading, and modulus and hardness of every indent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.materials import MeasuredCurves, MeasuredIndent
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NANO, MILLI, GIGA = 1e9, 1e3, 1e-9
MOST = 4  # indents drawn with their fit
CURVE = 200  # points of a law


def indent_charts(m: MeasuredCurves) -> tuple[Chart, ...]:
    """Return the charts of indents."""
    says = "Readings without the drift, the law of the unloading with its tangent at full load, pop-ins marked."
    first = Chart("indents", "Load over displacement", says, (ChartPanel(partial(draw_indents, m=m)),), height=3.0)
    if len(m.indents) < 2:
        return (first,)
    says = "Each indent with the 95 % interval of its record; lines: the means."
    panels = (ChartPanel(partial(draw_moduli, m=m)), ChartPanel(partial(draw_hardness, m=m)))
    return (first, Chart("spread", "Modulus and hardness of the indents", says, panels, height=3.2))


def draw_indents(axes: Axes, m: MeasuredCurves, **style: Any) -> None:
    """Draw load (mN) over displacement (nm) with fits of the first indents."""
    for place, one in enumerate(m.indents):
        label = "readings" if place == 0 else "_readings"
        axes.plot(NANO * one.result.depth, MILLI * one.result.load, color="#b9b9b9", linewidth=0.7, label=label)
    for place, one in enumerate(m.indents[:MOST]):
        _draw_fit(axes, one, place, style)
    axes.set_xlabel("displacement (nm)")
    axes.set_ylabel("load (mN)")
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)


def _draw_fit(axes: Axes, one: MeasuredIndent, place: int, style: dict[str, Any]) -> None:
    fit, contact, first = one.result.unloading, one.result.contact, place == 0
    load = np.linspace(0, contact.load, CURVE)
    look = {"color": COLOURS[0], "linewidth": 1.0, "label": "law of the unloading" if first else "_law", **style}
    axes.plot(NANO * fit.displacement(load), MILLI * load, **look)
    tangent = fit.depth - (contact.load - load) / fit.stiffness
    words = "tangent at full load" if first else "_tangent"
    axes.plot(NANO * tangent, MILLI * load, "--", color=COLOURS[1], linewidth=0.8, label=words)
    jumps = one.result.pop_ins
    if jumps:
        x, y = [NANO * p.depth for p in jumps], [MILLI * p.load for p in jumps]
        axes.plot(x, y, ">", color=COLOURS[2], markersize=4, label="pop-in" if first else "_pop-in")


def draw_moduli(axes: Axes, m: MeasuredCurves, **style: Any) -> None:
    """Draw Young's modulus (GPa) of every indent."""
    values, stds = [one.young for one in m.indents], [one.young_std for one in m.indents]
    _draw_each(axes, values, stds, COLOURS[0], style)
    axes.set_ylabel("Young's modulus (GPa)")
    axes.set_xlabel("indent")


def draw_hardness(axes: Axes, m: MeasuredCurves, **style: Any) -> None:
    """Draw the hardness (GPa) of every indent."""
    values = [one.result.contact.hardness for one in m.indents]
    _draw_each(axes, values, [one.result.hardness_std for one in m.indents], COLOURS[1], style)
    axes.set_ylabel("hardness (GPa)")
    axes.set_xlabel("indent")


def _draw_each(axes: Axes, values: list[float], stds: list[float], colour: str, style: dict[str, Any]) -> None:
    at = np.arange(1, len(values) + 1)
    bars = 1.96 * GIGA * np.asarray(stds)
    look = {"fmt": "o", "color": colour, "markersize": 4, "linewidth": 0.8, "label": "_indents", **style}
    axes.errorbar(at, GIGA * np.asarray(values), yerr=bars, **look)
    axes.axhline(GIGA * float(np.mean(values)), color=colour, linestyle="--", linewidth=0.8)
    axes.set_xticks(at)
