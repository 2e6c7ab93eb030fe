"""Spreads of a model of a layer: what they take is told first, and the artefact is moved once for all numbers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from natria.answers.stored import ask_stored
from natria.design import load_case
from natria.quantity import Question
from natria.report.interface.wording import doubted_rows, mark, number_rows
from natria.store import Store
from natria.studies.answerers import find_answerer
from natria.studies.interface import MODELS, ask_model, interface_document

READ_OFF = ("focusing_factor", "inner_current_factor", "local_overpotential")


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A model asked without spreads, with them, and without them again; plans, progress and the store."""
    store = Store(tmp_path_factory.mktemp("store"), None)
    plans, heard = [], []

    def planned(plan):
        plans.append(plan)
        return lambda *two: heard.append(two)

    case = load_case("yuan2025")
    model, cell = replace(MODELS["interface"], asks=MODELS["interface"].asks[:2]), "yuan2025/nps/symmetric"
    before = ask_model(model, case, cell, part="pore", store=store)
    made = ask_model(model, case, cell, part="pore", store=store, spread=planned)
    again = ask_model(model, case, cell, part="pore", store=store, spread=planned)
    after = ask_model(model, case, cell, part="pore", store=store)
    return before, made, again, after, plans, heard, store


def of(made, name):
    return next(one for one in made.findings if one.question.name == name)


def test_the_plan_is_two_solves_for_each_input_of_the_field(asked):
    _, made, _, _, plans, heard, store = asked
    moved = [one for one in store.entries() if "moved" in one.key]
    (count,) = plans[0].solves.values()
    assert count == plans[0].total == len(moved) == len(heard)
    assert heard == [(k + 1, count) for k in range(count)]
    assert plans[0].seconds > 0
    assert plans[0].is_kept
    inputs = made.parts[0].artefacts["focusing_field"].reference.origin.inputs
    assert count == 2 * sum(bool(one.std) for one in inputs)


def test_numbers_read_off_the_field_have_a_spread_and_keep_their_value(asked):
    before, made, *_ = asked
    for name in READ_OFF:
        assert of(before, name).std is None
        assert of(made, name).std > 0
        assert of(made, name).value == of(before, name).value
    assert before.lacks_spread
    assert not made.lacks_spread
    assert {one.question.name for one in before.bare} >= set(READ_OFF)
    assert not {one.question.name for one in made.bare} & set(READ_OFF)


def test_a_spread_that_was_found_is_shown_later_and_is_not_planned_again(asked):
    _, made, again, after, plans, *_ = asked
    assert [plan.total for plan in plans[1:]] == [0]
    assert again.findings == made.findings == after.findings
    assert not after.lacks_spread


def test_what_is_doubtful_has_a_word_and_a_reason(asked):
    _, made, *_ = asked
    doubted = [one for one in made.findings if one.doubt]
    assert len(doubted_rows(made)) == len({one.doubt for one in doubted})
    assert all(bool(mark(one)) is bool(one.doubt and one.std is not None) for one in made.findings)
    assert len(number_rows(made)) == len(made.findings)
    rows = {row["id"]: row for row in json.loads(json.dumps(interface_document(made, "0")))["findings"]}
    assert {name for name, row in rows.items() if row.get("doubt")} == {one.id for one in doubted}


def test_probabilities_of_draws_are_not_moved():
    for name in ("mixed_draws", "mixed_probability"):
        assert find_answerer(name).draws
    assert not find_answerer("mixed_plating").draws


def test_a_table_is_kept_under_the_same_key_with_and_without_spreads(asked):
    *_, store = asked
    design = load_case("yuan2025").design("yuan2025/nps/symmetric")
    count = len(list(store.entries()))
    ask_stored(find_answerer("current_focusing"), design, Question("focusing_field", f"{design.name}#pore"), store)
    assert len(list(store.entries())) == count
