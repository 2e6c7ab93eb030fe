"""Resistance of a layer, and how conductivity changes with temperature."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from natria.laws import (
    FARADAY,
    GAS,
    arrhenius_factor,
    casteel_amis,
    layer_area_resistance,
    vft_apparent_energy,
    vft_factor,
)

EV = FARADAY  # J/mol in one eV per particle
ROOM = 298.15
CURRENT = 10.0  # A/m^2, kumar2020's 1 mA/cm^2
SLOPE = (0.180 - 0.050) / (35e-6 - 3e-6)  # V/m, from the two overpotentials of kumar2020


def test_the_two_overpotentials_of_kumar2020_lie_on_a_line_with_an_intercept():
    assert pytest.approx(4.06, abs=0.005) == SLOPE * 1e-3  # mV/um
    assert pytest.approx(37.8, abs=0.05) == (0.050 - SLOPE * 3e-6) * 1e3  # mV


@pytest.mark.parametrize(
    ("layers", "share_of_the_figure", "siemens_per_cm"),
    [
        (2, 1.0, 4.92e-5),  # both electrodes carry the layer
        (2, 0.5, 9.85e-5),  # the figure is peak to peak: the cell overpotential is half of it
        (1, 1.0, 2.46e-5),  # one layer counts
    ],
)
def test_the_slope_is_a_layer_of_this_conductivity(layers, share_of_the_figure, siemens_per_cm):
    def overpotential(thickness):
        return layers * CURRENT * layer_area_resistance(thickness, siemens_per_cm * 100)

    rise = overpotential(35e-6) - overpotential(3e-6)
    assert rise == pytest.approx(share_of_the_figure * 0.130, rel=1.5e-3)


def test_a_layer_through_the_origin_would_give_583_millivolts():
    conductivity = 2 * CURRENT * 3e-6 / 0.050
    assert 2 * CURRENT * layer_area_resistance(3e-6, conductivity) == pytest.approx(0.050, rel=1e-12)
    assert 2 * CURRENT * layer_area_resistance(35e-6, conductivity) == pytest.approx(0.583, abs=0.0005)


def test_a_layer_of_no_thickness_has_no_resistance_and_layers_add_up():
    assert layer_area_resistance(0.0, 1e-3) == 0.0
    parts = layer_area_resistance([1e-6, 2e-6], 1e-3)
    assert parts.sum() == pytest.approx(float(layer_area_resistance(3e-6, 1e-3)), rel=1e-12)


# --- temperature

energies = st.floats(100.0, 1e5)
temperatures = st.floats(220.0, 420.0)
vanishing = st.floats(0.0, 180.0)


@given(energies, vanishing, temperatures)
def test_at_the_reference_temperature_the_factor_is_one(energy, t0, temperature):
    assert vft_factor(energy, t0, temperature, temperature) == 1.0
    assert arrhenius_factor(energy, temperature, temperature) == 1.0


@given(energies, temperatures, temperatures)
def test_vft_without_a_vanishing_temperature_is_arrhenius(energy, temperature, reference):
    expected = np.exp(-energy / GAS * (1 / temperature - 1 / reference))
    assert vft_factor(energy, 0.0, temperature, reference) == pytest.approx(expected, rel=1e-12)
    assert arrhenius_factor(energy, temperature, reference) == pytest.approx(expected, rel=1e-12)
    assert vft_apparent_energy(energy, 0.0, temperature) == pytest.approx(energy, rel=1e-12)


@given(st.floats(100.0, 3e4), st.floats(0.0, 150.0), temperatures, temperatures, temperatures)
def test_factors_over_two_steps_multiply(energy, t0, a, b, c):
    once = float(vft_factor(energy, t0, a, c))
    assert float(vft_factor(energy, t0, a, b)) * float(vft_factor(energy, t0, b, c)) == pytest.approx(once, rel=1e-9)


def test_a_vft_energy_of_0_06_ev_looks_like_0_24_ev_at_room_temperature():
    assert vft_apparent_energy(0.06 * EV, 150.0, 298.0) / EV == pytest.approx(0.243, abs=0.0005)


@pytest.mark.parametrize(("energy", "t0"), [(0.06, 150.0), (0.25, 150.0), (0.06, 0.0), (0.03, 200.0)])
@pytest.mark.parametrize("temperature", [283.15, 298.15, 337.15])
def test_the_apparent_energy_is_the_slope_in_the_arrhenius_plot(energy, t0, temperature):
    def log_factor(inverse):
        return float(np.log(vft_factor(energy * EV, t0, 1 / inverse, ROOM)))

    inverse, step = 1 / temperature, 1e-7
    slope = (log_factor(inverse + step) - log_factor(inverse - step)) / (2 * step)
    assert vft_apparent_energy(energy * EV, t0, temperature) == pytest.approx(-GAS * slope, rel=1e-6)


@pytest.mark.parametrize(("energy", "kelvin"), [(0.25, 321.0), (0.06, 424.0)])
def test_half_the_resistance_needs_this_temperature(energy, kelvin):
    found = brentq(lambda t: float(arrhenius_factor(energy * EV, t, ROOM)) - 2.0, 300.0, 600.0)
    assert found == pytest.approx(kelvin, abs=0.5)


@pytest.mark.parametrize("temperature", [150.0, 149.0, [298.15, 150.0]])
def test_vft_does_not_hold_at_or_below_its_vanishing_temperature(temperature):
    with pytest.raises(ValueError, match="above its vanishing temperature"):
        vft_factor(0.06 * EV, 150.0, temperature, ROOM)
    with pytest.raises(ValueError, match="above its vanishing temperature"):
        vft_factor(0.06 * EV, 150.0, ROOM, temperature)
    with pytest.raises(ValueError, match="above its vanishing temperature"):
        vft_apparent_energy(0.06 * EV, 150.0, temperature)


def test_a_curve_over_temperature_is_taken_point_by_point():
    temperatures = np.array([283.15, 298.15, 337.15])
    curve = vft_factor(0.06 * EV, 150.0, temperatures, ROOM)
    assert [float(vft_factor(0.06 * EV, 150.0, one, ROOM)) for one in temperatures] == pytest.approx(curve.tolist())
    assert np.all(np.diff(curve) > 0)


@given(peak=st.floats(0.3, 4.0), exponent=st.floats(0.4, 2.0), share=st.floats(-0.5, 0.45))
def test_a_conductivity_of_casteel_and_amis_is_largest_at_its_peak(peak, exponent, share):
    """One maximum as long as 2 b < a, of 1; a power of the salt where there is little."""
    curvature = share * exponent
    around = casteel_amis(peak * np.array([0.9, 0.99, 1.0, 1.01, 1.1]), peak, exponent, curvature)
    assert np.argmax(around) == 2
    assert around[2] == 1.0
    dilute = casteel_amis(peak * np.array([1e-6, 2e-6]), peak, exponent, curvature)
    assert dilute[1] / dilute[0] == pytest.approx(2**exponent, rel=1e-4)
