"""A run on disk: it takes little memory and continues where it was when it is killed.

Readings are plain numbers, appended to one file leg by leg. Every few seconds the state of the cell is written to
another file with the number of readings that belong to it: written beside and renamed, so it is complete or unchanged.
After a kill there may be readings after that state. They are cut off and computed again, to the last bit, because a leg
depends on nothing but the state before it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np

from ....quantity import InputError, OutputError, Problem, read_text_file
from ..electrodes.ageing import Aged
from ..equations.observe import COLUMNS
from .run import Done, State

READINGS, POSITION = "readings.f8", "position.json"
PART = f"{POSITION}.part"
SCHEMA = "natria.run/1"
ROW = 8 * len(COLUMNS)  # bytes
EVERY = 2.0  # s on the clock between two positions: what a kill costs at most
CHUNK = 16_384  # rows that are read at once, some 3 MB
FRESH = "start anew with --fresh, or give another folder with --out"


@dataclass(frozen=True)
class Position:
    """Position of a run: state after its last leg, readings and cycles so far, and its settings."""

    made_with: Mapping[str, str]
    readings: int = 0
    cycle: int = 0
    state: State | None = None


def position_in(folder: Path) -> Position | None:
    """Return the position of the unfinished run of a folder; None where there is none."""
    path = folder / POSITION
    try:
        return _position(json.loads(read_text_file(path)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, LookupError, TypeError) as bad:
        raise InputError(str(path), [Problem("", f"is damaged ({type(bad).__name__}: {bad})", FRESH)]) from None


def discard_run(folder: Path) -> None:
    """Remove the files of a run, and its folder where nothing else is in it."""
    with _writing(folder):
        for name in (READINGS, POSITION, PART):
            (folder / name).unlink(missing_ok=True)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


class RunFolder:
    """The run of a folder, open for writing.

    Refused where the run in the folder was `made_with` other settings, and where another process writes to it. `width`
    is the number of columns of a reading.
    """

    def __init__(
        self, folder: Path, made_with: Mapping[str, str], *, fresh: bool = False, width: int = len(COLUMNS)
    ) -> None:
        self.folder, self.width = folder, width
        if folder.is_symlink():
            raise OutputError(f"{folder} is a symbolic link", "remove it, or give another folder with --out")
        found = None if fresh else position_in(folder)
        if found is not None and not found.readings:
            found = None  # a run that failed in its first step: nothing in it is lost
        if found is not None:
            _ensure_same(folder, found.made_with, made_with)
        self._position = found or Position(made_with)
        self._saved = time.monotonic()
        with _writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = (folder / READINGS).open("ab")
            try:
                self._ours_alone()
                self._cut()
            except BaseException:
                self._file.close()
                raise

    @property
    def position(self) -> Position:
        return self._position

    def append(self, done: Done) -> None:
        """Append the readings of a leg, and from time to time the position.

        A leg that ends the run leaves the position before it, so that a run that was killed after its end comes to the
        same end again.
        """
        with _writing(self.folder):
            self._file.write(done.rows.tobytes())
        readings = self._position.readings + len(done.rows)
        self._position = Position(self._position.made_with, readings, done.leg.cycle, done.state)
        if done.ending is None and time.monotonic() - self._saved > EVERY:
            self.save()

    def save(self) -> None:
        """Write the readings first, then the position that counts them."""
        with _writing(self.folder):
            self._flush()
            part = self.folder / PART
            with part.open("w", encoding="utf-8") as file:
                json.dump({"schema": SCHEMA, **_plain(self._position)}, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.folder / POSITION)
        self._saved = time.monotonic()

    def chunks(self) -> Iterator[np.ndarray]:
        """Yield all readings in order (columns of `observe`), a few thousand rows at a time."""
        with _writing(self.folder):
            self._flush()
        with (self.folder / READINGS).open("rb") as file:
            left = self._position.readings
            while left:
                rows = np.fromfile(file, float, self.width * min(left, CHUNK)).reshape(-1, self.width)
                if not len(rows):
                    raise InputError(str(self.folder / READINGS), [Problem("", "is cut short", FRESH)])
                left -= len(rows)
                yield rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        with suppress(OSError) if kind else _writing(self.folder):
            self._file.close()

    def _flush(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def _cut(self) -> None:
        """Cut off readings that no position counts; they are computed again."""
        there, counted = self._file.seek(0, os.SEEK_END), 8 * self.width * self._position.readings
        if there < counted:
            what = f"has {there} bytes, fewer than the {counted} that {POSITION} counts"
            raise InputError(str(self.folder / READINGS), [Problem("", what, FRESH)])
        self._file.truncate(counted)

    def _ours_alone(self) -> None:
        """Lock the folder; the system releases the lock with the process. Not on Windows."""
        with suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                what = f"another run of natria is writing to {self.folder}"
                raise OutputError(what, "wait for it, or give another folder with --out") from None


def _position(document: Mapping[str, Any]) -> Position:
    if document["schema"] != SCHEMA:
        raise ValueError(document["schema"])
    state = document["state"]
    if state is not None:
        state = State(**{**state, "y": np.array(state["y"], float), "aged": Aged(*state.get("aged", ()))})
    return Position(document["made_with"], document["readings"], document["cycle"], state)


def _plain(position: Position) -> dict[str, Any]:
    """Return plain JSON, which keeps each float to the last bit."""
    document = asdict(position)
    if position.state is not None:
        document["state"]["y"] = position.state.y.tolist()
    return document


def _ensure_same(folder: Path, found: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    other = [
        f"{name}: {found.get(name, 'none')} there, {wanted.get(name, 'none')} now"
        for name in dict.fromkeys((*found, *wanted))
        if found.get(name) != wanted.get(name)
    ]
    if other:
        fix = f"run the command that began it to go on with it, or {FRESH}"
        what = f"holds an unfinished run of something else ({'; '.join(other)})"
        raise InputError(str(folder), [Problem("", what, fix)])


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as bad:
        fix = "free disk space and run the same command again to continue; or give another folder with --out"
        raise OutputError(f"cannot write to {folder}: {bad.strerror or bad}", fix) from None
