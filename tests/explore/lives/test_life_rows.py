"""Reported lives as rows: bounds, conversions, facts that restate one another, works, covariates."""

from math import inf

import numpy as np
import pytest

from natria.explore.lives.covariates import life_design, read_covariates
from natria.explore.lives.rows import ANY, LIVES, life_rows
from natria.literature import Query, library, read_library
from natria.quantity import InputError

PAPER = """
[source]
key = "made2026"
title = "made"
year = 2026
[system."made2026/a"]
says = "a cell"
class = "inorganic"
cell = "Na|Na"
phases = ["NaF"]
[system."made2026/b"]
says = "bare"
cell = "Na|Na"
"""
FACT = """
[[fact]]
id = "{id}"
of = "made2026/{of}"
name = "{name}"
{value}
unit = "{unit}"
at = {{ {at} }}
kind = "measured"
where = "p. 1"
shares = [{shares}]
"""
AT = 'current = "2 mA/cm^2", areal_capacity = "1 mAh/cm^2"'


@pytest.fixture
def made(tmp_path):
    """Return a function that reads a paper with facts (id, of, term, value, unit, conditions, shares)."""

    def read(*facts):
        names = ("id", "of", "name", "value", "unit", "at", "shares")
        text = PAPER + "".join(FACT.format(**dict(zip(names, fact, strict=True))) for fact in facts)
        file = tmp_path / "made2026.toml"
        file.write_text(text, encoding="utf-8")
        return read_library((file,))

    return read


def own(rows):
    return [row for row in rows.rows if row.id.startswith("made2026:")]


def test_bounds_become_ends(made):
    here = made(
        ("exact", "a", "cycling_time", "value = 100", "h", AT, ""),
        ("runs", "a", "cycling_time", 'value = 200\nbound = "at least"', "h", AT, ""),
        ("by", "a", "cycling_time", 'value = 300\nbound = "at most"', "h", AT, ""),
        ("between", "a", "cycling_time", "range = [50, 70]", "h", AT, ""),
    )
    ends = {row.id.partition(":")[2]: (row.low / 3600, row.high / 3600) for row in own(life_rows(here))}
    assert ends == {
        "exact": pytest.approx((100, 100)),
        "runs": pytest.approx((200, inf)),
        "by": pytest.approx((0, 300)),
        "between": pytest.approx((50, 70)),
    }
    assert [row.is_ranged for row in own(life_rows(here))] == [False, False, True, True]


def test_cycles_become_hours_by_twice_the_charge_over_the_current(made):
    here = made(
        ("cycles", "a", "cycle_life", "value = 400", "cycles", AT, ""),
        ("nothing", "a", "cycle_life", "value = 400", "cycles", "", ""),
    )
    (row,) = own(life_rows(here))
    assert row.low / 3600 == pytest.approx(400 * 2 * 1 / 2)
    assert row.converted
    assert "made2026:nothing" in {one.id for one in life_rows(here).left_out}
    back = {one.id: one.low for one in own(life_rows(here, "cycle_life"))}
    assert back == {"made2026:cycles": 400, "made2026:nothing": 400}


def test_facts_that_restate_one_another_are_one_row(made):
    here = made(
        ("hours", "a", "cycling_time", "value = 400", "h", "", '"cycles"'),
        ("cycles", "a", "cycle_life", "value = 400", "cycles", AT, ""),
        ("other", "a", "cycling_time", "value = 400", "h", AT, ""),
    )
    rows = life_rows(here)
    assert [row.id for row in own(rows)] == ["made2026:cycles", "made2026:other"]
    assert {one.id: one.why for one in rows.left_out}["made2026:hours"] == "restates made2026:cycles"


@pytest.mark.parametrize("quantity", LIVES)
def test_every_reported_life_is_a_row_or_left_out_once(quantity):
    here = library()
    rows = life_rows(here, quantity, Query(cell=ANY))
    ids = [*(row.id for row in rows.rows), *(one.id for one in rows.left_out)]
    terms = {quantity, *({"cycling_time", "cycle_life"} if quantity != "time_to_short" else ())}
    assert sorted(ids) == sorted(f.id for name in terms for f in here.by_term[name])
    assert all(0 <= row.low <= row.high and row.high > 0 for row in rows.rows)


def test_rows_of_a_review_belong_to_the_works_that_it_cites():
    rows = life_rows(library())
    groups = {row.id: row.group for row in rows.rows}
    assert groups["zhu2024:na-in"] == groups["zhu2024:na-in-pristine"] == "zhu2024 ref. 76"
    assert groups["kumar2020:hours-pristine"] == "kumar2020"
    assert rows.failing_groups == ("kumar2020", "lu2026", "zhu2024 ref. 76")
    classes = {row.id: row.layer_class for row in rows.rows}
    assert classes["zhu2024:na-in-pristine"] == "bare"
    assert classes["zhu2024:zif-62"] == "hybrid"


def test_columns_of_covariates(made):
    here = made(
        ("one", "a", "cycling_time", "value = 100", "h", AT, ""),
        ("two", "b", "cycling_time", "value = 50", "h", 'current = "4 mA/cm^2"', ""),
        ("three", "b", "cycling_time", "value = 50", "h", "", ""),
    )
    rows = own(life_rows(here))
    design = life_design(rows, read_covariates("current,class,phase:NaF", rows))
    assert [row.id for row in design.rows] == ["made2026:one", "made2026:two"]
    assert [one.id for one in design.left_out] == ["made2026:three"]
    assert np.diff(design.matrix[:, 1]) == pytest.approx([1.0])  # one doubling
    assert design.references == {"class": "bare"}
    assert design.matrix[:, 2].tolist() == [1, 0]
    assert design.matrix[:, 3].tolist() == [1, 0]


def test_what_is_no_covariate_is_refused():
    rows = life_rows(library()).rows
    for word in ("curent", "phase:Unobtainium", "weather"):
        with pytest.raises(InputError):
            read_covariates(word, rows)
    with pytest.raises(InputError):
        life_rows(library(), "cell_overpotential")


def test_phases_of_some_rows():
    names = read_covariates("phases", life_rows(library()).rows)
    assert "phase:NaF" in names
    assert all(name.startswith("phase:") for name in names)
