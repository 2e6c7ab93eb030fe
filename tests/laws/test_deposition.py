"""Steps of a deposition in series: two forms over temperature, shares, and the exchange current of a resistance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    FARADAY,
    GAS,
    butler_volmer_overpotential,
    exchange_current,
    linear_face_resistance,
    plain_energy,
    plain_step_resistance,
    series_shares,
    step_resistance,
)

ROOM = 298.15
EV = FARADAY
temperatures = st.floats(230.0, 380.0)
energies = st.floats(0.0, 1e5)
resistances = st.floats(1e-6, 1.0)


def slope(straight, temperature):
    """The energy that a fit of `straight`(T) over 1/T gives: -R d ln/d(1/T)."""
    step = 1e-3
    log_1, log_2 = (np.log(straight(temperature + s)) for s in (step, -step))
    return float(-GAS * (log_1 - log_2) / (1 / (temperature + step) - 1 / (temperature - step)))


@given(resistances, energies, temperatures)
def test_at_the_reference_temperature_both_forms_give_the_reference(resistance, energy, reference):
    assert step_resistance(resistance, energy, reference, reference) == resistance
    assert plain_step_resistance(resistance, energy, reference, reference) == resistance


@given(resistances, energies, temperatures, temperatures)
def test_each_form_is_a_straight_line_of_its_energy_in_its_own_plot(resistance, energy, temperature, reference):
    own = slope(lambda t: t / step_resistance(resistance, energy, t, reference), temperature)
    assert own == pytest.approx(energy, abs=1.0)
    plain = slope(lambda t: 1 / plain_step_resistance(resistance, energy, t, reference), temperature)
    assert plain == pytest.approx(energy, abs=1.0)


@given(energies, temperatures)
def test_in_the_plain_plot_a_step_shows_rt_less(energy, temperature):
    plain = slope(lambda t: 1 / step_resistance(1.0, energy, t, ROOM), temperature)
    assert plain == pytest.approx(float(plain_energy(energy, temperature)), abs=1.0)


def test_the_two_energies_differ_by_26_millielectronvolts_at_room_temperature():
    assert (0.5 * EV - plain_energy(0.5 * EV, ROOM)) / EV == pytest.approx(0.02569, abs=1e-5)


def test_over_the_temperatures_of_a_laboratory_the_two_forms_with_their_energies_agree():
    over = np.linspace(273.15, 333.15, 13)
    own = step_resistance(1e-2, 0.5 * EV, over, ROOM)
    plain = plain_step_resistance(1e-2, plain_energy(0.5 * EV, ROOM), over, ROOM)
    assert plain == pytest.approx(own, rel=0.008)
    assert abs(plain_step_resistance(1e-2, 0.5 * EV, 333.15, ROOM) / own[-1] - 1) > 0.1  # with the other's energy


def test_without_a_barrier_the_plain_step_is_constant_and_the_other_goes_as_temperature():
    assert plain_step_resistance(1e-2, 0.0, 2 * ROOM, ROOM) == 1e-2
    assert step_resistance(1e-2, 0.0, 2 * ROOM, ROOM) == pytest.approx(2e-2, rel=1e-12)


@given(resistances, energies, temperatures, temperatures)
def test_the_exchange_current_of_a_step_follows_arrhenius(resistance, energy, temperature, reference):
    """i0 = (R/F) T/R: the form T/R is the Arrhenius law of the exchange current."""
    there = exchange_current(step_resistance(resistance, energy, temperature, reference), temperature)
    here = exchange_current(resistance, reference)
    assert there / here == pytest.approx(np.exp(-energy / GAS * (1 / temperature - 1 / reference)), rel=1e-9)


@given(resistances, temperatures)
def test_the_exchange_current_gives_the_resistance_back(resistance, temperature):
    i0 = float(exchange_current(resistance, temperature))
    assert linear_face_resistance(i0, temperature) == pytest.approx(resistance, rel=1e-12)
    small = 1e-4 * i0
    assert butler_volmer_overpotential(small, i0, temperature) / small == pytest.approx(resistance, rel=1e-8)


def test_100_ohm_cm2_stand_for_a_quarter_of_a_milliampere():
    assert exchange_current(100e-4, ROOM) / 10 == pytest.approx(0.2569, abs=1e-4)  # mA/cm^2


# --- shares


@given(st.lists(resistances, min_size=1, max_size=8), st.floats(1e-3, 1e3))
def test_shares_add_to_one_and_do_not_know_the_area(steps, area):
    shares = series_shares(steps)
    assert shares.sum() == pytest.approx(1.0, rel=1e-12)
    assert series_shares(area * np.array(steps)) == pytest.approx(shares, rel=1e-12)
    assert shares[np.argmax(steps)] == pytest.approx(shares.max(), rel=1e-12)


def test_a_step_without_resistance_has_no_share():
    assert series_shares([3e-3, 0.0, 1e-3]).tolist() == [0.75, 0.0, 0.25]


def test_in_the_cold_the_step_of_the_higher_energy_takes_over():
    def share(temperature):
        low = float(step_resistance(3e-3, 0.2 * EV, temperature, ROOM))
        high = float(step_resistance(1e-3, 0.6 * EV, temperature, ROOM))
        return series_shares([low, high])[1]

    assert share(ROOM) == pytest.approx(0.25, rel=1e-12)
    assert share(253.15) > 0.5
    assert share(333.15) < 0.1


# --- refusals


@pytest.mark.parametrize("temperature", [0.0, -10.0, [ROOM, 0.0]])
def test_an_absolute_temperature_is_above_zero(temperature):
    for form in (step_resistance, plain_step_resistance):
        with pytest.raises(ValueError, match="absolute temperature"):
            form(1e-2, 1e4, temperature, ROOM)
        with pytest.raises(ValueError, match="absolute temperature"):
            form(1e-2, 1e4, ROOM, temperature)
    with pytest.raises(ValueError, match="absolute temperature"):
        plain_energy(1e4, temperature)
    with pytest.raises(ValueError, match="absolute temperature"):
        exchange_current(1e-2, temperature)


@pytest.mark.parametrize("steps", [[], [0.0, 0.0], [1.0, -0.5], [1.0, float("nan")]])
def test_what_are_no_resistances_has_no_shares(steps):
    with pytest.raises(ValueError, match="resistances of steps"):
        series_shares(steps)


@pytest.mark.parametrize("resistance", [0.0, -1e-2])
def test_no_resistance_stands_for_no_exchange_current(resistance):
    with pytest.raises(ValueError, match="charge transfer resistance"):
        exchange_current(resistance, ROOM)
