"""Half-cycles come from the sign of the current alone, and weigh readings by the time that they stand for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.cycling import half_cycles, runs, weighted_median
from natria.lab.cycling.half_cycles import FLICKER


def square(half=100, number=6, step=10.0, current=1e-3, rest=0):
    """Plating and stripping in turn, with rests of so many readings after each half-cycle."""
    signs = np.concatenate([np.r_[np.full(half, (-1.0) ** k), np.zeros(rest)] for k in range(number)])
    time = step * np.arange(1, len(signs) + 1)
    return time, 0.05 * signs, current * signs


def test_charge_time_and_voltage_of_a_square_wave():
    time, voltage, current = square()
    found = half_cycles(time, voltage, current)
    assert len(found) == 6
    assert found.sign.tolist() == [1, -1, 1, -1, 1, -1]
    assert found.cycle.tolist() == [1, 1, 2, 2, 3, 3]
    assert found.charge[1:] == pytest.approx(np.full(5, 1.0))  # 1 mA for 1000 s
    assert found.charge[0] == pytest.approx(0.99)  # nothing says when the first reading's current began
    assert found.energy == pytest.approx(0.05 * found.charge)
    assert found.voltage_mid == pytest.approx(0.05 * found.sign)
    assert found.start[1] == found.end[0]


def test_rests_are_no_half_cycles_and_are_counted():
    found = half_cycles(*square(rest=30))
    assert len(found) == 6
    assert found.rest_before[1:] == pytest.approx(np.full(5, 300.0))
    assert found.charge[1:] == pytest.approx(np.full(5, 1.0))


def test_a_pause_inside_a_half_cycle_does_not_split_it():
    time, voltage, current = square(number=2)
    current, voltage = current.copy(), voltage.copy()
    current[40:60] = 0.0
    voltage[40:60] = 0.3  # of a rest, not of the half-cycle
    found = half_cycles(time, voltage, current)
    assert len(found) == 2
    assert found.charge[0] == pytest.approx(0.79)
    assert found.voltage_mean[0] == pytest.approx(0.05)
    assert set(found.rows(0)) == {*range(40), *range(60, 100)}


def test_a_leak_at_rest_is_a_rest_and_a_flicker_no_half_cycle():
    time, voltage, current = square(rest=30)
    for leak in (1e-7, 1.1e-6, 2e-6):  # of 1 mA
        leaking = np.where(current == 0, leak, current)
        found = half_cycles(time, voltage, leaking)
        assert len(found) == 6
        assert found.duration[1:] == pytest.approx(np.full(5, 1000.0))
    current = current.copy()
    current[110] = -5e-6  # one reading of the wrong sign while resting
    assert abs(current[110]) * 10 < FLICKER * 1.0
    assert len(half_cycles(time, voltage, current)) == 6


@pytest.mark.parametrize("slow", [3e-3, 6e-3])
def test_a_slow_formation_is_no_rest(slow):
    time, voltage, current = square(rest=30)
    current = current.copy()
    current[:100] *= slow
    assert len(half_cycles(time, voltage, current)) == 6


def test_the_noise_of_a_resting_current_is_a_rest():
    time, voltage, current = square(rest=30)
    noise = np.random.default_rng(0).normal(0, 1e-6, len(current))
    found = half_cycles(time, voltage, current + noise)
    assert len(found) == 6
    assert found.charge[1:] == pytest.approx(np.full(5, 1.0), rel=1e-3)


@pytest.mark.parametrize("current", [np.zeros(5), np.zeros(0), np.zeros(1)])
def test_without_a_current_there_is_none(current):
    assert len(half_cycles(np.arange(len(current), dtype=float), current, current)) == 0


def test_a_long_silence_before_a_half_cycle_is_no_charge():
    time, voltage, current = square(number=4)
    time = time.copy()
    time[200:] += 86400.0  # the cycler stood still for a day
    found = half_cycles(time, voltage, current)
    assert found.charge == pytest.approx([0.99, 1.0, 0.99, 1.0])


def test_readings_on_a_change_of_voltage_weigh_by_their_time():
    """The same curve, sampled densely where it is steep: mean, mid and charge stay what they were."""
    even = np.linspace(0, 3600, 3601)
    curve = 0.04 + 0.06 * np.exp(-even / 60)
    steep = np.unique(np.r_[np.linspace(0, 300, 2000), np.linspace(300, 3600, 30)])
    on_change = np.interp(steep, even, curve)
    a = half_cycles(even, curve, np.full(len(even), 1e-3))
    b = half_cycles(steep, on_change, np.full(len(steep), 1e-3))
    assert b.voltage_mean == pytest.approx(a.voltage_mean, rel=2e-3)
    assert b.voltage_mid == pytest.approx(a.voltage_mid, rel=2e-3)
    assert b.charge == pytest.approx(a.charge)
    assert abs(np.mean(on_change) - a.voltage_mean[0]) > 5e-3  # a plain mean would be off


@given(
    st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=60),
    st.floats(1e-6, 10.0),
    st.floats(0.01, 1000.0),
)
def test_charge_is_conserved_whatever_the_order_of_signs(signs, current, step):
    flow = np.array(signs) * current
    time = step * np.arange(len(flow))
    found = half_cycles(time, np.zeros(len(flow)), flow)
    total = np.sum(np.abs(flow[1:])) * step  # the first reading stands for no time
    assert found.charge.sum() == pytest.approx(total, rel=1e-9)
    assert found.duration.sum() == pytest.approx(np.count_nonzero(flow[1:]) * step, rel=1e-9)
    assert (found.sign[1:] == -found.sign[:-1]).all()


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30), st.integers(2, 5))
def test_a_weighted_median_is_that_of_repeated_values(values, times):
    array = np.array(values)
    weights = np.arange(1, len(array) + 1) % times + 1
    assert weighted_median(array, weights.astype(float)) == pytest.approx(np.median(np.repeat(array, weights)))


def test_runs_of_equal_values():
    first, stop = runs(np.array([1, 1, 0, 2, 2, 2]))
    assert first.tolist() == [0, 2, 3]
    assert stop.tolist() == [2, 3, 6]
