"""Deviation of an answer from a target: linear, sampled, and against a bound."""

from __future__ import annotations

from math import exp, inf, log
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import Computed, Finding, Question, Reported
from natria.studies.verdicts.agreement import is_wide_range, noise_of, ratio_or_difference, within, z_of
from natria.studies.verdicts.interval import TWO_SIDED, Interval

QUESTION = Question("area_resistance", "cell", {})
QUANTILES = np.array([NormalDist().inv_cdf((k + 0.5) / 4001) for k in range(4001)])


def answer(value):
    return Finding(QUESTION, value, Computed("toy", 1))


def target(value, bound=None, std=0.0):
    return Finding(QUESTION, value, Reported("paper:r", "derived"), std, bound)


def linear(value, u):
    return Interval("linear", y=log(value), spread=u)


def sampled(value, u):
    return Interval("sampled", y=log(value), spread=u, draws=log(value) + u * QUANTILES)


@given(st.floats(0.1, 10), st.floats(0.01, 1), st.floats(0, 0.5))
def test_a_linear_deviation_is_over_the_spread_of_both(value, u, std):
    found = target(1.0, std=std)
    z = z_of(found, answer(value), linear(value, u))
    assert z == pytest.approx(log(value) / (u**2 + noise_of(found) ** 2) ** 0.5, rel=1e-9)
    assert within(found, answer(value), linear(value, u)) is (abs(z) <= TWO_SIDED)


@pytest.mark.parametrize("value", [0.2, 0.9, 1.0, 1.5, 8.0])
def test_a_sampled_deviation_is_that_of_a_line_where_the_draws_are_normal(value):
    one, other = (z_of(target(1.0), answer(value), kind(value, 0.3)) for kind in (linear, sampled))
    assert other == pytest.approx(one, rel=0.01, abs=0.01)


@given(st.floats(-2, 2), st.floats(0.05, 1), st.floats(-1.5, 1.5))
def test_a_sampled_answer_is_within_where_its_deviation_is_below_1_96(y, u, skew):
    draws = y + u * (np.exp(skew * QUANTILES) if abs(skew) > 0.01 else QUANTILES)
    interval = Interval("sampled", y=y, spread=u, draws=draws)
    low, high = np.quantile(draws, (0.025, 0.975))
    inside = low <= 0.0 <= high
    if min(abs(low), abs(high)) > 1e-9:
        assert within(target(1.0), answer(exp(y)), interval) is bool(inside)


@pytest.mark.parametrize("kind", [linear, sampled])
@pytest.mark.parametrize(
    ("bound", "value", "kept"),
    [
        ("at least", 2.0, True),
        ("at least", 1.1, None),
        ("at least", 0.9, None),
        ("at least", 0.5, False),
        ("at most", 2.0, False),
        ("under", 1.1, None),
        ("over", 2.0, True),
        ("at most", 0.5, True),
    ],
)
def test_a_bound_is_open_where_neither_side_has_95_percent(kind, bound, value, kept):
    """u = 0.2: the probability is above 0.975 from a factor of exp(1.96 * 0.2) = 1.48 on."""
    assert within(target(1.0, bound, None), answer(value), kind(value, 0.2)) is kept


@pytest.mark.parametrize(("bound", "z"), [("at least", inf), ("over", -inf), ("at most", inf), ("under", -inf)])
def test_an_exact_answer_on_a_bound_keeps_it_or_not(bound, z):
    assert z_of(target(1.0, bound, None), answer(1.0), linear(1.0, 0.0)) == z


def test_without_an_interval_there_is_no_deviation():
    assert z_of(target(1.0), answer(1.0), None) is None
    assert z_of(target(1.0), answer(1.0), Interval("none")) is None


@pytest.mark.parametrize(
    ("ends", "wide", "ratio"),
    [((0.5, 1.5), False, 1.0), ((0.5, 2.1), True, None), ((1.25, 2.0), False, 1.25), ((1.25, 6.0), True, 1.25)],
)
def test_a_wide_range_that_holds_a_number_has_no_ratio(ends, wide, ratio):
    found = Finding(QUESTION, sum(ends) / 2, Computed("toy", 1), bound=ends)
    assert is_wide_range(found) is wide
    assert ratio_or_difference(target(1.0), found) == ratio
