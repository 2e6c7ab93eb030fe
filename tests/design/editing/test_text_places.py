"""Places of keys in TOML texts: every value stands where it is said to stand."""

import tomllib
from pathlib import Path

import pytest

from natria.design.case import cases
from natria.design.editing import line_of, places_of

ROOT = Path(__file__).parents[3]
FILES = [*cases().values(), *sorted((ROOT / "docs" / "examples").glob("*.toml")), ROOT / "tests" / "small_cell.toml"]


def values(node, path=()):
    """Every path of a document with its value."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in pairs:
        yield (*path, key), inner
        yield from values(inner, (*path, key))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_value_of_a_design_file_stands_at_its_place(file):
    text = file.read_text(encoding="utf-8")
    found = places_of(text)
    seen = 0
    for path, value in values(tomllib.loads(text)):
        place = found.get(path)
        if place is None:
            assert isinstance(value, dict | list)  # a table that only its keys make
        elif not place.is_header:
            begin, end = place.value
            assert tomllib.loads(f"value = {text[begin:end]}")["value"] == value
            seen += 1
    assert seen > 10


def test_strings_comments_and_lists_do_not_confuse_the_places():
    text = """# [no] = table
a = "x # y = [1]" # [b]
'c d' = '''
[not.a.table]
e = 1
'''
f = [ "]", # ]
  { g = "}" }, ]
[h."i.j"] # h
k.l = { m = "=" }
[[n]]
o = 1
[[n]]
o = 2
[n.p]
q = 3
"""
    found = places_of(text)
    values_at = {path: text[slice(*place.value)] for path, place in found.items() if not place.is_header}
    assert values_at["f", 1, "g"] == '"}"'
    assert values_at["h", "i.j", "k", "l", "m"] == '"="'
    assert (values_at["n", 0, "o"], values_at["n", 1, "o"], values_at["n", 1, "p", "q"]) == ("1", "2", "3")
    assert ("not", "a", "table") not in found


def test_the_line_of_a_message_is_that_of_its_path(small_cell):
    def line(text):
        return next(k for k, row in enumerate(small_cell.splitlines(), 1) if row.startswith(text))

    assert line_of(small_cell, "interphase.film.thickness") == line('thickness = "3 um"')
    assert line_of(small_cell, "protocol.steps[2]") == line("steps")
    assert line_of(small_cell, 'variant."lab/cell/thick".patch: interphase.film.thickness') == line("patch")
    assert line_of(small_cell, "working.mass") == line("[working]")
    assert line_of(small_cell, "nowhere") is None
    assert line_of("a = [", "a") is None
