"""Several cells in one figure, with their mean and standard deviation.

Each cell is drawn by the same function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ....lab import Measurement
from ...common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Curve = tuple[np.ndarray, np.ndarray]
GRID = 400  # points of a mean curve
PAIR = 2  # fewest curves at a place for a mean with a spread


def overlay(
    axes: Axes,
    measurements: Sequence[Measurement],
    draw: Callable[..., None],
    labels: Sequence[str] = (),
    **style: Any,
) -> None:
    """Draw each measurement with one of the functions `draw_...`, in its own colour and with its label."""
    for place, m in enumerate(measurements):
        label = labels[place] if labels else m.specimen.of
        draw(axes, m, **{"color": COLOURS[place % len(COLOURS)], "label": label, **style})
    if len(measurements) > 1:
        axes.legend()


def draw_mean(axes: Axes, curves: Sequence[Curve], label: str = "mean", **style: Any) -> None:
    """Draw the mean of curves (x rising, y) and a band of one standard deviation.

    The band is drawn where at least two curves have points.
    """
    usable = [(x[np.isfinite(y)], y[np.isfinite(y)]) for x, y in curves if np.isfinite(y).any()]
    if not usable:
        return
    grid = np.linspace(min(x[0] for x, _ in usable), max(x[-1] for x, _ in usable), GRID)
    stacked = np.array([np.interp(grid, x, y, left=np.nan, right=np.nan) for x, y in usable])
    number = np.isfinite(stacked).sum(axis=0)
    there = number >= min(PAIR, len(usable))
    inside = stacked[:, there]
    mean = np.nanmean(inside, axis=0)
    look = {"color": "black", "linewidth": 1.4, "label": label, **style}
    axes.plot(grid[there], mean, **look)
    if len(usable) >= PAIR:
        spread = np.nanstd(inside, axis=0, ddof=1)
        axes.fill_between(grid[there], mean - spread, mean + spread, color=look["color"], alpha=0.15, linewidth=0)
