"""Material cards: a TOML file each; what is known of a material, by reference to facts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from ..quantity import TERMS, DesignError, Finding, NatriaError, Problem, VocabularyError, did_you_mean, term
from ..quantity.validation import problems_of
from .schema import Card
from .values import Number

HERE = Path(__file__).with_name("materials")


@cache
def materials() -> Mapping[str, Card]:
    """All material cards by name."""
    cards = [_load(file) for file in sorted(HERE.glob("*.toml"))]
    return {card.name: card for card in cards}


def _load(file: Path) -> Card:
    try:
        card = Card.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as bad:
        raise DesignError(str(file), [Problem("", f"is not readable as TOML: {bad}")]) from None
    except ValidationError as bad:
        raise DesignError(str(file), problems_of(bad, Card)) from None
    problems: list[Problem] = []
    for name, raw in card.properties.items():
        try:
            property_number(name).check(raw)
        except VocabularyError:
            problems.append(Problem(f"properties.{name}", "is not a term", did_you_mean(name, TERMS)))
        except NatriaError as bad:
            problems.append(Problem(f"properties.{name}", bad.what, bad.fix))
    if problems:
        raise DesignError(str(file), problems)
    return card


def property_number(name: str) -> Number:
    return Number(term(name).name, "property", term(name).meaning, '{fact = ".."}')


def material_property(material: str, name: str) -> Finding | None:
    """A property of a material with its origin; None where the card says nothing of it."""
    card = materials()[material]
    if name not in card.properties:
        return None
    return property_number(name).finding(card.properties[name], material, {})
