"""Figures of a sweep: how cells end, and their voltage, over the numbers that vary."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...design import number_at
from ...explore.sweeps import SweptCells
from ...quantity import factor, term, typeset
from ..common.chart import Chart, ChartPanel
from ..common.picture import log_ticks
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAWN = 4000  # points of a cloud: more hide each other
SCALED = 30.0  # ratio of the ends from which an axis is logarithmic
FLAT, SIDES = 1, 2  # numbers that vary
PANELS = 6
DONE = "end of the protocol"


def sweep_charts(swept: SweptCells) -> list[Chart]:
    """Return the figures: a map for two numbers, else clouds over each number."""
    many = len(swept.points.paths)
    if many == SIDES:
        return [
            _chart("sweep-ended", "How the cells ended", partial(draw_endings, swept=swept)),
            _chart("sweep-voltage", "Mean voltage of the last step", partial(draw_voltage, swept=swept)),
        ]
    return [
        _chart(f"sweep-{n + 1}", f"Mean voltage of the last step over {path}", partial(draw_cloud, swept=swept, n=n))
        for n, path in enumerate(swept.points.paths[:PANELS])
    ]


def _chart(name: str, title: str, draw: Any) -> Chart:
    return Chart(name, f"{title} (simulated)", f"{title}, by how the cells ended", (ChartPanel(draw),), columns=2)


def axis_of(swept: SweptCells, n: int) -> tuple[np.ndarray, str]:
    """Return the values of a number in the unit in which it is shown, and the label of its axis."""
    path = swept.points.paths[n]
    number = number_at(path)
    assert number is not None
    row = term(number.term)
    unit = "no unit" if row.shown == "1" else row.shown
    return swept.points.values[:, n] * factor(row.unit, row.shown), f"{path} ({unit})"


def draw_cloud(axes: Axes, swept: SweptCells, n: int, **style: Any) -> None:
    """Draw a point for each cell, in the colour of its ending."""
    x, name = axis_of(swept, n)
    y = np.abs(swept.column("voltage_mean"))
    some = np.arange(len(swept))
    if len(some) > DRAWN:
        some = np.sort(np.random.default_rng(0).choice(some, DRAWN, replace=False))
    endings = np.array(swept.endings)[some]
    for place, ending in enumerate(_ran(swept)):
        here = some[endings == ending]
        look = {"color": COLOURS[place % len(COLOURS)], "s": 6, "linewidth": 0, **style}
        axes.scatter(x[here], y[here], label=ending or DONE, **look)
    _scaled(axes, x, name, "x")
    axes.set_ylabel("mean voltage of the last step (V)")
    axes.set_ylim(bottom=0)


def draw_endings(axes: Axes, swept: SweptCells, **style: Any) -> None:
    """Draw where in the plane of two numbers the cells end in which way."""
    from matplotlib.colors import BoundaryNorm, ListedColormap

    names = list(swept.counts)
    shades = [COLOURS[n % len(COLOURS)] for n in range(len(names))]
    places = np.array([names.index(ending) for ending in swept.endings], float)
    colours, norm = ListedColormap(shades), BoundaryNorm(np.arange(len(names) + 1) - 0.5, len(names))
    _plane(axes, swept, places, cmap=colours, norm=norm, **style)
    for name, shade in zip(names, shades, strict=True):
        axes.scatter([], [], color=shade, marker="s", label=name or DONE)


def draw_voltage(axes: Axes, swept: SweptCells, **style: Any) -> None:
    """Draw the mean voltage of the last step in the plane of two numbers."""
    from matplotlib.colors import LogNorm, Normalize

    volts = np.abs(swept.column("voltage_mean"))
    there = volts[np.isfinite(volts) & (volts > 0)]
    wide = len(there) and there.max() / there.min() >= SCALED
    norm = LogNorm(there.min(), there.max()) if wide else Normalize()
    drawn = _plane(axes, swept, volts, **{"cmap": "viridis", "norm": norm, **style})
    axes.figure.colorbar(drawn, ax=axes).set_label("mean voltage of the last step (V)")


def _plane(axes: Axes, swept: SweptCells, values: np.ndarray, **look: Any) -> Any:
    """Draw values in the plane of two numbers: tiles of a grid, points of samples."""
    (x, x_name), (y, y_name) = axis_of(swept, 0), axis_of(swept, 1)
    across, up = np.unique(x), np.unique(y)
    if len(across) * len(up) == len(swept):
        tiles = np.full((len(up), len(across)), np.nan)
        tiles[np.searchsorted(up, y), np.searchsorted(across, x)] = values
        drawn: Any = axes.pcolormesh(_edges(across), _edges(up), tiles, rasterized=True, **look)
        axes.grid(visible=False)
    else:
        drawn = axes.scatter(x, y, c=values, s=8, linewidth=0, **look)
    _scaled(axes, x, x_name, "x")
    _scaled(axes, y, y_name, "y")
    return drawn


def _edges(middles: np.ndarray) -> np.ndarray:
    """Return the borders of tiles: half way between values, in ratios where the values are spaced so."""
    if len(middles) == 1:
        return np.asarray(middles[0] * np.array([0.5, 1.5]))
    at = np.log(middles) if _is_log(middles) else middles
    inner = (at[1:] + at[:-1]) / 2
    edges = np.concatenate([[2 * at[0] - inner[0]], inner, [2 * at[-1] - inner[-1]]])
    return np.asarray(np.exp(edges) if _is_log(middles) else edges)


def _is_log(values: np.ndarray) -> bool:
    """Whether different values are spaced more evenly by ratios than by differences, over a wide range."""
    each = np.unique(values)
    if each[0] <= 0 or each[-1] / each[0] < SCALED:
        return False
    by_ratio, by_difference = np.diff(np.log(each)), np.diff(each)
    return bool(np.std(by_ratio) / np.mean(by_ratio) <= np.std(by_difference) / np.mean(by_difference))


def _ran(swept: SweptCells) -> list[str]:
    return [ending for ending in swept.counts if ending != "refused"]


def _scaled(axes: Axes, values: np.ndarray, name: str, which: str) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    if _is_log(values):
        (axes.set_xscale if which == "x" else axes.set_yscale)("log")
        log_ticks(axis, *(axes.get_xlim() if which == "x" else axes.get_ylim()))
    axis.set_label_text(typeset(name))
