"""Which entries a study used: papers, cards and answerers, and which of them natria does not bring."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import natria
from natria.answers import Answerer
from natria.design import AskTable
from natria.literature import library
from natria.report.study.page import page
from natria.store import Store
from natria.studies import answerers as answerers_module
from natria.studies import run_study, study_document
from natria.studies import studio as studio_module
from natria.studies.answerers import shipped

PAPERS = Path(__file__).parents[2] / "docs" / "examples" / "papers"


@pytest.fixture(scope="module")
def entries(kumar_study):
    return study_document(kumar_study, "0")["entries"]


def test_papers_are_those_that_are_asked_or_stand_behind_an_answer(entries):
    papers = {row["key"]: row for row in entries["papers"]}
    assert {"kumar2020", "yuan2025"} <= set(papers)
    assert papers["kumar2020"]["sha256"] == library().digests["kumar2020"]
    assert not any(row["own"] for row in papers.values())


def test_cards_and_answerers_are_named(entries):
    assert "Na" in {row["name"] for row in entries["cards"]}
    assert {"layered_cell", "cell"} <= {row["name"] for row in entries["answerers"]}
    assert all(row["version"] >= 1 and not row["own"] for row in entries["answerers"])


def test_an_unused_paper_is_no_entry(tmp_path):
    """A paper that is only known there changes nothing: the page does not depend on the machine."""
    text = (natria.design.cases()["yuan2025"]).read_text(encoding="utf-8")
    file = tmp_path / "yuan2025.toml"
    file.write_text(f"papers = [{json.dumps(str(PAPERS))}]\n{text}", encoding="utf-8")
    own, plain = (natria.run_study(natria.load_case(name), spread=False) for name in (str(file), "yuan2025"))
    with_papers, without = (study_document(result, "0") for result in (own, plain))
    assert own.case.library.own
    assert with_papers["entries"] == without["entries"]
    assert with_papers["digest"] == without["digest"]


def test_without_a_store_no_result_of_one_is_listed(entries):
    assert entries["results"] == []
    assert entries["plugins"] is False


@pytest.fixture
def stored_study(kumar, tmp_path, monkeypatch):
    """A study with a costly answerer of a package, computed and then read from the store."""
    costly = Answerer(
        "costly", 3, ("half_cycle_time",), lambda read: 7.0 + 0 * read("temperature"), "x", cost="minutes"
    )
    known = {**shipped(), "costly": costly}
    monkeypatch.setattr(studio_module, "answerers", lambda: known)
    monkeypatch.setattr(answerers_module, "answerers", lambda: known)
    no_more = {"ask": [AskTable(name="half_cycle_time", of="kumar2020/bpi")], "what_if": {}, "sweep": [], "map": []}
    case = replace(kumar, study=kumar.study.model_copy(update={**no_more, "budget": [], "targets": [], "fit": {}}))
    run_study(case, spread=False, store=Store(tmp_path, None), named=("costly",))
    return run_study(case, spread=False, store=Store(tmp_path, None), plugins=True)


def test_a_stored_result_is_listed_with_its_answerer_and_date(stored_study, tmp_path):
    (entry,) = Store(tmp_path, None).entries()
    document = study_document(stored_study, "0")["entries"]
    row = {"id": entry.id, "answerer": "costly", "version": 3, "made": entry.made, "own": True}
    assert document["results"] == [row]
    assert document["plugins"] is True
    assert {"name": "costly", "version": 3, "own": True} in document["answerers"]


def test_the_page_lists_it_too(stored_study, tmp_path):
    (entry,) = Store(tmp_path, None).entries()
    text = page(stored_study, (), "0")
    assert entry.id[:12] in text
    assert entry.made in text
    assert "costly 3 (own)" in text
