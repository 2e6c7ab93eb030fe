"""The arrays of an artefact by name, with unit and shape.

People read them, and the head of a stored result lists them.
"""

from __future__ import annotations

from dataclasses import dataclass

from .field import AXES, Field, Grid
from .files import AnyArtefact
from .spectrum import Spectrum
from .structure import Structure
from .table import Table


@dataclass(frozen=True)
class Content:
    """One array of an artefact; words have no unit."""

    name: str
    unit: str
    shape: tuple[int, ...]

    def __str__(self) -> str:
        size = " x ".join(map(str, self.shape))
        return f"{self.name} ({self.unit}): {size}" if self.unit else f"{self.name}: {size}"


def contents(artefact: AnyArtefact) -> tuple[Content, ...]:
    """The arrays of an artefact, with its coordinates first."""
    match artefact:
        case Table():
            return tuple(Content(name, c.unit, (len(c.values),)) for name, c in artefact.columns.items())
        case Spectrum():
            size = (len(artefact),)
            return (Content("frequency", "1/s", size), Content("impedance", artefact.unit, size))
        case Structure():
            size = (len(artefact),)
            return (Content("cell", "m", (3, 3)), Content("species", "", size), Content("fractional", "1", (*size, 3)))
        case Field():
            over = () if artefact.times is None else (Content("time", "s", artefact.times.shape),)
            return (*_support(artefact), *over, *(Content(a.name, a.unit, a.values.shape) for a in artefact.arrays))


def _support(field: Field) -> tuple[Content, ...]:
    support = field.support
    if isinstance(support, Grid):
        return tuple(Content(name, "m", axis.shape) for name, axis in zip(AXES, support.axes, strict=False))
    cells = (Content(f"{kind} cells", "", nodes.shape) for kind, nodes in support.cells)
    return (Content("points", "m", support.points.shape), *cells)
