"""A costly answer is found where the design gives the same at every path that was read, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.answers import Answered, Answerer, Refuse, ask
from natria.answers.again import compute_again
from natria.answers.kept import finding_of
from natria.answers.stored import answer_stored, ask_stored, find_stored, look_up
from natria.design import load_case
from natria.models import models
from natria.quantity import Finding, InputError, Question, Refused, conditions
from natria.store import Store
from natria.store.files import Calls

CELL = "kumar2020/bpi"
ASKED = Question("half_cycle_time", CELL, {})


@pytest.fixture(scope="module")
def design():
    return load_case("kumar2020").design(CELL)


@pytest.fixture
def told():
    return []


@pytest.fixture
def store(tmp_path, told):
    return Store(tmp_path / "store", None, told.append)


@pytest.fixture
def runs():
    return []


@pytest.fixture
def costly(runs):
    def run(read):
        runs.append(read.term)
        layers = read.names("interphase")
        current = read("protocol.current")
        return read("protocol.areal_capacity") / current + 0 * len(layers) * len(read.word("cell"))

    return Answerer("costly", 1, ("half_cycle_time",), run, "always", ignores=("pressure",), cost="minutes")


def test_the_second_time_it_is_found_and_equal(costly, design, store, runs):
    first = ask_stored(costly, design, ASKED, store)
    assert runs == ["half_cycle_time"]
    assert ask_stored(costly, design, ASKED, store) == first == look_up(costly, design, ASKED, store)
    assert first == ask(costly, design, ASKED)
    assert len(runs) == 2  # the last line alone
    found = find_stored(costly, design, ASKED, store)
    assert found.found
    assert finding_of(found.entry) == first


@pytest.mark.parametrize(
    ("patch", "is_found"),
    [
        ({"protocol.current": "2 mA/cm^2"}, False),
        ({"cell": "half"}, False),
        ({"interphase": {}}, False),
        ({"stack_pressure": "1 MPa"}, True),
        ({"title": "another title"}, True),
    ],
)
def test_what_was_read_decides(costly, design, store, patch, is_found):
    ask_stored(costly, design, ASKED, store)
    other = design.patched(patch)
    assert (look_up(costly, other, ASKED, store) is not None) is is_found


def test_it_is_another_result_for_another_version_name_or_seed(costly, design, store):
    ask_stored(costly, design, ASKED, store, seed=1)
    assert look_up(costly, design, ASKED, store, seed=1)
    for other, seed in ((costly, None), (costly, 2), (replace(costly, version=2), 1), (replace(costly, name="b"), 1)):
        assert look_up(other, design, ASKED, store, seed=seed) is None


def test_conditions_that_were_read_decide_and_those_that_are_ignored_do_not(costly, design, store):
    ask_stored(costly, design, ASKED, store)
    at = Question("half_cycle_time", CELL, conditions(current="3 mA/cm^2"))
    assert look_up(costly, design, at, store) is None
    slow = ask_stored(costly, design, at, store)
    assert slow == look_up(costly, design, at, store)
    pressed = Question("half_cycle_time", CELL, conditions(pressure="2 MPa"))
    found = look_up(costly, design, pressed, store)
    assert found == ask(costly, design, pressed)
    assert found.question == pressed
    assert found.origin.ignores == ("pressure",)


def test_a_condition_that_the_answerer_never_reads_refuses_a_kept_answer_too(costly, design, store):
    asked = Question("half_cycle_time", CELL, conditions(temperature="310 K"))
    ask_stored(costly, design, ASKED, store)
    assert isinstance(ask_stored(costly, design, asked, store), Refused)
    assert look_up(costly, design, asked, store) is None


def test_conditions_asked_as_such_and_conditions_found_are_kept(design, store, runs):
    def run(read):
        runs.append(1)
        cycle = read.asked("cycle")
        return Answered((1.0, 2.0 + read("protocol.current") * 0), {} if cycle else {"cycle": (1.0, 2.0)})

    answerer = Answerer("cycles", 1, ("half_cycle_time",), run, "always", takes=("cycle",), cost="minutes")
    fifth = Question("half_cycle_time", CELL, {"cycle": 5.0})
    first = ask_stored(answerer, design, ASKED, store)
    assert look_up(answerer, design, fifth, store) is None
    second = ask_stored(answerer, design, fifth, store)
    assert look_up(answerer, design, ASKED, store) == first
    assert look_up(answerer, design, fifth, store) == second
    assert second.bound == (1.0, 2.0)
    assert len(runs) == 2


def test_the_part_decides_where_it_was_looked_at(design, store):
    def run(read):
        return read("protocol.current") * 0 + len(read.part) + 1

    answerer = Answerer("parts", 1, ("half_cycle_time",), run, "always", cost="minutes")
    separator = Question("half_cycle_time", f"{CELL}#separator", {})
    whole = ask_stored(answerer, design, ASKED, store)
    assert look_up(answerer, design, separator, store) is None
    assert ask_stored(answerer, design, separator, store).value != whole.value
    assert look_up(answerer, design, ASKED, store) == whole


def test_a_refusal_and_a_failed_run_are_not_kept(design, store, runs):
    def refuses(read):
        runs.append(read("protocol.current"))
        raise Refuse("not here")

    def breaks(read):
        raise RuntimeError(read("protocol.current"))

    no = Answerer("no", 1, ("half_cycle_time",), refuses, "never", cost="minutes")
    assert isinstance(ask_stored(no, design, ASKED, store), Refused)
    assert isinstance(ask_stored(no, design, ASKED, store), Refused)
    assert len(runs) == 2
    with pytest.raises(RuntimeError):
        ask_stored(replace(no, run=breaks), design, ASKED, store)
    assert not list(store.entries())


def test_a_kept_answer_needs_no_extra(costly, design, store):
    first = ask_stored(costly, design, ASKED, store)
    assert look_up(replace(costly, needs=("no_such_package",)), design, ASKED, store) == first


def test_shipped_entries_are_found_below_ones_own_and_without_a_folder(costly, design, store, tmp_path, runs):
    first = ask_stored(costly, design, ASKED, store)
    shipped_only = Store(None, store.path)
    assert look_up(costly, design, ASKED, shipped_only) == first
    assert find_stored(costly, design, ASKED, shipped_only).entry.shipped
    both = Store(tmp_path / "own", store.path)
    assert ask_stored(costly, design, ASKED, both) == first
    assert runs == ["half_cycle_time"]
    none = answer_stored(costly, design, ASKED, Store(None, None))
    assert isinstance(none.answer, Finding)
    assert none.entry is None


def test_a_damaged_entry_is_told_set_aside_and_computed_again(costly, design, store, told, runs):
    first = ask_stored(costly, design, ASKED, store)
    (entry,) = store.entries()
    text = entry.path.read_bytes()
    entry.path.write_bytes(text.replace(b'"seconds": 0', b'"seconds": 1'))
    assert ask_stored(costly, design, ASKED, store) == first
    assert len(runs) == 2
    assert len(told) == 1
    assert look_up(costly, design, ASKED, store) == first


def test_a_result_that_cannot_be_kept_is_returned_and_told(costly, design, tmp_path, told):
    def full(*_):
        raise OSError(28, "No space left on device")

    answer = ask_stored(costly, design, ASKED, Store(tmp_path, None, told.append, Calls(write=full)))
    assert isinstance(answer, Finding)
    assert len(told) == 1
    assert not list(Store(tmp_path, None).entries())


def test_files_are_kept_beside_the_number(costly, design, store):
    stored = answer_stored(costly, design, ASKED, store, files=lambda _: {"curve.csv": b"t,V\n0,1\n"})
    assert store.files(stored.entry) == {"curve.csv": b"t,V\n0,1\n"}
    assert find_stored(costly, design, ASKED, store).entry.files == stored.entry.files


def test_an_entry_is_computed_again_from_what_it_read_alone(costly, design, store):
    first = answer_stored(costly, design, ASKED, store)
    assert compute_again(costly, first.entry) == first.answer.value
    with pytest.raises(InputError):
        compute_again(replace(costly, version=2), first.entry)
    with pytest.raises(InputError):
        compute_again(replace(costly, needs=("no_such_package",)), first.entry)
    with pytest.raises(InputError):
        compute_again(replace(costly, run=lambda read: read("temperature")), first.entry)


def test_answers_of_models_pass_through_the_store_unchanged(store):
    """Closed forms with layers, parts and what is given or not; each from its record, too."""
    hows = set()
    for case in (load_case("kumar2020"), load_case("yuan2025")):
        for system in case.systems:
            design = case.design(system)
            for model in models().values():
                for name in model.answers:
                    asked = Question(name, design.name, conditions(current="1 mA/cm^2"))
                    plain = ask(model, design, asked, spread=False)
                    if isinstance(plain, Refused):
                        continue
                    costly = replace(model, cost="minutes")
                    kept = answer_stored(costly, design, asked, store)
                    assert look_up(costly, design, asked, store) == kept.answer == plain
                    value = plain.bound if isinstance(plain.bound, tuple) else plain.value
                    assert compute_again(model, kept.entry) == value
                    hows |= {how for how, _, _ in kept.entry.key["reads"]}
    assert hows >= {"number", "word", "names", "has", "part"}


def test_a_law_decides_and_its_reason_is_that_of_the_design(design, store, runs):
    def run(read):
        runs.append(1)
        return len(read.law("interphase.bpi.growth")) + len(read.lines("protocol.steps"))

    def growing(law, why):
        return design.patched({"interphase.bpi.growth": {"law": law, "why": why}})

    answerer = Answerer("growing", 1, ("half_cycle_time",), run, "always", cost="minutes")
    first = answer_stored(answerer, growing("linear", "one reason"), ASKED, store)
    assert look_up(answerer, growing("parabolic", "one reason"), ASKED, store) is None
    assert (
        look_up(answerer, growing("linear", "one reason").patched({"protocol.steps": ["rest 1 h"]}), ASKED, store)
        is None
    )
    other = look_up(answerer, growing("linear", "another reason"), ASKED, store)
    assert [s.why for s in other.origin.settings if s.why] == ["another reason"]
    assert len(runs) == 1
    assert compute_again(answerer, first.entry) == first.answer.value


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(["temperature", "stack_pressure", "reference_temperature"]), st.integers(1, 9)))
def test_found_exactly_where_computing_would_read_the_same(tmp_path_factory, design, given_):
    """Against a set of what was read so far: found if and only if it is in it."""
    read = ("temperature", "protocol.current")
    answerer = Answerer("sum", 1, ("half_cycle_time",), lambda r: sum(map(r, read)), "always", cost="minutes")
    store = Store(tmp_path_factory.mktemp("store"), None)
    first = ask_stored(answerer, design, ASKED, store)
    units = {"stack_pressure": "MPa"}
    other = design.patched({path: f"{300 + value} {units.get(path, 'K')}" for path, value in given_.items()})
    same = all(design.finding(path).digest == other.finding(path).digest for path in read)
    found = look_up(answerer, other, ASKED, store)
    assert (found is not None) is same
    if found:
        assert found == first
