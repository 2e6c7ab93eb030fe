"""The time that is left of some work, from its pace so far."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.store.progress import Pace, StagePace, time_left


class Clock:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self):
        return self.now


def test_a_steady_stage_ends_when_it_was_said_to():
    clock = Clock()
    pace = StagePace(sure=2.0, clock=clock)
    for second in range(11):
        clock.now = 100.0 + second
        left = pace.left("cycles", 0.2 + 0.08 * second)
        assert left is None if second < 2 else left == pytest.approx(10.0 - second)


def test_each_stage_has_its_own_begin_and_an_unknown_share_no_time():
    clock = Clock()
    pace = StagePace(clock=clock)
    assert pace.left("a", 0.0) is None
    clock.now += 5
    assert pace.left("b", 0.0) is None
    clock.now += 5
    assert (pace.left("a", 0.5), pace.left("b", 0.5), pace.left("b", None)) == (10.0, 5.0, None)
    assert StagePace(least=0.6).left("a", 0.5) is None


@given(st.floats(0.1, 1e5), st.integers(1, 1000), st.integers(0, 1000))
def test_a_map_and_a_stage_estimate_alike(spent, made, left):
    pace = Pace(made + left, time.monotonic() - spent, made=made)
    found = pace.progress().seconds_left
    assert found == pytest.approx(time_left(spent, made, left), rel=1e-2, abs=0.1)
