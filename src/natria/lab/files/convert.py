"""Convert many files to an open format, resumably; a bad file does not stop the others.

A target that natria wrote from the same bytes, with the same column map and version, is kept. Sources, and files that
natria did not write, are never overwritten.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ..._version import __version__
from ...quantity import InputError, NatriaError, OutputError, Problem
from ...record.note import Note
from .natria_files import document_of
from .read import read_recording, sha256_of
from .write import PART, write_recording

SUFFIXES = {"parquet": ".parquet", "csv": ".csv", "bdf": ".bdf.csv"}
# Suffixes that are read from a folder; a file given by name is always read.
INSTRUMENTS = (
    *(".nda", ".ndax", ".mpr", ".mpt", ".res", ".dta", ".xlsx", ".xls", ".parquet"),
    *(".csv", ".txt", ".tsv", ".dat", ".asc", ".log", ".000"),
)


@dataclass(frozen=True)
class Job:
    source: Path
    target: Path


@dataclass(frozen=True)
class ConvertedFile:
    job: Job
    state: Literal["converted", "unchanged", "failed"]
    says: str = ""
    rows: int = 0
    notes: tuple[Note, ...] = ()


def plan(given: Sequence[Path], to: str, out: Path | None = None) -> tuple[list[Job], int]:
    """Return the conversions to do, and the number of files in the folders that are skipped.

    Under `out` the folder structure below the common folder of the sources is kept, so that equal names do not collide.
    """
    sources, passed_over = _sources(given, SUFFIXES[to])
    if not sources:
        raise InputError(
            ", ".join(map(str, given)), [Problem("", "contains no file of a cycler", "give files or folders")]
        )
    above = _in_common(sources) if out is not None else Path()
    folders = (out / source.parent.relative_to(above) if out is not None else source.parent for source in sources)
    jobs = [Job(source, _target(source, folder, SUFFIXES[to])) for source, folder in zip(sources, folders, strict=True)]
    return _apart(jobs, SUFFIXES[to]), passed_over


def convert(job: Job, columns: Path | None = None) -> ConvertedFile:
    """Convert one file. Errors are returned in the outcome, not raised."""
    try:
        recipe = _recipe(job.source, columns)
        there = document_of(job.target) if job.target.exists() else None
        if there is not None and (there.get("recipe"), there.get("natria")) == (recipe, __version__):
            return ConvertedFile(job, "unchanged")
        _ensure_free(job.target, ours=there is not None)
        recording = read_recording(job.source, columns)
        job.target.parent.mkdir(parents=True, exist_ok=True)
        write_recording(recording, job.target, recipe)
    except NatriaError as bad:
        return ConvertedFile(job, "failed", str(bad))
    except OSError as bad:
        return ConvertedFile(job, "failed", f"{job.source}: {bad.strerror or bad}")
    except Exception as bad:  # noqa: BLE001 - a bug triggered by one file must not stop the others
        return ConvertedFile(
            job, "failed", f"{job.source}: natria failed with {type(bad).__name__}: {bad}; this is a bug"
        )
    return ConvertedFile(job, "converted", recording.format, len(recording), recording.notes)


def _sources(given: Sequence[Path], suffix: str) -> tuple[list[Path], int]:
    """Return the files to convert, each once, and the number skipped.

    They are the files given by name and the instrument files in the folders.
    """
    found: dict[Path, None] = {}
    passed_over = 0
    for one in given:
        inside = sorted(_walk(one)) if one.is_dir() else [one]
        for path in inside:
            if one.is_dir() and not _is_wanted(path, suffix):
                passed_over += 1
            else:
                found.setdefault(path.absolute())
    return list(found), passed_over


def _walk(folder: Path) -> Iterable[Path]:
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(above) / name for name in files if not name.startswith(".") and not name.endswith(PART))


def _is_wanted(path: Path, suffix: str) -> bool:
    """Whether a file in a folder is a source; the target of an earlier run is not."""
    if path.suffix.lower() not in INSTRUMENTS:
        return False
    return not (path.name.lower().endswith(suffix) and document_of(path) is not None)


def _in_common(sources: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath([source.parent for source in sources]))
    except ValueError:  # on several drives
        fix = "convert the files of each drive separately"
        raise InputError("natria convert", [Problem("", "the files have no common folder", fix)]) from None


def _target(source: Path, folder: Path, suffix: str) -> Path:
    name = source.name
    for ending in (".bdf.csv", source.suffix):
        if ending and name.lower().endswith(ending.lower()) and len(name) > len(ending):
            name = name[: -len(ending)]
            break
    return (folder / f"{name}{suffix}").absolute()


def _apart(jobs: list[Job], suffix: str) -> list[Job]:
    """Use the full source name for targets that two sources share, or that are themselves a source."""
    sources = {job.source for job in jobs}
    shared = {target for target, count in Counter(job.target for job in jobs).items() if count > 1}
    return [
        replace(job, target=job.target.with_name(f"{job.source.name}{suffix}"))
        if job.target in shared or job.target in sources
        else job
        for job in jobs
    ]


def _recipe(source: Path, columns: Path | None) -> str:
    """Return the hashes of source and column map.

    Together with the version of natria, they define the target.
    """
    made_with = sha256_of(columns) if columns is not None else "no column map"
    try:
        return f"{sha256_of(source)}, {made_with}"
    except OSError:
        return ""  # reading the file reports the error


def _ensure_free(target: Path, *, ours: bool) -> None:
    if target.exists() and not ours:
        raise OutputError(f"{target} exists and natria did not write it", "set another folder with --out")
