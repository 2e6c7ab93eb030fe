"""Figures of a full cell: capacity and efficiency against cycle, rate capability, voltage and dQ/dV curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...lab import Measurement
from ...quantity import number
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS
from .cycles import column, series
from .traces import density, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_CURVES = 12  # that can be distinguished in a waterfall plot
MAH = 3.6


def full_cells(m: Measurement) -> list[Picture]:
    if m.kind.cell != "full":
        return []
    drawn = (_capacity(m), _rates(m), _profiles(m), _waterfall(m))
    return [p for p in drawn if p is not None]


def _per(m: Measurement, coulombs: np.ndarray) -> tuple[np.ndarray, str]:
    """Return a charge per active mass if the mass is known, else per area, else per cell; with its unit."""
    if m.specimen.mass is not None:
        return coulombs / MAH / (m.specimen.mass.plain * 1e3), "mAh/g"
    if m.specimen.area is not None:
        return coulombs / MAH / (m.specimen.area.plain * 1e4), "mAh/cm²"
    return coulombs / MAH, "mAh"


def _capacity(m: Measurement) -> Picture | None:
    table = m.table("cycles")
    if table is None or not len(table):
        return None
    x = column(table, "cycle")
    discharge, unit = _per(m, column(table, "discharge_capacity"))
    charge, _ = _per(m, column(table, "charge_capacity"))
    efficiency = 100 * column(table, "coulombic_efficiency")
    formation = column(table, "is_formation") > 0
    over = table.title.partition(": ")[2]

    def draw() -> Figure:
        figure, axes = new_figure()
        series(axes, x, discharge, 0, "discharge")
        series(axes, x, charge, 2, "charge", markerfacecolor="none")
        if formation.any():
            axes.axvspan(0.5, float(x[formation][-1]) + 0.5, color="#000000", alpha=0.06, label="formation")
        right = axes.twinx()
        right.spines["right"].set_visible(True)
        right.grid(visible=False)
        series(right, x, efficiency, 1, "_")
        _around_hundred(right, efficiency)
        axes.set_ylim(bottom=0, top=1.15 * max(float(np.nanmax(discharge)), float(np.nanmax(charge))))
        axes.set_xlabel("cycle")
        axes.set_ylabel(f"capacity ({unit})")
        right.set_ylabel("Coulombic efficiency (%)", color=COLOURS[1])
        named = f"Coulombic efficiency, {over}"  # shown in the legend of the left axis
        axes.plot([], [], color=COLOURS[1], marker="s", markersize=3, linestyle="none", label=named)
        finish(figure, axes, titled(m, "Capacity and Coulombic efficiency against cycle"), 2.4, columns=1)
        return figure

    svg, png = files_of(draw)
    says = f"Charge and discharge capacity and Coulombic efficiency ({over}) of {len(x)} cycles"
    return Picture("capacity-cycle", "Capacity against cycle", says, svg, png)


def _around_hundred(axes: Axes, percent: np.ndarray) -> None:
    there = percent[np.isfinite(percent)]
    if len(there):
        low, high = np.quantile(there, [0.02, 0.98])
        room = max(0.5 * float(high - low), 1.0)
        axes.set_ylim(max(low - 2 * room, 0.0), min(high + room, 200.0))


def _rates(m: Measurement) -> Picture | None:
    blocks = m.table("rates")
    cycles = m.table("cycles")
    if blocks is None or cycles is None or len(blocks) < 2:
        return None
    x = column(cycles, "cycle")
    capacity, unit = _per(m, column(cycles, "discharge_capacity"))
    first, last = column(blocks, "first_cycle"), column(blocks, "last_cycle")
    flow, amperes = density(m, np.abs(column(blocks, "discharge_current")))
    mean, _ = _per(m, column(blocks, "discharge_capacity"))

    def draw() -> Figure:
        figure, axes = new_figure()
        series(axes, x, capacity, 0, "discharge")
        for place in range(len(first)):
            at: Any = ((first[place] + last[place]) / 2, mean[place])
            look: Any = {"xytext": (0, 6), "textcoords": "offset points", "ha": "center", "fontsize": 6}
            axes.annotate(number(float(flow[place])), at, **look)
            axes.hlines(mean[place], first[place] - 0.4, last[place] + 0.4, color="#4d4d4d", linewidth=0.8)
        axes.set_ylim(bottom=0, top=1.2 * float(np.nanmax(capacity)))
        axes.set_xlabel("cycle")
        axes.set_ylabel(f"discharge capacity ({unit})")
        finish(figure, axes, titled(m, f"Rate capability (labels: discharge current in {amperes})"), 2.4)
        return figure

    svg, png = files_of(draw)
    low, high = (number(float(x)) for x in (flow.min(), flow.max()))
    says = f"Discharge capacity of {len(first)} blocks at currents from {low} to {high} {amperes}"
    return Picture("rate-capability", "Rate capability", says, svg, png)


def _chosen(numbers: np.ndarray) -> np.ndarray:
    """Cycles to draw: the first, the last, and evenly spaced ones between."""
    every = np.unique(numbers)
    places = np.linspace(0, len(every) - 1, min(len(every), MOST_CURVES)).round().astype(int)
    return np.asarray(every[np.unique(places)])


def _profiles(m: Measurement) -> Picture | None:
    """Cell voltage against capacity."""
    halves = m.halves
    if len(halves) < 2:
        return None
    chosen = _chosen(halves.cycle)
    shades = _shades(len(chosen))

    def draw() -> Figure:
        figure, axes = new_figure()
        unit = ""
        for place, cycle in enumerate(chosen):
            label = f"cycle {cycle}" if place in (0, len(chosen) // 2, len(chosen) - 1) else "_"
            for k in np.flatnonzero(halves.cycle == cycle):
                rows = halves.rows(int(k))
                passed = np.cumsum(np.abs(m.recording.current[rows]) * halves.weight[rows])
                if len(passed) < 2:
                    continue
                passed *= halves.charge[k] / passed[-1] if passed[-1] > 0 else 1.0
                x, unit = _per(m, passed)
                axes.plot(x, m.recording.voltage[rows], color=shades[place], linewidth=0.8, label=label)
                label = "_"
        axes.set_xlim(left=0)
        axes.set_xlabel(f"capacity ({unit})")
        axes.set_ylabel("cell voltage (V)")
        finish(figure, axes, titled(m, "Voltage against capacity"), 2.4, columns=3)
        return figure

    svg, png = files_of(draw)
    says = f"Cell voltage against the capacity of charge and discharge of {len(chosen)} cycles"
    return Picture("voltage-capacity", "Voltage against capacity", says, svg, png)


def _waterfall(m: Measurement) -> Picture | None:
    table, peaks = m.table("dq_dv"), m.table("peaks")
    if table is None or not len(table):
        return None
    cycle, voltage = column(table, "cycle"), column(table, "voltage")
    value, unit = _per(m, column(table, "dq_dv"))
    half = column(table, "half_cycle")
    chosen = _chosen(cycle)
    shades = _shades(len(chosen))
    # offset between cycles, relative to the highest peak
    apart = 0.25 * float(np.nanquantile(np.abs(value), 0.995))

    def draw() -> Figure:
        figure, axes = new_figure()
        for place, n in enumerate(chosen):
            for k in np.unique(half[cycle == n]):
                here = (half == k) & (cycle == n)
                label = f"cycle {n:.0f}" if place in (0, len(chosen) // 2, len(chosen) - 1) else "_"
                first = k == half[cycle == n][0]
                axes.plot(
                    voltage[here],
                    value[here] + apart * place,
                    color=shades[place],
                    linewidth=0.8,
                    label=label if first else "_",
                )
        if peaks is not None and len(peaks):
            _mark_peaks(axes, m, chosen, apart)
        axes.set_xlabel("cell voltage (V)")
        axes.set_ylabel(f"dQ/dV ({unit}/V), offset by cycle")
        finish(figure, axes, titled(m, f"{table.title}; charge positive, discharge negative"), 3.0, columns=3)
        return figure

    svg, png = files_of(draw)
    says = f"{table.title}, of {len(chosen)} cycles with an offset between them; peaks are marked"
    return Picture("dq-dv", "dQ/dV", says, svg, png)


def _mark_peaks(axes: Axes, m: Measurement, chosen: np.ndarray, apart: float) -> None:
    peaks = m.table("peaks")
    assert peaks is not None
    height, _ = _per(m, column(peaks, "height"))
    sign = np.array([1.0 if w == "charge" else -1.0 for w in peaks.columns["what"].values])
    place = np.searchsorted(chosen, column(peaks, "cycle"))
    shown = np.isin(column(peaks, "cycle"), chosen)
    y = sign * height + apart * place
    axes.plot(column(peaks, "voltage")[shown], y[shown], ".", color="black", markersize=3, label="peaks")


def _shades(number: int) -> list[Any]:
    """Colours from light to dark with increasing cycle number."""
    from matplotlib import colormaps

    return [colormaps["viridis_r"](0.15 + 0.8 * k / max(number - 1, 1)) for k in range(number)]
