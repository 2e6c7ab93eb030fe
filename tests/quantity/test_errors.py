"""The exceptions, and pydantic's errors in our words."""

import pickle
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from natria.quantity import (
    BookError,
    CensoredError,
    DesignError,
    FitError,
    InputError,
    LiteratureError,
    ModelError,
    NatriaError,
    OutputError,
    Problem,
    UnitError,
    VocabularyError,
    did_you_mean,
)
from natria.quantity.validation import problems_of, show_path

PLAIN = [UnitError, VocabularyError, CensoredError, FitError, ModelError, OutputError]
OF_DOCUMENTS = [InputError, DesignError, LiteratureError, BookError]


@pytest.mark.parametrize("kind", PLAIN)
def test_an_error_says_what_is_wrong_and_how_to_mend_it_and_travels(kind):
    error = kind("the unit is unknown", "write mV")
    assert isinstance(error, NatriaError)
    assert str(error) == "the unit is unknown\n    fix: write mV"
    assert str(kind("the unit is unknown")) == "the unit is unknown"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.what, again.fix) == (kind, "the unit is unknown", "write mV")


@pytest.mark.parametrize("kind", OF_DOCUMENTS)
def test_an_error_of_a_document_carries_all_its_problems_and_travels(kind):
    problems = [Problem("cell.kind", "is missing", 'add kind = "symmetric"'), Problem("", "is empty")]
    error = kind("a.toml", problems)
    assert isinstance(error, InputError)
    assert str(error) == (
        'a.toml has 2 problems\n  cell.kind: is missing\n      fix: add kind = "symmetric"\n  is empty'
    )
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.source, again.problems) == (kind, "a.toml", tuple(problems))
    assert str(kind("a.toml", problems[:1])).startswith("a.toml has 1 problem\n")


def test_a_mistyped_word_gets_the_nearest_and_a_short_choice_is_listed():
    assert did_you_mean("currrent", ["current", "pressure"]) == "did you mean 'current'?"
    assert did_you_mean("zzz", ["current", "pressure"]) == "known here: current, pressure"
    assert did_you_mean("zzz", [f"name{n}" for n in range(13)]) == ""
    assert did_you_mean("zzz", []) == ""


# --- validation


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    thickness: str = Field(examples=['"25 um"'])
    count: int = 1
    share: float = Field(default=0.5, gt=0)
    on: Literal["both", "working"] = "both"
    dry: bool = True
    steps: list[str] = []
    name: Annotated[str, Field(pattern="^[a-z]+$")] = "a"


class Sheet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    layer: dict[str, Part] = {}
    parts: list[Part] = []


def problems(document):
    with pytest.raises(ValidationError) as refused:
        Sheet.model_validate(document)
    return problems_of(refused.value, Sheet)


def only(document):
    (one,) = problems(document)
    return one


def part(**more):
    return {"title": "t", "layer": {"film": {"thickness": "1 um", **more}}}


@pytest.mark.parametrize(
    ("document", "where", "what", "fix"),
    [
        ({}, "title", "is missing", "add title"),
        ({"title": "t", "layer": {"film": {}}}, "layer.film.thickness", "is missing", 'add thickness = "25 um"'),
        ({"title": "t", "parts": [{}]}, "parts[1].thickness", "is missing", 'add thickness = "25 um"'),
        (part(thicknes=1), "layer.film.thicknes", "is not a key that is known here", "did you mean 'thickness'?"),
        ({"title": "t", "titel": 1}, "titel", "is not a key that is known here", "did you mean 'title'?"),
        (part(on="counter"), "layer.film.on", "'counter' is not a choice here", "write one of: 'both' or 'working'"),
        (part(count="many"), "layer.film.count", "must be a whole number, not 'many'", ""),
        (part(share="half"), "layer.film.share", "must be a number, not 'half'", ""),
        (part(share=[1]), "layer.film.share", "must be a number, not a list", ""),
        (part(share=-1.0), "layer.film.share", "must be above 0.0, not -1.0", ""),
        (part(dry="yes"), "layer.film.dry", "must be true or false, not 'yes'", ""),
        (part(thickness={"a": 1}), "layer.film.thickness", "must be a text, not a table", "put it in quotes"),
        (part(steps="rest"), "layer.film.steps", "must be a list, not 'rest'", "put it in square brackets"),
        (part(steps=["rest", 3]), "layer.film.steps[2]", "must be a text, not 3", "put it in quotes"),
        (part(name="A"), "layer.film.name", "'A' has letters that are not allowed here", "it must match ^[a-z]+$"),
        (
            {"title": "t", "layer": {"film": 3}},
            "layer.film",
            "must be a table, not 3",
            "write it as [table] or { key = .. }",
        ),
        (
            {"title": "t", "layer": {"two words": {}}},
            'layer."two words".thickness',
            "is missing",
            'add thickness = "25 um"',
        ),
    ],
)
def test_a_problem_of_a_document_is_told_in_our_words(document, where, what, fix):
    assert only(document) == Problem(where, what, fix)


def test_all_problems_of_a_document_are_told_at_once_and_without_links():
    found = problems({"layer": {"film": {"count": "x", "on": "none", "more": 1}}, "parts": 3})
    assert [one.where for one in found] == [
        "title",
        "layer.film.thickness",
        "layer.film.count",
        "layer.film.on",
        "layer.film.more",
        "parts",
    ]
    assert "http" not in "\n".join(map(str, found))
    assert "pydantic" not in "\n".join(map(str, found))


def test_a_path_is_shown_as_it_is_written():
    path = ["variant", "kumar2020/bpi/35um", "steps", 1]
    assert show_path(path) == 'variant."kumar2020/bpi/35um".steps[2]'
