"""The numbers of chosen cycles against the number of the cycle, those of one unit in one panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..common.style import COLOURS
from ..described.plot import DescribedPanel, DescribedPlot, PlotAxis, PlotSeries, SeriesStyle
from .listed import ListedColumn

SHAPES = ("o", "s", "^", "D", "v")
MOST_PANELS = 3
SET = "current"  # in the name of a column: it was set, and says little about the cell
NAMED = 2  # series in the label of an axis


def number_plot(
    columns: Sequence[ListedColumn], values: np.ndarray, numbers: Sequence[int], chosen: Sequence[int]
) -> DescribedPlot | None:
    """Return the plot of the numbers of chosen cycles; `values` has a row for each column. None where none is known."""
    wanted = set(chosen)
    places = np.array([at for at, number in enumerate(numbers) if number in wanted], int)
    x = np.array([float(numbers[at]) for at in places])
    by_unit: dict[str, list[PlotSeries]] = {}
    for column, row in zip(columns, values, strict=True):
        y = row[places]
        if np.isfinite(y).any() and SET not in column.label:
            place = sum(map(len, by_unit.values()))
            colour, marker = COLOURS[place % len(COLOURS)], SHAPES[place % len(SHAPES)]
            by_unit.setdefault(column.unit, []).append(
                PlotSeries(column.label, SeriesStyle(colour, "-", 0.6, marker), x, y)
            )
    if not by_unit:
        return None
    largest = sorted(by_unit, key=lambda unit: -len(by_unit[unit]))[:MOST_PANELS]  # most numbers first
    panels = tuple(
        DescribedPanel(PlotAxis("cycle"), PlotAxis(_label(by_unit[unit]), unit), tuple(by_unit[unit]))
        for unit in largest
    )
    return DescribedPlot("chosen-numbers", "Numbers of the chosen cycles", f"{len(places)} cycles", panels)


def _label(series: Sequence[PlotSeries]) -> str:
    """Return the words that all names have, else the first names."""
    names = [one.name.split() for one in series]
    common = [word for word in names[0] if all(word in other for other in names)]
    return " ".join(common) or ", ".join(one.name for one in series[:NAMED]) + (", ..." if len(series) > NAMED else "")
