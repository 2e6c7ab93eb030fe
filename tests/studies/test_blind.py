"""Blind answers: stored before the fact that they are compared with was entered."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest
from toy_papers import case_with, fact

from natria.answers import Answerer
from natria.report.study.graded import badges
from natria.store import Store
from natria.studies import answerers as known_answerers
from natria.studies import run_study, study_document
from natria.studies.verdicts import sentence

TERM = "area_resistance"
DESIGN = """
name = "toy2026/a"
cell = "symmetric"
temperature = "298.15 K"
working = { material = "Na" }

[interphase.glaze]
thickness = "3 um"
ionic_conductivity = { value = 1e-5, unit = "S/cm", why = "a guess for this test" }

[study]
targets = ["toy2026"]

[[study.ask]]
name = "area_resistance"
of = "toy2026/a"
"""
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


@pytest.fixture
def runs(monkeypatch):
    """An answerer of minutes beside the others; returns what it was run for."""
    told = []

    def run(read):
        told.append(read.term)
        return read("interphase.glaze.thickness") / read("interphase.glaze.ionic_conductivity")

    toy = Answerer("slow", 1, (TERM,), run, "in tests", cost="minutes")
    everything = {**known_answerers.answerers(), toy.name: toy}
    monkeypatch.setattr(sys.modules["natria.studies.studio"], "shipped", lambda: everything)
    for place in ("run", "studio"):
        monkeypatch.setattr(sys.modules[f"natria.studies.{place}"], "find_answerer", everything.__getitem__)
    monkeypatch.setattr(sys.modules["natria.studies.run"], "answerers", lambda: everything)
    monkeypatch.setattr(sys.modules["natria.studies.verdicts.provenance"], "is_known", everything.__contains__)
    return told


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def resistance(**more):
    return fact("r", "toy2026/a", TERM, "0.4", "ohm*cm^2", **more)


def entered(tmp_path, store, paper="", **more):
    """The comparison of the stored answer, after the fact came in."""
    result = run_study(case_with(tmp_path, [resistance(**more)], DESIGN, paper), store=store)
    (found,) = [c for c in result.base.comparisons if c.answer.origin.model == "slow"]
    return result, found


@pytest.fixture
def asked(tmp_path, store, runs):
    """The question is asked and stored while the paper has no fact."""
    run_study(case_with(tmp_path, [], DESIGN), store=store, named=("slow",))
    assert runs == [TERM]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("paper", "of_fact", "is_blind"),
    [
        ("", TODAY + DAY, True),
        ("", TODAY, False),  # the same day tells nothing
        ("", TODAY - DAY, False),
        ("", None, False),
        (f"entered = {TODAY + DAY}", None, True),
        (f"entered = {TODAY - DAY}", None, False),
        (f"entered = {TODAY - DAY}", TODAY + DAY, True),  # added to an older file
        (f"entered = {TODAY + DAY}", TODAY - DAY, False),
    ],
)
def test_an_answer_that_was_stored_before_the_fact_was_entered_is_blind(tmp_path, store, *, paper, of_fact, is_blind):
    result, found = entered(tmp_path, store, paper, **({"entered": of_fact} if of_fact else {}))
    assert (found.blind is not None) is is_blind
    rows = [c for c in study_document(result, "0")["comparisons"] if c["answer"] == found.answer.id]
    later = of_fact or TODAY + DAY
    assert rows[0]["blind"] == ({"stored": str(TODAY), "entered": str(later)} if is_blind else None)
    assert ("blind" in sentence(found), "blind" in badges(found)) == (is_blind, is_blind)


@pytest.mark.usefixtures("asked")
def test_a_stored_answer_is_not_computed_again_to_be_graded(tmp_path, store, runs):
    _, found = entered(tmp_path, store)
    assert runs == [TERM]
    assert (found.grade.leverage.effects, found.grade.leverage.is_doubtful) == ((), True)
    assert (found.verdict, found.within) == ("conditional", None)


def test_an_answer_that_is_computed_with_the_study_is_not_blind(tmp_path, runs, store):
    result = run_study(case_with(tmp_path, [resistance(entered=TODAY)], DESIGN), store=store, named=("slow",))
    assert (runs, [c.blind for c in result.base.comparisons]) == ([TERM], [None])


def test_the_day_of_a_fact_changes_nothing_that_was_made_from_it(tmp_path):
    plain, dated = (
        case_with(tmp_path, [resistance(**more)], DESIGN).library.fact("toy2026:r") for more in ({}, {"entered": TODAY})
    )
    assert plain == dated
