"""What the figures of a measurement share: columns, series of points, scales, units per area or mass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Event, Measurement
from ....record import Table, thin
from ...common.labels import event_label
from ...common.limits import MARKERS, SERIES_POINTS
from ...common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHAPES = ("o", "s", "^", "D", "v")
HOUR, MAH = 3600.0, 3.6
SPANS = (
    (120.0, 1.0, "s"),
    (2 * HOUR, 60.0, "min"),
    (240 * HOUR, HOUR, "h"),
    (np.inf, 24 * HOUR, "d"),
)  # below, unit in s, its name
PERCENTS = ((95.0, 100.5), (80.0, 102.0), (50.0, 105.0), (0.0, 110.0))  # scales of an efficiency or a retention
HIGHER = (102.0, 105.0, 110.0, 125.0, 150.0, 200.0)  # upper ends where values lie above
BULK = 0.9  # share of the points that a scale must show; activation may lie below it
MARKS = {  # colour and line style of each event; the names are in the legend
    "hard short": ("#b3001b", "-"),
    "soft short": ("#d1495b", "--"),
    "gradual short": ("#d1495b", ":"),
    "counter exhausted": ("#c77d0a", "-."),
    "electrolyte drying": ("#8a5cb8", ":"),
    "voltage limit": ("#4d4d4d", ":"),
}


def column(table: Table, name: str) -> np.ndarray:
    return table.columns[name].numbers


def series(axes: Axes, x: np.ndarray, y: np.ndarray, place: int, label: str, **style: Any) -> None:
    """Draw markers, or a line for many points; nan is left out, very many points are thinned."""
    there = np.flatnonzero(np.isfinite(y))
    look: dict[str, Any] = {"color": COLOURS[place % len(COLOURS)], "label": label}
    if len(there) > MARKERS:
        look |= {"linestyle": "-", "linewidth": 0.9}
        there = there[thin(x[there], y[there], SERIES_POINTS)]
    else:
        look |= {"linestyle": "none", "marker": SHAPES[place % len(SHAPES)], "markersize": 3}
    axes.plot(x[there], y[there], **{**look, **style})


def time_unit(seconds: float) -> tuple[float, str]:
    """Return the unit (s) of a time axis that spans some seconds, and its name: s, min, h or d."""
    return next((unit, name) for below, unit, name in SPANS if seconds < below)


SMALLER = ((1.0, "mAh"), (1e3, "µAh"), (1e6, "nAh"))  # units of a charge per cell
READABLE = 0.1  # of the unit: a smaller charge is given in the next one


def percent_limits(axes: Axes, percent: np.ndarray, counts: np.ndarray | None = None) -> None:
    """Set the closest scale of an efficiency that shows the bulk of it.

    The figure states how many points lie beyond the scale.

    Points that do not count (`counts`) do not set the scale, unless none counts.
    """
    finite = percent[np.isfinite(percent)]
    counted = percent[np.isfinite(percent) & counts] if counts is not None else finite
    there = counted if len(counted) else finite
    if not len(there):
        return
    low, high = next((scale for scale in PERCENTS if (there >= scale[0]).mean() >= BULK), PERCENTS[-1])
    ends = (high, *(end for end in HIGHER if end > high))
    high = next((end for end in ends if (there <= end).mean() >= BULK), 1.05 * float(np.quantile(there, BULK)))
    axes.set_ylim(low, high)
    beyond(axes, int(((finite < low) | (finite > high)).sum()), "point")


def beyond(axes: Axes, number: int, what: str) -> None:
    """State in the corner of the axes how many points lie outside of them."""
    if number:
        text = f"{number} {what}{'s' if number > 1 else ''} beyond the axis"
        axes.annotate(text, (1.0, 1.01), xycoords="axes fraction", ha="right", va="bottom", fontsize=6)


def titled(m: Measurement, title: str) -> str:
    """Return a title that marks a simulated recording.

    A figure that is used alone is then not taken for measured.
    """
    return title if m.recording.is_measured else f"{title} (simulated)"


def density(m: Measurement, current: np.ndarray) -> tuple[np.ndarray, str]:
    """Return the current in mA/cm2 if the area is known, else in mA per cell."""
    area = m.specimen.area
    if area is not None:
        return np.asarray(current / area.plain / 10), "mA/cm²"
    return np.asarray(current * 1e3), "mA"


def areal(m: Measurement, coulombs: np.ndarray) -> tuple[np.ndarray, str]:
    """Return a charge per electrode area if the area is known, else per cell; with its unit."""
    if m.specimen.area is not None:
        return coulombs / MAH / (m.specimen.area.plain * 1e4), "mAh/cm²"
    usual = float(np.median(m.halves.charge)) / MAH if len(m.halves) else 1.0
    factor, unit = next((one for one in SMALLER if usual * one[0] >= READABLE), (1.0, "mAh"))
    return coulombs / MAH * factor, unit


def specific(m: Measurement, coulombs: np.ndarray) -> tuple[np.ndarray, str]:
    """Return a charge per active mass if the mass is known, else per area, else per cell; with its unit."""
    if m.specimen.mass is not None:
        return coulombs / MAH / (m.specimen.mass.plain * 1e3), "mAh/g"
    return areal(m, coulombs)


def mark_events(axes: Axes, events: tuple[Event, ...], unit: float) -> None:
    """Draw a line for each event, a band for a reversible one; each kind appears once in the legend."""
    named: set[str] = set()
    for event in (e for e in events if e.what != "test stopped"):
        colour, line = MARKS.get(event.what, ("#4d4d4d", "-"))
        label = None if event.what in named else event_name(event)
        named.add(event.what)
        axes.axvline(event.time / unit, color=colour, linestyle=line, linewidth=0.9, label=label, zorder=5)
        if event.until is not None:
            axes.axvspan(event.time / unit, event.until / unit, color=colour, alpha=0.12, zorder=0)


def event_name(event: Event) -> str:
    """Return an event with its cycle, size and confidence, as a legend names it."""
    size = "" if event.size is None else f", {100 * event.size:.0f} %"
    sure = "" if event.confidence is None else f", confidence {event.confidence:.2f}"
    return f"{event_label(event.what)}: cycle {event.cycle}{size}{sure}"


def shades(number: int) -> list[Any]:
    """Return colours from light to dark with increasing cycle number."""
    from matplotlib import colormaps

    return [colormaps["viridis_r"](0.15 + 0.8 * k / max(number - 1, 1)) for k in range(number)]
