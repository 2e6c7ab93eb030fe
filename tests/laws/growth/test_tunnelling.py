"""Tunnelling through a rectangular barrier: against the exact transmission, and the growth that it limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    ELECTRON_MASS,
    ELEMENTARY_CHARGE,
    FARADAY,
    GAS,
    REDUCED_PLANCK,
    leakage_thickness,
    logarithmic_growth,
    tunnelling_decay,
    tunnelling_exponent,
    tunnelling_thickness,
)

EV = ELEMENTARY_CHARGE  # J
barriers = st.floats(0.1, 10.0).map(lambda ev: ev * EV)
masses = st.floats(0.05, 2.0).map(lambda share: share * ELECTRON_MASS)


def test_the_constants_agree_with_those_of_chemistry():
    avogadro, boltzmann = 6.02214076e23, 1.380649e-23
    assert ELEMENTARY_CHARGE * avogadro == pytest.approx(FARADAY, rel=1e-12)
    assert boltzmann * avogadro == pytest.approx(GAS, rel=1e-12)
    assert REDUCED_PLANCK * 2 * np.pi == pytest.approx(6.62607015e-34, rel=1e-12)


def test_the_mass_of_the_electron_gives_the_energy_of_hydrogen():
    """hbar^2/(2 m a0^2) with Bohr's radius a0."""
    bohr = 0.529177211e-10
    energy = REDUCED_PLANCK**2 / (2 * ELECTRON_MASS * bohr**2)
    assert energy / EV == pytest.approx(13.605693, rel=1e-7)


def test_a_free_electron_in_a_barrier_of_an_electron_volt():
    assert tunnelling_decay(EV) * 1e-9 == pytest.approx(5.123, abs=0.0005)  # per nm


@given(barriers, masses)
def test_the_decay_goes_as_the_root_of_barrier_and_mass(barrier, mass):
    assert tunnelling_decay(4 * barrier, mass) == pytest.approx(2 * tunnelling_decay(barrier, mass), rel=1e-12)
    assert tunnelling_decay(barrier, 4 * mass) == pytest.approx(2 * tunnelling_decay(barrier, mass), rel=1e-12)


@pytest.mark.parametrize("height", [2.0, 4.0, 10.0])
def test_a_thick_barrier_transmits_as_the_exact_solution_says(height):
    """A barrier `height` eV above an electron of 1 eV: T = 1/(1 + (k^2 + kappa^2)^2 sinh^2(kappa d)/(2 k kappa)^2).

    Its logarithm falls by 2 kappa per length once the barrier is thick; the prefactor is what WKB leaves out.
    """
    k, kappa = float(tunnelling_decay(EV)), float(tunnelling_decay(height * EV))

    def transmission(thickness):
        return 1 / (1 + ((k**2 + kappa**2) * np.sinh(kappa * thickness) / (2 * k * kappa)) ** 2)

    thin, thick = 1e-9, 2e-9
    fall = np.log(transmission(thin) / transmission(thick))
    assert fall == pytest.approx(float(tunnelling_exponent(thick - thin, kappa)), rel=1e-3)


@given(barriers, masses, st.floats(1.0, 1e30))
def test_the_thickness_of_an_attenuation_attenuates_by_it(barrier, mass, attenuation):
    decay = tunnelling_decay(barrier, mass)
    thickness = tunnelling_thickness(attenuation, decay)
    assert tunnelling_exponent(thickness, decay) == pytest.approx(np.log(attenuation), rel=1e-12)


@given(barriers, st.floats(1e-9, 1.0), st.floats(0.0, 20.0))
def test_a_decade_of_leakage_costs_the_same_thickness_everywhere(barrier, leakage, decades):
    decay = float(tunnelling_decay(barrier))
    thin, thick = leakage_thickness(leakage * 10**decades, [leakage, leakage / 10], decay)
    assert thick - thin == pytest.approx(np.log(10) / (2 * decay), rel=1e-6)


def test_no_layer_is_needed_where_no_more_than_the_leakage_arrives():
    assert leakage_thickness(1e-3, 1e-3, 5e9) == 0.0
    assert np.log(10) / (2 * float(tunnelling_decay(EV))) * 1e9 == pytest.approx(0.225, abs=0.0005)


def test_a_few_nanometres_stop_tunnelling():
    """From 1e10 A/m^2 to 1 nA/cm^2 through 3 eV; through 1 eV it takes 1.7 times as much."""
    three, one = (float(leakage_thickness(1e10, 1e-5, tunnelling_decay(height * EV))) for height in (3.0, 1.0))
    assert three * 1e9 == pytest.approx(1.95, abs=0.01)
    assert one / three == pytest.approx(3**0.5, rel=1e-12)


def test_growth_by_tunnelling_electrons_is_logarithmic_with_one_over_two_kappa():
    """dh/dt falls as exp(-2 kappa h): integrated by steps of h, and about 0.1 nm for 1 eV."""
    decay = float(tunnelling_decay(EV))
    length, scale = 1 / (2 * decay), 2.0
    assert length * 1e9 == pytest.approx(0.0976, abs=1e-4)
    thickness = np.linspace(0.0, 15 * length, 20001)
    slowness = scale / length * np.exp(tunnelling_exponent(thickness, decay))  # dt/dh
    time = np.sum((slowness[1:] + slowness[:-1]) / 2 * np.diff(thickness))
    assert logarithmic_growth(time, length, scale) == pytest.approx(thickness[-1], rel=1e-6)


def test_what_is_no_barrier_is_refused():
    for wrong in ((0.0, ELECTRON_MASS), (-EV, ELECTRON_MASS), (EV, 0.0)):
        with pytest.raises(ValueError, match="above zero"):
            tunnelling_decay(*wrong)
    with pytest.raises(ValueError, match="attenuates"):
        tunnelling_thickness(0.9, 5e9)
    with pytest.raises(ValueError, match="attenuates"):
        leakage_thickness(1e-3, 1e-2, 5e9)  # leaks more than arrives
    with pytest.raises(ValueError, match="attenuates"):
        tunnelling_thickness(10.0, 0.0)
    with pytest.raises(ValueError, match="leakage above zero"):
        leakage_thickness(1e-3, 0.0, 5e9)
