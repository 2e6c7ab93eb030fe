"""A recording run again: its own cell gives its own voltage, whenever and however often it was read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cells_to_calibrate import TRUTH, UNIT, case_with, known, recorded

from natria.lab import Specimen
from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.cycling.kind import recognise
from natria.models.cell import pack, prepare
from natria.models.cell.failure.limits import Limits
from natria.quantity import NatriaError
from natria.record import Recording
from natria.studies.calibration.replay import READINGS, Ended, pieces_of, replay

AREA = 1.13e-4
EXACT = 2e-6  # V: tolerance of the run that was recorded
TRUE = {path: known(value, UNIT[path]) for path, value in TRUTH.items()}
FOIL = {
    "cell": "half",
    "working": {"material": "Cu", "exchange_current_density": known(0.4, "mA/cm^2")},
    "counter": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(0.4, "mA/cm^2")},
    "interphase": {},
    "protocol": {"steps": ["plate 1 mA/cm^2 for 10 min", "strip 1 mA/cm^2 for 9 min", "repeat 2"]},
}


def pieces(recording, cycles=(1, 2), sign=1):
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    return pieces_of(recording, halves, cycles, area=AREA, plating_sign=sign)


def said(case, found, patch=None):
    return replay(pack(prepare(case.base.with_(TRUE if patch is None else patch)).cell), found, Limits())


def rows_of(found):
    return np.concatenate([piece.rows for piece in found])


@pytest.fixture(scope="module")
def symmetric():
    return case_with(), recorded()


def test_the_cell_of_a_recording_gives_its_voltage(symmetric):
    case, recording = symmetric
    found = pieces(recording)
    assert len(rows_of(found)) > 100
    assert said(case, found) == pytest.approx(recording.voltage[rows_of(found)], abs=EXACT)


def test_it_passes_the_charge_and_the_time_of_the_recording(symmetric):
    _, recording = symmetric
    found = pieces(recording)
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    flowing = [p for p in found if p.current]
    assert [p.current * p.seconds * AREA for p in flowing] == pytest.approx(list(halves.sign * halves.charge))
    assert sum(p.seconds for p in found) == pytest.approx(float(halves.end[3]))


def test_rests_are_run_through_and_compared():
    fast = ["plate 1 mA/cm^2 for 5 min", "rest 5 min", "strip 1 mA/cm^2 for 5 min", "rest 5 min", "repeat 2"]
    case = case_with({"protocol": {"steps": fast}})
    recording = recorded(case)
    found = pieces(recording)
    resting = [p for p in found if p.current == 0]
    assert [p.seconds for p in resting] == pytest.approx([300] * 3)  # the last one belongs to no cycle
    assert all(len(p.rows) for p in resting)
    assert said(case, found) == pytest.approx(recording.voltage[rows_of(found)], abs=EXACT)


def test_only_the_chosen_cycles_are_compared_and_what_came_before_is_run(symmetric):
    case, recording = symmetric
    every, last = pieces(recording), pieces(recording, (2, 2))
    assert sum(p.seconds for p in last) == pytest.approx(sum(p.seconds for p in every))
    assert rows_of(last).min() > rows_of(pieces(recording, (1, 1))).max()
    assert said(case, last) == pytest.approx(recording.voltage[rows_of(last)], abs=EXACT)


def test_it_may_be_read_at_any_times(symmetric):
    """A third of the readings, and none at all of the first minute of the second half-cycle."""
    case, recording = symmetric
    rng = np.random.default_rng(5)
    keep = np.sort(rng.permutation(len(recording))[: len(recording) // 3])
    keep = np.union1d(keep, np.flatnonzero(np.diff(np.sign(recording.current), append=0)))  # ends of steps
    gone = (recording.time[keep] > 600) & (recording.time[keep] < 660)
    thinned = replace(recording, columns={k: v[keep[~gone]] for k, v in recording.columns.items()})
    found = pieces(thinned)
    assert said(case, found) == pytest.approx(thinned.voltage[rows_of(found)], abs=EXACT)


def test_many_readings_are_thinned_early_ones_kept():
    dense = recorded(samples=1000)
    found = pieces(dense)
    assert max(len(p.rows) for p in found) <= READINGS
    assert all(p.times[1] < 0.01 * p.seconds for p in found)
    assert all(p.times[-1] == pytest.approx(p.seconds) for p in found)


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_foil_is_plated_by_the_sign_that_its_cycler_has(sign):
    case, recording = case_with(FOIL), recorded_foil(sign)
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    kind = recognise(recording, halves, Specimen("test/cell", "half"))
    assert kind.plating_sign == sign
    found = pieces(recording, sign=kind.plating_sign)
    assert [np.sign(p.current) for p in found] == [1, -1, 1, -1]
    assert sign * said(case, found, {}) == pytest.approx(recording.voltage[rows_of(found)], abs=EXACT)


def recorded_foil(sign):
    from natria.models.cell import legs, recording_of, run

    prepared = prepare(case_with(FOIL).base)
    rows = np.concatenate([d.rows for d in run(pack(prepared.cell), legs(prepared.blocks, "half", 2))])
    made = recording_of(prepared, rows)  # as a cycler: plating is negative
    flipped = {**made.columns, "voltage_volt": -sign * made.voltage, "current_ampere": -sign * made.current}
    return replace(made, columns=flipped)


def test_a_current_that_varies_is_refused():
    time = np.linspace(0, 7200, 721)
    current = np.where(time < 3600, 1.0, -1.0) * 1e-4 * (1 + 0.5 * np.sin(time / 200))
    recording = Recording(
        "cell", "", {"test_time_second": time, "voltage_volt": 500 * current, "current_ampere": current}
    )
    with pytest.raises(NatriaError, match="in cycle 1 a voltage is held or the current varies"):
        pieces(recording, (1, 1))


def test_a_cell_that_ends_before_its_recording_says_why(symmetric):
    case, recording = symmetric
    thin = {**TRUE, "working.thickness": "0.1 um"}
    with pytest.raises(Ended, match="empty"):
        said(case, pieces(recording), thin)
