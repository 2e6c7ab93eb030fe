"""Maps: pairs of reported values, values alone, and designs placed among them."""

from math import inf

import pytest

from natria import load_case
from natria.explore.maps.axes import WORDS, read_map_axis
from natria.explore.maps.mapped import LiteratureMap, map_document
from natria.explore.maps.placed import card_points, place_design
from natria.explore.maps.points import map_points
from natria.literature import Query, library
from natria.quantity import InputError
from natria.studies import Studio


def points(y, x, **wanted):
    return map_points(library(), read_map_axis(x), read_map_axis(y), Query(**wanted))


def pairs(y, x, **wanted):
    return [p for p in points(y, x, **wanted) if p.is_pair]


def test_a_modulus_meets_the_barriers_of_the_same_phase():
    found = {(p.subject, p.x.ids[0], p.y.ids[0]) for p in pairs("modulus", "barrier")}
    assert found == {
        ("NaOH", "kumar2020:barrier-NaOH", "kumar2020:E-NaOH"),
        ("NaNH2", "kumar2020:barrier-NaNH2-low", "kumar2020:E-NaNH2"),
        ("NaNH2", "kumar2020:barrier-NaNH2-high", "kumar2020:E-NaNH2"),
    }


def test_what_has_no_partner_is_kept_apart():
    alone = {name for p in points("modulus", "barrier") if not p.is_pair for v in (p.x, p.y) if v for name in v.ids}
    assert {"lu2026:barrier-NaF", "chi2022:E-x060"} <= alone


def test_a_life_stands_at_its_own_current_with_its_bound():
    found = {p.y.ids[0]: p for p in pairs("life", "current")}
    assert found["kumar2020:life-50"].x.value == 500
    assert found["kumar2020:life-50"].y.high == inf
    assert found["kumar2020:life-50"].y.value == pytest.approx(20 * 3600)
    assert not found["kumar2020:hours-pristine"].y.is_bound
    assert "kumar2020:hours-1" not in found  # it restates life-1
    assert {p.layer_class for p in found.values()} >= {"bare", "inorganic", "organic", "hybrid"}


def test_two_conditions_of_one_fact_are_a_pair_once():
    found = pairs("capacity", "current", paper="kumar2020")
    values = [(p.subject, p.x.value, p.y.value) for p in found]
    assert ("kumar2020/bpi", 10.0, 36000.0) in values
    assert len(values) == len(set(values))


def test_facts_that_state_a_condition_differently_are_no_pair():
    for p in pairs("specific_capacity", "capacity_retention"):
        facts = [library().fact(v.ids[0]) for v in (p.x, p.y)]
        common = set(facts[0].question.at) & set(facts[1].question.at)
        assert all(facts[0].question.at[key] == pytest.approx(facts[1].question.at[key]) for key in common)


def test_axes_are_known():
    for word in WORDS:
        assert read_map_axis(word).unit
    assert "GPa" in read_map_axis("modulus").label
    with pytest.raises(InputError):
        read_map_axis("colour")


def test_a_design_stands_by_its_settings_and_by_its_phases():
    studio = Studio(load_case("lu2026"))
    x, y = read_map_axis("barrier"), read_map_axis("modulus")
    placed = place_design(studio, "lu2026/sfc-na", x, y)
    assert {p.subject for p in placed.points} == {"NaF of lu2026/sfc-na", "Na3Sb of lu2026/sfc-na"}
    by_settings = place_design(studio, "lu2026/sfc-na", read_map_axis("current"), read_map_axis("capacity"))
    (point,) = by_settings.points
    assert point.is_pair
    assert point.x.value == studio.design("lu2026/sfc-na").finding("protocol.current").plain


def test_a_design_with_one_of_the_two_is_a_line_and_says_why():
    studio = Studio(load_case("kumar2020"))
    placed = place_design(studio, "kumar2020/bpi", read_map_axis("current"), read_map_axis("life"))
    (line,) = placed.points
    assert line.y is None
    assert line.x.value == 10
    assert placed.refused


def test_an_answer_of_a_model_places_a_full_cell():
    studio = Studio(load_case("chi2022"))
    placed = place_design(studio, "chi2022/na-s", read_map_axis("voltage"), read_map_axis("energy"))
    names = {p.x.name for p in placed.points}
    assert names == {"average_discharge_voltage", "reaction_voltage"}
    assert all(p.y.low < p.y.value < p.y.high for p in placed.points)


def test_cards_and_document():
    x, y = read_map_axis("barrier"), read_map_axis("modulus")
    cards = card_points(x, y)
    assert {"NaF", "Na3Sb", "NaOH"} <= {p.subject for p in cards}
    assert not card_points(read_map_axis("current"), y)
    document = map_document(LiteratureMap(x, y, points("modulus", "barrier"), cards), "0")
    assert document["schema"] == "natria.map/1"
    assert len(document["points"]) == len(points("modulus", "barrier"))
