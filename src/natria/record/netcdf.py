"""Fields as netCDF-3 with 64-bit offsets, which every reader of netCDF takes.

scipy writes and reads it, so no further package is needed. Its integers have 32 bits, which bounds a mesh to 2^31
points. The attribute `natria` has the description of the field as JSON, which is what is read back; units, title and
coordinate variables stand beside it for other programs.
"""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np

from ..quantity import InputError, ModelError, NatriaError, Problem
from .field import AXES, CELLS, Field, FieldArray, Grid, Mesh

SCHEMA = "natria.field/1"
TIME = "time"
OFFSETS_64 = 2  # netCDF-3 with 64-bit offsets


def to_netcdf(field: Field) -> bytes:
    """The bytes of a netCDF file with the field, without question and origin."""
    from scipy.io import netcdf_file

    buffer = io.BytesIO()
    file = netcdf_file(buffer, "w", version=OFFSETS_64)
    arrays = [{"name": a.name, "unit": a.unit, "on": a.on} for a in field.arrays]
    header = {"schema": SCHEMA, "title": field.title, "support": field.support.header, "arrays": arrays}
    if isinstance(field.support, Grid):
        header["axes"] = len(field.support.axes)
    if field.times is not None:
        header["times"] = True
    file.natria = json.dumps(header).encode("ascii")
    if plain := field.title.replace("\0", "").encode("utf-8", "replace"):
        file.title = plain
    if isinstance(field.support, Grid):
        _put_grid(file, field.support)
    else:
        _put_mesh(file, field.support)
    over: tuple[str, ...] = ()
    if field.times is not None:
        over = (_dimension(file, TIME, len(field.times)),)
        _put(file, TIME, field.times, over, "s")
    for array in field.arrays:
        names = (*over, *dimensions_of(field.support, array))
        if array.values.ndim > len(names):
            size = array.values.shape[-1]
            names = (*names, _dimension(file, f"components_{size}", size))
        _put(file, array.name, array.values, names, array.unit)
    file.flush()
    return buffer.getvalue()


def _put_grid(file: Any, grid: Grid) -> None:
    for name, axis in zip(AXES, grid.axes, strict=False):
        _put(file, name, axis, (_dimension(file, name, len(axis)),), "m")
        if len(axis) > 1:
            _dimension(file, f"cells_{name}", len(axis) - 1)


def _put_mesh(file: Any, mesh: Mesh) -> None:
    if len(mesh.points) > np.iinfo(np.int32).max:
        raise ModelError(f"a mesh of {len(mesh.points)} points does not fit netCDF-3", "write it in parts")
    names = (_dimension(file, "points", len(mesh.points)), _dimension(file, "components_3", 3))
    _put(file, "points", mesh.points, names, "m")
    for kind, nodes in mesh.cells:
        sizes = (_dimension(file, f"cells_{kind}", len(nodes)), _dimension(file, f"nodes_{kind}", CELLS[kind]))
        _put(file, f"cells_{kind}", nodes.astype(np.int32), sizes, "1")
    if mesh.cells:
        _dimension(file, "cells", *mesh.shape("cells"))


def dimensions_of(support: Grid | Mesh, array: FieldArray) -> tuple[str, ...]:
    """Return the names of the axes of an array in space."""
    if isinstance(support, Mesh):
        return (array.on,)
    return tuple(f"cells_{n}" if array.on == "cells" else n for n, _ in zip(AXES, support.axes, strict=False))


def _dimension(file: Any, name: str, size: int) -> str:
    if name not in file.dimensions:
        file.createDimension(name, size)
    return name


def _put(file: Any, name: str, values: np.ndarray, dimensions: tuple[str, ...], unit: str) -> None:
    variable = file.createVariable(name, values.dtype.newbyteorder(">"), dimensions)
    variable[:] = values
    if unit:
        variable.units = unit.encode()


def from_netcdf(content: bytes, source: str = "the file") -> Field:
    """The field of a netCDF file that `to_netcdf` wrote, without question and origin."""
    from scipy.io import netcdf_file

    try:
        with netcdf_file(io.BytesIO(content), "r", mmap=False) as file:
            header = json.loads(file.natria)
            values = {name: _native(variable[:]) for name, variable in file.variables.items()}
        arrays = tuple(FieldArray(a["name"], a["unit"], values[a["name"]], a["on"]) for a in header["arrays"])
        times = values[TIME] if header.get("times") else None
        return Field(_support(header, values), arrays, header["title"], times=times)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, AssertionError, NatriaError) as bad:
        fix = "give a netCDF file that natria wrote"
        raise InputError(source, [Problem("", f"is not a field of natria: {bad}", fix)]) from None


def _support(header: dict[str, Any], values: dict[str, np.ndarray]) -> Grid | Mesh:
    if header["schema"] != SCHEMA:
        raise ValueError(f"the schema is {header['schema']!r}, not {SCHEMA!r}")
    if header["support"] == "grid":
        return Grid(tuple(values[name] for name in AXES[: header["axes"]]))
    _, *kinds = header["support"]
    return Mesh(values["points"], tuple((kind, values[f"cells_{kind}"]) for kind in kinds))


def _native(values: np.ndarray) -> np.ndarray:
    return values.astype(values.dtype.newbyteorder("="))
