"""Charts: figures that draw themselves into axes, those of a page or those of a user.

A chart has one or more panels; each is a function `draw(axes, **style)` that plots, labels its axes, and passes `style`
to the lines that it draws. A page renders every chart; Python draws one by its name (`Result.plot`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .picture import Picture, files_of, finish
from .style import RC

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Draw = Callable[..., None]  # (axes, **style)


@dataclass(frozen=True)
class ChartPanel:
    draw: Draw
    share: float = 1.0  # of the height


@dataclass(frozen=True)
class Chart:
    """A figure by its name. The first panel is the main one: it is what is drawn into given axes."""

    id: str
    title: str
    says: str
    panels: tuple[ChartPanel, ...]
    height: float = 2.4  # inches, without legend
    columns: int = 1  # of the legend
    wide: bool = False  # takes the whole width of a page
    of_readings: bool = False  # draws the readings themselves, which a program that zooms shows all of

    def on(self, axes: Axes, **style: Any) -> Axes:
        """Draw the main panel into given axes, with a legend if it has several labels; return the axes."""
        self.panels[0].draw(axes, **style)
        if len(axes.get_legend_handles_labels()[1]) > 1:
            axes.legend()
        return axes

    def figure(self, **style: Any) -> Figure:
        """Return the figure of matplotlib with all panels: to be changed, or saved in another format."""
        import matplotlib as mpl

        with mpl.rc_context(RC):
            return self._drawn(**style)

    def picture(self) -> Picture:
        """Return the chart as SVG and PNG."""
        svg, png = files_of(self._drawn)
        return Picture(self.id, self.title, self.says, svg, png, wide=self.wide)

    def _drawn(self, **style: Any) -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        figure = Figure()
        FigureCanvasAgg(figure)
        ratios = [panel.share for panel in self.panels]
        every = figure.subplots(len(self.panels), 1, squeeze=False, sharex=True, height_ratios=ratios)[:, 0]
        for panel, axes in zip(self.panels, every, strict=True):
            panel.draw(axes, **style)
        for axes in every:
            if axes.get_xlabel() == "cycle":  # there is no cycle 2.5
                axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        for axes in every[:-1]:
            axes.set_xlabel("")
        finish(figure, every[0], self.title, self.height, self.columns, wide=self.wide)
        return figure
