"""Maps: x by x, one table a model, nan where refused."""

from __future__ import annotations

import numpy as np
import pytest

from natria.answers import Answerer, Refuse
from natria.design import Map, case_of
from natria.quantity import Assumed, Chosen, Refused
from natria.studies import Studio, studio
from natria.studies.curves.maps import map_tables

CELL = {"name": "lab/cell", "cell": "symmetric", "temperature": "300 K"}
CELL |= {electrode: {"material": "Na"} for electrode in ("working", "counter")}
X = {"over": "usual.flaw_size", "start": "1 um", "stop": "4 um", "points": 3}
Y = {"over": "temperature", "start": "300 K", "stop": "400 K", "points": 2, "scale": "linear"}


@pytest.fixture
def map_of(monkeypatch):
    def made(answer, x=X, y=Y):
        toy = Answerer("toy", 1, ("area_resistance",), answer, "in tests")
        monkeypatch.setattr(studio, "shipped", lambda: {"toy": toy})
        row = {"id": "m", "title": "t", "name": "area_resistance", "of": "lab/cell", "x": x, "y": y}
        return map_tables(Map.model_validate(row), Studio(case_of(CELL, "c", "c")).answers)

    return made


def product(read):
    return read("usual.flaw_size") * read("temperature")


def test_the_grid_goes_x_by_x(map_of):
    (table,) = map_of(product)
    assert table.id == "map--m"
    assert list(table.columns)[:3] == ["flaw_size", "temperature", "area_resistance"]
    x, y, z = (c.numbers for c in list(table.columns.values())[:3])
    np.testing.assert_allclose(x, [1e-6, 1e-6, 2e-6, 2e-6, 4e-6, 4e-6])
    np.testing.assert_allclose(y, [300, 400] * 3)
    np.testing.assert_allclose(z, x * y)


def test_both_axes_are_in_the_ancestry_as_what_they_are(map_of):
    (table,) = map_of(product)
    assert {f.question.name: f.origin for f in table.origin.inputs} == {
        "flaw_size": Assumed("swept"),
        "temperature": Chosen("the sweep"),
    }


def test_refused_points_are_nan_and_a_map_of_refusals_is_one(map_of):
    def cold(read):
        if product(read) and read("temperature") > 350:
            raise Refuse("too warm")
        return read("usual.flaw_size")

    (table,) = map_of(cold)
    assert np.isnan(table.columns["area_resistance"].numbers).tolist() == [False, True] * 3

    def never(read):
        raise Refuse(f"never at {read('temperature'):.0f} K")

    refused = map_of(never)
    assert isinstance(refused, Refused)
    assert refused.why == "never at 300 K"


def test_a_range_has_its_two_ends(map_of):
    (table,) = map_of(lambda read: (product(read), 2 * product(read)))
    low, high = (table.columns[name].numbers for name in ("low", "high"))
    np.testing.assert_allclose(high, 2 * low)


def test_a_map_over_what_the_model_does_not_read_is_refused(map_of):
    refused = map_of(lambda read: read("temperature"))
    assert isinstance(refused, Refused)
    assert refused.why == "toy does not depend on usual.flaw_size"


def test_two_axes_of_one_name_keep_a_column_each(map_of):
    x, y = ({"over": f"{e}.thickness", "start": "1 um", "stop": "2 um", "points": 2} for e in ("working", "counter"))
    (table,) = map_of(lambda read: read("working.thickness") / read("counter.thickness"), x, y)
    assert list(table.columns)[:3] == ["working.thickness", "counter.thickness", "area_resistance"]
    np.testing.assert_allclose(table.columns["area_resistance"].numbers, [1, 0.5, 2, 1])
