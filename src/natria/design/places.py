"""Which number the schema defines at a path of a design, and its default."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, get_args

from ..quantity import TERMS
from ..quantity.validation import models_at
from .paths import join, split
from .schema.document import DesignTable
from .values import Number, property_number

FACES = "faces"  # the part that is both electrodes' faces, beside the layers by their names


def is_by_term(keys: Sequence[str | int]) -> bool:
    """Whether the keys of the table at some keys are terms: properties, and replaced usual assumptions."""
    match keys:
        case ["usual"] | ["material", _, "properties"]:
            return True
        case [*above, "properties"]:
            return any("properties" in model.model_fields for model in models_at(DesignTable, above))
    return False


@lru_cache(maxsize=4096)
def number_at(path: str) -> Number | None:
    """Return the number that the schema defines at a path of a design; None where it defines none."""
    keys: list[str | int] = list(split(path))
    if not keys:
        return None
    for model in models_at(DesignTable, keys[:-1]):
        field = model.model_fields.get(str(keys[-1]))
        if field is not None:
            return next((m for m in field.metadata if isinstance(m, Number)), None)
    if keys[-1] in TERMS and is_by_term(keys[:-1]):
        return property_number(str(keys[-1]))
    return _entry_number(keys)


def _entry_number(keys: list[str | int]) -> Number | None:
    """Return the number of an entry of a table of numbers (phases, fractions)."""
    if len(keys) < 2:
        return None
    for model in models_at(DesignTable, keys[:-2]):
        field = model.model_fields.get(str(keys[-2]))
        for argument in get_args(field.annotation) if field else ():
            for extra in getattr(argument, "__metadata__", ()):
                if isinstance(extra, Number):
                    return extra
    return None


@lru_cache(maxsize=4096)
def default_at(path: str) -> Any:
    """Return the default of the schema for a path."""
    keys: list[str | int] = list(split(path))
    for model in models_at(DesignTable, keys[:-1]) if keys else ():
        field = model.model_fields.get(str(keys[-1]))
        if field is not None and not field.is_required():
            return field.default
    return None


@lru_cache(maxsize=4096)
def written_at(path: str) -> str:
    """Return where a number that is read at a path is written.

    A property without a key of its own stands in `properties`.
    """
    keys = split(path)
    table = [*keys[:-1], "properties"]
    by_term = number_at(path) is None and bool(keys) and keys[-1] in TERMS and is_by_term(table)
    return join([*table, keys[-1]]) if by_term else path


def is_open(path: str) -> bool:
    """Whether a patch may write into a table that the design does not have yet.

    It may where the schema defines the table, or where it describes a material that has a card.
    """
    match split(path):
        case ["material", _] | ["material", _, "properties"]:
            return True
    return default_at(path) is not None
