"""Strain that plating demands of a layer, from none to that over an island."""

from __future__ import annotations

from math import asinh, sinh, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import island_strain

MODEL, STRAIN, STRESS, HOOP, HEIGHT = (
    "layer_strain",
    "layer_strain",
    "layer_stress",
    "hoop_strain",
    "tolerated_island_height",
)
CHARGE = {"areal_capacity": "1 mAh/cm^2"}
PLATED = 36000 * 23.78e-6 / 96485.33212331001  # m


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def by_hand(radius, share, thickness):
    height = 2 * radius * sinh(asinh(3 * PLATED / share / radius) / 3)
    return sqrt(1 + (height / radius) ** 2) - 1 + thickness * height / (radius**2 + height**2)


def test_a_milliampere_hour_below_three_micrometres_demands_none_to_a_fifth(answer_of, stands_for):
    found = answer_of(MODEL, stands_for(), STRAIN, "bpi")
    assert found.bound == pytest.approx((0, by_hand(50e-6, 0.5, 3e-6)), rel=1e-9)
    assert found.bound[1] == pytest.approx(0.208, abs=0.001)


@given(radius=st.floats(1, 500), share=st.floats(0.01, 1))
def test_the_island_of_the_layer_comes_before_the_usual_one(answer_of, stands_for, radius, share):
    own = {"island_radius": number(radius, "um"), "island_share": number(100 * share, "%")}
    design = stands_for("kumar2020/bpi", {f"interphase.bpi.properties.{name}": v for name, v in own.items()})
    found = answer_of(MODEL, design, STRAIN, "bpi", **CHARGE)
    assert found.bound[0] == 0
    assert found.bound[1] == pytest.approx(by_hand(radius * 1e-6, share, 3e-6), rel=1e-6)


def test_charge_may_be_given_as_current_and_time(answer_of, solid):
    timed = solid("", {"protocol": {"current": "2 mA/cm^2", "half_cycle_time": "0.5 h"}})
    counted = solid("", {"protocol": {"areal_capacity": "1 mAh/cm^2"}})
    one, two = (answer_of(MODEL, design, STRAIN, "thin").bound for design in (timed, counted))
    assert one == pytest.approx(two, rel=1e-9)


def test_the_stress_is_the_strain_times_the_biaxial_modulus(answer_of, solid):
    strain, stress = (answer_of(MODEL, solid(), term, "thin", **CHARGE).bound[1] for term in (STRAIN, STRESS))
    assert stress == pytest.approx(40e9 / 0.8 * strain, rel=1e-9)


def test_a_mixture_is_as_stiff_as_it_may_be(answer_of, solid):
    strain, stress = (answer_of(MODEL, solid(), term, "mixed", **CHARGE).bound[1] for term in (STRAIN, STRESS))
    assert 10e9 * strain < stress < 40e9 / 0.7 * strain


def test_the_tolerated_island_strains_the_layer_to_its_griffith_strain(value_of, solid):
    height = value_of(MODEL, solid(), HEIGHT, "thin")
    strain = value_of("griffith", solid(), "griffith_strain", "thin")
    assert float(island_strain(height, 50e-6, 100e-9)) == pytest.approx(strain, rel=1e-6)


def test_even_plating_strains_a_layer_on_a_wire_and_none_on_a_flat_face(value_of, refusal_of, solid):
    wire = solid("", {"working.properties": {"curvature_radius": number(1, "mm")}})
    assert value_of(MODEL, wire, HOOP, "thin", **CHARGE) == pytest.approx(PLATED / 1e-3, rel=1e-9)
    assert "flat" in refusal_of(MODEL, solid(), HOOP, "thin", **CHARGE)


def test_without_a_charge_nothing_is_plated(refusal_of, solid):
    assert "half_cycle_time" in refusal_of(MODEL, solid(), STRAIN, "thin")


@pytest.mark.parametrize("term", [STRAIN, STRESS, HOOP, HEIGHT])
def test_an_electrolyte_layer_is_no_layer_on_the_sodium(refusal_of, solid, term):
    assert "ask about a layer" in refusal_of(MODEL, solid(), term, "shell", **CHARGE)
