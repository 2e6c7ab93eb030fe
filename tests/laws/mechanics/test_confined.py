"""Metal between plates: the slab, the squeezed disc and the void, each against an integration of its own equations."""

from __future__ import annotations

from math import pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from natria.laws import FARADAY
from natria.laws.mechanics.confined import (
    confinement_factor,
    flow_pressure,
    squeeze_limited_current,
    squeeze_pressure,
    void_closing_current,
    void_closing_pressure,
)
from natria.laws.mechanics.voids import PowerLawCreep, creep_limited_current, creep_pressure

VOLUME = 23.78e-6
SODIUM = PowerLawCreep(rate=1e-3, stress=0.235e6, exponent=5.0)
exponents, widths = st.floats(1.0, 20.0), st.floats(1.0, 200.0)
currents, pressures = st.floats(1e-2, 1e4), st.floats(1e4, 1e8)


# --- plastic


@given(widths)
def test_the_slab_under_friction_by_integration(width):
    """dp/dr = -2 tau/h from the rim, where the pressure is the yield strength; the mean over the disc."""
    strength, h = 0.2e6, 1.0

    def pressure(r):
        return strength + 2 * strength / sqrt(3) / h * (width - r)

    force, _ = quad(lambda r: 2 * pi * r * pressure(r), 0, width)
    assert float(flow_pressure(strength, width, h)) == pytest.approx(force / (pi * width**2), rel=1e-9)


def test_a_foil_of_100_um_between_plates_of_13_mm_bears_ten_times_its_yield_strength_and_more():
    found = float(flow_pressure(0.235e6, 6.5e-3, 100e-6))
    assert found == pytest.approx(0.235e6 * (1 + 2 * 65 / (3 * sqrt(3))), rel=1e-9)
    assert found / 0.235e6 == pytest.approx(26, abs=0.1)


# --- the squeezed disc


@given(widths)
def test_a_newtonian_disc_is_stefans(width):
    assert float(confinement_factor(1.0, width, 1.0)) == pytest.approx(1 + width**2 / 2, rel=1e-9)


@given(widths)
def test_an_exponent_without_end_is_the_plastic_disc(width):
    plastic = float(flow_pressure(1.0, width, 1.0))
    assert float(confinement_factor(1e7, width, 1.0)) == pytest.approx(plastic, rel=1e-4)


@settings(max_examples=20)
@given(st.floats(1.0, 8.0), widths)
def test_the_disc_by_integration_of_its_velocities(exponent, width):
    """Velocity from the shear stress G z, flux from the velocity, gradient from the flux, force from the gradient."""
    m, h, closing, rate, stress = 1 / exponent, 1.0, 1.0, 1.0, 1.0
    consistency = stress / (3 ** ((exponent + 1) / (2 * exponent)) * rate**m)  # tau = k gamma^m, von Mises

    def flux(gradient):
        def velocity(z):
            return quad(lambda y: (gradient * y / consistency) ** exponent, z, h / 2)[0]

        return 2 * quad(velocity, 0, h / 2)[0]

    unit = flux(1.0)  # the flux goes as the gradient to the power n
    force, _ = quad(lambda r: pi * r**2 * (closing * r / 2 / unit) ** m, 0, width)
    stretched = stress * (closing / h / rate) ** m
    factor = 1 + force / (pi * width**2) / stretched
    assert float(confinement_factor(exponent, width, h)) == pytest.approx(factor, rel=1e-5)


@given(pressures, st.floats(1e-6, 1e-3))
def test_a_narrow_disc_is_free_to_thin(pressure, height):
    found = squeeze_limited_current(SODIUM, pressure, height, VOLUME, 1e-6 * height)
    assert float(found) == pytest.approx(float(creep_limited_current(SODIUM, pressure, height, VOLUME)), rel=1e-4)


@given(currents, st.floats(1e-6, 1e-3), st.floats(1e-4, 1e-2))
def test_the_pressure_is_the_free_one_times_the_factor_and_gives_the_current_back(current, height, radius):
    pressure = float(squeeze_pressure(SODIUM, current, height, VOLUME, radius))
    free = float(creep_pressure(SODIUM, current, height, VOLUME))
    assert pressure == pytest.approx(free * float(confinement_factor(5.0, radius, height)), rel=1e-9)
    assert float(squeeze_limited_current(SODIUM, pressure, height, VOLUME, radius)) == pytest.approx(current, rel=1e-6)


def test_no_foil_is_squeezed_to_nothing():
    assert float(squeeze_limited_current(SODIUM, 1e6, 0.0, VOLUME, 1e-3)) == 0.0


# --- the void


@settings(max_examples=20)
@given(st.floats(1.0, 8.0), st.floats(1e-8, 1e-4), currents)
def test_the_void_by_integration_of_the_shell_around_it(exponent, radius, current):
    """sigma_r from the void outwards: d sigma_r/dr = 2 sigma_e/r with the strain rate 2 (da/dt) a^2/r^3."""
    creep = PowerLawCreep(rate=1e-3, stress=0.2e6, exponent=exponent)
    speed = current * VOLUME / FARADAY

    def driving(u):  # u = ln(r/a)
        from math import exp

        return 2 * creep.stress * (2 * speed / radius * exp(-3 * u) / creep.rate) ** (1 / exponent)

    pressure, _ = quad(driving, 0, 60)
    assert float(void_closing_pressure(creep, current, radius, VOLUME)) == pytest.approx(pressure, rel=1e-6)
    assert float(void_closing_current(creep, pressure, radius, VOLUME)) == pytest.approx(current, rel=1e-5)


def test_a_micrometre_void_in_sodium_needs_about_a_megapascal():
    assert float(void_closing_pressure(SODIUM, 25.0, 1e-6, VOLUME)) / 1e6 == pytest.approx(1.29, abs=0.01)


@pytest.mark.parametrize(
    "call",
    [
        lambda: flow_pressure(0.0, 1e-3, 1e-4),
        lambda: confinement_factor(5.0, 1e-3, 0.0),
        lambda: squeeze_limited_current(SODIUM, -1.0, 1e-4, VOLUME, 1e-3),
        lambda: void_closing_current(SODIUM, 1e6, 0.0, VOLUME),
    ],
)
def test_nonsense_is_refused(call):
    with pytest.raises(ValueError, match=r"."):
        call()
