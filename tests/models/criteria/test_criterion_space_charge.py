"""Ramified deposits above the limiting current."""

from __future__ import annotations

import pytest

MODEL = "space_charge"
FARADAY = 96485.33212331001
OPTICAL = "kumar2020/bpi/optical"
FAST = {"current": "50 mA/cm^2"}


def test_the_front_sweeps_the_anions_that_the_current_takes_away(value_of, stands_for):
    velocity = value_of(MODEL, stands_for(OPTICAL), "dendrite_velocity", **FAST)
    assert velocity == pytest.approx(0.5 * 500 / (FARADAY * 1000), rel=1e-9)
    time = value_of(MODEL, stands_for(OPTICAL), "gap_crossing_time", **FAST)
    assert time == pytest.approx(2e-3 / velocity, rel=1e-9)


def test_pores_hold_less_salt_so_the_front_is_faster(value_of, stands_for):
    current = {"current": "100 mA/cm^2"}
    free, pores = (value_of(MODEL, stands_for(of), "dendrite_velocity", **current) for of in (OPTICAL, "kumar2020/bpi"))
    assert pores == pytest.approx(free / 0.4, rel=1e-9)


@pytest.mark.parametrize("term", ["dendrite_velocity", "gap_crossing_time"])
def test_at_or_below_the_limit_the_law_says_nothing(refusal_of, stands_for, term):
    assert "J/J_lim = 0.35" in refusal_of(MODEL, stands_for(OPTICAL), term, current="2 mA/cm^2")


@pytest.mark.parametrize("term", ["dendrite_velocity", "gap_crossing_time"])
def test_a_single_ion_conductor_is_refused(refusal_of, stands_for, term):
    alone = {"electrolyte.separator.cation_transference_number": {"value": 1, "unit": "1", "why": "a test"}}
    assert "single-ion" in refusal_of(MODEL, stands_for(OPTICAL, alone), term, **FAST)


def test_two_electrolytes_are_refused(refusal_of, full):
    assert "this design has 2" in refusal_of(MODEL, full(), "gap_crossing_time", **FAST)


def test_crossing_takes_longer_than_sands_time_here(value_of, stands_for):
    design = stands_for(OPTICAL)
    assert value_of(MODEL, design, "gap_crossing_time", **FAST) > value_of(
        "salt_depletion", design, "sand_time", **FAST
    )
