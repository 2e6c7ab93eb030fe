"""Figures against cycle number or time: hysteresis, overpotential, Coulombic efficiency."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Measurement
from ...common.chart import Chart, ChartPanel
from .series import column, mark_events, percent_limits, series, time_unit, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HYSTERESES = (("mid", "hysteresis"), ("mean", "hysteresis_mean"), ("end", "hysteresis_end"))
FEW = 3  # fewest cycles for a figure against time


def cycles(m: Measurement) -> list[Chart]:
    return [*_hysteresis(m), *_overpotential(m), *_efficiency(m)]


def draw_hysteresis(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the hysteresis of a symmetric cell against cycle number: mid, mean and end of the half-cycles."""
    table = m.table("cycles")
    if m.kind.cell != "symmetric" or table is None:
        return
    for place, (label, name) in enumerate(HYSTERESES):
        series(axes, column(table, "cycle"), 1e3 * column(table, name), place, label, **style)
    axes.set_xlabel("cycle")
    axes.set_ylabel("hysteresis (mV)")
    axes.margins(y=0.15)


def draw_overpotential(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the overpotential of a symmetric cell (half the mid hysteresis) against time, with the events."""
    table = m.table("cycles")
    if m.kind.cell != "symmetric" or table is None or not len(table):
        return
    start = column(table, "start")
    unit, name = time_unit(float(m.recording.time[-1] - m.recording.time[0]))
    label = {"label": "_overpotential", **style}
    series(axes, start / unit, 500 * column(table, "hysteresis"), 0, **label)
    mark_events(axes, m.events, unit)
    axes.set_xlabel(f"time ({name})")
    axes.set_ylabel("cell overpotential (mV)")
    axes.set_ylim(bottom=0, top=1.1 * axes.dataLim.ymax if axes.dataLim.ymax > 0 else None)


def draw_efficiency(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the Coulombic efficiency against cycle number.

    Cycles of a half cell that do not count are hollow.
    """
    x, y, counts = efficiencies(m)
    if not len(x):
        return
    label = {"label": "_efficiency", **style}
    series(axes, x, np.where(counts, y, np.nan), 0, **label)
    if not counts.all():
        hollow = {**style, "label": "not stripped to the cut-off", "markerfacecolor": "none"}
        series(axes, x, np.where(counts, np.nan, y), 0, **hollow)
    percent_limits(axes, y, counts)
    axes.set_xlabel("cycle")
    axes.set_ylabel("Coulombic efficiency (%)")


def efficiencies(m: Measurement) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cycle numbers, Coulombic efficiencies (%), and whether each counts."""
    full = m.kind.cell == "full"
    table = m.table("cycles" if full else "efficiency")
    name = "coulombic_efficiency" if full else "efficiency"
    if table is None or m.kind.cell not in ("half", "full") or name not in table.columns:
        return np.zeros(0), np.zeros(0), np.zeros(0, bool)
    counts = np.ones(len(table), bool)
    if "counts" in table.columns:
        counts = np.array([str(word) == "yes" for word in table.columns["counts"].values], bool)
    return column(table, "cycle"), 100 * column(table, name), counts


def _hysteresis(m: Measurement) -> list[Chart]:
    table = m.table("cycles")
    if m.kind.cell != "symmetric" or table is None or not len(table):
        return []
    says = f"Hysteresis (plating minus stripping voltage) of {len(table)} cycles: mid, mean and end of the half-cycles"
    title = titled(m, "Hysteresis against cycle (twice the cell overpotential)")
    return [Chart("hysteresis-cycle", title, says, (ChartPanel(partial(draw_hysteresis, m=m)),), columns=3)]


def _overpotential(m: Measurement) -> list[Chart]:
    table = m.table("cycles")
    if m.kind.cell != "symmetric" or m.kind.test != "cycling" or table is None or len(table) < FEW:
        return []
    says = f"Cell overpotential (half the hysteresis) of {len(table)} cycles against time; events are marked"
    title = titled(m, "Overpotential against time")
    return [Chart("overpotential-time", title, says, (ChartPanel(partial(draw_overpotential, m=m)),))]


def _efficiency(m: Measurement) -> list[Chart]:
    x, _, counts = efficiencies(m)
    if m.kind.cell != "half" or not len(x):
        return []
    says = f"Coulombic efficiency (stripped over plated); {int(counts.sum())} of {len(x)} cycles count"
    title = titled(m, "Coulombic efficiency (stripped over plated) against cycle")
    return [Chart("efficiency-cycle", title, says, (ChartPanel(partial(draw_efficiency, m=m)),))]
