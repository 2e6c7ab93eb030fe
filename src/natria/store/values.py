"""Values of a function by the digest of its argument: entries of kind "value" with the pickled value."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Any

from .entry import Entry
from .store import Store, now

VALUE = "value"  # the file of an entry that holds the pickled result
LONGEST_KEY = 300  # characters of a key that an entry shows


@dataclass(frozen=True)
class KeptValue:
    """A value that was found in a store."""

    value: Any


def key_of(digest: str) -> dict[str, str]:
    """The key of an entry for a digest of a key of the map."""
    return {"digest": digest}


def has_value(store: Store, name: str, version: int, digest: str) -> bool:
    """Whether a store has the value for a digest; its bytes are checked."""
    return store.get("value", name, version, key_of(digest)) is not None


def kept_value(store: Store, name: str, version: int, digest: str) -> KeptValue | None:
    """Return the value for a digest; None where there is none that can be read.

    One that cannot be read is set aside.
    """
    entry = store.get("value", name, version, key_of(digest))
    if entry is None:
        return None
    try:
        return KeptValue(pickle.loads(store.files(entry)[VALUE]))  # noqa: S301 - the user's own file
    except Exception as bad:  # noqa: BLE001 - a pickle of a class that is gone can raise anything
        why = f"cannot be unpickled ({type(bad).__name__}: {bad})"
        store.set_aside(entry.path, why, shipped=entry.shipped, sound=True)
        return None


def keep_value(store: Store, name: str, version: int, digest: str, *, key: Any, pickled: bytes, seconds: float) -> None:
    """Keep a pickled value; raises OutputError where it cannot be written."""
    content = {"key": repr(key)[:LONGEST_KEY], "seconds": round(seconds, 3)}
    store.keep(Entry("value", name, version, key_of(digest), content, now()), {VALUE: pickled})
