"""Removal of entries from a store.

Results of older versions, old entries, entries beyond a size, and damaged files are removed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from .claims import CLAIMS, claim
from .entry import Entry
from .files import PART
from .store import ASIDE, Store, writing

ABANDONED = 3600.0  # s after which a temporary file belongs to no process any more


@dataclass(frozen=True)
class Removal:
    """A file that goes, its size in bytes, and the reason."""

    path: Path
    size: int
    why: str


def tidy(
    store: Store,
    current: Mapping[str, int],
    *,
    oldest: float | None = None,
    most: int | None = None,
    dry: bool = False,
    method: int = 0,
) -> tuple[Removal, ...]:
    """Remove old entries from the folder of the user.

    An entry is removed if its version is below the current one, if its spread is of another `method` (0: of any), if it
    was made longer ago than `oldest` (s), or if the store exceeds `most` bytes.

    A name that `current` does not have counts by its newest version in the store. Of too many bytes the oldest
    entries go first. Broken and abandoned files always go. With `dry` nothing is removed.
    """
    broken: list[str] = []
    looked = replace(store, shipped=None, tell=broken.append, calls=store.calls)
    entries = [] if store.path is None else list(looked.entries())
    removals = [*_old_versions(entries, current), *_old_methods(entries, method)]
    if oldest is not None:
        removals += [_removal(one, "too old") for one in entries if age(one) > oldest]
    gone = {one.path for one in removals}
    left = [one for one in entries if one.path not in gone]
    removals += _too_much(left, most)
    removals += _broken(store.folder) if store.path is not None else ()
    unique = tuple({one.path: one for one in removals}.values())
    if not dry and store.path is not None:
        with writing(store.path):
            for one in unique:
                one.path.unlink(missing_ok=True)
            _end_claims(store.path)
    return unique


def age(entry: Entry) -> float:
    """Seconds since an entry was made."""
    return time.time() - datetime.fromisoformat(entry.made).timestamp()


def _removal(entry: Entry, why: str) -> Removal:
    return Removal(entry.path, entry.size, why)


def _old_versions(entries: list[Entry], current: Mapping[str, int]) -> Iterator[Removal]:
    newest: dict[tuple[str, str], int] = {}
    for one in entries:
        newest[one.kind, one.name] = max(newest.get((one.kind, one.name), one.version), one.version)
    for one in entries:
        known = current.get(one.name) if one.kind != "value" else None
        wanted = newest[one.kind, one.name] if known is None else known
        if one.version < wanted:
            yield _removal(one, f"version {one.version} of {one.name}; the current one is {wanted}")


def _old_methods(entries: list[Entry], method: int) -> Iterator[Removal]:
    for one in entries:
        if method and one.key.get("spread", method) != method:
            yield _removal(one, f"method {one.key['spread']} of spreads; the current one is {method}")


def _too_much(entries: list[Entry], most: int | None) -> list[Removal]:
    """The oldest entries beyond so many bytes."""
    if most is None:
        return []
    too_much = sum(one.size for one in entries) - most
    removals = []
    for one in sorted(entries, key=lambda one: one.made):
        if too_much <= 0:
            break
        removals.append(_removal(one, "more than the store may hold; the oldest go first"))
        too_much -= one.size
    return removals


def _broken(folder: Path) -> Iterator[Removal]:
    for file in sorted((folder / ASIDE).glob("*")):
        with suppress(FileNotFoundError):
            yield Removal(file, file.stat().st_size, "damaged")
    for file in sorted(folder.rglob(f".*{PART}")):
        with suppress(FileNotFoundError):
            about = file.stat()
            if time.time() - about.st_mtime > ABANDONED:
                yield Removal(file, about.st_size, "left by a process that was ended")


def _end_claims(folder: Path) -> None:
    """Files of claims whose process has ended; claiming one and giving it back removes it."""
    for file in sorted((folder / CLAIMS).glob("*")):
        with claim(folder, file.name):
            pass
