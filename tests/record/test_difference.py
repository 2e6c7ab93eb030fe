"""Two artefacts of one form differ by the largest relative difference of an array; of another form by infinity."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.record import Field, FieldArray, Mesh, Spectrum, Structure, Table, contents, difference, numbers, words

NUMBERS = st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=1, max_size=6)


def table(values, unit="s", word="a"):
    return Table("t", "T", {"x": numbers(unit, values), "w": words([word] * len(values))})


def mesh(values, nodes=((0, 1, 2),)):
    points = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0]]
    return Field(Mesh(points, (("triangle", nodes),)), (FieldArray("u", "V", values),))


@given(NUMBERS, st.floats(1e-6, 0.5))
def test_it_is_the_relative_change_of_the_largest_number(values, change):
    largest = max(map(abs, values))
    moved = [v * (1 + change) if abs(v) == largest else v for v in values]
    found = difference(table(values), table(moved))
    assert found == difference(table(moved), table(values))
    assert found == pytest.approx(change / (1 + change) if largest else 0.0, rel=1e-6)
    assert difference(table(values), table(values)) == 0


def test_a_number_near_zero_does_not_decide():
    assert difference(table([1.0, 1e-12]), table([1.0, 2e-12])) == pytest.approx(1e-12)


def test_nan_must_stand_at_the_same_places():
    assert difference(table([1.0, np.nan]), table([1.0, np.nan])) == 0
    assert difference(table([1.0, np.nan]), table([1.0, 2.0])) == inf
    assert difference(table([1.0, 2.0]), table([1.0, np.nan])) == inf


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (table([1.0]), table([1.0, 1.0])),
        (table([1.0]), table([1.0], unit="h")),
        (table([1.0]), table([1.0], word="b")),
        (mesh([0.0, 1, 2, 3]), mesh([0.0, 1, 2, 3], ((0, 1, 3),))),
        (Structure(np.eye(3), ("Na",), [[0, 0, 0]]), Structure(np.eye(3), ("K",), [[0, 0, 0]])),
        (table([1.0]), Spectrum([1.0], [1.0], "ohm")),
    ],
)
def test_another_form_is_infinitely_far(one, other):
    assert difference(one, other) == inf


def test_both_parts_of_an_impedance_count():
    one, other = (Spectrum([1.0], [1 + im * 1j], "ohm") for im in (0.0, 0.1))
    assert difference(one, other) == pytest.approx(0.1 / abs(1 + 0.1j))


def test_the_contents_of_each_kind_have_units_and_shapes():
    shapes = {one.name: (one.unit, one.shape) for one in contents(mesh([0.0, 1, 2, 3]))}
    assert shapes == {"points": ("m", (4, 3)), "triangle cells": ("", (1, 3)), "u": ("V", (4,))}
    assert [one.shape for one in contents(Structure(np.eye(3), ("Na",), [[0, 0, 0]]))] == [(3, 3), (1,), (1, 3)]
    assert [(one.name, one.unit) for one in contents(table([1.0]))] == [("x", "s"), ("w", "")]
    assert str(contents(Spectrum([1.0], [1.0], "ohm"))[1]) == "impedance (ohm): 1"
