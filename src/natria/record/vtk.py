"""Fields as VTK XML (.vtr of a grid, .vtu of a mesh), for ParaView and its like.

Written by hand: the part of the format that is needed is a page long, while the packages that write it bring a
renderer or a dozen further formats. Arrays are inline and binary, as numbers in text lose nan in some readers.
The unit of an array stands behind its name, since the format has no place that all readers show.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape

import numpy as np

from ..quantity import ModelError
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
NAMES = {"<f4": "Float32", "<f8": "Float64", "<i8": "Int64", "|u1": "UInt8"}
Pack = Callable[[bytes], str]


def vtk_suffix(field: Field) -> str:
    """The suffix of its VTK file."""
    return ".vtr" if isinstance(field.support, Grid) else ".vtu"


def to_vtk(field: Field) -> bytes:
    """The text of a VTK file with the field, which is written and never read back."""
    return _written(field, _plain, "")


def vtk_series(field: Field, stem: str) -> dict[str, bytes]:
    """The VTK files of a field over time by name, compressed, and the .pvd file that has their times (s)."""
    if field.times is None:
        raise ModelError(f"the field {field.title!r} has no times", "write it with to_vtk")
    names = [f"{stem}/{number:04d}{vtk_suffix(field)}" for number in range(len(field.times))]
    over = ' compressor="vtkZLibDataCompressor"'
    files = {name: _written(field.at(number), _zipped, over) for number, name in enumerate(names)}
    rows = (
        f'<DataSet timestep="{float(time)!r}" file="{escape(name)}"/>'
        for time, name in zip(field.times, names, strict=True)
    )
    lines = ['<VTKFile type="Collection" version="1.0">', "<Collection>", *rows, "</Collection>", "</VTKFile>", ""]
    return {f"{stem}.pvd": "\n".join(lines).encode(), **files}


def _written(field: Field, pack: Pack, more: str) -> bytes:
    support = field.support
    lines = _grid(field, support, pack) if isinstance(support, Grid) else _mesh(field, support, pack)
    lines[0] = lines[0].replace(">", f"{more}>")
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


def _grid(field: Field, grid: Grid, pack: Pack) -> list[str]:
    axes = [*grid.axes, *[np.zeros(1)] * (len(AXES) - len(grid.axes))]
    extent = " ".join(f"0 {len(axis) - 1}" for axis in axes)
    coordinates = [_array(name, axis, pack) for name, axis in zip(AXES, axes, strict=True)]
    body = [*_values(field, pack), "<Coordinates>", *coordinates, "</Coordinates>"]
    return _file("RectilinearGrid", f' WholeExtent="{extent}"', f' Extent="{extent}"', body)


def _mesh(field: Field, mesh: Mesh, pack: Pack) -> list[str]:
    counts = [len(nodes) for _, nodes in mesh.cells]
    sizes = [size for kind, nodes in mesh.cells for size in [nodes.shape[1]] * len(nodes)]
    types = [TYPE_OF[kind] for kind, nodes in mesh.cells for _ in nodes]
    connectivity = np.concatenate([np.empty(0, int), *(nodes.ravel() for _, nodes in mesh.cells)])
    body = [
        *_values(field, pack),
        "<Points>",
        _array("points", mesh.points, pack, 3),
        "</Points>",
        "<Cells>",
        _array("connectivity", connectivity, pack),
        _array("offsets", np.cumsum(np.array(sizes, int)), pack),
        _array("types", np.array(types, np.uint8), pack),
        "</Cells>",
    ]
    piece = f' NumberOfPoints="{len(mesh.points)}" NumberOfCells="{sum(counts)}"'
    return _file("UnstructuredGrid", "", piece, body)


def _values(field: Field, pack: Pack) -> list[str]:
    places: tuple[tuple[str, Place], ...] = (("PointData", "points"), ("CellData", "cells"))
    return [
        line
        for tag, place in places
        for line in (f"<{tag}>", *(_value(field, a, pack) for a in field.arrays if a.on == place), f"</{tag}>")
    ]


def _value(field: Field, array: FieldArray, pack: Pack) -> str:
    """VTK lets x run fastest, and a vector has three components."""
    spatial = len(field.support.shape(array.on))
    components = array.values.shape[spatial:]
    order = (*reversed(range(spatial)), *range(spatial, array.values.ndim))
    values = array.values.transpose(order).reshape(-1, *components)
    if components == (2,):
        values = np.pad(values, ((0, 0), (0, 1)))
    return _array(f"{array.name} ({array.unit})", values, pack, 3 if components else 1)


def _array(name: str, values: np.ndarray, pack: Pack, components: int = 1) -> str:
    kinds = {"f": f"<f{min(values.dtype.itemsize, 8)}", "i": "<i8", "u": "u1"}
    plain = np.ascontiguousarray(values, kinds[values.dtype.kind])
    kind = NAMES[plain.dtype.str]
    many = f' NumberOfComponents="{components}"'
    return f'<DataArray type="{kind}" Name="{escape(name)}"{many} format="binary">{pack(plain.tobytes())}</DataArray>'


def _plain(raw: bytes) -> str:
    return b64encode(np.array([len(raw)], "<u8").tobytes() + raw).decode()


def _zipped(raw: bytes) -> str:
    """One block: number of blocks, size, size of a last one that is not whole, compressed size."""
    packed = zlib.compress(raw)
    return b64encode(np.array([1, len(raw), 0, len(packed)], "<u8").tobytes()).decode() + b64encode(packed).decode()
