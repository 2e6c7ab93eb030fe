"""Errors of normal and uniform parts: their 95 % interval against sampled sums, and limits of which it is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import irwinhall

from natria.lab.cycling.charge.measurement_error import NORMAL_95, MeasurementError, error_of

SIZES = st.floats(0.0, 10.0)
DRAWS = 200_000


def test_of_one_part_it_is_that_of_its_distribution() -> None:
    assert MeasurementError(2.0).half_width == pytest.approx(2 * NORMAL_95)
    assert MeasurementError(0.0, (2.0,)).half_width == pytest.approx(1.9)
    assert MeasurementError().half_width == 0.0


def test_of_two_equal_limits_it_is_that_of_a_triangle() -> None:
    exact = 2 * (1 - 0.05**0.5)
    assert MeasurementError(0.0, (1.0, 1.0)).half_width == pytest.approx(exact, rel=1e-3)
    three = 2 * irwinhall.ppf(0.975, 3) - 3
    assert MeasurementError(0.0, (1.0, 1.0, 1.0)).half_width == pytest.approx(three, rel=0.02)  # the third as normal


@pytest.mark.parametrize("normal", [0.0, 1e-8, 0.03, 0.3, 1.0, 5.0])
@pytest.mark.parametrize("limits", [(1.0,), (1.0, 0.2), (0.8, 1.0), (1.0, 0.5, 0.3, 0.1)])
def test_it_holds_95_percent_of_sampled_sums(normal: float, limits: tuple[float, ...]) -> None:
    rng = np.random.default_rng(1)
    sums = normal * rng.standard_normal(DRAWS) + sum(a * rng.uniform(-1, 1, DRAWS) for a in limits)
    one = MeasurementError(normal, limits)
    assert np.mean(np.abs(sums) <= one.half_width) == pytest.approx(0.95, abs=2e-3)
    assert one.std == pytest.approx(sums.std(), rel=0.01)


@given(normal=SIZES, limits=st.lists(SIZES, max_size=4), factor=st.floats(-5, 5))
def test_it_grows_with_its_parts_and_scales(normal: float, limits: list[float], factor: float) -> None:
    one = error_of(normal, limits)
    assert 0 not in one.limits
    assert 1.6 * one.std <= one.half_width * (1 + 1e-6)
    assert one.half_width <= 1.97 * one.std + 1e-12
    assert one.times(factor).half_width == pytest.approx(abs(factor) * one.half_width, rel=1e-6, abs=1e-12)
    both = one.plus(MeasurementError(0.5, (0.25,)))
    assert both.std == pytest.approx(np.hypot(one.std, np.hypot(0.5, 0.25 / 3**0.5)))
    assert both.half_width >= one.half_width * (1 - 1e-3)
