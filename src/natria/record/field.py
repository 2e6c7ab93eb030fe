"""A field: named arrays with units on a rectilinear grid or an unstructured mesh.

Coordinates are in m. A value stands at a point or in a cell; a vector has its components in the last axis.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Literal

import numpy as np

from ..quantity import Artefact, ModelError, Origin, Question
from .artefact import PENDING, Parts, digest_of, frozen, reference

AXES = ("x", "y", "z")
CELLS: Mapping[str, int] = {  # kind of cell -> its nodes, in the order of VTK
    "vertex": 1,
    "line": 2,
    "triangle": 3,
    "quad": 4,
    "tetra": 4,
    "hexahedron": 8,
    "wedge": 6,
    "pyramid": 5,
}
Place = Literal["points", "cells"]
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")  # what netCDF, VTK and other programs all take as a name
RESERVED = {*AXES, "points", "time"}


@dataclass(frozen=True, eq=False)
class Grid:
    """A rectilinear grid: the coordinates along one to three axes (x, y, z), rising, m."""

    axes: tuple[np.ndarray, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", tuple(map(frozen, self.axes)))
        if not 1 <= len(self.axes) <= len(AXES):
            raise ModelError(f"a grid has {len(self.axes)} axes", "give the coordinates along one, two or three")
        for name, axis in zip(AXES, self.axes, strict=False):
            if axis.ndim != 1 or len(axis) == 0 or not np.isfinite(axis).all() or (np.diff(axis) <= 0).any():
                raise ModelError(f"the coordinates of a grid along {name} do not rise", "give one row from low to high")

    def shape(self, on: Place) -> tuple[int, ...]:
        """How many points, or cells, along each axis."""
        return tuple(len(axis) - (on == "cells") for axis in self.axes)

    @property
    def header(self) -> object:
        return "grid"

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        return self.axes


@dataclass(frozen=True, eq=False)
class Mesh:
    """An unstructured mesh.

    `points` (n, 3) in m; for each kind of cell its nodes (m, k) as indices into `points`.
    """

    points: np.ndarray
    cells: tuple[tuple[str, np.ndarray], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", frozen(self.points))
        object.__setattr__(self, "cells", tuple((kind, frozen(nodes, int)) for kind, nodes in self.cells))
        if self.points.ndim != 2 or self.points.shape[1] != 3 or len(self.points) == 0:
            what = f"the points of a mesh have the shape {self.points.shape}"
            raise ModelError(what, "give three coordinates for each; z = 0 in two dimensions")
        if not np.isfinite(self.points).all():
            raise ModelError("a point of a mesh is not finite", "leave it out, with its cells")
        kinds = [kind for kind, _ in self.cells]
        if unknown := sorted({*kinds} - {*CELLS}):
            raise ModelError(f"a mesh has cells of kind {', '.join(unknown)}", f"known here: {', '.join(CELLS)}")
        if len(set(kinds)) < len(kinds):
            raise ModelError("a mesh names a kind of cell twice", "put all cells of a kind into one array")
        for kind, nodes in self.cells:
            if nodes.ndim != 2 or nodes.shape[1] != CELLS[kind] or len(nodes) == 0:
                what = f"the {kind} cells of a mesh have nodes of shape {nodes.shape}"
                raise ModelError(what, f"give {CELLS[kind]} nodes for each cell; leave out a kind without cells")
            if nodes.min() < 0 or nodes.max() >= len(self.points):
                what = f"a {kind} cell has a node that is no point of the mesh"
                raise ModelError(what, f"give places from 0 to {len(self.points) - 1}")

    def shape(self, on: Place) -> tuple[int, ...]:
        """How many points, or cells of all kinds in their order."""
        return (len(self.points) if on == "points" else sum(len(nodes) for _, nodes in self.cells),)

    @property
    def header(self) -> object:
        return ["mesh", *(kind for kind, _ in self.cells)]

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        return (self.points, *(nodes for _, nodes in self.cells))


@dataclass(frozen=True, eq=False)
class FieldArray:
    """One quantity of a field, in double or single precision. nan is a refused point."""

    name: str
    unit: str
    values: np.ndarray
    on: Place = "points"

    def __post_init__(self) -> None:
        single = np.asarray(self.values).dtype == np.float32
        object.__setattr__(self, "values", frozen(self.values, np.float32 if single else float))
        if not NAME.fullmatch(self.name) or self.name in RESERVED or self.name.startswith("cells_"):
            what = f"an array of a field has the name {self.name!r}"
            raise ModelError(what, "write letters, digits and underscores, as in current_density; no name of an axis")


@dataclass(frozen=True, eq=False)
class Field:
    """Arrays with units on one grid or mesh; with times (s, rising) each array has them as its first axis."""

    support: Grid | Mesh
    arrays: tuple[FieldArray, ...]
    title: str = ""
    question: Question | None = None
    origin: Origin = PENDING
    times: np.ndarray | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "arrays", tuple(self.arrays))
        if self.times is not None:
            object.__setattr__(self, "times", frozen(self.times))
            if self.times.ndim != 1 or not len(self.times) or not (np.diff(self.times) > 0).all():
                raise ModelError("the times of a field do not rise", "give one row of seconds from low to high")
        names = [array.name for array in self.arrays]
        if len(set(names)) < len(names):
            raise ModelError("a field has two arrays of one name", "rename one of them")
        for array in self.arrays:
            here = (*(() if self.times is None else (len(self.times),)), *self.support.shape(array.on))
            shape = array.values.shape
            if shape not in (here, (*here, 2), (*here, 3)):
                what = f"the array {array.name!r} on {array.on} has the shape {shape}, the field {here}"
                raise ModelError(what, "give one number for each, or two or three components in a last axis")
            if prod(shape) == 0:
                what = f"the array {array.name!r} stands on {array.on}, of which the field has none"
                raise ModelError(what, "put it on points")

    def __getitem__(self, name: str) -> FieldArray:
        for array in self.arrays:
            if array.name == name:
                return array
        known = ", ".join(array.name for array in self.arrays)
        raise ModelError(f"the field {self.title!r} has no array {name!r}", f"known here: {known}")

    def at(self, time: int) -> Field:
        """Return the field at one of its times, by number, without question and origin."""
        if self.times is None:
            raise ModelError(f"the field {self.title!r} has no times", "take it as it is")
        arrays = tuple(FieldArray(a.name, a.unit, a.values[time], a.on) for a in self.arrays)
        return Field(self.support, arrays, f"{self.title}, at {self.times[time]:.4g} s")

    @property
    def parts(self) -> Parts:
        """The kinds of cells, names, units and places of the arrays; coordinates, cells, times and values."""
        header = [self.support.header, [[a.name, a.unit, a.on] for a in self.arrays]]
        over = () if self.times is None else (self.times,)
        described = {"field": header} if self.times is None else {"field over time": header}
        return described, (*self.support.arrays, *over, *(a.values for a in self.arrays))

    @cached_property
    def digest(self) -> str:
        """The hash of coordinates, cells and all arrays with their units."""
        return digest_of(*self.parts)

    @property
    def reference(self) -> Artefact:
        """The field without its arrays, as an input of what is read off it."""
        return reference("field", self)
