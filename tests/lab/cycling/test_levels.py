"""Levels of current inside half-cycles: found where they are put, whatever the noise and the sampling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling import half_cycles
from natria.lab.cycling.levels import Levels, levels


def found(time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> Levels:
    return levels(time, voltage, current, half_cycles(time, voltage, current))


def charging(current: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """With a voltage that climbs all the way, a reading a second."""
    return np.arange(len(current), dtype=float), np.linspace(3.0, 4.0, len(current)), current


@settings(max_examples=60)
@given(
    sizes=st.lists(st.floats(1e-5, 1e-1), min_size=1, max_size=6),
    counts=st.lists(st.integers(20, 200), min_size=6, max_size=6),
    noise=st.sampled_from([0.0, 1e-3, 3e-3]),
    seed=st.integers(0, 1000),
)
def test_steps_are_found_where_they_are(sizes: list[float], counts: list[int], noise: float, seed: int) -> None:
    apart = [a for a, b in zip(sizes, [*sizes[1:], 0.0], strict=True) if not b or abs(np.log(a / b)) > 0.05]
    if max(apart) / min(apart) > 500:
        return  # half_cycles takes what is a thousandth of the rest as a rest
    rng = np.random.default_rng(seed)
    current = np.repeat(apart, counts[: len(apart)]) * (1 + noise * rng.standard_normal(sum(counts[: len(apart)])))
    got = found(*charging(current))
    edges = np.cumsum([0, *counts[: len(apart)]])
    assert got.first.tolist() == edges[:-1].tolist()
    assert got.stop.tolist() == edges[1:].tolist()
    assert set(got.held) == {"current"}
    assert got.current == pytest.approx(apart, rel=5 * noise + 1e-12)


def test_a_hold_is_no_level_of_current() -> None:
    rng = np.random.default_rng(3)
    current = np.r_[np.full(500, 1e-3), 1e-3 * np.exp(-np.arange(800) / 250)] * (1 + 1e-3 * rng.standard_normal(1300))
    voltage = np.r_[np.linspace(3.0, 4.2, 500), np.full(800, 4.2)]
    got = found(np.arange(1300.0), voltage, current)
    assert got.held.tolist() == ["current", "voltage"]
    assert abs(got.first[1] - 500) <= 8  # 1.5 % of a time constant of 250 s are 4 s


def test_a_hold_that_is_written_on_each_change_of_the_current_is_one_hold() -> None:
    current = np.r_[np.full(100, 1e-3), np.repeat(1e-3 * 0.97 ** np.arange(1, 60), 5)]
    voltage = np.r_[np.linspace(3.0, 4.2, 100), np.full(295, 4.2)]
    assert found(np.arange(395.0), voltage, current).held.tolist() == ["current", "voltage"]


def test_a_sweep_holds_neither() -> None:
    time = np.arange(2000.0)
    voltage = 0.2 * np.sin(time / 300)
    assert set(found(time, voltage, 1e-3 * np.sin(time / 300 + 0.3)).held) == {"neither"}


def test_an_overshoot_and_a_glitch_end_no_level() -> None:
    current = np.full(300, 2e-3)
    current[[0, 120, 121, 299]] = (2.6e-3, 3e-3, 1e-3, 1e-3)
    got = found(*charging(current))
    assert len(got) == 1
    assert got.current[0] == pytest.approx(2e-3)


def test_sampling_on_the_voltage_changes_nothing() -> None:
    every = np.arange(0.0, 2000.0)
    kept = np.sort(np.random.default_rng(0).choice(2000, 150, replace=False))
    current = np.where(every < 900, 1e-3, 2e-3)
    got = found(every[kept], np.linspace(0.1, 0.2, 2000)[kept], current[kept])
    assert got.current == pytest.approx([1e-3, 2e-3])
    assert got.duration == pytest.approx([900, 1100], abs=60)


def test_levels_share_out_the_charge_of_their_half_cycle() -> None:
    time, voltage, current = charging(np.repeat([1e-3, -2e-3, 3e-3], 100))
    halves = half_cycles(time, voltage, current)
    got = levels(time, voltage, current, halves)
    assert got.half.tolist() == [0, 1, 2]
    assert got.charge == pytest.approx(halves.charge)


@pytest.mark.parametrize("current", [np.zeros(50), np.zeros(0), np.ones(1), np.ones(3)])
def test_short_and_empty_recordings(current: np.ndarray) -> None:
    got = found(*charging(current))
    assert len(got) == (1 if current.any() else 0)


def test_a_current_that_jumps_all_the_time_has_no_levels() -> None:
    current = 1e-3 * np.exp(np.random.default_rng(0).standard_normal(5000))
    assert "current" not in found(*charging(current)).held
