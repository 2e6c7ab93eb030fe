"""Fields over time: shapes, netCDF and back, VTK series, Zarr that is read by hand."""

from __future__ import annotations

import io
import json
import zlib
from base64 import b64decode
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import numpy as np
import pytest
from scipy.io import netcdf_file

from natria.quantity import ModelError
from natria.record import Field, FieldArray, Grid, contents, from_netcdf, to_netcdf, to_zarr, vtk_series

GRID = Grid((np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 3.0, 4.0])))
TIMES = np.array([0.0, 1.5])
VALUES = np.arange(12, dtype=np.float32).reshape(2, 2, 3)
FIELD = Field(GRID, (FieldArray("phi", "V", VALUES, "cells"),), "over time", times=TIMES)


def test_arrays_have_the_times_first():
    with pytest.raises(ModelError, match="shape"):
        Field(GRID, (FieldArray("phi", "V", VALUES[0], "cells"),), times=TIMES)
    with pytest.raises(ModelError, match="rise"):
        Field(GRID, (FieldArray("phi", "V", VALUES, "cells"),), times=TIMES[::-1])
    assert [str(one) for one in contents(FIELD)][2:] == ["time (s): 2", "phi (V): 2 x 2 x 3"]


def test_a_time_of_it_is_a_field_without_times():
    one = FIELD.at(1)
    assert one.times is None
    assert np.array_equal(one["phi"].values, VALUES[1])
    with pytest.raises(ModelError, match="no times"):
        one.at(0)


def test_times_are_part_of_the_content():
    later = Field(GRID, FIELD.arrays, times=TIMES + 1)
    assert later.digest != FIELD.digest


def test_it_comes_back_from_netcdf_in_single_precision():
    again = from_netcdf(to_netcdf(FIELD))
    assert again.digest == FIELD.digest
    assert again["phi"].values.dtype == np.float32
    with netcdf_file(io.BytesIO(to_netcdf(FIELD)), "r", mmap=False) as file:
        assert file.variables["phi"].dimensions == ("time", "cells_x", "cells_y")
        assert file.variables["time"].units == b"s"


def test_vtk_has_a_file_for_each_time_and_one_for_all():
    files = vtk_series(FIELD, "run")
    assert set(files) == {"run.pvd", "run/0000.vtr", "run/0001.vtr"}
    rows = list(ET.fromstring(files["run.pvd"]).iter("DataSet"))
    assert [(float(one.get("timestep")), one.get("file")) for one in rows] == [
        (0.0, "run/0000.vtr"),
        (1.5, "run/0001.vtr"),
    ]
    root = ET.fromstring(files["run/0001.vtr"])
    assert root.get("compressor") == "vtkZLibDataCompressor"
    (one,) = (array for array in root.iter("DataArray") if array.get("Name") == "phi (V)")
    head, packed = one.text[:44], one.text[44:]  # four numbers of eight bytes are 44 letters
    blocks, size, rest, length = np.frombuffer(b64decode(head), "<u8")
    assert (blocks, rest, length) == (1, 0, len(b64decode(packed)))
    raw = zlib.decompress(b64decode(packed))
    assert len(raw) == size
    assert np.array_equal(np.frombuffer(raw, "<f4"), VALUES[1].T.ravel())


def test_zarr_has_each_array_with_its_axes():
    with ZipFile(io.BytesIO(to_zarr(FIELD))) as file:
        about = json.loads(file.read("phi/.zarray"))
        assert json.loads(file.read("phi/.zattrs")) == {
            "_ARRAY_DIMENSIONS": ["time", "cells_x", "cells_y"],
            "units": "V",
        }
        parts = [np.frombuffer(zlib.decompress(file.read(f"phi/{n}.0.0")), about["dtype"]) for n in range(2)]
        middle = np.frombuffer(zlib.decompress(file.read("cells_x/0")), "<f8")
    assert about["chunks"] == [1, 2, 3]
    assert np.array_equal(np.array(parts).reshape(VALUES.shape), VALUES)
    assert middle.tolist() == [0.5, 2.0]
    assert to_zarr(FIELD) == to_zarr(FIELD)
