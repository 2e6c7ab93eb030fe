"""Text of others on a terminal: nothing in it moves the cursor, sets colours or turns the order of letters."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import printable

TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(f"\x1b\x07\x9b\r{TURNS}")))
def test_no_control_character_or_turn_is_left(text):
    shown = printable(text)
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert not set(shown) & set(TURNS)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" \n\t")))
def test_other_text_is_as_it_was(text):
    assert printable(text) == text


def test_an_escape_is_shown():
    assert printable("a\x1b[31mb\u202ec") == "a\\x1b[31mb\\u202ec"
