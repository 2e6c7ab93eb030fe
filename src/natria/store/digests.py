"""The digest of a plain value, the same in every process.

A pickle does not serve for this, since pickles of equal values may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from ..quantity import InputError, Problem
from .entry import canonical, digest_of_json


def digest_of_key(key: Any, where: str = "the key") -> str:
    """Return the SHA-256 digest of a value.

    A value is made of numbers, words, tuples, lists, mappings, sets, arrays, enums and dataclasses.

    An object with a `digest` of its own (a finding) stands for itself by it.
    """
    return digest_of_json(_tagged(key, where))


def _tagged(value: Any, where: str) -> Any:
    """The value as JSON with its types, so that 1, 1.0 and "1" differ."""
    if isinstance(value, Enum):
        return ["enum", type(value).__qualname__, value.name]
    if value is None or isinstance(value, bool | int | str):
        return [type(value).__name__, value]
    if isinstance(value, float):
        return ["float", float(value).hex()]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, PurePath):
        return ["path", str(value)]
    if isinstance(digest := getattr(value, "digest", None), str):
        return ["digest", type(value).__qualname__, digest]
    if is_dataclass(value) and not isinstance(value, type):
        rows = {one.name: _tagged(getattr(value, one.name), f"{where}.{one.name}") for one in fields(value)}
        return ["dataclass", type(value).__qualname__, rows]
    return _tagged_container(value, where)


def _tagged_container(value: Any, where: str) -> Any:
    if isinstance(value, tuple | list):
        return [type(value).__name__, [_tagged(one, f"{where}[{place}]") for place, one in enumerate(value)]]
    if isinstance(value, Mapping):
        pairs = [[_tagged(k, f"a key of {where}"), _tagged(v, f"{where}[{k!r}]")] for k, v in value.items()]
        return ["mapping", sorted(pairs, key=canonical)]
    if isinstance(value, AbstractSet):
        return ["set", sorted((_tagged(one, f"a member of {where}") for one in value), key=canonical)]
    kind = getattr(value, "dtype", None)
    if kind is not None and not getattr(kind, "hasobject", True):
        return ["array", str(kind.str), list(value.shape), sha256(value.tobytes()).hexdigest()]
    fix = "give numbers, words, tuples, mappings, arrays, dataclasses of these, or an object with a `digest`"
    raise InputError("map_stored", [Problem(where, f"a {type(value).__qualname__} has no digest", fix)])
