"""Tunnelling through layers: by hand, by numerical integration, and by transfer matrices."""

from __future__ import annotations

from math import pi, sinh, sqrt

import numpy as np
import pytest

from natria.atoms.electronic import TunnellingBarrier, affinity_barrier, blocking_layer, half_gap, transmission
from natria.laws import (
    ELECTRON_MASS,
    ELEMENTARY_CHARGE,
    REDUCED_PLANCK,
    simmons_current,
    simmons_low_voltage_current,
    simmons_thickness,
    tunnelling_decay,
)
from natria.quantity import InputError

EV, NM = ELEMENTARY_CHARGE, 1e-9


def test_the_low_voltage_current_by_hand():
    """e^2/h = 38.74 uS, kappa = 5.1232 1/nm at 1 eV: e^2/h kappa/(2 pi) 0.1 V/1 nm exp(-10.246) = 1.121e8 A/m^2."""
    found = simmons_low_voltage_current(NM, 0.1, EV)
    assert found == pytest.approx(38.74e-6 * 5.1232e9 / 6.2832 * 0.1 / 1e-9 * 3.549e-5, rel=2e-3)
    h = 2 * pi * REDUCED_PLANCK
    as_printed = EV**2 / h**2 * sqrt(2 * ELECTRON_MASS * EV) / NM * 0.1
    assert found == pytest.approx(as_printed * np.exp(-4 * pi * NM / h * sqrt(2 * ELECTRON_MASS * EV)))


def test_the_current_by_hand():
    """Simmons' practical form: 6.2e10/d^2 [p1 exp(-1.025 d sqrt(p1)) - p2 exp(-1.025 d sqrt(p2))] A/cm^2, d in A."""
    for thickness, voltage in ((20.0, 0.5), (30.0, 1.8)):
        low, high = 2 - voltage / 2, 2 + voltage / 2
        bracket = low * np.exp(-1.025 * thickness * sqrt(low)) - high * np.exp(-1.025 * thickness * sqrt(high))
        found = simmons_current(thickness * 0.1 * NM, voltage, 2 * EV)
        assert found == pytest.approx(6.2e14 / thickness**2 * bracket, rel=0.03)


@pytest.mark.parametrize("voltage", [1e-9, 1e-3])
def test_the_current_goes_to_that_of_low_voltages(voltage):
    """The first order in the voltage is the low-voltage law times 1 - 1/(kappa d)."""
    thick = 1.0 / float(tunnelling_decay(2 * EV)) * np.array([3.0, 30.0])
    ratio = simmons_current(thick, voltage, 2 * EV) / simmons_low_voltage_current(thick, voltage, 2 * EV)
    assert ratio == pytest.approx([2 / 3, 29 / 30], rel=1e-5)


@pytest.mark.parametrize(("voltage", "thickness"), [(0.5, 1.5), (1.9, 3.0)])
def test_the_current_is_the_integral_of_its_mean_barrier(voltage, thickness):
    """The supply 4 pi m e/h^3 times the integral over E_x of T(E_x) times the electrons that find empty states."""
    fermi, h = 5 * EV, 2 * pi * REDUCED_PLANCK
    energy = np.linspace(0, 1, 40001) * fermi
    mean = fermi + 2 * EV - voltage * EV / 2
    crossing = np.exp(-2 * thickness * NM * np.sqrt(2 * ELECTRON_MASS * (mean - energy)) / REDUCED_PLANCK)
    supply = np.minimum(fermi - energy, voltage * EV)
    whole = 4 * pi * ELECTRON_MASS * EV / h**3 * np.trapezoid(crossing * supply, energy)
    exponent = 2 * thickness * NM * sqrt(2 * ELECTRON_MASS * (2 - voltage / 2) * EV) / REDUCED_PLANCK
    assert simmons_current(thickness * NM, voltage, 2 * EV) / whole == pytest.approx(1, abs=3 / exponent)


@pytest.mark.parametrize("voltage", [1e-6, 0.1, 1.0, 1.99])
@pytest.mark.parametrize("leakage", [1e-8, 1e-2, 1e2])
def test_the_thickness_is_the_inverse_of_the_current(leakage, voltage):
    thickness = simmons_thickness(leakage, voltage, 2 * EV, 0.5 * ELECTRON_MASS)
    assert simmons_current(thickness, voltage, 2 * EV, 0.5 * ELECTRON_MASS) == pytest.approx(leakage, rel=1e-9)


def free_electron_current(crossing, voltage, fermi):
    """The current of two free-electron metals at a low voltage: 4 pi m e^2 V/h^3 times the integral of T over E_x."""
    energy = np.linspace(1e-4, 1, 8001) * fermi
    h = 2 * pi * REDUCED_PLANCK
    return 4 * pi * ELECTRON_MASS * EV**2 * voltage / h**3 * np.trapezoid(crossing(energy), energy)


@pytest.mark.parametrize("thickness", [1.5, 3.0])
def test_the_low_voltage_law_is_the_integral_of_the_wkb_transmission(thickness):
    barrier, fermi = 2 * EV, 5 * EV

    def wkb(energy):
        return np.exp(-2 * thickness * NM * np.sqrt(2 * ELECTRON_MASS * (fermi + barrier - energy)) / REDUCED_PLANCK)

    whole = free_electron_current(wkb, 0.01, fermi)
    exponent = 2 * thickness * NM * sqrt(2 * ELECTRON_MASS * barrier) / REDUCED_PLANCK
    assert whole / simmons_low_voltage_current(thickness * NM, 0.01, barrier) == pytest.approx(
        1 + 1 / exponent, rel=1e-3
    )


@pytest.mark.parametrize("energy", [0.3, 1.0, 1.9, 2.7])
def test_transfer_matrices_give_the_closed_form_of_a_rectangle(energy):
    height, thickness = 2.0, 0.8 * NM
    wave = np.sqrt(complex(2 * ELECTRON_MASS * (height - energy) * EV)) / REDUCED_PLANCK
    sine = complex(np.sinh(wave * thickness)) ** 2
    exact = 1 / (1 + (height**2 * sine / (4 * energy * (height - energy))).real)
    for slices in (1, 7):
        found = transmission([energy * EV], thickness, [height * EV] * slices, ELECTRON_MASS, ELECTRON_MASS)
        assert found == pytest.approx([exact], rel=1e-9)


def test_a_lighter_mass_in_the_layer_is_matched_at_its_faces():
    """T of a thick barrier with masses: 16/((k/q) m + (q/k)/m)^2 exp(-2 q d), m the ratio of the masses."""
    energy, height, ratio, thickness = 3 * EV, 5 * EV, 0.4, 2 * NM
    k = sqrt(2 * ELECTRON_MASS * energy) / REDUCED_PLANCK
    q = sqrt(2 * ratio * ELECTRON_MASS * (height - energy)) / REDUCED_PLANCK
    mix = (k * ratio / q + q / (k * ratio)) ** 2
    exact = 1 / (1 + mix * sinh(q * thickness) ** 2 / 4)
    assert transmission([energy], thickness, height, ratio * ELECTRON_MASS, ELECTRON_MASS) == pytest.approx([exact])


def test_the_blocking_layer_agrees_with_transfer_matrices_but_for_their_prefactor():
    """The exact transmission has a factor of at most 16 before the exponential: ln(16)/(2 kappa) of thickness."""
    fermi, leakage, voltage = 5 * EV, 1e-5, 0.05
    found = blocking_layer(half_gap(4 * EV), leakage, voltage, 1.0)

    def current(thickness):
        return free_electron_current(
            lambda energy: transmission(energy, thickness, fermi + 2 * EV, ELECTRON_MASS, ELECTRON_MASS), voltage, fermi
        )

    low, high = 1 * NM, 6 * NM
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if current(middle) > leakage else (low, middle)
    assert found.barrier.height == pytest.approx(2 * EV)
    assert 0 < low - found.thickness < np.log(16) / (2 * found.decay)


def test_a_barrier_states_its_ground():
    assert affinity_barrier(2.3 * EV, 0.5 * EV).height == pytest.approx(1.8 * EV)
    for height, ground in ((0.0, "zero"), (EV, " ")):
        with pytest.raises(InputError):
            TunnellingBarrier(height, ground)


@pytest.mark.parametrize(
    ("leakage", "voltage", "mass", "option"),
    [
        (0, 0.1, 1, "--leakage"),
        (1, 0, 1, "--voltage"),
        (1, 0.1, 0, "--mass"),
        (np.inf, 0.1, 1, "--leakage"),
        (1, np.nan, 1, "--voltage"),
        (1, 2.0, 1, "--voltage"),  # as high as the barrier
        (1, 2.5, 1, "--voltage"),
        (1e12, 0.1, 1, "--leakage"),  # through less than 1/kappa
    ],
)
def test_a_layer_without_a_leakage_or_above_its_barrier_is_refused(leakage, voltage, mass, option):
    with pytest.raises(InputError) as refused:
        blocking_layer(half_gap(4 * EV), leakage, voltage, mass)
    assert refused.value.source == option


def test_the_thinnest_layers_are_thicker_than_one_decay_length():
    """Up to the refusal the thickness falls as the leakage grows, and kappa d stays above one."""
    found = []
    for leakage in np.geomspace(1e2, 1e12, 60):
        try:
            found.append(blocking_layer(half_gap(4 * EV), leakage, 0.1, 1.0))
        except InputError:
            break
    assert 0 < len(found) < 60
    assert (np.diff([one.thickness for one in found]) < 0).all()
    assert 1 < found[-1].thickness * found[-1].decay < 2
