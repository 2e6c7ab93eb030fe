"""Cumulative capacity plated on the working electrode, and the capacity until a short."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Measurement
from ....record import thin
from ...common.chart import Chart, ChartPanel
from ...common.labels import SHORTS
from ...common.limits import SERIES_POINTS
from ...common.style import COLOURS
from .series import areal, mark_events, time_unit, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plated(m: Measurement) -> list[Chart]:
    if m.kind.cell not in ("symmetric", "half") or not len(m.halves) or m.kind.test == "voltammogram":
        return []
    coulombs, shorted = capacity_to_short(m)
    value, unit = areal(m, np.array([coulombs]))
    until = "until the short" if shorted else "until the end of the record"
    says = f"Cumulative capacity plated on the working electrode against time: {value[0]:.4g} {unit} {until}"
    title = titled(m, "Cumulative capacity plated on the working electrode")
    return [Chart("capacity-plated", title, says, (ChartPanel(partial(draw_plated, m=m)),))]


def plated_so_far(m: Measurement) -> tuple[np.ndarray, np.ndarray]:
    """Return times (s) and the charge (C) plated on the working electrode until then.

    The times are those of the ends of half-cycles.
    """
    halves = m.halves
    sign = m.kind.plating_sign if (halves.sign == m.kind.plating_sign).any() else -m.kind.plating_sign
    charge = np.where(halves.sign == sign, halves.charge, 0.0)
    total = np.cumsum(charge)
    time = np.stack([halves.start, halves.end], axis=1).ravel()
    return time, np.stack([total - charge, total], axis=1).ravel()


def capacity_to_short(m: Measurement) -> tuple[float, bool]:
    """Return the charge (C) plated until the first lasting short, and if there was one.

    The charge is the one plated on the working electrode.

    Without a short it is a lower bound: the charge plated until the end of the record.
    """
    time, charge = plated_so_far(m)
    if not len(time):
        return 0.0, False
    short = next((e for e in m.events if e.what in SHORTS and not e.is_reversible), None)
    return (float(charge[-1]), False) if short is None else (float(np.interp(short.time, time, charge)), True)


def draw_plated(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the cumulative capacity plated on the working electrode against time, with the events."""
    time, charge = plated_so_far(m)
    if not len(time):
        return
    unit, name = time_unit(float(m.recording.time[-1] - m.recording.time[0]))
    kept = thin(time, charge, SERIES_POINTS)
    shown, charged = areal(m, charge[kept])
    axes.plot(time[kept] / unit, shown, **{"color": COLOURS[0], "linewidth": 0.9, "label": "_plated", **style})
    mark_events(axes, m.events, unit)
    coulombs, shorted = capacity_to_short(m)
    if shorted:
        value, _ = areal(m, np.array([coulombs]))
        at: Any = {"xytext": (-4, 4), "textcoords": "offset points", "ha": "right", "fontsize": 6}
        short = next(e for e in m.events if e.what in SHORTS and not e.is_reversible)
        axes.annotate(f"{value[0]:.4g} {charged}", (short.time / unit, value[0]), **at)
    axes.set_ylim(bottom=0)
    axes.set_xlabel(f"time ({name})")
    axes.set_ylabel(f"capacity plated ({charged})")


def draw_capacity_to_short(
    axes: Axes, measurements: Sequence[Measurement], labels: Sequence[str] = (), **style: Any
) -> None:
    """Draw the capacity plated until a short, as one point per cell.

    An arrow to the right marks a cell in which no short was seen.
    """
    unit = ""
    for place, m in enumerate(measurements):
        coulombs, shorted = capacity_to_short(m)
        value, unit = areal(m, np.array([coulombs]))
        look: dict[str, Any] = {"color": COLOURS[place % len(COLOURS)], "linestyle": "none", "markersize": 5}
        axes.plot(value, [place], **{**look, "marker": "o" if shorted else "$\\rightarrow$", **style})
    axes.set_yticks(range(len(measurements)), list(labels) or [m.specimen.of for m in measurements])
    axes.set_xlim(left=0)
    axes.set_xlabel(f"capacity plated until the short ({unit}); arrow: no short seen")
