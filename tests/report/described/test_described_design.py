"""A design as data for a page: limits, answers, traces, curves with the places where a limit is reached."""

import json

import pytest

from natria.design import load_case
from natria.design.editing import fields_of, name_of
from natria.explore.answers.closed import closed_answers
from natria.explore.regimes import limits_of
from natria.quantity import ancestry
from natria.report.described import plain
from natria.report.described.curves import LIMITS, design_curve, design_map
from natria.report.described.design import describe_answers, describe_design, describe_limits
from natria.report.described.traces import trace_rows
from natria.studies import Studio


@pytest.fixture(scope="module")
def lu():
    return load_case("lu2026")


@pytest.fixture(scope="module")
def design(lu):
    return Studio(lu).design(lu.base.name)


def test_a_description_is_json_and_names_every_system(lu, design):
    found = plain(describe_design(lu, design))
    json.dumps(found, allow_nan=False)
    assert [one["id"] for one in found["systems"]] == list(lu.systems)
    assert found["system"] == design.name


def test_limits_say_how_they_stand_and_what_is_missing(lu, design):
    limits = limits_of(design)
    found = describe_limits(design, limits, lu.library)
    assert [row.use for row in found.limits] == [one.use for one in limits if one.use is not None]
    for row in found.limits:
        assert (row.state == "exceeded") == (row.use >= 1)
        assert row.verdict
        assert row.trace
    assert found.curves[0] == (LIMITS, "interphase.mci.thickness")
    assert len({row.why for row in found.missing}) == len(found.missing)


def test_a_trace_has_every_ancestor_once_and_ends_at_sources(design):
    first = next(one for one in limits_of(design) if one.answer is not None)
    rows = trace_rows(first.answer)
    numbers = [row.id for row in rows if not row.quantity.startswith("law: ")]
    assert sorted(numbers) == sorted({one.id for one in ancestry(first.answer)})
    assert rows[0].depth == 0
    assert all(row.kind in ("reported", "measured", "assumed", "chosen", "fitted", "computed") for row in rows)


def test_answers_are_those_of_the_closed_forms(lu, design):
    found = closed_answers(design)
    rows = describe_answers(found, lu.library)
    assert {row.id for row in rows.answers} == {one.id for one in found.answers}
    assert "cell_overpotential" in {row.term for row in rows.answers}


def test_where_a_limit_is_reached_it_is_used_fully(design):
    found = design_curve(design, "interphase.mci.thickness", LIMITS)
    assert found.refused == ""
    (at,) = (one for one in found.crossings if one.limit.startswith("critical overpotential"))
    assert at.rising
    there = design.with_({"interphase.mci.thickness": at.value})
    (limit,) = (
        one for one in limits_of(there) if one.criterion.mode == "critical overpotential" and one.use is not None
    )
    assert limit.use == pytest.approx(1, abs=0.02)


def test_a_curve_marks_the_design_and_refuses_what_changes_nothing(design):
    found = design_curve(design, "protocol.current", "cell_overpotential")
    (plot,) = found.plots
    marks = {mark.name: mark.at for mark in plot.panels[0].marks}
    assert marks == pytest.approx({"this design": 0.5})
    for path in ("area", "working.young_modulus", "nowhere"):
        assert design_curve(design, path, LIMITS).refused


@pytest.mark.slow
def test_maps_are_the_figures_of_a_sweep(design):
    charts = design_map(design, ("interphase.mci.thickness", "protocol.current"), LIMITS)
    assert [one.id for one in charts] == ["regimes", "regimes-use"]


@pytest.mark.parametrize("path", ["interphase.mci.thickness", "protocol.current", "working.thickness"])
def test_the_axis_of_a_curve_has_words_and_the_path_on_hover(design, path):
    curve = design_curve(design, path, LIMITS)
    x = curve.plots[0].panels[0].x
    assert x.label == name_of(path)
    assert not {".", "_"} & set(x.label)
    assert x.unit
    assert x.explains == path


def test_no_name_of_a_number_is_a_path(design):
    for field in fields_of(design).numbers:
        assert not {".", "_"} & set(name_of(field.path).replace("Na+", ""))
