"""The limits of current focusing that have a closed form, and numbers that two other codes confirm."""

from __future__ import annotations

from math import exp, pi, sqrt

import numpy as np
import pytest

from natria.laws import FARADAY, GAS
from natria.models.interface.focusing import (
    Conductor,
    DefectCell,
    Focusing,
    Kinetics,
    Load,
    MeshSettings,
    Stress,
    focus,
)

UM, TEMPERATURE = 1e-6, 298.15
THERMAL = GAS * TEMPERATURE / FARADAY
NO_STRESS = Stress("none")


def solved(
    shape,
    *,
    a=10 * UM,
    height=1.0,
    width=20.0,
    depth=0.0,
    turns=False,
    sigma=0.01,
    i0=13.0,
    current=10.0,
    film=0.0,
    primary=False,
    stress=NO_STRESS,
    tolerance=5e-4,
) -> Focusing:
    """Sizes in radii; sigma in S/m, currents in A/m^2, film in ohm m^2."""
    flat = shape in ("contact loss", "island")
    layers = (Conductor((depth or width) * a, sigma),)
    cell = DefectCell(shape, a, width * a, layers, 0 if flat else height * a, axisymmetric=turns)
    kinetics = None if primary else Kinetics(i0, 0.5, 0.5, TEMPERATURE, film)
    return focus(cell, Load(current, kinetics, stress, TEMPERATURE), MeshSettings(tolerance=tolerance))


@pytest.mark.parametrize(
    ("shape", "turns", "height", "factor"),
    [
        ("pore", False, 1, 2),
        ("pore", True, 1, 1.5),
        ("bump", False, 1, 2),
        ("bump", True, 1, 3),
        ("inclusion", True, 1, 1.5),  # half a ball is a pore
        ("pore", False, 0.3, 1 + 1 / 0.3),  # an ellipse: 1 + a/h at its edge, 1 + h/a at the tip of a bump
        ("bump", False, 3, 4),
    ],
)
def test_a_primary_current_has_the_factor_of_potential_theory(shape, turns, height, factor):
    found = solved(shape, turns=turns, height=height, width=100, primary=True, tolerance=3e-4)
    assert found.factor == pytest.approx(factor, rel=1e-3)


def test_the_factor_of_a_spheroid_follows_from_its_depolarisation():
    """Insulator: 1/(1 - N); metal: 1/N; of a prolate spheroid N = (1 - e^2)/e^3 (artanh e - e)."""
    e = sqrt(1 - 1 / 2**2)
    n = (1 - e**2) / e**3 * (np.arctanh(e) - e)
    assert solved("pore", turns=True, height=2, width=60, primary=True).factor == pytest.approx(1 / (1 - n), rel=1e-3)
    assert solved("bump", turns=True, height=2, width=60, primary=True).factor == pytest.approx(1 / n, rel=1e-3)


@pytest.mark.parametrize("turns", [False, True])
def test_the_singular_profile_of_lost_contact(turns):
    """Primary current: x/sqrt(x^2 - a^2); with an axis 1 + (2/pi)(a/sqrt(r^2 - a^2) - asin(a/r)); no largest value.

    Nodal currents next to the edge waver by some tenths of a per cent, so means over some nodes are compared.
    """
    found = solved("contact loss", turns=turns, width=100, primary=True, tolerance=5e-4)
    assert found.factor == np.inf
    x = found.profile.x / (10 * UM)
    exact = x[x > 1] / np.sqrt(x[x > 1] ** 2 - 1)
    if turns:
        exact = 1 + 2 / pi * (1 / np.sqrt(x[x > 1] ** 2 - 1) - np.arcsin(1 / x[x > 1]))
    error = found.profile.current[x > 1] / 10 / exact - 1
    for low, high in ((1.1, 1.3), (1.3, 2), (2, 4), (4, 10)):
        here = (x[x > 1] > low) & (x[x > 1] < high)
        weight = found.profile.area[x > 1][here]
        assert abs(np.average(error[here], weights=weight)) < 1e-3


def test_the_spreading_resistance_of_a_disc():
    """Newman: 1/(4 sigma a) into a half space; in a tube 1 - 1.40925 e + 0.29591 e^3 of it (Cooper et al.)."""
    for width, rel in ((20, 1e-3), (2000, 1e-3)):
        found = solved("island", turns=True, width=width, depth=2 * width, primary=True, tolerance=2e-3)
        area = pi * (width * 10 * UM) ** 2
        ohm = found.electrolyte.potential.max() / (10 * area) - 2 * width * 10 * UM / (0.01 * area)
        e = 1 / width
        assert ohm * 4 * 0.01 * 10 * UM == pytest.approx(1 - 1.40925 * e + 0.29591 * e**3 + 0.05254 * e**5, rel=rel)


def test_small_defects_focus_by_the_first_order_of_their_radius():
    """With an axis, flat, linear kinetics: 1 + (2/pi) a/(sigma R_ct) for a/(sigma R_ct) = 0.01."""
    a = 10 * UM
    found = solved("contact loss", turns=True, width=60, sigma=1.0, i0=0.01 * THERMAL / a, current=1e-6, tolerance=1e-5)
    assert found.factor - 1 == pytest.approx(0.00637, rel=1e-2)
    assert found.factor == pytest.approx(1.00637, rel=1e-4)


@pytest.mark.parametrize(("shape", "factor"), [("pore", 1.3218), ("contact loss", 1.5614)])
def test_two_codes_gave_the_same_number(shape, factor):
    """a = 10 um, 0.1 mS/cm, 1 mA/cm^2, i0 = 1.3 mA/cm^2, cell of 20 radii, planar."""
    assert solved(shape, tolerance=1e-4).factor == pytest.approx(factor, rel=1e-3)


def test_a_film_evens_the_current():
    """Flat, planar, 20 um, 0.1 mS/cm: 50 ohm cm^2 take 1.80 of the mean at the contact to 1.30."""
    bare, covered = solved("contact loss", a=20 * UM), solved("contact loss", a=20 * UM, film=50e-4)
    assert bare.factor / bare.lost_area == pytest.approx(1.80, abs=5e-3)
    assert covered.factor / covered.lost_area == pytest.approx(1.30, abs=6e-3)


@pytest.mark.parametrize(("law", "factor"), [("prefactor", 1.285), ("prefactor and shift", 0.494)])
def test_the_shift_of_the_potential_turns_the_effect_of_stress_round(law, factor):
    """50 MPa on a round bump of 5 um, 0.9 mS/cm, 1 mA/cm^2: current at its tip over the applied one."""
    stress = Stress(law, 50e6, 23.78e-6)
    found = solved("bump", a=5 * UM, sigma=0.09, turns=True, stress=stress)
    assert found.profile.current[0] / 10 == pytest.approx(factor, rel=1e-3)


def test_the_kinetic_length():
    kinetics = Kinetics(13.0, 0.5, 0.5, TEMPERATURE)
    assert kinetics.kinetic_length(0.09) == pytest.approx(178 * UM, rel=2e-3)
    assert kinetics.kinetic_length(0.01) == pytest.approx(19.8 * UM, rel=2e-3)


def test_far_larger_than_the_kinetic_length_the_current_is_primary():
    found = solved("pore", a=1e-3, width=60, i0=1e5, current=1.0)
    assert found.factor == pytest.approx(2, rel=1e-3)


def test_far_smaller_only_the_lost_area_counts():
    found = solved("contact loss", a=1e-9)
    assert found.factor == pytest.approx(20 / 19, rel=1e-4)
    assert found.lost_area == pytest.approx(20 / 19, rel=1e-12)


def test_the_prefactor_of_stress_is_that_of_the_exchange_current():
    """On all of a small bump, far below the kinetic length, plating far from rest goes as exp((1 - a_a) V P / RT)."""
    stress = Stress("prefactor", 20e6, 23.78e-6)
    found = solved("bump", a=1e-9, stress=stress)
    expected = exp(0.5 * 23.78e-6 * 20e6 / (GAS * TEMPERATURE))
    assert found.profile.current[0] / found.profile.current[-1] == pytest.approx(expected, rel=1e-5)
