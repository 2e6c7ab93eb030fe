"""Paths are split and joined as TOML writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.design.paths import join, last, parent, split

PATHS = [
    ("temperature", ["temperature"]),
    ("interphase.bpi.thickness", ["interphase", "bpi", "thickness"]),
    ('interphase.glass.phases."Na3PS3.85O0.15"', ["interphase", "glass", "phases", "Na3PS3.85O0.15"]),
    ('counter.fractions."S in microporous carbon"', ["counter", "fractions", "S in microporous carbon"]),
    ('variant."kumar2020/bpi/35um".patch', ["variant", "kumar2020/bpi/35um", "patch"]),
    ('a.""', ["a", ""]),
]


@pytest.mark.parametrize(("path", "keys"), PATHS)
def test_a_path_is_split_at_the_dots_outside_quotes(path, keys):
    assert split(path) == keys


@pytest.mark.parametrize(("path", "keys"), PATHS)
def test_keys_are_joined_with_quotes_only_where_they_are_needed(path, keys):
    assert join(keys) == path


@pytest.mark.parametrize(("path", "keys"), PATHS)
def test_parent_and_last_take_a_path_apart(path, keys):
    assert last(path) == keys[-1]
    assert split(parent(path)) == keys[:-1]


def test_the_parent_of_a_top_key_is_the_document_itself():
    assert parent("temperature") == ""


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters='"')), min_size=1, max_size=5))
def test_splitting_undoes_joining(keys):
    assert split(join(keys)) == keys
