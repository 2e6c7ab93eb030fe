"""Material cards: a TOML file each, with properties of a material by reference to facts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..literature import Library, library
from ..quantity import DesignError, Finding, Problem
from ..quantity.validation import problems_of
from .schema.document import Card
from .values import problems_of_properties, property_number

HERE = Path(__file__).with_name("materials")


@cache
def materials() -> Mapping[str, Mapping[str, Any]]:
    """Return the cards that come with natria, by name."""
    cards = [_load(file) for file in sorted(HERE.glob("*.toml"))]
    return {card["name"]: card for card in cards}


def _load(file: Path) -> Mapping[str, Any]:
    try:
        card = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as bad:
        raise DesignError(str(file), [Problem("", f"is not readable as TOML: {bad}")]) from None
    if wrong := problems_of_card(card, library()):
        raise DesignError(str(file), wrong)
    return card


def problems_of_card(card: Mapping[str, Any], papers: Library) -> list[Problem]:
    """Return the problems of a material card; its facts are looked up in a library."""
    try:
        Card.model_validate(card)
    except ValidationError as bad:
        return problems_of(bad, Card)
    properties = card.get("properties", {})
    return [Problem(f"properties.{p.where}", p.what, p.fix) for p in problems_of_properties(properties, papers)]


def properties_of(card: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the properties of a card as they are written, by term."""
    found = card.get("properties")
    return found if isinstance(found, Mapping) else {}


def material_property(card: Mapping[str, Any], name: str) -> Finding | None:
    """Return a property of a material with its provenance; None where its card does not give it."""
    raw = properties_of(card).get(name)
    return None if raw is None else property_number(name).finding(raw, str(card["name"]), {}, library())
