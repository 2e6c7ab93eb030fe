"""Write a recording to an open format with its provenance, so that it reads back unchanged.

- `.parquet`: columns of the Battery Data Format; provenance in the metadata of the file.
- `.csv`: the same columns; provenance in two lines beginning with # before the header.
- `.bdf.csv`: header and numbers only, as other programs expect; provenance in a separate `.bdf.json` file. Without that
  file it reads as a new measurement, so simulated recordings are not written in this format.

A file is written under a temporary name and then renamed, so that it is complete or absent.
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
    """Write a recording in the format given by the suffix."""
    write = next((write for suffix, write in WRITERS.items() if path.name.lower().endswith(suffix)), None)
    if write is None:
        raise OutputError(f"{path} has an unsupported suffix", f"use {', '.join(WRITERS)}")
    write(recording, path, describe(recording, recipe))


def beside(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under a temporary name next to `path`, then rename it to `path`."""
    part = path.with_name(f".{path.name[:200]}.{os.getpid()}{PART}")
    try:
        write(part)
        part.replace(path)
    except OSError as bad:
        raise OutputError(f"cannot write {path}: {bad.strerror or bad}", "set another place with --out") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def companion(path: Path) -> Path:
    """Return the path of the provenance file of a BDF csv."""
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
        what = f"{recording.file} is not a measurement, and a BDF csv cannot record its provenance"
        raise OutputError(what, "write it as .parquet or .csv, which keep the provenance")
    # the provenance first, as numbers without it would count as a new measurement
    beside(companion(path), lambda part: part.write_text(description + "\n", encoding="utf-8"))
    try:
        beside(path, lambda part: _frame(recording).write_csv(part))
    except BaseException:
        companion(path).unlink(missing_ok=True)
        raise


WRITERS: dict[str, Callable[[Recording, Path, str], None]] = {".bdf.csv": _bdf, ".csv": _csv, ".parquet": _parquet}
