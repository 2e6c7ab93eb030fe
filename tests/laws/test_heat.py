"""How warm it becomes: against a solved constriction, orders of magnitude of kumar2020's cell, and refusals."""

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    FARADAY,
    GAS,
    LORENZ,
    adiabatic_heating_rate,
    arrhenius_factor,
    constriction_heating,
    metallic_neck_temperature,
    metallic_neck_voltage,
    steady_temperature_rise,
    temperature_of_lower_resistance,
)

EV = FARADAY  # J/mol in one eV per particle
ROOM = 298.15
CURRENT, VOLTAGE = 500.0, 0.2  # kumar2020's highest current, 50 mA/cm^2
MELTING_OF_SODIUM = 370.9


@pytest.mark.parametrize("neck", [1.0, 0.1, 0.01])
def test_the_shape_of_a_constriction_drops_out(neck):
    """A rod whose area narrows to `neck` in the middle, solved as resistors of charge and heat in series."""
    sigma, kappa, cells = 0.1, 0.5, 4001
    x = (np.arange(cells) + 0.5) / cells - 0.5
    resistance = 1 / (cells * sigma * (neck + (1 - neck) * 4 * x**2))  # of each slice; heat: sigma/kappa of it
    drop = VOLTAGE * resistance / resistance.sum()
    heat = VOLTAGE / resistance.sum() * drop  # W in each slice
    # in the middle by symmetry no heat flows: what is made further in leaves through each slice
    half = cells // 2
    outward = np.cumsum(heat[half:]) - heat[half] / 2 - heat[half:] / 2
    rise = np.sum(outward * resistance[half:] * sigma / kappa)
    assert rise == pytest.approx(float(constriction_heating(VOLTAGE, sigma, kappa)), rel=1e-3)


def test_a_constriction_of_an_electrolyte_warms_by_a_millikelvin():
    """1 mS/cm, 0.5 W/(m K), 0.2 V."""
    assert constriction_heating(VOLTAGE, 0.1, 0.5) == pytest.approx(1e-3, rel=1e-12)


def test_a_neck_of_metal_under_the_whole_voltage_would_melt():
    """Sodium: 2.1e7 S/m, 142 W/(m K), both kept constant. By Wiedemann and Franz the rise is 408 K."""
    assert constriction_heating(VOLTAGE, 2.1e7, 142.0) == pytest.approx(739.0, abs=1.0)
    assert ROOM + float(constriction_heating(0.06, 2.1e7, 142.0)) < MELTING_OF_SODIUM
    assert ROOM + float(constriction_heating(0.07, 2.1e7, 142.0)) > MELTING_OF_SODIUM


def test_a_coin_cell_at_its_highest_current_warms_by_1_4_k():
    """A case of 20 mm x 3.2 mm around a 12 mm electrode, 10 W/(m^2 K) of still air."""
    case = 2 * np.pi * 10e-3**2 + np.pi * 20e-3 * 3.2e-3
    faces = case / (np.pi * 6e-3**2)
    assert faces == pytest.approx(7.33, abs=0.01)
    assert steady_temperature_rise(CURRENT, VOLTAGE, 10.0, faces) == pytest.approx(1.36, abs=0.01)
    assert steady_temperature_rise(CURRENT, VOLTAGE, 10.0) == pytest.approx(5.0, rel=1e-12)  # its two faces alone


@given(st.floats(0.1, 1e3), st.floats(1e-3, 1.0), st.floats(1.0, 100.0), st.floats(1.0, 10.0), st.floats(10.0, 1e5))
def test_a_cell_warms_from_the_adiabatic_rate_towards_the_steady_rise(current, voltage, transfer, faces, capacity):
    """C dT/dt = i V - n h T: the rate at the start times C/(n h) is the end."""
    start = float(adiabatic_heating_rate(current, voltage, capacity))
    end = float(steady_temperature_rise(current, voltage, transfer, faces))
    assert start * capacity / (faces * transfer) == pytest.approx(end, rel=1e-12)


@pytest.mark.parametrize(("energy", "kelvin"), [(0.25, 321.1), (0.06, 424.0)])
def test_half_the_resistance_needs_this_temperature(energy, kelvin):
    assert temperature_of_lower_resistance(energy * EV, ROOM, 2.0) == pytest.approx(kelvin, abs=0.1)


def test_with_0_06_ev_sodium_melts_before_a_resistance_is_halved():
    assert temperature_of_lower_resistance(0.06 * EV, ROOM, 2.0) > MELTING_OF_SODIUM


@given(st.floats(1e4, 1e5), st.floats(250.0, 350.0), st.floats(0.2, 5.0))
def test_at_that_temperature_the_resistance_is_lower_by_the_factor(energy, reference, factor):
    temperature = temperature_of_lower_resistance(energy, reference, factor)
    assert float(arrhenius_factor(energy, temperature, reference)) == pytest.approx(factor, rel=1e-9)


def test_no_temperature_lowers_a_resistance_without_limit():
    limit = np.exp(0.06 * EV / (GAS * ROOM))
    assert temperature_of_lower_resistance(0.06 * EV, ROOM, 0.99 * limit) > 1e4
    with pytest.raises(ValueError, match="no temperature"):
        temperature_of_lower_resistance(0.06 * EV, ROOM, 1.01 * limit)


@pytest.mark.parametrize("wrong", [(0.0, ROOM, 2.0), (-1.0, ROOM, 2.0), (EV, 0.0, 2.0), (EV, ROOM, 0.0)])
def test_an_energy_a_temperature_and_a_factor_are_above_zero(wrong):
    with pytest.raises(ValueError, match="above zero"):
        temperature_of_lower_resistance(*wrong)


def test_heat_needs_a_way_out():
    with pytest.raises(ValueError, match="thermal conductivity"):
        constriction_heating(VOLTAGE, 0.1, 0.0)
    with pytest.raises(ValueError, match="no steady temperature"):
        steady_temperature_rise(CURRENT, VOLTAGE, 0.0)
    with pytest.raises(ValueError, match="no steady temperature"):
        steady_temperature_rise(CURRENT, VOLTAGE, 10.0, 0.0)
    with pytest.raises(ValueError, match="heat capacity"):
        adiabatic_heating_rate(CURRENT, VOLTAGE, 0.0)


# --- a neck of metal


@pytest.mark.parametrize(("volts", "kelvin"), [(0.05, 338), (0.1, 437), (0.2, 706)])
def test_a_metallic_neck_by_hand(volts, kelvin):
    by_hand = sqrt(298.15**2 + volts**2 / (4 * 2.443e-8))
    assert float(metallic_neck_temperature(volts, 298.15)) == pytest.approx(by_hand, rel=1e-4)
    assert by_hand == pytest.approx(kelvin, abs=0.7)


def test_the_lorenz_number_is_sommerfelds():
    assert pytest.approx(pi**2 / 3 * (1.380649e-23 / 1.602176634e-19) ** 2, rel=1e-5) == LORENZ


@pytest.mark.parametrize("volts", [0.03, 0.1, 0.2])
def test_a_metallic_neck_by_integration_of_its_heat(volts):
    """-(kappa T')' = sigma phi'^2 with kappa = L sigma T along a rod of even section, by finite differences."""
    n, ends = 401, 298.15
    square = np.full(n, ends**2)  # u = T^2; with sigma even: u'' = -2 (V/l)^2/L
    inside = np.zeros((n - 2, n - 2))
    np.fill_diagonal(inside, -2)
    np.fill_diagonal(inside[1:], 1)
    np.fill_diagonal(inside[:, 1:], 1)
    source = np.full(n - 2, -2 * volts**2 / LORENZ / (n - 1) ** 2)
    source[0] -= ends**2
    source[-1] -= ends**2
    square[1:-1] = np.linalg.solve(inside, source)
    assert sqrt(square.max()) == pytest.approx(float(metallic_neck_temperature(volts, ends)), rel=1e-6)


def test_a_neck_of_sodium_melts_at_69_millivolts():
    melts = float(metallic_neck_voltage(370.87, 298.15))
    assert melts == pytest.approx(68.95e-3, abs=0.05e-3)
    assert float(metallic_neck_temperature(melts, 298.15)) == pytest.approx(370.87, rel=1e-9)
    with pytest.raises(ValueError, match="no colder"):
        metallic_neck_voltage(290.0, 298.15)


def test_little_voltage_warms_a_neck_by_the_law_of_constant_conductivities():
    """V^2/(8 L T) for a small rise: the ionic form with kappa/sigma = L T."""
    rise = float(metallic_neck_temperature(1e-3, 298.15)) - 298.15
    assert rise == pytest.approx(float(constriction_heating(1e-3, 1.0, LORENZ * 298.15)), rel=1e-4)
