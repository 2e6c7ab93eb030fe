"""Current that plates nothing: shares, efficiencies and thicknesses against charge that is counted step by step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    charge_efficiency_with_short,
    conductance_of_short,
    efficiency_of_loss,
    leaked_share,
    sei_charge,
    sei_thickness_of_efficiency,
)

FARADAY = 96485.33212331001


@given(st.floats(0, 10), st.floats(1e-3, 0.5), st.floats(10, 1e3))
def test_what_leaks_and_what_plates_make_the_current(conductance, voltage, current):
    share = float(leaked_share(conductance, voltage, current))
    plating = current * (1 - share)
    assert conductance * voltage + plating == pytest.approx(current, rel=1e-12)
    assert conductance_of_short(current, plating, voltage) == pytest.approx(conductance, abs=1e-9 * current / voltage)


def test_no_conductance_leaks_nothing():
    assert leaked_share(0.0, 0.05, 10.0) == 0
    assert charge_efficiency_with_short(0.0, 2.0, 1.0, 10.0) == 1


def test_half_of_50_ma_that_show_what_25_do_leaks():
    """kumar2020: V(50) at most V(25), so at least half of the current plates nothing, whatever the resistances."""
    for volt in (0.2, 0.588):
        g = conductance_of_short(500.0, 250.0, volt)
        assert leaked_share(g, volt, 500.0) == pytest.approx(0.5)


@given(st.floats(0, 3), st.floats(1.5, 3), st.floats(1, 2.5))
def test_the_efficiency_of_a_leaking_cell_by_its_charge(conductance, charging, discharging):
    """A store of 1000 C/m^2 is filled and emptied in small steps; the path takes its part at every step."""
    current, step = 10.0, 0.01
    stored = charge = discharge = 0.0
    while stored < 1000:
        stored += (current - conductance * charging) * step
        charge += current * step
    while stored > 0:
        stored -= (current + conductance * discharging) * step
        discharge += current * step
    found = charge_efficiency_with_short(conductance, charging, discharging, current)
    assert found == pytest.approx(discharge / charge, rel=2e-3)


def test_a_path_that_takes_all_of_the_current_raises():
    with pytest.raises(ValueError, match="more than all"):
        leaked_share(300.0, 0.05, 10.0)
    with pytest.raises(ValueError, match="plates more"):
        conductance_of_short(10.0, 11.0, 0.05)


def test_a_layer_of_10_nm_naf_by_hand():
    """10 nm of NaF on 1 cm^2: 1e-6 cm^3 over 15 cm^3/mol is 66.7 nmol, 6.43 mC, 1.8 uAh: 0.18 % of 1 mAh."""
    charge = sei_charge(10e-9, 15e-6, 1.0)
    assert charge * 1e-4 == pytest.approx(6.43e-3, rel=1e-3)
    assert efficiency_of_loss(charge, 3.6e4) == pytest.approx(1 - 1.787e-3, abs=1e-6)


@given(st.floats(0, 1e-8), st.floats(1, 10), st.floats(2e4, 1e6))
def test_the_thickness_comes_back_from_the_efficiency(thickness, fresh, charge):
    efficiency = efficiency_of_loss(sei_charge(thickness, 15e-6, fresh), charge)
    assert sei_thickness_of_efficiency(efficiency, charge, 15e-6, fresh) == pytest.approx(thickness, abs=1e-16)


def test_no_layer_loses_nothing_and_one_that_takes_it_all_leaves_nothing():
    assert efficiency_of_loss(sei_charge(0.0, 15e-6, 3.0), 1e3) == 1
    assert efficiency_of_loss(1e3, 1e3) == 0
    with pytest.raises(ValueError, match="more than the charge"):
        efficiency_of_loss(1001.0, 1e3)
    with pytest.raises(ValueError, match="above an efficiency of one"):
        sei_thickness_of_efficiency(1.01, 1e3, 15e-6, 1.0)
