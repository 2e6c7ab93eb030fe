"""Pressure in a crack, flaw size and critical current; Griffith and Irwin say the same thing."""

from math import inf, nan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws.mechanics.fracture import (
    crack_stress,
    cracking_current_density,
    critical_flaw_size,
    deposition_pressure,
    griffith_strain,
    griffith_stress,
    griffith_toughness,
)

MOLAR_VOLUME = 23.78e-6
TOUGHNESS = 0.2e6  # Pa m^0.5, 0.2 MPa m^0.5
OHM_CM2 = 1e-4

toughnesses = st.floats(1e4, 1e8)
lengths = st.floats(1e-9, 1e-2)
moduli = st.floats(1e8, 1e12)
surface_energies = st.floats(1e-3, 10.0)


def test_a_millivolt_builds_4_06_megapascal_in_sodium():
    assert deposition_pressure(1e-3, MOLAR_VOLUME) * 1e-6 == pytest.approx(4.06, abs=0.005)


def test_the_interface_of_chi2022_opens_flaws_of_1_2_micrometres():
    """CCD 2.3 mA/cm^2 over 10 ohm cm^2 is 23 mV."""
    overpotential = 23.0 * 10 * OHM_CM2
    pressure = deposition_pressure(overpotential, MOLAR_VOLUME)
    assert overpotential == pytest.approx(0.023)
    assert pressure * 1e-6 == pytest.approx(93.3, abs=0.05)
    assert critical_flaw_size(TOUGHNESS, pressure) * 1e6 == pytest.approx(1.17, abs=0.005)


@given(st.floats(1e-6, 1.0), st.floats(1e-6, 1.0))
def test_the_critical_current_builds_the_critical_pressure(overpotential, resistance):
    pressure = deposition_pressure(overpotential, MOLAR_VOLUME)
    current = float(cracking_current_density(pressure, resistance, MOLAR_VOLUME))
    assert current * resistance == pytest.approx(overpotential, rel=1e-12)


def test_the_critical_current_of_chi2022_comes_back_from_its_flaw():
    pressure = crack_stress(TOUGHNESS, 1.1655e-6)
    assert cracking_current_density(pressure, 10 * OHM_CM2, MOLAR_VOLUME) / 10 == pytest.approx(2.3, abs=0.001)


@given(toughnesses, lengths)
def test_the_critical_flaw_opens_at_its_own_stress(toughness, length):
    assert critical_flaw_size(toughness, crack_stress(toughness, length)) == pytest.approx(length, rel=1e-12)


@given(toughnesses, lengths)
def test_a_crack_four_times_as_long_bears_half(toughness, length):
    once, four = crack_stress(toughness, [length, 4 * length])
    assert four == pytest.approx(once / 2, rel=1e-12)


@given(moduli, surface_energies, lengths)
def test_griffith_is_irwin_with_the_ideal_toughness_but_for_the_free_surface(modulus, energy, length):
    irwin = crack_stress(griffith_toughness(modulus, energy), length)
    assert griffith_stress(modulus, energy, length) == pytest.approx(1.12 * irwin, rel=1e-12)


@given(moduli, surface_energies, lengths)
def test_griffith_strain_releases_as_much_energy_as_the_two_surfaces_cost(modulus, energy, length):
    """Energy release rate pi c E strain^2 = 2 gamma."""
    strain = float(griffith_strain(modulus, energy, length))
    assert pi * length * modulus * strain**2 == pytest.approx(2 * energy, rel=1e-12)
    assert griffith_stress(modulus, energy, length) == pytest.approx(modulus * strain, rel=1e-12)


def test_glass_breaks_at_griffiths_stress():
    """E = 62 GPa, 0.56 J/m^2, 2 c = 2 um: the kind of glass Griffith broke; sqrt(2 * 62e9 * 0.56 / (pi * 1e-6))."""
    assert griffith_stress(62e9, 0.56, 1e-6) == pytest.approx(148.7e6, rel=1e-3)
    assert griffith_toughness(62e9, 0.56) == pytest.approx(sqrt(6.944e10), rel=1e-12)


def test_no_overpotential_builds_no_pressure_and_no_pressure_needs_no_current():
    assert deposition_pressure(0.0, MOLAR_VOLUME) == 0.0
    assert cracking_current_density(0.0, 1e-3, MOLAR_VOLUME) == 0.0


def test_a_curve_is_taken_point_by_point():
    flaws = np.array([0.1e-6, 1e-6, 10e-6])
    curve = crack_stress(TOUGHNESS, flaws)
    assert curve.tolist() == [float(crack_stress(TOUGHNESS, one)) for one in flaws]


@pytest.mark.parametrize("wrong", [0.0, -1.0, inf, nan])
def test_what_must_be_above_zero_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="molar volume"):
        deposition_pressure(1e-3, wrong)
    with pytest.raises(ValueError, match="crack length"):
        crack_stress(TOUGHNESS, [1e-6, wrong])
    with pytest.raises(ValueError, match="pressure"):
        critical_flaw_size(TOUGHNESS, wrong)
    with pytest.raises(ValueError, match="toughness"):
        critical_flaw_size(wrong, 1e6)
    with pytest.raises(ValueError, match="area resistance"):
        cracking_current_density(1e6, wrong, MOLAR_VOLUME)
    with pytest.raises(ValueError, match="crack length"):
        griffith_strain(1e10, 0.5, wrong)
    with pytest.raises(ValueError, match="surface energy"):
        griffith_stress(1e10, wrong, 1e-6)
    with pytest.raises(ValueError, match="Young's modulus"):
        griffith_toughness(wrong, 0.5)


@pytest.mark.parametrize("wrong", [-1e-3, inf, nan])
def test_stripping_builds_no_pressure(wrong):
    with pytest.raises(ValueError, match="overpotential"):
        deposition_pressure(wrong, MOLAR_VOLUME)
    with pytest.raises(ValueError, match="pressure"):
        cracking_current_density(wrong, 1e-3, MOLAR_VOLUME)
