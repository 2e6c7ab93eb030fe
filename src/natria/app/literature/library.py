"""The papers of natria and of NATRIA_PAPERS as they are now: a file that was changed is read again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ...environment import own_papers
from ...literature import Library, library
from ...literature.library import read_library

Stamp = tuple[tuple[str, int, int], ...]
_READ: dict[str, Stamp] = {}
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Same:
    """A library as a key of what is made from it: the same object, not one with the same papers."""

    library: Library

    def __hash__(self) -> int:
        return id(self.library)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.library is self.library


def papers_now() -> Library:
    """Return the library of this computer; it is read again after a change of one of its own files."""
    paths = own_papers()
    stamp = papers_stamp(paths)
    with _ONE_AT_A_TIME:
        if _READ.get("stamp", stamp) != stamp:
            read_library.cache_clear()
        _READ["stamp"] = stamp
        return library(*paths)


def papers_stamp(paths: tuple[Path, ...] | None = None) -> Stamp:
    """Return name, size and time of each file of own papers."""
    found = []
    for path in own_papers() if paths is None else paths:
        for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
            if file.exists():
                stat = file.stat()
                found.append((str(file), stat.st_size, stat.st_mtime_ns))
    return tuple(found)
