"""Papers of one's own are part of a case: the file names them, from its own folder, or whoever loads it gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from natria.design import DesignTable, cases, load_case, problems_of_case, read_case, read_toml
from natria.quantity import DesignError, LiteratureError, Reported

PAPER = """
[source]
key = "mine2026"
title = "A paper of mine"
year = 2026

[[fact]]
id = "sigma"
of = "mine2026/cell"
name = "ionic_conductivity"
value = 0.02
unit = "mS/cm"
kind = "measured"
where = "page 7"
"""
SIGMA = "interphase.glaze.ionic_conductivity"
CELL = """
name = "lab/cell"
cell = "symmetric"
temperature = "298.15 K"
working = { material = "Na" }

[interphase.glaze]
thickness = "1 um"
ionic_conductivity = { fact = "mine2026:sigma" }

[study]
targets = ["mine2026"]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "mine2026.toml").write_text(PAPER, encoding="utf-8")
    return tmp_path


def written(folder, head):
    file = folder / "cell.toml"
    file.write_text(head + CELL, encoding="utf-8")
    return file


@pytest.mark.parametrize("named", ["papers", "papers/mine2026.toml"])
def test_a_file_names_its_papers_from_its_own_folder(folder, monkeypatch, named):
    file = written(folder, f"papers = ['{named}']")
    monkeypatch.chdir("/")
    case = load_case(str(file))
    assert case.library.own == {"mine2026"}
    assert case.papers == (folder / named,)
    assert isinstance(case.base.finding(SIGMA).origin, Reported)
    assert "papers" not in case.base.document


def test_papers_can_be_given_beside_the_file(folder):
    case = read_case(written(folder, ""), "cell", (folder / "papers",))
    assert case.base.finding(SIGMA).id == "mine2026:sigma"
    assert case.design("lab/cell").library is case.library


def test_papers_that_are_named_twice_count_once(folder):
    case = read_case(written(folder, "papers = ['papers']"), "cell", (folder / "papers",))
    assert case.papers == (folder / "papers",)


def test_without_its_papers_every_reference_is_told_at_once(folder):
    with pytest.raises(DesignError) as refused:
        load_case(str(written(folder, "")))
    assert {p.where for p in refused.value.problems} == {SIGMA, "study.targets[1]"}


def test_the_environment_is_not_asked(folder, monkeypatch):
    monkeypatch.setenv("NATRIA_PAPERS", str(folder / "papers"))
    with pytest.raises(DesignError):
        load_case(str(written(folder, "")))


def test_papers_that_are_not_there_are_refused_with_their_path(folder):
    with pytest.raises(LiteratureError) as refused:
        load_case(str(written(folder, "papers = ['nowhere']")))
    assert refused.value.source == str(folder / "nowhere")


def test_papers_must_be_a_list_of_texts():
    document = read_toml(cases()["yuan2025"])
    assert [p.where for p in problems_of_case({**document, "papers": "papers"})] == ["papers"]
    assert [p.where for p in problems_of_case({**document, "papers": [1]})] == ["papers[1]"]


def test_a_cell_alone_has_no_papers():
    assert "papers" not in DesignTable.model_fields
    assert all(isinstance(path, Path) for path in load_case("yuan2025").papers)
