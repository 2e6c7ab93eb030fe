"""The visible window of a series: no spike of one reading is lost, and it goes to the edges."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from natria.app.window import MOST_POINTS, read_window, window

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400)
ENDS = st.tuples(st.floats(0, 1), st.floats(0, 1))


@given(VALUES, st.lists(st.floats(0, 3), min_size=400, max_size=400), ENDS, st.integers(16, 64))
def test_the_extremes_of_what_is_visible_are_kept(values, steps, ends, points):
    y, x = np.array(values), np.cumsum(steps[: len(values)])
    low, high = (float(x[0] + share * (x[-1] - x[0])) for share in sorted(ends))
    shown_x, shown_y = window(x, y, low, high, points)
    inside = y[(x >= low) & (x <= high)]
    assert (np.diff(shown_x) >= 0).all()
    assert len(shown_x) <= max(points, 16) + 4
    if len(inside):
        assert shown_y.min() <= inside.min()
        assert shown_y.max() >= inside.max()
    for edge in (shown_x[0] <= low, shown_x[-1] >= high):  # the line goes on to both edges
        assert edge


@given(st.integers(0, 99_999), st.sampled_from([-1.0, 1.0]))
def test_a_spike_of_one_reading_is_kept(at, height):
    y = np.zeros(100_000)
    y[at] = height
    _, shown = window(np.arange(1e5), y, None, None, 4000)
    assert height in shown
    assert len(shown) <= 4000


def test_readings_that_are_missing_hide_no_spike():
    y = np.full(10_000, np.nan)
    y[1234] = 5.0
    assert 5.0 in window(np.arange(1e4), y, 0.0, 1e4, 100)[1]


def test_a_window_beyond_the_data_or_turned_round_is_no_error():
    x = np.arange(10.0)
    for low, high in ((20.0, 30.0), (-5.0, -1.0), (8.0, 2.0)):
        assert len(window(x, x, low, high, 100)[0]) <= 3
    assert len(window(np.arange(1e5), np.zeros(100_000), None, None, 10**9)[0]) <= MOST_POINTS


def test_the_bytes_are_all_x_then_all_y(tmp_path):
    np.save(tmp_path / "t.npy", np.arange(5.0))
    np.save(tmp_path / "v.npy", np.arange(5.0) / 10)
    both = np.frombuffer(read_window(tmp_path, ("t", "v"), (1.0, float("inf")), 100), "<f8")
    assert both.tolist() == [0, 1, 2, 3, 4, 0.0, 0.1, 0.2, 0.3, 0.4]
