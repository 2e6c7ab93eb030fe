"""Figure of voltage and current against time, with the events marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab import Event, Measurement
from ...record import thin
from ..common.labels import event_label
from ..common.picture import Picture, files_of, finish
from ..common.style import COLUMN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HOUR = 3600.0
DAYS = 240.0  # duration in hours above which the time axis is in days
MARKS = {  # colour and line style of each event; the names are in the legend
    "hard short": ("#b3001b", "-"),
    "soft short": ("#d1495b", "--"),
    "gradual short": ("#d1495b", ":"),
    "counter exhausted": ("#c77d0a", "-."),
    "electrolyte drying": ("#8a5cb8", ":"),
    "voltage limit": ("#4d4d4d", ":"),
}
AROUND = 3  # half-cycles on each side of the event in the detail view


def traces(m: Measurement) -> list[Picture]:
    """Return figures of the whole test, and of the first short (or of the first cycles if there is none)."""
    if not len(m.recording):
        return []
    whole = _picture(m, "voltage-time", "Voltage and current of the whole test", np.arange(len(m.recording)), m.events)
    close = _closer(m)
    return [whole, close] if close else [whole]


def _closer(m: Measurement) -> Picture | None:
    if len(m.halves) < 4 * AROUND:
        return None
    short = next((e for e in m.events if "short" in e.what), None)
    middle = short.half_cycle if short else AROUND
    low, high = max(middle - AROUND, 0), min(middle + AROUND, len(m.halves) - 1)
    rows = np.arange(m.halves.first[low], m.halves.stop[high])
    title = f"Around the {short.what} in cycle {short.cycle}" if short else f"The first {2 * AROUND + 1} half-cycles"
    inside = [e for e in m.events if m.recording.time[rows[0]] <= e.time <= m.recording.time[rows[-1]]]
    return _picture(m, "voltage-time-close", title, rows, inside)


def titled(m: Measurement, title: str) -> str:
    """Return a title that marks a simulated recording, so that a figure used alone is not taken for measured."""
    return title if m.recording.is_measured else f"{title} (simulated)"


def _picture(m: Measurement, name: str, title: str, rows: np.ndarray, events: Any) -> Picture:
    time, voltage, current = (c[rows] for c in (m.recording.time, m.recording.voltage, m.recording.current))
    hours = time / HOUR
    days = float(hours[-1] - hours[0]) > DAYS
    by, unit = (24.0, "d") if days else (1.0, "h")
    millivolts = float(np.quantile(np.abs(voltage), 0.98)) < 1.0 and m.kind.cell == "symmetric"
    scale, volts = (1e3, "mV") if millivolts else (1.0, "V")
    flow, amperes = density(m, current)

    def draw() -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(2 * COLUMN, 3.2))
        FigureCanvasAgg(figure)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        kept = thin(hours, voltage)
        upper.plot(hours[kept] / by, scale * voltage[kept], color="#0b5fa5", linewidth=0.6)
        _limits(upper, scale * voltage)
        kept = thin(hours, flow)
        lower.plot(hours[kept] / by, flow[kept], color="#4d4d4d", linewidth=0.6)
        upper.set_ylabel(f"cell voltage ({volts})")
        lower.set_ylabel(f"current\n({amperes})")
        lower.set_xlabel(f"time ({unit})")
        mark(upper, events, by)
        finish(figure, upper, titled(m, title), 3.2, columns=3)
        figure.set_size_inches(2 * COLUMN, figure.get_size_inches()[1])
        return figure

    svg, png = files_of(draw)
    marked = ", ".join(f"{event_label(e.what)} at {e.time / HOUR:.1f} h" for e in events)
    says = f"{title}: {len(time)} readings over {hours[-1] - hours[0]:.1f} h" + (
        f"; marked: {marked}" if marked else ""
    )
    return Picture(name, title, says, svg, png, wide=True)


def _limits(axes: Axes, voltage: np.ndarray) -> None:
    """Limit the axis to the bulk of the readings, and state how many lie beyond it."""
    low, high = np.quantile(voltage, [0.001, 0.999])
    room = 0.6 * max(float(high - low), 1e-9)
    outside = int(((voltage < low - room) | (voltage > high + room)).sum())
    if outside:
        axes.set_ylim(low - room, high + room)
        text = f"{outside} reading{'s' if outside > 1 else ''} beyond the axis"
        axes.annotate(text, (0.995, 0.98), xycoords="axes fraction", ha="right", va="top", fontsize=6)


def mark(axes: Axes, events: Any, by: float) -> None:
    """Draw a line for each event, a band for a reversible one; each kind appears once in the legend."""
    named: set[str] = set()
    for event in (e for e in events if e.what != "test stopped"):
        colour, line = MARKS.get(event.what, ("#4d4d4d", "-"))
        label = None if event.what in named else _label(event)
        named.add(event.what)
        axes.axvline(event.time / HOUR / by, color=colour, linestyle=line, linewidth=0.9, label=label, zorder=5)
        if event.until is not None:
            axes.axvspan(event.time / HOUR / by, event.until / HOUR / by, color=colour, alpha=0.12, zorder=0)


def _label(event: Event) -> str:
    size = "" if event.size is None else f", {100 * event.size:.0f} %"
    sure = "" if event.confidence is None else f", confidence {event.confidence:.2f}"
    return f"{event_label(event.what)}: cycle {event.cycle}{size}{sure}"


def density(m: Measurement, current: np.ndarray) -> tuple[np.ndarray, str]:
    """Return the current in mA/cm2 if the area is known, else in mA per cell."""
    area = m.specimen.area
    if area is not None:
        return np.asarray(current / area.plain / 10), "mA/cm²"
    return np.asarray(current * 1e3), "mA"
