"""Hysteresis loops: cell voltage against capacity of chosen cycles, plating forth and stripping back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Measurement
from ....record import thin
from ...common.chart import Chart, ChartPanel
from ...common.labels import SHORTS
from .series import areal, shades, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 600  # of a half-cycle
FLAT = (0.1, 0.9)  # the same without the steep rise at the end of stripping
BULK = (0.002, 0.998)  # quantiles of the voltages between which the axis lies, with some room


def loops(m: Measurement) -> list[Chart]:
    chosen = chosen_cycles(m)
    if m.kind.cell not in ("symmetric", "half") or not chosen:
        return []
    named = ", ".join(map(str, chosen))
    says = f"Cell voltage against capacity of cycle {named}: plating to the right, stripping back"
    title = titled(m, "Hysteresis loop: voltage against capacity")
    return [Chart("hysteresis-loop", title, says, (ChartPanel(partial(draw_loops, m=m)),), columns=4)]


def chosen_cycles(m: Measurement) -> tuple[int, ...]:
    """Return the cycles that a loop is drawn of: first, middle and last, and the last one before a short."""
    number = len(m.halves) // 2
    if not number:
        return ()
    short = next((e.cycle for e in m.events if e.what in SHORTS and not e.is_reversible), None)
    wanted = (1, (number + 1) // 2, number if short is None else min(short - 1, number), number)
    return tuple(sorted({cycle for cycle in wanted if 1 <= cycle <= number}))


def draw_loops(axes: Axes, m: Measurement, chosen: tuple[int, ...] = (), **style: Any) -> None:
    """Draw the cell voltage against the capacity of some cycles; without any, of first, middle and last."""
    shown = chosen or chosen_cycles(m)
    voltages, unit = [], "mAh"
    for colour, cycle in zip(shades(len(shown)), shown, strict=True):
        x, voltage, unit = _loop(m, cycle)
        if not len(x):
            continue
        look = {"color": colour, "linewidth": 0.9, "label": f"cycle {cycle}"}
        axes.plot(x, 1e3 * voltage, **{**look, **style})
        voltages.append(1e3 * voltage)
    axes.set_xlabel(f"capacity ({unit})")
    axes.set_ylabel("cell voltage (mV)")
    if voltages:
        _limit(axes, voltages, m.kind.cell == "half")


def _loop(m: Measurement, cycle: int) -> tuple[np.ndarray, np.ndarray, str]:
    """Capacity and voltage of a cycle as one line, with the unit of the capacity.

    The two half-cycles of the cycle are drawn forth and back.
    """
    halves, r = m.halves, m.recording
    capacities, voltages = [], []
    forth = 0.0
    for k in (2 * cycle - 2, 2 * cycle - 1):
        rows = halves.rows(k)
        passed = np.cumsum(np.abs(r.current[rows]) * halves.weight[rows])
        if len(passed) < 2 or not passed[-1] > 0:
            continue
        passed *= halves.charge[k] / passed[-1]
        kept = thin(passed, r.voltage[rows], POINTS)
        capacities.append(passed[kept] if k % 2 == 0 else forth - passed[kept])
        voltages.append(r.voltage[rows][kept])
        forth = float(passed[-1])
    if not capacities:
        return np.zeros(0), np.zeros(0), "mAh"
    x, unit = areal(m, np.concatenate(capacities))
    return x, np.concatenate(voltages), unit


def _limit(axes: Axes, voltages: list[np.ndarray], has_cutoff: bool) -> None:
    """Limit the axis to the loop: the steep rise to the cut-off of a half cell lies outside."""
    reach = [np.quantile(v, FLAT if has_cutoff else BULK) for v in voltages]
    low, high = min(float(v[0]) for v in reach), max(float(v[1]) for v in reach)
    room = 0.35 * max(high - low, 1e-3)
    axes.set_ylim(low - room, high + room)
