"""Plug-ins: entry points of an installed package beside a table of ours."""

import pytest

from natria.quantity import ModelError, fetch, plugins

GROUP = "natria.test_plugins"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a package with entry points where Python finds it."""

    def one(name, **entries):
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        lines = [f"[{GROUP}]", *(f"{key} = {value}" for key, value in entries.items())]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
        (tmp_path / f"{name}.py").write_text("def answer():\n    return 42\n")

    monkeypatch.syspath_prepend(tmp_path)
    return one


def test_without_plug_ins_there_is_what_is_built_in():
    table = {"ours": "math:pi"}
    found = plugins(GROUP, table)
    assert found == table
    found["more"] = "math:e"
    assert table == {"ours": "math:pi"}


def test_an_entry_point_adds_a_name(install):
    install("brought", theirs="brought:answer")
    found = plugins(GROUP, {"ours": "math:pi"})
    assert found == {"ours": "math:pi", "theirs": "brought:answer"}
    assert fetch(found["theirs"])() == 42


def test_an_entry_point_of_another_group_is_left_alone(install):
    install("brought", theirs="brought:answer")
    assert plugins("natria.another", {}) == {}


def test_an_entry_point_cannot_take_a_name_that_is_built_in(install):
    install("brought", ours="brought:answer")
    with pytest.raises(ModelError, match="'brought:answer' takes the name 'ours'") as refused:
        plugins(GROUP, {"ours": "math:pi"})
    assert "rename the entry point" in refused.value.fix


def test_a_reference_fetches_what_it_names():
    import math

    assert fetch("math:pi") is math.pi


def test_two_packages_cannot_take_one_name(install):
    install("brought", theirs="brought:answer")
    install("other", theirs="other:answer")
    with pytest.raises(ModelError, match="two plug-ins take the name 'theirs'") as refused:
        plugins(GROUP, {})
    assert "brought:answer" in str(refused.value)
    assert "other:answer" in str(refused.value)
