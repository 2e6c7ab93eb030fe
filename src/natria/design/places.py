"""The number at a path of a design, and its default: read off the schema."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, get_args

from ..quantity import TERMS
from ..quantity.validation import models_at
from .paths import join, split
from .schema import DesignTable
from .values import Number, property_number

FACES = "faces"  # the part that is both electrodes' faces, beside the layers by their names


def is_by_term(keys: Sequence[str | int]) -> bool:
    """Whether the keys of this table are terms: properties, and replacements of usual assumptions."""
    match keys:
        case ["usual"] | ["material", _, "properties"]:
            return True
        case [*above, "properties"]:
            return any("properties" in model.model_fields for model in models_at(DesignTable, above))
    return False


@lru_cache(maxsize=4096)
def number_at(path: str) -> Number | None:
    """The number that stands at a path of a design, by the schema; None where the schema has none."""
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
    """The number of an entry of a table of numbers (phases, fractions)."""
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
    """The default of the schema."""
    keys: list[str | int] = list(split(path))
    for model in models_at(DesignTable, keys[:-1]) if keys else ():
        field = model.model_fields.get(str(keys[-1]))
        if field is not None and not field.is_required():
            return field.default
    return None


@lru_cache(maxsize=4096)
def written_at(path: str) -> str:
    """The path where a number is written: a property without a key of its own is in `properties`."""
    keys = split(path)
    table = [*keys[:-1], "properties"]
    by_term = number_at(path) is None and bool(keys) and keys[-1] in TERMS and is_by_term(table)
    return join([*table, keys[-1]]) if by_term else path


def is_open(path: str) -> bool:
    """Whether a patch may create this table: the schema gives it, or it refines the card of a material."""
    match split(path):
        case ["material", _] | ["material", _, "properties"]:
            return True
    return default_at(path) is not None
