"""What all tables of the schema share: numbers, names, reasons, facts, and the choice of a law."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from ...quantity import InputError
from ..values import Limit, Number, facts_from, papers_of


def setting(term: str, says: str, example: str, limit: Limit = "") -> Number:
    return Number(term, "setting", says, f'"{example}"', limit)


def known(term: str, says: str) -> Number:
    return Number(term, "property", says, '{value = .., unit = "..", why = ".."}')


# Names of layers are words in paths, so they are bare keys; names of materials may have dots and stand in quotes.
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]


def _not_empty(why: str) -> str:
    if not why.strip():
        raise PydanticCustomError("natria", "{what}", {"what": "is empty", "fix": "give the reason in a few words"})
    return why


Reason = Annotated[str, AfterValidator(_not_empty)]


def _known_facts(names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    try:
        facts_from(list(names), papers_of(info))
    except InputError as bad:
        first = bad.problems[0]
        what = f"{first.where} {first.what}"
        raise PydanticCustomError("natria", "{what}", {"what": what, "fix": first.fix}) from None
    return names


Facts = Annotated[tuple[str, ...], AfterValidator(_known_facts)]


# Any further property, by its term: a criterion that wants a new one changes no schema. `check` reads them.
Properties = dict[str, Any]


class SchemaTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Law(SchemaTable):
    """A table whose law is named by a word: the choice is an assumption and gives its reason."""

    why: Reason = Field(examples=['"the reason for this law"'])
    evidence: Facts = Field(default=(), alias="from", examples=['["kumar2020:eta-3um"]'])

    def _need(self, word: str, needed: tuple[str, ...]) -> None:
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise PydanticCustomError(
                "natria",
                "{what}",
                {"what": f"the law {word!r} needs {', '.join(missing)}", "fix": f"add {missing[0]} = .."},
            )
