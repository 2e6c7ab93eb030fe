"""Layers of a cell added, removed and moved in the text of its design.

A number without a source is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...quantity import InputError, Problem, plain_letters
from ..document import Design
from ..places import number_at
from .blocks import exchanged, put_in, taken_out
from .change import key_text, text_of
from .edit import number_text
from .stack import TITLES, WHY, LayerField, fields_of_layer

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
ONE_PHASE = "the only phase, chosen on the page Design; more phases are written in the text"


def added(text: str, design: Design, table: str, place: int, values: Mapping[str, str]) -> str:
    """Return the text with a new layer; raises InputError with all that is missing or wrong."""
    if table not in TITLES:
        raise InputError("the layer", [Problem(table, "is no kind of layer", f"known: {', '.join(TITLES)}")])
    given = {key: value.strip() for key, value in values.items() if value.strip()}
    fields = tuple(fields_of_layer(design, table, ""))
    if problems := [*_wrong_name(design, given.get("name", "")), *_wrong_values(fields, given)]:
        raise InputError("the new layer", problems)
    lines = [f"[{table}.{key_text(given['name'])}]", *_lines(table, fields, given)]
    return put_in(text, table, lines, max(0, min(place, len(design.names(table)))))


def removed(text: str, design: Design, layer: str) -> str:
    """Return the text without a layer of a cell."""
    return taken_out(text, *_known(design, layer))


def moved(text: str, design: Design, layer: str, other: str) -> str:
    """Return the text in which a layer has changed places with another one of its kind."""
    (table, name), (beside, second) = _known(design, layer), _known(design, other)
    if table != beside or name == second:
        raise InputError(layer, [Problem(other, "is no layer to change places with", "choose one of the same kind")])
    return exchanged(text, table, name, second)


def _known(design: Design, layer: str) -> tuple[str, str]:
    table, _, name = layer.partition(".")
    if table not in TITLES or name not in design.names(table):
        raise InputError(layer[:200], [Problem("", "is no layer of this cell", "choose one of the picture")])
    return table, name


def _wrong_name(design: Design, name: str) -> Iterator[Problem]:
    if name and not NAME.fullmatch(name):
        yield Problem("name", f"{name[:40]!r} is no name of a layer", "take letters, digits, - and _")
    if name in (*design.names("interphase"), *design.names("electrolyte")):
        yield Problem("name", f"there is a layer {name} already", "take another name")


def _wrong_values(fields: Sequence[LayerField], given: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is missing and what is none of the choices."""
    for one in fields:
        value = given.get(one.key)
        if value is None:
            if one.needed:
                fix = "choose one of the list" if one.options else f"give for example {one.example}"
                yield Problem(one.label, "is not given", fix if one.example or one.options else one.says)
        elif one.options and value not in [option.value for option in one.options]:
            yield Problem(one.label, f"{value[:40]!r} is not one of its choices", "choose one of the list")


def _lines(table: str, fields: Sequence[LayerField], given: Mapping[str, str]) -> Iterator[str]:
    for one in fields:
        value = given.get(one.key)
        if value is None or one.kind in ("name", "words"):
            continue
        if one.key == "phase":
            yield f'phases = {{ {key_text(value)} = {{ value = 100, unit = "%", why = {text_of(ONE_PHASE)} }} }}'
        elif one.kind == "choice":
            yield f"{one.key} = {text_of(value)}"
        else:
            path = f"{table}.{given['name']}.{one.key}"
            number = number_at(path)
            assert number is not None
            why = given.get(f"{one.key} {WHY}", "")
            yield f"{one.key} = {number_text(number, one.label, plain_letters(value), why)}"
