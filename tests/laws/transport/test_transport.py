"""Salt between two electrodes, against closed forms and against a solution of the diffusion equation by itself."""

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from natria.laws import FARADAY, depletion_fraction, depletion_time, limiting_current_density, sand_time

D, C0, T_ANION = 3e-10, 1000.0, 0.5  # 3e-6 cm^2/s, 1 mol/L
GAP = 25e-6
CURRENT = 500.0  # 50 mA/cm^2
RELAXATION = GAP**2 / D


def test_sand_time_of_kumar2020_at_its_highest_current():
    assert sand_time(CURRENT, D, C0, T_ANION) == pytest.approx(35.1, abs=0.05)


def test_sand_time_falls_with_the_square_of_the_current():
    assert sand_time(2 * CURRENT, D, C0, T_ANION) == pytest.approx(sand_time(CURRENT, D, C0, T_ANION) / 4, rel=1e-12)


@pytest.mark.parametrize(("macmullin", "limit"), [(5.0, 92.6), (10.0, 46.3)])
def test_the_limiting_current_of_a_thin_separator_lies_around_that_of_kumar2020(macmullin, limit):
    milliampere_per_cm2 = limiting_current_density(D / macmullin, C0, T_ANION, GAP) / 10
    assert milliampere_per_cm2 == pytest.approx(limit, abs=0.05)


def test_at_the_limiting_current_the_steady_profile_reaches_zero():
    limit = limiting_current_density(D, C0, T_ANION, GAP)
    slope = limit * T_ANION / (FARADAY * D)
    assert C0 - slope * GAP / 2 == pytest.approx(0.0, abs=1e-9 * C0)


@pytest.mark.parametrize("t_anion", [0.0, -0.1])
def test_a_single_ion_conductor_has_no_salt_to_deplete(t_anion):
    with pytest.raises(ValueError, match="single-ion conductor"):
        sand_time(CURRENT, D, C0, t_anion)
    with pytest.raises(ValueError, match="single-ion conductor"):
        limiting_current_density(D, C0, t_anion, GAP)


# --- the drop at the face


def test_the_drop_starts_at_nothing_and_ends_complete():
    assert depletion_fraction(0.0, RELAXATION) == 0.0
    assert depletion_fraction(-1.0, RELAXATION) == 0.0
    assert depletion_fraction(5 * RELAXATION, RELAXATION) == pytest.approx(1.0, abs=1e-12)


@given(st.floats(1e-9, 3.0), st.floats(1.0001, 2.0))
def test_the_drop_only_grows(scaled, times):
    early, late = (depletion_fraction(t * RELAXATION, RELAXATION) for t in (scaled, times * scaled))
    assert 0 < early <= late <= 1


def test_the_short_and_the_long_solution_meet():
    below, above = (depletion_fraction(scaled * RELAXATION, RELAXATION) for scaled in (0.01 * (1 - 1e-12), 0.01))
    assert below == pytest.approx(4 * (0.01 / pi) ** 0.5, rel=1e-11)
    assert above == pytest.approx(below, rel=1e-10)


# --- the time to zero


@pytest.mark.parametrize("ratio", [20.0, 100.0, 1000.0])
def test_far_above_the_limiting_current_the_other_face_is_not_felt(ratio):
    limit = limiting_current_density(D, C0, T_ANION, GAP)
    sand = sand_time(ratio * limit, D, C0, T_ANION)
    assert depletion_time(ratio * limit, limit, RELAXATION) == pytest.approx(sand, rel=1e-6)


@pytest.mark.parametrize("ratio", [1.05, 1.2, 1.5])
def test_near_the_limiting_current_it_takes_longer_than_sand_says(ratio):
    limit = limiting_current_density(D, C0, T_ANION, GAP)
    assert depletion_time(ratio * limit, limit, RELAXATION) > sand_time(ratio * limit, D, C0, T_ANION)


def test_towards_the_limiting_current_the_time_grows_as_a_logarithm_without_limit():
    """The slowest mode alone: 1 - 8/pi^2 exp(-pi^2 t/(L^2/D)) = J_lim/J."""
    for excess in (1e-3, 1e-6, 1e-9):
        slowest = RELAXATION / pi**2 * np.log(8 / pi**2 * (1 + excess) / excess)
        assert depletion_time(1.0 + excess, 1.0, RELAXATION) == pytest.approx(slowest, rel=1e-6)


@pytest.mark.parametrize("ratio", [1.0, 0.999, 0.1, 0.0])
def test_at_or_below_the_limiting_current_there_is_no_such_time(ratio):
    limit = limiting_current_density(D, C0, T_ANION, GAP)
    with pytest.raises(ValueError, match="never used up"):
        depletion_time(ratio * limit, limit, RELAXATION)


def time_to_zero_by_finite_volumes(current, cells=400):
    """dc/dt = D c_xx with D c_x = J t_a / F at both faces, c(0) = 1 M; the time at which the plating face is empty."""
    width = GAP / cells
    slope = current * T_ANION / (FARADAY * D)

    def change(_, salt):
        flux = D * np.concatenate(([slope], np.diff(salt) / width, [slope]))
        return np.diff(flux) / width

    def at_the_face(_, salt):
        return salt[0] - slope * width / 2

    at_the_face.terminal = True
    solved = solve_ivp(
        change,
        (0.0, 10 * RELAXATION),
        np.full(cells, C0),
        method="LSODA",
        events=at_the_face,
        rtol=1e-7,
        atol=1e-4,
        lband=1,
        uband=1,
    )
    (times,) = solved.t_events
    return float(times[0])


@pytest.mark.parametrize("ratio", [1.5, 3.0])
def test_the_time_to_zero_is_that_of_the_diffusion_equation(ratio):
    limit = limiting_current_density(D, C0, T_ANION, GAP)
    numerical = time_to_zero_by_finite_volumes(ratio * limit)
    assert depletion_time(ratio * limit, limit, RELAXATION) == pytest.approx(numerical, rel=0.01)


@pytest.mark.parametrize("ratio", [1e3, 1e9, 1e15])
def test_a_depletion_far_below_a_picosecond_is_no_zero(ratio):
    """Far above the limit the gap plays no part, however short the time."""
    found = depletion_time(ratio, 1.0, 1e-3)
    assert found == pytest.approx(1e-3 * np.pi * (1 / (4 * ratio)) ** 2, rel=1e-9)
    assert found > 0


def test_the_two_forms_of_the_depletion_time_meet():
    edge = depletion_fraction(0.01, 1.0)
    below, above = (depletion_time(1 / share, 1.0, RELAXATION) for share in (edge * (1 - 1e-9), edge * (1 + 1e-9)))
    assert below == pytest.approx(above, rel=1e-8)
