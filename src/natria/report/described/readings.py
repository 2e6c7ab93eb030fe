"""All readings of a recording as a plot of stored arrays, with the events marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ...lab import Event
from ...lab.cycling.half_cycles import HalfCycles
from ...quantity import number
from ...record import Recording
from ...record.recording import CURRENT, TIME, VOLTAGE
from ..common.style import COLOURS
from ..measurement.figures.series import MARKS, event_name, time_unit
from .plot import DescribedPanel, DescribedPlot, PlotAxis, PlotMark, PlotSeries, SeriesStyle, StoredPoints

SMALL = 1.0  # V or A: below it in thousandths
SHARE = 20_000  # the same of each of several recordings
SAMPLE = 200_000  # readings from which the scale is taken from every n-th
GREY = "#4d4d4d"
AROUND = 4  # half-cycles that are shown on either side of an event
USUAL = 0.98  # share of the readings that decides on the unit


def described_readings(
    recording: Recording,
    events: tuple[Event, ...] = (),
    area: float | None = None,
    halves: HalfCycles | None = None,
) -> DescribedPlot | None:
    """Return the plot of a whole recording, with points stored by the names of its columns.

    With the `area` (m^2) of an electrode the current is per area. With the half-cycles of its events a reader can go to
    each event. Without readings there is no plot.
    """
    if not len(recording):
        return None
    lasts = float(recording.time[-1] - recording.time[0])
    unit, name = time_unit(lasts)
    time = PlotAxis("time", name)
    per_volt, volts = _thousandths(recording.voltage, "V")
    per_ampere, amperes = _thousandths(recording.current, "A")
    if area is not None:
        per_ampere, amperes = 0.1 / area, "mA/cm²"
    rows = len(recording)
    voltage = StoredPoints(TIME, VOLTAGE, rows, 1 / unit, per_volt)
    current = StoredPoints(TIME, CURRENT, rows, 1 / unit, per_ampere)
    flow = (per_ampere, amperes)
    marks = tuple(_mark(event, unit, halves, flow) for event in events if event.what != "test stopped")
    blue, grey = SeriesStyle(COLOURS[0], width=0.8), SeriesStyle(GREY, width=0.8)
    panels = (
        DescribedPanel(time, PlotAxis("cell voltage", volts), (PlotSeries("voltage", blue, stored=voltage),), marks, 3),
        DescribedPanel(time, PlotAxis("current", amperes), (PlotSeries("current", grey, stored=current),), (), 1),
    )
    title = "Voltage and current" if recording.is_measured else "Voltage and current (simulated)"
    return DescribedPlot("readings", title, f"{rows:,} readings", panels, wide=True)


def described_together(curves: Mapping[str, tuple[np.ndarray, np.ndarray]], colours: Sequence[str]) -> DescribedPlot:
    """Return the voltage of several recordings against time in one plot.

    `curves` has time and voltage by name.
    """
    unit, name = time_unit(max((float(time[-1] - time[0]) for time, _ in curves.values() if len(time)), default=1.0))
    bulks = [voltage[:: max(len(voltage) // SHARE, 1)] for _, voltage in curves.values()]
    per_volt, volts = _thousandths(np.concatenate(bulks), "V")
    series = tuple(
        PlotSeries(
            of, SeriesStyle(colour, width=0.8), stored=StoredPoints(TIME, VOLTAGE, len(time), 1 / unit, per_volt, of)
        )
        for (of, (time, _)), colour in zip(curves.items(), colours, strict=True)
    )
    panel = DescribedPanel(PlotAxis("time", name), PlotAxis("cell voltage", volts), series)
    says = f"{len(series)} recordings, {sum(len(time) for time, _ in curves.values()):,} readings"
    return DescribedPlot("readings", "Voltage against time", says, (panel,), wide=True)


def stored_columns(recording: Recording) -> dict[str, np.ndarray]:
    """Return the arrays that the plot of a recording names."""
    return {name: recording.columns[name] for name in (TIME, VOLTAGE, CURRENT)}


def _thousandths(values: np.ndarray, unit: str) -> tuple[float, str]:
    """Return the factor and the unit in which the bulk of the values is read well."""
    bulk = np.abs(values[:: max(len(values) // SAMPLE, 1)])
    bulk = bulk[np.isfinite(bulk)]
    small = not len(bulk) or float(np.quantile(bulk, USUAL)) < SMALL
    return (1e3, f"m{unit}") if small else (1.0, unit)


def _mark(event: Event, unit: float, halves: HalfCycles | None, flow: tuple[float, str]) -> PlotMark:
    """Return the mark of an event with its current, by the factor and the unit of `flow`."""
    colour, line = MARKS.get(event.what, (GREY, "-"))
    until = None if event.until is None else event.until / unit
    near = None if halves is None else _near(event, unit, halves)
    name = event_name(event)
    if halves is not None and 0 <= event.half_cycle < len(halves):
        name += f", at {number(flow[0] * abs(float(halves.current[event.half_cycle])))} {flow[1]}"
    return PlotMark("x", event.time / unit, until, name, colour, line, near)


def _near(event: Event, unit: float, halves: HalfCycles) -> tuple[float, float] | None:
    """Return the stretch of some half-cycles around an event."""
    if not 0 <= event.half_cycle < len(halves):
        return None
    first, last = max(event.half_cycle - AROUND, 0), min(event.half_cycle + AROUND, len(halves) - 1)
    ends = float(halves.end[last]), event.time if event.until is None else event.until
    return float(halves.start[first]) / unit, max(ends) / unit
