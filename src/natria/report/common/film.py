"""A film: fields on one rectangle, at several times or in several sections, as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Paths = tuple[np.ndarray, ...]  # lines of one frame, each (points, 2) in the units of the axes


@dataclass(frozen=True)
class FilmAxis:
    """An axis of the rectangle from edge to edge."""

    label: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class FilmPanel:
    """A field at each frame as frames x rows x columns, the lowest row first; nan has no colour.

    `colours` is the name of a colour map of matplotlib, or a colour for each whole number from 0, with `names` of them.
    """

    id: str
    label: str
    unit: str
    values: np.ndarray
    colours: str | tuple[str, ...] = "viridis"
    scale: Literal["linear", "log"] = "linear"
    names: tuple[str, ...] = ()
    empty: str = "#5b5b5b"


@dataclass(frozen=True)
class FilmLine:
    """A line over all panels, at each frame where it is then."""

    name: str
    colour: str
    paths: tuple[Paths, ...]
    line: str = "-"


@dataclass(frozen=True, eq=False)
class FieldFilm:
    """Frames by their value (a time, a place); `file` is the film as a file of the report."""

    id: str
    title: str
    says: str
    x: FilmAxis
    y: FilmAxis
    along: str
    unit: str
    at: np.ndarray
    panels: tuple[FilmPanel, ...]
    lines: tuple[FilmLine, ...] = ()
    file: str = ""


def contours(x: np.ndarray, y: np.ndarray, frames: Sequence[np.ndarray], level: float) -> tuple[Paths, ...]:
    """Return the lines of one value of a field, for each frame; `x` and `y` are where its values stand."""
    from contourpy import contour_generator

    found = []
    for values in frames:
        inside = np.isfinite(values)
        crosses = inside.any() and values[inside].max() >= level > values[inside].min()
        made = contour_generator(x, y, np.ma.masked_invalid(values)).lines(level) if crosses else []
        found.append(tuple(np.asarray(one) for one in made))
    return tuple(found)
