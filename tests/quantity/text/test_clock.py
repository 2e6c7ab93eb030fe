"""One format of times: no decimals of an hour below two hours, digits by the spread."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import Span, show_condition, show_interval, show_time
from natria.quantity.text.show import show_amount

SECONDS = {"h": 3600.0, "min": 60.0, "s": 1.0}


def read_back(text: str) -> float:
    parts = re.findall(r"([\d.]+) (h|min|s)\b", text)
    assert parts
    return sum(float(value) * SECONDS[unit] for value, unit in parts)


@given(st.floats(0.01, 1e8))
def test_a_time_reads_back_within_its_digits(seconds):
    assert read_back(show_time(seconds)) == pytest.approx(seconds, rel=0.0051, abs=0.51)


@given(st.floats(1.0, 7000.0))
def test_under_two_hours_no_hour_has_decimals(seconds):
    assert not re.search(r"\d\.\d+ (h|min)", show_time(seconds))


@given(st.floats(1e4, 1e7), st.floats(1.0, 1000.0))
def test_the_digits_of_hours_resolve_the_spread(seconds, spread):
    text = show_time(seconds, spread)
    assert abs(read_back(text) - seconds) <= spread
    decimals = len(text.removesuffix(" h").partition(".")[2])
    assert 10.0**-decimals * 3600 > spread / 10


def test_half_an_hour_is_no_decimal_of_an_hour():
    assert show_time(1795.0) == "29 min 55 s"
    assert show_condition("half_cycle_time", 1795.0) == "29 min 55 s"
    assert show_time(1795.0, 60.0) == "30 min"
    assert show_time(-5400.0) == "-1 h 30 min"


def test_no_unit_overflows_by_rounding():
    for seconds in (59.7, 3599.9, 7199.9):
        assert "60" not in show_time(seconds)


def test_a_narrow_interval_is_one_time_and_a_wide_one_has_both_ends():
    assert show_interval(297425.0, 297445.0) == show_time(297435.0, 10.0)
    span: Span = (100.0, 200.0)
    assert show_interval(*span).split(" to ") == [show_time(100.0), show_time(200.0)]


@pytest.mark.parametrize(
    ("value", "std", "text"), [(50.9137, 0.2712, "50.91"), (171.0, 9.0, "171"), (1227.4, 276, "1227")]
)
def test_a_value_has_the_digits_of_its_spread(value, std, text):
    assert show_amount("cell_overpotential", value / 1e3, std / 1e3, None).split(" +/-")[0] == text


def test_a_spread_from_rounding_is_none():
    assert "+/-" not in show_amount("cell_overpotential", 0.0509, 1e-17, None)
