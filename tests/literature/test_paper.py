"""One paper: read into findings, or refused with all of its problems at once."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.literature import Claim, Layer, Paper, System, load_paper, read_paper
from natria.quantity import LiteratureError, Question, Reported

SOURCE = {"key": "some2020", "title": "A paper", "journal": "J", "year": 2020, "doi": "10.1/x"}
LIFE = {
    "id": "life",
    "of": "some2020/cell",
    "name": "cycle_life",
    "value": 500,
    "unit": "cycles",
    "bound": "over",
    "at": {"current": "1 mA/cm^2"},
    "kind": "measured",
    "where": "Fig. 1",
}
HOURS = LIFE | {"id": "hours", "name": "cycling_time", "value": 1000, "unit": "h", "shares": ["life"]}
CLAIM = {"id": "trend", "of": "some2020/cell", "says": "It rises.", "where": "text"}
PAPER = {"source": SOURCE, "system": {"some2020/cell": {"says": "a cell"}}, "fact": [LIFE, HOURS], "claim": [CLAIM]}


def paper(*facts, **more):
    return {**PAPER, "fact": list(facts), **more}


def without(row, *keys):
    return {key: value for key, value in row.items() if key not in keys}


def problems(document):
    with pytest.raises(LiteratureError) as refused:
        read_paper(document, "some2020.toml")
    assert refused.value.source == "some2020.toml"
    return refused.value.problems


# --- what is read


def test_a_fact_is_a_finding_with_its_id_conditions_bound_and_origin():
    life = read_paper(PAPER, "x").facts["some2020:life"]
    assert life.id == "some2020:life"
    assert life.question == Question("cycle_life", "some2020/cell", {"current": 10.0})
    assert (life.value, life.bound, life.std, life.unit) == (500.0, "over", None, "cycles")
    assert replace(life.origin, resolution=0.0) == Reported("some2020:life", "measured", "Fig. 1")


def test_source_systems_and_claims_are_kept():
    read = read_paper(PAPER, "x")
    assert (read.source.key, read.source.title, read.source.year) == ("some2020", "A paper", 2020)
    assert read.systems == {"some2020/cell": System("a cell")}
    assert read.claims == (Claim("some2020:trend", "some2020/cell", "It rises.", "text"),)


def test_a_range_is_a_span_around_its_middle():
    row = without(LIFE, "value", "bound") | {"range": [150, 250]}
    life = read_paper(paper(row), "x").facts["some2020:life"]
    assert (life.value, life.bound) == (200.0, (150.0, 250.0))


def test_a_spread_is_converted_like_its_value():
    row = without(LIFE, "bound") | {"name": "layer_thickness", "value": 3, "unit": "um", "pm": 0.5}
    thickness = read_paper(paper(row), "x").facts["some2020:life"]
    assert (thickness.value, thickness.std) == pytest.approx((3e-6, 0.5e-6), rel=1e-12)


def test_a_spread_of_a_temperature_in_degrees_celsius_is_not_shifted():
    row = without(LIFE, "bound") | {"name": "temperature", "value": 25, "unit": "degC", "pm": 2}
    temperature = read_paper(paper(row), "x").facts["some2020:life"]
    assert (temperature.value, temperature.std) == (298.15, 2.0)


def test_what_is_shared_is_shared_by_way_of_others_too():
    chain = [
        LIFE | {"id": "a", "shares": ["b"]},
        LIFE | {"id": "b", "shares": ["c", "other2019:x"]},
        LIFE | {"id": "c", "shares": ["a"]},
    ]
    facts = read_paper(paper(*chain), "x").facts
    assert set(facts["some2020:a"].origin.shares) == {"some2020:b", "some2020:c", "other2019:x"}
    assert "some2020:c" not in facts["some2020:c"].origin.shares


def test_an_approximate_value_and_its_method_are_remembered():
    origin = read_paper(paper(LIFE | {"approx": True, "method": "by eye"}), "x").facts["some2020:life"].origin
    assert (origin.approx, origin.method) == (True, "by eye")


# --- what is refused

ONE_WRONG = {
    "an unknown term": (
        LIFE | {"name": "cycle_lif"},
        "'cycle_lif' is not in the vocabulary",
        "did you mean 'cycle_life'",
    ),
    "an unknown condition": (LIFE | {"at": {"curent": "1 A"}}, "'curent' is not a condition", "did you mean 'current'"),
    "a condition of another kind": (LIFE | {"at": {"current": "1 V"}}, "'V' is not a unit of this kind", "A/m^2"),
    "a condition without unit": (LIFE | {"at": {"current": "1"}}, "'1' has no unit", "expected a number with a unit"),
    "a unit of another kind": (LIFE | {"unit": "V"}, "'V' is not a unit of this kind", "expected one"),
    "an unknown unit": (LIFE | {"unit": "cycls"}, "unknown unit 'cycls'", "did you mean 'cycles'"),
    "prose as a unit": (LIFE | {"unit": "h at 0.2 and 0.5 mA/cm^2"}, "cannot read the unit", "write one unit"),
    "value and range": (LIFE | {"range": [1, 2]}, "needs either a value or a range", "value = 3, or range = [2, 4]"),
    "no value": (without(LIFE, "value"), "needs either a value or a range", "value = 3, or range = [2, 4]"),
    "a range from high to low": (
        without(LIFE, "value", "bound") | {"range": [2, 1]},
        "goes from low to high and takes no bound",
        "swap the two",
    ),
    "a bounded range": (without(LIFE, "value") | {"range": [1, 2]}, "goes from low to high and takes no bound", ""),
    "a value outside its domain": (LIFE | {"value": 0}, "cycle_life must be above zero", ""),
    "nan": (LIFE | {"value": float("nan")}, "must be a finite number", ""),
    "infinity": (LIFE | {"value": float("inf")}, "must be a finite number", ""),
    "a negative spread": (LIFE | {"pm": -1}, "must be zero or above", ""),
    "a condition that is not finite": (LIFE | {"at": {"time": "1e999 s"}}, "1e999", ""),
}


@pytest.mark.parametrize(("row", "what", "fix"), ONE_WRONG.values(), ids=ONE_WRONG)
def test_a_wrong_fact_is_refused_with_its_id_and_a_hint(row, what, fix):
    (problem,) = problems(paper(row))
    assert problem.where.startswith("some2020:life")
    assert what in str(problem)
    assert fix in str(problem)


@pytest.mark.parametrize("value", ["500", True])
def test_a_value_that_is_no_number_in_the_file_is_refused(value):
    (problem,) = problems(paper(LIFE | {"value": value}))
    assert problem.where == "fact[1].value"
    assert "must be a number" in problem.what


def test_an_id_that_is_given_twice_is_refused_also_between_facts_and_claims():
    (problem,) = problems(paper(LIFE, LIFE))
    assert (problem.where, problem.what) == ("some2020:life", "this id is given twice")
    (problem,) = problems(paper(LIFE, claim=[CLAIM | {"id": "life"}]))
    assert (problem.where, problem.what) == ("some2020:life", "this id is given twice")


def test_sharing_with_an_unknown_fact_is_refused_with_the_nearest():
    (problem,) = problems(paper(LIFE, HOURS | {"shares": ["lief"]}))
    assert problem.where == "some2020:hours.shares"
    assert problem.what == "there is no fact 'lief' in this paper"
    assert "did you mean 'life'" in problem.fix


def test_all_problems_of_the_facts_are_told_at_once_each_with_its_id():
    rows = [row | {"id": f"fact-{place}"} for place, (row, *_) in enumerate(ONE_WRONG.values())]
    found = problems(paper(*rows, HOURS, HOURS))
    assert {f"some2020:fact-{place}" for place in range(len(rows))} <= {p.where.partition(".")[0] for p in found}
    assert [problem.what for problem in found].count("this id is given twice") == 1
    assert "there is no fact 'life' in this paper" in [problem.what for problem in found]


def test_all_problems_of_the_form_are_told_at_once_with_their_places():
    document = {
        "source": without(SOURCE, "title") | {"key": "Some 2020"},
        "fact": [without(LIFE, "kind") | {"wher": "Fig. 2", "id": "a b"}, LIFE | {"kind": "guessed", "bound": "about"}],
        "claims": [],
    }
    assert {problem.where for problem in problems(document)} == {
        "source.title",
        "source.key",
        "fact[1].kind",
        "fact[1].wher",
        "fact[1].id",
        "fact[2].kind",
        "fact[2].bound",
        "claims",
    }


# --- rows of a review's tables

ROW = {
    "id": "naf",
    "class": "inorganic",
    "phases": ["NaF"],
    "how": "NaF from a solution",
    "cell": "Na|Na",
    "printed": [2, 0.5],
    "order": "the text names them",
    "at": {"current": "2 mA/cm^2", "areal_capacity": "0.5 mAh/cm^2"},
    "life": "1000 h",
    "where": "Table 1",
    "ref": 68,
    "says": "a remark",
}
SAME = without(ROW, "order") | {
    "printed": [1, 1],
    "at": {"current": "1 mA/cm^2", "areal_capacity": "1 mAh/cm^2"},
}


def review(*rows, **more):
    return {"source": SOURCE, "layer": list(rows), **more}


def test_a_row_of_a_review_becomes_a_system_and_a_fact_of_its_life():
    read = read_paper(review(ROW), "x")
    assert read.systems == {"some2020/naf": System("NaF from a solution", "inorganic", "Na|Na", ("NaF",))}
    life = read.facts["some2020:naf"]
    assert life.question == Question("cycling_time", "some2020/naf", {"current": 20.0, "areal_capacity": 18000.0})
    assert (life.value, life.unit) == (3.6e6, "h")
    method = "printed 2, 0.5; the text names them"
    assert replace(life.origin, resolution=0.0) == Reported(
        "some2020:naf", "measured", "Table 1, ref. 68", method=method
    )


def test_a_row_keeps_what_is_printed_in_the_order_of_the_table():
    (layer,) = read_paper(review(ROW | {"printed": [0.5, 2]}), "x").layers
    assert layer == Layer(
        "some2020:naf", "some2020/naf", "NaF from a solution", (0.5, 2.0), "the text names them", 68, None, "a remark"
    )


def test_a_row_may_say_where_the_table_prints_it():
    assert read_paper(review(ROW | {"printed_beside": 69}), "x").layers[0].printed_beside == 69


def test_a_life_is_censored_unless_the_cell_failed():
    assert read_paper(review(ROW), "x").facts["some2020:naf"].bound == "at least"
    assert read_paper(review(ROW | {"failed": True}), "x").facts["some2020:naf"].bound is None


def test_the_same_number_twice_needs_no_order():
    life = read_paper(review(SAME), "x").facts["some2020:naf"]
    assert life.question.at == {"current": 10.0, "areal_capacity": 36000.0}
    assert life.origin.method == "printed 1, 1; the two numbers are the same"


def test_a_row_without_areal_numbers_has_other_conditions():
    row = without(ROW, "printed", "order") | {"at": {"specific_current": "100 mA/g"}}
    read = read_paper(review(row), "x")
    assert read.facts["some2020:naf"].question.at == {"specific_current": 100.0}
    assert read.facts["some2020:naf"].origin.method == ""
    assert read.layers[0].printed == ()


def test_rows_come_before_the_facts_which_may_restate_them():
    text = LIFE | {"shares": ["naf"]}
    facts = read_paper(review(ROW, fact=[text]), "x").facts
    assert list(facts) == ["some2020:naf", "some2020:life"]
    assert facts["some2020:life"].origin.shares == ("some2020:naf",)


ROW_WRONG = {
    "an order that has no ground": (without(ROW, "order"), "naf.order", "is missing: which printed number is which"),
    "an order of one number": (SAME | {"order": "the text"}, "naf.order", "is said of two numbers that are the same"),
    "printed other than at": (
        ROW | {"printed": [2, 1]},
        "naf.printed",
        "2, 1 are not the current and the areal_capacity that stand under at",
    ),
    "printed thrice": (ROW | {"printed": [2, 0.5, 1]}, "naf.printed", "2, 0.5, 1 are not the current and"),
    "printed once": (ROW | {"printed": [2]}, "naf.printed", "2 are not the current and"),
    "printed without conditions": (without(ROW, "at"), "naf.printed", "2, 0.5 are not the current and"),
    "printed beside a range": (
        ROW | {"at": {"current": "1 to 2 mA/cm^2", "areal_capacity": "0.5 mAh/cm^2"}},
        "naf.printed",
        "2, 0.5 are not the current and",
    ),
    "a life in words": (ROW | {"life": "long"}, "naf.life", "'long' is not a number with a unit"),
    "a life without unit": (ROW | {"life": "1000"}, "naf.life", "'1000' has no unit"),
    "a life in another unit": (ROW | {"life": "1000 mV"}, "naf.life", "'mV' is not a unit of this kind"),
    "a life of nothing": (ROW | {"life": "0 h"}, "naf", "cycling_time must be above zero"),
    "an unknown condition": (ROW | {"at": {"curent": "1 A"}}, "naf", "'curent' is not a condition"),
}


@pytest.mark.parametrize(("row", "where", "what"), ROW_WRONG.values(), ids=ROW_WRONG)
def test_a_wrong_row_is_refused_with_its_key(row, where, what):
    (problem,) = problems(review(row))
    assert problem.where == f"some2020:{where}"
    assert what in problem.what


def test_ids_of_rows_are_ids_of_facts():
    (problem,) = problems(review(ROW, fact=[LIFE | {"id": "naf"}]))
    assert (problem.where, problem.what) == ("some2020:naf", "this id is given twice")


def test_the_system_of_a_row_is_said_once():
    (problem,) = problems(review(ROW, system={"some2020/naf": {"says": "a cell"}}))
    assert problem.where == 'system."some2020/naf"'
    assert problem.what == "is the system of a row of layer already"


def test_the_form_of_a_row_is_checked():
    found = problems(review(without(ROW, "class", "ref") | {"lief": "2 h", "printed": ["2", True]}))
    assert {problem.where for problem in found} == {
        "layer[1].class",
        "layer[1].ref",
        "layer[1].lief",
        "layer[1].printed[1]",
        "layer[1].printed[2]",
    }


# --- files


def write(folder, content):
    file = folder / "paper.toml"
    file.write_bytes(content)
    return file


def test_a_file_is_read(tmp_path):
    text = '[source]\nkey = "some2020"\ntitle = "Über Natrium"\nyear = 2020\n'
    assert load_paper(write(tmp_path, text.encode())).source.title == "Über Natrium"


def test_a_missing_file_is_refused_by_its_name(tmp_path):
    with pytest.raises(LiteratureError, match="cannot be opened") as refused:
        load_paper(tmp_path / "nothing.toml")
    assert refused.value.source == str(tmp_path / "nothing.toml")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(LiteratureError, match="cannot be opened"):
        load_paper(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"[source",
        b"a = 1\na = 2\n",
        b"\x00",
        pytest.param(b"a = " + b"[" * 20000, id="nested beyond the parser"),
        pytest.param(b"a = " + b"9" * 5000, id="a number beyond the parser"),
    ],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path, content):
    with pytest.raises(LiteratureError, match="is not readable as TOML"):
        load_paper(write(tmp_path, content))


@given(content=st.binary(max_size=60))
def test_random_bytes_are_refused(tmp_path_factory, content):
    with pytest.raises(LiteratureError):
        load_paper(write(tmp_path_factory.getbasetemp(), content))


# --- arbitrary documents are read or refused, and nothing else

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400)])
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["cycle_life", "um", "1 mA/cm^2", "1 to 500", "measured", "over", "at%", "life", ":"])
    | st.dates()
    | st.just(datetime(2020, 1, 1, tzinfo=UTC))
)
KEYS = [
    "source",
    "system",
    "fact",
    "layer",
    "claim",
    *SOURCE,
    *LIFE,
    *ROW,
    "range",
    "pm",
    "shares",
    "says",
    "current",
    "cycle",
]
keys = st.sampled_from(KEYS) | st.text(max_size=4)
toml_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def outcome(document):
    """The paper, or the refusal; any other exception is a bug."""
    try:
        return read_paper(document, "x")
    except LiteratureError as refused:
        return refused


@given(st.dictionaries(keys, toml_values, max_size=5))
def test_any_document_is_read_or_refused_with_its_problems(document):
    found = outcome(document)
    assert isinstance(found, Paper) or (found.problems and str(found))


@given(st.data())
def test_anything_in_place_of_one_key_is_read_or_refused_with_its_problems(data):
    document = deepcopy(PAPER | {"layer": [ROW]})
    tables = [document, document["source"], *document["fact"], *document["layer"], *document["claim"]]
    table = data.draw(st.sampled_from(tables))
    key = data.draw(st.sampled_from(sorted(table)) | keys)
    table[key] = data.draw(toml_values)
    found = outcome(document)
    if isinstance(found, Paper):
        rows = [*document.get("layer", ()), *document["fact"]]
        assert list(found.facts) == [f"{found.source.key}:{row['id']}" for row in rows]
    else:
        assert found.problems
        assert str(found)


# --- the day on which a fact was entered


DAY = date(2026, 11, 29)
EARLIER = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("of_paper", "of_fact", "expected"),
    [(None, None, {}), (EARLIER, None, EARLIER), (None, DAY, DAY), (EARLIER, DAY, DAY)],
)
def test_a_fact_has_the_day_of_its_own_or_else_of_its_paper(of_paper, of_fact, expected):
    more = {"entered": of_paper} if of_paper else {}
    read = read_paper(paper(LIFE | ({"entered": of_fact} if of_fact else {}), **more), "x")
    assert read.entered == ({"some2020:life": expected} if expected else {})


def test_the_row_of_a_review_may_have_its_day():
    read = read_paper(review(ROW | {"entered": DAY}), "x")
    assert list(read.entered.values()) == [DAY]


@pytest.mark.parametrize("day", ["2026-11-29", 20261129, True, datetime(2026, 11, 29, 12, 0, tzinfo=UTC)])
def test_what_is_no_date_of_toml_is_refused_with_its_place(day):
    assert [p.where for p in problems(paper(LIFE | {"entered": day}))] == ["fact[1].entered"]
    assert [p.where for p in problems(paper(LIFE, entered=day))] == ["entered"]
