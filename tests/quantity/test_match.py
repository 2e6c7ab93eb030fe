"""When two questions ask the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantity_strategies import condition_values, questions

from natria.quantity import CONDITIONS, TERMS, Question, match, same_condition

CELL = "kumar2020/bpi"


def overpotential(**at):
    return Question("cell_overpotential", CELL, at)


@st.composite
def two_questions(draw):
    """Two questions that are often about the same thing, with conditions that are often close."""
    a = draw(questions())
    b = draw(questions())
    if draw(st.booleans()):
        at = {k: v if isinstance(v, tuple) else v * draw(st.floats(0.96, 1.04)) for k, v in a.at.items()}
        b = Question(a.name, a.of, at | (dict(b.at) if draw(st.booleans()) else {}))
    return a, b


@given(two_questions())
def test_the_verdict_does_not_depend_on_the_order_of_the_two(pair):
    one, other = match(*pair), match(*reversed(pair))
    assert bool(one) == bool(other)
    assert one.unstated == other.unstated


@given(st.sampled_from(sorted(CONDITIONS)), condition_values, condition_values)
def test_sameness_of_conditions_is_symmetric_and_everything_equals_itself(key, a, b):
    assert same_condition(key, a, b) == same_condition(key, b, a)
    assert same_condition(key, a, a)


@given(questions())
def test_a_question_matches_itself_unless_a_needed_condition_is_missing(question):
    missing = set(TERMS[question.name].needs) - set(question.at)
    assert bool(match(question, question)) == (not missing)


@pytest.mark.parametrize(
    ("key", "a", "inside", "outside"),
    [
        ("current", 10.0, 10.1, 10.11),
        ("areal_capacity", 36000.0, 36360.0, 36400.0),
        ("temperature", 298.15, 300.15, 300.25),
        ("pressure", 1e6, 1.02e6, 1.021e6),
        ("thickness", 35e-6, 35.7e-6, 35.8e-6),
        ("cycle", 20.0, 20.0, 21.0),
        ("rate", 0.5 / 3600, 0.505 / 3600, 0.506 / 3600),
        ("lower_voltage", 0.6, 0.6049, 0.606),
        ("upper_voltage", 2.6, 2.5951, 2.594),
        ("mass_loading", 8.2e-3, 8.36e-3, 8.4e-3),
        ("electrode_gap", 2e-3, 2.04e-3, 2.05e-3),
    ],
)
def test_a_condition_matches_within_its_tolerance_only(key, a, inside, outside):
    assert same_condition(key, a, inside)
    assert not same_condition(key, a, outside)
    question = [Question("capacity_retention", CELL, {key: value}) for value in (a, inside, outside)]
    assert match(question[0], question[1])
    assert match(question[0], question[2]).why_not.startswith(f"{key.replace('_', ' ')} differs: ")


def test_a_sign_is_part_of_a_current():
    assert not same_condition("current", 10.0, -10.0)


@pytest.mark.parametrize("other", [1.0, 500.0, 250.0, (1.0, 499.0), (2.0, 500.0), (1.0, 500.1)])
def test_a_range_of_cycles_equals_only_itself(other):
    assert same_condition("cycle", (1.0, 500.0), (1.0, 500.0))
    assert not same_condition("cycle", (1.0, 500.0), other)


def test_a_range_has_no_tolerance():
    assert same_condition("current", 10.0, 10.05)
    assert not same_condition("current", (10.0, 20.0), (10.05, 20.0))


def test_without_a_needed_condition_two_numbers_are_not_comparable():
    for a, b in [
        (overpotential(), overpotential()),
        (overpotential(current=10.0), overpotential()),
        (overpotential(), overpotential(current=10.0)),
    ]:
        found = match(a, b)
        assert not found
        assert found.why_not == "cell_overpotential cannot be compared without its current"


def test_conditions_of_one_side_only_are_listed():
    a = overpotential(current=10.0, thickness=3e-6, temperature=298.15)
    b = overpotential(current=10.0, temperature=299.0, areal_capacity=36000.0)
    assert match(a, b)
    assert match(a, b).unstated == ("areal_capacity", "thickness")
    assert match(a, a).unstated == ()


def test_the_reason_says_what_differs_in_the_units_of_the_field():
    assert match(overpotential(current=10.0), overpotential(current=500.0)).why_not == (
        "current differs: 1 mA/cm^2 and 50 mA/cm^2"
    )
    assert match(overpotential(current=10.0, cycle=(1.0, 500.0)), overpotential(current=10.0, cycle=2.0)).why_not == (
        "cycle differs: 1 to 500 and 2"
    )


def test_another_term_or_subject_is_another_question():
    a = overpotential(current=10.0)
    assert match(a, Question("hysteresis", CELL, a.at)).why_not == "cell_overpotential is not hysteresis"
    assert match(a, Question(a.name, "NaOH", a.at)).why_not == "about kumar2020/bpi, not NaOH"
