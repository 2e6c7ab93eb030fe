"""A described plot as a figure of matplotlib, in the style of the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..common.picture import files_of, finish
from .plot import DescribedPanel, DescribedPlot, PlotMark, PlotSeries

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 2.4  # inches of a panel of share 1 alone
MORE = 0.7  # of it for each further panel
COLUMNS = 3  # of the legend
MOST_NAMES = 24  # in a legend: of more, it would be higher than the figure
SHADE = 0.15  # opacity of a band


def plot_files(plot: DescribedPlot) -> tuple[bytes, bytes]:
    """Return a plot as SVG and PNG."""
    return files_of(partial(plot_figure, plot))


def plot_figure(plot: DescribedPlot) -> Figure:
    """Return the figure of a plot whose points are all in it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    ratios = [panel.share for panel in plot.panels]
    every = figure.subplots(len(plot.panels), 1, squeeze=False, height_ratios=ratios)[:, 0]
    named: set[str] = set()
    for axes, panel in zip(every, plot.panels, strict=True):
        _draw(axes, panel, named)
    if len(named) > MOST_NAMES:
        for axes in every:
            for artist in axes.get_children():
                if not artist.get_label().startswith("_"):
                    artist.set_label("_")
    height = HEIGHT * (1 + MORE * (len(plot.panels) - 1))
    _legend_on_first(every)
    finish(figure, every[0], plot.title, height, COLUMNS if plot.wide else COLUMNS - 1, wide=plot.wide)
    return figure


def _legend_on_first(every: Any) -> None:
    """Give the first panel the names of the others, as the legend of a figure is made from it."""
    for axes in every[1:]:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            color = getattr(handle, "get_color", lambda: "#4d4d4d")()
            every[0].plot([], [], color=color, label=label)


def _draw(axes: Axes, panel: DescribedPanel, named: set[str]) -> None:
    for mark in panel.marks:
        _mark(axes, mark, _label(mark.name, named))
    for one in panel.series:
        _series(axes, one, _label(one.name, named))
    for name, axis in (("x", panel.x), ("y", panel.y)):
        getattr(axes, f"set_{name}scale")(axis.scale)
        getattr(axes, f"set_{name}label")(f"{axis.label} ({axis.unit})" if axis.unit else axis.label)
        getattr(axes, f"set_{name}lim")(axis.low, axis.high)
    if panel.equal:
        axes.set_aspect("equal", adjustable="datalim")
    if panel.notes:
        axes.annotate("; ".join(panel.notes), (1.0, 1.01), xycoords="axes fraction", ha="right", fontsize=6)


def _label(name: str, named: set[str]) -> str:
    """Return the label of a series or mark; a name stands in the legend once."""
    if not name or name in named:
        return "_"
    named.add(name)
    return name


def _series(axes: Axes, one: PlotSeries, label: str) -> None:
    style = one.style
    if one.low is not None and one.high is not None:
        low, high = one.low, one.high
        if not style.line and not style.marker:
            axes.fill_between(one.x, low, high, color=style.colour, alpha=style.opacity, linewidth=0, label=label)
            return
        axes.vlines(one.x, low, high, color=style.colour, linewidth=0.8)
    look: dict[str, Any] = {
        "color": style.colour,
        "linestyle": style.line or "none",
        "linewidth": style.width,
        "marker": style.marker or "none",
        "markersize": style.size,
        "alpha": style.opacity,
        **({} if style.filled else {"markerfacecolor": "none"}),
    }
    axes.plot(one.x, one.y, label=label, **look)


def _mark(axes: Axes, mark: PlotMark, label: str) -> None:
    upright = mark.axis == "x"
    if mark.line:
        (axes.axvline if upright else axes.axhline)(
            mark.at, color=mark.colour, linestyle=mark.line, linewidth=0.9, label=label
        )
        label = "_"
    if mark.until is not None:
        span = axes.axvspan if upright else axes.axhspan
        span(mark.at, mark.until, color=mark.colour, alpha=SHADE, linewidth=0, label=label)
