"""Critical currents of cells whose failure is known: V = I R + 2 (2RT/F) asinh(I/2 i0), and a fall in a known step."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from cells_by_hand import AREA, Made, butler_volmer, cycling, named, ramp_steps, recorded
from hypothesis import example, given, settings
from hypothesis import strategies as st

from natria.lab.cycling.ramps.critical_current import critical_current
from natria.lab.cycling.ramps.staircase import staircase
from natria.lab.cycling.ramps.step_failure import band
from natria.lab.cycling.ramps.steps import judge_ramp
from natria.lab.synthetic import CcdTest, Instrument, PlannedFailure, ccd_cell

SIZES = np.arange(1, 11) * 1e-4  # A
CELL, PLATING, STRIPPING = (
    "critical_current_density",
    "critical_current_density_plating",
    "critical_current_density_stripping",
)


# --- healthy cells


@settings(max_examples=25)
@example(cell=(0.7, 0.0037, 0.5), noise=1e-3, readings=20, constant="time", seed=911)  # 20 readings seem to be calm
@given(
    cell=st.tuples(st.floats(0.1, 500), st.floats(1e-6, 1e-1), st.floats(0, 1)),
    noise=st.sampled_from([0.0, 1e-4, 1e-3]),
    readings=st.sampled_from([20, 60, 200]),
    constant=st.sampled_from(["time", "capacity"]),
    seed=st.integers(0, 999),
)
def test_a_healthy_cell_is_never_called_short(
    cell: tuple[float, float, float], noise: float, readings: int, constant: str, seed: int
) -> None:
    """|V|/|I| falls by kinetics, to a fraction where i0 is small, and nothing fails."""
    ohmic, exchange, spike = cell
    steps = ramp_steps(
        SIZES,
        seconds=1800.0 if constant == "time" else lambda size: 0.18 / size,
        ohmic=ohmic,
        exchange=exchange,
        spike=spike,
        readings=readings,
    )
    ramp = judge_ramp(cycling(recorded(steps, noise, seed), "symmetric"))
    assert ramp is not None
    assert ramp.first is None, ramp.failures[ramp.first]
    assert ramp.constant == constant


def test_a_test_without_failure_is_censored() -> None:
    part = critical_current(cycling(recorded(ramp_steps(SIZES), 1e-4), "symmetric", AREA))
    for name in (CELL, PLATING, STRIPPING):
        (one,) = named(part, name)
        assert one.bound == "at least"
        assert one.value == pytest.approx(10.0)  # A/m^2
    assert "no-failure" in {r.code for r in part.remarks}


@example(ohmic=1.0, exchange=6.103515625e-05, further=2.0, levels=3)
@given(ohmic=st.floats(0.1, 500), exchange=st.floats(1e-6, 1e-1), further=st.floats(1.0, 2.0), levels=st.integers(2, 6))
def test_the_band_holds_what_ohm_and_kinetics_give(ohmic: float, exchange: float, further: float, levels: int) -> None:
    current = np.arange(1, levels + 1) * 1e-4
    voltage = np.array([butler_volmer(i, ohmic, exchange) for i in current])
    at = float(current[-1] * further)
    low, high = band(current, voltage, at, 298.15)
    assert 0.985 * low <= butler_volmer(at, ohmic, exchange) <= 1.001 * high  # the grid, and FOLLOWS
    assert low >= 0.95 * voltage[-1]  # |V| does not fall as the current rises


# --- falls


@settings(max_examples=25)
@given(
    step=st.integers(2, 19),
    share=st.floats(0.15, 0.9),
    size=st.floats(0.12, 0.9),
    seed=st.integers(0, 999),
)
def test_a_fall_is_found_in_its_step(step: int, share: float, size: float, seed: int) -> None:
    steps = ramp_steps(SIZES, fall=(step, share, size))
    ramp = judge_ramp(cycling(recorded(steps, 1e-4, seed), "symmetric"))
    assert ramp is not None
    assert ramp.first == step
    failed = ramp.failures[step]
    assert failed is not None
    assert failed.criterion == "voltage drop"
    assert failed.into == pytest.approx(share * 1800, abs=2 * 1800 / 120)  # two readings
    assert failed.size == pytest.approx(size, abs=0.05)


@pytest.mark.parametrize(("step", "way"), [(12, PLATING), (13, STRIPPING)])
def test_the_interval_is_last_passed_and_first_failed(step: int, way: str) -> None:
    made = recorded(ramp_steps(SIZES, fall=(step, 0.5, 0.4)), 1e-4)
    part = critical_current(cycling(made, "symmetric", AREA))
    for name in (CELL, way):
        (one,) = named(part, name)
        assert one.bound == pytest.approx((6.0, 7.0))
        assert one.value == pytest.approx(6.5)
    other = STRIPPING if way == PLATING else PLATING
    (one,) = named(part, other)
    assert one.bound == "at least"  # a shorted cell says nothing more of the other direction
    assert one.value == pytest.approx(6.0 if way == PLATING else 7.0)


def test_the_protocol_goes_with_the_number() -> None:
    conditioning = [1e-4] * 8
    at_time = recorded([*ramp_steps(conditioning), *ramp_steps(SIZES[1:])], 1e-4)
    (one,) = named(critical_current(cycling(at_time, "symmetric", AREA)), CELL)
    # The ramp's first level is that of the conditioning: eight steps there are seven and one.
    assert dict(one.question.at) == pytest.approx(
        {"half_cycle_time": 1800.0, "current_step": 1.0, "conditioning_current": 1.0, "conditioning_cycles": 7.0}
    )
    at_capacity = recorded(ramp_steps(SIZES, seconds=lambda size: 0.18 / size), 1e-4)
    (one,) = named(critical_current(cycling(at_capacity, "symmetric", AREA)), CELL)
    assert dict(one.question.at) == pytest.approx({"areal_capacity": 1800.0, "current_step": 1.0})


def test_the_time_of_a_half_cycle_is_that_of_the_ramp() -> None:
    """Conditioning has another, and more steps."""
    steps = [*ramp_steps([5e-5] * 20, seconds=3600.0), *ramp_steps(SIZES)]
    (one,) = named(critical_current(cycling(recorded(steps, 1e-4), "symmetric", AREA)), CELL)
    assert one.question.at["half_cycle_time"] == pytest.approx(1800.0)
    assert one.question.at["conditioning_cycles"] == 20


def test_what_passed_without_a_failure_is_a_lower_bound() -> None:
    part = critical_current(cycling(recorded(ramp_steps(SIZES), 1e-4), "symmetric", AREA))
    (both,), (plated,) = named(part, "cumulative_areal_capacity"), named(part, "cumulative_areal_capacity_plated")
    assert both.bound == plated.bound == "at least"
    assert both.value == pytest.approx(1800 * 2 * sum(range(1, 11)))
    assert plated.value == pytest.approx(1800 * sum(range(1, 11)))


def test_the_charge_until_a_failure_lies_in_the_middle_of_its_limits() -> None:
    part = critical_current(cycling(recorded(ramp_steps(SIZES, fall=(13, 0.5, 0.4)), 1e-4), "symmetric", AREA))
    (both,) = named(part, "cumulative_areal_capacity")
    assert isinstance(both.bound, tuple)
    assert both.value == pytest.approx(sum(both.bound) / 2)


def test_without_an_area_there_are_only_amperes() -> None:
    part = critical_current(cycling(recorded(ramp_steps(SIZES, fall=(12, 0.5, 0.4)), 1e-4), "symmetric"))
    (one,) = named(part, "critical_cell_current")
    assert one.bound == pytest.approx((6e-4, 7e-4))
    assert not any("density" in f.question.name or "areal" in f.question.name for f in part.findings)
    (charge,) = named(part, "cumulative_capacity")
    assert charge.bound == pytest.approx((2 * 0.18 * 21, 2 * 0.18 * 21 + 0.18 * 7 * 0.5), rel=0.02)


def test_what_passed_until_the_failure() -> None:
    part = critical_current(cycling(recorded(ramp_steps(SIZES, fall=(13, 0.5, 0.4)), 1e-4), "symmetric", AREA))
    (both,) = named(part, "cumulative_areal_capacity")
    before = 2 * sum(range(1, 7)) + 7  # in steps of 1 A/m^2 for 1800 s
    assert both.bound == pytest.approx((1800 * before, 1800 * (before + 3.5)), rel=0.01)
    (plated,) = named(part, "cumulative_areal_capacity_plated")
    assert plated.bound is None
    assert plated.value == pytest.approx(1800 * sum(range(1, 8)))


def test_a_failure_at_the_first_level_is_under_it() -> None:
    part = critical_current(cycling(recorded(ramp_steps(SIZES, fall=(0, 0.5, 0.6)), 1e-4), "symmetric", AREA))
    (one,) = named(part, CELL)
    assert (one.bound, one.value) == ("under", pytest.approx(1.0))


def test_a_run_away_is_not_a_short_and_leaves_the_other_direction_alone() -> None:
    made = recorded(ramp_steps(SIZES, runs_away=15), 1e-4)
    part = critical_current(cycling(made, "symmetric", AREA))
    (one,) = named(part, STRIPPING)
    assert one.bound == pytest.approx((7.0, 8.0))
    (one,) = named(part, PLATING)
    assert (one.bound, one.value) == ("at least", pytest.approx(10.0))
    (row,) = [t for t in part.tables if t.id == "critical_current"]
    assert row.columns["criterion"].values[15] == "voltage run-away"
    assert row.columns["passed"].values[14:16] == ("yes", "no")


def test_noise_is_a_failure_of_its_own() -> None:
    steps = ramp_steps(SIZES)
    rng = np.random.default_rng(0)
    current, seconds, voltage, readings = steps[14]
    steps[14] = (current, seconds, lambda share: voltage(share) + 0.01 * rng.standard_normal(len(share)), readings)
    ramp = judge_ramp(cycling(recorded(steps, 1e-4), "symmetric"))
    assert ramp is not None
    failed = ramp.failures[14]
    assert failed is not None
    assert failed.criterion == "noise"


def test_a_step_that_the_end_of_the_test_cut_off_is_neither_passed_nor_failed() -> None:
    steps = ramp_steps(SIZES)
    current, seconds, voltage, readings = steps[-1]
    steps[-1] = (current, seconds / 3, voltage, readings // 3)
    part = critical_current(cycling(recorded(steps, 1e-4), "symmetric", AREA))
    (one,) = named(part, STRIPPING)
    assert (one.bound, one.value) == ("at least", pytest.approx(9.0))
    assert part.tables[0].columns["passed"].values[-1] == "not finished"


def test_a_fall_in_conditioning_is_said() -> None:
    steps = [*ramp_steps([2e-4] * 8, fall=(9, 0.5, 0.4)), *ramp_steps(SIZES, ohmic=20.0, exchange=1.0)]
    part = critical_current(cycling(recorded(steps, 1e-4), "symmetric", AREA))
    assert "drop-before-ramp" in {r.code for r in part.remarks}


# --- ramps of other forms


def test_a_ramp_that_only_plates() -> None:
    steps = ramp_steps(SIZES, signs=(1,), fall=(6, 0.5, 0.5))
    part = critical_current(cycling(recorded(steps, 1e-4), "symmetric", AREA))
    (one,) = named(part, PLATING)
    assert one.bound == pytest.approx((6.0, 7.0))
    assert not named(part, STRIPPING)


def test_a_ramp_that_rises_at_each_reversal() -> None:
    steps = [ramp_steps([size], signs=((1, -1)[k % 2],))[0] for k, size in enumerate(SIZES)]
    whole = critical_current(cycling(recorded(steps, 1e-4), "symmetric", AREA))
    assert [f.value for f in whole.findings[:3]] == pytest.approx([10.0, 9.0, 10.0])


@pytest.mark.parametrize("repeats", [1, 2, 3])
def test_a_level_passes_when_all_its_repeats_do(repeats: int) -> None:
    sizes = np.repeat(SIZES, repeats)
    failing = 2 * repeats * 6 + 2 * (repeats - 1)  # the last plating at 0.7 mA
    part = critical_current(cycling(recorded(ramp_steps(sizes, fall=(failing, 0.5, 0.4)), 1e-4), "symmetric", AREA))
    (one,) = named(part, PLATING)
    assert one.bound == pytest.approx((6.0, 7.0))


def test_cycling_at_one_current_has_no_ramp() -> None:
    part = critical_current(cycling(recorded(ramp_steps([1e-3] * 10)), "symmetric"))
    assert not part.findings
    assert [r.code for r in part.remarks] == ["no-ramp"]


@settings(max_examples=50)
@given(
    first=st.floats(1e-5, 1e-2),
    rise=st.floats(0.05, 1.0),
    levels=st.integers(3, 30),
    repeats=st.integers(1, 4),
    conditioning=st.integers(0, 30),
)
def test_a_staircase_is_taken_apart(first: float, rise: float, levels: int, repeats: int, conditioning: int) -> None:
    sizes = first * (1 + rise * np.arange(levels))
    before = first * (1 - rise / 2)  # on no level of the ramp
    size = np.r_[np.full(2 * conditioning, before), np.repeat(sizes, 2 * repeats)]
    got = staircase(size)
    assert got is not None
    if conditioning > 3 * repeats or conditioning == 0:
        assert got.currents == pytest.approx(sizes)
        assert got.repeats == 2 * repeats
        assert len(got.conditioning) == 2 * conditioning
        assert got.rise == pytest.approx(first * rise, rel=1e-6)


# --- the synthetic cycler


@pytest.mark.parametrize("by", ["short", "voids"])
@pytest.mark.parametrize("direction", ["plating", "stripping"])
@pytest.mark.parametrize("areal_capacity", [None, 3600.0])
@pytest.mark.parametrize("seed", range(3))
def test_synthetic_ramps(by: str, direction: str, areal_capacity: float | None, seed: int) -> None:
    critical = (3.5, 6.5, 12.5)[seed]
    made = ccd_cell(
        seed,
        test=CcdTest(areal_capacity=areal_capacity, rest=300.0 * seed),
        failure=PlannedFailure(critical=critical, by=by, direction=direction, drop=0.3 + 0.2 * seed),
        instrument=Instrument(noise=5e-4),
    )
    part = critical_current(cycling(made.recording, None, AREA))
    for name in (CELL, f"{CELL}_{direction}"):
        (one,) = named(part, name)
        assert one.bound == pytest.approx((made.truth.last_passed, made.truth.first_failed))
    assert one.question.at["conditioning_cycles"] == 3
    assert one.question.at["current_step"] == pytest.approx(1.0)


# --- healing


def healed(step: int, until: int, after: list[Made] | None = None) -> list[tuple[int, int]]:
    """Numbers in the remark on a short that goes again: |V| is halved from `step` to `until`, then as before.

    The steps `after` follow the ramp.
    """
    steps = ramp_steps(SIZES)
    for k in range(step, until):
        current, seconds, voltage, readings = steps[k]

        def halved(share: np.ndarray, of: Callable[[np.ndarray], np.ndarray] = voltage, n: int = k) -> np.ndarray:
            return np.where((n > step) | (share > 0.5), 0.5, 1.0) * of(share)

        steps[k] = (current, seconds, halved, readings)
    part = critical_current(cycling(recorded([*steps, *(after or [])], 1e-4), "symmetric", AREA))
    found = [re.findall(r"\d+", r.text) for r in part.remarks if r.code == "healed"]
    return [(int(well), int(after)) for well, after in found]


def test_a_short_that_heals_is_counted() -> None:
    assert healed(10, 11) == [(9, 9)]
    assert healed(10, 15) == [(5, 9)]  # more than half of the steps pass again


def test_a_short_that_heals_in_fewer_than_half_of_the_steps_is_not_called_healed() -> None:
    assert healed(10, 16) == []  # 4 of 9


def test_steps_after_the_ramp_heal_nothing() -> None:
    """They are not judged, so they do not pass."""
    assert healed(10, 20, after=ramp_steps([1e-4] * 10)) == []


@pytest.mark.parametrize(("step", "is_known"), [(4, False), (6, True)])
def test_a_short_heals_only_after_three_levels_without_one(step: int, is_known: bool) -> None:
    assert bool(healed(step, step + 1)) == is_known


def test_a_short_that_stays_heals_nothing() -> None:
    assert healed(10, 20) == []


def test_a_short_in_the_first_levels_is_not_called_healed() -> None:
    """Nothing before tells what a step of this cell looks like."""
    assert healed(2, 3) == []


def test_a_failure_in_the_first_step_leaves_only_an_upper_end() -> None:
    part = critical_current(cycling(recorded(ramp_steps(SIZES, fall=(0, 0.5, 0.6)), 1e-4), "symmetric", AREA))
    (both,) = named(part, "cumulative_areal_capacity")
    assert both.bound == "at most"
    assert both.value == pytest.approx(900.0, rel=0.02)  # half of the first step, 1 A/m^2 for 1800 s
