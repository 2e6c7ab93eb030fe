"""Charts to described plots: drawn once into axes without a picture, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..common.chart import Chart
from ..common.picture import Drawing, Picture
from .artists import read_axes
from .plot import DescribedPlot

SCALES = {"linear", "log"}
PIXELS = 96.0  # of an inch


def described_charts(charts: Sequence[Chart | Picture]) -> Iterator[tuple[DescribedPlot, Picture | None]]:
    """Yield each chart as a plot; one that is no set of curves comes with its picture.

    Charts that draw the readings themselves are left out: `described_readings` has all of them.
    """
    for chart in charts:
        if isinstance(chart, Picture):
            read = described_picture(chart)
            yield (read, None) if read is not None else _as_picture(chart)
        elif not chart.of_readings:
            plot = described_chart(chart)
            yield (plot, None) if plot is not None else _as_picture(chart.picture())


def described_chart(chart: Chart) -> DescribedPlot | None:
    """Return a chart as a plot, or None where a panel holds something that is no curve."""
    from matplotlib.figure import Figure

    panels = []
    for panel in chart.panels:
        axes = Figure().subplots()
        panel.draw(axes)
        read = read_axes(axes, panel.share)
        if read is None:
            return None
        panels.append(read)
    return DescribedPlot(chart.id, chart.title, chart.says, tuple(panels), chart.wide)


def described_picture(picture: Picture) -> DescribedPlot | None:
    """Return a picture whose panels are curves in one column, drawn anew; None for any other."""
    if not isinstance(picture.svg, Drawing):
        return None
    every = picture.figure().axes
    specs = [axes.get_subplotspec() for axes in every]
    places = {(spec.rowspan.start, spec.colspan.start) for spec in specs if spec is not None}
    if None in specs or len(places) < len(every) or len({column for _, column in places}) != 1:
        return None  # side by side, or one over the other with axes of its own
    heights = [axes.get_position().height for axes in every]
    panels = [read_axes(axes, share) for axes, share in zip(every, heights, strict=True)]
    shown = tuple(one for one in panels if one is not None and {one.x.scale, one.y.scale} <= SCALES and one.series)
    if not shown or len(shown) < len(every):
        return None
    height = PIXELS * float(picture.figure().get_size_inches()[1])
    return DescribedPlot(picture.id, picture.title, picture.says, shown, picture.wide, height=height)


def _as_picture(drawn: Picture) -> tuple[DescribedPlot, Picture]:
    file = f"{drawn.id}.svg"
    return DescribedPlot(drawn.id, drawn.title, drawn.says, wide=drawn.wide, picture=file), drawn
