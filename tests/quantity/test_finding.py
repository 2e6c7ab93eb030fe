"""Questions and findings: what they refuse, what they rest on, and that they travel."""

import pickle
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings
from quantity_strategies import findings, questions

from natria.quantity import (
    Assumed,
    Assumption,
    CensoredError,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Measured,
    Question,
    Reported,
    Setting,
    UnitError,
    VocabularyError,
    ancestry,
    assumptions,
    conditions,
    evidence,
    parents,
    parse_condition,
)
from natria.quantity.finding import origin_to_json

THICKNESS = Question("layer_thickness", "kumar2020/bpi#bpi")
OVERPOTENTIAL = Question("cell_overpotential", "kumar2020/bpi", {"current": 10.0})
LIFE = Question("cycle_life", "kumar2020/bpi")
SHARE = Question("volume_fraction", "NaOH in kumar2020/bpi#bpi")


def reported(record, kind="measured", shares=(), value=1.0):
    return Finding(THICKNESS, value, Reported(record, kind, shares=shares))


def computed(*inputs, settings=(), value=1.0):
    return Finding(OVERPOTENTIAL, value, Computed("layered_cell", 1, inputs, settings))


def fitted(data, held=(), laws=()):
    fit = Fit("layered_cell", 1, tuple(data), tuple(held), ("sigma",), (1.0,), None, laws=laws)
    return Finding(Question("ionic_conductivity", "kumar2020/bpi#bpi"), 1.0, Fitted(fit, "sigma"))


def doublings(depth, start):
    one = start
    for _ in range(depth):
        one = computed(one, one)
    return one


# --- questions


@given(questions())
def test_a_question_survives_pickling(question):
    again = pickle.loads(pickle.dumps(question))
    assert again == question
    assert hash(again) == hash(question)
    assert list(again.at) == list(question.at)


def test_conditions_of_a_question_cannot_be_changed_and_have_no_order():
    at = {"thickness": 3e-6, "current": 10.0}
    question = Question("cell_overpotential", "kumar2020/bpi", at)
    at["current"] = 99.0
    assert question == Question("cell_overpotential", "kumar2020/bpi", {"current": 10.0, "thickness": 3e-6})
    assert list(question.at) == ["current", "thickness"]
    with pytest.raises(TypeError):
        question.at["current"] = 1.0


def test_a_question_names_its_system_and_part():
    assert (THICKNESS.system, THICKNESS.part) == ("kumar2020/bpi", "bpi")
    assert (LIFE.system, LIFE.part) == ("kumar2020/bpi", "")


@pytest.mark.parametrize(("name", "at"), [("thicknes", {}), ("layer_thickness", {"curent": 1.0})])
def test_a_question_outside_the_vocabulary_is_refused(name, at):
    with pytest.raises(VocabularyError, match="did you mean"):
        Question(name, "NaOH", at)


# --- conditions in words


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("current", "1 mA/cm^2", 10.0),
        ("rate", "0.5C", 0.5 / 3600),
        ("temperature", "25 degC", 298.15),
        ("temperature", "10 to 64 degC", (283.15, 337.15)),
        ("cycle", "20", 20.0),
        ("cycle", "1 to 500", (1.0, 500.0)),
        ("cycle", "1 to 500 cycles", (1.0, 500.0)),
        ("upper_voltage", "0.6 to 2.6 V", (0.6, 2.6)),
        ("time", "1 s to 2 min", (1.0, 120.0)),
        ("time", "1e3 to 2e3 s", (1000.0, 2000.0)),
        ("lower_voltage", "-0.6 to 2.6 V", (-0.6, 2.6)),
        ("depth", ".5 to 1.5 nm", (0.5e-9, 1.5e-9)),
    ],
)
def test_a_condition_is_read_from_words(key, text, value):
    assert parse_condition(key, text) == pytest.approx(value, rel=1e-12)
    assert conditions(**{key: text}) == {key: parse_condition(key, text)}


@pytest.mark.parametrize("text", ["", "3", "3 V", "1 to 3", "1 to ", " to 3 s", "1 to 2 to 3 s", "s", "1 V to 3 s"])
def test_a_condition_that_is_no_time_is_refused(text):
    with pytest.raises(UnitError):
        parse_condition("time", text)


def test_a_condition_that_is_not_finite_is_refused():
    with pytest.raises(UnitError):
        parse_condition("time", "1e999 s")


# --- values


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_not_finite_is_refused(value):
    with pytest.raises(VocabularyError, match="layer_thickness must be a finite number"):
        Finding(THICKNESS, value, Assumed("test"))


@pytest.mark.parametrize("std", [-1e-9, float("nan"), float("inf")])
def test_a_spread_that_is_none_is_refused(std):
    with pytest.raises(VocabularyError, match="the spread of layer_thickness must be zero or above"):
        Finding(THICKNESS, 1e-6, Assumed("test"), std)


@pytest.mark.parametrize(
    ("question", "value", "says"),
    [
        (LIFE, 0.0, "cycle_life must be above zero"),
        (LIFE, -3.0, "cycle_life must be above zero"),
        (THICKNESS, -1e-9, "layer_thickness must not be negative"),
        (SHARE, 1.0001, "volume_fraction must lie between 0 and 1"),
        (SHARE, -0.1, "volume_fraction must lie between 0 and 1"),
    ],
)
def test_a_value_outside_its_domain_is_refused(question, value, says):
    with pytest.raises(VocabularyError, match=says):
        Finding(question, value, Assumed("test"))


@pytest.mark.parametrize(
    "span",
    [
        (float("nan"), 0.5),
        (0.2, float("inf")),
        (0.9, 0.1),  # from high to low
        (-0.3, 0.8),  # its middle is a share, its end is not
        (0.3, 1.2),
    ],
)
def test_a_span_that_no_value_of_the_term_can_fill_is_refused(span):
    with pytest.raises(VocabularyError):
        Finding(SHARE, 0.5, Assumed("test"), bound=span)


def test_plain_is_the_value_of_an_unbounded_finding():
    assert Finding(LIFE, 500.0, Assumed("test"), std=3.0).plain == 500.0


@pytest.mark.parametrize(
    ("bound", "shown"),
    [
        ("at least", ">= 500 cycles"),
        ("over", "> 500 cycles"),
        ("at most", "<= 500 cycles"),
        ("under", "< 500 cycles"),
        ((150.0, 850.0), "150 to 850 cycles"),
    ],
)
def test_a_censored_value_refuses_to_be_read_as_a_number(bound, shown):
    with pytest.raises(CensoredError) as refused:
        _ = Finding(LIFE, 500.0, Assumed("test"), bound=bound).plain
    assert refused.value.what == f"cycle_life of kumar2020/bpi is only known as {shown}"
    assert "a bound cannot be calculated with" in refused.value.fix


@settings(max_examples=30)
@given(findings)
def test_a_finding_survives_pickling(finding):
    again = pickle.loads(pickle.dumps(finding))
    assert again == finding
    assert again.id == finding.id
    assert again.unit == finding.unit


# --- identity

BASE = Finding(OVERPOTENTIAL, 0.05, Computed("layered_cell", 1, (reported("a:x"),), valid="below the limit"))
SETTING = Setting("cell.kind", "symmetric")


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, question=Question("hysteresis", "kumar2020/bpi", {"current": 10.0})),
        replace(BASE, question=Question("cell_overpotential", "kumar2020/na-s", {"current": 10.0})),
        replace(BASE, question=Question("cell_overpotential", "kumar2020/bpi", {"current": 10.0, "pressure": 1.0})),
        replace(BASE, question=Question("cell_overpotential", "kumar2020/bpi", {"current": (10.0, 10.0)})),
        replace(BASE, value=0.05 * (1 + 1e-15)),
        replace(BASE, std=0.0),
        replace(BASE, bound="over"),
        replace(BASE, bound=(0.04, 0.06)),
        replace(BASE, origin=Assumed("no reason")),
        replace(BASE, origin=Chosen("someone")),
        replace(BASE, origin=Measured("file.mpr", "0" * 64, "mean")),
        replace(BASE, origin=replace(BASE.origin, model="cell_budget")),
        replace(BASE, origin=replace(BASE.origin, version=2)),
        replace(BASE, origin=replace(BASE.origin, inputs=())),
        replace(BASE, origin=replace(BASE.origin, inputs=(reported("a:y"),))),
        replace(BASE, origin=replace(BASE.origin, settings=(SETTING,))),
        replace(BASE, origin=replace(BASE.origin, settings=(replace(SETTING, why="it is one"),))),
        replace(BASE, origin=replace(BASE.origin, valid="")),
        replace(BASE, origin=replace(BASE.origin, ignores=("pressure",))),
    ],
)
def test_the_id_changes_with_anything_that_is_written(other):
    assert other != BASE
    assert other.id != BASE.id


FITTED = fitted([reported("a:x")])


@pytest.mark.parametrize(
    "change",
    [
        {"model": "cell_budget"},
        {"version": 2},
        {"data": (reported("a:y"),)},
        {"held": (reported("a:y"),)},
        {"names": ("sigma", "i0"), "values": (1.0, 2.0)},
        {"values": (2.0,)},
        {"covariance": ((1.0,),)},
        {"method": "least squares"},
        {"laws": (SETTING,)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_id_of_a_fitted_number_changes_with_anything_in_its_fit(change):
    fit = replace(FITTED.origin.fit, **change)
    assert replace(FITTED, origin=Fitted(fit, "sigma")).id != FITTED.id


def test_the_id_does_not_change_with_the_unit_that_was_written():
    assert replace(BASE, unit="mV").id == BASE.id
    assert replace(BASE, unit="mV") == BASE


def test_equal_findings_have_one_id_whole_number_or_float():
    whole = Finding(Question("cycle_life", "a cell", {"cycle": 3}), 500, Assumed("test"), 2)
    floating = Finding(Question("cycle_life", "a cell", {"cycle": 3.0}), 500.0, Assumed("test"), 2.0)
    assert whole == floating
    assert whole.id == floating.id


def test_the_id_is_readable_and_that_of_a_fact_is_its_record():
    assert BASE.id.startswith("cell_overpotential.")
    assert reported("kumar2020:eta-3um").id == "kumar2020:eta-3um"


# --- ancestry


def test_parents_are_data_and_held_of_a_fit_and_inputs_of_a_computation():
    a, b = reported("a:x"), reported("a:y")
    assert parents(computed(a, b)) == (a, b)
    assert parents(fitted([a], [b])) == (a, b)
    assert parents(a) == ()


def test_a_deep_ancestry_is_walked_once_per_finding():
    deep = doublings(60, reported("a:x", shares=("a:y",)))
    assert len(list(islice(ancestry(deep), 1000))) == 61
    assert evidence(deep) == {"a:x", "a:y"}
    assert assumptions(doublings(60, Finding(THICKNESS, 1e-6, Assumed("a guess")))) == (
        Assumption("layer_thickness of kumar2020/bpi#bpi", "a guess"),
    )


def test_evidence_goes_through_fits_and_models_down_to_facts_files_and_what_they_share():
    measured = Finding(THICKNESS, 1e-6, Measured("a.mpr", "abc", "mean"))
    chosen, assumed = Finding(THICKNESS, 1e-6, Chosen("me")), Finding(THICKNESS, 1e-6, Assumed("a guess"))
    fit = fitted([reported("a:data", shares=("a:twin", "b:review"))], [reported("a:held"), measured])
    assert evidence(computed(fit, chosen, assumed)) == {"a:data", "a:twin", "b:review", "a:held", "file:abc"}


@settings(max_examples=30)
@given(findings)
def test_a_result_rests_on_the_evidence_and_assumptions_of_all_its_parents(finding):
    for parent in parents(finding):
        assert evidence(parent) <= evidence(finding)
        assert set(assumptions(parent)) <= set(assumptions(finding))


def test_assumptions_are_guesses_assumed_facts_and_laws_with_a_reason():
    guess = Finding(THICKNESS, 1e-6, Assumed("nobody measured it"))
    law, word = Setting("film.conduction.law", "arrhenius", "T0 is not given"), Setting("cell.kind", "symmetric")
    growth = Setting("film.growth.law", "linear", "two points only")
    fit = fitted([reported("a:data")], [reported("a:i0", kind="assumed")], laws=(growth,))
    assert assumptions(computed(guess, fit, settings=(law, word))) == (
        Assumption("film.conduction.law is arrhenius", "T0 is not given"),
        Assumption("layer_thickness of kumar2020/bpi#bpi", "nobody measured it"),
        Assumption("film.growth.law is linear", "two points only"),
        Assumption("layer_thickness of kumar2020/bpi#bpi", "assumed in a:i0"),
    )


@pytest.mark.parametrize("kind", ["measured", "fitted", "computed", "derived", "set"])
def test_a_fact_that_has_a_source_is_no_assumption(kind):
    assert assumptions(computed(reported("a:x", kind=kind))) == ()


def test_a_choice_is_no_assumption():
    assert assumptions(computed(Finding(THICKNESS, 1e-6, Chosen("me")))) == ()


def test_an_assumption_is_told_once_and_in_words():
    guess = Finding(THICKNESS, 1e-6, Assumed("a guess"))
    found = assumptions(computed(computed(guess), computed(guess, value=2.0)))
    assert [str(one) for one in found] == ["layer_thickness of kumar2020/bpi#bpi (a guess)"]


def test_a_long_chain_of_ancestors_has_a_digest_and_each_is_made_once():
    """Deeper than Python descends; each digest is kept, so it is made once."""
    chain = [reported("a:x")]
    for n in range(3000):
        origin = Computed("m", 1, (chain[-1],))
        chain.append(Finding(Question("duration", "s"), float(n + 1), origin))
    assert len({chain[-1].digest, chain[-2].digest, chain[0].digest}) == 3
    assert all("digest" in one.__dict__ for one in chain)


def test_a_digest_depends_on_every_ancestor():
    def over(value):
        first = Finding(Question("duration", "s"), value, Chosen("me"))
        middle = Finding(Question("duration", "s"), 1.0, Computed("m", 1, (first,)))
        return Finding(Question("duration", "s"), 2.0, Computed("m", 1, (middle,)))

    assert over(1.0).digest == over(1.0).digest
    assert over(1.0).digest != over(1.5).digest


@pytest.mark.parametrize("span", [(0.0, 2.0), (-1.0, 2.0)])
def test_both_ends_of_a_span_lie_in_the_domain(span):
    with pytest.raises(VocabularyError):
        Finding(Question("cumulative_areal_capacity", "s"), 1.0, Chosen("me"), None, span)


def test_the_facts_for_which_a_law_was_chosen_are_parents():
    fact = reported("a:creeps")
    law = Setting("failure.void.law", "creep", "the paper found it", (fact,))
    for one in (computed(settings=(law,)), fitted((reported("a:data"),), laws=(law,))):
        assert fact in parents(one)
        assert "a:creeps" in evidence(one)


def test_a_span_of_whole_numbers_is_that_of_the_same_floats():
    whole, floats = (Finding(LIFE, 2.0, Chosen("me"), bound=span) for span in ((1, 3), (1.0, 3.0)))
    assert all(isinstance(end, float) for end in whole.bound)
    assert whole.digest == floats.digest


@pytest.mark.parametrize(
    ("plain", "given", "key"),
    [
        (Reported("a:x", "measured"), Reported("a:x", "measured", resolution=0.5), "resolution"),
        (Assumed("a reason"), Assumed("a reason", source="a handbook"), "source"),
    ],
)
def test_what_is_not_given_is_not_written(plain, given, key):
    """So that the ids from before the key was added stay the same."""
    assert key not in origin_to_json(plain)
    assert key in origin_to_json(given)
