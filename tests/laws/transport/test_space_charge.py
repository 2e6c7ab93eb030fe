"""Ramified deposits: their velocity against the balance of the anions, Sand's time, and kumar2020's separator."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    FARADAY,
    GAS,
    diffusion_length,
    gap_crossing_time,
    limiting_current_density,
    ramified_growth_velocity,
    sand_time,
)

D, C0, T_ANION = 3e-10, 1000.0, 0.5  # 3e-6 cm^2/s, 1 mol/L
GAP = 25e-6
CURRENT = 500.0  # 50 mA/cm^2

currents = st.floats(1.0, 1e4)
concentrations = st.floats(10.0, 3000.0)
numbers = st.floats(0.05, 1.2)


@given(currents, concentrations, st.floats(1e-10, 1e-8), st.floats(1e-10, 1e-8))
def test_the_deposit_grows_as_fast_as_the_anions_drift(current, concentration, anion, cation):
    """mu_a E with the mobilities by Nernst-Einstein from two diffusivities, and E from their conductivity."""
    mobility = FARADAY / (GAS * 298.15)
    conductivity = FARADAY * concentration * mobility * (anion + cation)
    drift = mobility * anion * current / conductivity
    velocity = ramified_growth_velocity(current, concentration, anion / (anion + cation))
    assert velocity == pytest.approx(drift, rel=1e-9)


@given(currents, concentrations, numbers, st.floats(1e-12, 1e-8))
def test_sand_comes_when_salt_has_diffused_as_far_as_the_deposit_will_have_grown(current, concentration, t_a, d):
    """tau = pi D/(4 v^2), so v tau = (sqrt(pi)/2) sqrt(D tau): two laws, one velocity."""
    velocity = ramified_growth_velocity(current, concentration, t_a)
    tau = sand_time(current, d, concentration, t_a)
    assert velocity * tau == pytest.approx(np.sqrt(np.pi) / 2 * diffusion_length(d, tau), rel=1e-9)


@given(st.floats(1.01, 100.0))
def test_above_the_limiting_current_drift_beats_diffusion_over_the_gap(ratio):
    """v = 2 (J/J_lim) D/L."""
    limit = limiting_current_density(D, C0, T_ANION, GAP)
    assert ramified_growth_velocity(ratio * limit, C0, T_ANION) == pytest.approx(2 * ratio * D / GAP, rel=1e-9)


def test_at_its_highest_current_kumar2020_would_be_crossed_in_ten_seconds():
    """2.6 um/s through 25 um, if the current were far above the limiting one, which hangs on the separator."""
    velocity = ramified_growth_velocity(CURRENT, C0, T_ANION)
    assert velocity * 1e6 == pytest.approx(2.591, abs=0.001)
    assert gap_crossing_time(GAP, velocity) == pytest.approx(9.65, abs=0.01)


@given(currents, concentrations, numbers, st.floats(0.2, 0.9))
def test_in_pores_less_salt_is_swept_faster(current, concentration, t_a, porosity):
    free = ramified_growth_velocity(current, concentration, t_a)
    assert ramified_growth_velocity(current, porosity * concentration, t_a) == pytest.approx(free / porosity, rel=1e-12)


def test_without_current_nothing_grows_and_nothing_is_crossed():
    assert ramified_growth_velocity(0.0, C0, T_ANION) == 0.0
    with pytest.raises(ValueError, match="never cross"):
        gap_crossing_time(GAP, 0.0)


@pytest.mark.parametrize("t_anion", [0.0, -0.1])
def test_a_single_ion_conductor_has_no_anions_to_leave(t_anion):
    with pytest.raises(ValueError, match="single-ion conductor"):
        ramified_growth_velocity(CURRENT, C0, t_anion)


def test_the_diffusion_length_spreads_as_the_root_of_time():
    assert diffusion_length(D, GAP**2 / D) == pytest.approx(GAP, rel=1e-12)
    assert diffusion_length(D, 0.0) == 0.0


def test_what_is_no_salt_no_gap_and_no_time_is_refused():
    with pytest.raises(ValueError, match="salt concentration"):
        ramified_growth_velocity(CURRENT, 0.0, T_ANION)
    with pytest.raises(ValueError, match="not negative"):
        ramified_growth_velocity(-CURRENT, C0, T_ANION)
    with pytest.raises(ValueError, match="gap"):
        gap_crossing_time(-GAP, 1e-6)
    for wrong in ((-D, 1.0), (D, -1.0)):
        with pytest.raises(ValueError, match="not negative"):
            diffusion_length(*wrong)
