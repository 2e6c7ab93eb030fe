"""Many files measured one after the other: a page for each, then the page above them.

A file that fails does not stop the others. Results of an earlier run are kept where the file, the options and the
version of natria are the same, so that a run that was stopped goes on where it ended.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from ...lab import Measurement
from ...lab.files.read import sha256_of
from ...literature import Library
from ...quantity import InputError, NatriaError, OutputError
from ...studies import Comparison
from ...studies.groups import (
    CellGroups,
    MeasuredCell,
    RecordingFiles,
    cell_in,
    cell_of,
    is_no_recording,
    reason,
)
from ..common.folder import MANIFEST, Kind, ensure_writable, write_folder
from ..measurement.files import measurement_files
from ..measurement.write import folders_of
from .files import DOCUMENT, PAGE, groups_files
from .page import PageLink
from .sheets import SHEETS

KIND: Kind = "comparison of groups"
RECIPE = "recipe.json"  # what the results in a folder were made from
Measured = tuple[Measurement, Sequence[Comparison]]


@dataclass(frozen=True)
class CellJob:
    """A file to measure. `searched` says that it was found in a folder and may be no recording."""

    name: str
    file: Path
    folder: Path
    searched: bool


@dataclass(frozen=True, eq=False)
class CellOutcome:
    job: CellJob
    state: Literal["measured", "unchanged", "failed", "passed over"]
    cell: MeasuredCell | None = None
    why: str = ""


def jobs_of(files: RecordingFiles, out: Path) -> tuple[CellJob, ...]:
    """Return the jobs: each file gets a folder in `out`, whose name is that of the cell."""
    folders = folders_of(files.files, out)
    return tuple(
        CellJob(folder.name, file, folder, file in files.searched)
        for file, folder in zip(files.files, folders, strict=True)
    )


def write_cells(
    jobs: Sequence[CellJob],
    measure: Callable[[Path], Measured],
    version: str,
    *,
    options: str | None = None,
    papers: Library | None = None,
    write: bool = True,
) -> Iterator[CellOutcome]:
    """Measure and write each file. `options` are words for what the results depend on besides the file.

    Without them nothing of an earlier run is kept; without `write` nothing is written.
    """
    for job in jobs:
        try:
            yield _one(job, measure, version, options if write else None, papers=papers, write=write)
        except NatriaError as bad:
            yield CellOutcome(job, "failed", why=reason(bad))
        except OSError as bad:
            yield CellOutcome(job, "failed", why=bad.strerror or str(bad))
        except Exception as bad:  # noqa: BLE001 - a bug triggered by one file must not stop the others
            yield CellOutcome(job, "failed", why=f"natria failed with {type(bad).__name__}: {bad}; this is a bug")


def _one(
    job: CellJob,
    measure: Callable[[Path], Measured],
    version: str,
    options: str | None,
    *,
    papers: Library | None,
    write: bool,
) -> CellOutcome:
    recipe = _recipe(job.file, options, version)
    if recipe and (kept := _kept(job, recipe)):
        return CellOutcome(job, "unchanged", kept)
    if write:
        ensure_writable(job.folder, "measurement", inputs=(job.file,))
    try:
        m, comparisons = measure(job.file)
    except InputError as bad:
        if job.searched and is_no_recording(job.file, bad):
            return CellOutcome(job, "passed over", why=reason(bad))
        raise
    if write:
        files = measurement_files(m, comparisons, version, papers)
        note = {RECIPE: (json.dumps({"recipe": recipe}) + "\n").encode()} if recipe else {}
        write_folder({**files, **note}, job.folder, "measurement")
    return CellOutcome(job, "measured", cell_of(m, job.name, job.folder.name if write else ""))


def _recipe(file: Path, options: str | None, version: str) -> str:
    """The hash of all that the results of a file depend on; empty where it is not known."""
    if options is None:
        return ""
    try:
        return sha256(f"{sha256_of(file)}\n{options}\n{version}".encode()).hexdigest()
    except OSError:
        return ""  # measuring reports the error


def _kept(job: CellJob, recipe: str) -> MeasuredCell | None:
    """The results of an earlier run; None where they are of something else, or damaged."""
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError, NatriaError):
        if json.loads((job.folder / RECIPE).read_text(encoding="utf-8"))["recipe"] == recipe:
            return cell_in(job.folder, job.name, job.folder.name)
    return None


def write_groups(result: CellGroups, out: Path, version: str, beside: Sequence[PageLink] = ()) -> Path:
    """Write the page above the pages of the cells, with its tables and figures.

    Nothing else in `out` is touched. `beside` are pages of other results of the same files.
    """
    write_folder(groups_files(result, version, beside), out, KIND)
    return out / PAGE


def ensure_groups(out: Path) -> None:
    """Raise an error, before anything is measured, where the page above has no place.

    The folder may hold pages of cells and files of the user. What natria writes there replaces only its own files.
    """
    if (out / MANIFEST).is_file() or not out.is_dir():
        ensure_writable(out, KIND)
        return
    if there := [name for name in (PAGE, DOCUMENT, *SHEETS) if (out / name).exists()]:
        what = f"{out / there[0]} was not written by natria and would be replaced"
        raise OutputError(what, "move it away, or give a new folder with --out")
