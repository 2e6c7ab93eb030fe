"""Growth laws: each is the solution of its rate equation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from natria.laws import (
    FARADAY,
    GROWTH_LAWS,
    growth_exponent,
    linear_growth,
    logarithmic_growth,
    parabolic_growth,
    power_growth,
    self_limiting_growth,
    wagner_constant,
    wagner_growth,
)
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
    parameters = {"growth_exponent": 0.7, "logarithmic_time": 10.0, "growth_time": 100.0}
    values = [parameters.get(name, 1e-7) for name in GROWTH_LAWS[law].parameters]
    assert GROWTH_LAWS[law].thickness(0.0, *values) == 0.0
    assert np.all(np.diff(GROWTH_LAWS[law].thickness(TIMES, *values)) > 0)


@pytest.mark.parametrize("law", GROWTH_LAWS)
def test_the_parameters_of_a_law_are_terms(law):
    assert GROWTH_LAWS[law].parameters
    assert set(GROWTH_LAWS[law].parameters) <= set(TERMS)


# --- logarithmic

lengths = st.floats(1e-10, 1e-5)
scales = st.floats(1e-2, 1e6)


@given(lengths, scales)
def test_logarithmic_growth_slows_by_e_every_length(length, scale):
    thickness = logarithmic_growth(TIMES, length, scale)
    expected = length / scale * np.exp(-thickness / length)
    assert rate(logarithmic_growth, TIMES, length, scale) == pytest.approx(expected, rel=1e-6)


@given(lengths, scales)
def test_logarithmic_growth_starts_linear_and_then_adds_the_same_every_decade(length, scale):
    assert logarithmic_growth(1e-6 * scale, length, scale) == pytest.approx(1e-6 * length, rel=1e-6)
    decades = logarithmic_growth(scale * np.array([1e6, 1e7, 1e8]), length, scale)
    assert np.diff(decades) == pytest.approx(np.full(2, np.log(10) * length), rel=1e-5)


# --- self-limiting


@given(lengths, scales)
def test_self_limiting_growth_goes_as_what_is_left_to_grow(length, scale):
    times = scale * np.array([0.01, 0.5, 1.0, 3.0])
    left = length - self_limiting_growth(times, length, scale)
    assert rate(self_limiting_growth, times, length, scale) == pytest.approx(left / scale, rel=1e-6)


@given(lengths, scales)
def test_self_limiting_growth_starts_linear_and_ends(length, scale):
    assert self_limiting_growth(1e-6 * scale, length, scale) == pytest.approx(1e-6 * length, rel=1e-6)
    assert self_limiting_growth(scale, length, scale) == pytest.approx(length * (1 - 1 / np.e), rel=1e-12)
    assert self_limiting_growth(40 * scale, length, scale) == pytest.approx(length, rel=1e-12)


# --- Wagner

NA3P = {"voltage": 0.4, "molar_volume": 19e-6}  # order of magnitude: 57 cm^3/mol of Na3P is three electrons
conductivities = st.floats(1e-10, 1.0)


def test_wagner_growth_is_what_the_current_through_the_layer_deposits():
    ionic, electronic = 1e-4, 3e-5

    def deposited(_, thickness):
        resistance = thickness / ionic + thickness / electronic  # ions and electrons, one after the other
        return NA3P["voltage"] / resistance * NA3P["molar_volume"] / FARADAY

    start, end = wagner_growth([1.0, 300.0], ionic, electronic, **NA3P)
    grown = solve_ivp(deposited, (1.0, 300.0), [start], rtol=1e-10, atol=1e-16).y[0, -1]
    assert end == pytest.approx(grown, rel=1e-7)


@given(conductivities, conductivities)
def test_the_poorer_conductor_decides(ionic, electronic):
    constant = wagner_constant(ionic, electronic, **NA3P)
    assert constant == pytest.approx(wagner_constant(electronic, ionic, **NA3P), rel=1e-12)
    poorer = 2 * NA3P["molar_volume"] * NA3P["voltage"] / FARADAY * min(ionic, electronic)
    assert poorer / 2 <= constant * (1 + 1e-12)
    assert constant <= poorer * (1 + 1e-12)
    assert wagner_constant(ionic, 1e9 * ionic, **NA3P) == pytest.approx(
        2 * NA3P["molar_volume"] * NA3P["voltage"] / FARADAY * ionic, rel=1e-8
    )


def test_a_product_without_electronic_conduction_does_not_grow():
    assert wagner_constant(1e-4, 0.0, **NA3P) == 0.0
    assert wagner_growth(300.0, 1e-4, 0.0, **NA3P) == 0.0


@pytest.mark.parametrize(
    "wrong",
    [(0.0, 0.0, 0.4, 19e-6), (-1e-4, 1e-3, 0.4, 19e-6), (1e-4, 1e-3, -0.4, 19e-6), (1e-4, 1e-3, 0.4, -19e-6)],
)
def test_wagner_needs_a_layer_that_conducts(wrong):
    with pytest.raises(ValueError, match="Wagner's law needs"):
        wagner_constant(*wrong)


@pytest.mark.parametrize("law", [logarithmic_growth, self_limiting_growth])
def test_the_time_of_a_law_is_above_zero_and_its_length_not_negative(law):
    for wrong in ((1e-7, 0.0), (1e-7, -1.0), (-1e-7, 1.0)):
        with pytest.raises(ValueError, match="growth needs a"):
            law(TIMES, *wrong)


@pytest.mark.parametrize(
    ("law", "parameters"),
    [(logarithmic_growth, (1e-7, 5.0)), (self_limiting_growth, (1e-7, 5.0)), (wagner_growth, (1.0, 1.0, 1.0, 1e-5))],
)
def test_nothing_grows_before_the_start(law, parameters):
    with pytest.raises(ValueError, match="before its growth starts"):
        law([1.0, -1.0], *parameters)
