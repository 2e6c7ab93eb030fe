"""The waves of a front: heights, amplitudes of cosines in two and three dimensions, growth rates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.models.deposit.of_design.waves import amplitudes_of, count_of_waves, growth_of, heights_of
from natria.models.deposit.settings import DepositGrid
from natria.models.deposit.start import Relief, metal_of

SPACING = 0.25e-6
GRID = DepositGrid((64, 1, 64), SPACING)
STEEP = 4.4 / 1.5e-6
PLACES = (np.arange(64) + 0.5) * SPACING


def test_heights_are_those_of_the_front():
    wanted = 8e-6 + 0.4e-6 * np.cos(2 * np.pi * PLACES / 16e-6)
    found = heights_of(metal_of(GRID, STEEP, wanted[None, :]), SPACING)
    assert found[0] == pytest.approx(wanted, abs=0.02 * SPACING)


@given(st.integers(1, 20), st.floats(1e-9, 1e-6))
def test_a_cosine_has_one_wave(number, size):
    heights = 5e-6 + size * np.cos(np.pi * number * (np.arange(64) + 0.5) / 64)
    found = amplitudes_of(heights[None, :], 30)
    assert found[number - 1] == pytest.approx(size, rel=1e-6)
    assert np.delete(found, number - 1).max() < 1e-6 * size + 1e-18


def test_in_three_dimensions_a_wave_has_one_amplitude_in_each_direction():
    y, z = np.meshgrid((np.arange(32) + 0.5) / 32, (np.arange(32) + 0.5) / 32, indexing="ij")
    along, across = (1e-7 * np.cos(3 * np.pi * one) for one in (z, y))
    assert amplitudes_of(along, 8)[2] == pytest.approx(1e-7)
    assert amplitudes_of(across, 8)[2] == pytest.approx(1e-7)
    both = np.sqrt(2) * 1e-7 * np.cos(3 * np.pi * z) * np.cos(4 * np.pi * y)  # of the same root mean square
    assert amplitudes_of(both, 8)[4] == pytest.approx(1e-7)


def test_a_wave_that_grows_has_its_rate():
    times = np.linspace(0, 10, 11)
    rates = np.array([0.1, 0.3, -0.2])
    found = growth_of(times, 1e-8 * np.exp(rates * times[:, None]), 16e-6, SPACING)
    assert found.rate == pytest.approx(rates)
    assert found.fastest == 1
    assert found.wavelength == pytest.approx([32e-6, 16e-6, 32e-6 / 3])
    assert found.error.max() < 1e-9


def test_a_flat_front_has_no_rate():
    found = growth_of(np.linspace(0, 1, 5), np.zeros((5, 3)), 16e-6, SPACING)
    assert found.fastest is None


def test_waves_are_two_fronts_long_or_longer():
    assert 2 * 32e-6 / count_of_waves(32e-6, 1.5e-6) >= 2 * 1.5e-6


def tops(form, shape=(64, 1, 64), **sizes):
    relief = Relief(form, 8e-6, **sizes)
    return heights_of(metal_of(DepositGrid(shape, SPACING), STEEP, 4e-6, relief=relief), SPACING)


def test_ridges_stand_on_half_of_their_period():
    found = tops("ridges", height=4e-6, width=4e-6)
    assert found.max() == pytest.approx(8e-6, abs=0.1 * SPACING)
    assert found.min() == pytest.approx(4e-6, abs=0.1 * SPACING)
    assert np.mean(found > 6e-6) == pytest.approx(0.5, abs=0.05)


def test_pillars_stand_on_a_quarter():
    found = tops("pillars", (64, 64, 64), height=4e-6, width=4e-6)
    assert np.mean(found > 6e-6) == pytest.approx(0.25, abs=0.03)


def test_balls_stand_at_each_period():
    found = tops("balls", height=2e-6)
    assert found.max() == pytest.approx(6e-6, abs=0.2 * SPACING)
    peaks = (found[0, 1:-1] >= found[0, :-2]) & (found[0, 1:-1] > found[0, 2:]) & (found[0, 1:-1] > 5e-6)
    assert peaks.sum() == 2


def test_a_wave_is_a_sine():
    found = tops("wave", height=0.5e-6)
    assert found[0] == pytest.approx(4e-6 + 0.5e-6 * np.cos(2 * np.pi * PLACES / 8e-6), abs=0.05 * SPACING)
