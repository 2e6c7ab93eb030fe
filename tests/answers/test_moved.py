"""Moved answers of a costly model: each computed once, kept, shared by all that is read off it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from natria.answers import Answered, Answerer, MovedAnswers, Refuse, moves_of
from natria.answers import stored as stored_module
from natria.answers.again import apart, compute_again
from natria.answers.kept import value_of
from natria.answers.stored import answer_stored, ask_stored, find_stored, look_up
from natria.design import load_case
from natria.quantity import Finding, Question
from natria.record import Table, numbers
from natria.store import Store, tidy

CELL = "kumar2020/bpi"
COURSE = Question("delamination_course", f"{CELL}#bpi")
LENGTH, PRESSURE = (Question(name, f"{CELL}#bpi") for name in ("delamination_length", "lifting_pressure"))
THICKNESS, YOUNG = "interphase.bpi.thickness", "interphase.bpi.properties.young_modulus"
GIVEN = {
    THICKNESS: {"value": 2, "unit": "um", "std": 0.2, "why": "for a test"},
    YOUNG: {"value": 10, "unit": "GPa", "std": 1, "why": "for a test"},
}


@pytest.fixture(scope="module")
def design():
    return load_case("kumar2020").design(CELL).patched(GIVEN)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", None)


class Stopped(BaseException):
    """As a user stops a run, or the system ends it."""


class Toy:
    """A costly table of two inputs, two observables of it, and a costly number; solves are counted.

    `stop` is the solve in which a run ends, `refuses` says for which thickness the table is refused.
    """

    def __init__(self, stop=0, refuses=lambda _: False):
        self.solves, self.stop, self.refuses = 0, stop, refuses
        course, readings = (COURSE.name,), (LENGTH.name, PRESSURE.name)
        self.course = Answerer("toy_course", 1, course, self._course, "a test", ("pressure",), cost="seconds")
        self.readings = Answerer("toy_readings", 1, readings, self._read, "a test", of_artefact=COURSE.name)
        self.number = Answerer("toy_number", 1, readings, self._number, "a test", cost="minutes")

    def _solve(self, read):
        self.solves += 1
        if self.solves == self.stop:
            raise Stopped
        _, thickness, young = read.part, read(THICKNESS), read(YOUNG)
        if self.refuses(thickness):
            raise Refuse("too thick")
        return thickness, young

    def _course(self, read):
        thickness, young = self._solve(read)
        return Table("toy", "toy", {"radius": numbers("m", [thickness * young]), "pressure": numbers("Pa", [young])})

    def _read(self, read):
        table = read.artefact()
        return float(table.columns["radius" if read.term == LENGTH.name else "pressure"].numbers[0])

    def _number(self, read):
        thickness, young = self._solve(read)
        return Answered(thickness * young)

    def find(self, name):
        return {"toy_course": self.course, "toy_readings": self.readings, "toy_number": self.number}.get(name)

    def spreads(self, design, store, questions=(LENGTH, PRESSURE)):
        """Return the answers of the observables with their spreads, as a model of a layer asks for them."""
        table = ask_stored(self.course, design, COURSE, store)
        moving = MovedAnswers(store, self.find)
        return [
            answer_stored(self.readings, design, question, store, of=table, moving=moving).answer
            for question in questions
        ]


RADIUS = 2e-6 * 10e9  # m Pa: thickness times modulus
EXPECTED = (0.1**2 + 0.1**2) ** 0.5 * RADIUS


def test_two_numbers_of_one_table_share_its_moves(design, store):
    toy = Toy()
    length, pressure = toy.spreads(design, store)
    assert toy.solves == 1 + 2 * 2
    assert length.std == pytest.approx(EXPECTED, rel=1e-9)
    assert pressure.std == pytest.approx(1e9)
    assert not length.doubt


def test_without_a_place_to_keep_them_moves_are_shared_all_the_same(design):
    toy = Toy()
    length, _ = toy.spreads(design, Store(None, None))
    assert toy.solves == 1 + 2 * 2
    assert length.std == pytest.approx(EXPECTED, rel=1e-9)


@pytest.mark.parametrize("stop", [2, 4, 5])
def test_a_run_that_was_ended_goes_on_where_it_ended(design, store, stop):
    ended = Toy(stop)
    with pytest.raises(Stopped):
        ended.spreads(design, store)
    again = Toy()
    length, _ = again.spreads(design, store)
    assert ended.solves - 1 + again.solves == 1 + 2 * 2
    assert length.std == pytest.approx(EXPECTED, rel=1e-9)


def test_a_kept_spread_is_shown_without_being_asked_for(design, store):
    first = Toy().spreads(design, store)
    later = Toy()
    table = look_up(later.course, design, COURSE, store)
    found = [look_up(later.readings, design, one, store, of=table) for one in (LENGTH, PRESSURE)]
    assert later.solves == 0
    assert found == first
    assert Toy().spreads(design, store) == first


def test_a_new_observable_uses_the_moves_that_are_kept(design, store):
    Toy().spreads(design, store, (LENGTH,))
    later = Toy()
    (pressure,) = later.spreads(design, store, (PRESSURE,))
    assert later.solves == 0
    assert pressure.std == pytest.approx(1e9)


def test_another_design_moves_again(design, store):
    Toy().spreads(design, store)
    other = Toy()
    thicker = design.patched({THICKNESS: {**GIVEN[THICKNESS], "value": 4}})
    length, _ = other.spreads(thicker, store)
    assert other.solves == 1 + 2 * 2
    assert length.std == pytest.approx((0.05**2 + 0.1**2) ** 0.5 * 2 * RADIUS, rel=1e-9)


def test_another_width_of_an_input_moves_it_again_and_no_other(design, store):
    """The digest of an input has its spread, so all is looked up anew."""
    Toy().spreads(design, store)
    wider = design.patched({THICKNESS: {**GIVEN[THICKNESS], "std": 0.4}})
    length, _ = Toy().spreads(wider, store)
    assert length.std == pytest.approx((0.2**2 + 0.1**2) ** 0.5 * RADIUS, rel=1e-9)


def test_a_refused_move_is_solved_once_for_all_numbers_and_said(design, store):
    toy = Toy(refuses=lambda thickness: thickness > 2.1e-6)
    length, pressure = toy.spreads(design, store)
    assert toy.solves == 1 + 2 * 2
    assert length.std == pytest.approx(EXPECTED, rel=1e-9)  # by the move that has an answer
    assert length.doubt
    assert pressure.doubt
    later = look_up(toy.readings, design, LENGTH, store, of=look_up(toy.course, design, COURSE, store))
    assert later.doubt == length.doubt


def test_a_costly_number_is_moved_itself(design, store):
    toy = Toy()
    moving = MovedAnswers(store, toy.find)
    plain = ask_stored(toy.number, design, LENGTH, store)
    assert plain.std is None
    found = answer_stored(toy.number, design, LENGTH, store, moving=moving).answer
    assert toy.solves == 1 + 2 * 2  # the centre is that of the plain answer
    assert found.std == pytest.approx(EXPECTED, rel=1e-9)
    assert look_up(toy.number, design, LENGTH, store) == found


def test_a_range_keeps_its_ends_and_gets_the_spread_of_its_middle(design, store):
    toy = Toy()

    def run(read):
        middle = toy._number(read).value
        return 0.5 * middle, 1.5 * middle

    ranged = replace(toy.number, run=run)
    found = answer_stored(ranged, design, LENGTH, store, moving=MovedAnswers(store, toy.find)).answer
    assert found.bound == pytest.approx((0.5 * RADIUS, 1.5 * RADIUS))
    assert found.std == pytest.approx(EXPECTED, rel=1e-9)


def test_what_draws_its_inputs_is_not_moved(design, store):
    toy = Toy()
    drawn = replace(toy.number, draws=True)
    found = answer_stored(drawn, design, LENGTH, store, moving=MovedAnswers(store, toy.find)).answer
    assert toy.solves == 1
    assert found.std is None


def test_what_a_moved_answer_reads_alone_is_in_the_key(design, store):
    """Above some thickness the model reads one number more: another value of it finds nothing."""
    toy = Toy()

    def run(read):
        _, thickness = read.part, read(THICKNESS)
        toy.solves += 1
        more = read("stack_pressure") if thickness > 2.1e-6 else 0.0
        return Table("toy", "toy", {"radius": numbers("m", [thickness + more]), "pressure": numbers("Pa", [1.0])})

    toy.course = replace(toy.course, run=run)
    here, there = (design.patched({"stack_pressure": text}) for text in ("1 MPa", "2 MPa"))
    (one,) = toy.spreads(here, store, (LENGTH,))
    before = toy.solves
    (other,) = toy.spreads(there, store, (LENGTH,))
    assert other.std == pytest.approx(2 * one.std, rel=1e-3)
    assert toy.solves == before + 1  # the one move that reads it
    assert toy.spreads(here, store, (LENGTH,)) == [one]
    assert toy.solves == before + 1


def test_a_moved_answer_is_verified_with_its_moves(design, store):
    toy = Toy()
    toy.spreads(design, store)
    moved = [one for one in store.entries() if "moved" in one.key]
    assert len(moved) == 4
    assert all(apart(value_of(one), compute_again(toy.course, one)) == 0 for one in moved)


@pytest.fixture
def cheap():
    def run(read):
        _ = read.part
        return read(THICKNESS) * read(YOUNG)

    return Answerer("cheap", 1, (LENGTH.name,), run, "a test")


@pytest.mark.parametrize("kind", ["number", "range", "moved"])
def test_what_another_method_of_spread_made_is_not_found(design, store, cheap, kind, monkeypatch):
    """Numbers with a spread and widened ranges have the method in their key; plain numbers and tables have not."""
    toy = Toy()

    def asked():
        if kind == "moved":
            return toy.spreads(design, store, (LENGTH,))[0]
        ranged = replace(cheap, run=lambda read: (cheap.run(read), 2 * cheap.run(read)), widened=True)
        return ask_stored(cheap if kind == "number" else ranged, design, LENGTH, store)

    before, solved = asked(), toy.solves
    made = {one.id for one in store.entries()}
    assert asked() == before
    monkeypatch.setattr(stored_module, "METHOD", stored_module.METHOD + 1)
    assert asked() == before  # made again: the method did not really change
    new = [one for one in store.entries() if one.id not in made]
    assert [one.key["spread"] for one in new] == [stored_module.METHOD]
    assert toy.solves == solved
    gone = tidy(store, {}, method=stored_module.METHOD)
    assert {one.path.stem for one in gone} <= made
    assert len(gone) == 1


def test_a_cheap_number_from_before_methods_had_versions_is_not_found(design, store, cheap):
    found = answer_stored(cheap, design, LENGTH, store)
    key = {name: one for name, one in found.entry.key.items() if name != "spread"}
    old = replace(found.entry, key=key, group=(LENGTH.name, "no seed", found.entry.group[-1]))
    found.entry.path.unlink()
    store.keep(old)
    assert find_stored(cheap, design, LENGTH, store) is None


def test_wide_inputs_move_in_their_logarithm(design):
    one = Finding(Question("layer_thickness", "x"), 1.0, design.finding(THICKNESS).origin, 2.0)
    up, down = moves_of({one.id: one})[one.id]
    assert up * down == pytest.approx(1.0)
    assert down > 0
