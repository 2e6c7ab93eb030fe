"""The figure of a window: a bar for each product over its voltages, and the limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...atoms.stability.computed import ComputedWindow
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OWN, OTHER = COLOURS[0], COLOURS[5]
ROW, REST = 0.19, 1.0  # inches of a row, and of all else
THICK = 0.62  # of a row
EDGE = 0.4  # points: a product of a few mV is a line, and no gap


def subscripts(formula: str) -> str:
    """Return a formula with its numbers below the line, as text of a figure."""
    return re.sub(r"(\d+)", r"$_{\1}$", formula)


def window_picture(found: ComputedWindow, title: str) -> Picture:
    """Return the figure of products over the voltage."""
    own = found.window.formula
    names = list(dict.fromkeys(name for stage in found.stages for name in stage.products))
    rows = [*(name for name in names if name != own), *([own] if own in names else [])]

    def draw() -> Figure:
        figure, axes = new_figure()
        for stage in found.stages:
            for name in stage.products:
                colour = OWN if name == own else OTHER
                look: Any = {"color": colour, "edgecolor": colour, "linewidth": EDGE, "zorder": 2}
                axes.barh(rows.index(name), stage.high - stage.low, THICK, left=stage.low, **look)
        for stage in found.stages[1:]:
            axes.axvline(stage.low, color="#9a9a9a", linewidth=0.6, linestyle=":", zorder=1)
        _limits(axes, found)
        axes.set_yticks(range(len(rows)), [subscripts(name) for name in rows])
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.set_xlim(found.stages[0].low, found.stages[-1].high)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel("voltage against sodium metal (V)")
        finish(figure, axes, title, REST + ROW * len(rows))
        return figure

    svg, png = files_of(draw)
    says = "; ".join(f"{stage.low:.2f} to {stage.high:.2f} V: {', '.join(stage.products)}" for stage in found.stages)
    return Picture("window", title, f"products of {own} over the voltage: {says}", svg, png)


def _limits(axes: Axes, found: ComputedWindow) -> None:
    """Shade the 95 % interval of each limit."""
    if found.spread is None or not found.window.is_stable:
        return
    label = "95 % interval of a limit"
    for which, limit in (("reduction", found.window.reduction), ("oxidation", found.window.oxidation)):
        span = found.spread.interval(which)
        if limit is None or span is None or span[0] == span[1]:
            continue
        axes.axvspan(*span, color=COLOURS[1], alpha=0.3, linewidth=0, zorder=0.5, label=label)
        label = "_"
