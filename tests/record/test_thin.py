import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from natria.record import thin


def test_a_single_spike_among_a_million_readings_is_kept():
    x = np.arange(1_000_000.0)
    y = np.zeros(len(x))
    y[777_777] = 1.0
    kept = thin(x, y, 4000)
    assert 777_777 in kept
    assert len(kept) <= 4000
    assert kept[0] == 0
    assert kept[-1] == len(x) - 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), st.integers(4, 80))
def test_the_extremes_and_the_ends_stay(values, most):
    y = np.array(values)
    x = np.cumsum(np.abs(y)) / 7
    kept = thin(x, y, most)
    assert (np.diff(kept) > 0).all()
    assert y[kept].min() == y.min()
    assert y[kept].max() == y.max()
    assert kept[0] == 0
    assert kept[-1] == len(y) - 1


def test_few_points_and_one_moment_are_left_alone():
    x = np.zeros(10)
    assert thin(x, np.arange(10.0), 20).tolist() == list(range(10))
    assert set(thin(x, np.arange(10.0), 4)) == {0, 9}
