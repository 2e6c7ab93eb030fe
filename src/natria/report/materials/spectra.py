"""Spectra with their background, every peak, the sum, and what the fit leaves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ...lab.materials import MeasuredCurves, MeasuredPeaks
from ...lab.peaks import METHODS, SpectrumMethod
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = {"counts": "counts", "counts/s": "counts per second", "1": "intensity (arb. units)"}
GREY = "#8c8c8c"


def spectrum_charts(m: MeasuredCurves) -> tuple[Chart, ...]:
    """Return a chart of each spectrum."""
    charts = []
    for place, one in enumerate(m.spectra, 1):
        says = "Readings, fitted background, each peak on it, the sum; below: readings less the sum."
        name = "spectrum" if place == 1 else f"spectrum-{place}"
        method = METHODS[m.kind]
        panels = (
            ChartPanel(partial(draw_spectrum, one=one, method=method), 3.0),
            ChartPanel(partial(draw_residuals, one=one, method=method), 1.0),
        )
        charts.append(Chart(name, f"{method.name}: {one.name}", says, panels, height=3.2, columns=2))
    return tuple(charts)


def draw_spectrum(axes: Axes, one: MeasuredPeaks, method: SpectrumMethod, **style: Any) -> None:
    """Draw the intensity over the axis with background, peaks and sum."""
    fit, x = one.fit, one.axis
    axes.plot(x, one.values, ".", color=GREY, markersize=1.8, label="readings")
    for place, (peak, line) in enumerate(zip(fit.peaks, fit.lines, strict=True)):
        colour = COLOURS[1 + place % (len(COLOURS) - 1)]
        look: dict[str, Any] = {"color": colour, "linestyle": LINES[place % len(LINES)], "linewidth": 0.9}
        axes.plot(x, fit.background + line, label=f"{peak.name}, {peak.place:.5g} {method.unit}", **look)
        axes.fill_between(x, fit.background, fit.background + line, color=colour, alpha=0.12, linewidth=0)
    axes.plot(x, fit.background, ":", color="#4d4d4d", linewidth=1.0, label=f"background ({one.background})")
    axes.plot(x, fit.curve, **{"color": COLOURS[0], "linewidth": 1.0, "label": "sum", **style})
    axes.set_ylabel(SHOWN[one.unit])
    _axis(axes, one, method)


def draw_residuals(axes: Axes, one: MeasuredPeaks, method: SpectrumMethod, **style: Any) -> None:
    """Draw the readings less the sum."""
    look = {"color": GREY, "linewidth": 0.6, "label": "_residuals", **style}
    axes.plot(one.axis, one.values - one.fit.curve, **look)
    axes.axhline(0.0, color="#4d4d4d", linewidth=0.5)
    axes.set_ylabel("residual")
    _axis(axes, one, method)


def _axis(axes: Axes, one: MeasuredPeaks, method: SpectrumMethod) -> None:
    low, high = float(one.axis[0]), float(one.axis[-1])
    axes.set_xlim((high, low) if method.falls else (low, high))
    axes.set_xlabel(f"{method.axis} ({method.unit})")
