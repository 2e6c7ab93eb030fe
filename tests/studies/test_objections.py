"""The objections to the models behind answers: in a study, behind one finding, and on the page."""

from __future__ import annotations

from html import unescape

from natria.answers import ENGINE
from natria.models import models
from natria.quantity import Computed, ancestry
from natria.report.study.provenance import objections
from natria.studies import objections_behind, objections_to


def test_each_model_has_its_own_in_the_order_asked():
    found = objections_to(["heat", "griffith", "heat", "no such model"])
    assert found == {name: models()[name].objection for name in ("heat", "griffith")}


def test_a_finding_brings_the_objections_to_all_that_made_it(kumar_study):
    answer = next(c.answer for c in kumar_study.base.comparisons if isinstance(c.answer.origin, Computed))
    made = {one.origin.model for one in ancestry(answer) if isinstance(one.origin, Computed)}
    assert set(objections_behind(answer)) == {name for name in made if name in models()}


def test_the_page_has_a_row_for_each_objection_to_a_model_of_the_study(kumar_study):
    asked = [name for name in kumar_study.entries.answerers if name != ENGINE]
    shown = unescape(objections(kumar_study)).replace("<wbr>", "")
    assert all(name in shown for name in asked)
    assert shown.count("To settle this") == len(set(objections_to(asked).values()))
