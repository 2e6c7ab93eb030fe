"""Figures of a simulation.

They are the figures of any recording, the voltage by contribution, internal states, and the utilisation of each failure
limit.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...models.cell.equations.observe import COLUMNS
from ...models.cell.equations.voltage_parts import PARTS
from ...record import Table, thin
from ...studies.simulation.outcome import Simulation
from ...studies.simulation.readings import LEFT_OUT
from ..common.picture import Picture, files_of, finish
from ..common.style import COLOURS, COLUMN, LINES
from ..measurement import measurement_pictures
from .couples import couple_pictures
from .wording import HOUR

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DAYS = 240.0  # hours from which the time axis is in days
LEAST = 1e-6  # utilisation below which nothing is drawn
MODES = 8  # failure modes that are drawn, those of largest utilisation
CONTRIBUTIONS = {  # part of the voltage -> label, colour
    "electrolyte": ("electrolyte, ohmic", "#0b5fa5"),
    "concentration": ("salt gradients", "#6cb6e8"),
    "solids": ("solid layers and contacts", "#4d4d4d"),
    "films_working": ("films, working", "#c77d0a"),
    "films_counter": ("films, counter", "#f0c069"),
    "face_working": ("face, working", "#2e8b57"),
    "face_counter": ("face, counter", "#93d1aa"),
    "equilibrium": ("equilibrium", "#8a5cb8"),
}
ELECTRODES = ("working", "counter")


@dataclass(frozen=True)
class Panel:
    """Columns of the table of internal states in one unit: SI times `factor` plus `offset`.

    A column is drawn where it changes by more than `worth` of its largest value.
    """

    columns: tuple[str, ...]
    label: str
    factor: float = 1.0
    offset: float = 0.0
    worth: float = 1e-3


PANELS = (
    Panel(("thickness_working", "thickness_counter"), "films\n(nm)", 1e9),
    Panel(("sodium_working", "sodium_counter"), "sodium\n(mAh/cm²)", 1 / 3.6e4),
    Panel(("dead_working", "dead_counter"), "dead sodium\n(mAh/cm²)", 1 / 3.6e4),
    Panel(("contact_working", "contact_counter"), "contact\n(%)", 100.0),
    Panel(("least_salt",), "lowest salt\n(of initial)"),
    Panel(("temperature",), "temperature\n(°C)", 1.0, -273.15, 3e-5),
)


def simulation_pictures(s: Simulation) -> tuple[Picture, ...]:
    """Drawn without a screen, in the order of the page."""
    read = measurement_pictures(s.measurement)
    traces = [p for p in read if p.id.startswith("voltage-time")]
    return (*traces, *_one_by_one(s), *(p for p in read if p not in traces))


def _one_by_one(s: Simulation) -> Iterator[Picture]:
    """Yield the figures one by one and free each (some 10 MB of reference cycles) before the next."""
    gc.collect()
    yield from couple_pictures(s)
    for draw in (_parts, _inside, _utilisation):
        gc.collect()
        if picture := draw(s):
            yield picture


def _figure(panels: int, height: float, **shared: Any) -> tuple[Figure, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2 * COLUMN, height))
    FigureCanvasAgg(figure)
    return figure, figure.subplots(panels, 1, squeeze=False, **shared)[:, 0]


def _finish(figure: Figure, axes: Axes, title: str, height: float, columns: int) -> None:
    finish(figure, axes, f"{title} (simulated)", height, columns)
    figure.set_size_inches(2 * COLUMN, figure.get_size_inches()[1])


def _scaled(seconds: np.ndarray) -> tuple[np.ndarray, str]:
    hours = seconds / HOUR
    return (hours / 24, "time (d)") if len(hours) and hours[-1] - hours[0] > DAYS else (hours, "time (h)")


def _parts(s: Simulation) -> Picture | None:
    """Return the voltage of the first and the last cycle, stacked by contribution.

    Positive contributions are above zero, negative ones below.
    """
    cycle = s.inside.columns["cycle"].numbers
    numbers, readings = np.unique(cycle, return_counts=True)
    drawable = numbers[readings > 1]  # a cycle with one reading has no duration
    if not len(drawable):
        return None
    shown = tuple(dict.fromkeys((int(drawable[0]), int(drawable[-1]))))
    sign = -1.0 if s.prepared.cell.kind == "half" else 1.0  # as a cycler writes the voltage
    columns = {name: sign * 1e3 * s.inside.columns[name].numbers for name in PARTS}
    there = [name for name in PARTS if np.abs(columns[name]).max() > 0]
    total = np.sum([columns[name] for name in PARTS], axis=0)
    seconds = s.inside.columns["time"].numbers

    def draw() -> Figure:
        figure, panels = _figure(len(shown), 2.2 * len(shown))
        for axes, number in zip(panels, shown, strict=True):
            rows = np.flatnonzero(cycle == number)
            hours = (seconds[rows] - seconds[rows[0]]) / HOUR
            up, down = np.zeros(len(rows)), np.zeros(len(rows))
            for name in there:
                label, colour = CONTRIBUTIONS[name]
                values = columns[name][rows]
                above, below = up + np.maximum(values, 0), down + np.minimum(values, 0)
                axes.fill_between(hours, up, above, color=colour, linewidth=0, label=label)
                axes.fill_between(hours, down, below, color=colour, linewidth=0)
                up, down = above, below
            axes.plot(hours, total[rows], color="#000000", linewidth=0.8, label="cell voltage")
            axes.set_title(f"cycle {number}", fontsize=7, loc="right")
            axes.set_ylabel("voltage (mV)")
            ends = np.quantile(total[rows], [0.02, 0.98])  # spikes at a cut-off are clipped
            low, high = min(float(ends[0]), 0.0), max(float(ends[1]), 0.0)  # a stack starts at zero
            room = 0.25 * max(high - low, 1e-6)
            axes.set_ylim(low - room, high + room)
        panels[-1].set_xlabel("time in the cycle (h)")
        _finish(figure, panels[0], "Voltage by contribution", 2.2 * len(shown), 4)
        return figure

    svg, png = files_of(draw)
    named = ", ".join(CONTRIBUTIONS[name][0] for name in there)
    says = f"Voltage by contribution in cycle {' and '.join(map(str, shown))}: {named}"
    return Picture("voltage-parts", "Voltage by contribution", says, svg, png, wide=True)


def _inside(s: Simulation) -> Picture | None:
    """A panel for each internal state that changes."""
    changing = (
        replace(p, columns=tuple(n for n in p.columns if _changes(s.inside, n, p.worth)))
        for p in (*PANELS, *_of_chemistry(s.inside))
    )
    panels = [p for p in changing if p.columns]
    if not panels:
        return None
    seconds = s.inside.columns["time"].numbers
    time, unit = _scaled(seconds)
    height = 0.5 + 1.1 * len(panels)

    def draw() -> Figure:
        figure, axes = _figure(len(panels), height, sharex=True)
        for at, panel in zip(axes, panels, strict=True):
            for name in panel.columns:
                values = s.inside.columns[name].numbers * panel.factor + panel.offset
                kept = thin(seconds, values)
                at.plot(time[kept], values[kept], linewidth=0.7, **_of_electrode(name))
            at.set_ylabel(panel.label)
        for electrode in ELECTRODES:
            if any(name.endswith(electrode) for panel in panels for name in panel.columns):
                axes[0].plot([], [], label=electrode, **_of_electrode(electrode))
        axes[-1].set_xlabel(unit)
        _finish(figure, axes[0], f"{s.inside.title}: states that change", height, 2)
        return figure

    svg, png = files_of(draw)
    named = ", ".join(panel.label.partition("\n")[0] for panel in panels)
    return Picture("inside", "Inside the cell", f"{s.inside.title}, against time: {named}", svg, png, wide=True)


def _of_chemistry(inside: Table) -> Iterator[Panel]:
    """Yield a panel for each quantity of a chemistry, which stands behind the columns of every cell."""
    for name, column in list(inside.columns.items())[len(COLUMNS) - len(LEFT_OUT) :]:
        quantity = name.rpartition("_")[0].replace("_", " ")
        yield Panel((name,), f"{quantity}\n({column.unit})" if column.unit != "1" else quantity.replace(" ", "\n"))


def _of_electrode(name: str) -> dict[str, Any]:
    counter = name.endswith("counter")
    return {"color": COLOURS[counter], "linestyle": (0, (4, 2)) if counter else "-"}


def _changes(inside: Table, name: str, worth: float) -> bool:
    values = inside.columns[name].numbers
    if not len(values):
        return False
    return float(np.ptp(values)) > worth * max(float(np.abs(values).max()), 1e-30)


def _utilisation(s: Simulation) -> Picture | None:
    """Return the running maximum of the utilisation of each failure limit, on a logarithmic axis.

    The maximum is shown because plating and stripping alternate.
    """
    named = list(_largest(s.utilisation))[:MODES]
    if not named:
        return None
    seconds = s.utilisation.columns["time"].numbers
    time, unit = _scaled(seconds)

    def draw() -> Figure:
        figure, (axes,) = _figure(1, 2.6)
        for place, name in enumerate(named):
            load = np.fmax.accumulate(s.utilisation.columns[name].numbers)
            load = np.where(load > LEAST, load, np.nan)
            kept = thin(seconds, np.nan_to_num(load, posinf=np.nan))
            look: Any = {"color": COLOURS[place % len(COLOURS)], "linestyle": LINES[place % len(LINES)]}
            axes.plot(time[kept], load[kept], label=name.replace(" at the ", ", ").replace(" electrode", ""), **look)
        axes.axhline(1.0, color="#b3001b", linewidth=0.9)
        axes.set_yscale("log")
        axes.set_xlabel(unit)
        axes.set_ylabel("utilisation of the limit")
        _finish(figure, axes, "Largest utilisation so far; red: limit", 2.6, 2)
        return figure

    svg, png = files_of(draw)
    says = f"Largest utilisation of each limit so far, against time: {'; '.join(named)}"
    return Picture("utilisation", "Failure modes", says, svg, png, wide=True)


def _largest(utilisation: Table) -> Iterator[str]:
    """The names of the failure modes with any utilisation, the largest first."""
    top = {
        name: float(np.nanmax(c.numbers))
        for name, c in utilisation.columns.items()
        if name != "time" and len(c.numbers)
    }
    return iter(sorted((name for name, value in top.items() if value > LEAST), key=lambda name: -top[name]))
