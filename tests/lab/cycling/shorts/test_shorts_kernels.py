"""The numbers beneath the shorts: levels, steps, weights."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.cycling.shorts.drops import change_point, level_drops
from natria.lab.cycling.shorts.evidence import CEILING, Evidence, confidence, weight
from natria.lab.cycling.shorts.resistance import BINS, ResistanceTrace, flow, resistance, row_median
from natria.lab.synthetic import Instrument, SymmetricTest, Synthetic, SyntheticSymmetricCell, symmetric_cell


def trace_of(**test: object) -> tuple[Synthetic, ResistanceTrace]:
    cell = SyntheticSymmetricCell(overpotential=0.3, kinetic_share=0.8)
    made = symmetric_cell(1, cell=cell, test=SymmetricTest(**test), instrument=Instrument())
    r = made.recording
    halves = half_cycles(r.time, r.voltage, r.current)
    return made, resistance(halves, flow(halves, r.voltage, r.current), r.current)


@given(st.lists(st.lists(st.floats(-9, 9) | st.just(float("nan")), min_size=5, max_size=5), min_size=1, max_size=6))
def test_a_median_without_nan_is_that_of_numpy(rows: list[list[float]]) -> None:
    values = np.array(rows)
    ours = row_median(values)
    for one, row in zip(ours, values, strict=True):
        known = row[np.isfinite(row)]
        assert one == pytest.approx(np.median(known)) if len(known) else np.isnan(one)


def test_a_level_is_the_resistance() -> None:
    made, trace = trace_of(half_cycles=40)
    overpotential, current = made.truth.overpotential, abs(made.truth.currents[0])
    assert overpotential is not None
    assert np.exp(trace.level[-1]) == pytest.approx(overpotential / current, rel=0.05)
    assert trace.remainder.shape == (40, BINS)


def test_sampling_on_change_gives_the_same_level_as_sampling_in_time() -> None:
    levels = []
    for instrument in (Instrument(), Instrument(on_change=1e-3, at_least_every=300)):
        r = symmetric_cell(1, instrument=instrument).recording
        halves = half_cycles(r.time, r.voltage, r.current)
        levels.append(resistance(halves, flow(halves, r.voltage, r.current), r.current).level)
    assert np.abs(levels[0] - levels[1]).max() < 0.01


def test_a_current_step_leaves_no_step_in_the_steady_level() -> None:
    _, trace = trace_of(half_cycles=40, steps=(1.0, 3.0), step_half_cycles=10)
    assert np.abs(np.diff(trace.level)).max() > 0.2
    assert np.diff(trace.steady).min() > -0.05


@settings(max_examples=30)
@given(at=st.integers(10, 50), drop=st.floats(0.2, 2.0), slope=st.floats(-0.004, 0.004), seed=st.integers(0, 99))
def test_a_step_stands_out_and_a_slope_does_not(at: int, drop: float, slope: float, seed: int) -> None:
    noise = 0.005 * np.random.default_rng(seed).standard_normal(60)
    level = slope * np.arange(60) + noise
    _, z, _ = level_drops(level)
    assert np.nanmax(z) < 8
    level[at:] -= drop
    found, z, _ = level_drops(level)
    k = int(np.nanargmax(z))
    assert abs(k - at) <= 1
    assert z[k] > 8
    assert found[k] == pytest.approx(drop, abs=0.1)


@given(at=st.integers(0, 40), spikes=st.lists(st.integers(0, 39), max_size=3), seed=st.integers(0, 99))
def test_a_change_point_is_not_moved_by_spikes_far_from_it(at: int, spikes: list[int], seed: int) -> None:
    y = np.where(np.arange(40) < at, 1.0, 0.7) + 0.01 * np.random.default_rng(seed).standard_normal(40)
    for k in spikes:
        if abs(k - at) > 6:
            y[k] += 50.0
    assert abs(change_point(y, np.ones(40), 1.0, 0.7) - at) <= 0


def test_weights_grow_slower_than_those_of_a_normal_spread() -> None:
    z = np.array([0.0, 1.0, 3.0, 10.0, 100.0])
    w = weight(z)
    assert w[0] == 0
    assert (np.diff(w) > 0).all()
    assert (w[1:] <= (5 / 4) * z[1:] ** 2 / 2).all()
    assert weight(np.array([-3.0, np.nan, -np.inf])).tolist() == [0, 0, 0]


@given(w=st.floats(0, 50), places=st.floats(1, 1e6))
def test_confidence_is_one_half_where_the_weight_is_that_of_the_places(w: float, places: float) -> None:
    sure = confidence((Evidence("any", "", w),), places)
    assert 0 <= sure <= CEILING
    assert confidence((Evidence("any", "", log(places)),), places) == pytest.approx(0.5)
    assert confidence((Evidence("any", "", w + 1),), places) >= sure
