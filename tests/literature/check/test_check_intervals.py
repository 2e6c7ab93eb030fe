"""Arithmetic with intervals is sound: what lies inside the operands gives what lies inside the result."""

from math import inf, isnan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from papers_to_check import fact, library

from natria.literature.check.facts import apart
from natria.literature.check.look import cited, interval, meet, over, plain, plus, rounding, shown, times

NUMBERS = st.floats(1e-6, 1e6)
SPANS = st.tuples(NUMBERS, NUMBERS).map(lambda pair: (min(pair), max(pair)))
SHARE = st.floats(0, 1)


def inside(span, share):
    return min(max(span[0] + share * (span[1] - span[0]), span[0]), span[1])


def holds(span, value):
    return span[0] <= value * (1 + 1e-12) and value <= span[1] * (1 + 1e-12)


@given(SPANS, SPANS, SHARE, SHARE)
def test_sums_products_and_quotients_hold_those_of_values_inside(a, b, x, y):
    one, other = inside(a, x), inside(b, y)
    assert holds(plus(a, b), one + other)
    assert holds(times(a, b), one * other)
    assert holds(over(a, b), one / other)


@given(SPANS, SHARE)
def test_an_open_end_stays_open(a, x):
    one = inside(a, x)
    assert holds(times(a, (1.0, inf)), one * 1e9)
    assert holds(over((1.0, inf), a), 1e9 / one)
    assert holds(over(a, (1.0, inf)), one / 1e9)
    assert holds(over(a, (-inf, 1.0)), one / 1e-9)
    assert times(a, (-inf, 1.0)) == (0.0, a[1])


@given(*[st.sampled_from([(0.0, 0.0), (0.0, inf), (1.0, inf), (-inf, 2.0), (0.0, 1.0)])] * 2)
def test_no_operation_gives_nan(a, b):
    for span in (times(a, b), over(a, b)):
        assert not any(map(isnan, span))
        assert span[0] <= span[1]


@given(SPANS, SPANS)
def test_intervals_meet_where_they_have_a_point_in_common_and_are_a_factor_of_one_apart(a, b):
    assume(max(a[0], b[0]) <= min(a[1], b[1]) or max(a[0], b[0]) > min(a[1], b[1]) * (1 + 1e-6))
    common = max(a[0], b[0]) <= min(a[1], b[1])
    assert meet(a, b) is meet(b, a)
    assume(common or max(a[0], b[0]) - min(a[1], b[1]) > 1e-8 * max(*a, *b))
    assert meet(a, b) is common
    assert (apart(a, b) == 1.0) is common
    assert apart(a, b) == apart(b, a)


def one(value, unit="um", **more):
    (found,) = library(fact("layer_thickness", value, unit, **more)).facts.values()
    return found


@given(st.integers(1, 99999), st.integers(0, 4), st.floats(-0.499, 0.499))
def test_half_of_the_last_written_digit_is_open(digits, places, share):
    assume(digits % 10)  # zeros at the end are not kept
    written = digits / 10**places
    span = interval(one(written))
    assert span[1] - span[0] == pytest.approx(1e-6 * 10.0**-places, rel=1e-6)
    assert span[0] <= 1e-6 * (written + share * 10.0**-places) <= span[1]


@pytest.mark.parametrize(
    ("value", "unit", "half"), [(0.22, "nm", 0.005e-9), (3, "um", 0.5e-6), (1000, "nm", 0.5e-9), (2.5e-7, "m", 0.5e-8)]
)
def test_rounding_is_that_of_the_unit_that_is_written(value, unit, half):
    assert rounding(one(value, unit)) == pytest.approx(half, rel=1e-9)


def test_rounding_of_a_shifted_unit_is_not_shifted():
    (temperature,) = library(fact("temperature", 60, "degC")).facts.values()
    assert interval(temperature) == pytest.approx((332.65, 333.65))


def test_bounds_ranges_spreads_and_settings_leave_open_what_they_say():
    um = 1e-6
    assert interval(one(3, bound="over")) == (3 * um, inf)
    assert interval(one(3, bound="at least")) == (3 * um, inf)
    assert interval(one(3, bound="at most")) == (-inf, 3 * um)
    assert interval(one((2, 4))) == pytest.approx((2 * um, 4 * um))
    assert interval(one(3.0, pm=0.2)) == pytest.approx((2.6 * um, 3.4 * um))
    assert interval(one(3, kind="set")) == (one(3).value, one(3).value)
    assert interval(one(3, kind="set", approx=True)) == pytest.approx((2.5 * um, 3.5 * um))
    assert plain(one(3, bound="at least")) == pytest.approx((2.5 * um, 3.5 * um))
    assert plain(one((2, 4))) == interval(one((2, 4)))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (fact("surface_energy", 0.16, "eV/A^2"), "0.16 eV/A^2 (a2020:surface_energy)"),
        (fact("specific_capacity", 1000, "mAh/g of S", approx=True), "about 1000 mAh/g of S (a2020:specific_capacity)"),
        (fact("capacity_retention", 80, "%", bound="over"), "> 80 % (a2020:capacity_retention)"),
        (fact("coulombic_efficiency", 99.95, "%"), "99.95 % (a2020:coulombic_efficiency)"),
        (fact("young_modulus", 20.9, "GPa", pm=0.7), "20.9 +/- 0.7 GPa (a2020:young_modulus)"),
        (fact("mass", (3.2, 3.5), "mg"), "3.2 to 3.5 mg (a2020:mass)"),
        (fact("poisson_ratio", 0.3, "1"), "0.3 (a2020:poisson_ratio)"),
    ],
)
def test_a_fact_is_told_as_its_paper_writes_it(row, words):
    assert cited(*library(row).facts.values()) == words


def test_intervals_are_shown_in_the_unit_that_people_read():
    assert shown((0.78, 0.82), "capacity_retention") == "78 to 82 %"
    assert shown((3600.0, inf), "cycling_time") == "at least 1 h"
    assert shown((-inf, 3600.0), "cycling_time") == "at most 1 h"
    assert shown((0.0, 0.5), "poisson_ratio") == "0 to 0.5"
    assert shown((2.0, 2.0), "poisson_ratio") == "2"
