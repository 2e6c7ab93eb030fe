"""Curves: over a condition or a number of a design, by model, with the ancestry of every point."""

from __future__ import annotations

import numpy as np
import pytest

from natria.answers import Answerer, Refuse
from natria.design import Sweep, case_of, load_case
from natria.quantity import Assumed, Chosen, Computed, DesignError, Finding, Question, Refused, assumptions
from natria.studies import Studio, check_study, standing_of, studio
from natria.studies.curves.sweep import curve_origin, sweep_tables

BPI = "kumar2020/bpi"
PATH = "usual.flaw_size"


def value(number, unit):
    return {"value": number, "unit": unit, "why": "a test"}


CELL = {
    "name": "lab/cell",
    "cell": "symmetric",
    "temperature": "298 K",
    "working": {"material": "Na"},
    "interphase": {
        "film": {
            "thickness": "3 um",
            "ionic_conductivity": value(1e-3, "S/m"),
            "properties": {"density": value(2, "g/cm^3")},
        }
    },
}


@pytest.fixture
def sweep_of(monkeypatch):
    """The tables of a sweep of a small cell, answered by models that a test makes up."""

    def made(*runs, over=PATH, name="area_resistance", start="1 um", stop="100 um", at=None, document=CELL):
        models = tuple(Answerer(f"toy{i or ''}", 1, (name,), r, "in tests") for i, r in enumerate(runs))
        monkeypatch.setattr(studio, "shipped", lambda: {one.name: one for one in models})
        row = {"id": "s", "title": "t", "name": name, "of": ["lab/cell"], "over": over, "at": at or {}}
        sweep = Sweep.model_validate({**row, "start": start, "stop": stop, "points": 3, "scale": "log"})
        return sweep_tables(sweep, "lab/cell", "", Studio(case_of(document, "c", "c")).answers)

    return made


def numbers(table):
    return {name: column.numbers.tolist() for name, column in table.columns.items()}


def test_a_property_is_swept_as_an_assumption(sweep_of):
    (table,) = sweep_of(lambda read: 2 * read(PATH))
    assert table.id == "s--lab-cell"
    assert numbers(table) == {
        "flaw_size": pytest.approx([1e-6, 1e-5, 1e-4]),
        "area_resistance": pytest.approx([2e-6, 2e-5, 2e-4]),
        "std": [0, 0, 0],
    }
    (swept,) = table.origin.inputs
    assert swept.origin == Assumed("swept")
    assert swept.bound == pytest.approx((1e-6, 1e-4))


def test_a_swept_property_never_makes_a_prediction(sweep_of):
    (table,) = sweep_of(lambda read: read(PATH) * read("working.molar_volume"))
    curve = Finding(Question("area_resistance", "lab/cell"), 1.0, table.origin)
    assert any(a.why == "swept" for a in assumptions(curve))
    assert standing_of(curve).word == "conditional"


def test_a_swept_setting_is_a_choice(sweep_of):
    (table,) = sweep_of(lambda read: read("interphase.film.thickness"), over="interphase.film.thickness")
    (swept,) = table.origin.inputs
    assert (swept.origin, swept.bound) == (Chosen("the sweep"), pytest.approx((1e-6, 1e-4)))


def test_a_condition_is_swept_as_a_question(kumar_study):
    table = next(t for t in kumar_study.tables if t.id.startswith("overpotential-current"))
    (swept,) = [f for f in table.origin.inputs if f.origin == Chosen("the sweep")]
    assert swept.question.name == "current_density"
    assert next(iter(table.columns)) == "current"


def test_a_range_has_its_two_ends_and_no_spread(sweep_of):
    def span(read):
        flaw = read(PATH)
        return (flaw, 3 * flaw) if flaw > 5e-6 else flaw

    (table,) = sweep_of(span)
    assert numbers(table)["low"] == pytest.approx([1e-6, 1e-5, 1e-4])
    assert numbers(table)["high"] == pytest.approx([1e-6, 3e-5, 3e-4])
    assert "std" not in table.columns


def refuse_above(limit):
    def answer(read):
        if read(PATH) > limit:
            raise Refuse("too large a flaw")
        return read(PATH)

    return answer


def test_a_refused_point_is_nan_and_a_curve_of_refusals_is_one(sweep_of):
    (table,) = sweep_of(refuse_above(5e-6))
    np.testing.assert_allclose(table.columns["area_resistance"].numbers, [1e-6, np.nan, np.nan])
    refused = sweep_of(refuse_above(0))
    assert isinstance(refused, Refused)
    assert refused.why == "too large a flaw"


def test_each_model_has_a_curve_of_its_own(sweep_of):
    first, second = sweep_of(refuse_above(5e-6), lambda read: 7 * read(PATH))
    assert (first.id, second.id) == ("s--lab-cell", "s--lab-cell--toy1")
    assert (first.title, second.title) == ("t: lab/cell, by toy", "t: lab/cell, by toy1")
    assert (first.origin.model, second.origin.model) == ("toy", "toy1")
    np.testing.assert_allclose(first.columns["area_resistance"].numbers, [1e-6, np.nan, np.nan])
    np.testing.assert_allclose(second.columns["area_resistance"].numbers, [7e-6, 7e-5, 7e-4])


def test_a_model_that_reads_nothing_of_what_is_swept_has_no_curve(sweep_of):
    (table,) = sweep_of(lambda read: read("temperature"), lambda read: read(PATH))
    assert table.origin.model == "toy1"
    refused = sweep_of(lambda read: read("temperature"))
    assert isinstance(refused, Refused)
    assert refused.why == "toy does not depend on usual.flaw_size"


def test_what_is_swept_and_answered_keep_a_column_each(sweep_of):
    path = "interphase.film.ionic_conductivity"
    (table,) = sweep_of(
        lambda read: 2 * read(path), over=path, name="ionic_conductivity", start="1e-6 S/cm", stop="1e-4 S/cm"
    )
    assert list(table.columns)[:2] == [path, "ionic_conductivity"]
    assert table.columns[path].numbers[0] == pytest.approx(1e-4)


def test_what_only_some_points_rest_on_is_in_the_ancestry(sweep_of):
    def late(read):
        return read(PATH) * (read("interphase.film.density") if read(PATH) > 5e-6 else 1)

    (table,) = sweep_of(late)
    assert {f.question.name for f in table.origin.inputs} == {"flaw_size", "density"}


def test_a_law_that_only_some_points_follow_is_in_the_ancestry():
    case = load_case("chi2022")
    (sweep,) = [s for s in case.study.sweep if s.id == "core-temperature"]
    at = {"start": "60 degC", "stop": "90 degC", "points": 2}
    (table,) = sweep_tables(sweep.model_copy(update=at), sweep.of[0], "", Studio(case).answers)
    assert any(s.path.endswith("conduction.law") and s.why for s in table.origin.settings)


def test_two_facts_about_one_thing_stay_two(kumar_study):
    facts = [f for f in kumar_study.targets if f.id in ("kumar2020:eta-3um", "kumar2020:eta-35um")]
    assert len(facts) == 2
    points = [Computed("m", 1, (f,)) for f in facts]
    assert set(curve_origin(points).inputs) == set(facts)


def test_where_a_what_if_took_away_what_is_swept_the_curve_is_refused(sweep_of):
    found = sweep_of(
        lambda read: read("temperature"), over="interphase.film.thickness", document={**CELL, "interphase": {}}
    )
    assert isinstance(found, Refused)
    assert "has no table interphase.film" in found.why


def test_conditions_of_the_question_hold_at_every_point(sweep_of):
    (table,) = sweep_of(lambda read: read(PATH) * read("temperature"), at={"temperature": "310 K"})
    assert numbers(table)["area_resistance"][0] == pytest.approx(310e-6)


def test_a_curve_asks_closed_forms_or_the_models_that_it_names(monkeypatch):
    """A simulation is asked only by its name; its points have no uncertainties."""
    form = Answerer("form", 1, ("area_resistance",), lambda read: read(PATH), "in tests")
    other = Answerer("other", 1, ("area_resistance",), lambda read: 3 * read(PATH), "in tests")
    run = Answerer("run", 1, ("area_resistance",), lambda read: 2 * read(PATH), "in tests", cost="seconds")
    monkeypatch.setattr(studio, "shipped", lambda: {one.name: one for one in (form, other, run)})
    here = Studio(case_of(CELL, "c", "c"))

    def asked(*models):
        return here.curve(models)(Question("area_resistance", "lab/cell"), {})

    assert [one.origin.model for one in asked()] == ["form", "other"]
    assert [one.origin.model for one in asked("run", "form")] == ["form", "run"]
    (alone,) = asked("run")
    assert (alone.value, alone.std) == (2e-6, None)


@pytest.mark.parametrize(("model", "wrong"), [("layered_cell", False), ("no_such", True), ("void_limit", True)])
def test_a_sweep_names_models_that_answer_its_term(model, wrong):
    row = {"id": "s", "title": "t", "name": "area_resistance", "of": ["lab/cell"], "over": "current"}
    sweep = row | {"start": "1 mA/cm^2", "stop": "2 mA/cm^2", "models": [model]}
    case = case_of(CELL | {"study": {"sweep": [sweep]}}, "c", "c")
    found = []
    try:
        check_study(case)
    except DesignError as bad:
        found = [one.where for one in bad.problems]
    assert found == (["study.sweep.s.models"] if wrong else [])
