"""Clocks: steps added up, restarts joined, strays left out, rows put in order, gaps found."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.files.columns.numbers import decimal_sign, numbers, seconds_of_clock, seconds_of_dates
from natria.lab.files.timeline import Unusable, added_up, gaps, notes_on_gaps, running_forward


def parts(*lengths: int, step: float = 10.0) -> np.ndarray:
    return np.concatenate([np.arange(n) * step for n in lengths])


def test_steps_are_added_up_end_to_end() -> None:
    time, notes = added_up(np.array([0, 30, 60, 0, 20, 5, 8.0]), np.zeros(7, bool), None)
    np.testing.assert_array_equal(time, [0, 30, 60, 60, 80, 85, 88])
    assert notes[0].code == "step-times-summed"


def test_a_step_begins_where_its_number_changes_though_its_time_does_not_fall() -> None:
    new = np.array([False, False, True, True])
    time, _ = added_up(np.array([0, 5.0, 0.0, 0.0]), new, None)
    np.testing.assert_array_equal(time, [0, 5, 5, 5])


def test_pauses_between_steps_come_from_the_dates() -> None:
    step_time = np.array([0, 60.0, 0, 60.0, 0, 60])
    dates = 1e9 + np.array([0, 60, 61, 121, 721, 781.0])  # one second is rounding, ten minutes are a pause
    time, notes = added_up(step_time, np.zeros(6, bool), dates)
    np.testing.assert_array_equal(time, [0, 60, 60, 120, 720, 780])
    assert any(n.code == "pauses-included" and "10 min" in n.text for n in notes)


def test_a_time_that_runs_on_through_the_steps_is_the_time_of_the_test() -> None:
    clock = np.arange(6) * 10.0
    time, notes = added_up(clock, np.array([0, 0, 1, 0, 1, 0], bool), None)
    np.testing.assert_array_equal(time, clock)
    assert notes[0].code == "step-time-runs-on"


@given(st.lists(st.integers(3, 40), min_size=2, max_size=6))
def test_restarts_are_joined_and_every_part_keeps_its_length(lengths: list[int]) -> None:
    written = parts(*lengths)
    time, order, notes = running_forward(written, None)
    assert (np.diff(time) >= 0).all()
    np.testing.assert_array_equal(order, np.arange(len(written)))
    np.testing.assert_allclose(time[-1], sum(10.0 * (n - 1) for n in lengths))
    assert f"{len(lengths) - 1} times" in notes[0].text or "once" in notes[0].text


def test_dates_say_how_long_the_clock_stood_still() -> None:
    dates = 1e9 + np.r_[parts(5), 3640 + parts(5)]
    time, _, notes = running_forward(parts(5, 5), dates)
    assert time[5] - time[4] == 3600
    assert notes[0].code == "time-restarted"
    assert "60 min" in notes[0].text


@given(st.integers(60, 200), st.integers(1, 57), st.integers(1, 3))
def test_rows_out_of_order_are_put_in_order(number: int, place: int, width: int) -> None:
    rows = np.arange(number)
    rows[place : place + width + 1] = rows[place : place + width + 1][::-1]
    time, order, notes = running_forward(rows * 2.0, None)
    np.testing.assert_array_equal(time, np.arange(number) * 2.0)
    np.testing.assert_array_equal(rows[order], np.arange(number))
    assert notes[0].code == "rows-sorted"


@given(st.integers(50, 90), st.sampled_from([-1e6, 0.0, 5e3, 1e9]))
def test_a_single_wrong_time_is_left_out(place: int, wrong: float) -> None:
    clock = 1000 + np.arange(100) * 10.0
    clock[place] = wrong
    time, order, notes = running_forward(clock, None)
    assert place not in order
    np.testing.assert_array_equal(time, np.delete(1000 + np.arange(100) * 10.0, place))
    assert len(notes) == 1
    assert notes[0].text.startswith("1 row")


def test_a_file_that_begins_with_the_newest_reading_is_turned_round() -> None:
    time, order, notes = running_forward(np.arange(50)[::-1] * 5.0, None)
    np.testing.assert_array_equal(time, np.arange(50) * 5.0)
    np.testing.assert_array_equal(order, np.arange(50)[::-1])
    assert notes[0].code == "rows-reversed"


def test_a_clock_that_jumps_about_is_refused() -> None:
    with pytest.raises(Unusable, match="backwards at"):
        running_forward(np.random.default_rng(1).permutation(500) * 1.0, None)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_whatever_the_clock_the_result_never_runs_backwards(clock: list[float]) -> None:
    try:
        time, order, _ = running_forward(np.array(clock), None)
    except Unusable:
        return
    assert (np.diff(time) >= 0).all()
    assert len(set(order)) == len(order) == len(time)


def test_a_gap_is_found_whatever_the_sampling_elsewhere() -> None:
    dense, sparse = np.full(100, 0.5), np.full(50, 60.0)
    time = np.cumsum(np.r_[dense, sparse, 7200.0, sparse, dense])
    np.testing.assert_array_equal(gaps(time), [150])
    assert notes_on_gaps(time)[0].code == "gaps"
    assert "2 h" in notes_on_gaps(time)[0].text


def test_readings_on_a_change_of_voltage_have_no_gaps() -> None:
    """Dense where the voltage runs, ever sparser on a plateau: ten minutes there are no gap, a day is one."""
    course = np.concatenate([np.geomspace(1.0, 600.0, 60), np.geomspace(600.0, 1.0, 60)] * 5)
    assert len(gaps(np.cumsum(course))) == 0
    broken = course.copy()
    broken[300] += 86400
    np.testing.assert_array_equal(gaps(np.cumsum(broken)), [300])


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 6])
def test_a_few_readings_say_nothing_of_gaps(number: int) -> None:
    assert len(gaps(np.arange(number) * 3600.0)) == 0


def test_a_change_of_the_sampling_is_no_gap() -> None:
    assert len(gaps(np.cumsum(np.r_[np.full(40, 600.0), np.full(400, 1.0), np.full(40, 600.0)]))) == 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00:00", 0),
        ("144:02:18.5", 518538.5),
        ("  0d 00:00:5.05", 5.05),
        ("2d 01:00:00", 176400),
        ("1:02:03,25", 3723.25),
    ],
)
def test_clocks_in_seconds(text: str, seconds: float) -> None:
    found = seconds_of_clock(pl.Series([text, None, "what"] + [text] * 3))
    assert found is not None
    assert found[0] == pytest.approx(seconds, abs=1e-9)
    assert np.isnan(found[1:3]).all()


@pytest.mark.parametrize(
    ("texts", "first", "sure"),
    [
        (["2026-03-04 05:06:07", "2026-03-04 05:06:08"], 1772600767.0, True),
        (["2026-03-04T05:06:07.250", "2026-03-04T05:06:08.250"], 1772600767.25, True),
        (["2026/03/04 05:06:07"], 1772600767.0, True),
        (["03/04/2026 05:06:07", "03/14/2026 05:06:07"], 1772600767.0, True),
        (["04/03/2026 05:06:07", "14/03/2026 05:06:07"], 1772600767.0, True),
        (["04.03.2026 05:06:07", "05.03.2026 05:06:07"], 1772600767.0, True),  # a month between two readings is not it
        (["03/04/2026 5:06:07 AM", "03/14/2026 5:06:07 PM"], 1772600767.0, True),
        (["03/04/2026 05:06:07", "03/04/2026 05:07:07"], 1772600767.0, False),
    ],
)
def test_dates_and_whether_the_day_is_told_from_the_month(texts: list[str], first: float, sure: bool) -> None:
    found = seconds_of_dates(pl.Series(texts))
    assert found is not None
    assert found.sure is sure
    if sure:
        assert found.seconds[0] == first


def test_numbers_are_neither_clocks_nor_dates() -> None:
    for texts in (["1.5", "2.5"], ["1:2"], ["", None], ["2026"]):
        assert seconds_of_clock(pl.Series(texts)) is None
        assert seconds_of_dates(pl.Series(texts)) is None


@pytest.mark.parametrize(
    ("columns", "sign", "values"),
    [
        ([["1.5", "-2e-3"]], ".", [1.5, -0.002]),
        ([["1,5", "-2,0E-003", "3"]], ",", [1.5, -0.002, 3.0]),
        ([["1,234.5", "999.5"]], ".", [1234.5, 999.5]),
        ([["1.234,5", "999,5"]], ",", [1234.5, 999.5]),
        ([["1,234", "999"], ["0.5", "0.7"]], ".", [1234.0, 999.0]),  # points elsewhere: the comma parts thousands
        ([["3,421", "3,422"]], ",", [3.421, 3.422]),
        ([["0.5", "0,5", "0.7", "0.8"]], ".", [0.5, np.nan, 0.7, 0.8]),  # never 5
        ([["3.421", "3.422"], ["0,5", "0,6"], ["1,5", "2,5"]], ",", [np.nan, np.nan]),  # never 3421
        ([[" 1.5 ", '"2.5"', "x", ""]], ".", [1.5, 2.5, np.nan, np.nan]),
    ],
)
def test_decimal_signs(columns: list[list[str]], sign: str, values: list[float]) -> None:
    series = [pl.Series(c) for c in columns]
    assert decimal_sign(series) == sign
    np.testing.assert_array_equal(numbers(series[0], decimal_sign(series)), values)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20), st.sampled_from(".,"))
def test_numbers_come_back_to_the_last_bit(values: list[float], sign: str) -> None:
    texts = [repr(v).replace(".", sign) for v in values]
    found = numbers(pl.Series(texts), sign)  # type: ignore[arg-type]
    np.testing.assert_array_equal(found, values)
