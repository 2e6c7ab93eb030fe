"""Fields: shapes that fit, netCDF that other programs read, VTK in the order of VTK."""

import io
from base64 import b64decode
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from record_strategies import fields
from scipy.io import netcdf_file

from natria.quantity import ModelError
from natria.record import Field, FieldArray, Grid, Mesh, from_netcdf, to_netcdf, to_vtk, vtk_suffix

GRID = Grid((np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0])))
TRIANGLES = Mesh(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0]]), (("triangle", [[0, 1, 2], [1, 3, 2]]),))
TYPES = {"Float64": "<f8", "Int64": "<i8", "UInt8": "u1"}


def number_of_place(grid):
    """10 i + j at the point i, j."""
    i, j = np.indices(grid.shape("points"))
    return 10.0 * i + j


def read_vtk(field):
    """The arrays of a VTK file by name, decoded by hand: size, then the numbers, together in base64."""
    root = ET.fromstring(to_vtk(field))
    found = {}
    for one in root.iter("DataArray"):
        raw = b64decode(one.text)
        size = int(np.frombuffer(raw[:8], "<u8")[0])
        assert size == len(raw) - 8
        numbers = np.frombuffer(raw[8:], TYPES[one.get("type")])
        many = int(one.get("NumberOfComponents"))
        found[one.get("Name")] = numbers.reshape(-1, many) if many > 1 else numbers
    return root, found


@settings(max_examples=100)
@given(fields())
def test_a_field_comes_back_from_netcdf_exactly(one):
    again = from_netcdf(to_netcdf(one))
    assert (again.digest, again.title) == (one.digest, one.title)


@settings(max_examples=100)
@given(fields())
def test_vtk_has_every_number_of_the_field(one):
    root, found = read_vtk(one)
    assert root.get("type") == {".vtr": "RectilinearGrid", ".vtu": "UnstructuredGrid"}[vtk_suffix(one)]
    for array in one.arrays:
        written = found[f"{array.name} ({array.unit})"]
        assert np.sort(written, axis=None)[: array.values.size].size == array.values.size
        extra = written.size - array.values.size
        assert extra in (0, array.values.size // 2)  # a third component of a vector that has two
        both = np.sort(np.append(array.values.ravel(), np.zeros(extra)))
        np.testing.assert_array_equal(np.sort(written, axis=None), both)


def test_vtk_lets_x_run_fastest():
    _, found = read_vtk(Field(GRID, (FieldArray("a", "V", number_of_place(GRID)),)))
    assert found["a (V)"].tolist() == [0, 10, 20, 1, 11, 21]
    assert (found["x"].tolist(), found["y"].tolist(), found["z"].tolist()) == ([0, 1, 3], [0, 2], [0])


def test_vtk_has_cells_as_connectivity_offsets_and_types():
    _, found = read_vtk(Field(TRIANGLES, (FieldArray("a", "V", [1.0, 2.0], "cells"),)))
    assert found["connectivity"].tolist() == [0, 1, 2, 1, 3, 2]
    assert found["offsets"].tolist() == [3, 6]
    assert found["types"].tolist() == [5, 5]
    assert found["a (V)"].tolist() == [1, 2]


def test_other_programs_find_coordinates_units_and_title_in_netcdf():
    one = Field(GRID, (FieldArray("phi", "V", number_of_place(GRID)),), "Potential über x")
    with netcdf_file(io.BytesIO(to_netcdf(one)), "r", mmap=False) as file:
        assert file.variables["phi"].dimensions == ("x", "y")
        assert file.variables["phi"].units == b"V"
        assert file.variables["x"].units == b"m"
        assert file.title.decode() == "Potential über x"


def test_an_array_is_found_by_its_name_and_an_unknown_name_is_refused():
    one = Field(GRID, (FieldArray("phi", "V", number_of_place(GRID)),))
    assert one["phi"].values[2, 1] == 21
    with pytest.raises(ModelError):
        one["psi"]


def test_values_in_cells_are_one_fewer_along_each_axis():
    assert GRID.shape("cells") == (2, 1)
    assert TRIANGLES.shape("cells") == (2,)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Grid(()),
        lambda: Grid((np.array([0.0]),) * 4),
        lambda: Grid((np.array([]),)),
        lambda: Grid((np.array([1.0, 0.0]),)),
        lambda: Grid((np.array([0.0, np.nan]),)),
        lambda: Mesh(np.zeros((0, 3)), ()),
        lambda: Mesh(np.zeros((2, 2)), ()),
        lambda: Mesh(np.full((1, 3), np.nan), ()),
        lambda: Mesh(np.zeros((2, 3)), (("circle", [[0, 1]]),)),
        lambda: Mesh(np.zeros((2, 3)), (("line", [[0, 2]]),)),
        lambda: Mesh(np.zeros((2, 3)), (("line", [[-1, 0]]),)),
        lambda: Mesh(np.zeros((2, 3)), (("line", [[0, 1, 1]]),)),
        lambda: Mesh(np.zeros((2, 3)), (("line", [[0, 1]]), ("line", [[1, 0]]))),
        lambda: FieldArray("2fast", "V", [1.0]),
        lambda: FieldArray("current density", "V", [1.0]),
        lambda: FieldArray("x", "V", [1.0]),
        lambda: Field(GRID, (FieldArray("a", "V", np.zeros(6)),)),
        lambda: Field(GRID, (FieldArray("a", "V", np.zeros((3, 2, 4))),)),
        lambda: Field(GRID, (FieldArray("a", "V", np.zeros((3, 2))),) * 2),
        lambda: Field(Grid((np.array([0.0]),)), (FieldArray("a", "V", np.zeros(0), "cells"),)),
    ],
)
def test_what_is_no_field_is_refused(make):
    with pytest.raises(ModelError):
        make()
