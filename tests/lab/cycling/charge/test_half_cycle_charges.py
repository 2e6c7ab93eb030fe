"""Charges of half-cycles from counters of every kind, and from readings that miss the ends of steps."""

from __future__ import annotations

import numpy as np
import pytest
from cells_by_hand import cycling
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.cycling.charge.charges import charges, remarks
from natria.lab.cycling.charge.resolution import decimal_step
from natria.record import Recording

CURRENT, DT, AH = 1e-3, 20.0, 3600.0
LENGTHS = (3607.0, 3503.0, 3611.0, 3551.0, 3605.0, 3588.0)  # s, plating and stripping in turn


def made(counter: str, rest: float = 300.0, end_read: bool = False, step: float = 0.0) -> Recording:
    """Readings from the start of each step every DT, the last step with a rest after it."""
    time, amps, plus, minus, own = [], [], [], [], []
    now, total = 0.0, {1: 0.0, -1: 0.0}
    for k, length in enumerate(LENGTHS):
        for sign, long in ((-1 if k % 2 == 0 else 1, length), (0, rest)):
            if not long:
                continue
            into = np.r_[0.01, np.arange(DT, long, DT), *([long] if end_read else [])]
            passed = CURRENT * into * abs(sign)
            time += list(now + into)
            amps += [sign * CURRENT] * len(into)
            plus += list(total[1] + passed * (sign > 0))
            minus += list(total[-1] + passed * (sign < 0))
            own += list(passed)
            now += long
            if sign:
                total[sign] += CURRENT * long
    columns = {"test_time_second": np.array(time), "current_ampere": np.array(amps)}
    columns["voltage_volt"] = 0.03 * np.sign(columns["current_ampere"])
    counted = {
        "direction": {"charging_capacity_ah": np.array(plus), "discharging_capacity_ah": np.array(minus)},
        "step": {"step_capacity_ah": np.array(own)},
        "net": {"net_capacity_ah": np.array(plus) - np.array(minus)},
    }.get(counter, {})
    columns |= {name: _rounded(values / AH, step) for name, values in counted.items()}
    return Recording("made.csv", "0" * 64, columns, "by hand")


def _rounded(values: np.ndarray, step: float) -> np.ndarray:
    return np.round(values / step) * step if step else values


@pytest.mark.parametrize("counter", ["", "direction", "step", "net"])
@pytest.mark.parametrize("rest", [0.0, 300.0])
@pytest.mark.parametrize("end_read", [True, False])
def test_every_counter_gives_the_charge_that_passed(counter: str, rest: float, end_read: bool) -> None:
    found = charges(cycling(made(counter, rest, end_read), "half"))
    last = None if rest or end_read else -1  # nothing shows when a last step ended
    expected = CURRENT * np.array(LENGTHS)
    assert found.value[:last] == pytest.approx(expected[:last], abs=CURRENT * 0.02)
    assert found.uses_counter == bool(counter)


def test_a_coarse_counter_is_not_used_and_both_are_stated() -> None:
    found = charges(cycling(made("step", end_read=True, step=1e-5), "half"))  # 0.01 mAh of 1 mAh
    assert not found.uses_counter
    assert found.counter is not None
    assert found.value == pytest.approx(CURRENT * np.array(LENGTHS), rel=1e-4)
    assert "charge-counter" in {r.code for r in remarks(found)}


def test_a_counter_that_saw_what_the_readings_missed_is_used() -> None:
    whole = made("step", end_read=True, step=1e-6)
    half = {**whole.columns, "current_ampere": 0.9 * whole.current}  # a current column that is 10 % low
    found = charges(cycling(Recording("made.csv", "0" * 64, half, "by hand"), "half"))
    assert found.uses_counter
    assert found.value == pytest.approx(CURRENT * np.array(LENGTHS), rel=1e-3)


def test_a_counter_in_another_unit_is_no_counter() -> None:
    whole = made("step", end_read=True)
    wrong = {**whole.columns, "step_capacity_ah": 1000 * whole.columns["step_capacity_ah"]}
    assert charges(cycling(Recording("made.csv", "0" * 64, wrong, "by hand"), "half")).counter is None


def test_an_offset_is_taken_off_every_charge() -> None:
    plain, off = (charges(cycling(made("", end_read=True), "half"), offset=x).value for x in (0.0, 1e-6))
    assert off - plain == pytest.approx(-1e-6 * np.array([-1, 1] * 3) * np.array(LENGTHS), rel=1e-3)


def test_the_error_of_a_number_adds_both_sides_of_a_switch() -> None:
    """Where plating is followed by stripping, a later switch adds to one and takes from the other."""
    found = charges(cycling(made("", rest=0.0, end_read=True), "half"))
    weights = np.zeros(len(found.value))
    weights[0], weights[1] = -1.0, 1.0
    s = found.switches
    (between,) = np.flatnonzero((s.old == 0) & (s.new == 1))
    (after,) = np.flatnonzero(s.old == 1)
    expected = np.hypot(2 * CURRENT * s.std[between], CURRENT * s.std[after])
    assert found.error(weights).std == pytest.approx(float(expected), rel=1e-6)


@pytest.mark.parametrize("rest", [0.0, 300.0])
def test_errors_of_all_ratios_at_once_are_those_of_each(rest: float) -> None:
    found = charges(cycling(made("", rest, end_read=True), "half"))
    earlier, later = np.array([0, 2, 4]), np.array([1, 3, 5])
    each = []
    for a, b in zip(earlier, later, strict=True):
        weights = np.zeros(len(found.value))
        weights[b], weights[a] = 1 / found.value[a], -found.value[b] / found.value[a] ** 2
        each.append(found.error(weights).std)
    assert found.ratio_errors(later, earlier) == pytest.approx(each, rel=1e-9)


@settings(max_examples=50)
@given(decimals=st.integers(0, 8), numbers=st.lists(st.integers(1, 10_000), min_size=3, max_size=30))
def test_the_resolution_is_a_power_of_ten_that_divides_all(decimals: int, numbers: list[int]) -> None:
    step = decimal_step(np.array(numbers) / 10.0**decimals, 1.0)
    assert step >= 10.0**-decimals * (1 - 1e-9)
    shares = np.array(numbers) / 10.0**decimals / step
    assert np.abs(shares - np.round(shares)).max() < 1e-3


def test_numbers_with_all_digits_have_no_resolution() -> None:
    assert decimal_step(np.random.default_rng(1).random(100), 1.0) == 0.0
    assert decimal_step(np.zeros(3), 1.0) == 0.0
