"""Cycles of a full cell: which half-cycles make one, which are formation, which was cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_cells import HIGH, LOW, cell, cycling_of

from natria.lab.cycling.full_cell.capacity import formation, full_cycles, hold_begins
from natria.record import Recording

FLOW = 1e-3


def pairs(n, charge=10.0, discharge=9.0, current=FLOW):
    return [(current, charge), (-current, discharge)] * n


def test_a_cycle_that_begins_with_a_charge_divides_the_discharge_by_it():
    cycles = full_cycles(cell(pairs(4)))
    assert len(cycles) == 4
    assert cycles.charge_first
    assert cycles.efficiency == pytest.approx(0.9, rel=1e-3)


def test_a_cell_that_was_assembled_charged_divides_the_charge_by_the_discharge():
    cycles = full_cycles(cell([(-FLOW, 10.0), (FLOW, 9.0)] * 4))
    assert not cycles.charge_first
    assert cycles.efficiency == pytest.approx(0.9, rel=1e-3)


def test_what_is_known_of_the_cell_decides_the_pairing():
    begun_by_discharge = [(-FLOW, 8.0), *pairs(3)]
    as_discharged = full_cycles(cell(begun_by_discharge, as_assembled="discharged"))
    as_charged = full_cycles(cell(begun_by_discharge, as_assembled="charged"))
    assert as_discharged.charge_first
    assert as_discharged.skipped
    assert as_discharged.efficiency == pytest.approx(0.9, rel=1e-3)
    assert not as_charged.charge_first
    assert as_charged.efficiency[1] == pytest.approx(10 / 9, rel=1e-3)


def test_a_tiny_first_half_cycle_does_not_decide():
    cycles = full_cycles(cell([(-FLOW, 0.1), *pairs(3)]))
    assert cycles.charge_first
    assert cycles.skipped
    assert len(cycles) == 3


@given(st.integers(0, 5), st.floats(0.05, 0.8), st.integers(6, 40))
def test_formation_is_the_slower_beginning(slow, share, fast):
    flags = formation(np.r_[np.full(slow, share * FLOW), np.full(fast, FLOW)])
    assert flags.sum() == slow
    assert flags[:slow].all()


@pytest.mark.parametrize(
    "currents",
    [
        np.full(30, FLOW),
        np.repeat([1, 2, 4, 8, 1], 5) * FLOW,  # rates
        np.r_[np.full(20, 0.1 * FLOW), np.full(30, FLOW)],  # too long for a formation
        np.r_[np.full(3, 2 * FLOW), np.full(30, FLOW)],  # faster at the beginning
        np.array([FLOW]),
        np.zeros(0),
    ],
)
def test_what_is_no_formation(currents):
    assert not formation(currents).any()


def test_a_last_half_cycle_that_stops_on_its_way_is_left_out():
    whole = cell(pairs(4), rest=0.0)
    last = whole.halves.first[-1] + 200
    recording = whole.recording
    stopped = Recording("cut.csv", "0" * 64, {k: v[:last] for k, v in recording.columns.items()}, "made")
    cycles = full_cycles(cycling_of(stopped))
    assert cycles.cut
    assert len(cycles) == 4
    assert np.isnan(cycles.discharge_capacity[-1])
    assert np.isfinite(cycles.charge_capacity[-1])
    assert not full_cycles(whole).cut


def test_a_half_cycle_limited_by_its_charge_is_complete():
    assert not full_cycles(cell([(FLOW, 10.0), (-FLOW, 10.0)] * 5, rest=0.0, noise=1e-3)).cut


def test_limits_are_read_off_the_data():
    cycles = full_cycles(cell(pairs(4), resistance=0.0))
    assert cycles.limits == pytest.approx({"lower_voltage": LOW, "upper_voltage": HIGH})


def test_limits_that_are_not_shared_are_not_stated():
    time = np.arange(4000.0)
    current = np.where(time // 500 % 2 == 0, FLOW, -FLOW)
    voltage = 2 + 0.1 * np.sign(current) + 0.1 * (time // 1000) + 1e-4 * (time % 500)
    columns = {"test_time_second": time, "voltage_volt": voltage, "current_ampere": current}
    assert full_cycles(cycling_of(Recording("x", "0" * 64, columns, "made"))).limits == {}


@given(st.integers(5, 300), st.integers(5, 300), st.floats(3.0, 4.5))
def test_a_hold_begins_where_the_current_falls(constant, held, limit):
    voltage = np.r_[np.linspace(limit - 1, limit, constant), np.full(held, limit)]
    current = np.r_[np.full(constant, FLOW), FLOW * np.exp(-np.arange(1, held + 1) / 20 - 0.05)]
    assert hold_begins(voltage, current) == constant


def test_a_plateau_at_the_limit_is_no_hold():
    voltage = np.r_[np.linspace(3, 4, 50), np.full(100, 4.0)]
    assert hold_begins(voltage, np.full(150, FLOW)) == 150


def test_the_current_of_a_cycle_is_that_before_its_hold():
    time = np.arange(0, 3000.0, 5)
    voltage = np.minimum(3 + time / 1000, 4.0)
    current = np.where(time <= 1000, FLOW, FLOW * np.exp(-(time - 1000) / 400))
    back = np.r_[voltage, 4.0 - time / 1000]
    columns = {
        "test_time_second": np.r_[time, 3000 + time],
        "voltage_volt": back,
        "current_ampere": np.r_[current, np.full(len(time), -FLOW)],
    }
    cycles = full_cycles(cycling_of(Recording("x", "0" * 64, columns, "made")))
    assert cycles.charge_current[0] == pytest.approx(FLOW)
    assert cycles.hold_share[0] == pytest.approx(1 - 1000 / (1000 + 400 * (1 - np.exp(-5))), abs=0.02)


def test_without_current_there_are_no_cycles():
    columns = {"test_time_second": np.arange(9.0), "voltage_volt": np.ones(9), "current_ampere": np.zeros(9)}
    assert len(full_cycles(cycling_of(Recording("x", "0" * 64, columns, "made")))) == 0


def test_a_partly_charged_cell_that_is_discharged_first_belongs_to_no_cycle():
    cycles = full_cycles(cell([(-FLOW, 6.5), *pairs(3, discharge=9.95)]))
    assert cycles.charge_first
    assert cycles.skipped
    assert cycles.efficiency == pytest.approx(0.995, rel=1e-3)


def test_a_charge_that_a_side_reaction_makes_longer_does_not_change_the_order():
    cycles = full_cycles(cell([(-FLOW, 6.5), (FLOW, 10.0)] * 4))
    assert not cycles.charge_first
    assert not cycles.skipped
