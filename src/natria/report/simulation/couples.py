"""Figures of which reaction of a conversion electrode takes the charge.

The couples are those of sulfur and of the electrolyte; their currents are columns of the table of internal states. The
integral over a half-cycle is the capacity of each couple, and its derivative over the voltage is dQ/dV by couple.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...models.cell.equations.voltage_parts import PARTS
from ...quantity import number
from ...record import Table
from ...studies.simulation.outcome import Simulation
from ..common.limits import CURVES
from ..common.picture import Picture, files_of, finish
from ..common.style import COLOURS, COLUMN
from ..measurement.figures.series import beyond, specific

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Numbers = NDArray[np.float64]
COUPLE = "current_of_"  # how the columns of the couples begin
STEP = 0.015  # V: width of a bin of dQ/dV
CUT = 1.5  # times the highest peak after the first bin: curves beyond are cut
LEAST = 1e-3  # of the largest capacity: couples below it are not drawn
SHOWN = {"na2s4": "Na2S4", "na2s2": "Na2S2", "na2s": "Na2S"}
WAYS = {1: "charge", -1: "discharge"}


@dataclass(frozen=True, eq=False)
class HalfCycleCharges:
    """Charges (C/m^2, from zero) of the couples in one half-cycle, at its voltages (V)."""

    cycle: int
    sign: int
    voltage: Numbers
    taken: Mapping[str, Numbers]

    @property
    def capacities(self) -> dict[str, float]:
        """Return what each couple took in all, C/m^2."""
        return {name: float(charge[-1]) for name, charge in self.taken.items()}

    def slopes(self) -> tuple[Numbers, dict[str, Numbers]]:
        """Return voltages (V) and dQ/dV by couple (C/m^2/V), of bins of 15 mV that hold all of the charge.

        Where the voltage turns back, as at the start of a plateau, the charge counts at the extreme that was reached.
        Charge is positive on charging and on discharging.
        """
        reached = np.maximum.accumulate(self.sign * self.voltage)
        edges = reached[0] + STEP * np.arange(2 + int((reached[-1] - reached[0]) / STEP))
        last = np.searchsorted(reached, edges, side="right") - 1
        ahead = np.minimum(last + 1, len(reached) - 1)
        width = np.where(ahead > last, reached[ahead] - reached[last], 1.0)
        part = np.where(ahead > last, (edges - reached[last]) / np.where(width > 0, width, 1.0), 0.0)
        slopes = {}
        for name, charge in self.taken.items():
            passed = charge[last] + part * (charge[ahead] - charge[last])
            passed[0] = charge[0]
            slopes[name] = np.diff(passed) / STEP
        return self.sign * (edges[1:] + edges[:-1]) / 2, slopes


def charges_of_couples(inside: Table) -> tuple[HalfCycleCharges, ...]:
    """Return the charges of the couples in every half-cycle; empty for a cell without couples."""
    names = [name for name in inside.columns if name.startswith(COUPLE)]
    if not names or len(inside) < 2:
        return ()
    time, cycle = inside.columns["time"].numbers, inside.columns["cycle"].numbers
    currents = {name: inside.columns[name].numbers for name in names}
    voltage = np.sum([inside.columns[name].numbers for name in PARTS], axis=0)
    both = np.sum(list(currents.values()), axis=0)
    sign = np.sign(inside.columns["ionic_current"].numbers)  # plating of the metal charges a full cell
    starts = np.flatnonzero((np.diff(cycle) != 0) | (np.diff(sign) != 0)) + 1
    found = []
    for rows in np.split(np.arange(len(time)), starts):
        if len(rows) < 3 or sign[rows[0]] == 0:
            continue
        side, seconds = np.sign(both[rows].sum()), np.diff(time[rows])
        taken = {
            _named(name): np.append(0.0, np.cumsum(side * (flow[rows][1:] + flow[rows][:-1]) / 2 * seconds))
            for name, flow in currents.items()
        }
        found.append(HalfCycleCharges(int(cycle[rows[0]]), int(sign[rows[0]]), voltage[rows], taken))
    return tuple(found)


def couple_pictures(s: Simulation) -> Iterator[Picture]:
    """Yield the capacity by couple against cycle, and dQ/dV by couple."""
    halves = charges_of_couples(s.inside)
    there = _drawn(halves)
    if halves and there:
        yield _capacities(s, halves, there)
        yield _slopes(s, halves, there)


def _named(column: str) -> str:
    """'current_of_na2s_counter' -> 'na2s'."""
    return column.removeprefix(COUPLE).rpartition("_")[0]


def _drawn(halves: tuple[HalfCycleCharges, ...]) -> list[str]:
    """Return the couples that take a share of the charge worth drawing, in their order."""
    most: dict[str, float] = {}
    for half in halves:
        for name, charge in half.capacities.items():
            most[name] = max(most.get(name, 0.0), abs(charge))
    top = max(most.values(), default=0.0)
    return [name for name, value in most.items() if top > 0 and value > LEAST * top]


def _scaled(s: Simulation, per_area: Numbers) -> tuple[Numbers, str]:
    """Return charges per area in the unit of the other figures of this cell."""
    return specific(s.measurement, per_area * s.prepared.cell.area)


def _colour(name: str, there: list[str]) -> str:
    return COLOURS[there.index(name) % len(COLOURS)]


def couple_label(name: str) -> str:
    return f"sulfur, {SHOWN[name]}" if name in SHOWN else name


def _capacities(s: Simulation, halves: tuple[HalfCycleCharges, ...], there: list[str]) -> Picture:
    """Return the capacity of each half-cycle, stacked by couple."""
    shown = {sign: [half for half in halves if half.sign == sign] for sign in (-1, 1)}
    shown = {sign: several for sign, several in shown.items() if several}
    unit = _scaled(s, np.zeros(1))[1]

    def draw() -> Figure:
        from matplotlib.ticker import MaxNLocator

        figure, panels = _side_by_side(len(shown))
        for axes, (sign, several) in zip(panels, shown.items(), strict=True):
            cycles = np.array([half.cycle for half in several], float)
            high, low = np.zeros(len(several)), np.zeros(len(several))
            for name in there:
                values = _scaled(s, np.array([half.capacities[name] for half in several]))[0]
                base = np.where(values >= 0, high, low)
                axes.bar(cycles, values, 0.7, bottom=base, color=_colour(name, there), label=couple_label(name))
                high, low = high + np.maximum(values, 0), low + np.minimum(values, 0)
            axes.set_xlabel("cycle")
            axes.set_title(WAYS[sign], fontsize=7, loc="right")
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        panels[0].set_ylabel(f"capacity ({unit})")
        _wide(figure, panels[0], "Capacity by reaction (simulated)")
        return figure

    svg, png = files_of(draw)
    first = next(iter(shown.values()))[0]
    parts = ", ".join(
        f"{number(float(_scaled(s, np.array([first.capacities[name]]))[0][0]), 3)} {unit} {couple_label(name)}"
        for name in there
    )
    says = f"Capacity by reaction against cycle; {WAYS[first.sign]} of cycle {first.cycle}: {parts}"
    return Picture("capacity-by-couple", "Capacity by reaction", says, svg, png, wide=True)


def _slopes(s: Simulation, halves: tuple[HalfCycleCharges, ...], there: list[str]) -> Picture:
    """Return dQ/dV of the first and the last cycle by couple; charging is positive, discharging negative."""
    numbers = sorted({half.cycle for half in halves})
    shown = numbers if len(numbers) <= 2 else [numbers[0], numbers[-1]]
    unit = _scaled(s, np.zeros(1))[1]
    totals = [_total(s, half) for half in halves if half.cycle in shown]
    usual = max((float(np.abs(total[1:]).max(initial=0.0)) for total in totals), default=0.0)
    high = sum(np.abs(total).max(initial=0.0) > CUT * usual for total in totals)

    def draw() -> Figure:
        figure, panels = _side_by_side(len(shown))
        for axes, cycle in zip(panels, shown, strict=True):
            for half in (one for one in halves if one.cycle == cycle):
                _draw_slopes(axes, s, half, there)
            axes.axhline(0, color="#4d4d4d", linewidth=0.6)
            axes.set_xlabel("cell voltage (V)")
            axes.set_title(f"cycle {cycle}", fontsize=7, loc="left")
        panels[0].set_ylabel(f"dQ/dV ({unit}/V)")
        if high and usual > 0:  # a plateau at which a half-cycle begins is cut, so that the others show
            low, top = panels[0].get_ylim()
            panels[0].set_ylim(max(low, -CUT * usual), min(top, CUT * usual))
            beyond(panels[0], int(high), "curve")
        _wide(figure, panels[0], "dQ/dV by reaction (simulated); charge positive, discharge negative")
        return figure

    svg, png = files_of(draw)
    says = f"dQ/dV by reaction in cycle {' and '.join(map(str, shown))}: {', '.join(map(couple_label, there))}"
    return Picture("dq-dv-by-couple", "dQ/dV by reaction", says, svg, png, wide=True)


def _draw_slopes(axes: Axes, s: Simulation, half: HalfCycleCharges, there: list[str]) -> None:
    """Draw dQ/dV of one half-cycle as areas on each other."""
    voltage, slopes = half.slopes()
    base = np.zeros(len(voltage))
    for name in there:
        top = base + half.sign * _scaled(s, slopes[name])[0]
        label = couple_label(name) if couple_label(name) not in axes.get_legend_handles_labels()[1] else "_"
        axes.fill_between(voltage, base, top, color=_colour(name, there), linewidth=0, alpha=0.85, label=label)
        base = top
    axes.plot(voltage, base, color="#000000", linewidth=0.6)


def _total(s: Simulation, half: HalfCycleCharges) -> Numbers:
    """Return dQ/dV of all couples together, in the unit of the figure."""
    return _scaled(s, np.sum(list(half.slopes()[1].values()), axis=0))[0]


def _side_by_side(panels: int) -> tuple[Figure, list[Axes]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    return figure, list(figure.subplots(1, panels, squeeze=False, sharey=True)[0])


def _wide(figure: Figure, axes: Axes, title: str) -> None:
    finish(figure, axes, title, 2.4, CURVES, wide=True)
    figure.set_size_inches(2 * COLUMN, figure.get_size_inches()[1])
