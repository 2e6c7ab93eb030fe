"""Figures, page and files of a cell that was simulated with several values of one number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...quantity import number, typeset
from ...studies.simulation.outcome import Simulation
from ...studies.simulation.varied import VariedCell, cycles_of_halves, varied_document
from ..common import cards
from ..common.chart import Chart, ChartPanel
from ..common.folder import write_folder
from ..common.frame import contents, document, figures, inline_only
from ..common.picture import Picture, log_ticks
from ..common.style import COLOURS
from ..common.tables import table
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..measurement.figures.series import beyond, column, series, shades, specific
from ..study.sections import section
from .couples import LEAST, charges_of_couples, couple_label
from .files import parquet
from .wording import KINDS, assumed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.console import Console

ROOM = 1.15  # of the largest capacity: height of its axis
CUT = 3.0  # times the lowest of the highest peaks: dQ/dV beyond is cut
WIDE = 20.0  # ratio of the ends from which the axis of the varied number is logarithmic
HEADS = ("charge (mAh/cm^2)", "discharge (mAh/cm^2)", "mean discharge voltage (V)", "energy (mWh/cm^2)", "ended early")


def titled(v: VariedCell) -> str:
    return f"{v.system}: {KINDS[v.cells[0].prepared.cell.kind]}, simulated with {len(v.cells)} values of {v.path}"


def varied_rows(v: VariedCell) -> list[tuple[str, ...]]:
    """Return a row for each value: first cycle per area, and why a cell ended early."""
    t = v.table
    names = ("charge_capacity", "discharge_capacity", "average_discharge_voltage", "discharge_energy")
    scale = (1 / 3.6e4, 1 / 3.6e4, 1.0, 1 / 3.6e4)
    ended = t.columns["ended"].values
    return [
        (label, *(_shown(t.columns[n].numbers[k] * f) for n, f in zip(names, scale, strict=True)), str(ended[k]))
        for k, label in enumerate(v.labels)
    ]


def _shown(value: float) -> str:
    return "-" if np.isnan(value) else number(float(value))


# --- figures


def varied_charts(v: VariedCell) -> list[Chart]:
    """Return the figures: profiles, dQ/dV, split by reaction, capacity over the number and the cycle."""
    if v.cells[0].prepared.cell.kind != "full":
        return []
    by = f"by {v.path}"
    found = [
        _chart("voltage-capacity", f"Voltage over capacity in the first cycle, {by}", draw_profiles, v, columns=3),
        _chart("capacity-varied", f"Capacity of the first cycle over {v.path}", draw_capacity, v, columns=2),
        _chart("dq-dv-varied", f"dQ/dV of the first cycle, {by}; discharge negative", draw_dq_dv, v, columns=3),
    ]
    if any(charges_of_couples(s.inside) for s in v.cells):
        found.append(_chart("capacity-by-couple", f"First discharge by reaction, {by}", draw_couples, v, columns=2))
    if max(s.cycles for s in v.cells) > 2:
        found.append(_chart("capacity-cycle", f"Discharge capacity over the cycle, {by}", draw_cycles, v, columns=3))
    return found


def _chart(name: str, title: str, draw: Any, v: VariedCell, *, columns: int) -> Chart:
    says = f"{title}: {', '.join(v.labels)}"
    return Chart(name, f"{title} (simulated)", says, (ChartPanel(partial(draw, v=v)),), columns=columns)


def draw_profiles(axes: Axes, v: VariedCell, **style: Any) -> None:
    """Draw charge and discharge of the first cycle of each cell in one colour."""
    unit = "mAh/cm²"
    for s, label, colour in zip(v.cells, _labels(v), shades(len(v.cells)), strict=True):
        m = s.measurement
        for place, k in enumerate(np.flatnonzero(cycles_of_halves(s) == 1)):
            rows = m.halves.rows(int(k))
            passed, unit = specific(m, np.cumsum(np.abs(m.recording.current[rows]) * m.halves.weight[rows]))
            look = {"color": colour, "linewidth": 0.9, "label": "_" if place else label, **style}
            axes.plot(passed, m.recording.voltage[rows], **look)
    axes.set_xlim(left=0)
    axes.set_xlabel(f"capacity ({unit})")
    axes.set_ylabel("cell voltage (V)")


def draw_capacity(axes: Axes, v: VariedCell, **style: Any) -> None:
    """Draw charge and discharge capacity of the first cycle over the varied number."""
    x, name = v.axis
    most = 0.0
    area, m = v.cells[0].prepared.cell.area, v.cells[0].measurement
    for place, way in enumerate(("charge", "discharge")):
        y, unit = specific(m, v.table.columns[f"{way}_capacity"].numbers * area)
        look = {"linestyle": "-", "linewidth": 0.7, "markerfacecolor": "none", **style}
        series(axes, x, y, place, way, **look)
        most = max(most, float(np.nanmax(y, initial=0.0)))
        axes.set_ylabel(f"capacity ({unit})")
    axes.set_ylim(bottom=0, top=ROOM * most if most > 0 else None)
    if v.swept is None:
        axes.set_xticks(x, [str(k + 1) for k in range(len(x))])
    elif x.min() > 0 and x.max() / x.min() >= WIDE:
        axes.set_xscale("log")
        log_ticks(axes.xaxis, *axes.get_xlim())
    axes.set_xlabel(typeset(name))


def draw_dq_dv(axes: Axes, v: VariedCell, **style: Any) -> None:
    """Draw dQ/dV of the first cycle of each cell, as `lab` reads it."""
    unit, tops = "mAh/cm²", []
    for s, label, colour in zip(v.cells, _labels(v), shades(len(v.cells)), strict=True):
        found = s.measurement.table("dq_dv")
        if found is None or not len(found):
            continue
        value, unit = specific(s.measurement, column(found, "dq_dv"))
        first = column(found, "cycle") == 1
        for place, half in enumerate(np.unique(column(found, "half_cycle")[first])):
            rows = first & (column(found, "half_cycle") == half)
            look = {"color": colour, "linewidth": 0.8, "label": "_" if place else label, **style}
            axes.plot(column(found, "voltage")[rows], value[rows], **look)
            tops.append(float(np.nanmax(np.abs(value[rows]))))
    if tops and (most := CUT * min(tops)) < max(tops):  # a plateau is cut, so that the others show
        low, high = axes.get_ylim()
        axes.set_ylim(max(low, -most), min(high, most))
        beyond(axes, sum(top > most for top in tops), "curve")
    axes.axhline(0, color="#4d4d4d", linewidth=0.6)
    axes.set_xlabel("cell voltage (V)")
    axes.set_ylabel(f"dQ/dV ({unit}/V)")


def draw_couples(axes: Axes, v: VariedCell, **style: Any) -> None:
    """Draw the capacity of the first discharge, stacked by reaction, for each value."""
    taken = [_first_discharge(s) for s in v.cells]
    names = list(dict.fromkeys(name for one in taken for name in one))
    area, m = v.cells[0].prepared.cell.area, v.cells[0].measurement
    high, unit = np.zeros(len(taken)), "mAh/cm²"
    for name in names:
        values, unit = specific(m, area * np.array([one.get(name, 0.0) for one in taken]))
        if np.abs(values).max() > LEAST * max(float(high.max()), 1e-30):
            look = {"color": COLOURS[names.index(name) % len(COLOURS)], "label": couple_label(name), **style}
            axes.bar(np.arange(len(taken)), values, 0.7, bottom=high, **look)
            high = high + values
    axes.set_xticks(np.arange(len(taken)), [typeset(label) for label in _labels(v)], fontsize=6)
    axes.set_xlabel(v.path)
    axes.set_ylabel(f"capacity ({unit})")


def draw_cycles(axes: Axes, v: VariedCell, **style: Any) -> None:
    """Draw the discharge capacity of each cell over the cycle."""
    unit, every, most = "mAh/cm²", shades(len(v.cells)), 0.0
    for place, (s, label) in enumerate(zip(v.cells, _labels(v), strict=True)):
        cycles = s.measurement.table("cycles")
        if cycles is None:
            continue
        y, unit = specific(s.measurement, column(cycles, "discharge_capacity"))
        most = max(most, float(np.nanmax(y, initial=0.0)))
        look = {"color": every[place], "markerfacecolor": "none", **style}
        series(axes, column(cycles, "cycle"), y, place, label, **look)
    axes.set_ylim(bottom=0, top=ROOM * most if most > 0 else None)
    axes.set_xlabel("cycle")
    axes.set_ylabel(f"discharge capacity ({unit})")


def _labels(v: VariedCell) -> list[str]:
    return [typeset(label) if v.swept is not None else str(k + 1) for k, label in enumerate(v.labels)]


def _first_discharge(s: Simulation) -> dict[str, float]:
    """Return what each couple took in the first discharge, C/m^2."""
    halves = charges_of_couples(s.inside)
    return next((half.capacities for half in halves if half.cycle == 1 and half.sign < 0), {})


# --- page, files, terminal


def varied_page(v: VariedCell, drawn: tuple[Picture, ...], version: str) -> str:
    title = titled(v)
    heads = [typeset(head) for head in (v.path, *HEADS)]
    rows = [[escape(typeset(cell)) for cell in row] for row in varied_rows(v)]
    made = [[escape(typeset(cell)) for cell in row] for row in assumed(v.cells[0])]
    given = f"<p>{escape(typeset(cards.provenance(v.cells[0].whole)))}</p>"
    parts = [
        section("First cycle", table(heads, [list(row) for row in rows])),
        section("Figures", figures(drawn)),
        section("What it rests on", given, table(["assumption", "why"], [list(row) for row in made])),
        section("Files", _files(v, version)),
    ]
    body = "\n".join([f"<h1>{escape(typeset(title))}</h1>", contents(parts), *parts])
    return document(title, body, title, inline_only())


def _files(v: VariedCell, version: str) -> str:
    names = ["varied.json", v.table.file, *_recordings(v)]
    links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in names)
    return f"<p>{links}. Written by natria {escape(version)}; recordings in the order of the table.</p>"


def _recordings(v: VariedCell) -> Iterator[str]:
    return (f"recordings/{k}.parquet" for k in range(1, len(v.cells) + 1))


def varied_files(v: VariedCell, version: str) -> dict[str, bytes]:
    """Return every file of a varied cell by its name: page, JSON, table, recordings, figures."""
    drawn = tuple(chart.picture() for chart in varied_charts(v))
    return {
        "index.html": varied_page(v, drawn, version).encode(),
        "varied.json": (json.dumps(varied_document(v, version), indent=1, allow_nan=False) + "\n").encode(),
        v.table.file: v.table.parquet,
        **{name: parquet(s.recording) for name, s in zip(_recordings(v), v.cells, strict=True)},
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def write_varied(v: VariedCell, out: Path, version: str) -> Path:
    """Write the folder of a varied cell and return the path of its page."""
    write_folder(varied_files(v, version), out, "varied simulation")
    return out / "index.html"


def print_varied(v: VariedCell, console: Console) -> None:
    say(console, f"\n[bold]{plain(titled(v))}[/]")
    shown = terminal_table("First cycle", v.path, *HEADS)
    for row in varied_rows(v):
        shown.add_row(*map(plain, row))
    console.print(shown)
    say(console, plain(cards.provenance(v.cells[0].whole)), 2)
