"""Figures of a full cell against cycle, rate and voltage.

Capacity, retention and efficiency against cycle, rate capability, voltage and dQ/dV.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Measurement
from ....quantity import number
from ....record import thin
from ...common.chart import Chart, ChartPanel
from ...common.limits import CURVES
from ...study.wording import count
from .cycles import draw_efficiency
from .series import beyond, column, density, percent_limits, series, shades, specific, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 800  # of a half-cycle in a figure
ROOM = 0.03  # of the voltage window, at both sides of dQ/dV curves
CUT = 3.0  # times the usual highest peak: curves beyond are cut, so that the others show
END_OF_LIFE = 80.0  # %: retention at which the life of a cell is usually taken to end


def full_cells(m: Measurement) -> list[Chart]:
    if m.kind.cell != "full":
        return []
    return [*_capacity(m), *_retention(m), *_rates(m), *_profiles(m), *_waterfall(m)]


def draw_capacity(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw charge and discharge capacity of a full cell against cycle number; formation is shaded."""
    table = m.table("cycles")
    if table is None or "discharge_capacity" not in table.columns or not len(table):
        return
    x = column(table, "cycle")
    discharge, unit = specific(m, column(table, "discharge_capacity"))
    charge, _ = specific(m, column(table, "charge_capacity"))
    series(axes, x, discharge, 0, "discharge", **style)
    series(axes, x, charge, 2, "charge", **{"markerfacecolor": "none", **style})
    _shade_formation(axes, m)
    axes.set_ylim(bottom=0, top=1.15 * max(float(np.nanmax(discharge)), float(np.nanmax(charge))))
    axes.set_xlabel("cycle")
    axes.set_ylabel(f"capacity ({unit})")


def draw_retention(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the capacity retention of a full cell against cycle number, with the line at 80 %."""
    table = m.table("cycles")
    if table is None or "retention" not in table.columns or not len(table):
        return
    percent = 100 * column(table, "retention")
    series(axes, column(table, "cycle"), percent, 0, **{"label": "_retention", **style})
    percent_limits(axes, percent)
    if axes.get_ylim()[0] <= END_OF_LIFE:
        axes.axhline(END_OF_LIFE, color="#4d4d4d", linewidth=0.6, linestyle=":")
        at = ("axes fraction", "data")
        axes.annotate(f"{END_OF_LIFE:.0f} %", (1.0, END_OF_LIFE), xycoords=at, ha="right", va="bottom", fontsize=6)
    axes.set_xlabel("cycle")
    axes.set_ylabel("capacity retention (%)")


def _shade_formation(axes: Axes, m: Measurement) -> None:
    table = m.table("cycles")
    if table is None or "is_formation" not in table.columns:
        return
    formation = column(table, "is_formation") > 0
    if formation.any():
        last = float(column(table, "cycle")[formation][-1])
        axes.axvspan(0.5, last + 0.5, color="#000000", alpha=0.06, label="formation")


def _capacity(m: Measurement) -> list[Chart]:
    table = m.table("cycles")
    if table is None or not len(table):
        return []
    over = table.title.partition(": ")[2]
    panels = (ChartPanel(partial(draw_capacity, m=m), 3), ChartPanel(partial(draw_efficiency, m=m), 2))
    says = f"Charge and discharge capacity, and Coulombic efficiency ({over}), of {count(len(table), 'cycle')}"
    title = titled(m, "Capacity and Coulombic efficiency against cycle")
    return [Chart("capacity-cycle", title, says, panels, height=3.4, columns=3)]


def _retention(m: Measurement) -> list[Chart]:
    table = m.table("cycles")
    if table is None or len(table) < 3:
        return []
    panels = (ChartPanel(partial(draw_retention, m=m)), ChartPanel(partial(draw_efficiency, m=m)))
    says = f"Capacity retention and Coulombic efficiency of {len(table)} cycles"
    title = titled(m, "Retention and Coulombic efficiency against cycle")
    return [Chart("retention-cycle", title, says, panels, height=3.4)]


def draw_rates(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the discharge capacity against cycle number with the mean and the current of each block."""
    blocks, cycles = m.table("rates"), m.table("cycles")
    if blocks is None or cycles is None:
        return
    capacity, unit = specific(m, column(cycles, "discharge_capacity"))
    first, last = column(blocks, "first_cycle"), column(blocks, "last_cycle")
    flow, _ = density(m, np.abs(column(blocks, "discharge_current")))
    mean, _ = specific(m, column(blocks, "discharge_capacity"))
    series(axes, column(cycles, "cycle"), capacity, 0, **{"label": "_discharge", **style})
    for begin, end, level, current in zip(first, last, mean, flow, strict=True):
        look: Any = {"xytext": (0, 6), "textcoords": "offset points", "ha": "center", "fontsize": 6}
        axes.annotate(number(float(current)), ((begin + end) / 2, level), **look)
        axes.hlines(level, begin - 0.4, end + 0.4, color="#4d4d4d", linewidth=0.8)
    axes.set_ylim(bottom=0, top=1.2 * float(np.nanmax(capacity)))
    axes.set_xlabel("cycle")
    axes.set_ylabel(f"discharge capacity ({unit})")


def _rates(m: Measurement) -> list[Chart]:
    blocks, cycles = m.table("rates"), m.table("cycles")
    if blocks is None or cycles is None or len(blocks) < 2:
        return []
    flow, amperes = density(m, np.abs(column(blocks, "discharge_current")))
    low, high = (number(float(x)) for x in (flow.min(), flow.max()))
    says = f"Discharge capacity of {len(blocks)} blocks at currents from {low} to {high} {amperes}"
    title = titled(m, f"Rate capability (labels: discharge current in {amperes})")
    return [Chart("rate-capability", title, says, (ChartPanel(partial(draw_rates, m=m)),))]


def _chosen(numbers: np.ndarray) -> np.ndarray:
    """Cycles to draw: the first, the last, and evenly spaced ones between."""
    every = np.unique(numbers)
    places = np.linspace(0, len(every) - 1, min(len(every), CURVES)).round().astype(int)
    return np.asarray(every[np.unique(places)])


def _cycles(m: Measurement) -> np.ndarray:
    """Return the cycle of each half-cycle as the table of cycles numbers them; 0 belongs to no cycle."""
    if any(remark.code == "first-half-cycle-skipped" for remark in m.remarks):
        return np.asarray(m.halves.skipped // 2 + (np.arange(len(m.halves)) + 1) // 2)
    return m.halves.cycle


def _capacities(m: Measurement) -> dict[tuple[int, int], float]:
    """Return the capacities (C) of the table by cycle and sign.

    They are by the counter of the instrument where it is used.
    """
    table = m.table("cycles")
    if table is None:
        return {}
    found = {}
    for sign, name in ((1, "charge_capacity"), (-1, "discharge_capacity")):
        for cycle, charge in zip(column(table, "cycle"), column(table, name), strict=True):
            if np.isfinite(charge):
                found[int(cycle), sign] = float(charge)
    return found


def draw_profiles(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw the cell voltage against the capacity of charge and discharge of up to twelve cycles."""
    halves, counted, cycles = m.halves, _capacities(m), _cycles(m)
    chosen = _chosen(cycles)
    unit = "mAh"
    for place, (cycle, colour) in enumerate(zip(chosen, shades(len(chosen)), strict=True)):
        label = f"cycle {cycle}" if place in (0, len(chosen) // 2, len(chosen) - 1) else "_"
        label = label if cycle > 0 else "before the first cycle"
        for k in np.flatnonzero(cycles == cycle):
            rows = halves.rows(int(k))
            passed = np.cumsum(np.abs(m.recording.current[rows]) * halves.weight[rows])
            if len(passed) < 2:
                continue
            charge = counted.get((int(cycle), int(halves.sign[k])), float(halves.charge[k]))
            passed *= charge / passed[-1] if passed[-1] > 0 else 1.0
            kept = thin(passed, m.recording.voltage[rows], POINTS)
            x, unit = specific(m, passed[kept])
            look = {"color": colour, "linewidth": 0.8, "label": label}
            axes.plot(x, m.recording.voltage[rows][kept], **{**look, **style})
            label = "_"
    axes.set_xlim(left=0)
    axes.set_xlabel(f"capacity ({unit})")
    axes.set_ylabel("cell voltage (V)")


def _profiles(m: Measurement) -> list[Chart]:
    if len(m.halves) < 2:
        return []
    chosen = _chosen(_cycles(m))
    says = f"Cell voltage against the capacity of charge and discharge of {count(int((chosen > 0).sum()), 'cycle')}"
    says += " and of the half-cycle before them" if chosen[0] < 1 else ""
    title = titled(m, "Voltage against capacity")
    return [Chart("voltage-capacity", title, says, (ChartPanel(partial(draw_profiles, m=m)),), columns=3)]


def draw_dq_dv(axes: Axes, m: Measurement, **style: Any) -> None:
    """Draw dQ/dV against voltage of up to twelve cycles with an offset between them; peaks are marked."""
    table, peaks = m.table("dq_dv"), m.table("peaks")
    if table is None or not len(table):
        return
    cycle, voltage, half = (column(table, name) for name in ("cycle", "voltage", "half_cycle"))
    value, unit = specific(m, column(table, "dq_dv"))
    chosen = _chosen(cycle)
    # offset between cycles and scale follow the usual peak: the first cycle often has one many times as high
    tops = np.array([np.nanmax(np.abs(value[half == k])) for k in np.unique(half)])
    usual = float(np.median(tops))
    apart = 0.5 * usual
    for place, (n, colour) in enumerate(zip(chosen, shades(len(chosen)), strict=True)):
        label = f"cycle {n:.0f}" if place in (0, len(chosen) // 2, len(chosen) - 1) else "_"
        for k in np.unique(half[cycle == n]):
            here = (half == k) & (cycle == n)
            look = {"color": colour, "linewidth": 0.8, "label": label}
            axes.plot(voltage[here], value[here] + apart * place, **{**look, **style})
            label = "_"
    ends = [(voltage[half == k].min(), voltage[half == k].max()) for k in np.unique(half)]
    low, high = (float(np.median(side)) for side in zip(*ends, strict=True))
    axes.set_xlim(low - ROOM * (high - low), high + ROOM * (high - low))
    if tops.max() > CUT * usual:
        axes.set_ylim(-CUT * usual, apart * (len(chosen) - 1) + CUT * usual)
        beyond(axes, int((tops > CUT * usual).sum()), "curve")
    if peaks is not None and len(peaks):
        _mark_peaks(axes, m, chosen, apart)
    axes.set_xlabel("cell voltage (V)")
    axes.set_ylabel(f"dQ/dV ({unit}/V), offset by cycle")


def _waterfall(m: Measurement) -> list[Chart]:
    table = m.table("dq_dv")
    if table is None or not len(table):
        return []
    chosen = _chosen(column(table, "cycle"))
    says = f"{table.title}, of {count(len(chosen), 'cycle')}, offset from cycle to cycle; peaks are marked"
    title = titled(m, f"{table.title}; charge positive, discharge negative")
    return [Chart("dq-dv", title, says, (ChartPanel(partial(draw_dq_dv, m=m)),), height=3.0, columns=3)]


def _mark_peaks(axes: Axes, m: Measurement, chosen: np.ndarray, apart: float) -> None:
    peaks = m.table("peaks")
    assert peaks is not None
    height, _ = specific(m, column(peaks, "height"))
    sign = np.array([1.0 if w == "charge" else -1.0 for w in peaks.columns["what"].values])
    place = np.searchsorted(chosen, column(peaks, "cycle"))
    shown = np.isin(column(peaks, "cycle"), chosen)
    y = sign * height + apart * place
    axes.plot(column(peaks, "voltage")[shown], y[shown], ".", color="black", markersize=3, label="peaks")
