"""Maxima, inflections and slopes from few points of known curves."""

from __future__ import annotations

import numpy as np
import pytest

from natria.atoms.strain.peak import inflection, initial_slope, peak

GRID = np.arange(0, 0.2001, 0.02)


def morse(x, rate=6.0):
    return np.exp(-rate * x) * (1 - np.exp(-rate * x))


def test_the_maximum_of_a_morse_curve_lies_within_its_error():
    found = peak(GRID, morse(GRID), 0.0)
    assert found.strain == pytest.approx(np.log(2) / 6, abs=max(found.strain_std, 1e-4))
    assert found.value == pytest.approx(0.25, rel=1e-3)
    assert 0 < found.strain_std < 2e-3


def test_a_cubic_is_met_exactly():
    found = peak(GRID, GRID - 2 * GRID**2 - 30 * GRID**3, 0.0)
    assert found.strain == pytest.approx((-4 + np.sqrt(16 + 360)) / 180, rel=1e-9)


def test_noise_widens_the_error_of_the_place_as_over_the_curvature():
    quiet, loud = (peak(GRID, morse(GRID), noise) for noise in (0.0, 1e-3))
    curvature = 2 * 6**2 / 4  # of morse at its maximum
    assert loud.strain_std == pytest.approx(np.hypot(quiet.strain_std, 1e-3 / (curvature * 0.02)), rel=0.1)
    assert loud.value_std == pytest.approx(np.hypot(quiet.value_std, 1e-3))


@pytest.mark.parametrize("values", [GRID, -GRID])
def test_no_maximum_at_an_end(values):
    assert peak(GRID, values, 0.0) is None


def test_the_inflection_of_an_energy_is_the_maximum_of_its_slope():
    energy = (1 - np.exp(-6 * GRID)) ** 2
    found = inflection(GRID, energy, 0.1)
    assert found.value == pytest.approx(np.log(2) / 6, rel=5e-3)
    assert found.std < 5e-3
    assert inflection(GRID[:4], energy[:4], 0.05) is None
    assert inflection(GRID, GRID**2, 0.1) is None or inflection(GRID, GRID**2, 0.1).std > 1  # no inflection


def test_the_slope_of_a_bent_curve_at_zero():
    x = np.array([0, 0.005, 0.02, 0.04])
    found = initial_slope(x, morse(x) + 0.7, 0.0)
    assert found.value == pytest.approx(6.0, rel=2e-3)
    assert abs(found.value - 6) <= found.std
    assert initial_slope(x, morse(x), 1e-4).std == pytest.approx(np.hypot(found.std, 1e-4 / 0.005))
    assert initial_slope(x[:3], morse(x[:3]), 0.0) is None
