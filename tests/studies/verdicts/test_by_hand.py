"""A number that was typed in from the target's own series is a fit, whatever it says of its spread."""

import pytest

from natria.lab.synthetic import ccd_cell, full_cell, half_cell, symmetric_cell
from natria.lab.synthetic.truth import is_generator
from natria.literature import fact
from natria.quantity import Assumed, Computed, Finding, Question
from natria.studies import compare, standing_of
from natria.studies.verdicts.provenance import made_by_hand, unfounded

THIN, THICK = fact("kumar2020:eta-3um"), fact("kumar2020:eta-35um")


def answer(*facts, ground="estimate"):
    typed = Finding(Question("ionic_conductivity", "mine"), 7.9e-3, Assumed("typed in", ground, facts), 8e-4)
    return Finding(THICK.question, 0.13, Computed("layered_cell", 1, (typed,)))


@pytest.mark.parametrize("ground", ["estimate", "guess", "borrowed"])
def test_made_from_the_series_of_the_target_is_a_fit(ground):
    one = answer(THIN, ground=ground)
    assert made_by_hand(THICK, one) == ("kumar2020:eta-3um",)
    found = compare(THICK, one)
    assert (found.verdict, found.rests_on) == ("fit", ("kumar2020:eta-3um",))


def test_made_from_the_target_itself_is_a_fit_of_the_target():
    found = compare(THICK, answer(THIN, THICK))
    assert (found.verdict, found.rests_on) == ("fit", ("kumar2020:eta-35um",))


@pytest.mark.parametrize("other", ["chi2022:rct-x060", "kumar2020:thickness-30s", "zhu2024:napf6-hysteresis"])
def test_made_from_another_series_is_an_assumption_as_before(other):
    one = answer(fact(other))
    assert made_by_hand(THICK, one) == ()
    assert compare(THICK, one).verdict == "conditional"


def test_a_fit_to_the_same_series_that_can_be_made_again_stays_conditional(kumar_study):
    found = next(c for c in kumar_study.base.comparisons if c.target.id == THICK.id)
    assert made_by_hand(THICK, found.answer) == ()
    assert found.verdict == "conditional"


@pytest.mark.parametrize("model", ["synthetic_ccd_cell", "a_model_of_nobody"])
def test_a_generator_of_examples_is_not_taken_for_a_missing_model(model):
    made = Finding(THICK.question, 0.13, Computed(model, 1))
    (one,) = unfounded(made)
    assert ("generator" in one.why) == model.startswith("synthetic_")
    assert ("installed" in one.why) != ("generator" in one.why)
    assert standing_of(made).word == "conditional"


def test_each_synthetic_recording_names_a_generator():
    for made in (symmetric_cell(7), ccd_cell(7), half_cell(7), full_cell(7)):
        assert is_generator(made.recording.origin.model)


def test_an_exchange_current_from_a_reported_resistance_fits_that_resistance():
    target = fact("chi2022:rct-x060")
    i0 = Finding(Question("exchange_current_density", "x"), 28.7, Assumed("RT/F over it", "estimate", (target,)), 4.0)
    faces = Finding(target.question, 1e-3, Computed("layered_cell", 1, (i0,)))
    assert compare(target, faces).verdict == "fit"
