"""Isolation of third-party readers: their warnings become notes, their failures become one message."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from pathlib import Path

from ...quantity import InputError, Problem
from ...record.note import Note

UNPACKED_BYTES = 2 << 30  # 2 GiB: a hundred million readings, far above any sheet that Excel can save
SMALL_BYTES, RATIO = 64 << 20, 200  # sheets of one repeated row shrink 12 times, archives made to exhaust a reader 400
CHUNK = 1 << 20

TRIAL_S, TRIAL_S_PER_MB = 20.0, 1.0  # CPU time limit, as a damaged file may cause an endless loop
BUSY = 10.0  # wall-clock limit over CPU limit, on a machine with other load


class _Collector(logging.Handler):
    def __init__(self, notes: list[Note], silent: tuple[str, ...]) -> None:
        super().__init__(logging.WARNING)
        self._notes, self._silent = notes, silent

    def emit(self, record: logging.LogRecord) -> None:
        if record.name not in self._silent:
            self._notes.append(Note("reader-warning", " ".join(record.getMessage().split())))


@contextmanager
def third_party(path: Path, tool: str, fix: str, silent: tuple[str, ...] = ()) -> Iterator[list[Note]]:
    """Run a third-party reader; yields the list of its warnings. Loggers in `silent` are ignored.

    A reader of binary files can fail on a damaged file in any way, and a panic of Rust code is not an `Exception`, with
    a different class in each package. Everything it raises is therefore reported as "cannot read it".
    """
    notes: list[Note] = []
    logger, collector = logging.getLogger(tool), _Collector(notes, silent)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield notes
        notes += [Note("reader-warning", " ".join(str(w.message).split())) for w in caught]
    except (InputError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as bad:  # noqa: BLE001 - see above
        says = " ".join(str(bad).split())[:200]
        what = f"{tool} cannot read it ({type(bad).__name__}{': ' + says if says else ''})"
        raise InputError(str(path), [Problem("", what, fix)]) from None
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def ensure_survived(path: Path, trial: str, fix: str) -> None:
    """Read a file in another process first, to protect this one from a crash; `trial` is Python code.

    Ordinary failures are ignored here, as the second reading reports them.
    """
    stat = path.stat()
    if not _survives(path, stat.st_size, stat.st_mtime_ns, trial):
        what = "is damaged: its pages cannot be decoded"
        raise InputError(str(path), [Problem("", what, fix)])


LIMITED = """
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
except (ImportError, ValueError):  # not on Windows; or a stricter limit holds already
    pass
"""


@lru_cache(maxsize=1)  # called when a file is recognised and again when it is read
def _survives(path: Path, size: int, changed: int, trial: str) -> bool:
    del changed
    longest = TRIAL_S + TRIAL_S_PER_MB * size / 1e6
    command = [sys.executable, "-I", "-c", LIMITED.format(seconds=int(longest)) + trial, str(path)]
    try:
        code = subprocess.run(command, capture_output=True, timeout=BUSY * longest, check=False).returncode  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    return code in (0, 1)


def ensure_unpacks(path: Path, kind: str) -> tuple[str, ...]:
    """Return the names in an archive, after checking that it opens and unpacks to a limited size."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as bad:
        what = f"has the signature of {kind} but its archive cannot be opened ({bad}): it was cut short or damaged"
        raise InputError(str(path), [Problem("", what, "copy or export the file again")]) from None
    size = sum(one.file_size for one in inside)
    if size > UNPACKED_BYTES:
        what = f"would unpack to {size / 2**30:.1f} GiB; the limit is {UNPACKED_BYTES >> 30} GiB"
        raise InputError(str(path), [Problem("", what, "export the test in several parts")])
    for one in inside:
        if one.file_size > max(SMALL_BYTES, RATIO * one.compress_size):
            times = one.file_size / max(one.compress_size, 1)
            what = f"would unpack {one.filename} to {times:.0f} times its size; the limit is {RATIO} times"
            raise InputError(str(path), [Problem("", what, "export the test again, or save it as csv")])
    return tuple(one.filename for one in inside)


def unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member of an archive in chunks; raises BadZipFile where it holds more than it declares.

    The reader of Python stops at the declared size, that of a workbook would go on.
    """
    undeclared = copy(one)
    undeclared.file_size, size = one.file_size + CHUNK, 0
    undeclared.CRC = None  # type: ignore[assignment]  # checked by whoever reads the member
    with archive.open(undeclared) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > one.file_size:
                raise zipfile.BadZipFile(f"{one.filename} is longer than declared")
            yield chunk


def ensure_declared(path: Path, without: str = "") -> None:
    """Check that the members of an archive are as long as declared, but for those of one folder."""
    with zipfile.ZipFile(path) as archive:
        for one in archive.infolist():
            if not (without and one.filename.startswith(without)):
                for _ in unpacked(archive, one):
                    pass


def holds(path: Path, *beginnings: str) -> bool:
    """Whether an archive contains a file with one of these name prefixes, which identifies its kind."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith(beginnings) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False
