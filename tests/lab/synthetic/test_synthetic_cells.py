"""What is put into CCD, half and full cells is in their recordings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.synthetic import (
    CcdTest,
    FullCell,
    FullTest,
    HalfTest,
    Instrument,
    PlannedFailure,
    ReservoirTest,
    TruePlateau,
    ccd_cell,
    full_cell,
    half_cell,
    reservoir_cell,
)
from natria.lab.synthetic.plateaus import RestingVoltage
from natria.quantity import InputError

MAKERS = (ccd_cell, half_cell, reservoir_cell, full_cell)


def halves(synthetic):
    r = synthetic.recording
    return half_cycles(r.time, r.voltage, r.current)


@pytest.mark.parametrize("make", MAKERS, ids=lambda m: m.__name__)
def test_charges_integrate_to_the_truth_and_seeds_repeat(make):
    noisy = Instrument(noise=1e-3)
    made, again = (make(3, instrument=noisy) for _ in range(2))
    assert (made.recording.voltage == again.recording.voltage).all()
    found = halves(made)
    assert found.charge == pytest.approx(np.array(made.truth.charges))
    assert found.current == pytest.approx(np.array(made.truth.currents))
    assert not made.recording.is_measured


# ---- rising current


@settings(max_examples=30)
@given(st.floats(1.0, 24.9), st.sampled_from(["plating", "stripping"]), st.sampled_from(["short", "voids"]))
def test_the_first_level_above_the_critical_one_fails(critical, direction, by):
    made = ccd_cell(1, failure=PlannedFailure(critical=critical, direction=direction, by=by), test=CcdTest(samples=40))
    truth = made.truth
    assert truth.last_passed <= critical < truth.first_failed
    assert truth.first_failed - truth.last_passed == pytest.approx(1.0)
    k = truth.failed_half_cycle
    assert abs(truth.currents[k]) / truth.area == pytest.approx(truth.first_failed)
    assert (truth.currents[k] > 0) == (direction == "plating")
    found = halves(made)
    resistance = np.abs(found.voltage_end / found.current)
    if by == "short":
        assert resistance[k] < 0.6 * resistance[k - 2]
    else:
        assert abs(found.voltage_last[k]) == pytest.approx(5.0)
        assert np.abs(found.voltage_last[:k]).max() < 0.5
    assert resistance[6:k] == pytest.approx(resistance[6], rel=0.4)


def test_constant_capacity_shortens_the_half_cycles():
    made = ccd_cell(1, test=CcdTest(areal_capacity=1800.0, conditioning_cycles=0), failure=None)
    assert np.ptp(made.truth.charges) == pytest.approx(0, abs=1e-12)
    found = halves(made)
    assert found.duration[0] / found.duration[-1] == pytest.approx(25)
    assert made.truth.first_failed is None
    assert made.truth.last_passed == 25.0


def test_a_cell_that_fails_at_once_passed_nothing():
    truth = ccd_cell(1, failure=PlannedFailure(critical=0.5)).truth
    assert (truth.last_passed, truth.first_failed) == (None, 1.0)


# ---- Na|Cu


def test_stripped_over_plated_is_the_efficiency():
    made = half_cell(1, test=HalfTest(cycles=12, scatter=2e-3))
    found = halves(made)
    plated, stripped = found.charge[::2], found.charge[1::2]
    assert stripped / plated == pytest.approx(np.array(made.truth.efficiencies))
    assert len(set(made.truth.efficiencies)) == 12
    assert found.voltage_last[1::2] == pytest.approx(1.0)
    assert (found.voltage_mid[::2] < 0).all()
    assert (found.voltage_mid[1::2] < 0.1).all()
    assert (np.abs(made.recording.voltage) <= 1.0).all()


@settings(max_examples=40)
@given(st.floats(0.9, 1.0), st.integers(1, 30), st.booleans())
def test_a_reservoir_gives_its_efficiency_by_the_formula(efficiency, cycles, formed):
    test = ReservoirTest(efficiency=efficiency, cycles=cycles, formation=180e3 if formed else 0.0, samples=20)
    made = reservoir_cell(1, test=test)
    charge = halves(made).charge
    formation, rest = (charge[:2], charge[2:]) if formed else ((), charge)
    total, cycled, last = rest[0], rest[1], rest[-1]
    assert (cycles * cycled + last) / (cycles * cycled + total) == pytest.approx(efficiency)
    assert made.truth.aurbach == efficiency
    if formed:
        assert formation[1] / formation[0] == pytest.approx(0.9)


def test_an_offset_of_the_current_moves_all_charges_alike():
    plain, moved = (
        halves(half_cell(1, test=HalfTest(cycles=5), instrument=Instrument(current_offset=offset)))
        for offset in (0.0, 1e-6)
    )
    assert (moved.sign * moved.charge - plain.sign * plain.charge) / plain.duration == pytest.approx(1e-6)


def test_a_reservoir_that_is_used_up_is_refused():
    with pytest.raises(InputError, match="used up"):
        ReservoirTest(efficiency=0.5, cycles=30)


# ---- full cells


def test_a_full_cell_has_its_capacities_and_voltages():
    made = full_cell(1, test=FullTest(samples=3000))
    found, truth = halves(made), made.truth
    assert found.charge[::2] == pytest.approx(np.array(truth.charge_capacities))
    assert found.charge[1::2] == pytest.approx(np.array(truth.discharge_capacities))
    mean = np.abs(found.energy / found.charge)
    assert mean[::2] == pytest.approx(np.array(truth.charge_voltages), abs=1e-3)
    assert mean[1::2] == pytest.approx(np.array(truth.discharge_voltages), abs=1e-3)
    assert found.voltage_last[::2] == pytest.approx(3.9, abs=1e-3)
    assert found.voltage_last[1::2] == pytest.approx(2.5, abs=1e-3)
    assert np.array(truth.efficiencies) == pytest.approx(found.charge[1::2] / found.charge[::2])
    assert truth.efficiencies[10] == pytest.approx(0.998, abs=1e-6)


def test_the_peaks_of_the_truth_are_those_of_the_resting_voltage():
    cell = FullCell()
    resting = RestingVoltage(cell.plateaus, 2.5, 3.9)
    voltage = np.linspace(2.5, 3.9, 14001)
    slope = np.gradient(resting.charge_at(voltage), voltage)
    highest = (slope[1:-1] > slope[:-2]) & (slope[1:-1] > slope[2:]) & (slope[1:-1] > 0.1 * slope.max())
    peaks = np.flatnonzero(highest) + 1
    put_in = sorted(p.voltage for p in full_cell(1).truth.peaks)
    assert voltage[peaks] == pytest.approx(put_in, abs=2e-3)
    assert resting.at(resting.charge_at(3.2)) == pytest.approx(3.2, abs=1e-4)


def test_the_gap_between_charge_and_discharge_is_the_polarisation_twice():
    made = full_cell(1, cell=FullCell(fade=0, efficiency=1, first_efficiency=1), test=FullTest(samples=2000))
    r, found = made.recording, halves(made)
    curves = []
    for k in (6, 7):
        rows = found.rows(k)
        curves.append((r.voltage[rows], found.charge[k] * np.arange(1, len(rows) + 1) / len(rows)))
    (up, q_up), (down, q_down) = curves
    end = q_down[-1]
    middle = np.linspace(0.3, 0.7, 9) * end
    gap = np.interp(middle, q_up, up) - np.interp(end - middle, q_down, down)
    assert gap == pytest.approx(2 * made.truth.overpotential, rel=0.02)


def test_rates_and_formation():
    test = FullTest(cycles=17, rates=(1.0, 2.0, 4.0), rate_cycles=5)
    made = full_cell(1, test=test)
    rates = np.array(made.truth.currents[::2]) / test.area / test.current_density
    assert rates.tolist() == [0.25] * 2 + [1.0] * 5 + [2.0] * 5 + [4.0] * 5
    capacity = made.truth.discharge_capacities
    assert capacity[2] > capacity[7] > capacity[12]


def test_a_cell_that_is_assembled_charged_discharges_first():
    sulfur = FullCell(plateaus=(TruePlateau(2.2, 0.25), TruePlateau(1.8, 0.7, 0.03)), as_assembled="charged", fade=0)
    made = full_cell(1, cell=sulfur, test=FullTest(lower=1.0, upper=2.8, formation_cycles=0))
    found = halves(made)
    assert found.sign[0] == -1
    assert found.charge[1::2] / found.charge[::2] == pytest.approx(np.array(made.truth.efficiencies))
    assert made.truth.efficiencies[0] == pytest.approx(0.9 / 0.998, rel=0.01)


def test_a_failing_cell_never_meets_its_cutoff_and_is_jagged():
    made = full_cell(1, cell=FullCell(failing_from=6))
    found = halves(made)
    charges = np.flatnonzero(found.sign > 0)
    tops = np.array([made.recording.voltage[found.rows(k)].max() for k in charges])
    assert tops[:5] == pytest.approx(3.9, abs=1e-3)
    assert (tops[5:] < 3.8).all()
    falls = [int((np.diff(made.recording.voltage[found.rows(k)]) < -0.01).sum()) for k in charges]
    assert max(falls[:5]) == 0
    assert min(falls[5:]) > 10
    short = made.truth.shorts[0]
    assert (short.half_cycle, short.time) == (10, pytest.approx(found.start[10]))
    assert max(made.truth.efficiencies[5:]) < 0.6


def test_self_discharge_costs_charge_at_rest():
    def cell(leak):
        return full_cell(1, cell=FullCell(self_discharge=leak), test=FullTest(rest=7200))

    kept, lost = cell(0.0).truth, cell(0.05).truth
    assert lost.efficiencies[5] < kept.efficiencies[5] - 0.01


def test_a_current_that_cannot_charge_is_refused():
    with pytest.raises(InputError, match="charge the cell in cycle"):
        full_cell(1, cell=FullCell(area_resistance=1.0), test=FullTest(formation_cycles=0))
