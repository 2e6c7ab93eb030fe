"""Where several laws answer the same: spread, whether it holds the reported number, and the order of systems."""

import json
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import Computed, Finding, Question, Refused, Reported, conditions
from natria.studies import compare, rankings, rivals, study_document
from natria.studies.rivals import limits

TERM = "critical_current_density"


def reported(value, of="cell", term=TERM, bound=None, **at):
    question = Question(term, of, conditions(**at))
    return Finding(question, value, Reported(f"paper:{of}-{value}", "measured"), None, bound)


def by(model, value, of="cell", term=TERM, bound=None, **at):
    return Finding(Question(term, of, conditions(**at)), value, Computed(model, 1), None, bound)


def against(target, *answers):
    return [compare(target, a) for a in answers]


# --- one question


def test_the_answers_are_in_order_and_their_spread_is_the_largest_over_the_smallest():
    (one,) = rivals(against(reported(23), by("crack", 25), by("void", 227), by("line", 20)))
    assert [a.origin.model for a in one.answers] == ["line", "crack", "void"]
    assert one.span == (20, 227)
    assert one.spread == pytest.approx(11.35)
    assert one.holds_target is True


@pytest.mark.parametrize(("target", "holds"), [(19, False), (20, True), (227, True), (228, False)])
def test_whether_the_reported_number_lies_between_the_answers(target, holds):
    (one,) = rivals(against(reported(target), by("void", 227), by("line", 20)))
    assert one.holds_target is holds


@pytest.mark.parametrize(
    ("value", "bound", "holds"),
    [
        (100, "at least", True),
        (300, "at least", False),
        (100, "at most", True),
        (10, "at most", False),
        (300, (200, 400), True),
        (300, (250, 350), False),
    ],
)
def test_a_reported_bound_is_held_where_it_meets_the_answers(value, bound, holds):
    (one,) = rivals(against(reported(value, bound=bound), by("void", 227), by("line", 20)))
    assert one.holds_target is holds


def test_a_range_counts_with_both_of_its_ends():
    (one,) = rivals(against(reported(12), by("mixing", 15, bound=(10, 20)), by("medium", 16)))
    assert one.spread == pytest.approx(2)
    assert one.holds_target is True


def test_one_answer_has_no_rival_nor_has_a_refusal_or_what_is_not_comparable():
    target = reported(23, pressure="7 MPa")
    other = by("line", 20, pressure="8 MPa")
    assert rivals(against(target, by("crack", 25), Refused(target.question, "void", "no"), other)) == ()


def test_questions_without_a_target_have_rivals_too():
    (one,) = rivals((), [by("crack", 25), Refused(Question(TERM, "cell"), "void", "no"), by("line", 20)])
    assert one.target is None
    assert one.holds_target is None
    assert one.spread == pytest.approx(1.25)
    assert rivals((), [by("crack", 25), by("line", 20, "another cell")]) == ()


def test_terms_that_compare_by_difference_have_a_spread_in_their_unit():
    answers = [by(model, value, term="reduction_margin") for model, value in (("a", -0.1), ("b", 0.2))]
    (one,) = rivals((), answers)
    assert one.spread == pytest.approx(0.3)


def test_what_is_open_to_one_side_has_no_spread():
    (one,) = rivals((), [by("a", 1, bound="at least"), by("b", 2)])
    assert one.span == (1, inf)
    assert one.spread is None


@given(st.lists(st.floats(1e-3, 1e3), min_size=2, max_size=6))
def test_every_answer_lies_in_the_span(values):
    (one,) = rivals((), [by(f"model {n}", value) for n, value in enumerate(values)])
    assert one.span == (min(values), max(values))
    assert one.spread >= 1
    assert all(one.span[0] <= end <= one.span[1] for a in one.answers for end in limits(a))


# --- several systems


def ranked(order, *laws):
    """Comparisons of systems with these reported numbers, and of each law's numbers for them."""
    systems = [f"cell {n}" for n in range(len(order))]
    return [
        compare(reported(value, of), by(f"law {n}", law[k], of))
        for k, (of, value) in enumerate(zip(systems, order, strict=True))
        for n, law in enumerate(laws)
    ]


@pytest.mark.parametrize(
    ("law", "says"),
    [
        ((10, 20, 30), "the reported order"),
        ((30, 20, 10), "the opposite of the reported order"),
        ((10, 30, 20), "2 of 3 pairs in the reported order"),
        ((5, 5, 5), "does not tell the systems apart"),
        ((5, 5, 9), "2 of 3 pairs in the reported order, 1 not distinguished"),
    ],
)
def test_the_order_of_a_law_against_the_reported_one(law, says):
    (one,) = rankings(ranked((1, 2, 3), law))
    assert one.reported == ("cell 0", "cell 1", "cell 2")
    assert one.laws[0].says == says


def test_the_order_of_each_law_goes_from_the_smallest():
    (one,) = rankings(ranked((1, 2, 3), (30, 10, 20), (1, 2, 3)))
    assert [law.order for law in one.laws] == [("cell 1", "cell 2", "cell 0"), ("cell 0", "cell 1", "cell 2")]


def test_reported_bounds_that_overlap_decide_nothing():
    targets = [reported(1, "a", bound="at least"), reported(2, "b")]
    made = [compare(t, by("law", v, t.question.of)) for t, v in zip(targets, (1, 2), strict=True)]
    (one,) = rankings(made)
    assert one.laws[0].says == "does not tell the systems apart"


def test_ranges_are_told_apart_only_where_they_do_not_overlap():
    spans = {"a": (1.0, 2.0), "b": (1.5, 3.0), "c": (4.0, 5.0)}
    made = [compare(reported(n, of), by("law", sum(s) / 2, of, bound=s)) for n, (of, s) in enumerate(spans.items(), 1)]
    (one,) = rankings(made)
    assert (one.laws[0].as_reported, one.laws[0].against, one.laws[0].open) == (2, 0, 1)


def test_without_a_reported_order_two_laws_are_shown_and_one_is_not():
    answers = [by(law, value, of) for law in ("x", "y") for of, value in (("a", 1), ("b", 2))]
    (one,) = rankings((), answers)
    assert one.reported == ()
    assert {law.says for law in one.laws} == {"no reported order"}
    assert rankings((), answers[:2]) == ()


def test_other_conditions_parts_and_terms_are_not_ranked_together():
    made = [
        compare(reported(v, of, pressure=p), by("law", v, of, pressure=p))
        for v, (of, p) in enumerate([("a", "7 MPa"), ("b", "9 MPa")], 1)
    ]
    assert rankings(made) == ()
    parts = [compare(reported(v, of), by("law", v, of)) for v, of in enumerate(["a#core", "b#shell"], 1)]
    assert rankings(parts) == ()


@given(st.permutations(range(1, 6)))
def test_the_pairs_add_up(order):
    (one,) = rankings(ranked(range(1, 6), tuple(order)))
    law = one.laws[0]
    assert law.as_reported + law.against + law.open == 10
    inversions = sum(order[i] > order[j] for i in range(5) for j in range(i + 1, 5))
    assert law.against == inversions


# --- in a study


@pytest.fixture(scope="module")
def glass(natria_study):
    return natria_study("chi2022")


def test_the_laws_of_the_critical_current_of_chi2022_are_rivals(glass):
    (one,) = [r for r in glass.rivals if r.target is not None and r.target.id == "chi2022:ccd"]
    assert {"crack_limit", "void_limit", "pressure_line"} <= {a.origin.model for a in one.answers}
    assert one.holds_target is True


def test_rivals_stand_in_the_document(glass):
    document = json.loads(json.dumps(study_document(glass, "0"), allow_nan=False))
    ids = {f["id"] for f in document["findings"]}
    assert len(document["rivals"]) == len(glass.rivals) > 0
    for row in document["rivals"]:
        assert set(row["answers"]) <= ids
        assert len(row["answers"]) > 1
        assert set(row) == {"name", "of", "at", "target", "answers", "spread", "holds_target"}
    assert len(document["rankings"]) == len(glass.rankings)
