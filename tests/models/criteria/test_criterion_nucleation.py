"""Nuclei of sodium on a host."""

from __future__ import annotations

import pytest

MODEL = "nucleation"


def known(value, unit="1"):
    return {"value": value, "unit": unit, "why": "a test"}


def test_sodium_nucleates_with_its_own_volume_whatever_the_host(value_of, film):
    """2 x 0.24 J/m^2 x 23.78 cm^3/mol over 96485 C/mol x 30 mV: 3.94 nm."""
    assert value_of(MODEL, film("half"), "critical_nucleus_radius") == pytest.approx(3.943e-9, rel=1e-3)


def test_barrier_and_exponent_by_hand(value_of, film):
    """f(60 degrees) = 2.5 x 0.25 / 4 = 0.156 of 4/3 pi r*^2 gamma = 1.56e-17 J, over kT = 4.116e-21 J: 594."""
    assert value_of(MODEL, film("half"), "nucleation_rate_exponent") == pytest.approx(593.6, rel=2e-3)
    barrier = value_of(MODEL, film("half"), "nucleation_barrier")
    assert barrier / 96485.33 == pytest.approx(15.25, abs=0.03)  # eV


def test_at_the_threshold_the_exponent_is_the_usual_one(value_of, film):
    threshold = value_of(MODEL, film("half"), "nucleation_threshold")
    assert threshold == pytest.approx(0.03 * (593.6 / 50) ** 0.5, rel=2e-3)
    at_it = film("half", {"material.Cu.properties.nucleation_overpotential": known(threshold * 1e3, "mV")})
    assert value_of(MODEL, at_it, "nucleation_rate_exponent") == pytest.approx(50, rel=1e-6)


def test_a_host_that_sodium_wets_has_no_threshold(value_of, film):
    wetted = film("half", {"material.Cu.properties.contact_angle_cosine": known(1)})
    assert value_of(MODEL, wetted, "nucleation_threshold") == 0
    assert value_of(MODEL, wetted, "nucleation_barrier") == 0


def test_what_no_angle_has_is_refused(refusal_of, film):
    wrong = film("half", {"material.Cu.properties.contact_angle_cosine": known(1.5)})
    assert "cosine" in refusal_of(MODEL, wrong, "nucleation_threshold")


@pytest.mark.parametrize(
    ("term", "missing"),
    [("critical_nucleus_radius", "nucleation_overpotential"), ("nucleation_threshold", "contact_angle_cosine")],
)
def test_what_is_not_known_of_the_host_is_named(refusal_of, film, term, missing):
    assert f"working.{missing}" in refusal_of(MODEL, film(), term)
