"""Common parts of artefacts: read-only arrays, a digest of the content, a light reference."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Protocol

import numpy as np

from ..quantity import Artefact, ArtefactKind, Computed, ModelError, Origin, Question

PENDING: Origin = Computed("", 0)
"""The origin of an artefact that an answerer has just made; `ask` puts the recorded one in its place."""


Parts = tuple[dict[str, Any], tuple[np.ndarray, ...]]  # what describes the arrays of an artefact, and the arrays


class Artefactual(Protocol):
    """The attributes from which a reference is made."""

    @property
    def question(self) -> Question | None: ...
    @property
    def origin(self) -> Origin: ...
    @property
    def title(self) -> str: ...
    @property
    def digest(self) -> str: ...


def reference(kind: ArtefactKind, made: Artefactual) -> Artefact:
    """The artefact without its arrays, as it stands in an origin. It needs a question and an origin."""
    if made.question is None or made.origin is PENDING or made.origin == PENDING:
        lacks = "question" if made.question is None else "origin"
        what = f"the {kind} {made.title!r} has no {lacks}, so nothing can rest on it"
        raise ModelError(what, "return it from an answerer, or give its question and its origin")
    return Artefact(kind, made.question, made.digest, made.origin, made.title)


def frozen(values: Any, dtype: type = float) -> np.ndarray:
    """A read-only array of a type. What is read-only already is not copied."""
    array: np.ndarray = np.asarray(values, dtype)
    if array.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return array


def digest_of(header: dict[str, Any], arrays: Iterable[np.ndarray]) -> str:
    """The hash of a description and arrays, independent of file format, machine and the bits of a nan."""
    found = sha256(json.dumps(header, sort_keys=True).encode())
    for array in arrays:
        found.update(json.dumps([array.dtype.kind, list(array.shape)]).encode())
        found.update(_plain(array).tobytes())
    return found.hexdigest()


def _plain(array: np.ndarray) -> np.ndarray:
    """Little-endian, eight bytes a number, one nan. A complex number is its two parts."""
    if array.dtype.kind == "c":
        return np.stack([_plain(array.real), _plain(array.imag)], axis=-1)
    if array.dtype.kind in "iub":
        return array.astype("<i8")
    plain = array.astype("<f8")
    return np.where(np.isnan(plain), np.nan, plain).astype("<f8")
