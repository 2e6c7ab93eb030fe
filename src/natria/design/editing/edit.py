"""An edit of one number or choice of a system of a design file, made in its text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ...quantity import InputError, NatriaError, Problem, parse_quantity, plain_letters, term
from ..document import Design
from ..materials import materials
from ..paths import join, keys_of
from ..places import number_at, written_at
from ..values import Number
from .change import changed, key_text, renamed, text_of

WHY = "set on the page Design"


def edited(text: str, design: Design, path: str, value: str, why: str = "") -> str:
    """Return the text of a design file with another value at a path of one of its systems.

    `design` is that system as the file describes it now. A number is typed with its unit: a setting is then chosen, a
    property assumed, with the reason `why`. A phase is replaced by another one with its share; any other choice is a
    word.
    """
    where = written_at(path)
    document = tomllib.loads(text)
    number = number_at(where)
    keys = keys_of(where)
    if keys[-2:-1] == ("phases",) and _is_name(value):
        return _with_phase(text, document, design, keys, value)
    written = number_text(number, where, plain_letters(value), why) if number is not None else text_of(value)
    return changed(text, _place(document, design.name, where), written)


def _is_name(value: str) -> bool:
    """Whether a value is the name of a material and no share."""
    return value in materials() or not value[:1].isdigit()


def number_text(number: Number, path: str, value: str, why: str) -> str:
    """Return a number as it is written in a design; refused where it is no number of this kind."""
    row = term(number.term)
    try:
        if number.role == "setting":
            found = number.finding(value.strip(), path, {}, _nothing())
            assert found is not None
            return text_of(value.strip())
        _, unit = parse_quantity(value, row.unit)
        size = float(value.strip().removesuffix(unit).strip() if unit else value)
    except NatriaError as bad:
        raise InputError(
            path, [Problem("", f"{value!r}: {bad.what}", bad.fix or f"write for example {number.example}")]
        ) from None
    except ValueError:
        raise InputError(
            path, [Problem("", f"{value!r} is no number with a unit", f"write it in {row.shown}")]
        ) from None
    return f"{{ value = {size!r}, unit = {text_of(unit or '1')}, why = {text_of(why or WHY)} }}"


def _nothing() -> Any:
    from ...literature import library

    return library()


def _place(document: Mapping[str, Any], system: str, path: str) -> tuple[str, ...]:
    """Return the keys of a number of a system in its file: of the cell, or of a variant's patch."""
    if system == document.get("name"):
        return keys_of(path)
    above = ("variant", system, "patch")
    patch = document.get("variant", {}).get(system, {}).get("patch", {})
    keys = keys_of(path)
    for depth in range(len(keys), 0, -1):
        name = join(keys[:depth])
        if name in patch and (depth == len(keys) or isinstance(patch[name], Mapping)):
            return (*above, name, *keys[depth:])
    return (*above, path)


def _with_phase(text: str, document: Mapping[str, Any], design: Design, keys: tuple[str, ...], name: str) -> str:
    if name not in materials() and name not in design.names("material"):
        raise InputError(join(keys), [Problem(name, "has no material card", "choose one of those with a card")])
    place = _place(document, design.name, join(keys))
    if _is_there(document, place):
        return renamed(text, place, name)
    above = keys[:-1]  # the variant takes its phases from the cell: it gets a table of its own
    phases = {(name if key == keys[-1] else key): value for key, value in dict(design.get(join(above)) or {}).items()}
    return changed(text, _place(document, design.name, join(above)), inline(phases))


def _is_there(document: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    node: Any = document
    for key in keys:
        if not isinstance(node, Mapping) or key not in node:
            return False
        node = node[key]
    return True


def inline(value: Any) -> str:
    """Return a value as TOML in one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(value)) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else text_of(str(value))


def _pairs(value: Mapping[str, Any]) -> Iterator[str]:
    return (f"{key_text(key)} = {inline(inner)}" for key, inner in value.items())
