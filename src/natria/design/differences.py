"""What differs between designs: numbers and choices by their path, as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..quantity import NatriaError, show_value
from .document import Design
from .numbers import numbers_of
from .paths import join
from .places import number_at, written_at
from .values import Unanswerable

OUTSIDE = ("reporting", "bind", "study", "variants")  # tables that are no part of the cell
ASIDE = ("name", "title", "why", "from", "source", "papers", "note")  # keys that say something about a value
DERIVED = ("fit", "fact", "measured", "value")  # keys of a table that is a number


@dataclass(frozen=True)
class InputDifference:
    """A path and what each design has there; empty where it has nothing."""

    path: str
    shown: tuple[str, ...]


def differing_inputs(designs: Sequence[Design]) -> tuple[InputDifference, ...]:
    """Return the inputs that are not the same in all designs, by path."""
    columns = [_inputs(one) for one in designs]
    paths = dict.fromkeys(path for column in columns for path in column)
    rows = (InputDifference(path, tuple(column.get(path, "") for column in columns)) for path in paths)
    return tuple(sorted((row for row in rows if len(set(row.shown)) > 1), key=lambda row: row.path))


def _inputs(design: Design) -> dict[str, str]:
    """Return the inputs of a design as texts: numbers with their spread, choices as they are written."""
    numbers = {path: _number(design, path) for path, _ in numbers_of(design)}
    return {**dict(_choices(design.document, ())), **numbers}


def _number(design: Design, path: str) -> str:
    try:
        return show_value(design.finding(path))
    except (NatriaError, Unanswerable) as no:
        return f"no value ({no})"


def _choices(node: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield path and text of what is written and is no number."""
    for key, value in node.items():
        if key in ASIDE or (not keys and key in OUTSIDE):
            continue
        path = join((*keys, key))
        if number_at(written_at(path)) is not None:
            continue
        if isinstance(value, Mapping):
            yield from () if any(one in value for one in DERIVED) else _choices(value, (*keys, key))
        elif isinstance(value, list | tuple):
            yield path, "; ".join(map(str, value))
        else:
            yield path, str(value)
