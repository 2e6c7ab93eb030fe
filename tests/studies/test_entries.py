"""Which entries a study used: papers, cards and answerers, and which of them natria does not bring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import natria
from natria.literature import library
from natria.studies import study_document

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
    own, plain = (natria.run_study(natria.load_case(name)) for name in (str(file), "yuan2025"))
    with_papers, without = (study_document(result, "0") for result in (own, plain))
    assert own.case.library.own
    assert with_papers["entries"] == without["entries"]
    assert with_papers["digest"] == without["digest"]
