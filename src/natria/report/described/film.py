"""A film as data: axes, colour scales and frames as bytes, in the units that people read.

`natria.view/1` has these classes as JSON. The frames of a panel are a stored array of bytes: 0 to 254 are the steps of
its colour scale from low to high, 255 is no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

import numpy as np

from ..common.film import FieldFilm, FilmAxis, FilmPanel
from .artists import written

STEPS, NOTHING = 254, 255
DIGITS = 5  # of the places of a line


@dataclass(frozen=True)
class DescribedFilmPanel:
    """`array` names the stored frames; `colours` has a colour for each step from `low` to `high`."""

    label: str
    unit: str
    array: str
    low: float
    high: float
    scale: str
    colours: tuple[str, ...]
    names: tuple[str, ...]
    empty: str


@dataclass(frozen=True)
class DescribedFilmLine:
    """For each frame the lines, each as x and y in turn."""

    name: str
    colour: str
    line: str
    paths: tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True)
class DescribedFilm:
    """`rows` and `columns` of each frame; the lowest row comes first."""

    id: str
    title: str
    says: str
    x: FilmAxis
    y: FilmAxis
    along: str
    unit: str
    at: tuple[float, ...]
    rows: int
    columns: int
    panels: tuple[DescribedFilmPanel, ...]
    lines: tuple[DescribedFilmLine, ...]
    file: str


def described_film(film: FieldFilm) -> tuple[DescribedFilm, dict[str, np.ndarray]]:
    """Return a film as data, and its stored arrays by name."""
    panels, arrays = [], {}
    for panel in film.panels:
        name = f"{film.id}-{panel.id}"
        low, high = _limits(panel)
        arrays[name] = _steps(panel, low, high)
        panels.append(
            DescribedFilmPanel(
                written(panel.label),
                panel.unit,
                name,
                low,
                high,
                panel.scale,
                _colours(panel),
                panel.names,
                panel.empty,
            )
        )
    lines = tuple(
        DescribedFilmLine(one.name, one.colour, one.line, tuple(tuple(map(_flat, frame)) for frame in one.paths))
        for one in film.lines
    )
    _, rows, columns = film.panels[0].values.shape
    at = tuple(float(value) for value in film.at)
    made = DescribedFilm(
        film.id, film.title, film.says, film.x, film.y, film.along, film.unit, at, rows, columns, tuple(panels), lines,
        film.file,
    )  # fmt: skip
    return made, arrays


def _limits(panel: FilmPanel) -> tuple[float, float]:
    """Return the least and the largest value over all frames; above zero on a logarithmic scale."""
    if panel.names:
        return 0.0, float(len(panel.names) - 1)
    values = panel.values[np.isfinite(panel.values)]
    if panel.scale == "log":
        values = values[values > 0]
    if not len(values):
        return (1.0, 10.0) if panel.scale == "log" else (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if high > low:
        return low, high
    return (low / 2, low * 2) if panel.scale == "log" else (low - 0.5, low + 0.5)


def _steps(panel: FilmPanel, low: float, high: float) -> np.ndarray:
    """Return the step of the colour scale of each value."""
    values = np.asarray(panel.values, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        if panel.names:
            share = values / STEPS
        elif panel.scale == "log":
            share = (np.log10(np.maximum(values, low)) - log10(low)) / (log10(high) - log10(low))
        else:
            share = (values - low) / (high - low)
    steps = np.rint(np.clip(np.nan_to_num(share), 0, 1) * STEPS)
    return np.where(np.isfinite(values), steps, NOTHING).astype(np.uint8)


def _colours(panel: FilmPanel) -> tuple[str, ...]:
    if not isinstance(panel.colours, str):
        return panel.colours
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    return tuple(to_hex(colour) for colour in colormaps[panel.colours](np.linspace(0, 1, STEPS + 1)))


def _flat(path: np.ndarray) -> tuple[float, ...]:
    return tuple(float(f"{value:.{DIGITS}g}") for value in np.asarray(path).ravel())
