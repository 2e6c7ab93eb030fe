"""Whatever name a browser sends, it stays one or two plain parts, or is refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from natria.app.measure.names import DEEPEST, LONGEST, clean_name
from natria.quantity import InputError


@given(st.text(max_size=300))
@example("a\x00b.csv")
@example("\u202egnp.exe")
@example("x" * 300 + ".csv")
@example("a/b/c/../d.csv")
def test_a_name_stays_inside(given_name):
    try:
        name = clean_name(given_name)
    except InputError:
        return
    parts = name.split("/")
    assert 1 <= len(parts) <= DEEPEST
    for part in parts:
        assert part not in {"", ".", ".."}
        assert not part.startswith((".", "="))
        assert len(part) <= LONGEST + 1
        assert not set(part) & set('\\/:*?"<>|\x00\n\u202e')


@given(st.text(max_size=60))
def test_a_clean_name_stays_as_it_is(given_name):
    try:
        name = clean_name(given_name)
    except InputError:
        return
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Zelle 7 größer.csv", "Zelle 7 größer.csv"),
        ("a/b/c/d.csv", "a/d.csv"),
        ("con.csv", "_con.csv"),
        (".hidden", "hidden"),
        ("=1+1.csv", "_=1+1.csv"),
        ("a:b.csv", "a_b.csv"),
    ],
)
def test_names_are_changed_as_little_as_needed(sent, kept):
    assert clean_name(sent) == kept
