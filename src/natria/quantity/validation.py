"""Validation errors of pydantic reworded: the key path, what is wrong, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args, get_origin

from .errors import Problem, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

SHOWN = 12  # known keys, where none is like the unknown one

# pydantic's type of error -> our words; {x} is taken from the error's context, {given} from the input.
WORDS: dict[str, tuple[str, str]] = {
    "missing": ("is missing", "{example}"),
    "extra_forbidden": ("is not a key that is known here", "{near}"),
    "literal_error": ("{given} is not a choice here", "write one of: {expected}"),
    "string_type": ("must be a text, not {given}", "put it in quotes"),
    "float_type": ("must be a number, not {given}", ""),
    "float_parsing": ("must be a number, not {given}", ""),
    "int_type": ("must be a whole number, not {given}", ""),
    "int_parsing": ("must be a whole number, not {given}", ""),
    "int_from_float": ("must be a whole number, not {given}", ""),
    "bool_type": ("must be true or false, not {given}", ""),
    "bool_parsing": ("must be true or false, not {given}", ""),
    "dict_type": ("must be a table, not {given}", "write it as [table] or {{ key = .. }}"),
    "model_type": ("must be a table, not {given}", "write it as [table] or {{ key = .. }}"),
    "model_attributes_type": ("must be a table, not {given}", "write it as [table] or {{ key = .. }}"),
    "list_type": ("must be a list, not {given}", "put it in square brackets"),
    "tuple_type": ("must be a list, not {given}", "put it in square brackets"),
    "string_pattern_mismatch": ("{given} has letters that are not allowed here", "it must match {pattern}"),
    "string_too_short": ("is empty", "{example}"),
    "less_than_equal": ("must be at most {le}, not {given}", ""),
    "too_short": ("has too few entries", ""),
    "too_long": ("has too many entries", ""),
    "greater_than": ("must be above {gt}, not {given}", ""),
    "greater_than_equal": ("must be at least {ge}, not {given}", ""),
    "natria": ("{what}", "{fix}"),
}


def problems_of(bad: ValidationError, schema: type[BaseModel]) -> list[Problem]:
    """Every problem of a document, with key paths as the person wrote them."""
    return [_problem(error, schema) for error in bad.errors(include_url=False)]


def _problem(error: Any, schema: type[BaseModel]) -> Problem:
    path = [part for part in error["loc"] if not str(part).startswith("function-")]
    if error["type"] == "string_pattern_mismatch" and path[-1] == "[key]":
        path.pop()  # the name of a table is wrong, not something in it
    what, fix = WORDS.get(error["type"], (error["msg"].lower(), ""))
    given = error["input"]
    words: dict[str, Any] = {
        **error.get("ctx", {}),
        "given": "a table" if isinstance(given, Mapping) else "a list" if isinstance(given, list) else repr(given),
    }
    if error["type"] == "missing":
        words["example"] = _example(schema, path)
    if error["type"] == "extra_forbidden":
        words["near"] = _where_else(str(path[-1]), _keys(schema, path[:-1]))
    return Problem(show_path(path), _fill(what, words), _fill(fix, words))


def _where_else(key: str, keys: list[str]) -> str:
    """Where an unknown key may belong: a term stands under `properties`."""
    from .terms import TERMS

    if key in TERMS and "properties" in keys:
        return f"it is a term: write it as properties.{key}"
    some = f"; known here: {', '.join(sorted(keys)[:SHOWN])} and more" if keys else ""
    return did_you_mean(key, keys) or f"leave it out{some}"


def _fill(text: str, words: Mapping[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: str(words.get(m[1], "")), text).replace("{{", "{").replace("}}", "}")


def show_path(path: list[str | int]) -> str:
    """variant."kumar2020/bpi/35um".steps[2]: quoted where TOML wants quotes, places counted from 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            word = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"'
            text += f".{word}" if text else word
    return text


def models_at(schema: type[BaseModel], path: list[str | int]) -> Iterator[type[BaseModel]]:
    """The schema of the table at a path, through named tables and lists."""
    if not path:
        yield schema
        return
    field = schema.model_fields.get(str(path[0]))
    if field is None:
        return
    yield from _into(field.annotation, path[1:])


def _into(annotation: Any, path: list[str | int]) -> Iterator[type[BaseModel]]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from models_at(annotation, path)
    elif get_origin(annotation) in (dict, list, tuple):
        if path:  # the next step of the path is a name or a place in it
            yield from _into(get_args(annotation)[-1 if get_origin(annotation) is dict else 0], path[1:])
    else:
        for inner in get_args(annotation):
            yield from _into(inner, path)


def _keys(schema: type[BaseModel], path: list[str | int]) -> list[str]:
    return [key for model in models_at(schema, path) for key in model.model_fields]


def _example(schema: type[BaseModel], path: list[str | int]) -> str:
    for model in models_at(schema, path[:-1]):
        field = model.model_fields.get(str(path[-1]))
        if field is not None and field.examples:
            return f"add {path[-1]} = {field.examples[0]}"
    return f"add {path[-1]}"
