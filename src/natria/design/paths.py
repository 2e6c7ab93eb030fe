"""Paths into a design: keys joined by dots, as in TOML; a key that contains a dot is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

_KEY = re.compile(r'"([^"]*)"|([^."]+)')


_PATH = re.compile(r'(?:"[^"]+"|[^".\s]+)(?:\.(?:"[^"]+"|[^".\s]+))*')


def is_path(text: str) -> bool:
    return _PATH.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def keys_of(path: str) -> tuple[str, ...]:
    return tuple(quoted or bare for quoted, bare in _KEY.findall(path))


def split(path: str) -> list[str]:
    """Return the keys of a path: ["a", "b.c"] from a."b.c"."""
    return list(keys_of(path))


def join(keys: Iterable[str]) -> str:
    """Return the path of some keys."""
    return _joined(tuple(keys))


@lru_cache(maxsize=8192)
def _joined(keys: tuple[str, ...]) -> str:
    return ".".join(key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"' for key in keys)


def parent(path: str) -> str:
    """Return the table in which the last key of a path stands; empty for the document itself."""
    return join(keys_of(path)[:-1])


def last(path: str) -> str:
    return keys_of(path)[-1]


def look(node: Any, keys: Iterable[str]) -> Any:
    """Return what is written under some keys of a document; None where nothing is."""
    for key in keys:
        if not (type(node) is dict or isinstance(node, Mapping)):  # the first is quicker, and nearly always so
            return None
        node = node.get(key)
    return node


def tables_of(node: Any, path: list[str]) -> Iterator[str]:
    """Return the paths of all tables in a table."""
    if isinstance(node, Mapping):
        if path:
            yield join(path)
        for key, inner in node.items():
            yield from tables_of(inner, [*path, key])


def table(node: Any, *keys: str) -> Mapping[str, Any]:
    """Return the table at some keys of a document, empty where there is none."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else {}
