"""Cracks that go on in a layer: closed forms against integration, limits and the balance of energy."""

from __future__ import annotations

from math import pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from natria.laws.mechanics.film_cracks import (
    CHANNEL,
    SURFACE,
    critical_thickness,
    delamination_energy_release_rate,
    energy_release_rate,
    fracture_energy,
    propagation_stress,
)
from natria.laws.mechanics.films import film_stress
from natria.laws.mechanics.fracture import SURFACE_CRACK, griffith_stress

youngs, poissons = st.floats(1e9, 1e12), st.floats(0.0, 0.45)
thicknesses, stresses, energies = st.floats(1e-9, 1e-4), st.floats(1e5, 1e10), st.floats(1e-2, 1e2)


def test_the_surface_crack_is_the_edge_crack_as_deep_as_the_layer():
    """K = 1.12 sigma sqrt(pi h), G = K^2/E'."""
    stress, thickness, young, nu = 50e6, 3e-6, 30e9, 0.3
    intensity = SURFACE_CRACK * stress * sqrt(pi * thickness)
    by_intensity = float(fracture_energy(intensity, young, nu))
    assert float(energy_release_rate(stress, thickness, young, nu, SURFACE)) == pytest.approx(by_intensity, rel=5e-3)


def test_a_channel_releases_the_mean_over_the_depth_of_the_edge_crack():
    """In steady state the energy of the whole cut is released behind the front: the integral of G over the depth."""
    stress, thickness, young, nu = 50e6, 3e-6, 30e9, 0.3
    behind, _ = quad(lambda depth: float(energy_release_rate(stress, depth, young, nu, SURFACE)), 0, thickness)
    ahead = float(energy_release_rate(stress, thickness, young, nu))
    assert ahead == pytest.approx(behind / thickness, rel=1e-3)
    assert pytest.approx(SURFACE / 2, rel=1e-3) == CHANNEL


@given(energies, thicknesses, youngs, poissons)
def test_the_crack_goes_on_where_its_release_pays_for_it(energy, thickness, young, nu):
    stress = float(propagation_stress(energy, thickness, young, nu))
    assert float(energy_release_rate(stress, thickness, young, nu)) == pytest.approx(energy, rel=1e-9)
    assert float(critical_thickness(energy, stress, young, nu)) == pytest.approx(thickness, rel=1e-9)


@given(energies, thicknesses, youngs, poissons)
def test_four_times_the_thickness_halves_the_stress(energy, thickness, young, nu):
    thick, thin = (float(propagation_stress(energy, h, young, nu)) for h in (4 * thickness, thickness))
    assert thick == pytest.approx(thin / 2, rel=1e-9)


@given(stresses, thicknesses, youngs, poissons)
def test_what_comes_off_gives_back_its_elastic_energy(stress, thickness, young, nu):
    """Loaded from nothing: the integral of stress over strain, in both directions, times the thickness."""
    strain = stress / float(film_stress(young, nu, 1.0))
    density, _ = quad(lambda e: 2 * float(film_stress(young, nu, e)), 0, strain)
    found = float(delamination_energy_release_rate(stress, thickness, young, nu))
    assert found == pytest.approx(density * thickness, rel=1e-9)
    assert float(delamination_energy_release_rate(-stress, thickness, young, nu)) == found


def test_initiation_depends_on_the_flaw_and_propagation_on_the_thickness():
    """A flaw of 0.1 um needs more tension to start than the channel in 3 um of layer needs to go on."""
    young, nu, gamma = 30e9, 0.3, 0.3
    start = float(griffith_stress(young, gamma, 0.1e-6))
    go_on = float(propagation_stress(2 * gamma, 3e-6, young, nu))
    assert go_on < start
    assert go_on == pytest.approx(sqrt(2 * gamma * young / (1 - nu**2) / (1.976 * 3e-6)), rel=1e-9)


@pytest.mark.parametrize("stress", [0.0, -1e6])
def test_compression_opens_no_crack(stress):
    with pytest.raises(ValueError, match="tension"):
        energy_release_rate(stress, 1e-6, 1e10, 0.3)
