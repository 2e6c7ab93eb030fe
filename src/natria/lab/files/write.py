"""A recording to a file of an open format, and all that is known of it with it, so that it reads back as it was.

- `.parquet`: the columns of the Battery Data Format; what is known stands in the file's own metadata.
- `.csv`: the same columns; what is known stands in two lines before the head that begin with #.
- `.bdf.csv`: head and numbers and nothing else, as other programs expect it. What is known goes into a file beside it,
  `.bdf.json`. Without that file it reads as a measurement of its own, so what natria simulated is not written so.

A file is written beside its place and then renamed: it is there whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...quantity import OutputError
from ...record.recording import Recording
from . import checksum
from .description import SCHEMA, describe

if TYPE_CHECKING:
    import polars as pl

PART = ".part"
KEY = "natria"  # in the metadata of a parquet file
CSV_MARK = f"# {SCHEMA}: columns of the Battery Data Format; the next line says where they come from\n"


def write_recording(recording: Recording, path: Path, recipe: str = "") -> None:
    """Write it in the format that the suffix names."""
    write = next((write for suffix, write in WRITERS.items() if path.name.lower().endswith(suffix)), None)
    if write is None:
        raise OutputError(f"{path} has a suffix that is not known here", f"name it {', '.join(WRITERS)}")
    write(recording, path, describe(recording, recipe))


def beside(path: Path, write: Callable[[Path], object]) -> None:
    """`write` a new file next to `path`, then put it there."""
    part = path.with_name(f".{path.name[:200]}.{os.getpid()}{PART}")
    try:
        write(part)
        part.replace(path)
    except OSError as bad:
        raise OutputError(f"cannot write {path}: {bad.strerror or bad}", "give another place with --out") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def companion(path: Path) -> Path:
    """The file beside a BDF csv that says where it comes from."""
    return path.with_name(path.name[: -len(".csv")] + ".json")


def _frame(recording: Recording) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame({name: pl.Series(name, values) for name, values in recording.columns.items()})


def _parquet(recording: Recording, path: Path, description: str) -> None:
    def write(part: Path) -> None:
        _frame(recording).write_parquet(part, metadata={KEY: description, checksum.KEY: checksum.BLANK})
        checksum.set_checksum(part)

    beside(path, write)


def _csv(recording: Recording, path: Path, description: str) -> None:
    def write(part: Path) -> None:
        with part.open("wb") as file:
            file.write(f"{CSV_MARK}# {description}\n".encode())
            _frame(recording).write_csv(file)

    beside(path, write)


def _bdf(recording: Recording, path: Path, description: str) -> None:
    if not recording.is_measured:
        what = f"{recording.file} is no measurement, and a BDF csv has no place to say so"
        raise OutputError(what, "write it as .parquet or .csv, which keep where it comes from")
    # the description first: numbers without it would be a measurement of their own
    beside(companion(path), lambda part: part.write_text(description + "\n", encoding="utf-8"))
    try:
        beside(path, lambda part: _frame(recording).write_csv(part))
    except BaseException:
        companion(path).unlink(missing_ok=True)
        raise


WRITERS: dict[str, Callable[[Recording, Path, str], None]] = {".bdf.csv": _bdf, ".csv": _csv, ".parquet": _parquet}
