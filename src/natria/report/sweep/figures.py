"""Figures of a sweep: how cells end, and their voltage, over the numbers that vary."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.sweeps import SweptCells
from ..common.chart import Chart, ChartPanel
from ..common.style import COLOURS
from .literature import draw_literature
from .plane import SCALED, axis_of, draw_plane, scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAWN = 4000  # points of a cloud: more hide each other
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


def draw_cloud(axes: Axes, swept: SweptCells, n: int, **style: Any) -> None:
    """Draw a point for each cell, in the colour of its ending."""
    x, name = axis_of(swept.points, n)
    y = np.abs(swept.column("voltage_mean"))
    some = np.arange(len(swept))
    if len(some) > DRAWN:
        some = np.sort(np.random.default_rng(0).choice(some, DRAWN, replace=False))
    endings = np.array(swept.endings)[some]
    for place, ending in enumerate(_ran(swept)):
        here = some[endings == ending]
        look = {"color": COLOURS[place % len(COLOURS)], "s": 6, "linewidth": 0, **style}
        axes.scatter(x[here], y[here], label=ending or DONE, **look)
    scaled(axes, x, name, "x")
    axes.set_ylabel("mean voltage of the last step (V)")
    axes.set_ylim(bottom=0)


def draw_endings(axes: Axes, swept: SweptCells, **style: Any) -> None:
    """Draw where in the plane of two numbers the cells end in which way."""
    from matplotlib.colors import BoundaryNorm, ListedColormap

    names = list(swept.counts)
    shades = [COLOURS[n % len(COLOURS)] for n in range(len(names))]
    places = np.array([names.index(ending) for ending in swept.endings], float)
    colours, norm = ListedColormap(shades), BoundaryNorm(np.arange(len(names) + 1) - 0.5, len(names))
    draw_plane(axes, swept.points, places, cmap=colours, norm=norm, **style)
    for name, shade in zip(names, shades, strict=True):
        axes.scatter([], [], color=shade, marker="s", label=name or DONE)
    draw_literature(axes, swept.design, swept.points)


def draw_voltage(axes: Axes, swept: SweptCells, **style: Any) -> None:
    """Draw the mean voltage of the last step in the plane of two numbers."""
    from matplotlib.colors import LogNorm, Normalize

    volts = np.abs(swept.column("voltage_mean"))
    there = volts[np.isfinite(volts) & (volts > 0)]
    wide = len(there) and there.max() / there.min() >= SCALED
    norm = LogNorm(there.min(), there.max()) if wide else Normalize()
    drawn = draw_plane(axes, swept.points, volts, **{"cmap": "viridis", "norm": norm, **style})
    axes.figure.colorbar(drawn, ax=axes).set_label("mean voltage of the last step (V)")


def _ran(swept: SweptCells) -> list[str]:
    return [ending for ending in swept.counts if ending != "refused"]
