"""Readers of other projects, held at arm's length: what they warn of becomes notes, what they fail with one message."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from ...quantity import InputError, Problem

UNPACKED_BYTES = 2 << 30  # 2 GiB: a hundred million readings of a cycler, and far above any sheet that Excel can save


TRIAL_S, TRIAL_S_PER_MB = 20.0, 1.0  # of the processor: a damaged file may lead round in circles
BUSY = 10.0  # times as long by the clock, as other programs may have the processor


class _Collector(logging.Handler):
    def __init__(self, notes: list[str], silent: tuple[str, ...]) -> None:
        super().__init__(logging.WARNING)
        self._notes, self._silent = notes, silent

    def emit(self, record: logging.LogRecord) -> None:
        if record.name not in self._silent:
            self._notes.append(" ".join(record.getMessage().split()))


@contextmanager
def third_party(path: Path, tool: str, fix: str, silent: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Around a call of `tool`. Gives the list that its warnings are added to; loggers in `silent` are passed over.

    A reader of binary files fails on damaged ones in whatever way its first wrong number leads to, and a panic of Rust
    code is no `Exception` and has a class of its own in each package; so everything that it raises is taken for
    "cannot read this".
    """
    notes: list[str] = []
    logger, collector = logging.getLogger(tool), _Collector(notes, silent)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield notes
        notes += [" ".join(str(w.message).split()) for w in caught]
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
    """Read it in another process first: `trial` is Python with the path as argument. What ends that process would end
    this one; plain failures are left to the second reading, which says what they are."""
    stat = path.stat()
    if not _survives(path, stat.st_size, stat.st_mtime_ns, trial):
        what = "is damaged so that its pages cannot be decoded"
        raise InputError(str(path), [Problem("", what, fix)])


LIMITED = """
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
except (ImportError, ValueError):  # not on Windows; or a stricter limit holds already
    pass
"""


@lru_cache(maxsize=1)  # asked when a file is recognised, and when it is read
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
    """The names in an archive, once it is sure that it is one and that it does not swell without limit."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as bad:
        what = f"begins like {kind} but its archive cannot be opened ({bad}): it was cut short or damaged"
        raise InputError(str(path), [Problem("", what, "copy or export the file again")]) from None
    size = sum(one.file_size for one in inside)
    if size > UNPACKED_BYTES:
        what = f"would unpack to {size / 2**30:.1f} GiB; at most {UNPACKED_BYTES >> 30} GiB are taken"
        raise InputError(str(path), [Problem("", what, "export the test in several parts")])
    return tuple(one.filename for one in inside)


def holds(path: Path, *beginnings: str) -> bool:
    """Whether an archive holds a file whose name begins so: what tells one kind of archive from another."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith(beginnings) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False
