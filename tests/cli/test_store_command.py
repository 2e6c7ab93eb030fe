"""natria store: ls, show, gc, verify, and what is wrong said in one message."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from natria.answers.stored import answer_stored
from natria.design import load_case
from natria.models import find_model
from natria.quantity import Question, dump
from natria.store import Entry, Store


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
