"""The films of the models whose fields change: over time, or from section to section."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ...record import Field, Grid
from ...studies.interface import InterfaceRun
from ..common.film import FieldFilm, FilmAxis, FilmLine, FilmPanel, contours
from .deposit_fields import SHOWN, UM
from .twophase import NANO, PHASES, phases_of

LEAST = 1e-4  # of the largest current density: where its scale begins
SPLIT = (" (", ")")  # between a label and its unit


def interface_films(made: InterfaceRun) -> tuple[FieldFilm, ...]:
    """Return the films of a run; none for a model whose fields do not change."""
    several = ((part.part, term, one) for part in made.parts for term, one in part.artefacts.items())
    return tuple(
        _FILMS[term](made, part, one) for part, term, one in several if term in _FILMS and isinstance(one, Field)
    )


def deposit_film(made: InterfaceRun, part: str, fields: Field) -> FieldFilm:
    """Return order parameter, concentration and potential over time, with front and edge of the layer."""
    assert isinstance(fields.support, Grid)
    assert fields.times is not None
    height, width = (fields.support.axes[n] * UM for n in (0, -1))
    panels = tuple(
        FilmPanel(name, *_split(label), _sections(fields, name) * factor, colours)
        for name, label, factor, colours in SHOWN
    )
    phase, layer = (_sections(fields, name) for name in ("order_parameter", "layer"))
    x, y = ((one[1:] + one[:-1]) / 2 for one in (width, height))
    front = FilmLine("front", "#000000", contours(x, y, tuple(phase), 0.5))
    lines = [front]
    if layer.max() > 0.5:
        ahead = np.where(phase >= 0.5, 1.0, layer)
        lines.append(FilmLine("edge of the layer", "#d1495b", contours(x, y, tuple(ahead), 0.5), "--"))
    return FieldFilm(
        f"{part}-film",
        f"{made.design.name}: {fields.title}",
        "The fields at the times that the run kept; metal is grey where a field has no value in it.",
        FilmAxis("along the electrode", "µm", float(width[0]), float(width[-1])),
        FilmAxis("height", "µm", float(height[0]), float(height[-1])),
        "time",
        "s",
        fields.times,
        panels,
        tuple(lines),
        f"{part}-film.gif",
    )


def structure_film(made: InterfaceRun, part: str, field: Field) -> FieldFilm:
    """Return phases, potential and current density in one section of a microstructure after the other."""
    assert isinstance(field.support, Grid)
    x, y, z = (axis * NANO for axis in field.support.axes)
    phase, potential = (np.moveaxis(field[name].values, -1, 0) for name in ("phase", "potential"))
    current = np.moveaxis(np.linalg.norm(field["relative_current_density"].values, axis=-1), -1, 0)
    floor = LEAST * float(np.nanmax(current, initial=0.0))
    panels = (
        FilmPanel("phase", "phase", "", phase, PHASES, names=(*phases_of(made, part), "pore")),
        FilmPanel("potential", "potential / voltage", "1", potential),
        FilmPanel("current", "current density / mean", "1", np.maximum(current, floor), "magma", "log"),
    )
    return FieldFilm(
        f"{part}-sections",
        f"Sections of the microstructure of {part}",
        "Phases, potential and current density in one section after the other; the sodium is below.",
        FilmAxis("along the layer", "nm", float(y[0]), float(y[-1])),
        FilmAxis("from the sodium", "nm", float(x[0]), float(x[-1])),
        "section at",
        "nm",
        (z[1:] + z[:-1]) / 2,
        panels,
    )


def _split(label: str) -> tuple[str, str]:
    """Return the label and the unit of "cations (mol/L)"."""
    name, _, unit = label.partition(SPLIT[0])
    return name, unit.removesuffix(SPLIT[1])


def _sections(fields: Field, name: str) -> np.ndarray:
    """Return an array over time as height by width: the middle section of three dimensions."""
    values = fields[name].values
    found: np.ndarray = values if values.ndim == 3 else values[:, :, values.shape[2] // 2]
    return found


_FILMS: Mapping[str, Callable[[InterfaceRun, str, Field], FieldFilm]] = {
    "deposition_fields": deposit_film,
    "microstructure": structure_film,
}
