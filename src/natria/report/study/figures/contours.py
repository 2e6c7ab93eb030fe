"""A map as a figure.

Filled contours show an answer over two numbers of a design, with the designs marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....design import Map, Scale, Unanswerable, scale_of
from ....quantity import NatriaError, factor, number, term
from ....record import Table
from ....studies import StudyResult
from ...common.picture import Picture, files_of, finish, log_ticks, new_figure
from .curves import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEVELS = 11
SIGNED = "RdBu_r"  # red above zero, blue below; told apart in grey by the line at zero
PLAIN = "cividis"


def map_picture(result: StudyResult, map_: Map) -> Picture | None:
    """The figure of a map; None where every point is refused."""
    table = next((t for t in result.tables if t.id == f"map--{map_.id}"), None)
    if table is None:
        return None
    x, y = scale_of(map_.x), scale_of(map_.y)
    marks = {of: at for of in map_.mark if (at := _place(result, of, x, y)) is not None}

    def draw() -> Figure:
        figure, axes = new_figure()
        _draw_field(figure, axes, map_, table, (x, y))
        for of, (a, b) in marks.items():
            axes.plot(a, b, "o", color="black", markerfacecolor="white", zorder=5)
            left = axes.transAxes.inverted().transform(axes.transData.transform((a, b)))[0] > 1 / 2  # room for the name
            beside: Any = {"xytext": (-5 if left else 5, 4), "textcoords": "offset points", "fontsize": 6}
            beside["ha"] = "right" if left else "left"
            axes.annotate(
                of, (a, b), **beside, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
            )
        axes.set_xlabel(axis_label(x.name, x.shown))
        axes.set_ylabel(axis_label(y.name, y.shown))
        finish(figure, axes, map_.title, 2.8)
        return figure

    svg, png = files_of(draw)
    marked = f", with {', '.join(marks)} marked" if marks else ""
    name, over, across = (n.replace("_", " ") for n in (map_.name, x.name, y.name))
    says = f"{map_.title}: {name} over {over} and {across}{marked}"
    return Picture(table.id, map_.title, says, svg, png)


def _place(result: StudyResult, of: str, x: Scale, y: Scale) -> tuple[float, float] | None:
    """The position of a design in the units of the figure; None where a number is missing."""
    design = result.case.design(of.partition("#")[0])
    try:
        a, b = (design.finding(scale.over).plain * factor(scale.unit, scale.shown) for scale in (x, y))
    except (Unanswerable, NatriaError):
        return None
    return a, b


def _draw_field(figure: Figure, axes: Axes, map_: Map, table: Table, scales: tuple[Scale, Scale]) -> None:
    row = term(map_.name)
    a, b = (s.values * factor(s.unit, s.shown) for s in scales)
    field = table.columns[map_.name].numbers.reshape(len(a), len(b)).T * factor(row.unit, row.shown)
    levels, norm, colours = _levels(field, signed=row.domain == "any")
    drawn = axes.contourf(a, b, field, levels=levels, norm=norm, cmap=colours, extend="both")
    if row.domain == "any":
        axes.contour(a, b, field, levels=[0.0], colors="black", linewidths=1.0)
        axes.plot([], [], color="black", linewidth=1.0, label=f"{map_.name.replace('_', ' ')} = 0")
    bar = figure.colorbar(drawn, ax=axes, pad=0.02)
    bar.set_label(axis_label(row.name, row.shown))
    bar.set_ticks(list(levels[:: max(1, len(levels) // 6)]))
    bar.ax.yaxis.set_major_formatter(lambda value, _: number(float(f"{value:.1e}")))
    bar.ax.minorticks_off()
    for axis, kind, scale, given in ((axes.xaxis, map_.x.scale, "x", a), (axes.yaxis, map_.y.scale, "y", b)):
        if kind == "log":
            (axes.set_xscale if scale == "x" else axes.set_yscale)("log")
            log_ticks(axis, float(given.min()), float(given.max()))


def _levels(field: NDArray[np.float64], *, signed: bool) -> tuple[NDArray[np.float64], Any, str]:
    """Return the contour levels.

    Levels of both signs lie around zero and are finer near it. Positive answers that span decades have levels of equal
    ratio, others levels of equal step.
    """
    from matplotlib.colors import LogNorm, Normalize, SymLogNorm

    known = field[np.isfinite(field)]
    low, high = float(known.min()), float(known.max())
    if signed:
        most = _round_up(max(abs(low), abs(high)) or 1.0)
        above = most * 10.0 ** np.arange(-2.0, 0.5, 0.5)
        return np.concatenate([-above[::-1], [0.0], above]), SymLogNorm(above[0], vmin=-most, vmax=most), SIGNED
    if low > 0 and high / low > 30:
        first, last = np.floor(np.log10(low)), np.ceil(np.log10(high))
        return 10.0 ** np.arange(first, last + 0.25, 0.5), LogNorm(10.0**first, 10.0**last), PLAIN
    if low == high:
        high = low + (abs(low) or 1.0)
    return np.linspace(low, high, LEVELS), Normalize(low, high), PLAIN


def _round_up(value: float) -> float:
    """A value rounded up to half a decade."""
    return float(10.0 ** (np.ceil(2 * np.log10(value)) / 2))
