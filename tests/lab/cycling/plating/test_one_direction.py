"""Plating in one direction, from readings made here: plateau, spike, charge, onset, and what is not a fall."""

from __future__ import annotations

import numpy as np
import pytest

from natria.lab import Measurement, Specimen, measure
from natria.lab.cycling.plating.fall import VoltageFall
from natria.lab.cycling.plating.one_direction import _what
from natria.quantity import Chosen, Finding, Question
from natria.record import CURRENT, TIME, VOLTAGE, Recording

HOUR = 3600.0
AMPERE = 0.5e-3
AREA = Finding(Question("face_area", "cell"), 1e-4, Chosen("the test"), 0.0)
SHORTS = ("hard short", "soft short", "gradual short")


def plated(
    hours: float = 60.0,
    *,
    onset: float | None = 40.0,
    fall: float = 0.0,
    share: float = 0.8,
    every: float = 60.0,
    noise: float = 0.005,
    rests: float | None = None,
    sign: int = 1,
    drift: float = 0.1,
    seed: int = 0,
) -> Recording:
    """60 mV with a nucleation spike of 30 mV; from `onset` (h of plating) |V| falls by `share` within `fall` h."""
    rng = np.random.default_rng(seed)
    flowing = np.arange(every, hours * HOUR + every / 2, every)
    volts = 0.06 * (1 + drift * flowing / (hours * HOUR)) + 0.03 * np.exp(-flowing / 900)
    if onset is not None:
        grown = np.clip((flowing / HOUR - onset) / max(fall, 1e-9), 0, 1)
        volts = volts * (1 - share * grown)
    volts = volts * (1 + noise * rng.standard_normal(len(volts)))
    clock, current = flowing.copy(), np.full(len(flowing), AMPERE)
    if rests is not None:  # ten minutes of rest, read once a minute, each so many hours
        number = np.floor((flowing - 1e-6) / (rests * HOUR))
        clock = flowing + 600.0 * number
        ends = np.flatnonzero(np.diff(number)) + 1
        still = (clock[ends - 1][:, None] + 60.0 * np.arange(1, 11)).ravel()
        order = np.argsort(np.r_[clock, still], kind="stable")
        clock = np.r_[clock, still][order]
        volts = np.r_[volts, np.zeros(len(still))][order]
        current = np.r_[current, np.zeros(len(still))][order]
    return Recording("plated.csv", "0" * 64, {TIME: clock, VOLTAGE: sign * volts, CURRENT: sign * current})


def value(m: Measurement, name: str) -> Finding:
    (found,) = (f for f in m.findings if f.question.name == name)
    return found


def events(m: Measurement) -> list:
    return [e for e in m.events if e.what in SHORTS]


@pytest.mark.parametrize("sign", [1, -1])
def test_it_is_recognised_and_gives_its_numbers_without_a_design(sign: int) -> None:
    m = measure(plated(sign=sign))
    assert m.kind.test == "plating until short"
    assert "one-directional" in m.says
    assert value(m, "cell_overpotential").value == pytest.approx(0.0635, abs=0.002)
    assert value(m, "nucleation_overpotential").value == pytest.approx(0.0275, abs=0.003)
    charge = value(m, "capacity_to_short")
    assert charge.value == pytest.approx(40 * HOUR * AMPERE, rel=0.001)
    assert isinstance(charge.bound, tuple)
    assert charge.bound[0] <= 40 * HOUR * AMPERE <= charge.bound[1] + 1e-9
    assert value(m, "plated_capacity").value == pytest.approx(60 * HOUR * AMPERE, rel=0.001)
    assert value(m, "time_to_short").value == pytest.approx(40 * HOUR, abs=60)
    assert not [f for f in m.findings if f.question.name.startswith("areal_")]
    (event,) = events(m)
    assert event.size == pytest.approx(0.8, abs=0.02)
    assert event.evidence[0].code == "voltage-falls"


def test_with_an_area_the_charge_is_per_area_too() -> None:
    m = measure(plated(), Specimen("cell", None, AREA))
    assert value(m, "areal_capacity_to_short").value == pytest.approx(40 * HOUR * AMPERE / 1e-4, rel=0.001)
    assert value(m, "areal_plated_capacity").value == pytest.approx(60 * HOUR * AMPERE / 1e-4, rel=0.001)


def test_without_a_fall_the_charge_is_a_lower_bound() -> None:
    m = measure(plated(onset=None))
    assert events(m) == []
    assert value(m, "capacity_to_short").bound == "at least"
    assert value(m, "time_to_short").bound == "at least"
    assert "no-fall" in {r.code for r in m.remarks}
    assert not [f for f in m.findings if f.question.name == "short_confidence"]


@pytest.mark.parametrize("fall", [0.5, 2.0, 8.0])
@pytest.mark.parametrize("share", [0.4, 0.9])
def test_a_gradual_fall_is_found_from_its_start(fall: float, share: float) -> None:
    m = measure(plated(fall=fall, share=share))
    (event,) = events(m)
    assert event.into == pytest.approx(40 * HOUR, abs=max(0.1 * fall * HOUR, 180))
    assert event.size == pytest.approx(share, abs=0.08)


def test_rests_for_impedance_do_not_hide_the_fall_or_count_as_plating() -> None:
    m = measure(plated(rests=4.0))
    assert m.kind.test == "plating until short"
    assert value(m, "capacity_to_short").value == pytest.approx(40 * HOUR * AMPERE, rel=0.003)


def test_a_fall_in_the_last_readings_is_found_and_a_last_spike_is_none() -> None:
    recording = plated(onset=None)
    volts = recording.voltage.copy()
    volts[-1] *= 0.2
    one = Recording("x", "0" * 64, {**recording.columns, VOLTAGE: volts})
    assert events(measure(one)) == []
    volts[-6:] = 0.2 * recording.voltage[-6:]
    (event,) = events(measure(Recording("x", "0" * 64, {**recording.columns, VOLTAGE: volts})))
    assert event.time == pytest.approx(recording.time[-6], abs=60)


def test_a_falling_plateau_of_a_working_cell_is_no_short() -> None:
    for drift in (-0.15, 0.4):
        for seed in range(3):
            assert events(measure(plated(onset=None, drift=drift, noise=0.02, seed=seed))) == []


def test_charging_a_full_cell_and_a_sloping_host_are_no_plating() -> None:
    flowing = np.arange(60.0, 20 * HOUR, 60.0)
    for volts in (3.2 + 0.2 * flowing / flowing[-1], 0.05 + 1.9 * (flowing / flowing[-1]) ** 3):
        columns = {TIME: flowing, VOLTAGE: volts, CURRENT: np.full(len(flowing), AMPERE)}
        assert measure(Recording("x", "0" * 64, columns)).kind.test != "plating until short"


def test_few_readings_give_no_error() -> None:
    for many in (1, 2, 5, 19):
        m = measure(plated(hours=many / 60, onset=None))
        assert events(m) == []


def test_the_interval_of_an_onset_ends_at_readings() -> None:
    made = measure(plated(onset=40.0, fall=4.0, every=600.0))
    (event,) = (e for e in made.events if e.what in SHORTS)
    assert event.onset_within is not None
    low, high = event.onset_within
    time = made.recording.time
    assert min(abs(time - low)) == pytest.approx(0.0, abs=301.0)
    assert low <= event.time <= high
    assert low <= 40.0 * HOUR <= high
    assert high - low >= 2 * 600.0


@pytest.mark.parametrize(
    ("size", "long", "what"),
    [(0.5, 0.0, "soft short"), (0.89, 0.0, "soft short"), (0.5, 1e4, "gradual short"), (0.9, 1e4, "hard short")],
)
def test_a_fall_is_named_by_what_is_lost_and_how_fast(size: float, long: float, what: str) -> None:
    assert _what(VoltageFall(1e5, 1e5 + long, size, 20.0, 10)) == what
