"""When the current was switched: what readings at the end, at the start, or regardless of the steps show."""

from __future__ import annotations

import numpy as np
import pytest

from natria.lab.cycling.charge.switches import Switches, lacks_end_readings, switches
from natria.lab.cycling.half_cycles import half_cycles

CURRENT, DT = 1e-3, 10.0
STEPS = ((-1, 3607.0), (0, 304.0), (1, 3503.0), (0, 307.0)) * 3  # sign, s: no whole number of intervals


def readings(kind: str, phase: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """Times and currents of an instrument that reads every DT, and also or not at the ends of steps."""
    time, amps, now = [0.0] if kind == "end" else [], [0.0] if kind == "end" else [], 0.0
    for sign, length in STEPS:
        inside = np.arange(DT, length, DT)
        match kind:
            case "end":
                into = np.r_[inside, length]
            case "both":
                into = np.r_[0.01, inside, length]
            case "start":
                into = np.r_[0.01, inside]
            case "restart":
                into = inside
            case _:
                into = np.arange(phase - now % DT + (DT if now % DT > phase else 0.0), length, DT)
        time += list(now + into)
        amps += [sign * CURRENT] * len(into)
        now += length
    return np.array(time), np.array(amps)


def seen(kind: str) -> tuple[Switches, np.ndarray]:
    """The switches that are found, and the true times between the readings around them."""
    time, amps = readings(kind)
    halves = half_cycles(time, 0.03 * np.sign(amps), amps)
    found = switches(time, amps, halves, halves.sign > 0)
    edges = np.cumsum([length for _, length in STEPS])[:-1]
    inside = found.before + 1 < len(time)
    before = time[found.before[inside]]
    return found, np.array([edges[np.argmin(np.abs(edges - b - 5.0))] - b for b in before])


@pytest.mark.parametrize("kind", ["end", "both", "start", "restart"])
def test_a_clock_that_follows_the_steps_gives_the_time_of_each_switch(kind: str) -> None:
    found, true = seen(kind)
    later = slice(1 if kind == "end" else 0, len(true))  # before the first step lies one reading at rest
    assert found.at[: len(true)][later] == pytest.approx(true[later], abs=0.02)
    assert set(found.kind[: len(true)][later]) == {kind}


def test_a_free_clock_gives_the_middle_of_the_gap_and_its_width() -> None:
    found, true = seen("free")
    assert set(found.kind) == {"free"}
    assert found.at[: len(true)] == pytest.approx(np.full(len(true), DT / 2))
    assert found.std[: len(true)] == pytest.approx(np.full(len(true), DT / 12**0.5), rel=1e-3)
    assert np.abs(found.at[: len(true)] - true).max() <= DT / 2


def test_a_pause_of_the_instrument_moves_no_charge() -> None:
    time, amps = readings("end")
    step = int(np.flatnonzero(np.diff(amps) != 0)[2])
    time = np.where(np.arange(len(time)) > step, time + 5000.0, time)
    halves = half_cycles(time, 0.03 * np.sign(amps), amps)
    found = switches(time, amps, halves, halves.sign > 0)
    (place,) = np.flatnonzero(found.kind == "pause")
    assert (found.at[place], found.begun[place], found.std[place]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("kind", "lacks"), [("end", False), ("both", False), ("start", True), ("restart", True)])
def test_whether_steps_end_with_a_reading(kind: str, lacks: bool) -> None:
    time, amps = readings(kind)
    assert lacks_end_readings(time, half_cycles(time, 0.03 * np.sign(amps), amps)) is lacks


def test_nothing_has_no_switches() -> None:
    empty = np.zeros(0)
    assert len(switches(empty, empty, half_cycles(empty, empty, empty), empty)) == 0
    still = np.arange(5.0)
    halves = half_cycles(still, still, 0 * still)
    assert len(switches(still, 0 * still, halves, np.zeros(0, bool))) == 0
    assert not lacks_end_readings(still, halves)
