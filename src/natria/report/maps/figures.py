"""The figure of a map: classes by colour, papers by marker, bounds as arrows, designs as stars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from ...explore.lives.laws import counted
from ...explore.maps.axes import MapAxis
from ...explore.maps.mapped import LiteratureMap
from ...explore.maps.placed import CARD
from ...explore.maps.points import MapValue, ReportedPoint
from ...quantity import factor, number, typeset
from ..common.chart import Chart, ChartPanel
from ..common.picture import log_ticks, mark_bound, mark_span
from ..common.style import class_colour
from ..described.artists import refers_to

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Scales = tuple[float, float]  # from SI to the units of the axes
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "<", ">", "h")
SCALED = 20.0  # ratio of the ends from which an axis is logarithmic
GREY, BLACK = "#8a8a8a", "#000000"
NAMED = 14  # points that are few enough for names beside them
SOME = 1  # names at one place, before the others are counted
NEAR = 0.05  # of the width and height: points within it share a name
RIGHT = 0.8  # of the width, from where on a name stands to the left of its point
EDGE = 0.02  # of an axis: the length of a tick of a value without a partner


def map_chart(made: LiteratureMap) -> Chart:
    """Return the figure of a map."""
    names = made.y.word.replace("_", " "), made.x.word.replace("_", " ")
    title = f"{names[0]} against {names[1]}, {len(made.pairs)} reported points".capitalize()
    papers = len({p.paper for p in made.pairs})
    says = (
        f"{title} of {counted(papers, 'paper')}; colour: class, marker: paper, arrows: bounds; ticks at "
        "the edges: subjects with one of the two alone"
    )
    return Chart(
        f"map-{made.y.word}-{made.x.word}", title, says, (ChartPanel(partial(draw_map, made=made)),), 3.4, 3, wide=True
    )


def draw_map(axes: Axes, made: LiteratureMap, **style: Any) -> None:
    """Draw the points of a map with units and a legend."""
    classes = list(dict.fromkeys(p.layer_class for p in made.pairs))
    papers = list(dict.fromkeys(p.paper for p in made.pairs))
    scales = (factor(made.x.unit, made.x.shown), factor(made.y.unit, made.y.shown))
    _scaled(axes, made, scales)
    for point in made.cards:
        _marked(axes, point, scales, {"color": GREY, "marker": "s", "markersize": 3, **style})
    for point in made.pairs:
        colour = class_colour(point.layer_class)
        marker = MARKERS[papers.index(point.paper) % len(MARKERS)]
        open_look = {"markerfacecolor": "none", "markeredgewidth": 1.1}  # points at one place stay visible
        _marked(axes, point, scales, {"color": colour, "marker": marker, "markersize": 5, **open_look, **style})
    for point in made.singles:
        _edge_tick(axes, point, scales)
    own = [point for one in made.designs for point in one.points]
    for point in own:
        _design(axes, point, scales)
    if len(made.pairs) + len(made.cards) <= NAMED:
        _names(axes, (*made.cards, *made.pairs), scales, GREY)
    _names(axes, own, scales, BLACK)
    _legend(axes, made, classes, papers)
    axes.set_xlabel(typeset(made.x.label))
    axes.set_ylabel(typeset(made.y.label))


def _legend(axes: Axes, made: LiteratureMap, classes: list[str], papers: list[str]) -> None:
    """Add what classes, papers, cards and designs look like."""
    for name in classes:
        axes.plot([], [], "o", color=class_colour(name), markersize=4.5, label=name)
    for place, name in enumerate(papers):
        axes.plot([], [], MARKERS[place % len(MARKERS)], color=GREY, markerfacecolor="none", markersize=4.5, label=name)
    if made.cards:
        axes.plot([], [], "s", color=GREY, markersize=3, label=f"{CARD}s of natria")
    if made.singles:
        axes.plot([], [], "|", color=GREY, label="one value alone (at the edge)")
    own = [point for one in made.designs for point in one.points]
    name = f"{made.designs[0].system}, by natria" if len(made.designs) == 1 else "designs, by natria"
    if any(point.is_pair for point in own):
        axes.plot([], [], "*", color=BLACK, markersize=8, linestyle="none", label=name)
    elif own:
        axes.plot([], [], color=BLACK, linewidth=0.9, linestyle="--", label=f"{name} (one value alone)")


def _names(axes: Axes, points: Iterable[ReportedPoint], scales: Scales, colour: str) -> None:
    """Write the names of points beside them, those of one place together."""
    places: dict[tuple[int, int], tuple[tuple[float, float], dict[str, None]]] = {}
    for point in points:
        if point.x is not None and point.y is not None:
            at = (point.x.value * scales[0], point.y.value * scales[1])
            place = axes.transLimits.transform(axes.transScale.transform(at))
            near = (round(float(place[0]) / NEAR), round(float(place[1]) / NEAR))
            part, _, of = point.subject.partition(" of ")
            _, names = places.setdefault(near, (at, {}))
            names[part if of else "/".join(point.subject.split("/")[-2:])] = None
    for at, names in places.values():
        some = ", ".join(list(names)[:SOME]) + (f" + {len(names) - SOME}" if len(names) > SOME else "")
        is_right = axes.transLimits.transform(axes.transScale.transform(at))[0] > RIGHT
        shift, side = ((-6, 5), "right") if is_right else ((6, 5), "left")
        axes.annotate(some, at, xytext=shift, textcoords="offset points", fontsize=6, color=colour, ha=side)


def _scaled(axes: Axes, made: LiteratureMap, scales: Scales) -> None:
    """Set scales and limits from all values: logarithmic where they span a wide range above zero."""
    every = (*made.points, *made.cards, *(p for one in made.designs for p in one.points))
    for which, scale in zip("xy", scales, strict=True):
        values = np.array(list(_numbers(getattr(p, which) for p in every))) * scale
        if not len(values):
            continue
        low, high = float(values.min()), float(values.max())
        is_log = low > 0 and high / low >= SCALED
        ends = (low / 1.8, high * 1.8) if is_log else _padded(low, high)
        if is_log:
            (axes.set_xscale if which == "x" else axes.set_yscale)("log")
            log_ticks(axes.xaxis if which == "x" else axes.yaxis, *ends)
        (axes.set_xlim if which == "x" else axes.set_ylim)(*ends)


def _padded(low: float, high: float) -> tuple[float, float]:
    pad = 0.12 * (high - low) or 0.2 * abs(high) or 1.0
    return (max(low - pad, 0.0) if low >= 0 else low - pad), high + pad


def _numbers(values: Iterable[MapValue | None]) -> Iterator[float]:
    """Yield the values and the ends of their ranges."""
    for v in values:
        if v is not None:
            yield from (x for x in (v.value, v.low, v.high) if isfinite(x))


def _marked(axes: Axes, point: ReportedPoint, scales: Scales, look: dict[str, Any]) -> None:
    """Draw a point with its bounds as arrows and its ranges as bars."""
    assert point.x is not None
    assert point.y is not None
    at = (point.x.value * scales[0], point.y.value * scales[1])
    ids = dict.fromkeys((*point.y.ids, *point.x.ids))
    axes.plot(*at, linestyle="none", label=refers_to(ids), **look)
    for value, scale, sideways in ((point.x, scales[0], True), (point.y, scales[1], False)):
        if value.is_bound:
            mark_bound(axes, at, value.high == inf, look["color"], sideways)
        elif value.low < value.high:
            mark_span(axes, at, (value.low * scale, value.high * scale), look["color"], sideways)


def _design(axes: Axes, point: ReportedPoint, scales: Scales) -> None:
    """Draw a design: a star where it has both values, a line where it has one."""
    if point.is_pair:
        _marked(axes, point, scales, {"color": BLACK, "marker": "*", "markersize": 9, "zorder": 6})
    elif point.x is not None:
        axes.axvline(point.x.value * scales[0], color=BLACK, linewidth=0.9, linestyle="--")
    elif point.y is not None:
        axes.axhline(point.y.value * scales[1], color=BLACK, linewidth=0.9, linestyle="--")


def _edge_tick(axes: Axes, point: ReportedPoint, scales: Scales) -> None:
    """Draw a value without a partner as a tick inside the edge of its axis."""
    if point.x is not None:
        axes.axvline(point.x.value * scales[0], 0, EDGE, color=GREY, linewidth=1.0)
    elif point.y is not None:
        axes.axhline(point.y.value * scales[1], 0, EDGE / 2, color=GREY, linewidth=1.0)


def axis_value(value: MapValue | None, axis: MapAxis) -> str:
    """Return a value of an axis with its unit and bound, as in ">= 500 h"."""
    if value is None:
        return ""
    scale = factor(axis.unit, axis.shown)
    unit = "" if axis.shown == "1" else f" {axis.shown}"
    if value.is_bound:
        return f"{'>=' if value.high == inf else '<='} {number(value.value * scale)}{unit}"
    if value.low < value.high:
        return f"{number(value.value * scale)} ({number(value.low * scale)} to {number(value.high * scale)}){unit}"
    return f"{number(value.value * scale)}{unit}"
