"""Files of a call with their groups.

A call names files, folders with their subfolders, and patterns.

In a folder every file with the suffix of an instrument is tried; other files are passed over, by name. Folders of
results that natria wrote are not searched.
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...lab.files.convert import INSTRUMENTS
from ...lab.files.read import find_format, read_head, sha256_of
from ...quantity import InputError, NatriaError, Problem

RESULT = "findings.json"  # a folder with it holds results of natria
MANIFEST = "natria-files.json"  # lists the files that natria wrote to a folder
WITH_PATTERN = "*?["
NOT_CYCLING = "not a recording"  # what readers say of impedance spectra
NO_SUFFIX = "no file of a cycler by its suffix"
WRITE = "write NAME=FILES, for example --group coated=a.csv,b.csv or --group 'coated=coated/*.csv'"


@dataclass(frozen=True)
class RecordingFiles:
    """Files in order, each once.

    `searched` were found in a folder or by a pattern and may be no recordings.
    """

    files: tuple[Path, ...]
    groups: Mapping[str, tuple[Path, ...]]
    searched: frozenset[Path]
    passed_over: Mapping[str, str]  # names of files that are not tried, with the reason


def recording_files(given: Iterable[Path], groups: Sequence[str] = ()) -> RecordingFiles:
    """Return the files of folders, patterns and groups ("NAME=FILES", FILES separated by commas)."""
    found: dict[Path, Path] = {}  # by absolute path, as it was given
    searched: set[Path] = set()
    passed_over: dict[str, str] = {}

    def take(text: str | Path, where: str = "") -> tuple[Path, ...]:
        files, by_search, others = expanded(Path(text), str(text), where)
        searched.update(files if by_search else ())
        passed_over.update({str(other): NO_SUFFIX for other in others})
        return tuple(found.setdefault(file.absolute(), file) for file in files)

    for one in given:
        take(one)
    members: dict[str, tuple[Path, ...]] = {}
    for text in groups:
        name, files = _split(text)
        members[name] = (*members.get(name, ()), *(f for one in files for f in take(one, text)))
        members[name] = tuple(dict.fromkeys(members[name]))
    _ensure_once(members)
    if not found:
        fix = "give files of a cycler, or a folder with them"
        raise InputError("natria measure", [Problem(", ".join(map(str, given)), "holds no file of a cycler", fix)])
    return RecordingFiles(tuple(found.values()), members, frozenset(searched), passed_over)


def is_no_recording(file: Path, refused: InputError) -> bool:
    """Whether a file that could not be read is of another kind, rather than a damaged recording."""
    if any(NOT_CYCLING in problem.what for problem in refused.problems):
        return True
    try:
        head = read_head(file)
    except InputError:
        return False
    try:
        find_format(head)
    except InputError:
        return True
    return False


def reason(bad: Exception) -> str:
    """What is wrong and how to mend it, in one line."""
    if isinstance(bad, InputError):
        return "; ".join(": ".join(part for part in (p.where, p.what, p.fix) if part) for p in bad.problems)
    return " ".join(str(bad).split()) if isinstance(bad, NatriaError) else str(bad) or type(bad).__name__


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """The name and the files of "NAME=FILES"; a file whose own name has a comma is one file."""
    name, mark, files = text.partition("=")
    if not mark or not name.strip() or not files.strip():
        raise InputError("--group", [Problem(text, "is not a group", WRITE)])
    several = (files,) if Path(files).exists() else tuple(one.strip() for one in files.split(",") if one.strip())
    return name.strip(), several


def expanded(
    path: Path, text: str, where: str = "", suffixes: Collection[str] = INSTRUMENTS
) -> tuple[list[Path], bool, list[Path]]:
    """Return the files of a text, whether they were searched for, and those of other suffixes."""

    def parted(files: Iterable[Path]) -> tuple[list[Path], bool, list[Path]]:
        every = list(files)
        wanted = [f for f in every if f.suffix.lower() in suffixes]
        return wanted, True, [f for f in every if f.suffix.lower() not in suffixes]

    if path.is_dir():
        return parted(sorted(_walk(path)))
    if path.exists() or not any(mark in text for mark in WITH_PATTERN):
        if where and not path.exists():
            raise InputError("--group", [Problem(where, f"{text} does not exist", "check the path")])
        return [path], False, []
    matches = sorted(Path(one) for one in glob.glob(text, recursive=True))  # noqa: PTH207 - a pattern may be absolute
    files = [f for f in matches if f.is_file()]
    if not files:
        raise InputError("--group" if where else text, [Problem(where or "", f"no file matches {text}", WRITE)])
    return parted(files)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders, without hidden ones and without results of natria."""
    for above, folders, names in os.walk(folder):
        place = Path(above)
        written = _written(place)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (place / name / RESULT).is_file()
        )
        yield from (place / name for name in names if not name.startswith(".") and place / name not in written)


def _written(folder: Path) -> set[Path]:
    """The files of a folder that natria wrote."""
    try:
        names = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {folder / MANIFEST, *(folder / str(name) for name in names)}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _ensure_once(groups: Mapping[str, Sequence[Path]]) -> None:
    place: dict[Path, str] = {}
    for name, files in groups.items():
        if not files:
            raise InputError("--group", [Problem(name, "has no file of a cycler", WRITE)])
        for file in files:
            if (other := place.setdefault(file.absolute(), name)) != name:
                what = f"{file} is in the groups {other!r} and {name!r}"
                raise InputError("--group", [Problem(name, what, "give each recording to one group")])
    _ensure_different(place)


def _ensure_different(files: Iterable[Path]) -> None:
    """Raise an error, before anything is measured, where two files of groups have the same content."""
    by_content: dict[str, Path] = {}
    for file in files:
        with suppress(OSError):  # measuring reports the error
            if (other := by_content.setdefault(sha256_of(file), file)) != file:
                what = f"has the same content as {other.name}, so one cell would count twice"
                raise InputError("--group", [Problem(file.name, what, "give each recording once")])
