"""Strain of a thin layer by plating and growth: closed forms against limits and against integration."""

from __future__ import annotations

from math import inf, nan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from natria.laws import thickness_of_charge
from natria.laws.mechanics.films import (
    biaxial_modulus,
    film_stress,
    growth_strain,
    hoop_strain,
    island_curvature,
    island_height,
    island_strain,
    pilling_bedworth_ratio,
    plane_strain_modulus,
    stress_transfer_length,
    tolerated_island_height,
)

SODIUM = 23.78e-6  # m^3/mol
radii = st.floats(1e-7, 1e-3)
slopes = st.floats(1e-3, 1.0)  # height over radius
poissons = st.floats(0.0, 0.49)


def cap(height, radius):
    """Profile z(r) of the spherical cap, and its radius of curvature."""
    curved = (radius**2 + height**2) / (2 * height)
    return (lambda r: sqrt(curved**2 - r**2) - (curved - height)), curved


def test_a_milliampere_hour_is_8_9_micrometres_of_sodium():
    assert thickness_of_charge(36000.0, SODIUM) == pytest.approx(8.87e-6, abs=0.005e-6)


# --- an island below the layer


@given(radii, slopes)
def test_the_volume_of_the_cap_is_that_of_the_deposit(radius, slope):
    mean = slope * radius
    height = float(island_height(mean, radius))
    assert pi * height / 6 * (3 * radius**2 + height**2) == pytest.approx(pi * radius**2 * mean, rel=1e-9)


def test_a_flat_cap_is_twice_as_high_as_its_mean():
    assert float(island_height(1e-9, 1e-3)) == pytest.approx(2e-9, rel=1e-6)


@given(radii, st.floats(0.02, 0.9))
def test_the_membrane_is_stretched_as_the_integrated_area_of_the_cap(radius, slope):
    profile, curved = cap(slope * radius, radius)
    area, _ = quad(lambda r: 2 * pi * r * curved / sqrt(curved**2 - r**2), 0, radius, epsabs=0)
    assert profile(radius) == pytest.approx(0, abs=1e-7 * radius)
    stretched = sqrt(area / (pi * radius**2)) - 1
    thin = float(island_strain(slope * radius, radius, 1e-12 * radius))
    assert thin == pytest.approx(stretched, rel=1e-6)


@given(radii, st.floats(0.02, 0.9))
def test_the_curvature_is_the_second_difference_of_the_profile(radius, slope):
    profile, _ = cap(slope * radius, radius)
    step = 1e-3 * radius
    second = -(profile(step) - 2 * profile(0.0) + profile(-step)) / step**2
    assert float(island_curvature(slope * radius, radius)) == pytest.approx(second, rel=1e-4)


@given(radii, st.floats(1e-4, 0.03))
def test_a_shallow_island_stretches_by_half_the_square_of_its_slope(radius, slope):
    strain = float(island_strain(slope * radius, radius, 1e-12 * radius))
    assert strain == pytest.approx(slope**2 / 2, rel=1e-3)


@given(radii, slopes, st.floats(1e-9, 1e-5))
def test_bending_adds_half_the_thickness_times_the_curvature(radius, slope, thickness):
    height = slope * radius
    bent = island_strain(height, radius, thickness) - island_strain(height, radius, 1e-25)
    assert float(bent) == pytest.approx(thickness / 2 * float(island_curvature(height, radius)), rel=1e-6, abs=1e-12)


def test_no_island_no_strain():
    assert float(island_strain(0.0, 1e-5, 3e-6)) == 0.0


@given(radii, st.floats(0.01, 0.9), st.floats(1e-9, 1e-5))
def test_the_tolerated_height_gives_the_strain_back(radius, slope, thickness):
    strain = float(island_strain(slope * radius, radius, thickness))
    assert tolerated_island_height(strain, radius, thickness) == pytest.approx(slope * radius, rel=1e-6)


def test_what_stretches_a_layer_less_than_it_bears_has_no_limit():
    with pytest.raises(ValueError, match="hemisphere"):
        tolerated_island_height(0.5, 1e-5, 1e-8)
    with pytest.raises(ValueError, match="above zero"):
        tolerated_island_height(0.0, 1e-5, 1e-8)


# --- even plating


def test_even_plating_strains_a_curved_layer_by_the_ring_and_a_flat_one_by_nothing():
    around = 2 * pi * (1e-3 + 8.9e-6) / (2 * pi * 1e-3) - 1
    assert float(hoop_strain(8.9e-6, 1e-3)) == pytest.approx(around, rel=1e-9)
    assert float(hoop_strain(8.9e-6, 1e12)) < 1e-17


# --- stress


@given(st.floats(1e8, 1e12), poissons, st.floats(-0.1, 0.1))
def test_the_biaxial_stress_is_hookes_law_of_two_equal_strains(young, nu, strain):
    """Solved from eps = (s_x - nu s_y)/E with no stress through the thickness."""
    both = np.linalg.solve(np.array([[1, -nu], [-nu, 1]]) / young, [strain, strain])
    assert film_stress(young, nu, strain) == pytest.approx(both[0], rel=1e-9, abs=1e-6)


@given(st.floats(1e8, 1e12), poissons)
def test_the_moduli_by_hookes_law(young, nu):
    one = np.linalg.solve(np.array([[1, -nu], [-nu, 1]]) / young, [1.0, 0.0])[0]
    assert float(plane_strain_modulus(young, nu)) == pytest.approx(one, rel=1e-9)
    assert float(biaxial_modulus(young, 0.0)) == young


# --- growth


@pytest.mark.parametrize(
    ("volume", "atoms", "ratio"),
    [(18.78, 1, 0.79), (28.06, 1, 1.18), (16.4, 1, 0.69), (71.4, 3, 1.00)],  # NaOH, NaNH2, NaF, Na3Sb in cm^3/mol
)
def test_the_ratios_of_the_phases_here(volume, atoms, ratio):
    assert float(pilling_bedworth_ratio(volume * 1e-6 / atoms, SODIUM)) == pytest.approx(ratio, abs=0.005)


@given(st.floats(0.1, 10))
def test_a_layer_forced_to_its_metal_has_the_volume_of_the_metal_again(ratio):
    """(1 + eps)^3 PBR = 1; above 1 it is compressed."""
    strain = float(growth_strain(ratio))
    assert (1 + strain) ** 3 * ratio == pytest.approx(1, rel=1e-9)
    assert (strain < 0) == (ratio > 1) or ratio == pytest.approx(1)


@given(st.floats(1e5, 1e9), st.floats(1e-9, 1e-4), st.floats(1e4, 1e7))
def test_friction_over_the_transfer_length_balances_the_stress(stress, thickness, strength):
    length = float(stress_transfer_length(stress, thickness, strength))
    assert strength / sqrt(3) * length == pytest.approx(stress * thickness, rel=1e-9)
    assert float(stress_transfer_length(-stress, thickness, strength)) == length


@pytest.mark.parametrize(
    "call",
    [
        lambda: island_strain(1e-6, 0.0, 1e-6),
        lambda: island_height(-1e-6, 1e-6),
        lambda: hoop_strain(1e-6, nan),
        lambda: biaxial_modulus(1e9, 0.6),
        lambda: plane_strain_modulus(0.0, 0.3),
        lambda: growth_strain(0.0),
        lambda: pilling_bedworth_ratio(inf, 1e-5),
    ],
)
def test_nonsense_is_refused(call):
    with pytest.raises(ValueError, match=r"."):
        call()
