"""Diffusivities of walks with known diffusivity, their errors, hops and bounds."""

from __future__ import annotations

import numpy as np
import pytest

from natria.atoms.dynamics import diffusivity, squared_displacement
from natria.atoms.dynamics.hops import count_hops, diffusivity_bound
from natria.atoms.dynamics.mobility import displacement_covariance
from natria.laws import GAS, arrhenius_line


def walk(rng, samples, particles, rate):
    """Hops of length 1 along the axes of a cube: `rate` a sample, D = rate/6."""
    steps = np.zeros((samples, particles, 3))
    for place in np.argwhere(rng.poisson(rate, (samples, particles))):
        steps[(*place, rng.integers(3))] += rng.choice((-1, 1))
    return np.cumsum(steps, axis=0)


def gauss(rng, samples, particles, noise):
    """Steps of variance 1 an axis, so D = 1/2 per sample, with static noise on each position."""
    shape = (samples, particles, 3)
    return np.cumsum(rng.standard_normal(shape), axis=0) + noise * rng.standard_normal(shape)


def test_the_displacement_by_hand():
    positions = np.array([[[0.0, 0, 0]], [[1, 0, 0]], [[1, 2, 0]]])
    assert squared_displacement(positions, 2) == pytest.approx([(1 + 4) / 2, 5])


def test_the_covariance_is_that_of_many_walks():
    rng = np.random.default_rng(5)
    points = np.array([squared_displacement(gauss(rng, 40, 2, 0.7), 5) for _ in range(1500)])
    expected = displacement_covariance(40, 5, slope=3.0, offset=6 * 0.49, particles=2, axes=3, hop=0.0)
    assert np.cov(points.T) == pytest.approx(expected, rel=0.2)


def test_hops_that_are_few_add_their_own_scatter():
    """A walk of few hops: the variance of the first point is that of a Poisson count, not of small steps."""
    rng = np.random.default_rng(6)
    rate = 0.02
    points = np.array([squared_displacement(walk(rng, 200, 4, rate), 2) for _ in range(400)])
    with_hops = displacement_covariance(200, 2, slope=rate, offset=0.0, particles=4, axes=3, hop=1.0)
    without = displacement_covariance(200, 2, slope=rate, offset=0.0, particles=4, axes=3, hop=0.0)
    assert np.var(points[:, 0]) == pytest.approx(with_hops[0, 0], rel=0.25)
    assert without[0, 0] < 0.1 * with_hops[0, 0]


def test_intervals_hold_the_true_value_as_often_as_they_say():
    rng = np.random.default_rng(7)
    found = [diffusivity(walk(rng, 200, 8, 0.1), 1.0, 1.0) for _ in range(60)]
    away = np.array([(one.value - 0.1 / 6) / one.std_fit for one in found])
    assert 0.55 <= np.mean(np.abs(away) <= 1) <= 0.9
    assert np.mean(np.abs(away) <= 1.96) >= 0.85
    assert all(one.std >= one.std_fit for one in found)


def test_noise_of_the_positions_is_an_offset():
    found = diffusivity(gauss(np.random.default_rng(8), 2000, 8, 0.7), 2.0, 0.0)
    assert found.value == pytest.approx(0.25, abs=4 * found.std)
    assert found.offset == pytest.approx(6 * 0.49, rel=0.5)
    assert found.is_linear


def test_hops_between_sites_are_counted_and_rattling_is_not():
    cell = np.eye(3) * 4
    sites = np.array([[0.0, 0, 0], [2, 0, 0]])
    path = np.array([0, 0.3, 0.9, 1.1, 0.8, 0.2, 1.0, 1.9, 2.1, 3.0, 4.1, 3.9])  # back once, then two hops
    positions = np.zeros((len(path), 1, 3))
    positions[:, 0, 0] = path
    assert count_hops(positions, sites, cell, 2.0) == 2


def test_the_bound_of_no_hop_is_that_of_three():
    assert diffusivity_bound(0, 2.0, 5, 10.0) == pytest.approx(2.9957 * 4 / (6 * 5 * 10), rel=1e-4)
    assert diffusivity_bound(10, 2.0, 5, 10.0) == pytest.approx(16.962 * 4 / 300, rel=1e-4)  # tables of Poisson


def test_the_line_of_arrhenius_finds_its_energy_and_error():
    kelvin = np.array([500.0, 600, 800])
    values = 1e-7 * np.exp(-30e3 / (GAS * kelvin))
    line = arrhenius_line(kelvin, values, 0.1 * values)
    assert line.energy == pytest.approx(30e3)
    assert line.at(700.0) == pytest.approx(1e-7 * np.exp(-30e3 / (GAS * 700)))
    two = arrhenius_line(kelvin[:2], values[:2], 0.1 * values[:2])
    by_hand = np.sqrt(2) * 0.1 * GAS / (1 / 500 - 1 / 600)
    assert two.energy_std == pytest.approx(by_hand)
    with pytest.raises(ValueError):
        arrhenius_line([500, 500], [1, 2], [1, 1])
