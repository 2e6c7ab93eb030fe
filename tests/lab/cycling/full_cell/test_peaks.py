"""Peaks: all that are there, none that are not, and which is which from cycle to cycle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cells import STEPS, branch_of

from natria.lab.cycling.full_cell.differential import dq_dv
from natria.lab.cycling.full_cell.peaks import Peak, find_peaks, track

TRUTH = [c for c, *_ in STEPS]  # from the highest down


def peaks(readings, noise=0.0, rng=None, steps=STEPS, width=None):
    voltage, charge = branch_of(readings, noise, rng, steps)
    return find_peaks(dq_dv(voltage, charge, width), readings)


def at(volts, height=1.0):
    return Peak(volts, 1e-3, height, height, 0.1, 0.02, 50.0)


@given(st.integers(0, 100_000), st.sampled_from([360, 720, 3000]), st.floats(1e-4, 1e-3))
@settings(max_examples=150)
def test_each_is_found_within_5_mV_and_no_other(seed, readings, noise):
    found = peaks(readings, noise, np.random.default_rng(seed))
    assert [p.voltage for p in found] == pytest.approx(TRUTH, abs=5e-3)


@given(st.integers(0, 100_000), st.integers(100, 3000), st.floats(1e-4, 5e-3))
@settings(max_examples=150)
def test_a_sloping_line_with_noise_has_none(seed, readings, noise):
    assert peaks(readings, noise, np.random.default_rng(seed), steps=()) == ()


def test_the_stated_spread_of_a_position_is_what_repeated_measurements_show():
    rng = np.random.default_rng(5)
    found = [peaks(720, 1e-3, rng) for _ in range(150)]
    for n, truth in enumerate(TRUTH):
        pulls = [(p[n].voltage - truth) / p[n].voltage_std for p in found]
        assert np.std(pulls) == pytest.approx(1.0, abs=0.3)
        assert abs(np.mean(pulls)) < 0.5


def test_height_area_and_width_are_those_of_the_step():
    high, low = peaks(4000)
    for found, (_, w, a) in zip((high, low), STEPS, strict=True):
        assert found.height == pytest.approx(a / (4 * w), rel=0.1)
        assert found.width == pytest.approx(3.5255 * w, rel=0.15)
    assert high.area + low.area == pytest.approx(1.0, abs=0.1)


def test_a_lopsided_peak_keeps_its_summit():
    steps = ((2.0, 0.01, 0.4), (2.06, 0.03, 0.4))  # a shoulder, no second summit
    volts = np.linspace(1.9, 2.2, 100_001)
    truth = volts[np.argmax(sum(a / (4 * w) / np.cosh((volts - c) / (2 * w)) ** 2 for c, w, a in steps))]
    (found,) = peaks(4000, 1e-4, np.random.default_rng(0), steps=steps)
    assert found.voltage == pytest.approx(truth, abs=3e-3)


def test_a_peak_cut_by_the_limit_is_none():
    voltage = np.linspace(2.0, 2.5, 2000)
    charge = np.exp(8 * (voltage - 2.5))
    assert find_peaks(dq_dv(voltage, charge), 2000) == ()


def test_jumps_are_no_peaks():
    rng = np.random.default_rng(2)
    voltage, charge = branch_of(400, 1e-4, rng, steps=())
    places = rng.choice(400, 12, replace=False)
    voltage[places] += rng.normal(0, 0.01, 12)
    assert find_peaks(dq_dv(voltage, charge), 400) == ()


def test_few_readings_have_no_peaks():
    assert peaks(15) == ()


@given(st.permutations(range(3)), st.lists(st.floats(-4e-3, 4e-3), min_size=20, max_size=20))
def test_peaks_that_drift_are_followed(order, drift):
    start = np.array([3.4, 3.0, 2.5])
    moved = start + np.cumsum(drift)[:, None]
    tracks = track([[at(float(row[k])) for k in order] for row in moved], 1.5)
    assert [len(t.seen) for t in tracks] == [20, 20, 20]
    for k, found in enumerate(tracks):
        assert [p.voltage for _, p in found.seen] == pytest.approx(moved[:, k])


def test_a_peak_that_goes_missing_is_taken_up_again():
    curves = [[at(3.4), at(3.0)], [at(3.4)], [at(3.4), at(3.01)]]
    high, low = track(curves, 1.5)
    assert [place for place, _ in low.seen] == [0, 2]
    assert high.lasts
    assert low.lasts


def test_one_that_most_do_not_show_comes_last():
    curves = [[at(3.4), at(3.8)], *[[at(3.4)]] * 9]
    first, second = track(curves, 1.5)
    assert (first.voltage, second.voltage) == (3.4, 3.8)
    assert not second.lasts


def test_one_that_appears_far_away_is_another():
    assert len(track([[at(3.4)], [at(3.1)]], 1.5)) == 2


def test_nothing_gives_nothing():
    assert track([], 1.0) == ()
    assert track([[], []], 1.0) == ()
