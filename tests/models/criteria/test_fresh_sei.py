"""A layer on freshly plated sodium, and what it leaves of the Coulombic efficiency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

MODEL = "fresh_sei"


def known(value, unit="1"):
    return {"value": value, "unit": unit, "why": "a test"}


def test_10_nm_on_twice_the_face_take_3_6_uah(value_of, film):
    """2 x 1e-6 cm^3 / (15 cm^3/mol) x 96485 C/mol = 12.9 mC on each cm^2, 0.36 % of 1 mAh."""
    assert value_of(MODEL, film("half"), "sei_charge") * 1e-4 == pytest.approx(12.86e-3, rel=1e-3)
    assert value_of(MODEL, film("half"), "plating_stripping_efficiency") == pytest.approx(0.99643, abs=1e-5)


def test_no_layer_leaves_all(value_of, film):
    design = film("half", {"working.properties.sei_thickness": known(0, "nm")})
    assert value_of(MODEL, design, "plating_stripping_efficiency") == 1


@given(st.floats(0.05, 20))
def test_more_charge_loses_less_of_it(value_of, film, charge):
    one, more = (
        value_of(MODEL, film("half"), "plating_stripping_efficiency", areal_capacity=f"{q!r} mAh/cm^2")
        for q in (charge, 2 * charge)
    )
    assert 1 - more == pytest.approx((1 - one) / 2, rel=1e-9)


def test_the_thickness_that_an_efficiency_allows(value_of, film):
    """0.5 % of 3.6 C: 18 mC over 96485 C/mol x 15 cm^3/mol, on twice the face, are 14 nm."""
    assert value_of(MODEL, film("half"), "sei_thickness") == pytest.approx(13.99e-9, rel=1e-3)
    back = film("half", {"working.properties.plating_stripping_efficiency": known(99.643, "%")})
    assert value_of(MODEL, back, "sei_thickness") == pytest.approx(10e-9, rel=1e-3)


def test_a_layer_that_takes_more_than_is_plated_is_refused(refusal_of, film):
    why = refusal_of(MODEL, film("half"), "plating_stripping_efficiency", areal_capacity="0.001 mAh/cm^2")
    assert "more than the charge" in why


def test_the_efficiency_is_one_of_half_cells(refusal_of, film):
    assert "half cells" in refusal_of(MODEL, film(), "plating_stripping_efficiency")


def test_what_is_not_known_of_the_layer_is_named(refusal_of, film):
    assert "working.sei_thickness" in refusal_of(MODEL, film(), "sei_charge")
