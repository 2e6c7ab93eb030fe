"""How far a number is moved: floors by ground, the space of its term, and what a fact adds to its digits."""

from __future__ import annotations

from math import exp, log, log1p, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import (
    TERMS,
    Assumed,
    Chosen,
    Computed,
    Finding,
    Knowledge,
    Measured,
    Question,
    Reported,
    Scatter,
    knowledge,
    moved,
)
from natria.quantity.grounds import NO_SCATTER

CARD = Scatter(0.1, 1.0, {"molar_mass": 0.0, "standard_potential": 0.5})


def assumed(value, std=None, ground="estimate", name="layer_thickness"):
    return Finding(Question(name, "x"), value, Assumed("because", ground), std)


def reported(value, name="layer_thickness", std=None, bound=None, **origin):
    return Finding(Question(name, "x"), value, Reported("p:x", **{"kind": "measured", **origin}), std, bound)


def of_relative(std):
    return sqrt(log1p(std**2))


# --- assumptions


@pytest.mark.parametrize(
    ("ground", "std", "effective", "u"),
    [
        ("definition", None, "definition", 0.0),
        ("definition", 0.5, "definition", 0.0),
        ("handbook", 0.01, "handbook", of_relative(0.01)),
        ("handbook", None, "estimate", 0.1),
        ("borrowed", 0.02, "borrowed", of_relative(0.02)),
        ("borrowed", None, "guess", 0.35),
        ("estimate", None, "estimate", 0.1),
        ("estimate", 0.0, "estimate", 0.1),
        ("estimate", 0.01, "estimate", 0.1),
        ("estimate", 0.5, "estimate", of_relative(0.5)),
        ("guess", None, "guess", 0.35),
        ("guess", 0.1, "guess", 0.35),
        ("guess", 0.9, "guess", of_relative(0.9)),
    ],
)
def test_an_assumption_claims_no_less_than_its_ground_allows(ground, std, effective, u):
    known = knowledge(assumed(1.0, std, ground), CARD)
    assert known == Knowledge(effective, pytest.approx(u, rel=1e-9), "ln")


def test_only_estimates_and_guesses_add_up_linearly():
    grounds = ("definition", "handbook", "borrowed", "estimate", "guess")
    linear = {g: knowledge(assumed(1.0, 0.01, g), CARD).adds_linearly for g in grounds}
    assert [g for g, adds in linear.items() if adds] == ["estimate", "guess"]


@pytest.mark.parametrize(("ground", "steps"), [("estimate", 1), ("guess", 3), ("borrowed", 3)])
@pytest.mark.parametrize("name", ["temperature", "electrode_potential", "coulombic_efficiency"])
def test_what_is_compared_by_difference_is_moved_by_steps(name, ground, steps):
    known = knowledge(assumed(0.9, None, ground, name), CARD)
    assert known.space == "linear"
    assert known.u == pytest.approx(steps * TERMS[name].step)


def test_a_number_of_either_sign_that_is_compared_by_ratio_has_both_floors():
    large, zero = (knowledge(assumed(v, None, "estimate", "formation_enthalpy"), CARD) for v in (-369e3, 0.0))
    assert (large.space, large.u) == ("linear", pytest.approx(36.9e3))
    assert zero.u == pytest.approx(TERMS["formation_enthalpy"].step)


def test_every_term_of_either_sign_or_by_difference_has_a_step():
    without = {t.name for t in TERMS.values() if (t.compare == "difference" or t.domain == "any") and t.step <= 0}
    assert without == set()
    assert {t.name for t in TERMS.values() if t.step and t.compare == "ratio" and t.domain != "any"} == set()


def test_a_share_is_moved_in_its_logit_and_inwards_where_it_is_all():
    half = knowledge(assumed(0.5, 0.05, name="volume_fraction"), CARD)
    assert (half.space, half.u) == ("logit", pytest.approx(0.2))
    whole = assumed(1.0, name="volume_fraction")
    known = knowledge(whole, CARD)
    assert (known.space, known.u) == ("linear", 0.01)
    assert [moved(whole, known, side) for side in (1, -1)] == pytest.approx([1.0, 0.99])


def test_a_zero_that_has_neither_logarithm_nor_step_is_not_known():
    assert knowledge(assumed(0.0, name="area_resistance"), CARD).u is None
    assert knowledge(assumed(0.0, 2.0, name="area_resistance"), CARD).u == 2.0


def test_a_setting_is_exact_except_where_it_says_otherwise():
    question = Question("layer_thickness", "x")
    assert knowledge(Finding(question, 1.0, Chosen("me"), 0.0), CARD).u == 0.0
    assert knowledge(Finding(question, 1.0, Chosen("me"), 0.1), CARD).u == pytest.approx(of_relative(0.1))


# --- facts


def test_digits_are_resolution_and_the_scatter_between_cells_comes_beside():
    exact, known = (knowledge(reported(1.0, resolution=0.03), card) for card in (NO_SCATTER, CARD))
    assert exact == Knowledge("reported", pytest.approx(of_relative(0.03)), "ln")
    assert known.u == pytest.approx(sqrt(of_relative(0.03) ** 2 + 0.1**2))


@pytest.mark.parametrize(
    ("kind", "adds"), [("measured", True), ("fitted", True), ("computed", True), ("derived", False)]
)
def test_what_was_found_scatters_and_what_follows_from_it_does_not(kind, adds):
    assert (knowledge(reported(1.0, kind=kind, resolution=0.01), CARD).u > 0.1) is adds


def test_the_card_has_terms_that_do_not_scatter():
    assert knowledge(reported(0.023, "molar_mass", resolution=0.0), CARD).u == 0.0
    potential = knowledge(reported(-2.71, "standard_potential"), CARD)
    assert potential.u == pytest.approx(0.5 * TERMS["standard_potential"].step)


def test_about_is_the_larger_of_the_digits_and_ten_per_cent():
    fine, coarse = (knowledge(reported(1.0, resolution=r, approx=True), NO_SCATTER).u for r in (0.001, 0.3))
    assert (fine, coarse) == (0.1, pytest.approx(of_relative(0.3)))


def test_a_range_is_uniform():
    known = knowledge(reported(2.0, bound=(1.5, 2.5)), NO_SCATTER)
    assert known.u == pytest.approx(of_relative(1 / sqrt(12) / 2))


def test_a_spread_of_the_paper_stands_in_place_of_the_digits():
    assert knowledge(reported(1.0, std=0.02, resolution=0.3), NO_SCATTER).u == pytest.approx(of_relative(0.02))


def test_what_a_paper_set_is_exact_unless_it_says_about():
    assert knowledge(reported(1.0, kind="set", resolution=0.3), CARD) == Knowledge("setting", 0.0, "ln")
    assert knowledge(reported(1.0, kind="set", approx=True), CARD).u == 0.1


def test_what_a_paper_assumed_is_a_guess_and_so_is_a_fact_of_another_subject():
    assert knowledge(reported(1.3, kind="assumed", resolution=0.03), CARD) == Knowledge("guess", 0.35, "ln")
    assert knowledge(reported(1.3, resolution=0.03), CARD, borrowed=True) == Knowledge("guess", 0.35, "ln")


def test_a_one_sided_bound_says_nothing_of_how_far_it_is_off():
    assert knowledge(reported(1.0, bound="at least"), CARD).u is None


def test_own_data_scatter_and_a_result_has_its_own_spread():
    question = Question("cell_overpotential", "x", {"current": 10.0})
    own = Finding(question, 0.05, Measured("f", "0", "m"), None)
    assert knowledge(own, CARD) == Knowledge("measured", 0.1, "ln")
    result = Finding(question, 0.05, Computed("m", 1), 0.005)
    assert knowledge(result, CARD) == Knowledge("result", pytest.approx(of_relative(0.1)), "ln")


# --- moving

VALUES = {"layer_thickness": st.floats(1e-9, 1e3), "volume_fraction": st.floats(0.001, 0.999)}


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_a_moved_number_stays_in_its_domain_and_comes_back(name, data):
    found = assumed(data.draw(VALUES[name]), name=name)
    known = knowledge(found, CARD)
    up = moved(found, known, 1)
    there = assumed(up, name=name)
    assert up > found.value
    assert moved(there, known, -1) == pytest.approx(found.value, rel=1e-9)


def test_a_positive_number_is_moved_by_a_factor():
    found = assumed(2.0, ground="guess")
    up = moved(found, knowledge(found, CARD), 1)
    assert log(up / 2.0) == pytest.approx(0.35)
    assert up == pytest.approx(2.0 * exp(0.35))


def test_what_cannot_be_negative_stops_at_nothing():
    found = assumed(0.0005, 0.002, name="coulombic_efficiency")
    assert moved(found, knowledge(found, CARD), -1) == 0.0
