"""Measures of a deposit on known shapes: flat, sine, cylinder, a fin, metal without contact."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ellipe

from natria.models.deposit.inputs import WIDTH_10_90
from natria.models.deposit.measures import contour_length, lost_metal, roughness_factor, shape_of, touched_at
from natria.models.deposit.settings import DepositGrid
from natria.models.deposit.start import Nucleus, metal_of, profile

DX = 0.1e-6
STEEP = WIDTH_10_90 / (6 * DX)
GRID = DepositGrid((96, 1, 96), DX)
FIRST = 2e-6


def test_a_flat_front_is_smooth_and_dense():
    found = shape_of(metal_of(GRID, STEEP, 4.03e-6), DX, FIRST, 4.03e-6)
    assert found.mean == pytest.approx(4.03e-6, abs=DX / 8)
    assert found.roughness == pytest.approx(0, abs=1e-12)
    assert found.roughness_factor == pytest.approx(1, abs=1e-3)
    assert found.arc_length_ratio == pytest.approx(1, abs=1e-9)
    assert found.dendrite_share == pytest.approx(0, abs=0.01)
    assert found.density == pytest.approx(1, abs=0.01)
    assert found.lost == 0


def test_a_sine_has_its_arc_length_and_deviation():
    amplitude, waves = 0.5e-6, 2
    z = (np.arange(96) + 0.5) * DX
    k = 2 * np.pi * waves / (96 * DX)
    heights = 5e-6 + amplitude * np.cos(k * z)
    xi = metal_of(GRID, STEEP, heights[None, :])
    found = shape_of(xi, DX, FIRST, 5.5e-6)
    a = (amplitude * k) ** 2
    length = 2 / np.pi * np.sqrt(1 + a) * ellipe(a / (1 + a))
    assert found.arc_length_ratio == pytest.approx(length, rel=5e-3)
    assert found.roughness_factor == pytest.approx(length, rel=2e-2)
    assert found.roughness == pytest.approx(amplitude / np.sqrt(2), rel=2e-2)
    assert found.mean == pytest.approx(5e-6, rel=2e-3)
    assert found.dendrite_share == pytest.approx(amplitude / np.pi / 3e-6, rel=3e-2)
    assert found.density == pytest.approx(3 / 3.5, rel=1e-2)


def test_a_cylinder_has_its_circumference_and_is_lost_without_contact():
    radius = 2e-6
    xi = metal_of(GRID, STEEP, 1e-6, [Nucleus(5e-6, (0.0, 4.8e-6), radius)])
    only = xi[:, 0, :].copy()
    only[: 2 * 10] = 0
    assert contour_length(only) * DX == pytest.approx(2 * np.pi * radius, rel=5e-3)
    assert lost_metal(xi, DX) * 96 * DX == pytest.approx(np.pi * radius**2, rel=2e-2)
    assert roughness_factor(xi, DX) == pytest.approx(1 + 2 * np.pi * radius / (96 * DX), rel=2e-2)


def test_a_fin_is_a_dendrite():
    z = (np.arange(96) + 0.5) * DX
    heights = np.where(np.abs(z - 4.8e-6) < 0.96e-6, 7e-6, FIRST)
    x = (np.arange(96) + 0.5) * DX
    xi = np.asarray(x[:, None, None] < heights[None, None, :], float)
    found = shape_of(xi, DX, FIRST, 7e-6)
    share = 20 / 96
    assert found.density == pytest.approx(share, rel=1e-2)
    assert found.dendrite_share == pytest.approx(1 - share, rel=1e-2)


def test_the_front_in_three_dimensions():
    grid = DepositGrid((32, 16, 16), DX)
    found = shape_of(metal_of(grid, STEEP, 1.6e-6), DX, 1e-6, 1.6e-6)
    assert (found.roughness_factor, found.arc_length_ratio) == (pytest.approx(1, abs=2e-3), pytest.approx(1, abs=1e-9))


def test_the_profile_is_half_at_the_front():
    assert profile(np.zeros(1), STEEP)[0] == 0.5


def test_a_touch_is_between_two_times():
    assert touched_at(np.array([0.0, 1.0, 2.0]), np.array([3.0, 1.0, -1.0])) == pytest.approx(1.5)
    assert touched_at(np.array([0.0, 1.0]), np.array([3.0, 1.0])) is None
    assert touched_at(np.array([0.0, 1.0]), np.array([0.0, -1.0])) == 0
