"""A value changed in a TOML text: the document has it, and nothing else of the text is another one."""

import tomllib
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.design.case import cases
from natria.design.editing import changed, renamed
from natria.design.editing.edit import inline
from natria.quantity import InputError

TEXT = """a = 1 # one
b.c = 2

[d] # table
e = { f = 1, g = [1, 2] } # inline
h = {}

[variant."x/y".patch]
"d.e" = 1
"""
KEYS = st.sampled_from([("a",), ("z",), ("b", "c"), ("b", "n"), ("d", "e", "f"), ("d", "e", "n"), ("d", "h", "n"),
                        ("d", "n"), ("n", "m"), ("d", "n", "m"), ("variant", "x/y", "patch", "d.e"),
                        ("variant", "x/y", "patch", "new path"), ("variant", "q", "says")])  # fmt: skip
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dictionaries(st.text('ab ."\\', min_size=1, max_size=4), st.integers(0, 9), max_size=3),
    st.lists(st.text("x\\\"'\n", max_size=3), max_size=3),
)


@given(KEYS, VALUES, st.sampled_from(["\n", "\r\n"]))
def test_a_changed_text_is_the_document_with_one_other_value(keys, value, newline):
    text = TEXT.replace("\n", newline)
    wanted = tomllib.loads(text)
    node = wanted
    for key in keys[:-1]:
        node = node.setdefault(key, {})
    node[keys[-1]] = value
    made = changed(text, keys, inline(value))
    assert tomllib.loads(made) == wanted
    for comment in ("# one", "# table", "# inline"):
        assert comment in made
    assert newline == "\n" or made.count("\n") == made.count("\r\n")


def test_only_the_line_of_a_value_changes():
    text = cases()["lu2026"].read_text(encoding="utf-8")
    made = changed(text, ["interphase", "mci", "thickness"], '"2 um"')
    pairs = zip(text.splitlines(), made.splitlines(), strict=True)
    assert [new for old, new in pairs if old != new] == ['thickness = "2 um"']


def test_a_comment_behind_the_last_key_of_a_table_stays_there():
    made = changed("[a]\nb = 1 # of b\n\n[c]\nd = 1\n", ["a", "e"], "2")
    assert made == "[a]\nb = 1 # of b\ne = 2\n\n[c]\nd = 1\n"


def test_a_renamed_key_keeps_its_value_and_place():
    text = "[p]\nNaF = 1 # first\nNa3Sb = 2\n"
    assert renamed(text, ["p", "NaF"], "Na3P") == "[p]\nNa3P = 1 # first\nNa3Sb = 2\n"
    assert list(tomllib.loads(renamed(text, ["p", "NaF"], "a b"))["p"]) == ["a b", "Na3Sb"]
    with pytest.raises(InputError):
        renamed(text, ["p", "NaF"], "Na3Sb")
    with pytest.raises(InputError):
        renamed(text, ["p", "none"], "x")


def test_a_change_in_what_is_no_table_is_refused():
    before = deepcopy(TEXT)
    with pytest.raises(InputError):
        changed(TEXT, ["a", "b"], "1")
    assert before == TEXT
