"""A figure as data: panels with axes, series, marks and bands, all in the units that people read.

`natria.view/1` has these classes as JSON, field by field. A series has its points in it, or the names of two stored
arrays with the factors to the units of the axes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from math import isfinite
from typing import Any

import numpy as np


@dataclass(frozen=True)
class PlotAxis:
    label: str
    unit: str = ""
    scale: str = "linear"  # or log
    low: float | None = None  # limits that the figure sets; None: those of the data
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()  # names at places, where the figure writes names and no numbers
    reversed: bool = False  # the low end is at the top, or at the right
    explains: str = ""  # shown on hover, such as the path of the number in a design


@dataclass(frozen=True)
class SeriesStyle:
    colour: str
    line: str = "-"  # "-", "--", ":", "-.", or "" for none
    width: float = 1.0  # points
    marker: str = ""  # as in matplotlib, or "up", "down", "left", "right" for the arrow of a bound; "" for none
    size: float = 3.0
    filled: bool = True
    opacity: float = 1.0


@dataclass(frozen=True)
class StoredPoints:
    """The names of two arrays in SI, and the factors to the units of the axes.

    `of` names the recording that has them, where a plot shows those of several.
    """

    x: str
    y: str
    rows: int
    per_x: float = 1.0
    per_y: float = 1.0
    of: str = ""


@dataclass(frozen=True, eq=False)
class PlotSeries:
    """Points of one name. `low` and `high` are the ends of intervals or of a filled area.

    `refs` are the ids of the findings that it shows.
    """

    name: str
    style: SeriesStyle
    x: np.ndarray = field(default_factory=lambda: np.zeros(0))
    y: np.ndarray = field(default_factory=lambda: np.zeros(0))
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    stored: StoredPoints | None = None
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlotLabel:
    """A text beside a point."""

    x: float
    y: float
    text: str
    colour: str
    left: bool = False  # to the left of its point


@dataclass(frozen=True)
class PlotMark:
    """A line across a panel at a value of one axis, or a band between two.

    `near` is the stretch of x that is shown where a reader goes to the mark; None where it is no place to go to.
    """

    axis: str  # x or y
    at: float
    until: float | None
    name: str
    colour: str
    line: str = "-"
    near: tuple[float, float] | None = None
    ends: tuple[float, float] = (0.0, 1.0)  # of a line, as shares of the panel: shorter ones are ticks


@dataclass(frozen=True)
class DescribedPanel:
    x: PlotAxis
    y: PlotAxis
    series: tuple[PlotSeries, ...]
    marks: tuple[PlotMark, ...] = ()
    share: float = 1.0
    equal: bool = False  # one unit is equally long on both axes
    notes: tuple[str, ...] = ()
    labels: tuple[PlotLabel, ...] = ()


@dataclass(frozen=True)
class DescribedPlot:
    """A figure by its name; one that is no set of curves has no panels and is shown as a picture."""

    id: str
    title: str
    says: str
    panels: tuple[DescribedPanel, ...] = ()
    wide: bool = False
    picture: str = ""  # name of a file with the figure, where it has no panels
    height: float = 0.0  # of all panels, in pixels of 1/96 inch; 0: as the page has it


def plain(value: Any) -> Any:
    """Return a description as lists and dictionaries that JSON takes; a number that is not finite is None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, np.ndarray):
        whole = value.dtype.kind != "f" or bool(np.isfinite(value).all())
        return value.tolist() if whole else [plain(one) for one in value.tolist()]
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value
