import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from natria.lab.cycling.theil_sen import theil_sen


@given(st.integers(5, 60), st.integers(0, 2**31), st.floats(-10, 10), st.floats(0, 5))
def test_it_is_that_of_scipy(points, seed, slope, noise):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0, 10, points))
    y = slope * x + rng.normal(0, noise + 1e-9, points)
    expected, _, low, high = theilslopes(y, x, 0.6827)
    found, error = theil_sen(x, y)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert error == pytest.approx((high - low) / 2, rel=0.15, abs=1e-6)


def test_an_outlier_does_not_move_it():
    x = np.arange(50.0)
    y = 2.0 * x
    y[10] = 1e4
    assert theil_sen(x, y)[0] == pytest.approx(2.0)


def test_one_point_or_one_moment_has_no_slope():
    assert np.isnan(theil_sen(np.array([1.0]), np.array([2.0]))[0])
    assert np.isnan(theil_sen(np.ones(4), np.arange(4.0))[0])
    assert np.isnan(theil_sen(np.zeros(0), np.zeros(0))[0])


def test_many_points_are_thinned_and_still_right():
    x = np.arange(5000.0)
    assert theil_sen(x, 3 * x)[0] == pytest.approx(3.0)
