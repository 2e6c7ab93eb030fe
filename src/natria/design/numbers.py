"""Paths of all numbers that a design has: written, on its material cards, or given by its protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from ..quantity import NatriaError
from ..quantity.validation import models_at
from .materials import properties_of
from .paths import join, look, split, tables_of
from .places import number_at, written_at
from .schema.document import DesignTable
from .values import Number, Unanswerable

ASIDE = ("material", "usual", "reporting", "bind")  # tables that are not parts of the cell


class NumberedCell(Protocol):
    """The part of a design that is read here."""

    @property
    def document(self) -> Mapping[str, Any]: ...
    def has(self, path: str) -> bool: ...
    def card(self, material: str) -> Mapping[str, Any]: ...
    def materials_at(self, table: str) -> tuple[str, ...]: ...


def numbers_of(design: NumberedCell) -> Iterator[tuple[str, Number]]:
    """Return each path at which a number can be read and varied, with what the schema says of it."""
    for table in ("", *tables_of(design.document, [])):
        keys = split(table)
        if keys and (keys[0] in ASIDE or keys[-1] == "properties" or number_at(table) is not None):
            continue
        for key in _keys(design, table):
            path = join([*keys, key])
            number = number_at(written_at(path))
            if number is not None and _has(design, path):
                yield path, number


def _has(design: NumberedCell, path: str) -> bool:
    """Whether there is a number; a protocol that cannot be read gives none."""
    try:
        return design.has(path)
    except (NatriaError, Unanswerable):
        return False


def _keys(design: NumberedCell, table: str) -> dict[str, None]:
    """Return the keys that may hold a number in a table: of the schema, written there, or on its cards."""
    keys = split(table)
    by_schema = (name for model in models_at(DesignTable, list(keys)) for name in model.model_fields)
    here = look(design.document, keys)
    written = here if isinstance(here, Mapping) else {}
    more = written.get("properties")
    by_term = more if isinstance(more, Mapping) else {}
    cards = (name for card in design.materials_at(table) for name in properties_of(design.card(card)))
    return dict.fromkeys((*by_schema, *written, *by_term, *cards))
