"""Pairs of facts are found without trying all: the same pairs, and few trials."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers_to_check import CELL, fact, library

from natria.literature.check import facts as pairing
from natria.literature.check.capacities import fading
from natria.literature.check.facts import alike, same_at
from natria.quantity import Finding, Question, Reported

VALUES = {
    "current": st.sampled_from([10.0, 10.05, 10.11, 20.0, (1.0, 2.0), (1.0, 3.0)]),
    "temperature": st.sampled_from([297.0, 298.5, 300.0, 320.0]),
    "cycle": st.sampled_from([1.0, 2.0, 3.0, (1.0, 3.0)]),
}
STATED = st.fixed_dictionaries({}, optional=VALUES)


def made(several):
    origin = [Reported(f"a:{n}", "measured", "text") for n in range(len(several))]
    return [Finding(Question("cell_overpotential", CELL, at), 0.1, origin[n]) for n, at in enumerate(several)]


@given(st.lists(STATED, max_size=12), st.sampled_from([(), ("cycle",)]))
def test_the_pairs_are_those_of_all_trials(several, but):
    facts = made(several)
    expected = [(a.id, b.id) for a, b in combinations(facts, 2) if same_at(a, b, *but)]
    assert [(a.id, b.id) for a, b in alike(facts, *but)] == expected


def test_many_facts_of_one_subject_take_few_trials(monkeypatch):
    tried = []
    monkeypatch.setattr(pairing, "same_at", lambda *pair: tried.append(pair) or same_at(*pair))
    assert not list(alike(made([{"current": 10.0, "cycle": float(n)} for n in range(500)])))
    assert len(tried) < 500


def capacities(*values):
    rows = [
        {**fact("specific_capacity", value, "mAh/g", at={"cycle": f"{n + 1}"}), "id": f"q{n}"}
        for n, value in enumerate(values)
    ]
    return list(fading(library(*rows)))


@pytest.mark.parametrize("values", [(900, 700, 800), (900, 700, 650, 820), (500, 900), (900, 890, 700, 710)])
def test_a_gain_over_any_earlier_cycle_is_found(values):
    """As where each is held against each, with the half of a last digit that numbers leave open."""
    gains = {b for (a, low), (b, high) in combinations(enumerate(values), 2) if high > low + 1}
    found = {look.facts[1] for look in capacities(*values) if look.outcome == "caution"}
    assert found == {f"a2020:q{n}" for n in gains}


def test_a_long_course_is_looked_at_once_a_cycle():
    assert len(capacities(*range(1000, 900, -1))) == 99


def test_a_condition_that_one_leaves_out_keeps_no_pair_apart():
    warm = {"at": {"cycle": "1", "temperature": "298 K"}}
    here = library(
        {**fact("specific_capacity", 500, "mAh/g", **warm), "id": "early"},
        {**fact("specific_capacity", 900, "mAh/g", at={"cycle": "9"}), "id": "late"},
    )
    (look,) = fading(here)
    assert (look.facts, look.outcome) == (("a2020:early", "a2020:late"), "caution")
