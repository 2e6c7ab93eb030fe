"""Leverage: how far inputs move an answer, through fits, and what follows for a verdict."""

from __future__ import annotations

import sys
from math import exp, expm1, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.answers import Answerer, Refuse, ask
from natria.design import case_of
from natria.quantity import Finding, Question, Reported, Setting
from natria.studies import compare
from natria.studies.verdicts import Asked, Effect, Grade, Leverage, Moves, grade
from natria.studies.verdicts.interval import Interval, interval_of_std
from natria.studies.verdicts.leverage import CAP, SHARE
from natria.studies.verdicts.roots import roots_of

TERM = "area_resistance"
CELL = {"name": "own/cell", "cell": "symmetric", "temperature": "300 K"}
CELL |= {electrode: {"material": "Na"} for electrode in ("working", "counter")}
QUESTION = Question(TERM, "own/cell", {})


def assumed(value, std=None, ground="estimate", unit="um"):
    return {"value": value, "unit": unit, "why": "for a test", "ground": ground} | ({"std": std} if std else {})


def asked(run, **properties):
    """What a toy answerer says of a design with these usual numbers."""
    design = case_of({**CELL, "usual": properties}, "c", "c").base
    toy = Answerer("toy", 1, (TERM,), run, "in tests")
    found = ask(toy, design, QUESTION)
    assert isinstance(found, Finding), found
    return Asked(found, toy, design, QUESTION)


def graded(run, **properties):
    one = asked(run, **properties)
    return grade(one, Moves((), lambda _: one.design), of_paper=False)


def target(value, pm=None, kind="measured"):
    return Finding(QUESTION, value, Reported("paper:r", kind), pm)


def power(exponent):
    return lambda read: read("usual.flaw_size") ** exponent


@pytest.mark.parametrize("exponent", [0.5, 1, 2])
@pytest.mark.parametrize(("ground", "u"), [("estimate", 0.1), ("guess", 0.35)])
def test_an_input_moves_the_logarithm_of_a_power_by_its_exponent(ground, u, exponent):
    found = graded(power(exponent), flaw_size=assumed(3, ground=ground)).leverage
    assert found.guessed == pytest.approx(exponent * u, rel=1e-9)
    assert found.known == 0


def test_a_handbook_value_adds_in_squares_and_a_definition_nothing():
    handbook = assumed(2, 0.02, "handbook") | {"source": "J. Test 1 (2000) 2, table 3"}
    found = graded(
        lambda read: read("usual.flaw_size") * read("usual.void_depth"), flaw_size=handbook, void_depth=handbook
    )
    relative = sqrt(log(1 + 0.01**2))
    assert found.leverage.known == pytest.approx(sqrt(2) * relative, rel=1e-6)
    assert found.leverage.guessed == 0


@given(st.integers(2, 5), st.sampled_from(["estimate", "guess"]))
def test_splitting_a_guess_never_lowers_what_it_moves(parts, ground):
    names = ("flaw_size", "void_depth", "vacancy_path", "layer_thickness", "plated_thickness")[:parts]

    def product(read):
        value = 1.0
        for name in names:
            value *= read(f"usual.{name}") ** (1 / parts)
        return value

    whole = graded(power(1), flaw_size=assumed(1, ground=ground)).leverage.guessed
    split = graded(product, **{name: assumed(1, ground=ground) for name in names}).leverage.guessed
    assert split >= whole * (1 - 1e-9)


@given(st.integers(2, 5))
def test_averaging_guesses_never_lowers_what_they_move(parts):
    names = ("flaw_size", "void_depth", "vacancy_path", "layer_thickness", "plated_thickness")[:parts]
    whole = graded(power(1), flaw_size=assumed(1, ground="guess")).leverage.guessed
    mean = graded(
        lambda read: sum(read(f"usual.{name}") for name in names) / parts,
        **{name: assumed(1, ground="guess") for name in names},
    ).leverage.guessed
    assert mean >= whole * (1 - 0.1)  # each moves the mean, not its logarithm: a little less on one side


def test_an_input_that_cannot_move_to_one_side_makes_an_answer_conditional():
    def narrow(read):
        if read("usual.flaw_size") < 1e-6:
            raise Refuse("too small")
        return read("usual.flaw_size")

    found = graded(narrow, flaw_size=assumed(1, 1e-6, "handbook") | {"source": "J. Test 1 (2000) 2"})
    assert found.leverage.is_refused
    assert compare(target(1e-6), asked(narrow, flaw_size=assumed(1)).answer, grade=found).verdict == "conditional"


def leverage(*effects):
    return Leverage(0.0, TERM, effects)


def test_a_wide_fact_buys_nothing_beyond_the_cap():
    small = leverage(Effect("x", "law", CAP / SHARE * 0.99, 0.0))
    large = leverage(Effect("x", "law", CAP / SHARE * 1.01, 0.0))
    for noise in (CAP, 1.0, 10.0):
        assert small.guessed <= small.allowed(noise)
        assert large.guessed > large.allowed(noise)


@pytest.mark.parametrize(("kind", "verdict"), [("measured", "prediction"), ("derived", "check"), ("assumed", "check")])
def test_an_answer_without_guesses_predicts_a_measurement_and_checks_what_is_derived(monkeypatch, kind, verdict):
    known = Finding(Question("flaw_size", "other"), 1e-6, Reported("other:flaw", "measured"), 0.0)
    found = asked(power(1), flaw_size=assumed(1)).answer
    made = Finding(QUESTION, 1.0, found.origin.__class__("layered_cell", 1, (known,)), 0.0)
    nothing = Grade(leverage(), Interval("linear", 1.0, 1.0))
    monkeypatch.setattr(sys.modules["natria.studies.verdicts.compare"], "unfounded", lambda *_: ())
    assert compare(target(1.0, kind=kind), made, grade=nothing).verdict == verdict


def test_a_law_without_a_rival_makes_an_answer_conditional():
    effect = Effect("growth.law is linear", "law", None, None, why="no rival")
    assert leverage(effect).is_refused


def test_settings_of_a_papers_cell_that_the_design_chose_are_estimates():
    one = asked(lambda read: read("temperature"), flaw_size=assumed(1))
    assert [r.known.ground for r in roots_of(one.answer, of_paper=True)] == ["estimate"]
    assert roots_of(one.answer, of_paper=False) == ()


def test_an_interval_of_a_line_is_two_sided():
    found = graded(power(1), flaw_size=assumed(1, 0.1, "handbook") | {"source": "J. Test 1 (2000) 2"})
    u = sqrt(log(1 + 0.1**2))
    assert found.interval.method == "linear"
    assert found.interval.low == pytest.approx(1e-6 * exp(-1.96 * u), rel=1e-4)
    assert found.interval.high == pytest.approx(1e-6 * exp(1.96 * u), rel=1e-4)


def test_a_curved_answer_is_sampled_and_its_ends_are_those_of_a_lognormal():
    """y = exp(x) of a lognormal x: the ends follow from the ends of x, which a line would miss."""
    found = graded(lambda read: exp(read("usual.flaw_size") / 1e-6), flaw_size=assumed(1, ground="guess"))
    assert found.interval.method == "sampled"
    assert found.interval.low == pytest.approx(exp(exp(-1.96 * 0.35)), rel=0.05)
    assert found.interval.high == pytest.approx(exp(exp(1.96 * 0.35)), rel=0.1)


def wide(value, factor):
    """A guess with a standard deviation of the logarithm that is a factor either way."""
    return assumed(value, value * sqrt(expm1(log(factor) ** 2)), ground="guess")


@pytest.mark.parametrize(("one", "other"), [(1.7, 1.7), (3.0, 3.0), (3.0, 10.0)])
def test_a_product_of_wide_guesses_has_the_interval_of_a_lognormal(one, other):
    """ln(a b) is normal with the variance ln(one)^2 + ln(other)^2, so the 95 % interval is known exactly."""
    found = graded(
        lambda read: read("usual.flaw_size") * read("usual.void_depth"),
        flaw_size=wide(2, one),
        void_depth=wide(3, other),
    )
    sigma = sqrt(log(one) ** 2 + log(other) ** 2)
    assert found.interval.method == "sampled"
    assert log(found.interval.low / 6e-12) == pytest.approx(-1.96 * sigma, rel=0.06)
    assert log(found.interval.high / 6e-12) == pytest.approx(1.96 * sigma, rel=0.06)


def test_the_interval_of_a_sum_of_wide_guesses_is_sampled_and_not_that_of_a_line():
    """A sum of two equal lognormals, by a million random draws: skewed, and no lognormal."""
    found = graded(
        lambda read: read("usual.flaw_size") + read("usual.void_depth"), flaw_size=wide(1, 3), void_depth=wide(1, 3)
    )
    draws = np.exp(log(3) * np.random.default_rng(1).standard_normal((2, 1_000_000))).sum(axis=0)
    low, high = np.quantile(draws, (0.025, 0.975))
    assert found.interval.low == pytest.approx(low * 1e-6, rel=0.1)
    assert found.interval.high == pytest.approx(high * 1e-6, rel=0.1)


def test_the_interval_of_a_wide_answer_without_moves_is_that_of_its_standard_deviation():
    one = asked(power(1), flaw_size=wide(1, 3))
    found = interval_of_std(one.answer)
    assert found.low == pytest.approx(1e-6 * 3**-1.96, rel=1e-3)
    assert found.high == pytest.approx(1e-6 * 3**1.96, rel=1e-3)


def test_draws_without_an_answer_are_counted():
    def half(read):
        if read("usual.flaw_size") < 1e-6 * exp(-0.35):
            raise Refuse("too small")
        return read("usual.flaw_size") ** 3

    found = graded(half, flaw_size=assumed(1, 1.2, ground="guess"))
    assert 0.05 < found.interval.refused < 0.5


def test_a_law_that_cites_facts_shares_their_evidence():
    fact = Finding(QUESTION, 1.0, Reported("paper:r", "measured"))
    law = Setting("growth.law", "linear", "drawn from the curve", (fact,))
    made = asked(power(1), flaw_size=assumed(1)).answer.origin.__class__("layered_cell", 1, (), (law,))
    assert compare(target(1.0), Finding(QUESTION, 1.0, made)).verdict == "fit"


def test_an_input_of_unknown_spread_never_makes_a_prediction(monkeypatch):
    known = Finding(Question("flaw_size", "other"), 1e-6, Reported("other:flaw", "measured"), 0.0)
    made = asked(power(1), flaw_size=assumed(1)).answer
    made = Finding(QUESTION, 1.0, made.origin.__class__("layered_cell", 1, (known,)), 0.0)
    monkeypatch.setattr(sys.modules["natria.studies.verdicts.compare"], "unfounded", lambda *_: ())
    unknown = Leverage(0.0, TERM, (), ("flaw size of other",))
    found = compare(target(1.0), made, grade=Grade(unknown, Interval("linear", 1.0, 1.0)))
    assert (found.verdict, found.rests_on) == ("conditional", ("flaw size of other",))
