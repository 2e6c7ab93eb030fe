"""Steps of a deposition in series and what temperature does to them."""

from __future__ import annotations

from math import exp

import pytest

MODEL = "deposition_steps"
GAS = 8.31446261815324
HOT = {"temperature": "330 K"}


def factor(energy, temperature, reference=298.15):
    return temperature / reference * exp(energy / GAS * (1 / temperature - 1 / reference))


@pytest.mark.parametrize(("part", "energy"), [("layer", 30e3), ("transfer", 40e3)])
def test_a_factor_is_of_the_form_with_temperature_in_front(value_of, full, part, energy):
    found = value_of(MODEL, full(), "resistance_temperature_factor", part, **HOT)
    assert found == pytest.approx(factor(energy, 330), rel=1e-9)


def test_at_the_temperature_of_the_design_nothing_has_changed_and_no_energy_is_read(answer_of, full):
    found = answer_of(MODEL, full(), "step_area_resistance", "layer")
    assert found.value == pytest.approx(30e-4, rel=1e-12)
    assert {f.question.name for f in found.origin.inputs} == {"step_area_resistance", "temperature"}


def test_shares_sum_to_one_and_the_higher_energy_loses_when_it_is_warm(value_of, full):
    cold = [value_of(MODEL, full(), "step_share", part) for part in ("layer", "transfer")]
    warm = [value_of(MODEL, full(), "step_share", part, **HOT) for part in ("layer", "transfer")]
    assert cold == pytest.approx([0.75, 0.25], rel=1e-9)
    assert sum(warm) == pytest.approx(1, rel=1e-12)
    assert warm[1] < cold[1]


def test_the_spread_of_a_resistance_goes_along(answer_of, full):
    assert answer_of(MODEL, full(), "step_area_resistance", "layer").std == pytest.approx(3e-4, rel=1e-6)


def test_a_factor_needs_no_resistance(value_of, full):
    design = full("", {"step.layer": {"resistance_arrhenius_energy": {"value": 30, "unit": "kJ/mol", "why": "a test"}}})
    assert value_of(MODEL, design, "resistance_temperature_factor", "layer", **HOT) < 1


def test_a_step_without_an_energy_is_refused_elsewhere_and_answered_here(value_of, refusal_of, full):
    design = full("", {"step.layer": {"step_area_resistance": {"value": 30, "unit": "ohm cm^2", "why": "a test"}}})
    assert value_of(MODEL, design, "step_area_resistance", "layer") == pytest.approx(30e-4)
    assert "resistance_arrhenius_energy" in refusal_of(MODEL, design, "step_area_resistance", "layer", **HOT)


@pytest.mark.parametrize("part", ["", "mixed", "step"])
def test_only_a_step_is_answered(refusal_of, full, part):
    assert "ask about a step" in refusal_of(MODEL, full(), "step_share", part)
