"""The largest current of a half-cycle: salt that is used up, and a voltage that is reached."""

from __future__ import annotations

from math import asinh, pi, sinh, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import FARADAY, GAS, HalfCycle, PlatingFace, SaltSupply, depletion_time, prefactor_resistance

THERMAL = 2 * GAS * 298.15 / FARADAY
SUPPLY = SaltSupply(60.0, 2700.0)
HOUR = HalfCycle(time=3600.0)
CHARGE = HalfCycle(charge=1800.0)
half_cycles = st.one_of(
    st.floats(1, 1e5).map(lambda time: HalfCycle(time=time)), st.floats(1, 1e6).map(lambda q: HalfCycle(charge=q))
)


@given(half_cycle=half_cycles)
def test_the_salt_lasts_exactly_as_long_as_the_half_cycle(half_cycle):
    """By the root of another function: the time at which the salt is used up."""
    current = SUPPLY.largest_current(half_cycle)
    assert current >= SUPPLY.limiting * (1 - 1e-12)
    above = max(current, SUPPLY.limiting * (1 + 1e-9))
    if current > SUPPLY.limiting * 1.001:
        found = depletion_time(above, SUPPLY.limiting, SUPPLY.relaxation)
        assert found == pytest.approx(half_cycle.lasts(current), rel=1e-6)


def test_a_short_half_cycle_of_a_given_charge_is_that_of_sand():
    """t = pi D (c0 F / 2 J t_a)^2 and J_lim = 2 F D c0 / (t_a L): J = pi J_lim^2 (L^2/D) / (16 q)."""
    charge = 100.0
    by_sand = pi * SUPPLY.limiting**2 * SUPPLY.relaxation / (16 * charge)
    assert SUPPLY.largest_current(HalfCycle(charge=charge)) == pytest.approx(by_sand, rel=1e-9)


def test_a_profile_solved_step_by_step_is_empty_at_the_end_of_the_half_cycle():
    """Crank-Nicolson for c/c0 over the gap, with the flux of the current through both faces."""
    current = SUPPLY.largest_current(CHARGE)
    n, steps = 400, 2000
    h, dt = 1 / n, CHARGE.lasts(current) / SUPPLY.relaxation / steps
    matrix = np.diag(np.full(n + 1, -2.0)) + np.diag(np.ones(n), 1) + np.diag(np.ones(n), -1)
    matrix[0, 1] = matrix[-1, -2] = 2
    source = np.zeros(n + 1)
    slope = 2 * current / SUPPLY.limiting  # of c/c0 over x/L: the steady profile falls to zero at J_lim
    source[0], source[-1] = -2 * slope / h, 2 * slope / h
    left, right = np.eye(n + 1) - dt / 2 / h**2 * matrix, np.eye(n + 1) + dt / 2 / h**2 * matrix
    step, push = np.linalg.solve(left, right), np.linalg.solve(left, dt * source)
    salt = np.ones(n + 1)
    for _ in range(steps):
        salt = step @ salt + push
    assert salt[0] == pytest.approx(0, abs=2e-3)
    assert salt[-1] == pytest.approx(2, abs=2e-3)


@given(
    critical=st.floats(1e-3, 2),
    exchange=st.floats(1e-3, 1e3),
    resistance=st.floats(0, 0.1),
    half_cycle=half_cycles,
)
def test_at_the_critical_current_the_voltage_is_the_critical_one_or_the_salt_is_gone(
    critical, exchange, resistance, half_cycle
):
    face = PlatingFace(exchange, resistance, 298.15)
    current = face.largest_current(critical, SUPPLY, half_cycle)
    used = SUPPLY.used(current, half_cycle)
    if used > 1 - 1e-6:
        assert current == pytest.approx(SUPPLY.largest_current(half_cycle), rel=1e-5)
        return
    by_hand = current * resistance + THERMAL * asinh(current / (2 * exchange * sqrt(1 - used)))
    assert by_hand == pytest.approx(critical, rel=1e-6)
    assert face.overpotential(current, used) == pytest.approx(by_hand, rel=1e-12)


@given(critical=st.floats(1e-3, 0.5), ratio=st.floats(1.1, 100))
def test_with_enough_salt_and_no_film_currents_compare_as_exchange_currents(critical, ratio):
    plenty = SaltSupply(1e12, 2700.0)
    slow, fast = (PlatingFace(i0, 0.0, 298.15).largest_current(critical, plenty, HOUR) for i0 in (0.01, 0.01 * ratio))
    assert slow == pytest.approx(0.02 * sinh(critical / THERMAL), rel=1e-6)
    assert fast / slow == pytest.approx(ratio, rel=1e-6)


@given(low=st.floats(1e-3, 1), more=st.floats(1.01, 10))
def test_a_higher_critical_voltage_is_a_higher_current(low, more):
    face = PlatingFace(0.006, 1e-3, 298.15)
    currents = [face.largest_current(voltage, SUPPLY, CHARGE) for voltage in (low, low * more)]
    assert currents[0] <= currents[1]


def test_no_voltage_is_too_high():
    assert PlatingFace(1e-6, 0.0, 298.15).largest_current(1e9, SUPPLY, HOUR) == pytest.approx(
        SUPPLY.largest_current(HOUR), rel=1e-9
    )


@pytest.mark.parametrize("given", [{}, {"time": 1.0, "charge": 1.0}, {"time": 0.0}, {"charge": -1.0}])
def test_a_half_cycle_has_a_time_or_a_charge(given):
    with pytest.raises(ValueError, match="half-cycle"):
        HalfCycle(**given)


def test_a_voltage_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="above zero"):
        PlatingFace(1.0, 0.0, 298.15).largest_current(0.0, SUPPLY, HOUR)


def test_a_prefactor_and_its_energy_make_the_line_of_t_over_r():
    """The slope of ln(T/R) over 1/T is -E/R."""
    temperatures = np.array([280.0, 300.0, 330.0])
    resistance = prefactor_resistance(1e-12, 30e3, temperatures)
    slope = np.diff(np.log(temperatures / resistance)) / np.diff(1 / temperatures)
    assert slope == pytest.approx([-30e3 / GAS] * 2, rel=1e-9)
