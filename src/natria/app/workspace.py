"""The workspace: a folder with recordings, designs and results, which the command line reads too.

    WORKSPACE/recordings/cell.csv             what was dropped into the app, or copied there by hand
    WORKSPACE/recordings/series/10.mpt        a folder of files that belong together, such as spectra
    WORKSPACE/designs/cell.toml
    WORKSPACE/results/cell.csv/=asked.json    what was last asked of the recording (area, mass)
    WORKSPACE/results/cell.csv/=KEY/          what was found: view.json, arrays, pictures
    WORKSPACE/results/=TASK/cell/=KEY/        the same of another task than a measurement, such as a simulation

All that is known is in files, each written beside and then renamed, so that a server may be killed at any time. KEY is
made from the state of the files, what was asked, and the version of natria.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from .._version import __version__
from ..quantity import InputError, OutputError, Problem

RECORDINGS, DESIGNS, RESULTS, UPLOADS = "recordings", "designs", "results", ".uploads"
OWN = "="  # begins the names of what the app keeps beside recordings of a folder
ASKED, VIEW, FAILED = f"{OWN}asked.json", "view.json", "failed.json"
BRIEF = "brief.json"  # stage and headline of a view, which may be long
COMPLETE = "complete"  # the last stage of a view
KEY = 16  # letters
MOST_ENTRIES = 5000
TRIES, PAUSE = 20, 0.05  # s: how often a file is put in the place of one that is read


@dataclass(frozen=True)
class WorkspaceEntry:
    """A recording or a folder of files in the workspace, and the state of its results."""

    name: str
    size: int
    modified: float
    files: int  # 1 of a file
    state: str  # new, done, failed
    headline: str
    asked: Mapping[str, str]


@dataclass(frozen=True)
class AppWorkspace:
    path: Path
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def lock(self) -> Lock:
        """Return what is held while a name is looked for and written."""
        return self._one_at_a_time

    @property
    def recordings(self) -> Path:
        return self.path / RECORDINGS

    def prepare(self) -> None:
        """Make the folders that are missing, and remove uploads that were cut off."""
        try:
            shutil.rmtree(self.path / UPLOADS, ignore_errors=True)
            for name in (RECORDINGS, DESIGNS, RESULTS, UPLOADS):
                (self.path / name).mkdir(parents=True, exist_ok=True)
        except OSError as bad:
            fix = "give a folder that you may write to with natria app --workspace"
            raise OutputError(f"cannot use the workspace {self.path}: {bad.strerror}", fix) from None

    def find(self, name: str) -> Path:
        """Return the recording or folder of a name; raises InputError where the workspace has none."""
        parts = name.split("/")
        plain = 0 < len(parts) <= 2 and all(part and part[0] not in (".", OWN) and "\\" not in part for part in parts)
        path = self.recordings.joinpath(*parts) if plain and "\0" not in name else None
        if path is None or not self._is_there(path):
            problem = Problem(name[:200], "is not in the workspace", "drop the file into the page again")
            raise InputError("recordings", [problem])
        return path

    def entries(self) -> list[WorkspaceEntry]:
        """Return all recordings and folders of recordings, the newest first."""
        found = []
        for path in sorted(self.recordings.iterdir()):
            if not _is_listed(path):
                continue
            if path.is_file():
                found.append(self.entry(path.name))
                continue
            inside = [p for p in sorted(path.iterdir()) if _is_listed(p) and p.is_file()]
            if inside:
                found.append(self.entry(path.name))
                found += [self.entry(f"{path.name}/{p.name}") for p in inside]
        return sorted(found[:MOST_ENTRIES], key=lambda one: (-one.modified, one.name))

    def entry(self, name: str) -> WorkspaceEntry:
        files = self._files(self.find(name))
        asked = self.asked(name)
        folder = self.results(name, asked)
        view, failed = read_json(folder / BRIEF) or read_json(folder / VIEW), read_json(folder / FAILED)
        state = "failed" if failed else "done" if view.get("stage") == COMPLETE else "new"
        stats = [file.stat() for file in files]
        return WorkspaceEntry(
            name,
            sum(one.st_size for one in stats),
            max((one.st_mtime for one in stats), default=0.0),
            len(files),
            state,
            str(failed.get("what") or view.get("headline") or ""),
            asked,
        )

    def asked(self, name: str) -> dict[str, str]:
        """Return what was last asked of a recording, such as the area of its electrode."""
        document = read_json(self.path / RESULTS / name / ASKED)
        return {key: value for key, value in document.items() if isinstance(value, str)}

    def ask(self, name: str, options: Mapping[str, str]) -> None:
        """Keep what is asked of a recording."""
        self.find(name)
        write_json(self.path / RESULTS / name / ASKED, dict(options))

    def results(self, name: str, asked: Mapping[str, str]) -> Path:
        """Return the folder of results of a recording in its present state, which may not exist yet."""
        state = [[f.name, f.stat().st_size, f.stat().st_mtime_ns] for f in self._files(self.find(name))]
        text = json.dumps([__version__, state, sorted(asked.items())])
        return self.path / RESULTS / name / f"{OWN}{sha256(text.encode()).hexdigest()[:KEY]}"

    def results_of(self, task: str, name: str, state: Any) -> Path:
        """Return the folder of results of another task than a measurement; `state` is all that they depend on."""
        key = sha256(json.dumps([__version__, state], sort_keys=True).encode()).hexdigest()[:KEY]
        return self.path / RESULTS / f"{OWN}{task}" / name / f"{OWN}{key}"

    def part(self) -> Path:
        """Return a new file for an upload that is not complete."""
        return self.path / UPLOADS / f"{secrets.token_hex(8)}.part"

    def keep(self, part: Path, name: str) -> str:
        """Move a complete upload to its name, or a free one like it; return the name it has now.

        A file with the same content under the same name is kept as it is.
        """
        with self._one_at_a_time:
            for wanted in like(name):
                place = self.recordings.joinpath(*wanted.split("/"))
                if not self._is_inside(place) or place.parent.is_file():
                    break
                place.parent.mkdir(exist_ok=True)
                if place.is_file() and not place.is_symlink() and _same(place, part):
                    part.unlink()
                    return wanted
                if not place.exists() and not place.is_symlink():
                    part.replace(place)
                    return wanted
        raise OutputError(f"no free name like {name} in the workspace", "rename the file or its folder")

    def _is_there(self, path: Path) -> bool:
        try:
            return not path.is_symlink() and path.exists() and self._is_inside(path)
        except (OSError, ValueError):  # a name that is too long, or that the system cannot write
            return False

    def _is_inside(self, path: Path) -> bool:
        return path.parent.resolve().is_relative_to(self.recordings.resolve())

    def _files(self, path: Path) -> list[Path]:
        if path.is_file():
            return [path]
        return [p for p in sorted(path.iterdir()) if _is_listed(p) and p.is_file()]


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document beside its place, then rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(document, file, allow_nan=False)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def put_in_place(part: Path, place: Path) -> None:
    """Rename a file over another one.

    Windows refuses that while somebody reads the other one, so it is tried again there.
    """
    for _ in range(TRIES):
        try:
            part.replace(place)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(PAUSE)
        else:
            return
    part.replace(place)


def like(name: str) -> Iterator[str]:
    """Yield a name and numbered ones like it: "cell.csv", "cell (2).csv"."""
    folder, slash, file = name.rpartition("/")
    stem, dot, suffix = file.rpartition(".")
    yield name
    for number in range(2, MOST_ENTRIES):
        numbered = f"{stem} ({number}).{suffix}" if dot else f"{file} ({number})"
        yield f"{folder}{slash}{numbered}"


def _is_listed(path: Path) -> bool:
    return not path.name.startswith((".", OWN)) and not path.is_symlink()


def read_json(path: Path) -> dict[str, Any]:
    """Return a document, or an empty one where there is none that can be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _same(one: Path, other: Path) -> bool:
    from filecmp import cmp

    return one.stat().st_size == other.stat().st_size and cmp(one, other, shallow=False)
