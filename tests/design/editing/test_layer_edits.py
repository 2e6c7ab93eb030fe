"""Layers added, removed and moved in the text of a design: what was there stays, and what is missing is refused."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.design import read_case_text
from natria.design.case import cases
from natria.design.editing import added, moved, picture_of, removed, stack_of
from natria.design.editing.blocks import exchanged, put_in, taken_out
from natria.quantity import InputError

VALUES = {
    "interphase": {
        "name": "outer",
        "phase": "NaF",
        "on": "both",
        "thickness": "20 nm",
        "ionic_conductivity": "1e-7 S/cm",
        "ionic_conductivity why": 'a "guess"',
    },
    "electrolyte": {"name": "outer", "material": "NASICON", "thickness": "20 um"},
}
TEXT = """# a cell
name = "a"

# the foil
[working] # metal
material = "Na"

# first
[layer.one] # of one
x = 1 # end of x
# y = 2

[layer.one.deep]
z = [1,
  2]


# a note that stands alone

[layer."two, three"]
x = 2
[layer.four]

[other]
w = 1
"""
NAMES = ["one", "two, three", "four"]


def case_of(name, text=None):
    path = cases()[name]
    return read_case_text(text or path.read_text(encoding="utf-8"), path, whole=False)


def text_of(name):
    return cases()[name].read_text(encoding="utf-8")


@given(st.integers(0, 3), st.sampled_from(["\n", "\r\n"]), st.integers(0, 3), st.integers(0, 2))
def test_a_block_that_is_put_in_and_taken_out_gives_back_the_text(place, newline, cut, comments):
    text = TEXT.replace("\n", newline) if cut == 0 else TEXT[TEXT.index("# first") :].replace("\n", newline)
    block = [*["# new"] * comments, "[layer.new]", "a = 1", 'b = "[layer.x]"']
    made = put_in(text, "layer", block, place)
    assert list(tomllib.loads(made)["layer"]) == [*NAMES[:place], "new", *NAMES[place:]]
    assert newline == "\n" or made.count("\n") == made.count("\r\n")
    assert taken_out(made, "layer", "new") == text


@given(st.permutations(NAMES))
def test_an_exchange_of_blocks_keeps_every_line_and_is_undone_by_itself(names):
    one, other, _ = names
    made = exchanged(TEXT, "layer", one, other)
    assert sorted(made.splitlines()) == sorted(TEXT.splitlines())
    assert tomllib.loads(made) == tomllib.loads(TEXT)
    assert list(tomllib.loads(made)["layer"]) == [{one: other, other: one}.get(name, name) for name in NAMES]
    assert exchanged(made, "layer", one, other) == TEXT


def test_a_block_goes_with_its_own_comments_and_no_others():
    made = taken_out(TEXT, "layer", "one")
    assert "# first" not in made
    assert "# y = 2" not in made
    assert "# a note that stands alone" in made
    assert "# the foil" in made


@pytest.mark.parametrize(
    "text", ["layer = { one = { x = 1 } }\n", "[layer]\none.x = 1\n", "[layer.one]\n[b]\n[layer.one.c]\n"]
)
def test_a_layer_that_is_no_block_is_refused(text):
    with pytest.raises(InputError):
        taken_out(text, "layer", "one")


@pytest.mark.parametrize("name", sorted(cases()))
def test_a_layer_is_added_at_every_place_of_every_case_and_removed_again(name):
    text, design = text_of(name), case_of(name).base
    for place in stack_of(design, design.name).places:
        for kind in place.kinds:
            made = added(text, design, kind.table, kind.place, VALUES[kind.table])
            after = case_of(name, made).base
            names = [one.name for one in picture_of(after).layers]
            assert names[place.at if kind.table == "electrolyte" else names.index("outer")] == "outer"
            assert removed(made, after, f"{kind.table}.outer") == text


def test_a_new_layer_stands_where_the_plus_was():
    design = case_of("lu2026").base
    text = text_of("lu2026")
    for place in stack_of(design, design.name).places:
        for kind in place.kinds:
            made = case_of("lu2026", added(text, design, kind.table, kind.place, VALUES[kind.table])).base
            layers = picture_of(made).layers
            assert layers[place.at + (place.at > 2 and kind.table == "interphase")].name.split(" ")[0] == "outer"


def test_a_layer_changes_places_with_its_neighbour():
    text, design = text_of("chi2022"), case_of("chi2022").base
    acts = {one.table: (one.left, one.right) for one in stack_of(design, design.name).acts}
    assert acts["electrolyte.core"] == ("electrolyte.outer-1", "electrolyte.outer-2")
    assert acts["electrolyte.outer-1"] == ("", "electrolyte.core")
    made = moved(text, design, "electrolyte.core", "electrolyte.outer-1")
    assert case_of("chi2022", made).base.names("electrolyte") == ("core", "outer-1", "outer-2")
    assert sorted(made.splitlines()) == sorted(text.splitlines())
    with pytest.raises(InputError):
        moved(text, design, "electrolyte.core", "electrolyte.core")


@pytest.mark.parametrize(
    ("change", "many"),
    [
        (dict.fromkeys(VALUES["interphase"], ""), 6),
        ({"ionic_conductivity why": ""}, 1),
        ({"thickness": ""}, 1),
        ({"thickness": "3 V"}, 1),
        ({"phase": "gold"}, 1),
        ({"on": "all"}, 1),
        ({"name": "mci"}, 1),
        ({"name": "a]b"}, 1),
    ],
)
def test_what_is_missing_or_wrong_is_refused_in_words(change, many):
    design = case_of("lu2026").base
    with pytest.raises(InputError) as bad:
        added(text_of("lu2026"), design, "interphase", 1, VALUES["interphase"] | change)
    assert len(bad.value.problems) == many
    assert all(one.what and one.fix for one in bad.value.problems)


def test_a_variant_says_where_its_layers_are_changed():
    case = case_of("lu2026")
    stack = stack_of(case.design("lu2026/f-na"), case.base.name)
    assert (stack.places, stack.acts) == ((), ())
    assert case.base.name in stack.why
