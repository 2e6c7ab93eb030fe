"""The plane of two numbers that vary: tiles of a grid, points of samples, axes with their units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...design import Design, number_at
from ...design.editing import name_of
from ...explore.sweeps import SweepPoints, own_values
from ...quantity import factor, term, typeset
from ..common.picture import log_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCALED = 30.0  # ratio of the ends from which an axis is logarithmic
MANY = 4000  # points: more are an image in the SVG, which would hold each by itself


def axis_of(points: SweepPoints, n: int) -> tuple[np.ndarray, str]:
    """Return the values of a number in the unit in which it is shown, and the label of its axis."""
    path = points.paths[n]
    number = number_at(path)
    assert number is not None
    row = term(number.term)
    unit = "no unit" if row.shown == "1" else row.shown
    return points.values[:, n] * factor(row.unit, row.shown), f"{name_of(path)} ({unit})"


def draw_plane(axes: Axes, points: SweepPoints, values: np.ndarray, **look: Any) -> Any:
    """Draw values in the plane of two numbers: tiles of a grid, points of samples."""
    (x, x_name), (y, y_name) = axis_of(points, 0), axis_of(points, 1)
    across, up = np.unique(x), np.unique(y)
    if len(across) * len(up) == len(points):
        tiles = np.full((len(up), len(across)), np.nan)
        tiles[np.searchsorted(up, y), np.searchsorted(across, x)] = values
        drawn: Any = axes.pcolormesh(edges(across), edges(up), tiles, rasterized=True, **look)
        axes.grid(visible=False)
    else:
        drawn = axes.scatter(x, y, c=values, s=8, linewidth=0, rasterized=len(x) > MANY, **look)
    scaled(axes, x, x_name, "x")
    scaled(axes, y, y_name, "y")
    return drawn


def edges(middles: np.ndarray) -> np.ndarray:
    """Return the borders of tiles: half way between values, in ratios where the values are spaced so."""
    if len(middles) == 1:
        return np.asarray(middles[0] * np.array([0.5, 1.5]))
    at = np.log(middles) if is_log(middles) else middles
    inner = (at[1:] + at[:-1]) / 2
    edges = np.concatenate([[2 * at[0] - inner[0]], inner, [2 * at[-1] - inner[-1]]])
    return np.asarray(np.exp(edges) if is_log(middles) else edges)


def is_log(values: np.ndarray) -> bool:
    """Whether different values are spaced more evenly by ratios than by differences, over a wide range."""
    each = np.unique(values)
    if each[0] <= 0 or each[-1] / each[0] < SCALED:
        return False
    by_ratio, by_difference = np.diff(np.log(each)), np.diff(each)
    return bool(np.std(by_ratio) / np.mean(by_ratio) <= np.std(by_difference) / np.mean(by_difference))


def scaled(axes: Axes, values: np.ndarray, name: str, which: str) -> None:
    """Set scale and label of an axis."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    if is_log(values):
        (axes.set_xscale if which == "x" else axes.set_yscale)("log")
        log_ticks(axis, *(axes.get_xlim() if which == "x" else axes.get_ylim()))
    axis.set_label_text(typeset(name))


def draw_own_point(axes: Axes, design: Design, points: SweepPoints) -> None:
    """Mark the point of the design itself in the plane of two numbers, where it lies inside."""
    own = own_values(design, points.paths)
    if any(one is None for one in own):
        return
    at = []
    for n, value in enumerate(own):
        assert value is not None
        values = points.values[:, n]
        if not values.min() <= value <= values.max():
            return
        number = number_at(points.paths[n])
        assert number is not None
        row = term(number.term)
        at.append(value * factor(row.unit, row.shown))
    look: dict[str, Any] = {"marker": "*", "s": 110, "color": "white", "edgecolor": "black", "zorder": 5}
    axes.scatter([at[0]], [at[1]], label=f"{design.name}, as designed", **look)
