"""Figures as files, and the marks of spreads, ranges and bounds."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...quantity import ModelError
from .style import COLUMN, RC

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

Point = tuple[float, float]
MORE = ("at least", "over")  # the value itself lies above
LESS = ("at most", "under")
WIDTH = 58  # letters of a title that fit over a column


@dataclass(frozen=True)
class Picture:
    """A figure as files: SVG for the page, PNG to pass on.

    `says` describes it for those who cannot see it.
    """

    id: str
    title: str
    says: str
    svg: bytes
    png: bytes
    wide: bool = False  # takes the whole width of a page

    def figure(self) -> Figure:
        """The figure itself, drawn anew: to be changed, or saved in another format."""
        import matplotlib as mpl

        if not isinstance(self.svg, Drawing):
            raise ModelError(f"the picture {self.id!r} was not drawn by natria", "draw it with `files_of`")
        with mpl.rc_context(RC):
            return self.svg.draw()


class Drawing(bytes):
    """An SVG that knows how it was drawn."""

    draw: Callable[[], Figure]


def new_figure() -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def files_of(draw: Callable[[], Figure]) -> tuple[bytes, bytes]:
    """SVG and PNG of one figure."""
    import matplotlib as mpl

    with mpl.rc_context(RC):
        figure = draw()
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # laid out once is enough for both formats
        svg, png = _svg(figure), _png(figure)
    drawing = Drawing(svg)
    drawing.draw = draw
    return drawing, png


def _svg(figure: Figure) -> bytes:
    """Draw once; `savefig` draws each file twice, the first time for a box that is not cut out here."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    written, dpi = io.BytesIO(), figure.dpi
    canvas: Any = FigureCanvasSVG(figure)  # its writers have no types
    canvas.print_svg(written, metadata={"Date": None, "Creator": None})
    figure.dpi = dpi  # the writer of SVG leaves its own
    return written.getvalue()


def _png(figure: Figure) -> bytes:
    from matplotlib import rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    written = io.BytesIO()
    figure.dpi = rcParams["savefig.dpi"] if rcParams["savefig.dpi"] != "figure" else figure.dpi
    canvas: Any = FigureCanvasAgg(figure)
    canvas.print_png(written, metadata={"Software": None})
    return written.getvalue()


def finish(figure: Figure, axes: Axes, title: str, height: float, columns: int = 1, *, wide: bool = False) -> None:
    """Add title and legend, and set the size of the figure; a wide one spans two columns."""
    across = 2 if wide else 1
    lines = textwrap.wrap(title, WIDTH * across)
    figure.suptitle("\n".join(lines), x=0.02, ha="left")
    handles, labels = axes.get_legend_handles_labels()
    rows = -(-len(labels) // columns)
    figure.set_size_inches(across * COLUMN, height + 0.13 * rows + 0.13 * (len(lines) - 1))
    if labels:
        figure.legend(handles, labels, loc="outside lower left", ncols=columns)


def arrow(up: bool, sideways: bool = False) -> Any:
    """The marker of a bound: a bar at the value and an arrow to the allowed side."""
    from matplotlib.path import Path

    points = np.array([(-0.5, 0), (0.5, 0), (0, 0), (0, 2.4), (-0.35, 1.8), (0, 2.4), (0.35, 1.8)])
    if not up:
        points = points * (1, -1)
    if sideways:
        points = points[:, ::-1]
    m, to = Path.MOVETO, Path.LINETO
    return Path(points, [m, to, m, to, m, to, to])


def mark_bound(axes: Axes, at: Point, up: bool, colour: str, sideways: bool = False) -> None:
    marker = arrow(up, sideways)
    axes.plot(*at, marker=marker, markersize=17, color=colour, markerfacecolor="none", zorder=4, linestyle="none")


def mark_span(axes: Axes, at: Point, ends: Point, colour: str, sideways: bool = False) -> None:
    """Draw a bar between the two ends of a spread or range."""
    middle = at[0 if sideways else 1]
    reach = [[max(middle - ends[0], 0.0)], [max(ends[1] - middle, 0.0)]]
    across: Any = {"xerr" if sideways else "yerr": reach}
    axes.errorbar(*at, **across, fmt="none", ecolor=colour, elinewidth=0.9, capsize=2, zorder=4)


def log_ticks(axis: Axis, low: float, high: float) -> None:
    """Set the ticks of a logarithmic axis; at 1, 2 and 5 where it spans few decades."""
    from matplotlib.ticker import LogLocator, NullFormatter

    if high / low < 200:
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_major_formatter("{x:g}")
    axis.set_minor_formatter(NullFormatter())
