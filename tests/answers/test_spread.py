"""Spread of an answer: linear where inputs are narrow, that of a lognormal where one of them is wide."""

from __future__ import annotations

from math import exp, expm1, log, log1p, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.answers import Refuse
from natria.answers.spread import BENT, linear_spread, widened
from natria.quantity import Assumed, Computed, Finding, Fit, Fitted, Question
from natria.studies.verdicts.interval import TWO_SIDED, interval_of_std

ASKED = Question("area_resistance", "x", {})


def guess(value, std, name="layer_thickness", of="x"):
    return Finding(Question(name, of), value, Assumed("for a test", "guess"), std)


def spread_of(function, *inputs):
    value, found = full_spread(function, *inputs)
    return value, found.std


def full_spread(function, *inputs, question=ASKED):
    values = {one.id: one.value for one in inputs}

    def moved(others):
        return function(*{**values, **others}.values())

    return function(*values.values()), linear_spread(question, moved({}), {one.id: one for one in inputs}, moved)


def in_ln(std, value=1.0):
    return sqrt(log1p((std / value) ** 2))


@given(st.floats(0.6, 3.0), st.floats(0.01, 3.0), st.sampled_from([-2.0, -1.0, 0.5, 1.0]))
def test_a_product_of_lognormals_has_its_exact_interval(wide, other, power):
    """ln(a b^p) is normal with the variance u_a^2 + p^2 u_b^2, whatever the size of the spreads."""
    a, b = guess(2.0, 2.0 * wide), guess(3.0, 3.0 * other, of="y")
    value, std = spread_of(lambda x, y: x * y**power, a, b)
    sigma = sqrt(in_ln(wide) ** 2 + (power * in_ln(other)) ** 2)
    assert std == pytest.approx(value * sqrt(expm1(sigma**2)), rel=1e-6)
    interval = interval_of_std(Finding(ASKED, value, Computed("toy", 1, (a, b)), std))
    assert interval.low == pytest.approx(value * exp(-TWO_SIDED * sigma), rel=1e-6)
    assert interval.high == pytest.approx(value * exp(TWO_SIDED * sigma), rel=1e-6)


@given(st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_narrow_inputs_add_in_squares_with_their_slopes(a, b):
    _, std = spread_of(lambda x, y: x + 2 * y, guess(1.0, a), guess(1.0, b, of="y"))
    assert std == pytest.approx(sqrt(a**2 + 4 * b**2), rel=1e-6)


def test_a_spread_of_more_than_the_value_still_gives_a_spread():
    """A linear move would put the input below zero, where the model refuses."""

    def root(x):
        if x <= 0:
            raise Refuse("is not positive")
        return sqrt(x)

    factor = 3.0
    value, std = spread_of(root, guess(1.0, sqrt(expm1(log(factor) ** 2))))
    assert in_ln(std, value) == pytest.approx(log(factor) / 2, rel=1e-9)


def test_an_answer_of_either_sign_keeps_a_plain_spread():
    _, std = spread_of(lambda x: x - 1.0, guess(1.0, 1.0))
    u = in_ln(1.0)
    assert std == pytest.approx((exp(u) - exp(-u)) / 2, rel=1e-9)


def test_a_spread_beyond_all_numbers_is_none():
    _, std = spread_of(lambda x: x**40, guess(1.0, 2.0))
    assert std is None


@given(st.floats(0.6, 3.0), st.floats(1.0, 5.0))
def test_a_range_is_widened_outwards_by_its_inputs(wide, factor):
    """Ends a and f a of a lognormal a move by its spread, each to two digits, and stay above zero."""
    a = guess(2.0, 2.0 * wide)

    def moved(others):
        x = {a.id: a.value, **others}[a.id]
        return x, factor * x

    low, high = widened(ASKED, (2.0, 2.0 * factor), {a.id: a}, moved)
    by = exp(in_ln(2.0 * wide, 2.0))
    assert 0 < low <= 2.0 / by * (1 + 1e-9)
    assert low == pytest.approx(2.0 / by, rel=0.1)
    assert high >= 2.0 * factor * by * (1 - 1e-9)
    assert high == pytest.approx(2.0 * factor * by, rel=0.1)


def test_a_range_without_spread_stays():
    assert widened(ASKED, (1.234, 5.678), {}, lambda _: (1.234, 5.678)) == (1.234, 5.678)


def test_a_kink_is_doubted_and_names_its_input():
    """|x| at its tip, and max(x, 0): the two moves do not lie on a line."""
    inputs = guess(0.0, 1.0, "layer_stress"), guess(1.0, 0.1, "layer_stress", of="y")
    _, tip = full_spread(lambda x, y: 5.0 + abs(x) + 0 * y, *inputs)
    _, kink = full_spread(lambda x, y: 5.0 + max(x, 0.0) + y, *inputs)
    assert tip.doubt
    assert kink.std == pytest.approx(sqrt(0.5**2 + 0.1**2))
    assert "layer stress of x" in kink.doubt
    assert "layer stress of y" not in kink.doubt


@given(st.floats(0.0, 0.99))
def test_the_criterion_is_the_ratio_of_the_two_sides(slope):
    """Of one input, a side that is more than twice the other is doubted: bend over slope above a third."""
    _, found = full_spread(lambda x: 5.0 + (x if x > 0 else slope * x), guess(0.0, 1.0, "layer_stress"))
    if abs(slope - 0.5) > 1e-6:
        assert bool(found.doubt) is (slope < 0.5)
    assert pytest.approx(1 / 3) == BENT


def test_a_bend_of_a_small_input_is_not_doubted():
    _, found = full_spread(
        lambda x, y: 5.0 + abs(x) + 10 * y, guess(0.0, 1.0, "layer_stress"), guess(0.0, 1.0, "layer_stress", of="y")
    )
    assert not found.doubt


def test_a_product_of_wide_inputs_is_a_line_in_logarithms():
    _, found = full_spread(lambda x, y: x**2 / y, guess(1.0, 1.0), guess(2.0, 3.0, of="y"))
    assert found.std
    assert not found.doubt


def test_of_a_move_that_is_refused_the_other_one_counts():
    def run(x, y):
        if x > 1.0:
            raise Refuse("too large")
        return 3 * x + y

    _, found = full_spread(run, guess(1.0, 0.1), guess(1.0, 0.4, of="y"))
    assert found.std == pytest.approx(0.5)
    assert "x" in found.doubt


def test_without_an_answer_on_either_side_there_is_no_spread():
    def run(x):
        if x != 1.0:
            raise Refuse("nowhere else")
        return x

    _, found = full_spread(run, guess(1.0, 0.1))
    assert found.std is None
    assert found.doubt


@pytest.mark.parametrize(("rho", "expected"), [(0.0, 0.5), (1.0, 0.7), (-1.0, 0.1)])
def test_parameters_of_one_fit_move_together(rho, expected):
    covariance = ((0.09, rho * 0.12), (rho * 0.12, 0.16))
    fit = Fit("toy", 1, (), (), ("a", "b"), (1.0, 2.0), covariance)
    a, b = (
        Finding(Question("layer_thickness", f"x#{name}"), value, Fitted(fit, name), std)
        for name, value, std in (("a", 1.0, 0.3), ("b", 2.0, 0.4))
    )
    _, std = spread_of(lambda x, y: x + y, a, b)
    assert std == pytest.approx(expected)
