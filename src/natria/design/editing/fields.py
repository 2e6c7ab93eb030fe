"""What can be edited in a design: numbers and choices with label, unit, range and source.

A page that draws these knows nothing of batteries. A number that the schema or a card gains appears by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...quantity import Finding, NatriaError, from_si, parse_quantity, show_value, term, typeset
from ...quantity.book import describe_origin
from ..check.sizes import Size, size_at
from ..document import STATED, Design
from ..numbers import numbers_of
from ..paths import keys_of, parent
from ..places import number_at, written_at
from ..values import Number, Unanswerable
from .choices import FieldChoice, choices_of

LAYERED = ("interphase", "electrolyte", "defect", "deposition", "inactive", "step", "material")  # tables of tables
SETTLED = "the steps of the protocol give this number: edit their text"
SCALED = 20.0  # ratio of the ends of the usual range from which a scale is logarithmic


@dataclass(frozen=True)
class NumberField:
    """A number of a design.

    `low` and `high` are the ends of what is usual, `least` and `most` of what is possible. All numbers are in
    `unit`. `shown` is the value with its unit as it is typed. `kind` is that of its origin, `source` says where
    it comes from, and `locked` why it cannot be edited; they are empty where there is nothing to say.
    """

    path: str
    part: str
    label: str
    explains: str
    role: str  # setting or property
    unit: str
    value: float | None
    shown: str
    spread: str
    kind: str
    source: str
    low: float | None
    high: float | None
    least: float | None
    most: float | None
    log: bool
    example: str
    locked: str = ""


@dataclass(frozen=True)
class DesignFields:
    numbers: tuple[NumberField, ...]
    choices: tuple[FieldChoice, ...]


def fields_of(design: Design) -> DesignFields:
    """Return what can be edited: numbers that are given, settings that may be given, and choices."""
    given = {path: number for path, number in numbers_of(design) if _is_editable(design, path)}
    asked = {**given, **{path: number for path, number in _settings(design) if path not in given}}
    numbers = (_field(design, path, number) for path, number in asked.items())
    return DesignFields(tuple(sorted(numbers, key=lambda one: _order(one.path))), tuple(choices_of(design)))


def _is_editable(design: Design, path: str) -> bool:
    """Whether a number is written in the design or has a key of its own; others stand on material cards."""
    return design.get(written_at(path)) is not None or number_at(path) is not None


def words_of(key: str) -> str:
    """Return a key as words."""
    return key.replace("_", " ")


def label_of(path: str) -> str:
    """Return the label of a number in its part of the cell: "thickness", "growth time"."""
    keys = keys_of(path)
    deep = 2 if keys[0] in LAYERED else 1 if len(keys) > 1 else 0
    inner = [key for key in keys[deep:] if key != "properties"]
    return " ".join(map(words_of, inner))


def part_of(path: str) -> str:
    """Return the part of the cell that a path belongs to, in words: "layer film"."""
    match keys_of(path):
        case ("protocol", *_):
            return "protocol"
        case ("working" | "counter" as side, *_):
            return f"{side} electrode"
        case ("interphase", str(name), *_):
            return f"layer {name}"
        case ("electrolyte", str(name), *_):
            return f"electrolyte {name}"
        case (str(table), str(name), *_):
            return f"{words_of(table)} {name}"
    return "cell"


def name_of(path: str) -> str:
    """Return the name of a number for people: "thickness of layer film", "current", "temperature"."""
    part = part_of(path)
    return label_of(path) if part in ("cell", "protocol") else f"{label_of(path)} of {part}"


def _settings(design: Design) -> Iterator[tuple[str, Number]]:
    """Yield the settings of the schema: of the cell, its electrodes, its protocol and its layers."""
    layers = [f"{where}.{name}" for where in ("interphase", "electrolyte") for name in design.names(where)]
    sides = [side for side in ("working", "counter") if design.names(side)]
    for table in ("", "protocol", *sides, *layers):
        for key in _keys_of_schema(table):
            path = f"{table}.{key}" if table else key
            number = number_at(path)
            if number is not None and number.role == "setting":
                yield path, number


def _keys_of_schema(table: str) -> tuple[str, ...]:
    from ...quantity.validation import models_at
    from ..schema.document import DesignTable

    return tuple(key for model in models_at(DesignTable, list(keys_of(table))) for key in model.model_fields)


def _field(design: Design, path: str, number: Number) -> NumberField:
    row = term(number.term)
    found = _found(design, path)
    unit = found.unit if found is not None and found.unit else row.shown
    size = size_at(path, design.word("cell"))
    low, high, least, most = (_in_unit(end, row.unit, unit) for end in _ends(size))
    value = None if found is None else _rounded(from_si(found.value, unit, row.unit))
    return NumberField(
        path,
        part_of(path),
        label_of(path),
        f"{number.says or row.meaning}",
        number.role,
        "" if unit == "1" else unit,
        value,
        "" if value is None else f"{value:g} {unit}".removesuffix(" 1"),
        "" if found is None or not found.std else typeset(show_value(found)),
        "" if found is None else type(found.origin).__name__.lower(),
        "" if found is None else typeset(describe_origin(found)),
        low,
        high,
        least,
        most,
        low is not None and high is not None and low > 0 and high / low >= SCALED,
        number.example.strip('"'),
        SETTLED if design.get(path) is None and path in STATED and found is not None else "",
    )


def _found(design: Design, path: str) -> Finding | None:
    try:
        return design.finding(path)
    except (NatriaError, Unanswerable):
        return None


def _rounded(value: float) -> float:
    """Return a number without the digits that a change of unit adds."""
    return float(f"{value:.10g}")


def _ends(size: Size | None) -> tuple[str, str, str, str]:
    return (*size.usual, *size.possible) if size else ("", "", "", "")


def _in_unit(text: str, si: str, unit: str) -> float | None:
    return _rounded(from_si(parse_quantity(text, si)[0], unit, si)) if text else None


def _order(path: str) -> tuple[int, str]:
    """Return the place of a path among the fields: the cell first, layers as they are stacked."""
    tables = ("", "protocol", "working", "interphase", "electrolyte", "counter")
    top = keys_of(parent(path))[0] if parent(path) else ""
    return (tables.index(top) if top in tables else len(tables), "")
