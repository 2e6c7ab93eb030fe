"""Which files a call means: folders, patterns, groups; and what is refused before anything is measured."""

import json

import pytest

from natria.quantity import InputError
from natria.report.common.folder import MANIFEST
from natria.studies.groups import files, recording_files


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Files a.csv, b.ndax, sub/c.csv, notes.md, a hidden one, results of natria in two places."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b.ndax", "sub/c.csv", "notes.md", ".hidden.csv", "done/findings.json", "done/t.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    (tmp_path / "cells.csv").write_text("written by natria")
    (tmp_path / MANIFEST).write_text(json.dumps({"files": ["cells.csv"]}))
    return tmp_path


def names(several):
    return [f.name for f in several]


def test_both_layers_know_the_list_of_files_by_one_name():
    assert files.MANIFEST == MANIFEST


def test_a_folder_is_searched_with_its_subfolders_but_not_results(folder):
    found = recording_files([folder])
    assert sorted(names(found.files)) == ["a.csv", "b.ndax", "c.csv"]
    assert found.searched == frozenset(found.files)
    assert [name.rpartition("/")[2] for name in found.passed_over] == ["notes.md"]


def test_a_file_that_is_named_is_not_passed_over(folder):
    found = recording_files([folder / "notes.md"])
    assert names(found.files) == ["notes.md"]
    assert not found.searched


@pytest.mark.usefixtures("folder")
def test_groups_of_files_folders_and_patterns():
    found = recording_files([], ["x=a.csv,sub", "y=b.*"])
    assert {name: names(members) for name, members in found.groups.items()} == {
        "x": ["a.csv", "c.csv"],
        "y": ["b.ndax"],
    }
    assert names(found.files) == ["a.csv", "c.csv", "b.ndax"]


@pytest.mark.usefixtures("folder")
def test_a_group_may_be_given_in_parts_and_a_file_counts_once():
    found = recording_files([], ["x=a.csv", "x=a.csv,b.ndax"])
    assert names(found.groups["x"]) == ["a.csv", "b.ndax"]
    assert len(found.files) == 2


def test_a_name_with_a_comma_is_one_file(folder):
    (folder / "a,b.csv").write_text("comma")
    assert names(recording_files([], ["x=a,b.csv"]).groups["x"]) == ["a,b.csv"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("groups", "says"),
    [
        (["bare"], "NAME=FILES"),
        (["=a.csv"], "NAME=FILES"),
        (["bare="], "NAME=FILES"),
        (["bare=gone.csv"], "gone.csv"),
        (["bare=gone*.csv"], "gone"),
        (["bare=notes*"], "no file of a cycler"),
        (["bare=a.csv", "coated=a.csv"], "coated"),
    ],
)
def test_what_is_no_group_is_refused(groups, says):
    with pytest.raises(InputError) as refused:
        recording_files([], groups)
    assert says in str(refused.value)


def test_a_copy_in_a_group_is_refused_before_anything_is_measured(folder):
    (folder / "copy.csv").write_text("a.csv")
    with pytest.raises(InputError, match="same content"):
        recording_files([], ["x=a.csv,copy.csv"])


def test_a_folder_without_recordings_is_refused(folder):
    empty = folder / "empty"
    empty.mkdir()
    with pytest.raises(InputError):
        recording_files([empty])
