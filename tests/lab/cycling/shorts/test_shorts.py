"""Shorts of symmetric cells: found where they were put, not where there is none. The benchmark judges them fully."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.cycling.shorts.symmetric import shorts
from natria.lab.results import Cycling, Event, Results
from natria.lab.specimen import Specimen
from natria.lab.synthetic import (
    CcdTest,
    Instrument,
    Short,
    SymmetricTest,
    Synthetic,
    SyntheticSymmetricCell,
    ccd_cell,
    random_healthy_cell,
    symmetric_cell,
)
from natria.quantity import Chosen, Finding, Question
from natria.record import CURRENT, TIME, VOLTAGE, Recording

MILLI = Instrument(noise=1e-3)
SHORTS = ("soft short", "hard short")


def cycling(recording: Recording, specimen: Specimen | None = None) -> Cycling:
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    return Cycling(recording, halves, specimen or Specimen("cell"))


def told(made: Synthetic, specimen: Specimen | None = None) -> Results:
    return shorts(cycling(made.recording, specimen))


def short_events(part: Results) -> list[Event]:
    return [e for e in part.events if e.what in SHORTS]


def chosen(name: str, value: float, std: float | None = None) -> Finding:
    return Finding(Question(name, "cell"), value, Chosen("a test"), std)


@settings(max_examples=12)
@given(at=st.floats(12, 85), drop=st.floats(0.25, 0.8), seed=st.integers(0, 1000))
def test_a_lasting_drop_is_found_where_it_was_put(at: float, drop: float, seed: int) -> None:
    made = symmetric_cell(seed, shorts=(Short(at, drop=drop),), instrument=MILLI)
    (event,) = short_events(told(made))
    (truth,) = made.truth.shorts
    assert abs(event.time - truth.time) <= max(0.02 * 3600, 2 * 3600 / 200)
    assert event.what == "soft short"
    assert event.until is None
    assert event.size == pytest.approx(drop, abs=0.06)
    assert 0.5 < event.confidence < 1


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), noise=st.sampled_from([0.1e-3, 1e-3, 5e-3]))
def test_a_healthy_cell_raises_no_alarm(seed: int, noise: float) -> None:
    made = random_healthy_cell(np.random.default_rng(seed), noise, half_cycles=(50, 120), samples=(60, 200))
    assert short_events(told(made)) == []


def test_a_short_that_heals_says_when() -> None:
    made = symmetric_cell(3, shorts=(Short(40.3, drop=0.4, lasts=12.5),), instrument=MILLI)
    (event,) = short_events(told(made))
    (truth,) = made.truth.shorts
    assert event.is_reversible
    assert event.until == pytest.approx(truth.until, abs=0.1 * 3600)


def test_a_soft_short_may_become_a_hard_one() -> None:
    made = symmetric_cell(1, shorts=(Short(41.37, drop=0.3), Short(70.5, resistance=1.0)), instrument=MILLI)
    soft, hard = short_events(told(made))
    assert (soft.what, soft.half_cycle, soft.until) == ("soft short", 41, None)
    assert (hard.what, hard.half_cycle) == ("hard short", 70)
    assert "ohmic-remainder" in {e.code for e in hard.evidence}


def test_a_bump_that_ends_is_no_short() -> None:
    made = symmetric_cell(5, instrument=MILLI)
    recording = made.recording
    v = recording.voltage.copy()
    bump = (recording.time > 50.3 * 3600) & (recording.time < 53.6 * 3600)
    v[bump] *= 1.5
    seen = replace(recording, columns={**recording.columns, VOLTAGE: v})
    assert short_events(shorts(cycling(seen))) == []


@pytest.mark.parametrize("factor", [0.25, 4.0])
def test_a_step_of_the_current_is_no_short(factor: float) -> None:
    cell = SyntheticSymmetricCell(overpotential=0.2, kinetic_share=0.9)
    test = SymmetricTest(steps=(1.0, factor), step_half_cycles=20)
    assert short_events(told(symmetric_cell(7, cell=cell, test=test, instrument=MILLI))) == []


def test_a_warming_that_a_thermometer_shows_is_no_short() -> None:
    made = symmetric_cell(9, test=SymmetricTest(half_cycles=60), instrument=MILLI)
    recording = made.recording
    warm = recording.time > 30 * 3600
    v = np.where(warm, 0.7, 1.0) * recording.voltage
    celsius = np.where(warm, 35.0, 25.0)
    without = replace(recording, columns={**recording.columns, VOLTAGE: v})
    measured = replace(recording, columns={**without.columns, "temperature_t1_celsius": celsius})
    assert short_events(shorts(cycling(without)))
    assert short_events(shorts(cycling(measured))) == []


def test_a_ramp_of_the_current_shows_the_short_it_ends_with() -> None:
    made = ccd_cell(2, test=CcdTest(), instrument=MILLI)
    (truth,) = made.truth.shorts
    (event,) = short_events(told(made))
    assert event.half_cycle == truth.half_cycle
    assert abs(event.time - truth.time) <= 0.02 * 1800


def test_a_short_from_the_first_cycle_shows_against_the_electrolyte() -> None:
    made = symmetric_cell(4, shorts=(Short(0.0, resistance=5.0),), instrument=MILLI)
    area = chosen("face_area", 1e-4)
    known = Specimen("cell", area=area, electrolyte_resistance=chosen("area_resistance", 2e-3, 2e-4))
    assert short_events(told(made)) == []
    (event,) = short_events(told(made, known))
    assert (event.half_cycle, event.into) == (0, 0.0)
    assert [e.code for e in event.evidence] == ["below-ionic-resistance-from-start"]
    vague = replace(known, electrolyte_resistance=chosen("area_resistance", 2e-3, 2e-3))
    part = told(made, vague)
    assert short_events(part) == []
    assert "below-ionic-resistance" in {r.code for r in part.remarks}


def test_an_impedance_is_a_resistance_that_cannot_be_undercut() -> None:
    made = symmetric_cell(4, shorts=(Short(0.0, resistance=5.0),), instrument=MILLI)
    part = shorts(cycling(made.recording), impedance=chosen("cell_resistance", 30.0, 1.0))
    assert len(short_events(part)) == 1
    at_most = Finding(Question("cell_resistance", "cell"), 30.0, Chosen("a test"), None, "at most")
    assert short_events(shorts(cycling(made.recording), impedance=at_most)) == []


@pytest.mark.parametrize("swing", [0.0, 3.0])
@pytest.mark.parametrize("how", ["counter exhausted", "electrolyte drying"])
def test_wear_is_named_and_is_no_short(how: str, swing: float) -> None:
    cell = (
        SyntheticSymmetricCell(exhausted_at=60) if how == "counter exhausted" else SyntheticSymmetricCell(drying_at=60)
    )
    part = told(symmetric_cell(2, cell=cell, test=SymmetricTest(swing=swing), instrument=MILLI))
    names = [e.what for e in part.events]
    assert how in names
    assert not set(names) & set(SHORTS)
    (event,) = (e for e in part.events if e.what == how)
    assert 58 <= event.half_cycle <= 68


def test_what_was_found_is_said_with_the_interval_of_the_onset() -> None:
    made = symmetric_cell(1, shorts=(Short(41.37, drop=0.3),), instrument=MILLI)
    part = told(made)
    found = {f.question.name: f for f in part.findings}
    onset = found["short_onset_time"]
    assert isinstance(onset.bound, tuple)
    (truth,) = made.truth.shorts
    assert onset.bound[0] - 60 <= truth.time <= onset.bound[1] + 60
    assert found["resistance_drop"].value == pytest.approx(0.3, abs=0.05)
    assert "cell_current" in found["resistance_drop"].question.at  # no area was given


def test_without_current_nothing_is_said() -> None:
    t = np.arange(50.0)
    part = shorts(cycling(Recording("rest", "0" * 64, {TIME: t, VOLTAGE: 0 * t, CURRENT: 0 * t})))
    assert part.events == ()
    assert [r.code for r in part.remarks] == ["no-current"]


def test_a_current_that_flickers_is_not_searched() -> None:
    t = np.arange(20_500.0)
    current = np.where(t % 2, 1e-3, -1e-3)
    part = shorts(cycling(Recording("noise", "0" * 64, {TIME: t, VOLTAGE: 10 * current, CURRENT: current})))
    assert part.events == ()
    assert [r.code for r in part.remarks] == ["too-many-half-cycles"]


@pytest.mark.filterwarnings("error")
@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 60), flat=st.booleans())
def test_any_recording_is_read_without_failing(seed: int, rows: int, flat: bool) -> None:
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.choice([0.0, 1.0, 10.0, 1e4], rows))
    current = rng.choice([-1e-3, 0.0, 1e-3, 2e-3], rows)
    v = np.zeros(rows) if flat else rng.normal(0, 0.05, rows)
    shorts(cycling(Recording("any", "0" * 64, {TIME: t, VOLTAGE: v, CURRENT: current})))
