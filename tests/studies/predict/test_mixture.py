"""Arithmetic of weighted members against other ways to the same numbers."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from natria.studies.predict.mixture import (
    NINETY_FIVE,
    SIXTY_EIGHT,
    between,
    crps_of_members,
    interval,
    probability_below,
    quantile,
    variance_of,
)
from natria.studies.verdicts.score import crps


def normal_members(count, mean=0.0, spread=1.0):
    """The middles of equal probabilities of a normal: the best members that there are."""
    return np.array([NormalDist(mean, spread).inv_cdf((k + 0.5) / count) for k in range(count)])


def two_normals(count=4000):
    y = np.concatenate([normal_members(count, 0.0, 1.0), normal_members(count // 4, 5.0, 0.5)])
    w = np.concatenate([np.full(count, 0.7 / count), np.full(count // 4, 0.3 / (count // 4))])
    return y, w


def mixed(x):
    return 0.7 * NormalDist(0, 1).cdf(x) + 0.3 * NormalDist(5, 0.5).cdf(x)


@pytest.mark.parametrize("p", [0.025, 0.1587, 0.5, 0.68, 0.8413, 0.975])
def test_quantiles_of_a_mixture_are_roots_of_its_distribution(p):
    y, w = two_normals()
    assert quantile(y, w, p) == pytest.approx(brentq(lambda x: mixed(x) - p, -9, 9), abs=2e-3)


def test_quantiles_do_not_depend_on_the_order_or_the_scale_of_weights():
    y, w = two_normals(400)
    order = np.random.default_rng(0).permutation(len(y))
    assert interval(y, w, NINETY_FIVE) == pytest.approx(interval(y[order], 7 * w[order], NINETY_FIVE), rel=1e-12)


def test_the_intervals_of_a_normal():
    y = normal_members(20_000)
    w = np.ones(len(y))
    assert interval(y, w, SIXTY_EIGHT) == pytest.approx((-1, 1), abs=1e-3)
    assert interval(y, w, NINETY_FIVE) == pytest.approx((-1.959964, 1.959964), abs=2e-3)


def test_a_double_weight_is_a_member_twice():
    y = np.array([1.0, 2.0, 4.0])
    assert crps_of_members(y, np.array([1.0, 2.0, 1.0]), 3.0) == pytest.approx(
        crps_of_members(np.array([1.0, 2.0, 2.0, 4.0]), np.ones(4), 3.0)
    )


@pytest.mark.parametrize("seen", [-2.5, 0.0, 0.3, 4.0])
def test_crps_of_members_of_a_normal_is_its_closed_form(seen):
    y = 1.5 + normal_members(20_000, 0.0, 0.8)
    assert crps_of_members(y, np.ones(len(y)), seen) == pytest.approx(crps(1.5, 0.8, seen), abs=2e-4)


@pytest.mark.parametrize("seen", [-1.0, 2.0, 5.2])
def test_crps_of_a_mixture_is_the_integral_over_its_distribution(seen):
    y, w = two_normals(1200)
    value = quad(lambda x: (mixed(x) - (x >= seen)) ** 2, -12, 12, points=[seen], limit=400)[0]
    assert crps_of_members(y, w, seen) == pytest.approx(value, abs=2e-3)


def test_crps_with_a_spread_of_the_value_is_that_of_the_wider_normal():
    y = normal_members(3000, 0.0, 0.6)
    assert crps_of_members(y, np.ones(len(y)), 0.9, noise=0.8) == pytest.approx(crps(0.0, 1.0, 0.9), abs=2e-3)
    assert crps_of_members(y, np.ones(len(y)), 0.9, noise=1e-9) == pytest.approx(
        crps_of_members(y, np.ones(len(y)), 0.9), abs=1e-8
    )


def test_crps_of_one_sharp_member_is_the_distance():
    assert crps_of_members(np.array([2.0]), np.array([0.3]), 5.0) == pytest.approx(3.0)


def test_the_probability_below_a_value():
    y, w = two_normals()
    assert probability_below(y, w, 3.0) == pytest.approx(mixed(3.0), abs=1e-3)
    wide = 0.7 * NormalDist(0, 2**0.5).cdf(3.0) + 0.3 * NormalDist(5, (0.25 + 1) ** 0.5).cdf(3.0)
    assert probability_below(y, w, 3.0, noise=1.0) == pytest.approx(wide, abs=1e-3)


def test_the_share_of_variance_between_groups():
    y, w = two_normals()
    labels = np.concatenate([np.zeros(4000, int), np.ones(1000, int)])
    apart = 0.7 * 0.3 * 25
    assert variance_of(y, w) == pytest.approx(apart + 0.7 + 0.3 * 0.25, rel=2e-3)
    assert between(y, w, labels) == pytest.approx(apart / (apart + 0.7 + 0.075), rel=2e-3)
    assert between(np.ones(5), np.ones(5), np.arange(5)) == 0.0
