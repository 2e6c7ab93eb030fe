"""Voltage and current against time: the whole test, around the first short, the last cycles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Event, Measurement
from ....quantity import show_time
from ....record import thin
from ...common.chart import Chart, ChartPanel
from ...common.labels import event_label
from ...common.limits import AROUND_HALF_CYCLES, LAST_HALF_CYCLES, TRACE_POINTS
from ...common.style import COLOURS
from .series import beyond, density, mark_events, time_unit, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL = 1.0  # V: a symmetric cell below it is drawn in mV
SAMPLE = 200_000  # readings from which the scale is taken from every n-th


def traces(m: Measurement) -> list[Chart]:
    """Return the whole test, the first short (or the first cycles if there is none), and the last cycles."""
    if not len(m.recording):
        return []
    whole = _chart(m, "voltage-time", "Voltage and current of the whole test", slice(0, len(m.recording)), m.events)
    return [whole, *_closer(m), *_last(m)]


def draw_voltage(axes: Axes, m: Measurement, rows: slice = slice(None), **style: Any) -> None:
    """Draw the cell voltage against time with the events; `rows` are the readings to draw."""
    time, voltage = m.recording.time[rows], m.recording.voltage[rows]
    unit, name = time_unit(float(time[-1] - time[0]))
    bulk = voltage[:: max(len(voltage) // SAMPLE, 1)]
    millivolts = float(np.quantile(np.abs(bulk), 0.98)) < SMALL and m.kind.cell == "symmetric"
    factor, volts = (1e3, "mV") if millivolts else (1.0, "V")
    kept = thin(time, voltage, TRACE_POINTS)
    look = {"color": COLOURS[0], "linewidth": 0.6, "label": "_voltage"}
    axes.plot(time[kept] / unit, factor * voltage[kept], **{**look, **style})
    _limits(axes, voltage, bulk, factor)
    axes.set_xlabel(f"time ({name})")
    axes.set_ylabel(f"cell voltage ({volts})")
    inside = tuple(e for e in m.events if time[0] <= e.time <= time[-1])
    mark_events(axes, inside, unit)


def draw_current(axes: Axes, m: Measurement, rows: slice = slice(None), **style: Any) -> None:
    """Draw the current against time, per area if the area is known."""
    time, current = m.recording.time[rows], m.recording.current[rows]
    unit, name = time_unit(float(time[-1] - time[0]))
    kept = thin(time, current, TRACE_POINTS)
    flow, amperes = density(m, current[kept])
    axes.plot(time[kept] / unit, flow, **{"color": "#4d4d4d", "linewidth": 0.6, "label": "_current", **style})
    axes.set_xlabel(f"time ({name})")
    axes.set_ylabel(f"current\n({amperes})")


def draw_last_cycles(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the cell voltage of the last half-cycles against time."""
    draw_voltage(axes, m, _last_rows(m), **style)


def _limits(axes: Axes, voltage: np.ndarray, bulk: np.ndarray, factor: float) -> None:
    """Limit the axis to the bulk of the readings, and state how many lie beyond it."""
    low, high = np.quantile(bulk, [0.001, 0.999])
    room = 0.6 * max(float(high - low), 1e-9)
    outside = int(np.count_nonzero(voltage < low - room) + np.count_nonzero(voltage > high + room))
    if outside:
        axes.set_ylim(factor * (low - room), factor * (high + room))
        beyond(axes, outside, "reading")


def _last_rows(m: Measurement) -> slice:
    halves = m.halves
    first = int(halves.first[max(len(halves) - LAST_HALF_CYCLES, 0)]) if len(halves) else 0
    return slice(first, None)


def _last(m: Measurement) -> list[Chart]:
    if len(m.halves) < 3 * LAST_HALF_CYCLES:
        return []
    title = f"The last {LAST_HALF_CYCLES} half-cycles"
    return [_chart(m, "voltage-time-last", title, _last_rows(m), _inside(m, _last_rows(m)))]


def _closer(m: Measurement) -> list[Chart]:
    around = AROUND_HALF_CYCLES
    if len(m.halves) < 4 * around:
        return []
    short = next((e for e in m.events if "short" in e.what), None)
    middle = short.half_cycle if short else around
    low, high = max(middle - around, 0), min(middle + around, len(m.halves) - 1)
    rows = slice(int(m.halves.first[low]), int(m.halves.stop[high]))
    title = f"Around the {short.what} in cycle {short.cycle}" if short else f"The first {2 * around + 1} half-cycles"
    return [_chart(m, "voltage-time-close", title, rows, _inside(m, rows))]


def _inside(m: Measurement, rows: slice) -> tuple[Event, ...]:
    time = m.recording.time[rows]
    return tuple(e for e in m.events if time[0] <= e.time <= time[-1])


def _chart(m: Measurement, name: str, title: str, rows: slice, events: tuple[Event, ...]) -> Chart:
    time = m.recording.time[rows]
    marked = ", ".join(f"{event_label(e.what)} at {show_time(e.time)}" for e in events)
    says = f"{title}: {len(time):,} readings over {show_time(float(time[-1] - time[0]))}"
    panels = (
        ChartPanel(partial(draw_voltage, m=m, rows=rows), 3),
        ChartPanel(partial(draw_current, m=m, rows=rows), 1),
    )
    described = says + (f"; marked: {marked}" if marked else "")
    return Chart(name, titled(m, title), described, panels, height=3.2, columns=3, wide=True, of_readings=True)
