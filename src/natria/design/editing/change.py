"""A new value at a path of a TOML text: nothing else in the text changes.

A value that is there is replaced. One that is not is added to its table, which is made where it is missing. What comes
out is read again and must be the document with that one value changed; else the change is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from ...quantity import InputError, Problem
from .places import Keys, TextPlace, places_of

BARE = re.compile(r"[A-Za-z0-9_-]+")
BY_HAND = "edit the text of the design instead"


def changed(text: str, keys: Sequence[str], value: str) -> str:
    """Return a text with another value, given as TOML, at the path of some keys."""
    path = tuple(keys)
    wanted = _with(text, path, lambda table: table.__setitem__(path[-1], tomllib.loads(f"value = {value}")["value"]))
    for found in _ways(text, path, value):
        if _document(found) == wanted:
            return found
    raise InputError(".".join(path), [Problem("", "cannot be changed in the text without changing more", BY_HAND)])


def renamed(text: str, keys: Sequence[str], name: str) -> str:
    """Return a text with another name for the last of some keys; its value and its place stay."""
    path = tuple(keys)

    def rename(table: dict[str, Any]) -> None:
        if name in table:
            raise InputError(".".join(path), [Problem(name, "is there already", "choose another one")])
        items = [(name if key == path[-1] else key, value) for key, value in table.items()]
        table.clear()
        table.update(items)

    wanted = _with(text, path, rename)
    place = places_of(text).get(path)
    if place is not None:
        found = _put(text, place.key, key_text(name))
        if _document(found) == wanted:
            return found
    raise InputError(".".join(path), [Problem("", "cannot be renamed in the text", BY_HAND)])


def key_text(key: str) -> str:
    """Return a key as it is written."""
    return key if BARE.fullmatch(key) else text_of(key)


def text_of(value: str) -> str:
    """Return a string as TOML."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'


def _ways(text: str, path: tuple[str, ...], value: str) -> Iterator[str]:
    """Yield texts with the change, the smallest first."""
    found = places_of(text)
    here = found.get(path)
    if here is not None and not here.is_header:
        yield _put(text, here.value, value)
        return
    pair = f"{key_text(path[-1])} = {value}"
    table = found.get(path[:-1])
    if table is not None and table.is_header:
        yield _after(text, table.value[1], pair)
    elif table is not None:
        yield _into_inline(text, table, pair)
    elif len(path) == 1:
        yield from _into_document(text, found, pair)
    dotted = _beside(found, path)
    if dotted is not None:
        written = ".".join(map(key_text, path[dotted[1] :]))
        yield _after(text, dotted[0].value[1], f"{written} = {value}")
    yield _new_table(text, found, path, pair)


def _into_inline(text: str, table: TextPlace, pair: str) -> str:
    begin, end = table.value
    inside = text[begin + 1 : end - 1]
    last = begin + 1 + len(inside.rstrip())
    return _put(text, (last, last), f", {pair}" if inside.strip() else f" {pair}")


def _into_document(text: str, found: Mapping[Keys, TextPlace], pair: str) -> Iterator[str]:
    """Yield a text with a key of the document itself: behind the last of them, or at the beginning."""
    headers = [p.key[0] for p in found.values() if p.is_header]
    first = min(headers, default=len(text))
    plain = [p.value[1] for keys, p in found.items() if len(keys) == 1 and not p.is_header and p.value[1] < first]
    yield _after(text, max(plain), pair) if plain else _put(text, (0, 0), f"{pair}\n")


def _beside(found: Mapping[Keys, TextPlace], path: tuple[str, ...]) -> tuple[TextPlace, int] | None:
    """Return the last key of the same table that is written with dots, and how many keys its header has."""
    for keys in reversed(list(found)):
        if len(keys) >= len(path) and keys[: len(path) - 1] == path[:-1] and not found[keys].is_header:
            depth = next((k for k in range(len(path) - 1, 0, -1) if keys[:k] in found and found[keys[:k]].is_header), 0)
            return found[keys], depth
    return None


def _new_table(text: str, found: Mapping[Keys, TextPlace], path: tuple[str, ...], pair: str) -> str:
    """Return a text with a new table, behind the last one that shares most keys with it."""
    header = f"[{'.'.join(map(key_text, path[:-1]))}]\n{pair}"
    near = [(_shared(keys, path), place.value[1]) for keys, place in found.items() if place.is_header]
    best = max(near, default=(0, 0))
    if best[0] > 0:
        return _after(text, best[1], f"\n{header}")
    return _put(text.rstrip(), (len(text.rstrip()),) * 2, f"\n\n{header}\n")


def _shared(keys: Keys, path: tuple[str, ...]) -> int:
    return next(
        (k for k, pair in enumerate(zip(keys, path, strict=False)) if pair[0] != pair[1]), min(len(keys), len(path))
    )


def _after(text: str, at: int, lines: str) -> str:
    """Return a text with more lines behind the one that holds a place."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end - (text[end - 1] == "\r")
    return _put(text, (end, end), f"\n{lines}")


def _put(text: str, ends: tuple[int, int], new: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    return text[: ends[0]] + new.replace("\n", newline) + text[ends[1] :]


def _with(text: str, path: tuple[str, ...], change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return the document of a text with a table of it changed."""
    document = deepcopy(tomllib.loads(text))
    node: Any = document
    for key in path[:-1]:
        node = node.setdefault(key, {}) if isinstance(node, dict) else None
    if not isinstance(node, dict):
        raise InputError(".".join(path), [Problem("", "lies in something that is no table", BY_HAND)])
    change(node)
    return document


def _document(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None
