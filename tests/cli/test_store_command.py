"""natria store: ls, show, gc, verify, and what is wrong said in one message."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from natria.answers import Answerer
from natria.answers.stored import answer_stored
from natria.design import load_case
from natria.models import find_model
from natria.quantity import TERMS, Question, Term, dump, term
from natria.record import Field, FieldArray, Grid, to_bytes
from natria.store import Entry, Store
from natria.studies import answerers


@pytest.fixture
def place(tmp_path, monkeypatch):
    place = tmp_path / "kept"
    monkeypatch.setenv("NATRIA_STORE", str(place))
    return place


@pytest.fixture
def stored(place):
    """A closed form of one case, kept as if it had been costly."""
    design = load_case("kumar2020").design("kumar2020/bpi")
    model = find_model("cell_budget")
    asked = Question("plated_thickness", "kumar2020/bpi")
    return answer_stored(model, design, asked, Store(place), case="kumar2020")


def test_ls_lists_and_show_shows_what_it_rests_on(run, stored):
    code, out, _ = run("store", "ls", "--json")
    assert code == 0
    (row,) = [one for one in json.loads(out) if one["from"] == "own"]
    assert row["id"] == stored.entry.id
    assert row["value"] == stored.answer.value
    assert run("store", "ls")[0] == 0
    code, out, _ = run("store", "show", row["id"][:8])
    assert code == 0
    assert stored.answer.id in out
    assert all(one.id in out for one in stored.answer.origin.inputs)
    assert json.loads(run("store", "show", row["id"][:8], "--json")[1])["content"]["case"] == "kumar2020"


def test_verify_agrees_and_does_not_where_the_kept_number_is_another(run, stored, place):
    code, out, _ = run("store", "verify", stored.entry.id, "--json")
    assert (code, json.loads(out)["agrees"]) == (0, True)
    store = Store(place)
    wrong = replace(stored.answer, value=stored.answer.value * 1.01)
    content = {**stored.entry.content, "book": dump([wrong]), "finding": wrong.id}
    store.keep(replace(stored.entry, content=content))
    code, out, _ = run("store", "verify", stored.entry.id, "--json")
    assert (code, json.loads(out)["agrees"]) == (2, False)


def test_gc_says_what_goes_and_removes_it_only_without_dry_run(run, stored, place):
    for version in (0, 1):
        Store(place).keep(Entry("value", "map", version, {"digest": "1"}, {"key": "1"}, stored.entry.made))
    for arguments in (("--dry-run",), ()):
        code, out, _ = run("store", "gc", "--json", *arguments)
        assert code == 0
        assert len(json.loads(out)["removed"]) == 1
    assert json.loads(run("store", "gc", "--json")[1])["removed"] == []
    assert len(json.loads(run("store", "gc", "--json", "--at-most", "0")[1])["removed"]) == 2


@pytest.mark.parametrize("command", [("show", "0123"), ("verify", "0123"), ("show", "")])
@pytest.mark.usefixtures("stored")
def test_an_id_that_is_not_there(run, command):
    code, out, err = run("store", *command)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")


def test_a_result_of_map_stored_is_shown_and_cannot_be_verified(run, place):
    entry = Store(place).keep(Entry("value", "map", 1, {"digest": "1"}, {"key": "1"}, "2026-01-01T00:00:00+00:00"))
    assert run("store", "show", entry.id)[0] == 0
    assert run("store", "verify", entry.id)[0] == 2
    assert run("store", "ls")[0] == 0


def test_a_place_that_is_none(run, tmp_path):
    file = tmp_path / "file"
    file.touch()
    for wrong in (file, tmp_path / "nowhere"):
        code, _, err = run("store", "--store", wrong, "ls")
        assert code == 2
        assert err.count("error: ") == 1


def test_a_damaged_entry_is_a_warning(run, stored):
    stored.entry.path.write_bytes(b"nothing")
    code, out, err = run("store", "ls", "--json")
    assert code == 0
    assert [one for one in json.loads(out) if one["from"] == "own"] == []
    assert err.startswith("warning: ")


@pytest.fixture
def stored_field(place, monkeypatch):
    """A field of a plug-in, kept; the plug-in is known to the command line."""
    monkeypatch.setitem(TERMS, "some_field", Term("some_field", "1", "1", "of tests", artefact="field"))
    term.cache_clear()

    def run(read):
        j = np.full((2, 3), read("protocol.current"))
        return Field(Grid(([0.0, 1.0], [0.0, 2.0, 3.0])), (FieldArray("j", "A/m^2", j),), "Current")

    maker = Answerer("maker", 1, ("some_field",), run, "in this test", cost="minutes")
    known = {**answerers.shipped(), "maker": maker}
    monkeypatch.setattr(answerers, "shipped", lambda: known)
    design = load_case("kumar2020").design("kumar2020/bpi")
    yield answer_stored(maker, design, Question("some_field", "kumar2020/bpi"), Store(place))
    term.cache_clear()


def test_an_artefact_is_listed_and_shown_with_kind_units_and_shape(run, stored_field):
    (row,) = [one for one in json.loads(run("store", "ls", "--json")[1]) if one["from"] == "own"]
    assert (row["kind"], row["artefact"], row["value"]) == ("artefact", "field", None)
    assert run("store", "ls")[0] == 0
    code, out, _ = run("store", "show", stored_field.entry.id)
    assert code == 0
    assert "kind: field" in out
    assert "2 x 3, A/m^2" in out
    assert stored_field.answer.reference.id in out
    assert all(one.id in out for one in stored_field.answer.origin.inputs)
    content = json.loads(run("store", "show", stored_field.entry.id, "--json")[1])["content"]
    assert {"name": "j", "unit": "A/m^2", "shape": [2, 3]} in content["contents"]


@pytest.mark.parametrize(("factor", "agrees"), [(1.0, True), (1 + 1e-8, True), (1.01, False)])
def test_an_artefact_is_verified_by_its_arrays(run, stored_field, place, factor, agrees):
    kept = stored_field.answer
    j = FieldArray("j", "A/m^2", kept["j"].values * factor)
    other = replace(kept, arrays=(j,))
    content = {**stored_field.entry.content, "book": dump([other.reference]), "artefact": other.reference.id}
    Store(place).keep(replace(stored_field.entry, content=content), {"answer.nc": to_bytes(other)})
    code, out, _ = run("store", "verify", stored_field.entry.id, "--json")
    found = json.loads(out)
    assert (code, found["agrees"]) == (0 if agrees else 2, agrees)
    assert found["difference"] == pytest.approx((factor - 1) / factor, rel=1e-6)
    assert run("store", "verify", stored_field.entry.id)[0] == code


def test_the_store_of_nobody_is_that_of_shipped_results_alone(run, stored, monkeypatch):
    monkeypatch.setenv("NATRIA_STORE", "none")
    assert run("store", "ls")[0] == 0
    assert run("store", "show", stored.entry.id)[0] == 2
    assert json.loads(run("store", "gc", "--json")[1])["removed"] == []
