"""Electrons in a layer that conducts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import Finding

MODEL = "mixed_conductor"


def test_electrons_lose_23_mV_for_each_micrometre(value_of, full):
    found = value_of(MODEL, full(), "electron_drop", "mixed", thickness="1 um", current="0.5 mA/cm^2")
    assert found == pytest.approx(5 * 1e-6 / 2.2e-4, rel=1e-9)
    assert round(found * 1e3) == 23


def test_40_mV_leave_room_for_two_micrometres_at_most(answer_of, full):
    found = answer_of(MODEL, full(), "outer_plating_thickness", "mixed")
    assert isinstance(found, Finding)
    assert found.value == pytest.approx(40e-3 * 2.2e-4 / 5, rel=1e-9)
    assert 1.5e-6 < found.value < 2e-6


@given(st.floats(0.01, 100))
def test_at_that_thickness_the_drop_is_the_overpotential(value_of, full, current):
    at = {"current": f"{current!r} mA/cm^2"}
    thickness = value_of(MODEL, full(), "outer_plating_thickness", "mixed", **at)
    drop = value_of(MODEL, full(), "electron_drop", "mixed", thickness=f"{thickness * 1e6!r} um", **at)
    assert drop == pytest.approx(40e-3, rel=1e-6)


def test_sodium_plates_outside_where_electrons_are_faster_than_ions(value_of, full):
    assert value_of(MODEL, full(), "outer_plating_share", "mixed") == pytest.approx(10 / 11, rel=1e-9)
    slow = {"interphase.mixed.properties.electronic_conductivity": {"value": 1e-12, "unit": "S/cm", "why": "a test"}}
    assert value_of(MODEL, full("", slow), "outer_plating_share", "mixed") < 1e-4


def test_a_layer_that_does_not_conduct_electrons_is_refused_by_name(refusal_of, full):
    assert "electronic_conductivity" in refusal_of(MODEL, full(), "electron_drop", "skin")


@pytest.mark.parametrize("part", ["", "glass"])
def test_only_a_layer_on_the_metal_is_answered(refusal_of, full, part):
    assert "ask about a layer" in refusal_of(MODEL, full(), "electron_drop", part)


def test_without_an_overpotential_there_is_no_thickness(refusal_of, full):
    design = full("", {"interphase.mixed.properties.cell_overpotential": None})
    assert "cell_overpotential" in refusal_of(MODEL, design, "outer_plating_thickness", "mixed")
