"""Paths into a design: keys joined by dots, as TOML writes them; a key with a dot of its own stands in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_KEY = re.compile(r'"([^"]*)"|([^."]+)')


_PATH = re.compile(r'(?:"[^"]+"|[^".\s]+)(?:\.(?:"[^"]+"|[^".\s]+))*')


def is_path(text: str) -> bool:
    return _PATH.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _keys(path: str) -> tuple[str, ...]:
    return tuple(quoted or bare for quoted, bare in _KEY.findall(path))


def split(path: str) -> list[str]:
    """["interphase", "glass", "phases", "Na3PS3.85O0.15"] from interphase.glass.phases."Na3PS3.85O0.15"."""
    return list(_keys(path))


def join(keys: Iterable[str]) -> str:
    return ".".join(key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"' for key in keys)


def parent(path: str) -> str:
    """The table in which the last key stands; empty for the document itself."""
    return join(split(path)[:-1])


def last(path: str) -> str:
    return split(path)[-1]


def look(node: Any, keys: Iterable[str]) -> Any:
    """What is written under some keys of a document; None where nothing is."""
    for key in keys:
        if not isinstance(node, Mapping) or key not in node:
            return None
        node = node[key]
    return node
