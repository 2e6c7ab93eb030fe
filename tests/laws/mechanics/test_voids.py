"""Stripping without voids: vacancies, creep, and the measured line between pressure and current."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import FARADAY
from natria.laws.mechanics.voids import (
    PowerLawCreep,
    contact_current,
    contact_pressure,
    creep_limited_current,
    creep_pressure,
    vacancy_limited_current,
)

MOLAR_VOLUME = 23.78e-6
SODIUM = PowerLawCreep(rate=1e-5, stress=0.2e6, exponent=5.0)
HEIGHT = 100e-6

pressures = st.floats(1e3, 1e8)
currents = st.floats(1e-3, 1e5)
creeps = st.builds(PowerLawCreep, st.floats(1e-9, 1.0), st.floats(1e4, 1e8), st.floats(1.0, 8.0))


# --- vacancies


@pytest.mark.parametrize(("cm2_per_s", "milliampere_per_cm2"), [(5.3e-9, 21.5), (5.42e-9, 22.0), (5.9e-9, 23.9)])
def test_vacancies_carry_about_22_milliampere_over_ten_micrometres(cm2_per_s, milliampere_per_cm2):
    found = vacancy_limited_current(cm2_per_s * 1e-4, 1.0, MOLAR_VOLUME, 10e-6) / 10
    assert found == pytest.approx(milliampere_per_cm2, abs=0.05)


def test_the_current_is_ficks_law_for_vacancies():
    """x_eq and D_v appear only as their product, the self-diffusivity."""
    equilibrium, at_the_face, vacancy_diffusivity, path = 1e-5, 3e-5, 5.5e-8, 20e-6
    gradient = (at_the_face - equilibrium) / MOLAR_VOLUME / path
    supersaturation = at_the_face / equilibrium - 1
    found = vacancy_limited_current(equilibrium * vacancy_diffusivity, supersaturation, MOLAR_VOLUME, path)
    assert found == pytest.approx(FARADAY * vacancy_diffusivity * gradient, rel=1e-12)


def test_without_excess_vacancies_none_flow():
    assert vacancy_limited_current(5.5e-13, 0.0, MOLAR_VOLUME, 10e-6) == 0.0


# --- creep


def test_at_the_creep_stress_the_metal_thins_at_the_creep_rate():
    speed = SODIUM.rate * HEIGHT
    found = creep_limited_current(SODIUM, SODIUM.stress, HEIGHT, MOLAR_VOLUME)
    assert found == pytest.approx(FARADAY * speed / MOLAR_VOLUME, rel=1e-12)


@given(creeps, st.floats(0.1, 10.0), st.floats(1e-6, 1e-3))
def test_pressure_and_current_give_each_other(creep, share, height):
    pressure = share * creep.stress
    current = creep_limited_current(creep, pressure, height, MOLAR_VOLUME)
    assert creep_pressure(creep, current, height, MOLAR_VOLUME) == pytest.approx(pressure, rel=1e-9)


@given(creeps, currents)
def test_creep_is_no_straight_line_unless_the_metal_is_viscous(creep, current):
    once, twice = creep_pressure(creep, [current, 2 * current], HEIGHT, MOLAR_VOLUME)
    assert twice / once == pytest.approx(2 ** (1 / creep.exponent), rel=1e-9)


def test_creep_of_sodium_asks_for_less_than_a_tenth_of_the_measured_pressure():
    """Yield at about 0.2 MPa, 2.5 mA/cm^2; a rate within a factor of ten changes the pressure by 1.6."""
    assert 10 ** (1 / SODIUM.exponent) == pytest.approx(1.585, abs=0.0005)
    assert creep_pressure(SODIUM, 25.0, HEIGHT, MOLAR_VOLUME) < 0.1 * 9e6


def test_without_pressure_nothing_flows_and_no_current_needs_none():
    assert creep_limited_current(SODIUM, 0.0, HEIGHT, MOLAR_VOLUME) == 0.0
    assert creep_pressure(SODIUM, 0.0, HEIGHT, MOLAR_VOLUME) == 0.0


@pytest.mark.parametrize("name", ["rate", "stress", "exponent"])
@pytest.mark.parametrize("wrong", [0.0, -1.0, inf, nan])
def test_a_creep_law_has_positive_parameters(name, wrong):
    with pytest.raises(ValueError, match=f"creep {name}"):
        PowerLawCreep(**{"rate": 1e-5, "stress": 0.2e6, "exponent": 5.0, name: wrong})


# --- the measured line


def test_the_line_of_jolly2020_passes_9_megapascal_at_2_5_milliampere():
    k = 9e6 / 25.0
    assert k == 3.6e5
    assert contact_pressure([25.0, 5.0], k) == pytest.approx([9e6, 1.8e6], rel=1e-12)
    assert contact_current(9e6, k) == pytest.approx(25.0, rel=1e-12)


@given(pressures, st.floats(1e3, 1e8))
def test_the_line_is_read_both_ways(pressure, k):
    assert contact_pressure(contact_current(pressure, k), k) == pytest.approx(pressure, rel=1e-12)


# --- arguments


def test_curves_are_taken_point_by_point():
    pressures = np.array([0.1e6, 0.5e6, 5e6])
    curve = creep_limited_current(SODIUM, pressures, HEIGHT, MOLAR_VOLUME)
    assert curve.tolist() == pytest.approx(
        [float(creep_limited_current(SODIUM, one, HEIGHT, MOLAR_VOLUME)) for one in pressures], rel=1e-12
    )


@pytest.mark.parametrize("wrong", [0.0, -1.0, inf, nan])
def test_what_must_be_above_zero_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="self-diffusivity"):
        vacancy_limited_current(wrong, 1.0, MOLAR_VOLUME, 1e-5)
    with pytest.raises(ValueError, match="path"):
        vacancy_limited_current(5e-13, 1.0, MOLAR_VOLUME, [1e-5, wrong])
    with pytest.raises(ValueError, match="molar volume"):
        vacancy_limited_current(5e-13, 1.0, wrong, 1e-5)
    with pytest.raises(ValueError, match="molar volume"):
        creep_limited_current(SODIUM, 1e6, HEIGHT, wrong)
    with pytest.raises(ValueError, match="height"):
        creep_pressure(SODIUM, 25.0, wrong, MOLAR_VOLUME)
    with pytest.raises(ValueError, match="pressure per current"):
        contact_pressure(25.0, wrong)
    with pytest.raises(ValueError, match="pressure per current"):
        contact_current(9e6, wrong)


@pytest.mark.parametrize("wrong", [-1.0, inf, nan])
def test_what_must_not_be_negative_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="supersaturation"):
        vacancy_limited_current(5e-13, wrong, MOLAR_VOLUME, 1e-5)
    with pytest.raises(ValueError, match="pressure"):
        creep_limited_current(SODIUM, wrong, HEIGHT, MOLAR_VOLUME)
    with pytest.raises(ValueError, match="current"):
        creep_pressure(SODIUM, wrong, HEIGHT, MOLAR_VOLUME)
    with pytest.raises(ValueError, match="pressure"):
        contact_current(wrong, 3.6e5)
    with pytest.raises(ValueError, match="current"):
        contact_pressure(wrong, 3.6e5)
