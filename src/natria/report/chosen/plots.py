"""Plots of chosen cycles: voltage against capacity and time, dQ/dV, and the numbers of these cycles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...lab.cycling.full_cell.differential import branch, default_width, dq_dv
from ...lab.cycling.full_cell.peaks import FEWEST
from ...lab.cycling.reading_noise import voltage_noise
from ...record import thin
from ..common.style import COLOURS
from ..described.plot import DescribedPanel, DescribedPlot, PlotAxis, PlotSeries, SeriesStyle
from ..measurement.figures.series import MAH, READABLE, SMALLER, time_unit
from .book import CycleBook

MOST = 40  # cycles that are drawn; of more, as many are, evenly chosen
WITH_DENSITY = 8  # of them, for dQ/dV, which takes some 10 ms for each
POINTS = 12_000  # of all curves of a plot
FEWEST_POINTS, MOST_POINTS = 150, 2000  # of a half-cycle
SMALL = 1.0  # V: below it in mV
WITH_PEAKS = ("full", "half", "unknown")  # kinds of cells of which dQ/dV is drawn
NO_PEAKS = "No dQ/dV: the two electrodes of a symmetric cell are alike, so that no charge belongs to a voltage"


def cycle_plots(book: CycleBook, chosen: Sequence[int]) -> tuple[DescribedPlot, ...]:
    """Return the plots of chosen cycles; each is a series of its own, named by its number."""
    drawn, of = _evenly(chosen, MOST)
    curves = {cycle: [rows for k in book.halves_of(cycle) if len(rows := _rows(book, k))] for cycle in drawn}
    colours = dict(zip(drawn, series_colours(len(drawn)), strict=True))
    plots = [_over_capacity(book, curves, colours, of), _over_time(book, curves, colours, of)]
    if book.cell in WITH_PEAKS:
        few, of_few = _evenly(drawn if len(drawn) > WITH_DENSITY else chosen, WITH_DENSITY)
        plots += [plot for plot in (_differential(book, few, colours, of_few),) if plot is not None]
    return tuple(plots)


def series_colours(number: int) -> list[str]:
    """Return colours that tell a few series apart, or run from light to dark through many."""
    if number <= len(COLOURS):
        return list(COLOURS[:number])
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    return [to_hex(colormaps["viridis"](0.92 * k / (number - 1))) for k in range(number)]


def _evenly(chosen: Sequence[int], most: int) -> tuple[tuple[int, ...], str]:
    """Return at most so many of the chosen cycles, evenly spread, and how many these are in words."""
    if len(chosen) <= most:
        return tuple(chosen), "1 cycle" if len(chosen) == 1 else f"{len(chosen)} cycles"
    drawn = tuple(chosen[k] for k in np.linspace(0, len(chosen) - 1, most).round().astype(int))
    return drawn, f"{most} of {len(chosen)} cycles, evenly spread"


def _rows(book: CycleBook, k: int) -> np.ndarray:
    return book.halves.rows(k)


def _style(colour: str) -> SeriesStyle:
    return SeriesStyle(colour, width=1.0)


def _volts(book: CycleBook) -> tuple[float, str]:
    size = np.abs(book.halves.voltage_mid)
    return (1e3, "mV") if not len(size) or float(np.median(size)) < SMALL else (1.0, "V")


def charge_unit(book: CycleBook) -> tuple[float, str]:
    """Return the factor from C to the unit of a shown capacity: per mass, per area, or of the cell."""
    if book.mass is not None and book.cell == "full":
        return 1 / MAH / (book.mass * 1e3), "mAh/g"
    if book.area is not None:
        return 1 / MAH / (book.area * 1e4), "mAh/cm²"
    usual = float(np.median(book.halves.charge)) / MAH
    factor, unit = next((one for one in SMALLER if usual * one[0] >= READABLE), (1.0, "mAh"))
    return factor / MAH, unit


def _most(curves: dict[int, list[np.ndarray]]) -> int:
    number = sum(map(len, curves.values()))
    return min(max(POINTS // max(number, 1), FEWEST_POINTS), MOST_POINTS)


def _joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return the parts of a line with a gap between them."""
    gap = np.array([np.nan])
    return np.concatenate([piece for part in parts for piece in (part, gap)][:-1]) if parts else np.zeros(0)


def _over_capacity(
    book: CycleBook, curves: dict[int, list[np.ndarray]], colours: dict[int, str], of: str
) -> DescribedPlot:
    """Voltage against the charge that has passed.

    A full cell charges and discharges from zero; the loop of other cells goes forth and back.
    """
    factor, unit = charge_unit(book)
    per_volt, volts = _volts(book)
    most, loop = _most(curves), book.cell in ("symmetric", "half")
    series = []
    for cycle, halves in curves.items():
        x, y, forth = [], [], 0.0
        for place, rows in enumerate(halves):
            passed = _passed(book, rows)
            if passed is None:
                continue
            kept = thin(passed, book.recording.voltage[rows], most)
            x.append(factor * (forth - passed[kept] if loop and place else passed[kept]))
            y.append(per_volt * book.recording.voltage[rows][kept])
            forth = float(passed[-1])
        if x:
            name = f"cycle {cycle}"
            series.append(PlotSeries(name, _style(colours[cycle]), _whole(x, loop), _whole(y, loop)))
    way = "forth and back" if loop else "charge and discharge from zero"
    notes = () if book.cell in WITH_PEAKS else (NO_PEAKS,)
    panel = DescribedPanel(PlotAxis("capacity", unit), PlotAxis("cell voltage", volts), tuple(series), notes=notes)
    return DescribedPlot("chosen-capacity", "Voltage against capacity", f"{of}: {way}", (panel,))


def _whole(parts: Sequence[np.ndarray], loop: bool) -> np.ndarray:
    return np.concatenate(parts) if loop else _joined(parts)


def _passed(book: CycleBook, rows: np.ndarray) -> np.ndarray | None:
    """Return the charge (C) that has passed at each reading of a half-cycle; None where none has."""
    passed = np.cumsum(np.abs(book.recording.current[rows]) * book.halves.weight[rows])
    return passed if len(passed) > 1 and passed[-1] > 0 else None


def _over_time(book: CycleBook, curves: dict[int, list[np.ndarray]], colours: dict[int, str], of: str) -> DescribedPlot:
    """Voltage and rests against the time since each cycle began."""
    per_volt, volts = _volts(book)
    spans = {}
    for cycle, halves in curves.items():
        if halves:
            first, stop = int(halves[0][0]), int(halves[-1][-1]) + 1
            spans[cycle] = slice(max(first - 1, 0), stop)
    longest = max((float(np.ptp(book.recording.time[rows])) for rows in spans.values()), default=1.0)
    unit, name = time_unit(longest)
    most = 2 * _most(curves)
    series = []
    for cycle, rows in spans.items():
        time, voltage = book.recording.time[rows], book.recording.voltage[rows]
        kept = thin(time, voltage, most)
        x = (time[kept] - time[0]) / unit
        series.append(PlotSeries(f"cycle {cycle}", _style(colours[cycle]), x, per_volt * voltage[kept]))
    panel = DescribedPanel(PlotAxis("time in the cycle", name), PlotAxis("cell voltage", volts), tuple(series))
    return DescribedPlot("chosen-time", "Voltage against time", f"{of}, each from its first reading", (panel,))


def _differential(book: CycleBook, drawn: Sequence[int], colours: dict[int, str], of: str) -> DescribedPlot | None:
    """dQ/dV with the sign of the current, smoothed alike for all chosen cycles."""
    cycling = book.cycling
    branches = {(cycle, k): branch(cycling, k) for cycle in drawn for k in book.halves_of(cycle)}
    usable = {key: (v, q) for key, (v, q) in branches.items() if len(v) >= FEWEST and np.ptp(v) > 0 and q[-1] > q[0]}
    if not usable:
        return None
    width = float(np.median([default_width(v, q, voltage_noise(v, q)) for v, q in usable.values()]))
    factor, unit = charge_unit(book)
    series = []
    for cycle in drawn:
        x, y = [], []
        for k in book.halves_of(cycle):
            density = dq_dv(*usable[cycle, k], width) if (cycle, k) in usable else None
            if density is not None:
                kept = thin(density.voltage, density.value, MOST_POINTS)
                x.append(density.voltage[kept])
                y.append(factor * float(book.halves.sign[k]) * density.value[kept])
        if x:
            series.append(PlotSeries(f"cycle {cycle}", _style(colours[cycle]), _joined(x), _joined(y)))
    says = f"{of}: charge density over voltage with the sign of the current, smoothed with {width * 1e3:.2g} mV"
    panel = DescribedPanel(PlotAxis("cell voltage", "V"), PlotAxis("dQ/dV", f"{unit}/V"), tuple(series))
    return DescribedPlot("chosen-dq-dv", "dQ/dV", says, (panel,))
