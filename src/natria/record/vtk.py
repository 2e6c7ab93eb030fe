"""Fields as VTK XML (.vtr of a grid, .vtu of a mesh), for ParaView and its like.

Written by hand: the part of the format that is needed is a page long, while the packages that write it bring a
renderer or a dozen further formats. Arrays are inline and binary, as numbers in text lose nan in some readers.
The unit of an array stands behind its name, since the format has no place that all readers show.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

import numpy as np

from .field import AXES, Field, FieldArray, Grid, Mesh, Place

TYPE_OF: dict[str, int] = {  # VTK's number of each kind of cell
    "vertex": 1,
    "line": 3,
    "triangle": 5,
    "quad": 9,
    "tetra": 10,
    "hexahedron": 12,
    "wedge": 13,
    "pyramid": 14,
}
NAMES = {"<f8": "Float64", "<i8": "Int64", "|u1": "UInt8"}


def vtk_suffix(field: Field) -> str:
    """The suffix of its VTK file."""
    return ".vtr" if isinstance(field.support, Grid) else ".vtu"


def to_vtk(field: Field) -> bytes:
    """The text of a VTK file with the field, which is written and never read back."""
    lines = _grid(field, field.support) if isinstance(field.support, Grid) else _mesh(field, field.support)
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *lines, ""]).encode()


def _file(kind: str, extent: str, piece: str, body: Iterable[str]) -> list[str]:
    return [
        f'<VTKFile type="{kind}" version="1.0" byte_order="LittleEndian" header_type="UInt64">',
        f"<{kind}{extent}>",
        f"<Piece{piece}>",
        *body,
        "</Piece>",
        f"</{kind}>",
        "</VTKFile>",
    ]


def _grid(field: Field, grid: Grid) -> list[str]:
    axes = [*grid.axes, *[np.zeros(1)] * (len(AXES) - len(grid.axes))]
    extent = " ".join(f"0 {len(axis) - 1}" for axis in axes)
    coordinates = [_array(name, axis) for name, axis in zip(AXES, axes, strict=True)]
    body = [*_values(field), "<Coordinates>", *coordinates, "</Coordinates>"]
    return _file("RectilinearGrid", f' WholeExtent="{extent}"', f' Extent="{extent}"', body)


def _mesh(field: Field, mesh: Mesh) -> list[str]:
    counts = [len(nodes) for _, nodes in mesh.cells]
    sizes = [size for kind, nodes in mesh.cells for size in [nodes.shape[1]] * len(nodes)]
    types = [TYPE_OF[kind] for kind, nodes in mesh.cells for _ in nodes]
    connectivity = np.concatenate([np.empty(0, int), *(nodes.ravel() for _, nodes in mesh.cells)])
    body = [
        *_values(field),
        "<Points>",
        _array("points", mesh.points, 3),
        "</Points>",
        "<Cells>",
        _array("connectivity", connectivity),
        _array("offsets", np.cumsum(np.array(sizes, int))),
        _array("types", np.array(types, np.uint8)),
        "</Cells>",
    ]
    piece = f' NumberOfPoints="{len(mesh.points)}" NumberOfCells="{sum(counts)}"'
    return _file("UnstructuredGrid", "", piece, body)


def _values(field: Field) -> list[str]:
    places: tuple[tuple[str, Place], ...] = (("PointData", "points"), ("CellData", "cells"))
    return [
        line
        for tag, place in places
        for line in (f"<{tag}>", *(_value(field, a) for a in field.arrays if a.on == place), f"</{tag}>")
    ]


def _value(field: Field, array: FieldArray) -> str:
    """VTK lets x run fastest, and a vector has three components."""
    spatial = len(field.support.shape(array.on))
    components = array.values.shape[spatial:]
    order = (*reversed(range(spatial)), *range(spatial, array.values.ndim))
    values = array.values.transpose(order).reshape(-1, *components)
    if components == (2,):
        values = np.pad(values, ((0, 0), (0, 1)))
    return _array(f"{array.name} ({array.unit})", values, 3 if components else 1)


def _array(name: str, values: np.ndarray, components: int = 1) -> str:
    plain = np.ascontiguousarray(values, {"f": "<f8", "i": "<i8", "u": "u1"}[values.dtype.kind])
    raw = plain.tobytes()
    text = b64encode(np.array([len(raw)], "<u8").tobytes() + raw).decode()
    kind = NAMES[plain.dtype.str]
    many = f' NumberOfComponents="{components}"'
    return f'<DataArray type="{kind}" Name="{escape(name)}"{many} format="binary">{text}</DataArray>'
