"""Which number stands at a path of a design, and what stands there where nothing is written: read off the schema."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from ..quantity import TERMS
from ..quantity.validation import models_at
from .paths import join, split
from .schema import DesignTable
from .values import Number, property_number

BY_TERM = ("properties", "usual")  # tables whose keys are terms


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
    if len(keys) > 1 and keys[-2] in BY_TERM and keys[-1] in TERMS:
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
    """What the schema gives where a design says nothing."""
    keys: list[str | int] = list(split(path))
    for model in models_at(DesignTable, keys[:-1]) if keys else ():
        field = model.model_fields.get(str(keys[-1]))
        if field is not None and not field.is_required():
            return field.default
    return None


def written_at(path: str) -> str:
    """Where a number that is read at a path is written: a property without a key of its own stands in `properties`."""
    keys = split(path)
    if len(keys) < 2 or number_at(path) is not None or keys[-1] not in TERMS:
        return path
    return join([*keys[:-1], "properties", keys[-1]])
