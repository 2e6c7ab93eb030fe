"""The store keeps artefacts: as answers, with their ancestry, and as what an observable read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria.answers import Answered, Answerer, ask
from natria.answers.again import SAME, apart, compute_again
from natria.answers.kept import ancestor_of, artefact_of
from natria.answers.stored import answer_stored, ask_stored, find_stored, look_up
from natria.quantity import InputError, ModelError, Question, Refused, conditions
from natria.record import Field, FieldArray, Grid, Spectrum, Structure, Table, contents, kind_of, numbers, words
from natria.store import Store

pytestmark = pytest.mark.usefixtures("artefact_terms")

CELL = "kumar2020/bpi"
CURRENT = "protocol.current"


def some_table(read):
    columns = {"time": numbers("s", [0.0, 3.6e4 / read(CURRENT), np.nan]), "step": words(["plate", "strip", "rest"])}
    return Answered(Table("steps", "Steps of a half-cycle", columns), {"cycle": 1.0})


def some_spectrum(read):
    return Spectrum([2.0, 1.0], [read(CURRENT), 1 - 2j], "ohm m^2", "two points")


def some_field(read):
    return Field(Grid(([0.0, 1.0], [0.0, 2.0, 3.0])), (FieldArray("j", "A/m^2", np.full((2, 3), read(CURRENT))),))


def some_structure(read):
    return Structure(np.eye(3) * read("temperature") * 1e-12, ("Na",), [[0.1, 0.2, 1 / 3]], title="a cube")


MAKERS = {"table": some_table, "spectrum": some_spectrum, "field": some_field, "structure": some_structure}


@pytest.fixture(scope="module")
def design(kumar):
    return kumar.design(CELL)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", None, used=lambda entry: USED.append(entry.id))


USED: list[str] = []


@pytest.fixture
def runs():
    USED.clear()
    return []


def maker(runs, kind="table", **more):
    def run(read):
        runs.append(kind)
        return MAKERS[kind](read)

    return Answerer(f"make_{kind}", 1, (f"some_{kind}",), run, "in this test", **{"cost": "minutes", **more})


def asked(kind, **at):
    return Question(f"some_{kind}", CELL, conditions(**at))


@pytest.mark.parametrize("kind", MAKERS)
def test_an_artefact_is_found_with_its_content_its_question_and_its_ancestry(design, store, runs, kind):
    one = maker(runs, kind)
    first = ask_stored(one, design, asked(kind), store)
    again = answer_stored(one, design, asked(kind), store)
    assert (again.found, runs) == (True, [kind])
    assert kind_of(again.answer) == kind
    assert again.answer.reference == first.reference == ask(one, design, asked(kind)).reference
    assert again.answer.title == first.title
    assert (again.answer.question, again.answer.origin) == (first.question, first.origin)
    assert look_up(replace(one, needs=("no_such_package",)), design, asked(kind), store).digest == first.digest
    assert artefact_of(again.entry).reference == first.reference
    assert [row["shape"] for row in again.entry.content["contents"]] == [list(c.shape) for c in contents(first)]
    assert {again.entry.id} == {*USED}
    assert len(USED) == 3


def test_what_was_read_decides(design, store, runs):
    one = maker(runs, "field")
    ask_stored(one, design, asked("field"), store)
    assert look_up(one, design.patched({CURRENT: "2 mA/cm^2"}), asked("field"), store) is None
    assert look_up(one, design, asked("field", current="3 mA/cm^2"), store) is None
    assert look_up(one, design.patched({"temperature": "310 K"}), asked("field"), store) is not None
    assert isinstance(ask_stored(one, design, asked("field", temperature="310 K"), store), Refused)


@pytest.mark.parametrize("kind", MAKERS)
def test_an_artefact_is_computed_again_from_its_entry_and_compared(design, store, runs, kind):
    one = maker(runs, kind)
    entry = answer_stored(one, design, asked(kind), store).entry
    assert apart(artefact_of(entry), compute_again(one, entry)) == 0
    assert apart(artefact_of(entry), 1.0) == float("inf")


def test_an_entry_with_arrays_of_another_artefact_is_told_and_computed_again(design, store, runs):
    one = maker(runs, "structure")
    entry = answer_stored(one, design, asked("structure"), store).entry
    files = store.files(entry)
    store.keep(entry, {name: data.replace(b"0.1", b"0.7") for name, data in files.items()})
    with pytest.raises(InputError):
        artefact_of(store.find(entry.id))
    told = []
    other = replace(store, tell=told.append)
    assert look_up(one, design, asked("structure"), other) is None
    assert len(told) == 1
    assert answer_stored(one, design, asked("structure"), other).found is False
    assert len(runs) == 2
    assert look_up(one, design, asked("structure"), store) is not None  # it took the place of the other


# --- observables


def last(read):
    return float(read.artefact()["j"].values.max() * read("protocol.areal_capacity"))


def observable(runs, **more):
    def run(read):
        runs.append("last")
        return last(read)

    settings = {"of_artefact": "some_field", "cost": "minutes", **more}
    return Answerer("last", 1, ("half_cycle_time",), run, "in this test", **settings)


NUMBER = Question("half_cycle_time", CELL)


@pytest.mark.parametrize("cost", ["cheap", "minutes"])
def test_an_observable_is_found_where_it_would_read_the_same_artefact(design, store, runs, cost):
    field, number = maker(runs, "field", cost=cost), observable(runs)
    assert find_stored(number, design, NUMBER, store, of=field) is None
    first = ask_stored(number, design, NUMBER, store, of=field)
    before = runs.count("last")
    found = find_stored(number, design, NUMBER, store, of=field)
    assert found.found
    assert found.answer == first == replace(ask(number, design, NUMBER, of=field), std=first.std)
    assert first.origin.artefacts[0].origin.model == "make_field"
    assert runs.count("last") == before + 1  # the plain `ask` above
    other = replace(field, version=2)  # its field is another, as its ancestry is
    assert find_stored(number, design, NUMBER, store, of=other) is None
    assert ["artefact", "some_field", first.origin.artefacts[0].digest] in found.entry.key["reads"]
    assert len(list(store.entries())) == (2 if cost == "minutes" else 1)


def test_an_observable_is_computed_again_without_the_entry_of_its_artefact(design, store, runs):
    stored = answer_stored(observable(runs), design, NUMBER, store, of=maker(runs, "field"))
    for entry in list(store.entries()):
        if entry.kind == "artefact":
            entry.path.unlink()
    assert compute_again(observable(runs), stored.entry) == stored.answer.value
    assert ancestor_of(stored.entry) == stored.answer


def test_an_artefact_in_hand_is_part_of_the_key(design, store, runs):
    number = observable(runs)
    one, two = (ask(maker(runs, "field"), design, asked("field", current=f"{i} mA/cm^2")) for i in (1, 2))
    at = Question("half_cycle_time", CELL, conditions(current="1 mA/cm^2"))
    first = ask_stored(number, design, at, store, of=one)
    assert look_up(number, design, at, store, of=one) == first
    assert look_up(number, design, NUMBER, store, of=two) is None


def test_a_refused_artefact_refuses_the_observable_and_nothing_is_kept(design, store, runs):
    field = maker(runs, "field", needs=("no_such_package",))
    answer = ask_stored(observable(runs), design, NUMBER, store, of=field)
    assert isinstance(answer, Refused)
    assert "no_such_package" in answer.why
    assert not list(store.entries())


def test_a_file_of_ones_own_may_not_take_the_name_of_the_arrays(design, store, runs):
    with pytest.raises(ModelError):
        answer_stored(maker(runs, "field"), design, asked("field"), store, files=lambda _: {"answer.nc": b""})
    made = answer_stored(maker(runs, "field"), design, asked("field"), store, files=lambda _: {"field.vtk": b"x"})
    assert set(store.files(made.entry)) == {"answer.nc", "field.vtk"}


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        (1.0, 1.0 + 1e-9, True),
        (1.0, 1.01, False),
        ((1.0, 2.0), (1.0, 2.1), False),
        ((1.0, 2.0), 1.0, False),
        (0.0, 0.0, True),
    ],
)
def test_numbers_agree_relative_to_the_larger(one, other, agrees):
    assert (apart(one, other) <= SAME) is agrees
