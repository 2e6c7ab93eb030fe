"""Numbers as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import (
    Assumed,
    Chosen,
    Computed,
    Finding,
    Question,
    conditions,
    in_unit,
    number,
    percent_of_charge,
    show_condition,
    show_conditions,
    show_question,
    show_value,
)
from natria.quantity.text.show import show_amount


def finding(name, value, std=None, bound=None):
    return Finding(Question(name, "a cell"), value, Assumed("test"), std, bound)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (finding("cell_overpotential", 0.05), "50 mV"),
        (finding("cell_overpotential", 0.1715), "172 mV"),
        (finding("cell_overpotential", 0.171, std=0.009), "171 +/- 9 mV"),
        (finding("cell_overpotential", 0.171, std=0.0), "171 mV"),
        (finding("cycle_life", 500.0, bound="over"), "> 500 cycles"),
        (finding("cycle_life", 500.0, bound="at least"), ">= 500 cycles"),
        (finding("cycle_life", 100.0, bound="at most"), "<= 100 cycles"),
        (finding("cycle_life", 100.0, bound="under"), "< 100 cycles"),
        (finding("cycle_life", 200.0, bound=(150.0, 250.0)), "150 to 250 cycles"),
        (finding("specific_capacity", 1675 * 3600.0), "1675 mAh/g"),
        (finding("limiting_current_ratio", 1.07991), "1.08"),
        (finding("atomic_fraction", 0.03), "3 at%"),
        (finding("capacity_decay", 0.0009), "0.09 %/cycle"),
        (finding("discharge_capacity", 83.3e-6 * 3.6, std=0.6e-6 * 3.6), "83.3 +/- 0.6 nAh"),
        (finding("discharge_capacity", 0.5e-3 * 3.6, bound="under"), "< 500 nAh"),
        (finding("electron_drop", 5000.0), "5000 V"),
        (finding("electron_drop", 9.9), "9900 mV"),
        (finding("optimal_layer_thickness", 3e-5, bound=(1e-6, 6.5e-5)), "1 to 65 um"),
        (finding("vft_energy", 0.06 * 96485.33212), "0.06 eV"),
        (finding("band_gap", 4.30 * 1.602176634e-19), "4.3 eV"),
        (finding("anion_radius", 1.68e-10), "1.68 A"),
        (finding("ionic_conductivity", 4.923e-3), "4.92e-05 S/cm"),
        (finding("electronic_resistance", 9e9), "9 Gohm"),
        (finding("voltage", -2.71), "-2.71 V"),
        (finding("voltage", 0.0), "0 V"),
        (finding("c_rate", 0.5 / 3600), "0.5 C"),
        (finding("aurbach_efficiency", 0.9996), "99.96 %"),
        (finding("coulombic_efficiency", 0.9), "90.00 %"),
        (finding("coulombic_efficiency", 0.99964, std=0.00012), "99.964 +/- 0.012 %"),
        (finding("plating_stripping_efficiency", 0.985, std=0.02), "98.50 +/- 2.00 %"),
        (finding("aurbach_efficiency", 0.9996, bound="at least"), ">= 99.96 %"),
        (finding("coulombic_efficiency", 0.9995, bound=(0.9994, 0.9996)), "99.94 to 99.96 %"),
        (finding("plating_stripping_efficiency", 0.98, std=1.4e-15), "98.00 %"),
    ],
)
def test_a_value_is_shown_in_the_unit_of_the_field(one, text):
    assert show_value(one) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1676.0, "1676"),
        (1676.4, "1676"),
        (0.0634, "0.0634"),
        (0.063449, "0.0634"),
        (9e9, "9e+09"),
        (17.0, "17"),
        (17.04, "17"),
        (17.06, "17.1"),
        (0.0, "0"),
        (-3.0, "-3"),
        (99999.0, "99999"),
        (123.0, "123"),
        (1e-12, "1e-12"),
    ],
)
def test_a_number_is_short_and_keeps_its_integers(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("key", "words", "text"),
    [
        ("current", "1 mA/cm^2", "1 mA/cm^2"),
        ("current", "10 A/m^2", "1 mA/cm^2"),
        ("rate", "0.5C", "0.5C"),
        ("cycle", "20", "20"),
        ("cycle", "1 to 500", "1 to 500"),
        ("temperature", "25 degC", "298.15 K"),
        ("thickness", "35 um", "35 um"),
        ("upper_voltage", "0.6 to 2.6 V", "0.6 to 2.6 V"),
        ("areal_capacity", "1 mAh/cm^2", "1 mAh/cm^2"),
    ],
)
def test_a_condition_is_shown_as_people_write_it(key, words, text):
    assert show_condition(key, conditions(**{key: words})[key]) == text


@pytest.mark.parametrize(("value", "text"), [(0.9996, "99.96"), (0.98, "98.00"), (1.0, "100.00"), (0.999951, "100.00")])
def test_an_efficiency_in_a_column_has_two_decimals(value, text):
    assert percent_of_charge(value) == text


@pytest.mark.parametrize(("value", "text"), [(1.0, "1.000"), (1.0126, "1.013"), (1.0003, "1.000"), (20.5, "20.500")])
def test_a_ratio_near_one_keeps_its_decimals(value, text):
    assert show_amount("focusing_factor", value, None, None) == text


def test_conditions_and_questions_are_shown_in_one_line():
    at = conditions(thickness="35 um", current="1 mA/cm^2", mass_loading="0.82 mg/cm^2")
    question = Question("cell_overpotential", "kumar2020/bpi", at)
    line = "current 1 mA/cm^2, mass loading 0.82 mg/cm^2, thickness 35 um"
    assert show_conditions(question.at) == line
    assert show_question(question) == f"cell_overpotential of kumar2020/bpi at {line}"
    assert show_question(Question("cycle_life", "a cell")) == "cycle_life of a cell"


def test_a_value_is_read_in_the_everyday_or_in_a_given_unit():
    assert in_unit(0.05, "cell_overpotential") == pytest.approx(50.0, rel=1e-14)
    assert in_unit(0.05, "cell_overpotential", "V") == 0.05
    assert in_unit(298.15, "temperature", "degC") == 25.0


@pytest.mark.parametrize(
    ("value", "std", "shown"),
    [
        (1.0027e-5, 3.6e-8, "10.027 +/- 0.036 us"),
        (3.0243e-3, 9.2e-6, "3.0243 +/- 0.0092 ms"),
        (2e-9, None, "2 ns"),
        (0.25, None, "0.25 s"),
    ],
)
def test_short_times_have_a_small_unit(value, std, shown):
    assert show_amount("arc_relaxation_time", value, std, None) == shown


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        ((7.94e-10, 7.97e-10), "0.000796 um"),
        ((8.43e-9, 1.56e-8), "0.0084 to 0.0156 um"),
        ((4.75e-6, 1.05e-5), "4.75 to 10.5 um"),
        ((1.0e-6, 1.0e-6), "1 um"),
        ((0.0, 5e-6), "0 to 5 um"),
    ],
)
def test_a_computed_range_has_the_digits_of_its_width(ends, shown):
    question = Question("layer_thickness", "film")
    computed = Finding(question, sum(ends) / 2, Computed("mixture", 1), bound=ends)
    assert show_value(computed) == shown


def test_a_reported_range_stays_as_it_is_written():
    question = Question("layer_thickness", "film")
    reported = Finding(question, 7.955e-10, Chosen("me"), bound=(7.94e-10, 7.97e-10))
    assert show_value(reported) == "0.000794 to 0.000797 um"


@given(st.floats(1e-3, 1e3), st.floats(1.0, 10.0))
def test_the_ends_of_a_range_move_by_less_than_a_tenth_of_its_width(low, ratio):
    high = low * ratio
    text = show_amount("layer_thickness", low * 1e-6, None, (low * 1e-6, high * 1e-6), 0.004)
    ends = [float(word) for word in text.removesuffix(" um").split(" to ")]
    for end, known in zip((ends[0], ends[-1]), (low, high), strict=True):
        assert abs(end - known) <= max(0.1 * (high - low), 0.006 * high)
