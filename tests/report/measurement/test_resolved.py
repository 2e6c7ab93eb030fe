"""A value inside its own spread is shown as an upper limit, and is not the main number."""

from dataclasses import replace

import pytest
from measured_cells import measured

from natria.quantity import Chosen, Finding, Question, show_value
from natria.report.measurement.headline import main_finding
from natria.report.measurement.resolved import is_resolved, shown_text


def drop(value: float, std: float | None) -> Finding:
    return Finding(Question("ir_drop", "a cell"), value, Chosen("test"), std)


@pytest.mark.parametrize(("value", "std", "text"), [(3.1e-3, 42e-3, "< 87 mV"), (1e-3, 2e-3, "< 5 mV")])
def test_a_value_inside_its_spread_is_an_upper_limit(value, std, text):
    assert not is_resolved(drop(value, std))
    assert shown_text(drop(value, std)) == text


@pytest.mark.parametrize(("value", "std"), [(50e-3, 2e-3), (50e-3, None), (3e-3, 3e-3)])
def test_any_other_value_is_shown_as_it_is(value, std):
    assert shown_text(drop(value, std)) == show_value(drop(value, std))


def test_a_mean_inside_its_spread_is_not_the_main_number():
    m = measured("full")
    found = [f for f in m.findings if f.question.name == "discharge_capacity"]
    mean = main_finding(m, "discharge_capacity")
    dying = tuple(replace(f, std=10 * f.value) if f is mean else f for f in m.findings)
    assert len(found) > 1
    assert is_resolved(main_finding(replace(m, findings=dying), "discharge_capacity"))
