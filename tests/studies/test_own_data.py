"""Own recordings beside the models: graded as reported numbers are."""

from __future__ import annotations

import pytest

import natria
from natria.lab.synthetic import symmetric_cell
from natria.quantity import Finding
from natria.studies import Studio, compared, grader_of, measure_recording
from natria.studies.verdicts.agreement import noise_of

TERM = "cell_overpotential"


@pytest.fixture(scope="module")
def studio():
    return Studio(natria.load_case("kumar2020"))


@pytest.fixture(scope="module")
def measurement(studio):
    return measure_recording(symmetric_cell(7).recording, studio, area="1 cm^2")


@pytest.fixture(scope="module")
def graded(studio, measurement):
    return compared(studio, measurement, (), grader_of(studio, ()))


def of_model(comparisons, name, model="layered_cell"):
    """The comparison of a measured number with a closed form."""
    return next(
        c
        for c in comparisons
        if c.target.question.name == name and isinstance(c.answer, Finding) and c.answer.origin.model == model
    )


def test_a_model_beside_a_measured_number_has_leverage_and_interval(graded):
    found = of_model(graded, TERM)
    assert {"reported", "estimate", "guess"} <= {e.ground for e in found.grade.leverage.effects}
    assert found.grade.interval.low < found.answer.value < found.grade.interval.high
    leverage = found.grade.leverage
    known = leverage.guessed <= leverage.allowed(noise_of(found.target))  # guesses hardly move what was fitted here
    assert found.verdict == ("prediction" if known and not leverage.is_refused else "conditional")


def test_it_agrees_within_interval_and_noise_of_the_measurement(graded):
    found = of_model(graded, TERM)
    assert found.target.std
    assert noise_of(found.target) >= found.target.std / found.target.value * (1 - 1e-3)
    assert found.within is not None


def test_without_a_grader_the_verdict_is_that_of_ancestry(studio, measurement):
    found = of_model(compared(studio, measurement, ()), TERM)
    assert (found.verdict, found.grade) == ("conditional", None)


def test_the_question_is_that_of_the_model_without_what_only_a_recording_knows(graded):
    found = of_model(graded, TERM)
    assert "cycle" not in found.answer.question.at
    assert set(found.answer.question.at) & set(found.target.question.at)


def test_natria_measure_grades_too():
    result = natria.measure(symmetric_cell(7).recording, design="kumar2020", area="1 cm^2")
    assert of_model(result.comparisons, TERM).grade is not None
