"""Tunnelling through layers: by hand, by numerical integration, and by transfer matrices."""

from __future__ import annotations

from math import pi, sinh, sqrt

import numpy as np
import pytest

from natria.atoms.electronic import TunnellingBarrier, affinity_barrier, blocking_layer, half_gap, transmission
from natria.laws import ELECTRON_MASS, ELEMENTARY_CHARGE, REDUCED_PLANCK, simmons_current, simmons_thickness
from natria.quantity import InputError

EV, NM = ELEMENTARY_CHARGE, 1e-9


def test_the_current_by_hand():
    """e^2/h = 38.74 uS, kappa = 5.1232 1/nm at 1 eV: e^2/h kappa/(2 pi) 0.1 V/1 nm exp(-10.246) = 1.121e8 A/m^2."""
    assert simmons_current(NM, 0.1, EV) == pytest.approx(38.74e-6 * 5.1232e9 / 6.2832 * 0.1 / 1e-9 * 3.549e-5, rel=2e-3)
    h = 2 * pi * REDUCED_PLANCK
    as_printed = EV**2 / h**2 * sqrt(2 * ELECTRON_MASS * EV) / NM * 0.1
    assert simmons_current(NM, 0.1, EV) == pytest.approx(
        as_printed * np.exp(-4 * pi * NM / h * sqrt(2 * ELECTRON_MASS * EV))
    )


@pytest.mark.parametrize("leakage", [1e-8, 1e-2, 1e2])
def test_the_thickness_is_the_inverse_of_the_current(leakage):
    thickness = float(simmons_thickness(leakage, 0.1, 2 * EV, 0.5 * ELECTRON_MASS))
    assert simmons_current(thickness, 0.1, 2 * EV, 0.5 * ELECTRON_MASS) == pytest.approx(leakage, rel=1e-9)


def free_electron_current(crossing, voltage, fermi):
    """The current of two free-electron metals at a low voltage: 4 pi m e^2 V/h^3 times the integral of T over E_x."""
    energy = np.linspace(1e-4, 1, 8001) * fermi
    h = 2 * pi * REDUCED_PLANCK
    return 4 * pi * ELECTRON_MASS * EV**2 * voltage / h**3 * np.trapezoid(crossing(energy), energy)


@pytest.mark.parametrize("thickness", [1.5, 3.0])
def test_the_law_is_the_integral_of_the_wkb_transmission(thickness):
    barrier, fermi = 2 * EV, 5 * EV

    def wkb(energy):
        return np.exp(-2 * thickness * NM * np.sqrt(2 * ELECTRON_MASS * (fermi + barrier - energy)) / REDUCED_PLANCK)

    whole = free_electron_current(wkb, 0.01, fermi)
    exponent = 2 * thickness * NM * sqrt(2 * ELECTRON_MASS * barrier) / REDUCED_PLANCK
    assert whole / simmons_current(thickness * NM, 0.01, barrier) == pytest.approx(1 + 1 / exponent, rel=1e-3)


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


@pytest.mark.parametrize(("leakage", "voltage", "mass"), [(0, 0.1, 1), (1, 0, 1), (1, 0.1, 0), (1, 2.5, 1)])
def test_a_layer_without_a_leakage_or_above_its_barrier_is_refused(leakage, voltage, mass):
    with pytest.raises(InputError):
        blocking_layer(half_gap(4 * EV), leakage, voltage, mass)
