"""Bytes of one costly step: from the store where it has them, else computed and kept there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...store import Entry, Store
from ...store.claims import claim
from ...store.store import now, writing

AGAIN = 0.5  # s until a step of another process is looked for again
FILE = "result"


@dataclass(frozen=True)
class StepName:
    """The name of a step in the store, its version, and what it depends on."""

    name: str
    version: int
    key: Mapping[str, Any]


@dataclass(frozen=True)
class KeptStep:
    """The bytes of a step, whether the store had them, and the seconds that it took to compute them."""

    data: bytes
    was_there: bool
    seconds: float


def kept(store: Store, step: StepName, content: Mapping[str, Any], compute: Callable[[], bytes]) -> KeptStep:
    """Return the bytes of a step from the store, or computed and kept there.

    One process at a time computes a step; others wait for it. Without a folder nothing is kept.
    """
    entry = Entry("value", step.name, step.version, step.key, {}, "")
    while True:
        if (found := _look_up(store, step)) is not None:
            return found
        if store.path is None:
            return _computed(compute)
        with writing(store.folder), claim(store.folder, entry.id) as ours:
            if ours:
                if (found := _look_up(store, step)) is not None:
                    return found
                made = _computed(compute)
                content = {**content, "seconds": round(made.seconds, 3)}
                store.keep(Entry("value", step.name, step.version, step.key, content, now()), {FILE: made.data})
                return made
        time.sleep(AGAIN)


def _computed(compute: Callable[[], bytes]) -> KeptStep:
    began = time.monotonic()
    data = compute()
    return KeptStep(data, was_there=False, seconds=time.monotonic() - began)


def _look_up(store: Store, step: StepName) -> KeptStep | None:
    entry = store.get("value", step.name, step.version, step.key)
    if entry is None:
        return None
    return KeptStep(store.files(entry)[FILE], was_there=True, seconds=float(entry.content.get("seconds", 0.0)))
