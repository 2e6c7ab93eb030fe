"""Profiles of a sweep: the capacity at the end of each is that of the curve, by another route."""

from __future__ import annotations

import numpy as np
import pytest

from natria.design import load_case
from natria.quantity import Computed, Question, Refused
from natria.record import Table
from natria.studies import Studio
from natria.studies.curves.profiles import profile_table
from natria.studies.curves.sweep import sweep_tables


@pytest.fixture(scope="module")
def studio():
    return Studio(load_case("lu2026"))


@pytest.fixture(scope="module")
def sweep(studio):
    (one,) = [s for s in studio.case.study.sweep if s.id == "rate"]
    return one.model_copy(update={"values": ["0.5C", "2C"]})


@pytest.fixture(scope="module")
def table(studio, sweep):
    return profile_table(sweep, sweep.of[0], studio.profile)


def ends(table, rate, half):
    swept = table.columns["rate"].numbers
    rows = np.flatnonzero(np.isclose(swept, rate / 3600) & (np.array(table.columns["half"].values) == half))
    return table.columns["specific_capacity"].numbers[rows], table.columns["voltage"].numbers[rows]


def test_the_end_of_a_profile_is_the_capacity_that_lab_reads(studio, sweep, table):
    (curve,) = sweep_tables(sweep, sweep.of[0], "", studio.curve(sweep.models))
    for rate, value in zip((0.5, 2.0), curve.columns["specific_capacity"].numbers, strict=True):
        charge, volts = ends(table, rate, "discharge")
        assert charge[-1] == pytest.approx(value, rel=1e-4)
        assert charge[0] == 0
        assert volts[-1] == pytest.approx(2.5, abs=2e-3)


def test_the_charge_comes_first_and_ends_at_its_limit(table):
    assert table.columns["half"].values[0] == "charge"
    assert ends(table, 2.0, "charge")[1][-1] == pytest.approx(3.6, abs=2e-3)


def test_the_ancestry_holds_the_rates_as_one_span(table):
    assert isinstance(table.origin, Computed)
    rates = [f for f in table.origin.inputs if f.question.name == "c_rate"]
    assert [f.bound for f in rates] == [pytest.approx((0.5 / 3600, 2 / 3600))]


def test_where_no_point_has_a_profile_the_reason_is_returned(sweep):
    def refuse(question, _):
        return Refused(question, "full_cell_profile", "not today")

    found = profile_table(sweep, sweep.of[0], refuse)
    assert isinstance(found, Refused)
    assert found.why == "not today"


def test_points_without_a_profile_are_left_out(studio, sweep):
    def half(question: Question, patch):
        if question.at["rate"] > 1 / 3600:
            return Refused(question, "full_cell_profile", "too fast")
        return studio.profile(question, patch)

    found = profile_table(sweep, sweep.of[0], half)
    assert isinstance(found, Table)
    assert np.unique(found.columns["rate"].numbers) == pytest.approx([0.5 / 3600])
