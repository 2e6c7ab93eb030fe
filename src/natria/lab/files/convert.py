"""Many files to an open format, each on its own: a bad one does not stop the rest, and what is done is not done again.

A target that natria wrote from the same bytes, with the same column map and the same version, stays as it is. No source
is ever written over, and no file that natria did not write.
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
from .natria_files import document_of
from .read import read_recording, sha256_of
from .write import PART, write_recording

SUFFIXES = {"parquet": ".parquet", "csv": ".csv", "bdf": ".bdf.csv"}
# What is looked at in a folder; a file that is given by name is always tried.
INSTRUMENTS = (
    *(".nda", ".ndax", ".mpr", ".mpt", ".res", ".dta", ".xlsx", ".xls", ".parquet"),
    *(".csv", ".txt", ".tsv", ".dat", ".asc", ".log", ".000"),
)


@dataclass(frozen=True)
class Job:
    source: Path
    target: Path


@dataclass(frozen=True)
class Conversion:
    job: Job
    state: Literal["converted", "unchanged", "failed"]
    says: str = ""
    rows: int = 0
    notes: tuple[str, ...] = ()


def plan(given: Sequence[Path], to: str, out: Path | None = None) -> tuple[list[Job], int]:
    """What is to be written from what, and how many files of the folders are passed over.

    Under `out` the files lie as they do under the folder that they have in common, so equal names are kept apart.
    """
    sources, passed_over = _sources(given, SUFFIXES[to])
    if not sources:
        raise InputError(
            ", ".join(map(str, given)), [Problem("", "holds no file of a cycler", "give files or folders")]
        )
    above = _in_common(sources) if out is not None else Path()
    folders = (out / source.parent.relative_to(above) if out is not None else source.parent for source in sources)
    jobs = [Job(source, _target(source, folder, SUFFIXES[to])) for source, folder in zip(sources, folders, strict=True)]
    return _apart(jobs, SUFFIXES[to]), passed_over


def convert(job: Job, columns: Path | None = None) -> Conversion:
    """One file. Whatever is wrong with it is in the outcome."""
    try:
        recipe = _recipe(job.source, columns)
        there = document_of(job.target) if job.target.exists() else None
        if there is not None and (there.get("recipe"), there.get("natria")) == (recipe, __version__):
            return Conversion(job, "unchanged")
        _ensure_free(job.target, ours=there is not None)
        recording = read_recording(job.source, columns)
        job.target.parent.mkdir(parents=True, exist_ok=True)
        write_recording(recording, job.target, recipe)
    except NatriaError as bad:
        return Conversion(job, "failed", str(bad))
    except OSError as bad:
        return Conversion(job, "failed", f"{job.source}: {bad.strerror or bad}")
    except Exception as bad:  # noqa: BLE001 - a bug of ours that one file brings out must not keep the others back
        return Conversion(job, "failed", f"{job.source}: natria failed with {type(bad).__name__}: {bad}; this is a bug")
    return Conversion(job, "converted", recording.format, len(recording), recording.notes)


def _sources(given: Sequence[Path], suffix: str) -> tuple[list[Path], int]:
    """Files by name, and those in folders that an instrument or natria may have written; each once."""
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
    """A target of an earlier run is no source of this one."""
    if path.suffix.lower() not in INSTRUMENTS:
        return False
    return not (path.name.lower().endswith(suffix) and document_of(path) is not None)


def _in_common(sources: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath([source.parent for source in sources]))
    except ValueError:  # on several drives
        fix = "convert the files of each drive on their own"
        raise InputError("natria convert", [Problem("", "the files have no folder in common", fix)]) from None


def _target(source: Path, folder: Path, suffix: str) -> Path:
    name = source.name
    for ending in (".bdf.csv", source.suffix):
        if ending and name.lower().endswith(ending.lower()) and len(name) > len(ending):
            name = name[: -len(ending)]
            break
    return (folder / f"{name}{suffix}").absolute()


def _apart(jobs: list[Job], suffix: str) -> list[Job]:
    """Targets that two sources share, or that are a source themselves, get the whole name of their source."""
    sources = {job.source for job in jobs}
    shared = {target for target, count in Counter(job.target for job in jobs).items() if count > 1}
    return [
        replace(job, target=job.target.with_name(f"{job.source.name}{suffix}"))
        if job.target in shared or job.target in sources
        else job
        for job in jobs
    ]


def _recipe(source: Path, columns: Path | None) -> str:
    """What a target depends on besides natria itself: the bytes of its source and of the column map."""
    made_with = sha256_of(columns) if columns is not None else "no column map"
    try:
        return f"{sha256_of(source)}, {made_with}"
    except OSError:
        return ""  # reading it will say what is wrong


def _ensure_free(target: Path, *, ours: bool) -> None:
    if target.exists() and not ours:
        raise OutputError(f"{target} is there and natria did not write it", "name another folder with --out")
