"""How thick a layer must be to stop electrons."""

from __future__ import annotations

from math import sqrt

import pytest

from natria.quantity import assumptions

MODEL, TERM = "tunnelling", "tunnelling_thickness"
HBAR, MASS, EV = 1.0545718176461565e-34, 9.1093837015e-31, 1.602176634e-19


def thickness(gap, exponent=40, ratio=1):
    return exponent * HBAR / (2 * sqrt(2 * ratio * MASS * gap / 2 * EV))


def test_the_smallest_gap_of_the_phases_decides(value_of, full):
    assert value_of(MODEL, full(), TERM, "mixed") == pytest.approx(thickness(2), rel=1e-6)
    assert value_of(MODEL, full(), TERM, "skin") == pytest.approx(thickness(6), rel=1e-6)


def test_the_layer_of_kumar2020_is_a_thousand_times_thicker_than_it_must_be(value_of, stands_for):
    needed = value_of(MODEL, stands_for(), TERM, "bpi")
    assert needed == pytest.approx(thickness(2.97), rel=1e-6)
    assert 3e-6 / needed > 900


def test_a_gap_of_the_layer_itself_goes_before_those_of_its_phases(value_of, full):
    own = {"interphase.mixed.properties.band_gap": {"value": 4, "unit": "eV", "why": "a test"}}
    assert value_of(MODEL, full("", own), TERM, "mixed") == pytest.approx(thickness(4), rel=1e-6)


def test_lighter_electrons_and_a_smaller_leakage_need_more(value_of, full):
    light = {"usual.electron_mass_ratio": {"value": 0.25, "unit": "1", "why": "a test"}}
    tight = {"usual.tunnelling_attenuation": {"value": 80, "unit": "1", "why": "a test"}}
    usual = value_of(MODEL, full(), TERM, "skin")
    assert value_of(MODEL, full("", light), TERM, "skin") == pytest.approx(2 * usual, rel=1e-9)
    assert value_of(MODEL, full("", tight), TERM, "skin") == pytest.approx(2 * usual, rel=1e-9)


def test_an_exponent_beyond_all_numbers_is_refused_and_never_an_error(refusal_of, full):
    endless = {"usual.tunnelling_attenuation": {"value": 800, "unit": "1", "why": "a test"}}
    assert refusal_of(MODEL, full("", endless), TERM, "skin")


def test_what_counts_as_no_electron_is_an_assumption(answer_of, full):
    found = answer_of(MODEL, full(), TERM, "skin")
    assert "transmission of exp(-40) counts as none" in {a.why for a in assumptions(found)}
    assert found.origin.ignores == ()


def test_the_thickness_that_a_layer_has_does_not_change_what_it_needs(answer_of, full):
    assert answer_of(MODEL, full(), TERM, "mixed", thickness="5 um").origin.ignores == ("thickness",)


@pytest.mark.parametrize(("part", "why"), [("", "ask about a layer"), ("glass", "electrolyte.glass.band_gap")])
def test_what_has_no_gap_is_refused(refusal_of, full, part, why):
    assert why in refusal_of(MODEL, full(), TERM, part)
