"""Axes of matplotlib to a described panel: its lines, error bars, areas, marks and labels.

Charts draw into the same axes as for a page, so that a figure that is added appears in every front end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from .plot import DescribedPanel, PlotAxis, PlotMark, PlotSeries, SeriesStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

LABEL = re.compile(r"^(?P<label>.*?)\s*\((?P<unit>[^()]+(?:\([^()]*\)[^()]*)?)\)$", re.DOTALL)
LETTERS = {r"\tau": "τ", r"\gamma": "γ", r"\ln": "ln", r"\mu": "µ", r"\cdot": "·", r"\,": " ", "$": "", "^2": "²"}  # noqa: RUF001
LINES = {"solid": "-", "dashed": "--", "dotted": ":", "dashdot": "-.", "None": "", "none": "", " ": ""}
NO_MARKER = ("None", "none", "", " ", None)
ENDS = 2  # points of a line that axhline or axvline draws


def read_axes(axes: Axes, share: float = 1.0) -> DescribedPanel | None:
    """Return the panel that axes show, or None where they hold something that is no curve."""
    if axes.images or axes.tables or not _are_curves(axes):
        return None
    lines = [line for line in axes.lines if not _is_across(line, axes)]
    bars = {line for container in axes.containers for line in container if line in lines}
    series = [
        *(_series(line) for line in lines if line not in bars or _has_name(line)),
        *_error_bars(axes),
        *_areas(axes),
    ]
    return DescribedPanel(
        _axis(axes, "x"),
        _axis(axes, "y"),
        tuple(series),
        (*_lines_across(axes), *_bands(axes)),
        share,
        equal=axes.get_aspect() == 1.0,
        notes=tuple(text.get_text() for text in axes.texts if text.get_text()),
    )


def written(text: str) -> str:
    """Return a label of matplotlib without its markup: "$-Z''$" becomes "-Z''"."""
    for mark, letter in LETTERS.items():
        text = text.replace(mark, letter)
    return " ".join(text.replace("{", "").replace("}", "").split())


def _are_curves(axes: Axes) -> bool:
    from matplotlib.collections import LineCollection, PolyCollection
    from matplotlib.patches import Polygon, Rectangle

    curves = all(isinstance(one, LineCollection | PolyCollection) for one in axes.collections)
    bands = all(isinstance(one, Polygon | Rectangle) and _goes_across(one, axes) for one in axes.patches)
    return curves and bands


def _goes_across(patch: Any, axes: Axes) -> bool:
    """Whether a patch goes from one edge of the axes to the other, as axhspan and axvspan draw."""
    return patch.get_data_transform() in (
        axes.get_xaxis_transform(which="grid"),
        axes.get_yaxis_transform(which="grid"),
    )


def _axis(axes: Axes, name: str) -> PlotAxis:
    text = written(getattr(axes, f"get_{name}label")())
    found = LABEL.match(text)
    label, unit = (found["label"], found["unit"]) if found else (text, "")
    low = high = None
    if not getattr(axes, f"get_autoscale{name}_on")():
        low, high = map(float, getattr(axes, f"get_{name}lim")())
    return PlotAxis(label, unit, getattr(axes, f"get_{name}scale")(), low, high)


def _is_across(line: Line2D, axes: Axes) -> bool:
    """Whether a line goes from one edge of the axes to the other, as axhline and axvline draw."""
    return len(np.atleast_1d(line.get_xdata())) == ENDS and line.get_transform() in (
        axes.get_xaxis_transform(which="grid"),
        axes.get_yaxis_transform(which="grid"),
    )


def _lines_across(axes: Axes) -> list[PlotMark]:
    found = []
    for line in axes.lines:
        if _is_across(line, axes):
            vertical = line.get_transform() == axes.get_xaxis_transform(which="grid")
            at = float(np.atleast_1d(line.get_xdata() if vertical else line.get_ydata())[0])
            style = _style(line)
            found.append(PlotMark("x" if vertical else "y", at, None, _name(line), style.colour, style.line))
    return found


def _bands(axes: Axes) -> list[PlotMark]:
    from matplotlib.colors import to_hex

    found = []
    for patch in axes.patches:
        corners = np.asarray(patch.get_path().vertices)
        corners = patch.get_patch_transform().transform(corners)
        upright = patch.get_data_transform() == axes.get_xaxis_transform(which="grid")
        place = 0 if upright else 1
        low, high = float(corners[:, place].min()), float(corners[:, place].max())
        found.append(PlotMark("xy"[place], low, high, _name(patch), to_hex(patch.get_facecolor()), ""))
    return found


def _series(line: Line2D) -> PlotSeries:
    x, y = (np.asarray(values, float) for values in (line.get_xdata(), line.get_ydata()))
    return PlotSeries(_name(line), _style(line), x, y)


def _style(line: Line2D) -> SeriesStyle:
    from matplotlib.colors import to_hex

    drawn = str(line.get_linestyle())
    marker = line.get_marker()
    alpha = line.get_alpha()
    return SeriesStyle(
        to_hex(line.get_color()),
        LINES.get(drawn, drawn),
        float(line.get_linewidth()),
        "" if marker in NO_MARKER else str(marker),
        float(line.get_markersize()),
        filled=str(line.get_markerfacecolor()) != "none",
        opacity=1.0 if alpha is None else float(alpha),
    )


def _error_bars(axes: Axes) -> list[PlotSeries]:
    """Return each set of error bars as the points that it belongs to, with the ends of its intervals."""
    from matplotlib.container import ErrorbarContainer

    found = []
    for container in axes.containers:
        if not isinstance(container, ErrorbarContainer) or container.lines[0] is None:
            continue
        points = container.lines[0]
        x, y = (np.asarray(values, float) for values in (points.get_xdata(), points.get_ydata()))
        ends = np.array([path[:, 1] for bars in container.lines[2] for path in bars.get_segments() if len(path)])
        whole = container.has_yerr and ends.shape == (len(x), 2)
        low, high = (ends.min(1), ends.max(1)) if whole else (None, None)
        name = str(container.get_label() or "")
        found.append(PlotSeries("" if name.startswith("_") else name, _style(points), x, y, low, high))
    return found


def _areas(axes: Axes) -> list[PlotSeries]:
    """Return each filled area between two curves with its lower and upper end."""
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import to_hex

    found = []
    for area in axes.collections:
        if not isinstance(area, PolyCollection):
            continue
        colours = np.atleast_2d(area.get_facecolor())
        for path in area.get_paths():
            corners = np.asarray(path.vertices)
            x = np.unique(corners[:, 0])
            ends = [corners[corners[:, 0] == one, 1] for one in x]
            low, high = (np.array([pick(e) for e in ends], float) for pick in (np.min, np.max))
            style = SeriesStyle(to_hex(colours[0]), "", opacity=float(colours[0][3]))
            found.append(PlotSeries(_name(area), style, x, np.full(len(x), np.nan), low, high))
    return found


def _has_name(line: Line2D) -> bool:
    return bool(_name(line))


def _name(artist: Any) -> str:
    """Return the label of an artist; those that begin with an underscore are for programs."""
    label = str(artist.get_label())
    return "" if label.startswith("_") else written(label)
