"""Strength and strain of a layer with its flaw."""

from __future__ import annotations

from math import pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

MODEL = "griffith"
STRESS, STRAIN = "griffith_stress", "griffith_strain"


def flaw(micrometres):
    return {"interphase.thin.thickness": "30 um", "usual.flaw_size": number(micrometres, "um")}


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


@given(micrometres=st.floats(0.01, 30))
def test_stress_and_strain_by_hand(value_of, solid, micrometres):
    design = solid("", flaw(micrometres))
    by_hand = sqrt(2 * 40e9 * 0.4 / (pi * micrometres * 1e-6))
    assert value_of(MODEL, design, STRESS, "thin") == pytest.approx(by_hand, rel=1e-9)
    assert value_of(MODEL, design, STRAIN, "thin") == pytest.approx(by_hand / 40e9, rel=1e-9)


def test_a_flaw_is_not_deeper_than_the_layer(value_of, solid):
    thin = value_of(MODEL, solid(), STRESS, "thin")  # 100 nm, though a flaw is usually 1 um
    assert thin == pytest.approx(sqrt(2 * 40e9 * 0.4 / (pi * 100e-9)), rel=1e-9)


def test_the_flaw_of_the_layer_comes_before_the_usual_one(value_of, solid):
    own = solid("", {**flaw(1), "interphase.thin.properties": {"flaw_size": number(4, "um")}})
    usual = solid("", flaw(1))
    assert value_of(MODEL, own, STRESS, "thin") == pytest.approx(value_of(MODEL, usual, STRESS, "thin") / 2, rel=1e-9)


@pytest.mark.parametrize("term", [STRESS, STRAIN])
def test_a_mixture_is_bounded_by_its_weakest_and_toughest_phase(answer_of, solid, term):
    low, high = answer_of(MODEL, solid(), term, "mixed").bound
    stiffness = 40e9 if term == STRAIN else 1
    hard = sqrt(2 * 40e9 * 0.4 / (pi * 1e-6)) / stiffness
    assert low < high
    assert low < hard


def test_a_thickness_asked_for_is_read(value_of, solid):
    design = solid("", {"bind": {"thickness": "interphase.thin.thickness"}})
    one, four = (value_of(MODEL, design, STRESS, "thin", thickness=f"{h} nm") for h in (100, 400))
    assert one == pytest.approx(2 * four, rel=1e-9)


def test_the_spread_of_the_surface_energy_reaches_the_answer(answer_of, solid):
    known = solid("", {"interphase.thin.properties": {"flaw_size": number(50, "nm")}})
    found = answer_of(MODEL, known, STRESS, "thin")
    assert found.std == pytest.approx(found.value * 0.05, rel=0.01)  # half of 10 %


def test_a_layer_without_a_surface_energy_is_refused(refusal_of, solid):
    assert "gives no value for electrolyte.shell.surface_energy" in refusal_of(MODEL, solid(), STRESS, "shell")
