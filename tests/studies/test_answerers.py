"""Where answerers come from: natria itself, and the entry points of installed packages."""

from __future__ import annotations

from importlib import import_module

import pytest

from natria.answers import Answerer
from natria.quantity import ModelError, Question
from natria.studies import Studio
from natria.studies import answerers as answerers_module
from natria.studies import studio as studio_module
from natria.studies.answerers import GROUP, OLDER, answerers, find_answerer, find_fitted, is_shipped, shipped


class Point:
    """An entry point of a package that is not there."""

    def __init__(self, name, value):
        self.name, self.value = name, value


def toy(name="toy", **more):
    return Answerer(name, 1, ("half_cycle_time",), lambda read: read("protocol.current"), "x", **more)


@pytest.fixture
def brought(monkeypatch):
    """All answerers with entry points of a package, name -> (group, answerer)."""

    def made(**points):
        table = {GROUP: [], OLDER: []}
        objects = {}
        for name, (group, found) in points.items():
            table[group].append(Point(name, f"theirs:{name}"))
            objects[f"theirs:{name}"] = found
        fetch = answerers_module.fetch
        monkeypatch.setattr(import_module("natria.quantity.plugins"), "entry_points", lambda group: table[group])
        monkeypatch.setattr(answerers_module, "fetch", lambda text: objects[text] if text in objects else fetch(text))
        return answerers.__wrapped__()

    return made


@pytest.mark.parametrize("group", [GROUP, OLDER])
def test_an_entry_point_brings_an_answerer_under_its_own_name(brought, group):
    mine = toy()
    found = brought(toy=(group, mine))
    assert found["toy"] is mine
    assert list(found)[:-1] == list(shipped())
    for wrong in ({"other": (group, mine)}, {"toy": (group, "no answerer")}):
        with pytest.raises(ModelError, match=r"theirs:(other|toy)"):
            brought(**wrong)


def test_a_name_of_natria_is_not_taken(brought):
    with pytest.raises(ModelError):
        brought(griffith=(GROUP, toy("griffith")))
    with pytest.raises(ModelError):
        brought(cell=(OLDER, toy("cell")))


def test_a_fit_names_an_answerer_of_seconds_at_most_that_reads_no_artefact(monkeypatch):
    others = {"slow": toy("slow", cost="minutes"), "seen": toy("seen", of_artefact="structure"), "quick": toy("quick")}
    monkeypatch.setattr(answerers_module, "answerers", lambda: others)
    assert find_fitted("layered_cell") is shipped()["layered_cell"]
    assert find_fitted("quick") is others["quick"]
    assert find_fitted("full_cell") is shipped()["full_cell"]
    assert [find_fitted(name) for name in ("slow", "seen", "nobody")] == [None] * 3


def test_natria_s_own_are_found_without_importing_a_package(monkeypatch):
    def broken():
        raise ModelError("a broken package")

    monkeypatch.setattr(answerers_module, "answerers", broken)
    assert find_answerer("cell").name == "cell"
    assert is_shipped("cell")
    with pytest.raises(ModelError, match="broken"):
        find_answerer("elsewhere")


def test_a_studio_asks_installed_packages_only_where_it_is_told(monkeypatch, kumar):
    mine = toy()
    monkeypatch.setattr(studio_module, "answerers", lambda: {**shipped(), "toy": mine})
    monkeypatch.setattr(studio_module, "find_answerer", {**shipped(), "toy": mine}.__getitem__)
    asked = Question("half_cycle_time", "kumar2020/bpi")

    def by(**settings):
        return {answer.origin.model for answer in Studio(kumar, **settings).answers(asked)}

    assert "toy" not in by()
    assert "toy" in by(plugins=True)
    assert "toy" in by(named=("toy",))


def test_whether_an_answerer_is_known_is_answered_without_importing_one():
    import subprocess
    import sys

    code = (
        "import sys; from natria.studies.answerers import is_known; "
        "print(is_known('cell'), is_known('no_such'), 'numba' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "False", "False"]
