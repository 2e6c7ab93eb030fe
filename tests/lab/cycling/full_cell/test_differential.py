"""dQ/dV against known densities: the sampling, the noise, the rounding and the ends must not show."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made_cells import HIGH, LOW, branch_of, cell, charge_at, density_at
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from natria.lab.cycling.full_cell.differential import branch, default_width, dq_dv, dv_dq
from natria.lab.cycling.reading_noise import voltage_noise, voltage_step

ROUNDED = 1e-4  # V: of the readings of `branch_of`


def off(curve, readings_charge=1.0):
    """RMSE over the summit, away from nothing: the ends are inside."""
    truth = density_at(curve.voltage) * readings_charge
    return float(np.sqrt(np.mean((curve.value - truth) ** 2)) / truth.max())


@pytest.mark.parametrize("noise", [0.0, 1e-4, 1e-3])
@pytest.mark.parametrize("down", [False, True])
def test_it_follows_the_truth(noise, down):
    rng = np.random.default_rng(1)
    curve = dq_dv(*branch_of(720, noise, rng, down=down))
    assert off(curve) < 0.02


@given(st.integers(0, 10_000), st.integers(60, 3000), st.floats(0, 2e-3), st.one_of(st.none(), st.floats(2e-3, 0.05)))
def test_the_whole_charge_is_inside_and_nothing_is_negative(seed, readings, noise, width):
    voltage, charge = branch_of(readings, noise, np.random.default_rng(seed))
    curve = dq_dv(voltage, charge, width)
    assert curve.value.min() >= 0
    assert curve.value.sum() * curve.step == pytest.approx(charge[-1], rel=1e-9)


@given(st.integers(0, 1000))
def test_sampling_on_voltage_or_on_time_gives_the_same(seed):
    rng = np.random.default_rng(seed)
    voltage, charge = branch_of(20_000)
    by_time = np.sort(rng.choice(20_000, 2000, replace=False))
    moved = np.floor((voltage - LOW) / 2e-3).astype(int)
    by_voltage = np.flatnonzero(np.r_[True, np.diff(moved) != 0])
    one, other = (dq_dv(voltage[k], charge[k], 5e-3) for k in (by_time, by_voltage))
    there = np.interp(one.voltage, other.voltage, other.value)
    assert np.max(np.abs(there - one.value)) < 0.03 * one.value.max()


@pytest.mark.parametrize("step", [1e-4, 3e-4, 1e-3, 5e-3])
def test_a_rounded_voltage_gives_no_comb(step):
    voltage = np.round(np.linspace(3.0, 3.5, 5000) / step) * step
    curve = dq_dv(voltage, np.linspace(0, 1, 5000))
    inside = curve.value[(curve.voltage > 3.0 + step) & (curve.voltage < 3.5 - step)]
    assert np.ptp(inside) < 0.1 * inside.mean()  # a step that got no reading is seen, a comb would be ten times that


@given(st.integers(50, 5000), st.floats(1e-3, 0.05))
def test_a_line_is_flat_up_to_its_ends(readings, width):
    curve = dq_dv(np.linspace(3.0, 3.6, readings), np.linspace(0, 1.2, readings), width)
    assert curve.value == pytest.approx(2.0, rel=1e-6)


@given(st.floats(1.0, 8.0), st.floats(2e-3, 0.05))
def test_what_only_falls_towards_the_limit_falls_in_the_curve(steepness, width):
    volts = np.linspace(3.0, 3.5, 3000)
    charge = 1 - np.exp(-steepness * (volts - 3.0))
    curve = dq_dv(volts, charge, width)
    assert (np.diff(curve.value) <= 1e-9 * curve.value.max()).all()


def test_one_wild_reading_is_no_window():
    voltage, charge = branch_of(1000)
    voltage[500] = 4.5
    curve = dq_dv(voltage, charge)
    assert curve.voltage[-1] < HIGH + 1e-3


def expected_noise(noise, readings):
    """The noise (V) that is found on average: the median of |n z + c| over the readings, as a standard deviation.

    n is the noise with that of rounding, c the deviation of a noiseless reading from the line between its neighbours,
    both scaled to one reading. The half of all |n z + c| lies below the median.
    """
    volts = np.linspace(LOW, HIGH, 100_001)
    below = charge_at(volts)
    smooth = np.interp(np.linspace(below[0], below[-1], readings), below, volts)
    bend = np.diff(smooth, 2) / 2 / np.sqrt(1.5)
    white = np.hypot(noise, ROUNDED / np.sqrt(12))
    median = brentq(lambda q: np.mean(ndtr((q - bend) / white) - ndtr((-q - bend) / white)) - 0.5, 0, 10 * white)
    return median / ndtri(0.75)


@given(st.floats(2e-4, 3e-3), st.integers(400, 3000), st.integers(0, 1000))
@example(5.232e-4, 430, 514)
def test_the_noise_of_a_reading_is_found(noise, readings, seed):
    """Within five standard deviations, sqrt(2/n) of it, and half a step of what a rounded voltage can give."""
    voltage, charge = branch_of(readings, noise, np.random.default_rng(seed))
    expected = expected_noise(noise, readings)
    half_a_step = ROUNDED / 2 / np.sqrt(1.5) / ndtri(0.75) / 2
    allowed = 5 * np.sqrt(2 / readings) * expected + half_a_step
    assert voltage_noise(voltage, charge) == pytest.approx(expected, abs=allowed)


@pytest.mark.parametrize("readings", [400, 1500])
def test_the_spread_of_the_noise_is_that_of_the_median_of_correlated_deviations(readings):
    repeats, noise = 400, 3e-3  # so large that rounding and the bends of the curve add 1 % at most
    found = [voltage_noise(*branch_of(readings, noise, np.random.default_rng(seed))) for seed in range(repeats)]
    expected, spread = expected_noise(noise, readings), np.sqrt(2 / readings)
    assert np.mean(found) == pytest.approx(expected, rel=4 * spread / np.sqrt(repeats) + 2e-3)
    assert np.std(found) / expected == pytest.approx(spread, rel=4 / np.sqrt(2 * repeats))


def test_the_stated_noise_of_the_curve_is_what_repeated_measurements_show():
    rng = np.random.default_rng(3)
    curves = [dq_dv(*branch_of(1500, 1e-3, rng), 4e-3) for _ in range(60)]
    grid = np.linspace(1.3, 2.5, 400)
    seen = np.std([np.interp(grid, c.voltage, c.value) for c in curves], axis=0)
    stated = np.mean([np.interp(grid, c.voltage, c.std) for c in curves], axis=0)
    summit = density_at(grid) > 2
    assert np.median(stated[summit] / seen[summit]) == pytest.approx(1.0, abs=0.25)


def test_jumps_of_the_voltage_widen_the_stated_noise_where_they_are():
    voltage, charge = branch_of(1500)
    jumping = voltage.copy()
    jumping[700:720] += np.resize([0.01, -0.01], 20)
    calm, wild = dq_dv(voltage, charge, 4e-3), dq_dv(jumping, charge, 4e-3)
    there = np.argmin(np.abs(wild.voltage - voltage[710]))
    far = np.argmin(np.abs(wild.voltage - 1.4))
    assert wild.std[there] > 10 * calm.std[there]
    assert wild.std[far] == pytest.approx(calm.std[far], rel=0.2)


@given(st.floats(1e-5, 5e-3))
def test_the_default_width_never_undercuts_noise_and_rounding(noise):
    voltage, charge = branch_of(1000, noise, np.random.default_rng(0))
    found = voltage_noise(voltage, charge)
    assert default_width(voltage, charge, found) >= max(found, 1.5 * voltage_step(voltage)) * 0.999


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_the_size_of_the_cell_only_scales(scale):
    voltage, charge = branch_of(500)
    assert dq_dv(voltage, charge * scale).value == pytest.approx(scale * dq_dv(voltage, charge).value)


def test_too_few_readings_or_no_charge_give_nothing():
    assert dq_dv(np.array([1.0, 2.0]), np.array([0.0, 1.0])) is None
    assert dq_dv(np.linspace(1, 2, 50), np.zeros(50)) is None
    assert dq_dv(np.ones(50), np.linspace(0, 1, 50)) is None
    assert dv_dq(np.ones(3), np.linspace(0, 1, 3)) is None
    assert dv_dq(np.ones(50), np.zeros(50)) is None


@given(st.floats(-3, 3), st.floats(-2, 2), st.integers(30, 3000), st.floats(0.003, 0.1))
def test_the_slope_of_a_parabola_is_exact_even_at_its_ends(slope, bend, readings, width):
    charge = np.linspace(0, 1, readings)
    curve = dv_dq(3 + slope * charge + bend * charge**2, charge, width)
    # readings are joined by lines, so a coarse parabola is a polygon of it
    near = 1e-6 + abs(bend) * 2 / readings + abs(bend) / (readings**2 * width)
    assert np.max(np.abs(curve.value - slope - 2 * bend * curve.charge)) < near


def test_dv_dq_is_the_reciprocal_of_dq_dv():
    voltage, charge = branch_of(4000)
    curve = dv_dq(voltage, charge)
    inside = (curve.charge > 0.05) & (curve.charge < 0.95)
    truth = 1 / density_at(curve.voltage)
    assert np.median(np.abs(curve.value / truth - 1)[inside]) < 0.02


def test_a_branch_is_at_one_current_and_without_a_hold():
    stepped = cell([(-1e-3, 10.0), (-2e-4, 1.0), (1e-3, 10.0)], resistance=300.0)
    assert len(stepped.halves) == 2
    voltage, charge = branch(stepped, 0)
    assert charge[-1] == pytest.approx(10.0, rel=0.01)
    assert voltage[-1] == pytest.approx(LOW - 0.3)
    assert (np.diff(voltage) <= 0).all()


def test_a_rest_inside_carries_no_charge():
    paused = cell([(1e-3, 5.0), (1e-3, 5.0), (-1e-3, 10.0)])
    voltage, charge = branch(paused, 0)
    assert len(voltage) == len(charge)
    assert charge[-1] == pytest.approx(10.0, rel=0.01)
