"""Designs of the workspace with their drafts, and the cases of natria, which are only read.

    WORKSPACE/designs/cell.toml             a design as it was last saved: it passed the check of natria
    WORKSPACE/designs/.drafts/cell.toml     a text that is not saved yet, as JSON with the state it began from

A file that has changed since it was opened is never overwritten: who saves names the state (a digest of the text) that
was opened.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException

from ...quantity import InputError, NatriaError, OutputError, Problem
from ..measure.names import RESERVED, UNSAFE
from ..workspace import DESIGNS, OWN, AppWorkspace, like, put_in_place, read_json, write_json

SUFFIX = ".toml"
DRAFTS = ".drafts"
LONGEST = 120  # letters of a name
MOST_TEXT = 2**20  # letters of a design
SHOWN = 200
STATE = 16  # letters of a digest


class DesignChanged(NatriaError):
    """A file or draft that another page has changed since it was opened."""


@dataclass(frozen=True)
class DesignEntry:
    """A design of the list; `is_own` says that it is a file of the workspace."""

    name: str
    title: str
    is_own: bool
    modified: float = 0.0
    has_draft: bool = False


@dataclass(frozen=True)
class OpenedDesign:
    """The text of a design with its state; `draft` is a text that was not saved."""

    name: str
    text: str
    state: str
    is_own: bool
    path: str
    draft: dict[str, Any] | None = None


@dataclass(frozen=True)
class DesignFiles:
    workspace: AppWorkspace

    @property
    def folder(self) -> Path:
        return self.workspace.path / DESIGNS

    def entries(self) -> list[DesignEntry]:
        """Return the designs of the workspace, the newest first, then the cases of natria."""
        own = [self._entry(path) for path in self.folder.glob(f"*{SUFFIX}") if _is_listed(path)]
        return [
            *sorted(own, key=lambda one: (-one.modified, one.name)),
            *(DesignEntry(name, title_of(path), is_own=False) for name, path in _cases().items()),
        ]

    def open(self, name: str) -> OpenedDesign:
        """Return a design with its text, and the draft beside it."""
        path = self.find(name)
        text = read_text(path)
        is_own = path.parent == self.folder
        draft = read_json(self._draft(name)) if is_own else {}
        shown = str(path.resolve()) if is_own else name
        return OpenedDesign(name, text, state_of(text), is_own, shown, draft if draft.get("text") else None)

    def find(self, name: str) -> Path:
        """Return the file of a design; raises InputError where there is none."""
        if is_plain(name):
            path = self.folder / name
            if path.suffix == SUFFIX and path.is_file() and not path.is_symlink():
                return path
            if name in (known := _cases()):
                return known[name]
        raise InputError("designs", [Problem(name[:SHOWN], "is not in the workspace", "choose one of the list")])

    def save(self, name: str, text: str, state: str, known: str = "") -> str:
        """Write the text of a design of the workspace; return its new state.

        Refused where the file is not in the state that was opened, or where there is a draft that is not `known`.
        """
        with self.workspace.lock:
            self._unchanged(name, state)
            self._known(name, text, known)
            write_text(self._own(name), text)
            self._draft(name).unlink(missing_ok=True)
        return state_of(text)

    def keep_draft(self, name: str, text: str, state: str, known: str) -> str:
        """Keep a text that is not saved beside a design; return its digest.

        `known` is the digest of the draft before it.
        """
        path = self._draft(name)
        with self.workspace.lock:
            self._own(name)
            self._known(name, text, known)
            write_json(path, {"text": text, "state": state})
        return state_of(text)

    def drop_draft(self, name: str, known: str) -> None:
        """Remove the draft of a design; refused where it was changed elsewhere."""
        with self.workspace.lock:
            self._own(name)
            self._known(name, "", known)
            self._draft(name).unlink(missing_ok=True)

    def copy(self, name: str, to: str = "", text: str | None = None) -> str:
        """Write a copy of a design, or another text, under a free name; return the name."""
        source = read_text(self.find(name)) if text is None else text
        wanted = checked_name(to or (name if name.endswith(SUFFIX) else f"my-{name}{SUFFIX}"))
        with self.workspace.lock:
            for free in like(wanted):
                if not (self.folder / free).exists() and not (self.folder / free).is_symlink():
                    write_text(self.folder / free, source)
                    return free
        raise OutputError(f"no free name like {wanted} in the workspace", "give another name")

    def rename(self, name: str, to: str, state: str) -> str:
        """Give a design another name; refused where that is taken."""
        wanted = checked_name(to)
        with self.workspace.lock:
            self._unchanged(name, state)
            if (self.folder / wanted).exists() or (self.folder / wanted).is_symlink():
                raise InputError("designs", [Problem(wanted, "is there already", "give another name")])
            self._own(name).rename(self.folder / wanted)
            if self._draft(name).is_file():
                self._draft(name).replace(self._draft(wanted))
        return wanted

    def delete(self, name: str, state: str) -> None:
        """Delete a design and its draft; refused where it has changed since it was opened."""
        with self.workspace.lock:
            self._unchanged(name, state)
            self._own(name).unlink()
            self._draft(name).unlink(missing_ok=True)

    def _entry(self, path: Path) -> DesignEntry:
        has_draft = self._draft(path.name).is_file()
        return DesignEntry(path.name, title_of(path), is_own=True, modified=path.stat().st_mtime, has_draft=has_draft)

    def _own(self, name: str) -> Path:
        path = self.find(name)
        if path.parent != self.folder:
            fix = "copy it into the workspace, and change the copy"
            raise InputError("designs", [Problem(name, "comes with natria and is only read", fix)])
        return path

    def _unchanged(self, name: str, state: str) -> None:
        if state_of(read_text(self._own(name))) != state:
            raise _changed(name, "the file has changed since it was opened")

    def _known(self, name: str, text: str, known: str) -> None:
        there = str(read_json(self._draft(name)).get("text", ""))
        if there and state_of(there) not in (known, state_of(text)):
            raise _changed(name, "the draft of this design was changed in another tab")

    def _draft(self, name: str) -> Path:
        folder = self.folder / DRAFTS
        if folder.is_symlink():
            raise OutputError(f"{folder} is a link", "remove it: drafts stay in the workspace")
        return folder / name


def checked_name(name: str) -> str:
    """Return the name of a file of a design, with its suffix; raises InputError for what is none."""
    wanted = name.strip()
    wanted = wanted if wanted.endswith(SUFFIX) else f"{wanted}{SUFFIX}"
    if wanted == SUFFIX or not is_plain(wanted) or len(wanted) > LONGEST:
        fix = f'take up to {LONGEST} letters without / \\ : * ? " < > |, and no dot or = in front'
        raise InputError("designs", [Problem(name[:SHOWN], "is no name of a design", fix)])
    return wanted


def is_plain(name: str) -> bool:
    """Whether a name is that of a file, without a folder."""
    if not name or name[0] in (".", OWN) or name != name.strip(" ."):
        return False
    return not any(mark in name for mark in "/\\") and not UNSAFE.search(name) and not RESERVED.match(name)


def state_of(text: str) -> str:
    """Return the digest of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:STATE]


def read_text(path: Path) -> str:
    """Return the text of a design file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read(MOST_TEXT + 1)
    except UnicodeDecodeError:
        raise InputError(path.name, [Problem("", "is not text in UTF-8", "save it as UTF-8")]) from None
    if len(text) > MOST_TEXT:
        raise HTTPException(413, "the file is too large for a design")
    return text


def write_text(path: Path, text: str) -> None:
    """Write a text beside its place, then rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def title_of(path: Path) -> str:
    """Return the title of a design, or the name of its system; empty where the file cannot be read."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""
    return str(document.get("title") or document.get("name") or "")


def _cases() -> dict[str, Path]:
    from ...design.case import cases  # takes too long for the first page

    return cases()


def _is_listed(path: Path) -> bool:
    return is_plain(path.name) and path.is_file() and not path.is_symlink()


def _changed(name: str, what: str) -> DesignChanged:
    return DesignChanged(f"{name}: {what}", "open it again, or save this text as a copy")
