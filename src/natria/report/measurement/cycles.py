"""Figures against cycle number: hysteresis and Coulombic efficiency; helpers for such figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab import Measurement
from ...record import Table
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS
from .traces import titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKERS = ("o", "s", "^", "D", "v")
MANY = 60  # points from which a line replaces markers


def cycles(m: Measurement) -> list[Picture]:
    drawn = [_hysteresis(m), _efficiency(m)]
    return [p for p in drawn if p is not None]


def column(table: Table, name: str) -> np.ndarray:
    return table.columns[name].numbers


def series(axes: Axes, x: np.ndarray, y: np.ndarray, place: int, label: str, **style: Any) -> None:
    """Draw markers, or a line for many points; nan is left out."""
    there = np.isfinite(y)
    look: dict[str, Any] = {"color": COLOURS[place % len(COLOURS)], "label": label}
    if there.sum() > MANY:
        look |= {"linestyle": "-", "linewidth": 0.9}
    else:
        look |= {"linestyle": "none", "marker": MARKERS[place % len(MARKERS)], "markersize": 3}
    axes.plot(x[there], y[there], **{**look, **style})


def over_cycles(
    name: str, title: str, x: np.ndarray, curves: Sequence[tuple[str, np.ndarray]], *, ylabel: str, says: str
) -> Picture:
    def draw() -> Figure:
        figure, axes = new_figure()
        for place, (label, y) in enumerate(curves):
            series(axes, x, y, place, label if len(curves) > 1 else "_nolegend_")
        axes.set_xlabel("cycle")
        axes.set_ylabel(ylabel)
        axes.margins(y=0.15)
        finish(figure, axes, title, 2.3, columns=3)
        return figure

    svg, png = files_of(draw)
    return Picture(name, title, says, svg, png)


def _hysteresis(m: Measurement) -> Picture | None:
    table = m.table("cycles")
    if m.kind.cell != "symmetric" or table is None or not len(table):
        return None
    x = column(table, "cycle")
    curves = [
        (label, 1e3 * column(table, name))
        for label, name in (("mid", "hysteresis"), ("mean", "hysteresis_mean"), ("end", "hysteresis_end"))
    ]
    says = f"Hysteresis (plating minus stripping voltage) of {len(x)} cycles: mid, mean and end of the half-cycles"
    title = titled(m, "Hysteresis against cycle (twice the cell overpotential)")
    return over_cycles("hysteresis-cycle", title, x, curves, ylabel="hysteresis (mV)", says=says)


def _efficiency(m: Measurement) -> Picture | None:
    """Coulombic efficiency of a half cell by cycle; cycles that do not count are a series of their own."""
    table = m.table("efficiency")
    if m.kind.cell != "half" or table is None or not len(table):
        return None
    x, y = column(table, "cycle"), 100 * column(table, "efficiency")
    counts = np.array([str(word) == "yes" for word in table.columns["counts"].values])
    curves = [("counts", np.where(counts, y, np.nan))]
    if not counts.all():
        curves.append(("not stripped to the cut-off", np.where(counts, np.nan, y)))
    says = f"Coulombic efficiency (stripped over plated); {int(counts.sum())} of {len(x)} cycles count"
    title = titled(m, "Coulombic efficiency (stripped over plated) against cycle")
    return over_cycles("efficiency-cycle", title, x, curves, ylabel="Coulombic efficiency (%)", says=says)
