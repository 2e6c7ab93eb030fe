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


def kept(store: Store, step: StepName, content: Mapping[str, Any], compute: Callable[[], bytes]) -> tuple[bytes, bool]:
    """The bytes of a step, and whether the store had them.

    One process at a time computes a step; others wait for it. Without a folder nothing is kept.
    """
    entry = Entry("value", step.name, step.version, step.key, {}, "")
    while True:
        if (found := _look_up(store, step)) is not None:
            return found, True
        if store.path is None:
            return compute(), False
        with writing(store.folder), claim(store.folder, entry.id) as ours:
            if ours:
                if (found := _look_up(store, step)) is not None:
                    return found, True
                made = compute()
                store.keep(Entry("value", step.name, step.version, step.key, content, now()), {FILE: made})
                return made, False
        time.sleep(AGAIN)


def _look_up(store: Store, step: StepName) -> bytes | None:
    entry = store.get("value", step.name, step.version, step.key)
    return None if entry is None else store.files(entry)[FILE]
