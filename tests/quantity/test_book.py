"""Findings to JSON and back: exact, shared, and guarded against change."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quantity_strategies import findings, questions

from natria.quantity import (
    Assumed,
    BookError,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Measured,
    Question,
    Reported,
    Setting,
    ancestry,
    collect,
    describe_origin,
    dump,
    find,
    fit_id,
    load,
    parents,
    question_from_json,
    question_to_json,
    trace,
)

THICKNESS = Question("layer_thickness", "kumar2020/bpi#bpi", {"time": 30.0})
OVERPOTENTIAL = Question("cell_overpotential", "kumar2020/bpi", {"current": 10.0, "cycle": (1.0, 500.0)})
CONDUCTIVITY = Question("ionic_conductivity", "kumar2020/bpi#bpi")

FACT = Finding(THICKNESS, 3e-6, Reported("kumar2020:thickness-30s", "measured", "Fig. 1d", ("a:b",), approx=True), 1e-7)
MEASURED = Finding(THICKNESS, 3e-6, Measured("a.mpr", "ab12", "mean"))
ASSUMED = Finding(THICKNESS, 3e-6, Assumed("nobody measured it"))
CHOSEN = Finding(THICKNESS, 3e-6, Chosen("the design"), 0.0)
FIT = Fit(
    "layered_cell",
    1,
    (FACT,),
    (MEASURED, CHOSEN),
    ("sigma", "i0"),
    (5e-3, 13.0),
    ((1e-8, 2e-6), (2e-6, 1.0)),
    "least squares",
    (Setting("film.growth.law", "linear", "two points only"),),
)
FITTED = Finding(CONDUCTIVITY, 5e-3, Fitted(FIT, "sigma"), 1e-4)
COMPUTED = Finding(
    OVERPOTENTIAL,
    0.1715,
    Computed(
        "layered_cell",
        1,
        (FITTED, ASSUMED),
        (Setting("cell.kind", "symmetric"), Setting("film.conduction.law", "arrhenius", "T0 is not given")),
        "steady",
        ("pressure",),
    ),
    bound=(0.1, 0.243),
)
EVERY_ORIGIN = (FACT, MEASURED, ASSUMED, CHOSEN, FITTED, COMPUTED)


def through_json(document):
    return json.loads(json.dumps(document))


def doublings(depth, start):
    one = start
    for place in range(depth):
        one = Finding(OVERPOTENTIAL, place + 1.0, Computed("layered_cell", 1, (one, one)))
    return one


# --- there and back


@settings(max_examples=30)
@given(st.lists(findings, max_size=2))
def test_findings_come_back_from_json_as_they_were(results):
    book = load(through_json(dump(results)))
    for one in results:
        assert book[one.id] == one
        assert book[one.id].id == one.id
    assert set(book) == {each.id for one in results for each in ancestry(one)}


@settings(max_examples=30)
@given(st.lists(findings, max_size=2))
def test_a_book_that_was_read_is_written_the_same(results):
    document = through_json(dump(results))
    assert through_json(dump(load(document).values())) == document


@given(questions())
def test_a_question_comes_back_from_json_as_it_was(question):
    assert question_from_json(through_json(question_to_json(question))) == question


def test_the_unit_that_was_written_comes_back():
    for unit in ("um", ""):
        one = replace(FACT, unit=unit)
        assert load(through_json(dump([one])))[one.id].unit == unit


def test_a_book_holds_every_ancestor_once_and_before_its_children():
    book = list(collect([COMPUTED, FITTED, COMPUTED]).values())
    assert {one.id for one in book} == {one.id for one in EVERY_ORIGIN}
    assert len(book) == len(EVERY_ORIGIN)
    for place, one in enumerate(book):
        assert {parent.id for parent in parents(one)} <= {earlier.id for earlier in book[:place]}


def test_a_fit_is_written_once_for_all_its_parameters():
    other = Finding(Question("exchange_current_density", "kumar2020/bpi"), 13.0, Fitted(FIT, "i0"))
    document = dump([FITTED, other])
    assert [row["id"] for row in document["fits"]] == [fit_id(FIT)]
    assert load(through_json(document))[other.id].origin.fit == load(through_json(document))[FITTED.id].origin.fit


# --- deep ancestries


def test_a_deep_ancestry_is_written_and_read_without_walking_it_as_a_tree():
    deep = doublings(60, FACT)
    document = through_json(dump([deep]))
    assert len(document["findings"]) == 61
    assert list(load(document))[-1] == deep.id


def test_a_deep_ancestry_is_told_without_walking_it_as_a_tree():
    lines = trace(doublings(60, FACT)).splitlines()
    assert len(lines) == 121
    assert lines[-1].count("shown above") == 1


class CountedWord(str):
    """A text that counts how often it is compared."""

    __slots__ = ()
    comparisons = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        CountedWord.comparisons += 1
        return str(self) == str(other)


def test_a_deep_ancestry_that_was_read_meets_the_original_without_walking_it_as_a_tree():
    """Results of yesterday beside results of today: the same findings, but not the same objects."""
    one, other = (doublings(12, replace(ASSUMED, origin=Assumed(CountedWord("a guess")))) for _ in range(2))
    CountedWord.comparisons = 0
    assert len(collect([one, other])) == 13
    assert CountedWord.comparisons < 200


# --- what must not pass


def test_two_findings_with_one_id_are_refused():
    with pytest.raises(BookError, match="two different findings have this id"):
        dump([FACT, replace(FACT, value=4e-6)])


def test_two_findings_with_one_id_are_refused_as_inputs_of_one_result():
    with pytest.raises(BookError, match="two different findings have this id"):
        dump([replace(COMPUTED, origin=Computed("m", 1, (FACT, replace(FACT, value=4e-6))))])


def test_two_findings_with_one_id_are_refused_as_inputs_of_two_results():
    one = replace(COMPUTED, origin=Computed("m", 1, (FACT,)))
    other = replace(COMPUTED, value=0.2, origin=Computed("m", 1, (replace(FACT, value=4e-6),)))
    with pytest.raises(BookError, match="two different findings have this id"):
        dump([one, other])


@pytest.mark.parametrize("edited", EVERY_ORIGIN, ids=lambda one: type(one.origin).__name__)
@pytest.mark.parametrize(("key", "new"), [("value", 4.5e-6), ("std", 3e-9), ("of", "NaNH2"), ("at", {"time": 31.0})])
def test_an_edited_finding_is_noticed(edited, key, new):
    document = through_json(dump([COMPUTED]))
    row = next(row for row in document["findings"] if row["id"] == edited.id)
    row[key] = new
    with pytest.raises(BookError, match="the content does not fit its id"):
        load(document, "findings.json")


@pytest.mark.parametrize(
    ("key", "new"), [("values", [6e-3, 13.0]), ("covariance", None), ("method", "by eye"), ("model", "cell_budget")]
)
def test_an_edited_fit_is_noticed(key, new):
    document = through_json(dump([FITTED]))
    document["fits"][0][key] = new
    with pytest.raises(BookError, match="the content does not fit its id"):
        load(document)


def without(key):
    def cut(document):
        del document["findings"][-1][key]

    return cut


def renamed_input(document):
    document["findings"][-1]["origin"]["inputs"][0] = "nothing"


def child_before_parent(document):
    document["findings"].reverse()


def unknown_origin(document):
    document["findings"][-1]["origin"]["kind"] = "guessed"


def unknown_term(document):
    document["findings"][-1]["name"] = "no_such_term"


def text_for_a_number(document):
    document["findings"][-1]["value"] = "many"


def number_beyond_floats(document):
    document["findings"][-1]["value"] = 10**400


def no_fits(document):
    document["fits"] = []


def no_table_of_fits(document):
    del document["fits"]


@pytest.mark.parametrize(
    "break_it",
    [
        *(without(key) for key in ("id", "name", "of", "at", "value", "std", "bound", "origin")),
        renamed_input,
        child_before_parent,
        unknown_origin,
        unknown_term,
        text_for_a_number,
        number_beyond_floats,
        no_fits,
        no_table_of_fits,
    ],
)
def test_a_broken_document_is_refused_with_its_place(break_it):
    document = through_json(dump([COMPUTED]))
    break_it(document)
    with pytest.raises(BookError, match=r"findings\[\d\]") as refused:
        load(document, "results.json")
    assert refused.value.source == "results.json"


@pytest.mark.parametrize(
    "document", [{}, {"findings": None}, {"findings": {}}, {"findings": [1]}, {"findings": [None]}]
)
def test_what_is_no_book_is_refused(document):
    with pytest.raises(BookError):
        load(document)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@given(st.data())
def test_whatever_stands_in_place_of_a_key_is_refused_or_changes_nothing(data):
    document = deepcopy(WRITTEN)
    row = data.draw(st.sampled_from(document["findings"]))
    table = data.draw(st.sampled_from([row, row["origin"], row["at"]]))
    key = data.draw(st.sampled_from(sorted(table) or ["time"]))
    table[key] = data.draw(json_values)
    try:
        book = load(document)
    except BookError:
        return
    assert set(book) == {one.id for one in EVERY_ORIGIN}


WRITTEN = through_json(dump([COMPUTED]))


# --- finding and telling


def test_a_finding_is_found_by_id_or_the_beginning_of_one():
    book = collect([COMPUTED])
    assert find(book, FITTED.id) is book[FITTED.id]
    assert find(book, "ionic_cond") is book[FITTED.id]


def test_a_beginning_of_several_ids_is_refused_with_all_of_them():
    with pytest.raises(BookError, match="is not one finding") as refused:
        find(collect([COMPUTED]), "layer_thickness.")
    assert ASSUMED.id in str(refused.value)
    assert CHOSEN.id in str(refused.value)


def test_a_finding_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(BookError, match="no such finding") as refused:
        find(collect([COMPUTED]), "kumar2020:thicknes-30s")
    assert "kumar2020:thickness-30s" in str(refused.value)


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        (FACT, "reported, measured there: kumar2020:thickness-30s (Fig. 1d)"),
        (MEASURED, "measured: a.mpr (mean)"),
        (ASSUMED, "assumed: nobody measured it"),
        (CHOSEN, "chosen by the design"),
        (FITTED, "fitted with layered_cell to 1 data, 2 held"),
        (COMPUTED, "computed by layered_cell 1, valid: steady"),
    ],
)
def test_an_origin_is_told_in_words(finding, says):
    assert describe_origin(finding) == says


def test_a_trace_shows_laws_settings_data_and_what_was_held():
    lines = trace(COMPUTED).splitlines()
    assert lines[0].startswith(
        "cell_overpotential of kumar2020/bpi at current 1 mA/cm^2, cycle 1 to 500 = 100 to 243 mV  [computed by"
    )
    assert lines[1:3] == [
        "  setting: cell.kind is symmetric",
        "  law: film.conduction.law is arrhenius (T0 is not given)",
    ]
    assert lines[3].startswith("  ionic_conductivity of kumar2020/bpi#bpi = 5e-05 +/- 1e-06 S/cm  [fitted with")
    assert lines[4] == "    law: film.growth.law is linear (two points only)"
    assert [line.strip().partition(" ")[0] for line in lines[5:8]] == ["data:", "held:", "held:"]
    assert lines[8].startswith(
        "  layer_thickness of kumar2020/bpi#bpi at time 30 s = 3 um  [assumed: nobody measured it]"
    )
    assert len(lines) == 9
