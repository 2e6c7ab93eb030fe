"""Artefacts as results and inputs of answerers: what is recorded, what is refused, and spread through an artefact."""

from dataclasses import replace

import numpy as np
import pytest

from natria.answers import Answered, Answerer, Refuse, ask, ask_number, ready, replay
from natria.quantity import (
    TERMS,
    Computed,
    Finding,
    Measured,
    ModelError,
    Question,
    Refused,
    ancestry,
    assumptions,
    conditions,
    evidence,
    term,
)
from natria.record import PENDING, Field, FieldArray, Grid, Spectrum, Structure, Table, kind_of, numbers

pytestmark = pytest.mark.usefixtures("artefact_terms")

CELL = "kumar2020/bpi"
CAPACITY = "protocol.areal_capacity"
CURRENT = "protocol.current"


def of_cell(term, **at):
    return Question(term, CELL, conditions(**at))


def curve(read):
    """Time over charge: a table that reads two numbers."""
    time = read(CAPACITY) / read(CURRENT)
    return Table("curve", "A curve", {"time": numbers("s", np.linspace(0, time, 5))})


def some_spectrum(read):
    return Spectrum([2.0, 1.0], [read(CURRENT), read(CURRENT) * 2], "ohm m^2")


def some_field(read):
    return Field(Grid(([0.0, 1.0],)), (FieldArray("j", "A/m^2", [read(CURRENT), 0.0]),))


def some_structure(read):
    return Structure(np.eye(3) * read("temperature") * 1e-12, ("Na",), [[0, 0, 0]])


MAKERS = {"table": curve, "spectrum": some_spectrum, "field": some_field, "structure": some_structure}


def maker(kind="table", run=None, **more):
    return Answerer(f"make_{kind}", 2, (f"some_{kind}",), run or MAKERS[kind], "in this test", **more)


def longest(read):
    return float(read.artefact().columns["time"].numbers[-1])


def observable(run=longest, term="half_cycle_time", **more):
    return Answerer("longest", 1, (term,), run, "in this test", of_artefact="some_table", **more)


@pytest.fixture(scope="module")
def design(kumar):
    return kumar.design(CELL)


@pytest.fixture
def table(design):
    return ask(maker(), design, of_cell("some_table", current="1 mA/cm^2"))


# --- an artefact as a result


@pytest.mark.parametrize("kind", MAKERS)
def test_what_an_artefact_was_made_from_is_recorded(design, kind):
    found = ask(maker(kind), design, of_cell(f"some_{kind}"))
    assert kind_of(found) == kind
    assert found.question.name == f"some_{kind}"
    assert isinstance(found.origin, Computed)
    assert (found.origin.model, found.origin.version, found.origin.valid) == (f"make_{kind}", 2, "in this test")
    assert found.origin.inputs
    assert found.reference.origin == found.origin


def test_a_condition_reaches_an_artefact(design):
    one, two = (ask(maker(), design, of_cell("some_table", current=f"{i} mA/cm^2")) for i in (1, 2))
    assert one.columns["time"].numbers[-1] == pytest.approx(2 * two.columns["time"].numbers[-1])
    assert one.digest != two.digest
    assert one.question.at == {"current": 10.0}


def test_an_unread_condition_refuses_an_artefact_too(design):
    assert isinstance(ask(maker(), design, of_cell("some_table", temperature="300 K")), Refused)


def test_conditions_that_the_answerer_found_stand_in_the_question(design, monkeypatch):
    monkeypatch.setitem(TERMS, "some_table", replace(TERMS["some_table"], needs=("current", "time")))
    term.cache_clear()
    found = ask(maker(run=lambda r: Answered(curve(r), {"time": 5.0})), design, of_cell("some_table"))
    assert found.question.at == {"current": 10.0, "time": 5.0}
    term.cache_clear()


def test_an_artefact_in_place_of_a_number_breaks_the_contract_and_the_other_way_round(design):
    with pytest.raises(ModelError):
        ask(Answerer("t", 1, ("half_cycle_time",), curve, "x"), design, of_cell("half_cycle_time"))
    with pytest.raises(ModelError):
        ask(maker(run=lambda read: read(CURRENT)), design, of_cell("some_table"))
    with pytest.raises(ModelError):
        ask(maker("field", run=curve), design, of_cell("some_field"))


def test_an_artefact_from_nothing_breaks_the_contract(design):
    with pytest.raises(ModelError):
        ask(maker(run=lambda _: Table("t", "T", {})), design, of_cell("some_table"))


def test_where_a_number_is_needed_an_artefact_is_refused(design):
    assert isinstance(ask_number(maker(), design, of_cell("some_table")), Refused)
    with pytest.raises(Refuse):
        ready(maker(), design, of_cell("some_table")).value()


@pytest.mark.parametrize("kind", MAKERS)
def test_a_replay_makes_the_same_artefact(design, kind):
    first, again = replay(maker(kind), design, of_cell(f"some_{kind}"))
    assert first.digest == again.digest


# --- an artefact as an input


def test_an_observable_rests_on_the_artefact_and_on_all_that_is_behind_it(design):
    found = ask(observable(), design, of_cell("half_cycle_time"), of=maker())
    assert isinstance(found, Finding)
    assert found.value == pytest.approx(3600.0)
    assert found.origin.inputs == ()
    (seen,) = found.origin.artefacts
    assert (seen.kind, seen.question.name, seen.origin.model) == ("table", "some_table", "make_table")
    assert {*seen.origin.inputs} < {*ancestry(found)}
    assert evidence(found) == evidence(seen)
    assert assumptions(found) == assumptions(seen)


def test_a_condition_goes_on_to_the_artefact(design):
    one, two = (
        ask(observable(), design, of_cell("half_cycle_time", current=f"{i} mA/cm^2"), of=maker()) for i in (1, 2)
    )
    assert one.value == pytest.approx(2 * two.value)
    assert two.question.at == {"current": 20.0}
    assert two.origin.artefacts[0].question.at == {"current": 20.0}


def test_a_condition_that_neither_reads_refuses(design):
    found = ask(observable(), design, of_cell("half_cycle_time", temperature="300 K"), of=maker())
    assert isinstance(found, Refused)
    assert found.model == "longest"


def test_a_condition_that_the_observable_takes_stays_with_it(design):
    def at_time(read):
        return float(read.artefact().columns["time"].numbers[-1] * read.asked("time"))

    asked = of_cell("half_cycle_time", time="2 s", current="1 mA/cm^2")
    found = ask(observable(at_time, takes=("time",)), design, asked, of=maker())
    assert found.value == pytest.approx(7200.0)
    assert found.origin.artefacts[0].question.at == {"current": 10.0}


def test_without_an_artefact_an_observable_refuses(design):
    found = ask(observable(), design, of_cell("half_cycle_time"))
    assert isinstance(found, Refused)
    assert "some_table" in found.why


def test_the_reason_of_the_artefact_is_the_reason_of_the_number(design):
    def no(_):
        raise Refuse("only on Sundays")

    found = ask(observable(), design, of_cell("half_cycle_time"), of=maker(run=no))
    assert isinstance(found, Refused)
    assert "only on Sundays" in found.why


def test_an_observable_that_does_not_read_its_artefact_breaks_its_contract(design):
    with pytest.raises(ModelError):
        ask(observable(lambda read: read(CURRENT)), design, of_cell("half_cycle_time"), of=maker())


def test_an_answerer_that_reads_no_artefact_takes_none(design):
    plain = Answerer("plain", 1, ("half_cycle_time",), lambda read: read(CURRENT), "x")
    with pytest.raises(ModelError):
        ask(plain, design, of_cell("half_cycle_time"), of=maker())
    sly = Answerer("sly", 1, ("half_cycle_time",), longest, "x")
    assert isinstance(ask(sly, design, of_cell("half_cycle_time")), Refused)


def test_an_observable_may_read_the_design_as_well(design):
    def shares(read):
        return longest(read) / read(CURRENT)

    found = ask(observable(shares), design, of_cell("half_cycle_time"), of=maker())
    assert len(found.origin.inputs) == 1
    assert len(found.origin.artefacts) == 1


def test_an_artefact_may_be_made_from_another(design):
    def halved(read):
        time = read.artefact().columns["time"].numbers
        return Field(Grid((time,)), (FieldArray("half", "s", time / 2),))

    cut = Answerer("cut", 1, ("some_field",), halved, "x", of_artefact="some_table")
    found = ask(cut, design, of_cell("some_field"), of=maker())
    assert found["half"].values[-1] == pytest.approx(1800.0)
    last = Answerer(
        "last", 1, ("half_cycle_time",), lambda r: r.artefact()["half"].values[-1], "x", of_artefact="some_field"
    )
    number = ask(last, design, of_cell("half_cycle_time"), of=found)
    assert {one.origin.model for one in ancestry(number) if isinstance(one.origin, Computed)} == {
        "last",
        "cut",
        "make_table",
    }


def test_a_replay_of_an_observable_has_the_artefact_on_record(design):
    first, again = replay(observable(), design, of_cell("half_cycle_time"), of=maker())
    assert first == again == pytest.approx(3600.0)


# --- an artefact in hand


def measured(at, of=CELL):
    columns = {"time": numbers("s", [0.0, 50.0])}
    return Table("m", "M", columns, Measured("a.csv", "ab", "read"), Question("some_table", of, at))


def test_an_artefact_in_hand_is_read_like_one_that_is_made(design, table):
    found = ask(observable(), design, of_cell("half_cycle_time", current="1 mA/cm^2"), of=table)
    assert found.value == pytest.approx(3600.0)
    own = ask(observable(), design, of_cell("half_cycle_time"), of=measured({}))
    assert evidence(own) == {"file:ab"}
    assert own.std is None


def test_conditions_of_an_artefact_in_hand_travel_with_the_number(design):
    found = ask(observable(), design, of_cell("half_cycle_time"), of=measured({"temperature": 310.0}))
    assert found.question.at == {"temperature": 310.0}


def test_another_or_unstated_condition_or_subject_refuses(design):
    asked = of_cell("half_cycle_time", current="1 mA/cm^2")
    for wrong in (measured({"current": 20.0}), measured({}), measured({"current": 10.0}, "other/cell")):
        assert isinstance(ask(observable(), design, asked, of=wrong), Refused)
    assert isinstance(ask(observable(), design, asked, of=measured({"current": 10.0})), Finding)


def test_an_unstated_condition_is_allowed_where_the_observable_declares_it_irrelevant(design):
    found = ask(
        observable(ignores=("current",)), design, of_cell("half_cycle_time", current="1 mA/cm^2"), of=measured({})
    )
    assert found.origin.ignores == ("current",)


def test_an_artefact_without_an_origin_is_no_input(design):
    with pytest.raises(ModelError):
        ask(observable(), design, of_cell("half_cycle_time"), of=replace(measured({}), origin=PENDING))


# --- spread


def test_spread_goes_through_an_artefact(design):
    patched = design.patched({CURRENT: {"value": 10.0, "unit": "A/m^2", "std": 0.1, "why": "a test"}})
    found = ask(observable(), patched, of_cell("half_cycle_time"), of=maker())
    assert found.std == pytest.approx(0.01 * found.value, rel=1e-3)
    assert ask(observable(), patched, of_cell("half_cycle_time"), of=maker(), spread=False).std is None


def test_an_input_of_both_is_one_number(design):
    """What an observable divides out of its artefact again has no spread left."""
    patched = design.patched({CURRENT: {"value": 10.0, "unit": "A/m^2", "std": 0.1, "why": "a test"}})
    found = ask(observable(lambda read: longest(read) * read(CURRENT)), patched, of_cell("half_cycle_time"), of=maker())
    assert found.std == pytest.approx(0.0, abs=1e-6 * found.value)


def test_through_a_costly_artefact_no_spread_is_worked_out(design):
    runs = []

    def counted(read):
        runs.append(1)
        return curve(read)

    found = ask(observable(), design, of_cell("half_cycle_time"), of=maker(run=counted, cost="minutes"))
    assert found.std is None
    assert len(runs) == 1
