"""Axes of matplotlib to a described panel: its lines, error bars, areas, marks and labels.

Charts draw into the same axes as for a page, so that a figure that is added appears in every front end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .plot import DescribedPanel, PlotAxis, PlotLabel, PlotMark, PlotSeries, SeriesStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

LABEL = re.compile(r"^(?P<label>.*?)\s*\((?P<unit>[^()]+(?:\([^()]*\)[^()]*)?)\)$", re.DOTALL)
LETTERS = {r"\tau": "τ", r"\gamma": "γ", r"\ln": "ln", r"\mu": "µ", r"\cdot": "·", r"\,": " ", "$": "", "^2": "²"}  # noqa: RUF001
LINES = {"solid": "-", "dashed": "--", "dotted": ":", "dashdot": "-.", "None": "", "none": "", " ": ""}
REFERS = "_refers to "  # begins the label of a line that shows findings; no legend shows it
DIGITS = "0123456789-\u2212+.$"  # begin the text of a tick that is a number
OPEN = ("none", "white")  # faces of markers that are not filled
STROKES = ("_", "|")  # markers that are edges alone, such as the ends of error bars
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
        *_bars_alone(axes),
        *_areas(axes),
    ]
    labels = [text for text in axes.texts if _is_beside_a_point(text)]
    return DescribedPanel(
        _axis(axes, "x"),
        _axis(axes, "y"),
        tuple(series),
        (*_lines_across(axes), *_bands(axes)),
        share,
        equal=axes.get_aspect() == 1.0,
        notes=tuple(text.get_text() for text in axes.texts if text.get_text() and text not in labels),
        labels=tuple(map(_label, labels)),
    )


def refers_to(ids: Iterable[str]) -> str:
    """Return the label of a line that shows findings, by which a page knows them again."""
    return REFERS + " ".join(ids)


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
    return _is_shared(patch.get_data_transform(), axes)


def _is_shared(transform: Any, axes: Axes) -> bool:
    """Whether one direction is that of the data, and the other a share of the axes.

    The same objects are looked for: matplotlib takes this transform as equal to that of the data where both are affine.
    """
    return any(transform is one for one in (_shared_upright(axes), axes.get_yaxis_transform(which="grid")))


def _shared_upright(axes: Axes) -> Any:
    return axes.get_xaxis_transform(which="grid")


def _is_beside_a_point(text: Any) -> bool:
    from matplotlib.text import Annotation

    return isinstance(text, Annotation) and text.xycoords == "data" and bool(text.get_text())


def _label(text: Any) -> PlotLabel:
    from matplotlib.colors import to_hex

    x, y = map(float, text.xy)
    return PlotLabel(x, y, written(text.get_text()), to_hex(text.get_color()), text.get_ha() == "right")


def _axis(axes: Axes, name: str) -> PlotAxis:
    text = written(getattr(axes, f"get_{name}label")())
    found = LABEL.match(text)
    label, unit = (found["label"], found["unit"]) if found else (text, "")
    low = high = None
    if not getattr(axes, f"get_autoscale{name}_on")():
        low, high = sorted(map(float, getattr(axes, f"get_{name}lim")()))
    turned = bool(getattr(axes, f"{name}axis_inverted")())
    return PlotAxis(label, unit, getattr(axes, f"get_{name}scale")(), low, high, _named_ticks(axes, name), turned)


def _named_ticks(axes: Axes, name: str) -> tuple[tuple[float, str], ...]:
    """Return the ticks of an axis that has names in place of numbers."""
    from matplotlib.ticker import FixedLocator

    axis = getattr(axes, f"{name}axis")
    locator = axis.get_major_locator()
    if not isinstance(locator, FixedLocator):
        return ()
    places: list[float] = list(axis.get_majorticklocs())
    names = axis.get_major_formatter().format_ticks(places)
    if all(not text or text[0] in DIGITS for text in names):
        return ()
    return tuple(zip(map(float, places), map(written, names), strict=True))


def _is_across(line: Line2D, axes: Axes) -> bool:
    """Whether a line goes from one edge of the axes to the other, as axhline and axvline draw."""
    return len(np.atleast_1d(line.get_xdata())) == ENDS and _is_shared(line.get_transform(), axes)


def _lines_across(axes: Axes) -> list[PlotMark]:
    found = []
    for line in axes.lines:
        if _is_across(line, axes):
            vertical = line.get_transform() is _shared_upright(axes)
            at, along = (np.atleast_1d(values) for values in (line.get_xdata(), line.get_ydata()))
            at, along = (at, along) if vertical else (along, at)
            style = _style(line)
            ends = float(along[0]), float(along[1])
            mark = PlotMark("x" if vertical else "y", float(at[0]), None, _name(line), style.colour, style.line)
            found.append(replace(mark, ends=ends))
    return found


def _bands(axes: Axes) -> list[PlotMark]:
    from matplotlib.colors import to_hex

    found = []
    for patch in axes.patches:
        corners = np.asarray(patch.get_path().vertices)
        corners = patch.get_patch_transform().transform(corners)
        upright = patch.get_data_transform() is _shared_upright(axes)
        place = 0 if upright else 1
        low, high = float(corners[:, place].min()), float(corners[:, place].max())
        found.append(PlotMark("xy"[place], low, high, _name(patch), to_hex(patch.get_facecolor()), ""))
    return found


def _series(line: Line2D) -> PlotSeries:
    x, y = (np.asarray(values, float) for values in (line.get_xdata(), line.get_ydata()))
    return PlotSeries(_name(line), _style(line), x, y, refs=_refs(line))


def _refs(line: Line2D) -> tuple[str, ...]:
    """Return the ids of the findings that a line shows, as `refers_to` wrote them."""
    label = str(line.get_label())
    return tuple(label.removeprefix(REFERS).split(" ")) if label.startswith(REFERS) else ()


def _style(line: Line2D) -> SeriesStyle:
    from matplotlib.colors import to_hex

    drawn = str(line.get_linestyle())
    marker = _marker(line)
    alpha = line.get_alpha()
    colour = line.get_markeredgecolor() if marker in STROKES else line.get_color()
    return SeriesStyle(
        to_hex(colour),
        LINES.get(drawn, drawn),
        float(line.get_linewidth()),
        marker,
        float(line.get_markersize()),
        filled=str(line.get_markerfacecolor()) not in OPEN,
        opacity=1.0 if alpha is None else float(alpha),
    )


def _marker(line: Line2D) -> str:
    """Return the marker of a line; one that is a path is the arrow of a bound, named by where it points."""
    from matplotlib.path import Path

    marker: Any = line.get_marker()
    if not isinstance(marker, Path):
        return "" if marker in NO_MARKER else str(marker)
    corners = np.asarray(marker.vertices)
    x, y = corners[np.argmax(np.abs(corners).max(1))]
    if abs(x) > abs(y):
        return "right" if x > 0 else "left"
    return "up" if y > 0 else "down"


def _bars_alone(axes: Axes) -> list[PlotSeries]:
    """Return the error bars of points that were drawn apart, each as a line between its ends."""
    from matplotlib.colors import to_hex
    from matplotlib.container import ErrorbarContainer

    found: list[PlotSeries] = []
    for container in axes.containers:
        if not isinstance(container, ErrorbarContainer) or container.lines[0] is not None:
            continue
        for bars in container.lines[2]:
            style = SeriesStyle(to_hex(bars.get_color()[0]), width=float(bars.get_linewidth()[0]))
            found += [PlotSeries("", style, *map(np.asarray, np.transpose(path))) for path in bars.get_segments()]
    return found


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
