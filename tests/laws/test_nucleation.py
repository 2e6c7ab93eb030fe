"""A cap of metal on a host: the laws against the energy of a cap written out by its geometry."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from natria.laws import (
    cap_factor,
    critical_nucleus_radius,
    nucleation_barrier,
    nucleation_overpotential,
    nucleation_rate_exponent,
)

FARADAY, AVOGADRO, GAS = 96485.33212331001, 6.02214076e23, 8.31446261815324
GAMMA, VOLUME = 0.24, 23.78e-6  # J/m^2, m^3/mol: sodium


def energy(radius, eta, cosine):
    """J: volume, free surface and base of a spherical cap; the base costs the host gamma cos(theta) less."""
    volume = pi * radius**3 * (2 - 3 * cosine + cosine**3) / 3
    free, base = 2 * pi * radius**2 * (1 - cosine), pi * radius**2 * (1 - cosine**2)
    return -volume * FARADAY * eta / VOLUME + GAMMA * (free - cosine * base)


@given(st.floats(0.005, 0.5), st.floats(-0.99, 0.99))
def test_the_barrier_is_the_top_of_the_energy_of_a_cap(eta, cosine):
    radius = float(critical_nucleus_radius(GAMMA, VOLUME, eta))
    top = minimize_scalar(lambda x: -energy(x * radius, eta, cosine) / energy(radius, eta, cosine), bounds=(0.1, 1.4))
    assert top.x == pytest.approx(1, abs=1e-4)
    assert nucleation_barrier(GAMMA, VOLUME, eta, cosine) / AVOGADRO == pytest.approx(
        energy(radius, eta, cosine), rel=1e-6
    )


def test_sodium_by_hand_at_30_mv():
    """r* = 2 x 0.24 x 23.78e-6/(96485 x 0.03) = 3.94 nm; half of 4/3 pi r*^2 gamma is 7.8e-18 J, 1900 kT."""
    assert critical_nucleus_radius(GAMMA, VOLUME, 0.03) == pytest.approx(3.943e-9, rel=1e-3)
    barrier = nucleation_barrier(GAMMA, VOLUME, 0.03, 0.0)
    assert barrier / AVOGADRO == pytest.approx(7.82e-18, rel=2e-3)
    assert nucleation_rate_exponent(barrier, 298.15) == pytest.approx(1900, rel=2e-3)


@given(st.floats(-0.99, 0.99), st.floats(1, 200), st.floats(250, 370))
def test_at_the_threshold_the_exponent_is_the_one_that_was_asked_for(cosine, exponent, temperature):
    eta = nucleation_overpotential(GAMMA, VOLUME, cosine, exponent, temperature)
    back = nucleation_rate_exponent(nucleation_barrier(GAMMA, VOLUME, eta, cosine), temperature)
    assert back == pytest.approx(exponent, rel=1e-9)


@given(st.floats(0.01, 0.3))
def test_the_exponent_falls_with_the_square_of_the_overpotential(eta):
    """The slope of ln B over ln eta, by differences."""
    barriers = [float(nucleation_barrier(GAMMA, VOLUME, eta * k, 0.3)) for k in (0.999, 1.001)]
    assert np.log(barriers[1] / barriers[0]) / np.log(1.001 / 0.999) == pytest.approx(-2, abs=1e-6)


def test_a_host_that_is_wetted_has_no_barrier_and_one_that_is_not_touched_that_of_a_sphere():
    assert (cap_factor(1.0), cap_factor(0.0), cap_factor(-1.0)) == (0, 0.5, 1)
    assert nucleation_overpotential(GAMMA, VOLUME, 1.0, 50, 298.15) == 0


def test_the_radius_does_not_know_the_host_and_grows_without_limit_at_equilibrium():
    assert critical_nucleus_radius(GAMMA, VOLUME, 1e-9) > 0.1
    with pytest.raises(ValueError, match="overpotential"):
        critical_nucleus_radius(GAMMA, VOLUME, 0.0)


@pytest.mark.parametrize("cosine", [-1.01, 1.01])
def test_no_angle_has_a_cosine_above_one(cosine):
    with pytest.raises(ValueError, match="cosine"):
        cap_factor(cosine)
