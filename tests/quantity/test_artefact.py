"""References to artefacts: ancestry through them, and their place in the JSON of findings."""

import json
import pickle
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quantity_strategies import chosen as choices
from quantity_strategies import leaves, several, texts, words
from quantity_strategies import measured as measurements

from natria.quantity import (
    Artefact,
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
    VocabularyError,
    ancestry,
    assumptions,
    collect,
    dump,
    evidence,
    is_known,
    load,
    load_artefacts,
    parents,
    trace,
)

pytestmark = pytest.mark.usefixtures("artefact_terms")

CELL = "kumar2020/bpi"
RESISTANCE = Question("cell_overpotential", CELL)
THICKNESS = Question("layer_thickness", CELL)
FACT = Finding(THICKNESS, 3e-6, Reported("a:fact", "measured"), 1e-7)
GUESS = Finding(THICKNESS, 2e-6, Assumed("nobody measured it"))


def artefact(origin, kind="spectrum", content="0f" * 32, title="Spektrum über ω"):
    return Artefact(kind, Question(f"some_{kind}", CELL, {"temperature": 298.0}), content, origin, title)


def through_json(document):
    return json.loads(json.dumps(document))


@pytest.fixture(scope="module")
def some(artefact_terms):
    """A spectrum that was measured, a field, a table cut from it, and numbers from all of them."""
    assert {"spectrum", "field", "table"} <= set(artefact_terms)
    measured = artefact(Measured("cell.mpr", "ab12", "read as biologic"))
    made = artefact(Computed("field", 2, (FACT, GUESS), (Setting("cell", "symmetric"),), "steady"), "field")
    profile = artefact(Computed("cut", 1, artefacts=(made,)), "table")
    read = Finding(RESISTANCE, 0.1, Computed("observable", 1, artefacts=(profile, measured)))
    fit = Fit("arc", 1, (), (), ("r",), (2.0,), None, artefacts=(measured,))
    fitted = Finding(RESISTANCE, 2.0, Fitted(fit, "r"), 0.1)
    last = Finding(RESISTANCE, 0.2, Computed("sum", 1, (read, fitted)))
    cleaned = Finding(RESISTANCE, 0.3, Measured("b.csv", "cd", "mean", artefacts=(measured,)))
    return SimpleNamespace(
        measured=measured, made=made, profile=profile, read=read, fitted=fitted, last=last, cleaned=cleaned
    )


# --- what it is


def test_the_kind_of_an_artefact_is_that_of_its_term():
    with pytest.raises(VocabularyError):
        Artefact("field", Question("some_spectrum", CELL), "00", Chosen("a test"))
    with pytest.raises(VocabularyError):
        Artefact("table", RESISTANCE, "00", Chosen("a test"))


def test_a_term_of_an_artefact_has_no_number():
    with pytest.raises(VocabularyError):
        Finding(Question("some_field", CELL), 1.0, Chosen("a test"))


def test_artefacts_are_equal_when_all_that_is_written_is(some):
    assert artefact(some.made.origin, "field") == some.made
    assert hash(artefact(some.made.origin, "field")) == hash(some.made)
    others = (
        artefact(some.made.origin, "field", content="1f" * 32),
        artefact(some.made.origin, "field", title="another"),
        artefact(Computed("field", 2, (FACT,)), "field"),
        artefact(some.made.origin, "table"),
    )
    assert all(other != some.made and other.id != some.made.id for other in others)
    assert some.made != some.read


def test_an_artefact_can_be_pickled(some):
    assert pickle.loads(pickle.dumps(some.read)) == some.read


# --- ancestry


def test_ancestry_goes_through_artefacts(some):
    assert parents(some.read) == (some.profile, some.measured)
    assert set(ancestry(some.read)) == {some.read, some.profile, some.made, some.measured, FACT, GUESS}
    assert evidence(some.read) == {"a:fact", "file:ab12"}
    assert evidence(some.made) == {"a:fact"}
    assert [a.why for a in assumptions(some.read)] == ["nobody measured it"]
    assert is_known(some.read)


def test_what_is_fitted_to_a_spectrum_or_read_with_it_rests_on_it(some):
    for one in (some.fitted, some.cleaned):
        assert some.measured in parents(one)
        assert "file:ab12" in evidence(one)
        assert not assumptions(one)


def test_what_is_computed_from_an_artefact_is_not_computed_from_nothing(some):
    assert not assumptions(Finding(RESISTANCE, 1.0, Computed("observable", 1, artefacts=(some.measured,))))
    assert assumptions(artefact(Computed("field", 2), "field"))


def test_another_artefact_behind_a_number_makes_another_number(some):
    other = artefact(Measured("other.mpr", "ef", "read as biologic"))
    one, two = (Finding(RESISTANCE, 0.1, Computed("observable", 1, artefacts=(a,))) for a in (some.measured, other))
    assert one.id != two.id


def test_a_trace_shows_an_artefact_once_with_what_is_behind_it(some):
    text = trace(some.last)
    assert all(one.id in text for one in ancestry(some.last))
    lines = [line for line in text.splitlines() if some.profile.id in line]
    assert len(lines) == 1
    assert some.profile.title in lines[0]


# --- JSON


def test_artefacts_come_back_from_json_with_what_rests_on_them(some):
    document = through_json(dump([some.last, some.cleaned]))
    book, artefacts = load(document), load_artefacts(document)
    assert book[some.last.id] == some.last
    assert book[some.cleaned.id] == some.cleaned
    assert artefacts == {one.id: one for one in (some.made, some.profile, some.measured)}
    assert through_json(dump([book[some.last.id], book[some.cleaned.id]])) == document


def test_an_artefact_can_be_written_by_itself(some):
    document = through_json(dump([some.profile]))
    assert load_artefacts(document)[some.profile.id] == some.profile
    assert set(load(document)) == {FACT.id, GUESS.id}


def test_collected_findings_are_findings_alone(some):
    assert set(collect([some.last])) == {some.last.id, some.read.id, some.fitted.id, FACT.id, GUESS.id}


def test_a_document_from_before_artefacts_is_read():
    document = through_json(dump([FACT, GUESS]))
    assert document.pop("artefacts") == []
    assert set(load(document)) == {FACT.id, GUESS.id}
    assert load_artefacts(document) == {}


def test_numbers_from_before_artefacts_keep_their_ids():
    own = Finding(THICKNESS, 3e-6, Measured("a.mpr", "ab12", "mean"))
    setting = Finding(THICKNESS, 3e-6, Chosen("the design"), 0.0)
    made = Finding(RESISTANCE, 0.1, Computed("layered_cell", 1, (own, setting), (Setting("cell", "symmetric"),), "x"))
    assert own.id == "layer_thickness.d254de3e36"
    assert made.id == "cell_overpotential.32b0086d56"


@pytest.mark.parametrize("key", ["name", "of", "at", "kind", "content", "title", "origin", "id", "digest"])
def test_a_row_that_was_edited_or_broken_is_refused_with_its_place(key, some):
    for value in ("other", None):
        document = through_json(dump([some.read]))
        document["artefacts"][0][key] = value
        with pytest.raises(BookError) as bad:
            load(document)
        assert "artefacts[0]" in bad.value.problems[0].where
    del document["artefacts"][0][key]
    with pytest.raises(BookError):
        load(document)


def test_a_document_that_lacks_an_artefact_is_refused(some):
    for change in ([], None, {}, "none"):
        document = through_json(dump([some.read]))
        document["artefacts"] = change
        with pytest.raises(BookError):
            load(document)


def computed(inner, artefacts_):
    return st.builds(
        Computed, words, st.integers(1, 9), several(inner), st.just(()), texts, st.just(()), several(artefacts_)
    )


def artefacts_from(origin):
    return st.builds(artefact, origin, st.sampled_from(["table", "field", "spectrum", "structure"]), words, texts)


@st.composite
def graphs(draw):
    """A handful of findings and artefacts, each made from some of those before it."""
    numbers = [draw(leaves)]
    seen = [draw(artefacts_from(measurements | choices))]
    for _ in range(draw(st.integers(0, 4))):
        origin = draw(computed(st.sampled_from(numbers), st.sampled_from(seen)))
        if draw(st.booleans()):
            numbers.append(Finding(RESISTANCE, 0.1, origin))
        else:
            seen.append(draw(artefacts_from(st.just(origin))))
    return draw(st.permutations([*numbers, *seen]))


@settings(max_examples=60)
@given(graphs())
def test_every_graph_of_numbers_and_artefacts_comes_back(graph):
    document = through_json(dump(graph))
    book = {**load(document), **load_artefacts(document)}
    for one in graph:
        assert book[one.id] == one
        assert {each.id for each in ancestry(one)} <= set(book)
    again = through_json(dump(book.values()))
    for key in ("findings", "artefacts"):
        assert {row["id"] for row in again[key]} == {row["id"] for row in document[key]}
