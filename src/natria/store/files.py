"""Writing a file so that it is there whole or not at all, whatever happens meanwhile.

The bytes go to a temporary file in the same folder, which is synchronised with the disk, renamed, and made durable by
synchronising the folder. After a kill at any moment the place holds what it held before, or the whole new file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

PART = ".part"
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
MODE = 0o644


@dataclass(frozen=True)
class Calls:
    """The calls to the operating system that a write consists of; a test replaces them by calls that fail."""

    mkdir: Callable[[Path], None] = Path.mkdir
    open: Callable[[Path, int, int], int] = os.open
    write: Callable[[int, Any], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    replace: Callable[[Path, Path], None] = os.replace
    unlink: Callable[[Path], None] = os.unlink


SYSTEM = Calls()


def write_whole(file: Path, pieces: Iterable[bytes], calls: Calls = SYSTEM) -> None:
    """Write the pieces as one file, atomically and durably; raises OSError and leaves nothing behind."""
    make_folder(file.parent, calls)
    part = file.parent / f".{uuid4().hex}{PART}"
    try:
        descriptor = calls.open(part, NEW, MODE)
        try:
            for piece in pieces:
                _write(descriptor, piece, calls)
            calls.fsync(descriptor)
        finally:
            os.close(descriptor)
        calls.replace(part, file)
    except BaseException:
        with suppress(OSError):
            calls.unlink(part)
        raise
    _sync_folder(file.parent, calls)


def make_folder(folder: Path, calls: Calls = SYSTEM) -> None:
    """Make a folder and those above it; each new one is durable before anything is put into it."""
    if folder.is_dir():
        return
    make_folder(folder.parent, calls)
    with suppress(FileExistsError):  # another process was quicker
        calls.mkdir(folder)
    if not folder.is_dir():
        raise NotADirectoryError(20, "is not a folder", str(folder))
    _sync_folder(folder.parent, calls)


def _write(descriptor: int, piece: bytes, calls: Calls) -> None:
    left = memoryview(piece)
    while left:
        left = left[calls.write(descriptor, left) :]  # the system may take less than all


def _sync_folder(folder: Path, calls: Calls) -> None:
    """A rename is durable once the folder is; Windows cannot open folders and does without."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        calls.fsync(descriptor)
    finally:
        os.close(descriptor)
