"""Overpotentials of a symmetric cell, against cells of which every number is known."""

import numpy as np
import pytest

from natria.lab.cycling import half_cycles
from natria.lab.cycling.symmetric.overpotentials import half_cycle_shapes, symmetric
from natria.lab.results import Cycling, Event
from natria.lab.specimen import Specimen
from natria.quantity import Chosen, Finding, Measured, Question
from natria.record import Recording

AREA = Finding(Question("face_area", "cell"), 1e-4, Chosen("the test"), 0.0)


def cell(eta, currents, *, offset=0.0, spike=0.0, arc=0.0, noise=0.0, half=120, area=AREA):
    """A half-cycle for each entry: V = sign (eta + spike exp(-x/0.03) + arc x^4) + offset."""
    x = (np.arange(half) + 0.5) / half
    shape = np.concatenate([e + spike * np.exp(-x / 0.03) + arc * x**4 for e in np.broadcast_to(eta, len(currents))])
    sign = np.repeat(np.sign(currents), half)
    voltage = sign * shape + offset + np.random.default_rng(1).normal(0, noise, len(sign))
    time = 30.0 * np.arange(1, len(sign) + 1)
    columns = {"test_time_second": time, "voltage_volt": voltage, "current_ampere": np.repeat(currents, half)}
    recording = Recording("cell.csv", "ab" * 32, columns)
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    return Cycling(recording, halves, Specimen("lab/cell", "symmetric", area))


def turns(amperes, cycles):
    return np.tile([amperes, -amperes], cycles)


def numbers(part, name):
    return [f for f in part.findings if f.question.name == name]


def test_the_overpotential_is_half_the_hysteresis_and_free_of_an_offset():
    part = symmetric(cell(0.05, turns(1e-3, 10), offset=0.013))
    (eta,), (hysteresis,) = numbers(part, "cell_overpotential"), numbers(part, "hysteresis")
    assert eta.value == pytest.approx(0.05)
    assert hysteresis.value == pytest.approx(2 * eta.value)
    assert eta.question.at["current"] == pytest.approx(10.0)  # 1 mA on 1 cm^2
    assert eta.question.at["cycle"] == (1.0, 10.0)
    assert eta.question.at["areal_capacity"] == pytest.approx(36000.0, rel=0.01)
    assert isinstance(eta.origin, Measured)
    assert eta.origin.inputs == (AREA,)


def test_without_an_area_the_current_is_that_of_the_cell():
    (eta,) = numbers(symmetric(cell(0.05, turns(1e-3, 4), area=None)), "cell_overpotential")
    assert eta.question.at["cell_current"] == pytest.approx(1e-3)
    assert "current" not in eta.question.at
    assert eta.origin.inputs == ()


def test_each_current_is_a_block_of_its_own():
    currents = np.concatenate([turns(1e-3, 5), turns(2e-3, 5), turns(1e-3, 3)])
    eta = np.where(np.abs(currents) > 1.5e-3, 0.08, 0.05)
    found = numbers(symmetric(cell(eta, currents)), "cell_overpotential")
    assert [f.value for f in found] == pytest.approx([0.05, 0.08, 0.05])
    assert [f.question.at["cycle"] for f in found] == [(1.0, 5.0), (6.0, 10.0), (11.0, 13.0)]


def test_the_spread_is_that_of_the_cycles():
    rng = np.random.default_rng(3)
    eta = np.repeat(0.05 + rng.normal(0, 1e-3, 400), 2)
    (found,) = numbers(symmetric(cell(eta, turns(1e-3, 400), half=20)), "cell_overpotential")
    assert found.std == pytest.approx(1e-3, rel=0.15)
    few = numbers(symmetric(cell(0.05, turns(1e-3, 2))), "cell_overpotential")
    assert few[0].std is None


def test_a_drift_is_found_with_its_sign_and_its_error():
    eta = 0.05 + 1e-5 * np.arange(200)
    (found,) = numbers(symmetric(cell(eta, turns(1e-3, 100), noise=5e-4)), "hysteresis_drift")
    per_second = 2 * 1e-5 / (120 * 30.0)
    assert found.value == pytest.approx(per_second, rel=0.02)
    assert abs(found.value - per_second) < 4 * found.std


def test_a_spike_and_an_arc_are_told_from_a_plateau():
    flat = half_cycle_shapes(cell(0.05, turns(1e-3, 3)))
    assert flat == pytest.approx(np.zeros_like(flat), abs=1e-12)
    spiked = half_cycle_shapes(cell(0.05, turns(1e-3, 3), spike=0.03))
    assert spiked[:, 0] == pytest.approx(np.full(6, 0.03 * np.exp(-1.5 / 120 / 0.03)), rel=1e-6)
    arched = half_cycle_shapes(cell(0.05, turns(1e-3, 3), arc=0.05))
    assert (arched[:, 1] > 0.5).all()


def test_one_wild_reading_is_no_nucleation():
    cycling = cell(0.05, turns(1e-3, 3))
    voltage = cycling.recording.voltage.copy()
    voltage[5] = 0.4
    wild = Recording("cell.csv", "ab" * 32, {**cycling.recording.columns, "voltage_volt": voltage})
    shapes = half_cycle_shapes(Cycling(wild, cycling.halves, cycling.specimen))
    assert shapes[0, 0] == pytest.approx(0.0, abs=1e-12)


def test_what_comes_after_a_short_is_no_overpotential():
    eta = np.where(np.arange(40) < 20, 0.05, 0.01)
    cycling = cell(eta, turns(1e-3, 20))
    lasting = Event("hard short", 72000.0, 20, 11, 0.0, 1.0, ())
    healed = Event("soft short", 72000.0, 20, 11, 0.0, 1.0, (), until=80000.0)
    (before,) = numbers(symmetric(cycling, [lasting]), "cell_overpotential")
    assert before.value == pytest.approx(0.05)
    assert before.question.at["cycle"] == (1.0, 10.0)
    (remark,) = (r for r in symmetric(cycling, [lasting]).remarks if r.code == "before-short")
    assert "cycle 11" in remark.text
    (all_,) = numbers(symmetric(cycling, [healed]), "cell_overpotential")
    assert all_.question.at["cycle"] == (1.0, 20.0)


def test_a_half_cycle_that_was_cut_off_is_left_out():
    cycling = cell(0.05, turns(1e-3, 4))
    keep = len(cycling.recording) - 60
    cut = Recording("cell.csv", "ab" * 32, {n: c[:keep] for n, c in cycling.recording.columns.items()})
    halves = half_cycles(cut.time, cut.voltage, cut.current)
    part = symmetric(Cycling(cut, halves, cycling.specimen))
    assert part.tables[1].columns["cycle"].numbers.tolist() == [1.0, 2.0, 3.0]
    assert "incomplete-cycle" in {r.code for r in part.remarks}


def test_without_half_cycles_there_is_nothing():
    time = np.arange(10.0)
    columns = {"test_time_second": time, "voltage_volt": time, "current_ampere": 0 * time}
    recording = Recording("rest.csv", "00", columns)
    part = symmetric(Cycling(recording, half_cycles(time, time, 0 * time), Specimen("rest")))
    assert part.findings == ()
    assert len(part.tables[0]) == 0
