"""Islands of contact: one disc by an integral over its current, many by a tube of current on a grid."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve
from scipy.special import ellipk

from natria.laws import array_factor, spreading_area_resistance, spreading_resistance_of_disc, tube_radius

SIGMA = 8.2e-3  # S/m, of the outer glass of chi2022


def test_one_disc_is_newmans_by_the_potential_of_its_current():
    """The disc's current j = 1/(2 pi a sqrt(a^2 - r^2)) makes the potential of 1/(2 pi sigma) integral of j/r dA.

    At its middle and half way out; both are 1/(4 sigma a), as the disc is an equipotential.
    """
    radius = 5e-6

    def at(x):
        """4 sigma a times the potential at x radii from the middle; r = sin(u), and the ring's elliptic integral."""
        whole = [quad(lambda u: np.sin(u) * ellipk(m(np.sin(u), x)) / (np.sin(u) + x), *ends)[0] for ends in pieces(x)]
        return 4 / pi**2 * sum(whole)

    assert at(0.0) == pytest.approx(1, rel=1e-6)
    assert at(0.5) == pytest.approx(1, rel=1e-4)
    assert spreading_resistance_of_disc(SIGMA, radius) == pytest.approx(1 / (4 * SIGMA * radius), rel=1e-12)


def m(r, x):
    return 4 * r * x / (r + x) ** 2


def pieces(x):
    middle = np.arcsin(x)
    return ((0, middle), (middle, pi / 2)) if x else ((0, pi / 2),)


def tube(share, depth, n=60):
    """4 sigma a R of a disc on a tube of radius 1 above an equipotential floor, less the tube's own, by volumes."""
    a, rows = sqrt(share), int(depth * n)
    edge = np.linspace(0, 1, n + 1)
    area, height = pi * np.diff(edge**2), depth / rows
    touches = edge[1:] <= a + 1e-9
    system, right = lil_matrix((n * rows, n * rows)), np.zeros(n * rows)

    def join(one, other, conductance):
        system[one, one] += conductance
        system[other, other] += conductance
        system[one, other] -= conductance
        system[other, one] -= conductance

    for row in range(rows):
        for ring in range(n):
            here = row * n + ring
            if ring + 1 < n:
                join(here, here + 1, 2 * pi * edge[ring + 1] * height * n)
            if row + 1 < rows:
                join(here, here + n, area[ring] / height)
            else:
                system[here, here] += 2 * area[ring] / height  # the floor at zero
            if row == 0 and touches[ring]:
                system[here, here] += 2 * area[ring] / height  # the island at one
                right[here] += 2 * area[ring] / height
    found = spsolve(system.tocsr(), right)
    current = float(np.sum(2 * area[touches] / height * (1 - found[:n][touches])))
    reached = edge[1:][touches][-1]
    return 4 * reached * (1 / current - depth / pi), reached


@pytest.mark.parametrize("share", [0.1, 0.37, 0.6])
def test_the_factor_of_many_islands_is_that_of_a_tube_on_a_grid(share):
    found, reached = tube(share, 2.0)
    assert array_factor(reached**2) == pytest.approx(found, abs=0.025)


def test_half_as_deep_as_the_tube_is_wide_is_deep_enough():
    """The limit at which `lost_contact` refuses: a floor there takes some per cent off."""
    deep, shallow = tube(0.37, 2.0)[0], tube(0.37, 0.5)[0]
    assert shallow == pytest.approx(deep, rel=0.06)
    assert tube(0.37, 0.2)[0] < 0.8 * deep


def test_audit_by_hand_3_ohm_cm2_for_5_um_and_63_for_100_um():
    for radius, ohm_cm2 in ((5e-6, 3.2), (100e-6, 63.5)):
        by_hand = pi * radius / (4 * SIGMA * 0.37) * (1 - sqrt(0.37)) ** 1.5 * 1e4
        assert by_hand == pytest.approx(ohm_cm2, abs=0.06)
        assert spreading_area_resistance(SIGMA, radius, 0.37) * 1e4 == pytest.approx(by_hand)


@given(st.floats(1e-8, 1e-3), st.floats(1e-6, 1))
def test_no_contact_lost_costs_nothing_and_less_contact_costs_more(radius, share):
    assert spreading_area_resistance(SIGMA, radius, 1.0) == 0
    one, less = (spreading_area_resistance(SIGMA, radius, s) for s in (share, share / 2))
    assert 0 <= one < less


@given(st.floats(1e-8, 1e-3), st.floats(1e-6, 1))
def test_finer_islands_cost_less_in_proportion(radius, share):
    assert spreading_area_resistance(SIGMA, radius / 2, share) * 2 == pytest.approx(
        spreading_area_resistance(SIGMA, radius, share), rel=1e-12
    )


def test_few_islands_far_apart_are_discs_in_parallel():
    share, radius = 1e-8, 1e-6
    per_area = share / (pi * radius**2)
    alone = 1 / (4 * SIGMA * radius)
    assert spreading_area_resistance(SIGMA, radius, share) == pytest.approx(alone / per_area, rel=2e-4)


def test_the_tube_of_an_island_has_the_area_of_its_share():
    assert pi * 5e-6**2 / (pi * tube_radius(5e-6, 0.37) ** 2) == pytest.approx(0.37)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_no_contact_and_more_than_all_raise(share):
    with pytest.raises(ValueError, match="share"):
        spreading_area_resistance(SIGMA, 1e-6, share)
