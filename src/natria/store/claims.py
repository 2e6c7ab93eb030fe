"""Claims: one process at a time works on a key.

The operating system releases the claim when its process ends, however it ends.

Windows has no `flock` and goes without: two processes may then compute the same key, and the later result replaces an
equal one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .files import make_folder

CLAIMS = "claims"


@contextmanager
def claim(folder: Path, key: str) -> Iterator[bool]:
    """Whether the key is ours for as long as this lasts; not where another process has it."""
    make_folder(folder / CLAIMS)
    path = folder / CLAIMS / key
    descriptor = _locked(path)
    if descriptor is None:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(OSError):
            path.unlink()  # while it is ours: who waits for this file sees that it is gone and opens a new one
        os.close(descriptor)


def _locked(path: Path) -> int | None:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        if not _lock(descriptor):
            os.close(descriptor)
            return None
        with suppress(FileNotFoundError):
            if os.fstat(descriptor).st_ino == path.stat().st_ino:
                return descriptor
        os.close(descriptor)  # the file of a claim that ended between opening and locking


def _lock(descriptor: int) -> bool:
    with suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
