"""What is visible of a described plot: a window of x and of each panel, without what is switched off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .plot import DescribedPanel, DescribedPlot, PlotSeries, StoredPoints

Ends = tuple[float, float]
Load = Callable[[StoredPoints, Ends | None], tuple[np.ndarray, np.ndarray]]  # window in the unit of x


@dataclass(frozen=True)
class ShownPart:
    """The visible window of x, that of y by panel (None: all), and the names that are switched off."""

    x: Ends | None = None
    ys: Sequence[Ends | None] = ()
    hidden: Collection[str] = ()


def shown_plot(plot: DescribedPlot, part: ShownPart, load: Load) -> DescribedPlot:
    """Return a plot with the points that are visible, stored ones among them; its axes have the visible limits."""
    return replace(plot, panels=tuple(_panel(panel, part, k, load) for k, panel in enumerate(plot.panels)))


def _panel(panel: DescribedPanel, part: ShownPart, place: int, load: Load) -> DescribedPanel:
    series = tuple(_series(one, part, load) for one in panel.series if not one.name or one.name not in part.hidden)
    marks = tuple(one for one in panel.marks if not one.name or one.name not in part.hidden)
    y = part.ys[place] if place < len(part.ys) else None
    x_axis = panel.x if part.x is None else replace(panel.x, low=part.x[0], high=part.x[1])
    y_axis = panel.y if y is None else replace(panel.y, low=y[0], high=y[1])
    return replace(panel, x=x_axis, y=y_axis, series=series, marks=marks)


def _series(one: PlotSeries, part: ShownPart, load: Load) -> PlotSeries:
    if one.stored is not None:
        x, y = load(one.stored, part.x)
        one = replace(one, x=x, y=y, stored=None)
    if part.x is None:
        return one
    inside = (one.x >= part.x[0]) & (one.x <= part.x[1])
    low, high = (None if ends is None else ends[inside] for ends in (one.low, one.high))
    return replace(one, x=one.x[inside], y=one.y[inside], low=low, high=high)
