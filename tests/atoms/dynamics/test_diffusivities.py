"""Diffusivities of walks with known diffusivity, their errors, hops and bounds."""

from __future__ import annotations

import numpy as np
import pytest

from natria.atoms.dynamics import diffusivity, squared_displacement
from natria.atoms.dynamics.hops import (
    diffusivity_bound,
    fourth_moment_length,
    hop_lengths,
    longest_hop,
    with_vacant_sites,
)
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
    assert hop_lengths(positions, sites, cell, 2.0) == pytest.approx([2.0, 2.0])


def chain(rng, samples, particles, gaps, rate):
    """Hops at random to the left and to the right between sites that are `gaps` apart in turn: D = rate a^2/2.

    `rate` hops a sample (one at most), a the mean gap; only the x axis is walked.
    """
    places = np.cumsum((rng.random((samples, particles)) < rate) * rng.choice((-1, 1), (samples, particles)), axis=0)
    positions = np.zeros((samples, particles, 3))
    positions[..., 0] = places // 2 * sum(gaps) + places % 2 * gaps[0]
    return positions


def test_the_bound_holds_where_sites_are_unequally_far_apart():
    """Gaps of 1 and 4: D is rate 2.5^2/2 along the axis; hops that all count as the least gap allow rate 1/2."""
    gaps, rate, samples, particles = (1.0, 4.0), 0.05, 160, 3
    cell, sites = np.diag([sum(gaps), 20.0, 20.0]), np.array([[0.0, 0, 0], [gaps[0], 0, 0]])
    exact = rate * np.mean(gaps) ** 2 / 2
    rng, bounds = np.random.default_rng(9), []
    for _ in range(20):
        lengths = hop_lengths(chain(rng, samples, particles, gaps, rate), sites, cell, min(gaps))
        assert set(np.round(lengths, 9)) <= set(gaps)
        bounds.append(diffusivity_bound(lengths, max(gaps), particles, samples - 1, axes=1))
    assert np.mean(np.array(bounds) >= exact) >= 0.9
    assert np.median(bounds) < 3 * exact


@pytest.mark.parametrize(
    ("cell", "places", "longest"),
    [
        (np.eye(3) * 3, [[0, 0, 0]], 3.0),  # no diagonal
        (np.full((3, 3), 2.0) - 2 * np.eye(3), [[0, 0, 0]], 8**0.5),  # face-centred: twelve at a/sqrt(2), not a
        (np.eye(3) * 4, [[0, 0, 0], [2, 2, 2]], 12**0.5),  # body-centred: not the edge
        (np.diag([3.0, 3, 5]), [[0, 0, 0]], 5.0),  # layers
        (np.diag([5.0, 20, 20]), [[0, 0, 0], [1, 0, 0]], 20.0),
        ([[3.0, 0, 0], [30, 3, 0], [0, 0, 3]], [[0, 0, 0]], 3.0),  # a cube in another cell
    ],
)
def test_neighbours_have_no_site_between_them(cell, places, longest):
    cell, places = np.array(cell), np.array(places, float)
    assert longest_hop(places, cell) == pytest.approx(longest)
    shaken = np.concatenate([places + shift @ cell for shift in np.ndindex(2, 2, 2)])
    shaken += 1e-3 * np.random.default_rng(1).standard_normal(shaken.shape)
    assert longest_hop(shaken, 2 * cell) == pytest.approx(longest, abs=0.02)


def test_the_bound_of_no_hop_is_that_of_three_long_ones():
    assert diffusivity_bound(np.empty(0), 2.0, 5, 10.0) == pytest.approx(2.9957 * 4 / (6 * 5 * 10), rel=1e-4)
    equal = np.full(10, 2.0)
    assert diffusivity_bound(equal, 2.0, 5, 10.0) == pytest.approx(16.962 * 4 / 300, rel=1e-4)  # tables of Poisson
    assert diffusivity_bound(equal, 3.0, 5, 10.0) == pytest.approx((10 * 4 + 6.962 * 9) / 300, rel=1e-4)


def test_unequal_hops_scatter_by_their_fourth_powers():
    """Hops of 1 and 4 at random: the variance of the squared displacement of one sample is rate <l^4>."""
    rng, rate = np.random.default_rng(10), 0.02
    lengths = rng.choice((1.0, 4.0), (200, 4))
    length = fourth_moment_length(lengths.ravel(), 9.0)
    assert fourth_moment_length(np.empty(0), 9.0) == 9.0
    some = [
        squared_displacement(np.cumsum((rng.random((200, 4, 1)) < rate) * lengths[..., None] * signs, axis=0), 2)[0]
        for signs in rng.choice((-1, 1), (600, 200, 4, 1))
    ]
    slope = rate * np.mean(lengths**2)
    expected = displacement_covariance(200, 2, slope=slope, offset=0.0, particles=4, axes=1, hop=length)[0, 0]
    assert np.var(some) == pytest.approx(expected, rel=0.25)


@pytest.mark.parametrize("samples", [0, 3, 11])
def test_too_few_samples_are_refused(samples):
    with pytest.raises(ValueError):
        diffusivity(np.zeros((samples, 2, 3)), 1.0, 1.0)
    assert np.isfinite(diffusivity(gauss(np.random.default_rng(2), 12, 2, 0.1), 1.0, 0.0).misfit)


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


def rattling(places, per_place, rng, spread=0.15):
    """One particle that rattles about places in turn."""
    each = [place + spread * rng.standard_normal((per_place, 3)) for place in places]
    return np.concatenate(each)[:, None]


def test_a_hop_into_a_vacancy_is_counted_once_the_particle_rests_there():
    rng, cell = np.random.default_rng(4), np.diag([12.0, 9.0, 9.0])
    sites = np.array([[0.0, 0, 0], [3, 0, 0], [6, 0, 0]])  # the one at 9 is vacant
    moved = rattling([sites[2], np.array([9.0, 0, 0])], 40, rng)
    still = [np.repeat(one[None, None], 80, axis=0) for one in sites[:2]]
    positions = np.concatenate([*still, moved], axis=1)
    assert len(hop_lengths(positions, sites, cell, 3.0)) == 0
    more = with_vacant_sites(positions, sites, cell, 3.0, 5e-14)
    assert more[:3] == pytest.approx(sites)
    assert len(more) == 4
    assert more[3] == pytest.approx([9, 0, 0], abs=0.2)
    assert hop_lengths(positions, more, cell, 3.0) == pytest.approx([3.0], abs=0.2)


def test_a_place_that_is_passed_is_no_site():
    cell, sites = np.eye(3) * 12.0, np.array([[0.0, 0, 0], [3, 0, 0]])
    passing = np.linspace([3.0, 0, 0], [12.0, 0, 0], 40)[:, None]  # 0.23 a sample, 2.3 in half a picosecond
    assert len(with_vacant_sites(passing, sites, cell, 3.0, 5e-14)) == 2


def test_a_known_site_in_the_next_cell_is_not_found_again():
    rng, cell = np.random.default_rng(4), np.eye(3) * 6.0
    sites = np.array([[0.0, 0, 0], [3, 0, 0]])
    positions = rattling([np.array([6.0, 0, 0]), np.array([-3.0, 0, 0])], 40, rng)
    assert len(with_vacant_sites(positions, sites, cell, 3.0, 5e-14)) == 2
