"""The onset of a gradual fall: the change point, and the interval that should hold the truth."""

from __future__ import annotations

import numpy as np
import pytest

from natria.lab.cycling.shorts.fall_fit import Fall
from natria.lab.cycling.shorts.onset_range import OnsetRange, _quickens, onset_range

HALF = 3600.0
NUMBER = 100


def series(start: float, long: float, lost: float, *, power: float = 1.0, scatter: float = 0.003, seed: int = 0):
    """ln R of a cell with drift, whose |V| falls by the share `lost` with a power of the time."""
    rng = np.random.default_rng(seed)
    fine = (np.arange(8 * NUMBER) + 0.5) / 8
    grown = np.clip((fine - start) / long, 0.0, 1.0) ** power
    level = np.log(1 - lost * grown).reshape(NUMBER, 8).mean(axis=1)
    return 4 + 0.001 * np.arange(NUMBER) + level + rng.normal(0, scatter, NUMBER)


def onset(values: np.ndarray, start: float, long: float, lost: float) -> OnsetRange:
    time = HALF * (np.arange(len(values)) + 0.5)
    found = onset_range(values, time, Fall(start, start + long, -np.log(1 - lost), 10.0), from_start=True)
    assert found is not None
    return found


@pytest.mark.parametrize(("long", "lost"), [(6.0, 0.4), (15.0, 0.4), (15.0, 0.9), (50.0, 0.4), (50.0, 0.9)])
@pytest.mark.parametrize("power", [1.0, 1.5])
def test_an_onset_is_found_from_a_start_that_is_off(long: float, lost: float, power: float) -> None:
    values = series(35.3, long, lost, power=power)
    found = onset(values, 35.3 + 0.15 * long, 0.9 * long, lost)
    assert abs(found.at - 35.3) <= max(1.0, 0.1 * long)
    assert found.low <= found.at - 2
    assert found.high >= found.at + 2


def test_the_interval_holds_the_truth_in_most_cells_and_widens_with_the_scatter() -> None:
    def held(scatter: float) -> tuple[float, float]:
        rng = np.random.default_rng(1)
        inside, width = [], []
        for seed in range(30):
            start = float(rng.uniform(30, 40))
            found = onset(series(start, 20.0, 0.5, scatter=scatter, seed=seed), start + 2, 18.0, 0.5)
            inside.append(found.low <= start <= found.high)
            width.append(found.high - found.low)
        return float(np.mean(inside)), float(np.median(width))

    (quiet, narrow), (loud, wide) = held(0.003), held(0.02)
    assert quiet >= 0.85
    assert loud >= 0.85
    assert wide > 1.5 * narrow


def test_a_first_step_is_the_onset() -> None:
    values = series(80.0, 5.0, 0.0)
    for stair in range(4):
        values[40 + 8 * stair :] -= 0.1
    found = onset(values, 44.0, 24.0, 0.33)
    assert abs(found.at - 40.0) <= 1.0


def test_a_slow_part_before_a_steep_one_is_the_onset() -> None:
    values = series(30.0, 30.0, 0.15, scatter=0.002)
    values[60:] -= 0.8
    found = onset(values, 59.5, 2.0, 0.55)
    alone = onset(np.r_[series(80.0, 5.0, 0.0)[:60], values[60:] + 0.15], 59.5, 2.0, 0.55)
    assert abs(alone.at - 60.0) <= 1.0
    assert found.at < alone.at + 0.5


def test_what_follows_the_first_part_does_not_count() -> None:
    values = series(35.0, 30.0, 0.6)
    other = values.copy()
    other[58:] += np.random.default_rng(2).normal(0, 0.3, NUMBER - 58)
    assert onset(values, 36.0, 29.0, 0.6) == onset(other, 36.0, 29.0, 0.6)


def test_a_recorded_warming_is_no_onset() -> None:
    kelvin = 298 + np.clip((np.arange(NUMBER) - 25.0) / 10, 0, 1) * 4
    values = series(40.0, 15.0, 0.5) - 0.045 * (kelvin - 298)
    time = HALF * (np.arange(NUMBER) + 0.5)
    found = onset_range(values, time, Fall(41.0, 55.0, 0.69, 10.0), from_start=True, kelvin=kelvin)
    assert found is not None
    assert abs(found.at - 40.0) <= 2.0


def test_without_half_cycles_before_a_fall_there_is_no_onset() -> None:
    values = series(2.0, 3.0, 0.5)
    time = HALF * (np.arange(NUMBER) + 0.5)
    assert onset_range(values[:4], time[:4], Fall(2.0, 3.5, 0.7, 10.0), from_start=True) is None


def test_an_activation_before_a_fall_is_no_part_of_it() -> None:
    values = series(40.0, 40.0, 0.45) + 0.5 * np.exp(-np.arange(NUMBER) / 12.0)
    found = onset(values, 41.0, 39.0, 0.45)
    assert found.at >= 35.0
    assert found.low <= 40.0 <= found.high


def test_an_earlier_onset_must_begin_faster_than_the_series_fell_before() -> None:
    slows = np.exp(-np.arange(40) / 10.0)
    bends = np.r_[np.zeros(20), -0.02 * np.arange(20)]
    assert not _quickens(slows, 12.0)
    assert _quickens(bends, 20.0)


def test_the_interval_is_not_narrower_than_the_median_of_five() -> None:
    found = onset(series(40.0, 4.0, 0.9, scatter=0.001), 40.0, 4.0, 0.9)
    assert found.high - found.at >= 2.0
    assert found.at - found.low >= 2.0
