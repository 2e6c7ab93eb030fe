"""Growth laws: each is the solution of its rate equation."""

import numpy as np
import pytest

from natria.laws import GROWTH_LAWS, growth_exponent, linear_growth, parabolic_growth, power_growth
from natria.quantity import TERMS

TIMES = np.array([1.0, 30.0, 100.0, 300.0])


def rate(law, time, *parameters):
    step = 1e-5 * time
    return (law(time + step, *parameters) - law(time - step, *parameters)) / (2 * step)


def test_the_exponent_between_the_two_thicknesses_of_kumar2020_is_near_one():
    assert growth_exponent(30.0, 3e-6, 300.0, 35e-6) == pytest.approx(1.07, abs=0.005)


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.07])
def test_the_exponent_of_a_power_law_is_found_from_two_of_its_points(exponent):
    h1, h2 = power_growth([30.0, 300.0], 1e-7, exponent)
    assert growth_exponent(30.0, h1, 300.0, h2) == pytest.approx(exponent, rel=1e-12)


def test_linear_growth_has_one_rate():
    assert rate(linear_growth, TIMES, 1e-7) == pytest.approx(np.full(4, 1e-7), rel=1e-9)


def test_parabolic_growth_slows_as_k_over_twice_the_thickness():
    k = 3e-13
    assert rate(parabolic_growth, TIMES, k) == pytest.approx(k / (2 * parabolic_growth(TIMES, k)), rel=1e-8)


def test_the_power_law_with_one_is_linear_and_with_a_half_parabolic():
    assert power_growth(TIMES, 1e-7, 1.0) == pytest.approx(linear_growth(TIMES, 1e-7), rel=1e-12)
    assert power_growth(TIMES, 1e-7, 0.5) == pytest.approx(parabolic_growth(TIMES, 1e-14), rel=1e-12)


def test_the_prefactor_of_the_power_law_is_the_thickness_after_a_second():
    assert power_growth(1.0, 1e-7, 1.07) == 1e-7


@pytest.mark.parametrize("law", GROWTH_LAWS)
def test_nothing_has_grown_at_the_start_and_growth_never_turns(law):
    parameters = {"growth_exponent": 0.7}
    given = [parameters.get(name, 1e-7) for name in GROWTH_LAWS[law].parameters]
    assert GROWTH_LAWS[law].thickness(0.0, *given) == 0.0
    assert np.all(np.diff(GROWTH_LAWS[law].thickness(TIMES, *given)) > 0)


@pytest.mark.parametrize("law", GROWTH_LAWS)
def test_the_parameters_of_a_law_are_terms(law):
    assert GROWTH_LAWS[law].parameters
    assert set(GROWTH_LAWS[law].parameters) <= set(TERMS)
