"""Artefacts as files: what is written comes back with the same digest, and a changed file is noticed."""

from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_strategies import artefacts, tables

from natria.quantity import Chosen, InputError, ModelError, Question, VocabularyError
from natria.record import PENDING, Table, attach, from_bytes, kind_of, numbers, read_artefact, to_bytes, write_artefact

pytestmark = pytest.mark.usefixtures("artefact_terms")
ORIGIN = Chosen("a test")


def asked(one):
    """The artefact with a question of its kind and an origin."""
    return replace(one, question=Question(f"some_{kind_of(one)}", "NaOH", {"temperature": 298.0}), origin=ORIGIN)


def arrays_of(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from arrays_of(each)
    elif hasattr(value, "__dataclass_fields__"):
        for each in fields(value):
            yield from arrays_of(getattr(value, each.name))
    elif isinstance(value, dict):
        yield from arrays_of(tuple(value.values()))


@settings(max_examples=80)
@given(artefacts)
def test_what_is_written_comes_back(one):
    again = from_bytes(kind_of(one), to_bytes(one))
    assert type(again) is type(one)
    assert (again.title, again.digest) == (one.title, one.digest)
    assert (again.question, again.origin) == (None, PENDING)
    mine, theirs = list(arrays_of(one)), list(arrays_of(again))
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs, strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)


@given(artefacts)
def test_the_arrays_of_an_artefact_cannot_be_changed(one):
    for array in arrays_of(one):
        assert not array.flags.writeable
    with pytest.raises(FrozenInstanceError):
        one.title = "another"


@given(artefacts)
def test_the_same_artefact_has_the_same_file(one):
    assert to_bytes(one) == to_bytes(replace(one))


@given(st.lists(artefacts, min_size=2, max_size=2))
def test_what_differs_in_content_differs_in_digest(two):
    one, other = two
    same = kind_of(one) == kind_of(other) and to_bytes(replace(one, title="")) == to_bytes(replace(other, title=""))
    assert (one.digest == other.digest) == same


def test_title_and_origin_are_no_part_of_the_content():
    one = Table("a", "A", {"x": numbers("m", [1.0])})
    assert one.digest == asked(replace(one, title="B")).digest
    assert one.digest != Table("a", "A", {"x": numbers("s", [1.0])}).digest
    assert one.digest != Table("a", "A", {"y": numbers("m", [1.0])}).digest


@given(artefacts)
def test_a_reference_says_what_it_is_and_has_no_arrays(one):
    found = asked(one).reference
    assert (found.kind, found.content, found.origin, found.title) == (kind_of(one), one.digest, ORIGIN, one.title)
    assert not list(arrays_of(found))


@given(artefacts)
def test_nothing_can_rest_on_what_has_no_question_or_no_origin(one):
    for lacking in (one, replace(asked(one), question=None), replace(asked(one), origin=PENDING)):
        with pytest.raises(ModelError):
            _ = lacking.reference


def test_a_question_of_another_kind_is_refused():
    one = asked(Table("a", "A", {}))
    with pytest.raises(VocabularyError):
        _ = replace(one, question=Question("some_field", "NaOH")).reference


@settings(max_examples=20)
@given(artefacts)
def test_a_folder_gives_back_what_a_reference_names(tmp_path_factory, one):
    folder = tmp_path_factory.mktemp("artefacts")
    whole = asked(one)
    file = write_artefact(whole, folder)
    assert file.stem == one.digest
    again = read_artefact(whole.reference, folder)
    assert again.reference == whole.reference


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError) as bad:
        read_artefact(asked(Table("a", "A", {})).reference, tmp_path)
    assert str(tmp_path) in bad.value.source


def test_another_content_is_not_attached_to_a_reference():
    one, other = (asked(Table("a", "A", {"x": numbers("m", [x])})) for x in (1.0, 2.0))
    with pytest.raises(InputError):
        attach(other, one.reference)


@given(artefacts, st.data())
def test_a_broken_file_is_an_error_with_its_name_or_another_content(one, data):
    content = to_bytes(one)
    cut = content[: data.draw(st.integers(0, len(content) - 1))]
    try:
        again = from_bytes(kind_of(one), cut, "broken.file")
    except InputError as bad:
        said = bad.source
    else:  # zeros at the end were padding
        said = "broken.file" if again.digest != one.digest or again.title == one.title else "another artefact"
    assert said == "broken.file"


@given(tables())
def test_a_file_of_another_kind_is_refused(one):
    for kind in ("spectrum", "field", "structure"):
        with pytest.raises(InputError):
            from_bytes(kind, to_bytes(one))
