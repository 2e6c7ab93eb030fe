"""Charts to described plots: drawn once into axes without a picture, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..common.chart import Chart
from ..common.picture import Picture
from .artists import read_axes
from .plot import DescribedPlot

PIXELS = 96.0  # of an inch


def described_charts(charts: Sequence[Chart | Picture]) -> Iterator[tuple[DescribedPlot, Picture | None]]:
    """Yield each chart as a plot; one that is no set of curves comes with its picture.

    Charts that draw the readings themselves are left out: `described_readings` has all of them.
    """
    for chart in charts:
        if isinstance(chart, Picture):
            yield _as_picture(chart)
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


def described_pictures(drawn: Sequence[Picture]) -> Iterator[tuple[DescribedPlot, Picture | None]]:
    """Yield pictures as plots where every panel is a set of curves; others come as SVG."""
    for one in drawn:
        figure = one.figure()
        ratios = [float(axes.get_position().height) for axes in figure.axes]
        read = [read_axes(axes, share) for axes, share in zip(figure.axes, ratios, strict=True)]
        panels = [panel for panel in read if panel is not None]
        if not panels or len(panels) < len(read):
            yield _as_picture(one)
        else:
            height = PIXELS * float(figure.get_size_inches()[1])
            yield DescribedPlot(one.id, one.title, one.says, tuple(panels), one.wide, height=height), None


def _as_picture(drawn: Picture) -> tuple[DescribedPlot, Picture]:
    file = f"{drawn.id}.svg"
    return DescribedPlot(drawn.id, drawn.title, drawn.says, wide=drawn.wide, picture=file), drawn
