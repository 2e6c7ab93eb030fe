"""What is put into a symmetric cell is in its recording."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.synthetic import (
    Instrument,
    Short,
    SymmetricTest,
    SyntheticSymmetricCell,
    random_healthy_cell,
    random_symmetric_cell,
    symmetric_cell,
)
from natria.quantity import Computed, InputError

EVEN = SyntheticSymmetricCell(overpotential=0.05, nucleation=0, arc=0, activation=0)
BRIEF = SymmetricTest(half_cycles=20, samples=50)


def halves(synthetic):
    r = synthetic.recording
    return half_cycles(r.time, r.voltage, r.current)


def test_an_even_cell_stands_at_its_overpotential():
    made = symmetric_cell(1, cell=EVEN, test=BRIEF)
    flowing = made.recording.current != 0
    assert np.abs(made.recording.voltage[flowing]) == pytest.approx(0.05)
    assert (np.sign(made.recording.voltage) == np.sign(made.recording.current)).all()


def test_the_seed_decides_the_noise_and_nothing_else():
    noisy = Instrument(noise=1e-3)
    first, again, other = (symmetric_cell(seed, test=BRIEF, instrument=noisy).recording for seed in (5, 5, 6))
    assert (first.voltage == again.voltage).all()
    assert first.origin == again.origin
    assert (first.voltage != other.voltage).any()
    assert (first.current == other.current).all()


def test_the_recording_says_what_computed_it():
    made = symmetric_cell(5, test=BRIEF, shorts=(Short(3.2, drop=0.3),))
    origin = made.recording.origin
    assert isinstance(origin, Computed)
    words = {s.path: s.word for s in origin.settings}
    assert (origin.model, words["seed"], words["short.1.drop"]) == ("synthetic_symmetric_cell", "5", "0.3")
    assert not made.recording.is_measured


def test_noise_has_its_size():
    made = symmetric_cell(2, cell=EVEN, instrument=Instrument(noise=2e-3))
    flowing = made.recording.current != 0
    spread = np.abs(made.recording.voltage[flowing]).std()
    assert spread == pytest.approx(2e-3, rel=0.02)  # of 20,000 readings: 0.5 %


def test_drift_offset_and_last_digit():
    made = symmetric_cell(2, cell=EVEN, test=BRIEF, instrument=Instrument(offset=3e-3, drift=4e-3, quantum=1e-4))
    voltage = made.recording.voltage
    assert voltage[0] == pytest.approx(3e-3)
    assert abs(voltage[-1]) == pytest.approx(0.05 - 7e-3, abs=1e-4)
    assert voltage / 1e-4 == pytest.approx(np.round(voltage / 1e-4), abs=1e-6)


@settings(max_examples=40)
@given(st.integers(0, 2**31))
def test_charges_and_half_cycles_are_those_of_the_truth(seed):
    made = random_healthy_cell(np.random.default_rng(seed), 1e-3, half_cycles=(10, 30), samples=(20, 60))
    found = halves(made)
    assert len(found) == made.truth.half_cycles
    assert found.charge == pytest.approx(np.array(made.truth.charges))
    assert found.current == pytest.approx(np.array(made.truth.currents))
    assert (np.diff(made.recording.time) > 0).all()
    assert made.truth.shorts == ()


@settings(max_examples=40)
@given(st.floats(0.05, 0.95), st.floats(1, 18.9))
def test_a_short_takes_its_share_from_its_moment_on(drop, at):
    healthy = symmetric_cell(1, cell=EVEN, test=BRIEF).recording
    made = symmetric_cell(1, cell=EVEN, test=BRIEF, shorts=(Short(at, drop=drop),))
    true = made.truth.shorts[0]
    ratio = np.abs(made.recording.voltage[1:] / healthy.voltage[1:])
    after = made.recording.time[1:] > true.time
    assert ratio[after] == pytest.approx(1 - drop)
    assert ratio[~after] == pytest.approx(1)
    assert true.time == pytest.approx(at * 3600)
    assert (true.half_cycle, true.into) == (int(at), pytest.approx((at - int(at)) * 3600))
    assert true.drop == pytest.approx(drop)
    assert true.until is None


def test_a_short_is_seen_against_the_cell_of_its_moment():
    """Growth, temperature and the shape of a half-cycle do not change what a drop means, to some parts in a hundred."""
    cell = SyntheticSymmetricCell(growth=1.0, arc=0.3, nucleation=0.5)
    made = symmetric_cell(1, cell=cell, shorts=(Short(70.4, drop=0.3, lasts=5),))
    assert made.truth.shorts[0].drop == pytest.approx(0.3, abs=0.03)


def test_a_reversible_short_heals():
    made = symmetric_cell(1, cell=EVEN, test=BRIEF, shorts=(Short(5.5, drop=0.4, lasts=4.25),))
    true = made.truth.shorts[0]
    assert true.until == pytest.approx(9.75 * 3600)
    size = np.abs(made.recording.voltage)
    inside = (made.recording.time > true.time) & (made.recording.time <= 9.75 * 3600)
    assert size[inside] == pytest.approx(0.03)
    assert size[~inside][1:] == pytest.approx(0.05)


def test_a_path_that_forms_after_the_end_of_healing_lasts():
    made = symmetric_cell(1, test=BRIEF, shorts=(Short(15, drop=0.4, lasts=10),))
    assert made.truth.shorts[0].until is None


def test_a_hard_short_is_ohmic_and_small():
    made = symmetric_cell(1, test=BRIEF, shorts=(Short(10.5, resistance=0.2),))
    true = made.truth.shorts[0]
    assert true.what == "hard short"
    after = made.recording.time > true.time
    assert np.abs(made.recording.voltage[after]) == pytest.approx(0.2 * 1e-3, rel=0.01)


def test_a_path_wanders_within_bounds():
    short = Short(2.5, drop=0.5, wander=0.3, bursts=0.0)
    made = symmetric_cell(3, cell=EVEN, test=SymmetricTest(half_cycles=60, samples=50), shorts=(short,))
    left = np.abs(made.recording.voltage[made.recording.time > made.truth.shorts[0].time]) / 0.05
    assert left.std() > 0.01
    assert 0.35 < left.min() < left.max() < 0.65


def test_a_counter_electrode_that_runs_out_ends_its_half_cycles_at_the_limit():
    cell = SyntheticSymmetricCell(exhausted_at=12, exhaustion=0.05)
    found = halves(made := symmetric_cell(1, cell=cell, test=BRIEF))
    assert np.abs(found.voltage_last[12:]) == pytest.approx(5.0)
    assert np.abs(found.voltage_last[:12]).max() < 0.1
    assert (np.diff(found.charge[12:]) < 0).all()
    assert found.charge == pytest.approx(np.array(made.truth.charges))
    assert made.truth.exhausted == 12


def test_growth_drying_and_activation_move_the_overpotential():
    grown = halves(symmetric_cell(1, cell=SyntheticSymmetricCell(growth=0.5, activation=0), test=BRIEF)).voltage_mid
    dried = halves(symmetric_cell(1, cell=SyntheticSymmetricCell(drying_at=10, activation=0), test=BRIEF)).voltage_mid
    active = halves(symmetric_cell(1, cell=SyntheticSymmetricCell(activation=0.5), test=BRIEF)).voltage_mid
    assert abs(grown[-1] / grown[0]) == pytest.approx(1.5 / 1.0, rel=0.03)
    assert abs(dried[-1] / dried[10]) > 2
    assert abs(dried[10] / dried[0]) == pytest.approx(1)
    assert abs(active[0] / active[-1]) > 1.3


def test_warm_days_lower_the_overpotential():
    test = SymmetricTest(half_cycles=48, samples=50, swing=5)
    made = symmetric_cell(1, cell=EVEN, test=test)
    noon = np.argmin(np.abs(made.recording.time - 6 * 3600 + 100))
    night = np.argmin(np.abs(made.recording.time - 18 * 3600 + 100))
    assert abs(made.recording.voltage[noon]) < 0.042
    assert abs(made.recording.voltage[night]) > 0.058


def test_a_step_of_the_current_is_sublinear():
    test = SymmetricTest(half_cycles=8, samples=20, steps=(1.0, 3.0), step_half_cycles=4)
    found = halves(symmetric_cell(1, cell=EVEN, test=test))
    size = np.abs(found.voltage_mid)
    assert found.current[4] / found.current[0] == pytest.approx(3)
    assert 2 < size[4] / size[0] < 3  # ohm and Butler-Volmer


def test_readings_on_a_change_of_voltage_keep_the_ends_and_the_charge():
    test = SymmetricTest(half_cycles=20, samples=400)
    plain = symmetric_cell(1, test=test)
    sparse = symmetric_cell(1, test=test, instrument=Instrument(on_change=2e-3, at_least_every=300))
    assert len(sparse.recording) < len(plain.recording) / 10
    assert halves(sparse).charge == pytest.approx(np.array(sparse.truth.charges))
    assert np.isin(halves(plain).end, sparse.recording.time).all()


def test_gaps_are_where_the_truth_says():
    made = symmetric_cell(4, test=BRIEF, instrument=Instrument(gaps=3))
    time = made.recording.time
    assert len(made.truth.gaps) == 3
    for begin, end in made.truth.gaps:
        assert not ((time > begin) & (time < end)).any()
    assert len(halves(made)) == 20


def test_random_shorts_are_of_the_size_that_was_asked_for():
    rng = np.random.default_rng(0)
    made = [random_symmetric_cell(rng, 0.0, 0.3, half_cycles=(30, 40), samples=(30, 40)) for _ in range(40)]
    drops = np.array([m.truth.shorts[0].drop for m in made])
    assert abs(np.median(drops) - 0.3) < 0.02
    assert ((drops > 0.2) & (drops < 0.4)).all()
    assert {m.truth.shorts[0].until is None for m in made} == {True, False}


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: SyntheticSymmetricCell(overpotential=0), "overpotential"),
        (lambda: SyntheticSymmetricCell(kinetic_share=2), "kinetic_share"),
        (lambda: SymmetricTest(half_cycles=0), "half_cycles"),
        (lambda: SymmetricTest(steps=()), "steps"),
        (lambda: Instrument(noise=-1), "noise"),
        (lambda: Short(3), "drop"),
        (lambda: Short(3, drop=0.3, resistance=2), "drop"),
        (lambda: symmetric_cell(1, test=BRIEF, shorts=(Short(20, drop=0.3),)), "short 1: at"),
    ],
)
def test_what_cannot_be_is_refused_by_name(make, where):
    with pytest.raises(InputError) as refused:
        make()
    assert [p.where for p in refused.value.problems] == [where]
