"""Figure of a critical current test: mid voltage, current and resistance of each step, first failure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Measurement
from ....record import Table
from ...common.chart import Chart, ChartPanel
from ...common.style import COLOURS
from .series import column, density, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS = {"plating": (COLOURS[0], "o"), "stripping": (COLOURS[1], "s")}
FAILURE: dict[str, Any] = {"color": "#b3001b", "linewidth": 0.9, "linestyle": "--"}


def ramps(m: Measurement) -> list[Chart]:
    table = m.table("critical_current")
    if table is None or not len(table):
        return []
    first = first_failure(table)
    why = "no step failed" if first is None else str(table.columns["why"].values[first])
    says = f"Mid voltage, current and resistance of {len(table)} steps; {why}"
    panels = tuple(ChartPanel(partial(draw, m=m)) for draw in (draw_ramp, draw_ramp_current, draw_ramp_resistance))
    title = titled(m, "Critical current test: steps of the current ramp")
    return [Chart("critical-current", title, says, panels, height=4.2, columns=2)]


def first_failure(table: Table) -> int | None:
    """Return the row of the first step of a ramp that failed, None if no step did."""
    failed = np.flatnonzero(np.array(table.columns["passed"].values) == "no")
    return int(failed[0]) if len(failed) else None


def draw_ramp(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the mid voltage of each step of a current ramp, with the first failure."""
    _by_direction(axes, m, "mid_voltage", 1e3, style)
    axes.set_ylabel("|V| mid (mV)")
    table = m.table("critical_current")
    if table is not None and (first := first_failure(table)) is not None:
        flow, unit = density(m, column(table, "current"))
        label = f"first failure: {flow[first]:.3g} {unit}, {table.columns['direction'].values[first]}"
        axes.axvline(first + 1, label=label, **FAILURE)


def draw_ramp_current(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the current of each step of a current ramp, per area if the area is known."""
    table = m.table("critical_current")
    if table is None:
        return
    flow, unit = density(m, column(table, "current"))
    look = {"where": "mid", "color": "#4d4d4d", "linewidth": 0.9, "label": "_current", **style}
    axes.step(np.arange(1, len(flow) + 1), flow, **look)
    axes.set_ylabel(f"|current|\n({unit})")
    axes.set_xlabel("step number")
    _mark_failure(axes, table)


def draw_ramp_resistance(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw |V|/|I| of each step of a current ramp, times the area if the area is known."""
    area = m.specimen.area
    _by_direction(axes, m, "resistance", area.plain * 1e4 if area else 1.0, style)
    axes.set_ylabel(f"|V| / |I|\n({'Ω cm²' if area else 'Ω'})")
    if (table := m.table("critical_current")) is not None:
        _mark_failure(axes, table)


def _mark_failure(axes: Axes, table: Table) -> None:
    if (first := first_failure(table)) is not None:
        axes.axvline(first + 1, **FAILURE)


def _by_direction(axes: Axes, m: Measurement, name: str, factor: float, style: dict[str, Any]) -> None:
    table = m.table("critical_current")
    if table is None:
        return
    values, way = factor * column(table, name), np.array(table.columns["direction"].values)
    steps = np.arange(1, len(values) + 1)
    for direction, (colour, marker) in LOOKS.items():
        here = way == direction
        look: dict[str, Any] = {"color": colour, "marker": marker, "markersize": 3, "linestyle": "none"}
        axes.plot(steps[here], values[here], **{**look, "label": direction, **style})
    axes.set_xlabel("step number")
