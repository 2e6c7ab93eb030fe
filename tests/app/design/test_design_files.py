"""Designs of the workspace: names, drafts, copies, and files that another page has changed."""

import pytest

from natria.app.design.files import DesignChanged, DesignFiles, checked_name, state_of
from natria.app.workspace import AppWorkspace
from natria.design.case import cases
from natria.quantity import InputError, NatriaError


@pytest.fixture
def files(tmp_path):
    workspace = AppWorkspace(tmp_path / "w")
    workspace.prepare()
    return DesignFiles(workspace)


def names(files):
    return [one.name for one in files.entries() if one.is_own]


def test_a_copy_of_a_case_is_its_text_under_a_free_name(files):
    first, second = files.copy("kumar2020"), files.copy("kumar2020")
    assert (first, second) == ("my-kumar2020.toml", "my-kumar2020 (2).toml")
    opened = files.open(first)
    assert opened.is_own
    assert opened.text.encode() == cases()["kumar2020"].read_bytes()
    assert not files.open("kumar2020").is_own
    assert [one.name for one in files.entries() if not one.is_own] == list(cases())


def test_a_text_is_saved_with_its_line_ends_and_only_over_what_was_opened(files):
    name = files.copy("kumar2020", to="cell")
    state = files.open(name).state
    after = files.save(name, "a = 1\r\n", state)
    assert (files.folder / name).read_bytes() == b"a = 1\r\n"
    with pytest.raises(DesignChanged):
        files.save(name, "a = 2\n", state)
    files.save(name, "a = 3\n", after)
    assert files.open(name).text == "a = 3\n"


def test_a_draft_is_kept_until_it_is_saved_and_not_over_that_of_another_tab(files):
    name = files.copy("lu2026")
    state = files.open(name).state
    draft = files.keep_draft(name, "no design", state, "")
    assert files.open(name).draft == {"text": "no design", "state": state}
    assert next(one for one in files.entries() if one.name == name).has_draft
    with pytest.raises(DesignChanged):
        files.keep_draft(name, "of another tab", state, "")
    with pytest.raises(DesignChanged):
        files.save(name, "of another tab", state)
    with pytest.raises(DesignChanged):
        files.drop_draft(name, "")
    draft = files.keep_draft(name, "still none", state, draft)
    files.save(name, "saved = true", state, draft)
    assert files.open(name).draft is None
    assert state_of("saved = true") == files.open(name).state


def test_renaming_and_deleting_need_the_state_that_was_opened(files):
    name, other = files.copy("lu2026", to="a"), files.copy("lu2026", to="b")
    state = files.open(name).state
    files.keep_draft(name, "draft", state, "")
    with pytest.raises(InputError):
        files.rename(name, "b", state)
    assert files.rename(name, "c", state) == "c.toml"
    assert files.open("c.toml").draft["text"] == "draft"
    with pytest.raises(DesignChanged):
        files.delete(other, "0" * 16)
    files.delete("c.toml", state)
    assert names(files) == ["b.toml"]
    assert not (files.folder / ".drafts" / "c.toml").exists()


def test_cases_of_natria_are_only_read(files):
    state = files.open("kumar2020").state
    for attempt in (
        lambda: files.save("kumar2020", "a = 1", state),
        lambda: files.keep_draft("kumar2020", "a = 1", state, ""),
        lambda: files.rename("kumar2020", "mine", state),
        lambda: files.delete("kumar2020", state),
    ):
        with pytest.raises(InputError):
            attempt()


@pytest.mark.parametrize(
    "name", ["", "../a", "a/b", ".a", "=a", "a\\b", "a\0b", "con", "a:b", "x" * 200, "a\u202eb", "..", "nul.toml"]
)
def test_what_is_no_name_of_a_file_is_refused(files, name):
    with pytest.raises(InputError):
        checked_name(name)
    with pytest.raises(InputError):
        files.find(name)
    with pytest.raises(InputError):
        files.copy("kumar2020", to=name or " ")


def test_links_are_no_designs(files, tmp_path):
    outside = tmp_path / "outside.toml"
    outside.write_text("a = 1")
    (files.folder / "link.toml").symlink_to(outside)
    assert names(files) == []
    with pytest.raises(InputError):
        files.open("link.toml")
    (files.folder / ".drafts").symlink_to(tmp_path)
    name = files.copy("kumar2020")
    with pytest.raises(NatriaError):
        files.keep_draft(name, "draft", files.open(name).state, "")
    assert outside.read_text() == "a = 1"
