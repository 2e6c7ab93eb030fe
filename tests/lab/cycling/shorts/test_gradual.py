"""Gradual falls of the resistance: found from their start, told from drift, activation and days."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.cycling.life import life
from natria.lab.cycling.shorts.detectable import detectable
from natria.lab.cycling.shorts.fall_fit import SHAPES, Fall, fitting, most_likely_step, noise_of, ramps, white_scatter
from natria.lab.cycling.shorts.gradual import SMALLEST, SURE, _is_sure, _whole_decline, falls
from natria.lab.cycling.shorts.healthy_drift import healthy
from natria.lab.cycling.shorts.resistance import flow, resistance
from natria.lab.cycling.shorts.symmetric import shorts
from natria.lab.results import Cycling, Event, Results
from natria.lab.specimen import Specimen
from natria.record import CURRENT, TIME, VOLTAGE, Recording

HALF = 3600.0  # s
SHORTS = ("hard short", "soft short", "gradual short")


def series(number: int = 120, seed: int = 0, scatter: float = 0.004, slope: float = 0.0005) -> np.ndarray:
    """ln R of a healthy cell that drifts."""
    return 4.0 + slope * np.arange(number) + scatter * np.random.default_rng(seed).standard_normal(number)


def times(number: int = 120) -> np.ndarray:
    return HALF * (np.arange(number) + 0.5)


def fallen(level: np.ndarray, start: float, long: float, size: float) -> np.ndarray:
    return level - size * np.clip((np.arange(len(level)) + 0.5 - start) / long, 0, 1)


def cell(level: np.ndarray, *, samples: int = 60, noise: float = 0.01, seed: int = 1) -> Cycling:
    """A symmetric cell with |V| = 1 mA x exp(level), a spike and an arc in each half-cycle, and noise."""
    rng = np.random.default_rng(seed)
    share = (np.arange(samples) + 1) / samples
    shape = 1 + 0.3 * np.exp(-share / 0.04) + 0.1 * share**3
    time = HALF * (np.arange(len(level))[:, None] + share).ravel()
    current = np.repeat(np.where(np.arange(len(level)) % 2, -1e-3, 1e-3), samples)
    size = 1e-3 * (np.exp(level)[:, None] * shape).ravel()
    volts = size * (1 + noise * rng.standard_normal(len(size))) * np.sign(current)
    recording = Recording("cell", "0" * 64, {TIME: time, VOLTAGE: volts, CURRENT: current})
    halves = half_cycles(time, volts, current)
    return Cycling(recording, halves, Specimen("cell", "symmetric"))


def events(part: Results) -> list[Event]:
    return [e for e in part.events if e.what in SHORTS]


@pytest.mark.parametrize("long", [3.0, 5.0, 15.0, 50.0])
@pytest.mark.parametrize("size", [0.4, 0.9])
def test_a_fall_is_found_with_its_start_end_and_size(long: float, size: float) -> None:
    found = falls(fallen(series(), 40.0, long, size), times())
    assert found
    best = found[0]
    assert abs(best.start - 40.0) <= max(1.0, 0.05 * long)
    assert abs(best.end - 40.0 - long) <= max(1.5, 0.1 * long)
    assert best.size == pytest.approx(size, rel=0.15)
    assert best.z > 6


@pytest.mark.parametrize("seed", range(4))
def test_drift_activation_and_days_are_no_falls(seed: int) -> None:
    number = np.arange(120)
    rng = np.random.default_rng(seed)
    healthy = (
        series(seed=seed, slope=-0.002),
        series(seed=seed) + 0.8 * np.exp(-number / rng.uniform(3, 20)),
        series(seed=seed) + 0.12 * np.sin(2 * np.pi * times() / 86400 + rng.uniform(0, 6)),
        series(seed=seed, slope=0.01),
    )
    for level in healthy:
        assert falls(level, times()) == []


def test_a_fall_below_the_smallest_is_not_called_one() -> None:
    assert falls(fallen(series(scatter=0.001), 40.0, 10.0, 0.8 * SMALLEST), times()) == []
    assert falls(fallen(series(scatter=0.001), 40.0, 10.0, 1.3 * SMALLEST), times()) != []


def test_a_rise_is_no_fall() -> None:
    assert falls(fallen(series(), 40.0, 10.0, -0.8), times()) == []


def test_a_recorded_warming_explains_a_fall() -> None:
    kelvin = 298 + np.clip((np.arange(120) - 40.0) / 15, 0, 1) * 9
    level = series() - 0.045 * (kelvin - 298)
    assert falls(level, times())
    assert falls(level, times(), kelvin) == []


def test_missing_half_cycles_and_short_series() -> None:
    level = fallen(series(), 40.0, 15.0, 0.6)
    level[[10, 11, 45, 90]] = np.nan
    (best, *_) = falls(level, times())
    assert abs(best.start - 40.0) <= 1.5
    assert falls(level[:8], times(8)) == []


def test_a_fall_in_a_long_test_is_found_in_its_window() -> None:
    level = fallen(series(900), 611.0, 20.0, 0.5)
    found = falls(level, times(900))
    assert abs(found[0].start - 611.0) <= 1.0


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_falls_from_zero_to_its_size(shape: str) -> None:
    column = ramps(60, np.array([20.0]), np.array([15.0]), shape, 0.7)[:, 0]
    assert column[:20] == pytest.approx(0.0)
    assert column[35:] == pytest.approx(-1.0)
    assert (np.diff(column) <= 1e-12).all()


def test_scatter_is_that_of_white_noise() -> None:
    noise = np.random.default_rng(3).normal(0, 0.02, 4000)
    assert white_scatter(noise + 0.01 * np.arange(4000)) == pytest.approx(0.02, rel=0.1)
    assert white_scatter(noise[:3]) == 0.0


def test_the_event_has_the_onset_of_the_fall_and_no_certainty() -> None:
    part = shorts(cell(fallen(series(), 40.0, 15.0, 0.6)))
    (event,) = events(part)
    assert event.what == "gradual short"
    assert event.time == pytest.approx(40.0 * HALF, abs=HALF)
    assert event.size == pytest.approx(1 - np.exp(-0.6), abs=0.05)
    assert event.confidence is not None
    assert event.confidence < 1
    codes = [e.code for e in event.evidence]
    assert codes[0] == "gradual-loss"
    assert "other-causes" in codes


def test_a_sudden_drop_stays_a_soft_short() -> None:
    level = series()
    level[50:] -= 0.5
    (event,) = events(shorts(cell(level)))
    assert event.what == "soft short"
    assert abs(event.time - 50 * HALF) <= 0.1 * HALF


def test_a_possible_short_bounds_the_life_and_does_not_end_it() -> None:
    made = cell(fallen(series(), 40.0, 15.0, 0.6))
    found = {f.question.name: f for f in life(made, shorts(made).events).findings}
    assert found["cycle_life"].bound == "at least"
    assert found["cycle_life"].value == pytest.approx(20, abs=1)
    assert found["cycling_time"].bound == "at least"


def test_nothing_found_has_no_confidence_but_limits() -> None:
    made = cell(series())
    part = shorts(made)
    assert events(part) == []
    assert "detection-limit" in {r.code for r in part.remarks}
    (end,) = life(made, part.events).events
    assert (end.what, end.confidence) == ("test stopped", None)


def trace_of(made: Cycling):
    return resistance(
        made.halves, flow(made.halves, made.recording.voltage, made.recording.current), made.recording.current
    )


def test_limits_are_larger_for_slower_falls_noisier_and_shorter_records() -> None:
    def limits(level: np.ndarray, noise: float = 0.01) -> list[float]:
        made = cell(level, noise=noise)
        rows, _ = detectable(made, trace_of(made))
        assert rows is not None
        return rows.columns["smallest_fall"].numbers.tolist()

    quiet = limits(series())
    assert all(a <= b + 1e-9 for a, b in pairwise(quiet))
    assert quiet[1] == pytest.approx(0.2, abs=0.01)  # the smallest fall that is called one
    loud = limits(series(scatter=0.12))
    assert all(b >= a for a, b in zip(quiet, loud, strict=True))
    assert loud[3] > quiet[3]
    few = limits(series(40))
    assert few[3] > quiet[3]


def test_a_fall_above_its_limit_is_found() -> None:
    made = cell(series(scatter=0.02))
    rows, _ = detectable(made, trace_of(made))
    assert rows is not None
    for long, loss in zip(*(rows.columns[k].numbers for k in ("fall_half_cycles", "smallest_fall")), strict=True):
        if long >= 5:
            size = -1.3 * np.log(1 - loss)
            assert falls(fallen(series(scatter=0.02), 45.0, long, size), times()), long


def test_a_slow_fall_in_stairs_between_two_starts_is_found() -> None:
    level = series(106, scatter=0.006)
    for stair in range(6):
        level[23 + round(8.3 * stair) :] -= 0.085
    (best, *_) = falls(level, times(106))
    assert abs(best.start - 23) <= 8
    assert best.size == pytest.approx(0.51, rel=0.2)


def test_a_slow_fall_after_a_strong_activation_is_found() -> None:
    number = np.arange(100)
    level = fallen(series(100, scatter=0.003) + 0.9 * np.exp(-number / 4.0), 35.0, 50.0, 0.5)
    (best, *_) = falls(level, times(100))
    assert abs(best.start - 35.0) <= 5
    assert best.end > 75


def test_an_activation_that_no_decay_describes_is_no_random_walk_of_the_later_cell() -> None:
    level = series(60, scatter=0.003)
    level[:12] += 0.05 * np.cumsum(np.random.default_rng(5).standard_normal(12))
    one = fitting(level, healthy(times(60), from_start=True))
    assert most_likely_step(one, 40) == 0.001
    assert most_likely_step(one, 14) > 0.001


def test_a_daily_variation_in_a_fall_is_no_flicker() -> None:
    quiet = fallen(series(scatter=0.003), 40.0, 50.0, 0.6)
    days = quiet + 0.06 * np.sin(2 * np.pi * times() / 86400)
    flickers = quiet.copy()
    flickers[40:90] += np.repeat(0.06 * np.random.default_rng(4).standard_normal(17), 3)[:50]

    def scatter(values: np.ndarray) -> float:
        return float(np.sqrt(noise_of(fitting(values, healthy(times(), from_start=True)), 40.0, 90.0)[60, 60]))

    assert scatter(days) < 0.015
    assert scatter(flickers) > 0.03


def test_a_decline_as_large_as_a_fall_is_no_drift() -> None:
    drift, level = healthy(times(), from_start=True).variance[[1, 0]]
    assert drift < 0.5**2 < level


def test_the_whole_decline_is_tried_only_without_activation() -> None:
    slows = 4 + 0.8 * np.exp(-np.arange(120) / 30)
    assert _whole_decline(slows) == []
    (whole,) = _whole_decline(fallen(series(scatter=0.0), 40.0, 50.0, 0.5))
    assert isinstance(whole, Fall)
    assert abs(whole.start - 40.0) <= 2
    assert abs(whole.end - 90.0) <= 1


def test_a_fall_must_be_large_and_significant() -> None:
    def fall(size: float, z: float) -> Fall:
        return Fall(40.0, 60.0, size, z)

    assert _is_sure(fall(SMALLEST, SURE))
    assert not _is_sure(fall(0.9 * SMALLEST, 10 * SURE))
    assert not _is_sure(fall(10 * SMALLEST, 0.9 * SURE))
