"""Mass or heat flow over temperature with base lines, tangents, onsets and midpoints."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab.kinetics.line import StraightLine
from ...lab.materials import MeasuredCurves, ThermalCurve
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ZERO_CELSIUS = 273.15  # K
SHOWN = {
    "kg": (1e6, "mass (mg)"),
    "1": (100.0, "mass (%)"),
    "W/kg": (1e-3, "heat flow (W/g)"),
    "W": (1e3, "heat flow (mW)"),
}


def scan_charts(m: MeasuredCurves) -> tuple[Chart, ...]:
    """Return a chart of each scan."""
    charts = []
    for place, one in enumerate(m.scans, 1):
        says = (
            "Readings, base lines and tangents (dashed), extrapolated onsets (triangles), midpoints or tops (circles)."
        )
        name = "scan" if place == 1 else f"scan-{place}"
        panels = (ChartPanel(partial(draw_scan, one=one)),)
        charts.append(Chart(name, f"Over temperature: {one.name}", says, panels, height=2.8))
    return tuple(charts)


def draw_scan(axes: Axes, one: ThermalCurve, **style: Any) -> None:
    """Draw values over temperature (degC) with the constructions of every step and peak."""
    factor, of_values = SHOWN[one.unit]
    axes.plot(one.temperature - ZERO_CELSIUS, factor * one.values, color="#8c8c8c", linewidth=0.8, label="readings")
    look = {"linestyle": "--", "linewidth": 0.9, "color": COLOURS[0], **style}
    points: list[tuple[float, float, str]] = []
    for step in one.steps:
        for line, window in zip((step.before, step.after), step.windows, strict=True):
            _line(axes, line, (min(window[0], step.midpoint), max(window[1], step.midpoint)), factor, look)
        _tangent(axes, step.before, step.tangent, factor, look, until=step.after)
        half = 0.5 * (step.before.at(step.midpoint)[0] + step.after.at(step.midpoint)[0])
        points += [(step.onset, step.before.at(step.onset)[0], "^"), (step.midpoint, half, "o")]
    for peak in one.peaks:
        _line(axes, peak.before, (peak.window[0], peak.top), factor, look)
        _tangent(axes, peak.before, peak.tangent, factor, look, height=peak.height)
        top = peak.before.at(peak.top)[0] + peak.height
        points += [(peak.onset, peak.before.at(peak.onset)[0], "^"), (peak.top, top, "o")]
    named = {"^": "extrapolated onset", "o": "midpoint or top"}
    for x, y, mark in points:
        label = named.pop(mark, "_point")
        axes.plot(x - ZERO_CELSIUS, factor * y, mark, color=COLOURS[1], markersize=4, label=label)
    axes.plot([], [], **{**look, "label": "base line"})
    axes.plot([], [], **{**look, "color": COLOURS[2], "label": "tangent at the steepest point"})
    axes.set_xlabel("temperature (°C)")
    axes.set_ylabel(of_values)


def _line(axes: Axes, line: StraightLine, window: tuple[float, float], factor: float, look: dict[str, Any]) -> None:
    x = np.asarray(window)
    axes.plot(x - ZERO_CELSIUS, factor * (line.intercept + line.slope * x), **{**look, "label": "_base line"})


def _tangent(
    axes: Axes,
    before: StraightLine,
    tangent: tuple[float, float, float],
    factor: float,
    look: dict[str, Any],
    *,
    until: StraightLine | None = None,
    height: float = 0.0,
) -> None:
    """Draw a tangent from the base line before to that after, or over the height of a peak."""
    at, value, slope = tangent
    start = at - (value - before.at(at)[0]) / (slope - before.slope)
    stop = start + height / slope if until is None else at - (value - until.at(at)[0]) / (slope - until.slope)
    x = np.array([start, stop])
    axes.plot(
        x - ZERO_CELSIUS, factor * (value + slope * (x - at)), **{**look, "color": COLOURS[2], "label": "_tangent"}
    )
