"""The verdict is read off two ancestries, in a fixed order; how well two numbers agree is another matter."""

import pytest

from natria.quantity import (
    Assumed,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Measured,
    Question,
    Refused,
    Reported,
    Setting,
    conditions,
)
from natria.studies import compare, standing_of
from natria.studies.verdicts import provenance

AT = conditions(current="1 mA/cm^2")
Q = Question("cell_overpotential", "cell", AT)
SIGMA = Question("ionic_conductivity", "layer")


def reported(record="paper:eta", value=0.1, kind="measured", question=Q, **more):
    return Finding(question, value, Reported(record, kind, shares=more.pop("shares", ())), **more)


def computed(*inputs, value=0.1, question=Q, **more):
    return Finding(question, value, Computed("model", 1, inputs, more.pop("settings", ())), **more)


def fitted(*data, held=()):
    fit = Fit("model", 1, data, held, ("s",), (1.0,), None)
    return Finding(SIGMA, 1.0, Fitted(fit, "s"))


TARGET = reported()
SOURCED = reported("other:sigma", 1.0, question=SIGMA)
ASSUMED = Finding(SIGMA, 1.0, Assumed("a guess"))
CHOSEN = Finding(SIGMA, 1.0, Chosen("the design"))
AGAIN = reported("paper:again", 2.0, "fitted", SIGMA, shares=("paper:eta",))
RESTATED = reported("paper:restated", 2.0, question=SIGMA, shares=("paper:eta",))
GUESSED = reported("other:i0", 1.0, "assumed", SIGMA)
SET = reported("other:set", 1.0, "set", SIGMA)
FILE = Finding(SIGMA, 1.0, Measured("a.csv", "ab12", "read"))


@pytest.fixture(autouse=True)
def _known_here(monkeypatch):
    """The facts and the model of these tests, in place of the literature and the models."""
    from types import SimpleNamespace

    facts = {f.id: f for f in (TARGET, SOURCED, AGAIN, RESTATED, GUESSED, SET)}
    monkeypatch.setattr(provenance, "library", lambda: SimpleNamespace(facts=facts))
    monkeypatch.setattr(provenance, "is_known", {"model"}.__contains__)


VERDICTS = [
    ("refused", Refused(Q, "model", "no")),
    (
        "not comparable",
        computed(SOURCED, question=Question("cell_overpotential", "cell", conditions(current="2 mA/cm^2"))),
    ),
    ("not comparable", computed(SOURCED, question=Question("cell_overpotential", "cell"))),
    ("not comparable", computed(SOURCED, question=Question("hysteresis", "cell", AT))),
    ("input", TARGET),
    ("input", Finding(Q, 0.1, Assumed("typed"))),
    ("input", Finding(Q, 0.1, Chosen("typed"))),
    ("input", computed(CHOSEN)),
    ("conditional", computed()),
    ("fit", computed(TARGET)),
    ("fit", computed(fitted(TARGET))),
    ("fit", computed(fitted(SOURCED, held=(TARGET,)))),
    ("fit", computed(fitted(TARGET, held=(ASSUMED,)))),  # sharing evidence comes before resting on an assumption
    ("fit", computed(AGAIN)),  # fitted in its paper to the target
    ("check", computed(RESTATED)),
    ("check", computed(RESTATED, CHOSEN)),
    ("fit", computed(RESTATED, TARGET)),
    ("conditional", computed(RESTATED, ASSUMED)),
    ("measurement", Finding(Q, 0.1, Measured("a.csv", "ab12", "read"))),
    ("conditional", computed(ASSUMED)),
    ("conditional", computed(SOURCED, ASSUMED)),
    ("conditional", computed(GUESSED)),
    ("conditional", computed(fitted(SOURCED, held=(ASSUMED,)))),
    ("conditional", computed(SOURCED, settings=(Setting("growth.law", "linear", "because"),))),
    ("prediction", computed(SOURCED)),
    ("prediction", computed(SOURCED, CHOSEN, settings=(Setting("cell", "symmetric"),))),
    ("prediction", computed(fitted(SOURCED))),
    ("prediction", computed(FILE)),
    ("input", computed(SET)),
    ("prediction", computed(SET, SOURCED)),
    ("conditional", computed(SOURCED, computed(question=SIGMA))),  # a number that came from nowhere
    ("conditional", computed(SOURCED, fitted())),
    ("conditional", computed(reported("nobody:sigma", 1.0, question=SIGMA))),  # a fact that no paper here has
    ("conditional", computed(reported("other:sigma", 2.0, question=SIGMA))),  # one that the paper has otherwise
    ("conditional", Finding(Q, 0.1, Computed("a feeling", 1, (SOURCED,)))),  # a model that is not here
]


@pytest.mark.parametrize(("expected", "answer"), VERDICTS, ids=lambda x: x if isinstance(x, str) else "")
def test_the_verdict_is_derived_from_the_ancestry(expected, answer):
    found = compare(TARGET, answer)
    assert found.verdict == expected
    assert found.why


def test_a_fit_to_own_files_is_a_measurement():
    target = reported("paper:sigma", 1.0, question=SIGMA)
    assert compare(target, fitted(FILE)).verdict == "measurement"
    assert compare(target, fitted(SOURCED)).verdict == "prediction"


def test_a_conditional_answer_names_what_it_rests_on():
    found = compare(TARGET, computed(ASSUMED, SOURCED))
    assert found.rests_on == ("ionic_conductivity of layer (a guess)",)
    assert "a guess" in found.why


def test_a_one_sided_condition_is_listed():
    answer = computed(
        SOURCED, question=Question("cell_overpotential", "cell", conditions(current="1 mA/cm^2", cycle="3"))
    )
    assert "only one of the two: cycle" in compare(TARGET, answer).why


@pytest.mark.parametrize(
    ("bound", "value", "within"),
    [
        ("at least", 0.1, True),
        ("at least", 0.09, False),
        ("over", 0.1, False),
        ("at most", 0.1, True),
        ("under", 0.1, False),
        ((0.05, 0.15), 0.15, True),
        ((0.05, 0.15), 0.16, False),
    ],
)
def test_agreement_with_a_bound_or_an_interval(bound, value, within):
    found = compare(reported(bound=bound), computed(SOURCED, value=value))
    assert found.within is within
    assert found.agreement == pytest.approx(value / 0.1)


def test_an_unknown_spread_neither_agrees_nor_disagrees():
    assert compare(TARGET, computed(SOURCED)).within is None
    assert compare(reported(std=0.01), computed(SOURCED)).within is None
    assert compare(reported(std=0.01), computed(SOURCED, value=0.12, std=0.0)).within is True
    assert compare(reported(std=0.01), computed(SOURCED, value=0.14, std=0.0)).within is False


def test_efficiencies_compare_by_difference():
    question = Question("coulombic_efficiency", "cell")
    target = Finding(question, 0.98, Reported("p:ce", "measured"))
    answer = Finding(question, 0.97, Computed("m", 1, (SOURCED,)))
    assert compare(target, answer).agreement == pytest.approx(-0.01)


def test_settings_that_the_design_chose_are_named_for_a_papers_cell():
    answer = computed(
        SOURCED, Finding(SIGMA, 1.0, Chosen("the design"), 0.0), Finding(Q, 1.0, Chosen("the question"), 0.0)
    )
    assert compare(TARGET, answer).set_here == ("ionic_conductivity = 0.01 S/cm",)


def test_an_answer_without_a_target_has_a_standing():
    assert standing_of(computed(SOURCED)).word == "sourced"
    assert standing_of(computed(ASSUMED)).word == "conditional"
    assert standing_of(computed(CHOSEN)).word == "input"


# --- answers that are ranges


def of_range(low, high, question=Q):
    return computed(SOURCED, value=(low + high) / 2, bound=(low, high), question=question)


@pytest.mark.parametrize(
    ("bound", "span", "within", "agreement"),
    [
        (None, (0.05, 0.15), True, 1.0),  # the range holds the target
        (None, (0.1, 0.2), True, 1.0),
        (None, (0.2, 0.3), False, 2.0),  # its nearest end
        (None, (0.01, 0.05), False, 0.5),
        ("at least", (0.1, 0.2), True, 1.0),
        ("at least", (0.05, 0.2), None, 1.0),  # a part of it
        ("at least", (0.05, 0.1), None, 1.0),
        ("at least", (0.01, 0.05), False, 0.5),
        ("over", (0.1, 0.2), None, 1.0),
        ("over", (0.05, 0.1), False, 1.0),
        ("over", (0.11, 0.2), True, 1.1),
        ("at most", (0.05, 0.1), True, 1.0),
        ("at most", (0.05, 0.2), None, 1.0),
        ("at most", (0.1, 0.2), None, 1.0),
        ("at most", (0.2, 0.3), False, 2.0),
        ("under", (0.05, 0.1), None, 1.0),
        ("under", (0.1, 0.2), False, 1.0),
        ("under", (0.05, 0.09), True, 0.9),
        ((0.08, 0.12), (0.09, 0.11), True, 1.0),
        ((0.08, 0.12), (0.08, 0.12), True, 1.0),
        ((0.08, 0.12), (0.05, 0.09), None, 0.9),
        ((0.08, 0.12), (0.12, 0.2), None, 1.2),
        ((0.08, 0.12), (0.05, 0.2), None, 1.0),  # wider than the target
        ((0.08, 0.12), (0.13, 0.2), False, 1.3),
        ((0.08, 0.12), (0.01, 0.07), False, 0.7),
    ],
)
def test_a_range_agrees_by_its_nearest_end_and_is_within_where_all_of_it_is(bound, span, within, agreement):
    found = compare(reported(bound=bound), of_range(*span))
    assert found.verdict == "prediction"
    assert found.within is within
    assert found.agreement == pytest.approx(agreement)


def test_a_range_against_nothing_has_no_ratio_and_a_difference_of_its_nearest_end():
    question = Question("coulombic_efficiency", "cell")
    target = Finding(question, 0.98, Reported("p:ce", "measured"))
    assert compare(target, of_range(0.9, 0.95, question)).agreement == pytest.approx(-0.03)
    assert compare(target, of_range(0.979, 0.981, question)).agreement == 0
    wide = compare(target, of_range(0.9, 0.99, question))  # by more than four steps of 0.1 %
    assert (wide.agreement, wide.counts, wide.within) == (None, False, True)


@pytest.mark.parametrize(
    ("target", "answer", "within"),
    [
        (("at least", 500), ("at least", 50), None),
        (("at least", 500), ("at least", 600), True),
        (("at most", 100), ("at least", 150), False),
        (("at most", 100), ("at least", 50), None),
        (("at least", 500), ("at most", 400), False),
        (("at most", 500), ("at most", 400), True),
        (((100, 200), 150), ("at least", 250), False),
        (((100, 200), 150), ("at least", 50), None),
    ],
)
def test_a_bound_contradicts_only_what_it_excludes(target, answer, within):
    question = Question("cycle_life", "cell", {"current": 10.0})
    reported = Finding(question, target[1], Reported("nobody2020:life", "measured"), None, target[0])
    measured = Finding(question, answer[1], Measured("cell.csv", "00", "counted"), None, answer[0])
    assert compare(reported, measured).within is within
