"""Plateaus: as long and as high as they are, and none on a slope."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cells import STEPS, branch_of

from natria.lab.cycling.full_cell.curves import is_held
from natria.lab.cycling.full_cell.plateaus import Plateau, find_plateaus

X = np.linspace(0, 1, 1500)


def stairs(first, between=0.01):
    """Two plateaus, 1.9 and 1.3 V, with a tail: the discharge of a sulfur cell."""
    return 1.9 - 0.6 / (1 + np.exp(-(X - first) / between)) - 0.02 * X - 0.4 * np.exp((X - 1) / 0.01)


@given(st.floats(0.15, 0.75), st.floats(0, 1e-3), st.integers(0, 1000))
def test_two_plateaus_are_found_with_their_lengths(first, noise, seed):
    voltage = stairs(first) + np.random.default_rng(seed).normal(0, noise, len(X))
    high, low = find_plateaus(voltage, X * 7.0)
    assert high.voltage == pytest.approx(1.89, abs=0.02)
    assert low.voltage == pytest.approx(1.28, abs=0.02)
    assert high.begin + high.share == pytest.approx(first, abs=0.07)
    assert low.begin == pytest.approx(first, abs=0.07)
    assert low.charge == pytest.approx(low.share * 7.0)


@given(st.floats(0.05, 2.0), st.floats(0, 0.002), st.integers(0, 1000))
@settings(max_examples=100)
def test_a_sloping_line_has_none(slope, noise, seed):
    voltage = 3.5 - slope * X + np.random.default_rng(seed).normal(0, noise, len(X))
    assert find_plateaus(voltage, X) == ()


def test_a_slope_with_a_steep_tail_has_none():
    assert find_plateaus(3.5 - 0.8 * X - 0.6 * np.exp((X - 1) / 0.01), X) == ()


@pytest.mark.parametrize("direction", [1, -1])
def test_either_direction_sees_the_same(direction):
    voltage, charge = branch_of(1500, steps=STEPS)
    found = find_plateaus(voltage[::direction], charge)
    assert sorted(p.voltage for p in found) == pytest.approx(sorted(c for c, *_ in STEPS), abs=0.01)


def test_sampling_does_not_matter():
    voltage, charge = branch_of(20_000)
    on_voltage = np.flatnonzero(np.r_[True, np.diff(np.floor(voltage / 3e-3)) != 0])
    for a, b in zip(
        find_plateaus(voltage, charge), find_plateaus(voltage[on_voltage], charge[on_voltage]), strict=True
    ):
        assert (a.voltage, a.share) == pytest.approx((b.voltage, b.share), abs=0.01)


def test_noise_around_one_voltage_has_no_shape():
    assert find_plateaus(3 + np.random.default_rng(0).normal(0, 1e-3, 1500), X) == ()


def test_few_readings_have_none():
    assert find_plateaus(np.linspace(1, 2, 10), np.linspace(0, 1, 10)) == ()


@pytest.mark.parametrize(
    ("voltage", "spread", "held"), [(4.8999, 1e-5, True), (4.8999, 8e-3, False), (4.7, 1e-5, False)]
)
def test_a_constant_voltage_at_the_limit_is_no_plateau(voltage, spread, held):
    assert is_held(Plateau(voltage, spread, begin=0.1, share=0.8, charge=1.0), limit=4.9) is held
