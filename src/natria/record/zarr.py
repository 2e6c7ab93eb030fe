"""Fields as Zarr of format 2 in a zip file: compressed, and read by xarray, zarr and their like.

Written by hand, as VTK is: netCDF-3 cannot compress, and the packages that write netCDF-4 or Zarr bring compiled
libraries for a page of JSON and calls of zlib. An array is one chunk, over time one for each time.
"""

from __future__ import annotations

import io
import json
import zlib
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np

from ..quantity import ModelError
from .field import AXES, Field, Grid
from .netcdf import TIME, dimensions_of

SUFFIX_ZARR = ".zarr.zip"
LEVEL = 6
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a zip file: equal fields give equal bytes


def to_zarr(field: Field) -> bytes:
    """The bytes of a zip file with the field on its grid, without question and origin."""
    if not isinstance(field.support, Grid):
        raise ModelError(f"the field {field.title!r} is on a mesh", "write it as netCDF or VTK")
    over = () if field.times is None else (TIME,)
    files: dict[str, bytes] = {}
    about: dict[str, Any] = {".zgroup": {"zarr_format": 2}, ".zattrs": {"title": field.title}}
    for name, axis in zip(AXES, field.support.axes, strict=False):
        middle = (axis[1:] + axis[:-1]) / 2
        _put(files, about, name, axis, (name,), "m")
        if len(middle):
            _put(files, about, f"cells_{name}", middle, (f"cells_{name}",), "m")
    if field.times is not None:
        _put(files, about, TIME, field.times, over, "s")
    for array in field.arrays:
        names = (*over, *dimensions_of(field.support, array))
        if array.values.ndim > len(names):
            names = (*names, f"components_{array.values.shape[-1]}")
        _put(files, about, array.name, array.values, names, array.unit)
    head = {name: json.dumps(one).encode() for name, one in about.items()}
    head[".zmetadata"] = json.dumps({"zarr_consolidated_format": 1, "metadata": about}).encode()
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as file:
        for name, content in {**head, **files}.items():
            file.writestr(ZipInfo(name, FIRST_DAY), content)
    return buffer.getvalue()


def _put(  # noqa: PLR0917 - the parts of a variable
    files: dict[str, bytes], about: dict[str, Any], name: str, values: np.ndarray, axes: tuple[str, ...], unit: str
) -> None:
    """Add a variable: its description, and its chunks."""
    plain = values.astype(values.dtype.newbyteorder("<"))
    by_time = axes[0] == TIME and len(axes) > 1
    chunk = (1, *plain.shape[1:]) if by_time else plain.shape
    about[f"{name}/.zarray"] = {
        "zarr_format": 2,
        "shape": list(plain.shape),
        "chunks": list(chunk),
        "dtype": plain.dtype.str,
        "compressor": {"id": "zlib", "level": LEVEL},
        "fill_value": None,
        "order": "C",
        "filters": None,
    }
    about[f"{name}/.zattrs"] = {"_ARRAY_DIMENSIONS": list(axes), "units": unit}
    zeros = ".".join("0" * (plain.ndim - by_time))
    parts = {f"{n}.{zeros}": one for n, one in enumerate(plain)} if by_time else {zeros: plain}
    files.update(
        {f"{name}/{key}": zlib.compress(np.ascontiguousarray(one).tobytes(), LEVEL) for key, one in parts.items()}
    )
