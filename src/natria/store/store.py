"""The store as a value: a folder of one's own, and the entries that natria ships below it.

An own entry is found before a shipped one. Nothing here reads the environment; `default_place` gets it as an argument.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from ..quantity import InputError, OutputError, Problem
from .entry import FOLDERS, SUFFIX, Damaged, Entry, Kind, entry_id, folder_of, head_of, pieces_of, read_files, read_head
from .files import SYSTEM, Calls, make_folder, write_whole

SHIPPED = Path(__file__).with_name("shipped")
ASIDE = "damaged"  # where damaged entries go
VARIABLE = "NATRIA_STORE"


def _warn(text: str) -> None:
    warnings.warn(text, stacklevel=3)


def _unlisted(_: Entry) -> None:
    """Nobody asks which entries are used."""


@dataclass(frozen=True)
class Store:
    """Where results are kept. Without a path nothing is kept and only shipped entries are found.

    `tell` gets a sentence for each entry that is damaged and for each result that could not be kept, `used` each entry
    that an answer was taken from or kept as.
    """

    path: Path | None
    shipped: Path | None = SHIPPED
    tell: Callable[[str], None] = _warn
    calls: Calls = SYSTEM
    used: Callable[[Entry], None] = _unlisted

    def keep(self, entry: Entry, files: Mapping[str, bytes] | None = None) -> Entry:
        """Write an entry with its files atomically, and return the entry as written.

        Raises OutputError where it cannot be written.
        """
        root = self.folder
        path = root / folder_of(entry.kind, entry.name, entry.version, entry.group) / f"{entry.id}{SUFFIX}"
        with writing(root):
            write_whole(path, pieces_of(entry, files or {}), self.calls)
        try:
            return read_head(path)
        except (Damaged, OSError) as bad:
            raise OutputError(f"{path} was written and cannot be read back: {bad}", "check the disk") from None

    @property
    def folder(self) -> Path:
        """The folder of the store; raises where there is none."""
        if self.path is None:
            raise OutputError("this store has no folder of its own, so nothing can be kept in it", "give Store a path")
        return self.path

    def get(
        self, kind: Kind, name: str, version: int, key: Mapping[str, object], group: tuple[str, ...] = ()
    ) -> Entry | None:
        """The entry of a key, own before shipped, with all its bytes checked; None where there is none."""
        file = folder_of(kind, name, version, group) / f"{entry_id(kind, name, version, key)}{SUFFIX}"
        found = (self._sound(root / file, shipped=shipped) for root, shipped in self._roots())
        return next((one for one in found if one), None)

    def groups(self, kind: Kind, name: str, version: int, group: tuple[str, ...] = ()) -> Iterator[Entry]:
        """Yield one sound entry of each folder below that of a group.

        All entries of a folder have keys of the same form.
        """
        seen: set[str] = set()
        for root, shipped in self._roots():
            for folder in _listed(root / folder_of(kind, name, version, group)):
                if folder.name in seen or not folder.is_dir():
                    continue
                files = (file for file in _listed(folder) if file.suffix == SUFFIX)
                heads = (self._head(file, shipped=shipped) for file in files)
                if first := next((one for one in heads if one), None):
                    seen.add(folder.name)
                    yield first

    def entries(self) -> Iterator[Entry]:
        """All entries by their heads, own ones first; damaged ones are reported and set aside."""
        for root, shipped in self._roots():
            for file in sorted(file for top in FOLDERS.values() for file in (root / top).rglob(f"*{SUFFIX}")):
                if found := self._head(file, shipped=shipped):
                    yield found

    def find(self, begun: str) -> Entry:
        """The entry whose id begins so, own before shipped; raises InputError where there is not exactly one."""
        found = {one.id: one for one in reversed(list(self.entries())) if begun and one.id.startswith(begun)}
        if len(found) == 1:
            return next(iter(found.values()))
        if not found:
            raise InputError("the store", [Problem(begun, "no entry has this id", "natria store ls lists all entries")])
        some = ", ".join(f"{one.id[:12]} ({one.name})" for one in list(found.values())[:6])
        what = f"{len(found)} entries have an id that begins so"
        raise InputError("the store", [Problem(begun, what, f"give more of the id: {some}")])

    def files(self, entry: Entry) -> dict[str, bytes]:
        """The files of an entry by name, checked; raises InputError where they are damaged."""
        try:
            return read_files(entry)
        except (Damaged, OSError) as bad:
            fix = "natria store gc removes it; the next question computes it again"
            raise InputError(str(entry.path), [Problem("", str(bad), fix)]) from None

    def set_aside(self, path: Path, why: str, *, shipped: bool = False, sound: bool = False) -> None:
        """Report an unusable entry and move it away; one that another process has mended meanwhile stays.

        `sound` says that the bytes are as they were written and the entry is unusable all the same.
        """
        if shipped or self.path is None:
            self.tell(f"{path} {why}; it is not used. A shipped file is mended by installing natria again.")
            return
        aside = self.path / ASIDE / f"{path.stem}.{uuid4().hex[:8]}"
        with suppress(OSError):  # gone already, or a store that is read only: what is damaged is not used anyhow
            make_folder(aside.parent, self.calls)
            self.calls.replace(path, aside)
            if not sound and _is_sound(aside, path.stem):
                self.calls.replace(aside, path)
                return
        self.tell(f"{path} {why}; it is set aside and will be computed again.")

    def _roots(self) -> Iterator[tuple[Path, bool]]:
        if self.path is not None:
            yield self.path, False
        if self.shipped is not None:
            yield self.shipped, True

    def _sound(self, path: Path, *, shipped: bool) -> Entry | None:
        """The entry of a file whose files are sound as well."""
        found = self._head(path, shipped=shipped)
        try:
            if found and found.files:
                read_files(found)
        except (Damaged, OSError) as bad:
            self.set_aside(path, str(bad), shipped=shipped)
            return None
        return found

    def _head(self, path: Path, *, shipped: bool) -> Entry | None:
        try:
            return replace(read_head(path), shipped=shipped)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except Damaged as bad:
            self.set_aside(path, str(bad), shipped=shipped)
        except OSError as bad:
            self.tell(f"{path} cannot be read ({bad.strerror}); it is not used.")
        return None


def default_place(environment: Mapping[str, str], home: Path | None = None) -> Path:
    """Return the folder of the store that the environment names.

    It is NATRIA_STORE, else natria/store below XDG_DATA_HOME or ~/.local/share.
    """
    if own := environment.get(VARIABLE):
        return Path(own).expanduser()
    shared = environment.get("XDG_DATA_HOME", "")
    base = Path(shared) if shared and Path(shared).is_absolute() else (home or Path.home()) / ".local" / "share"
    return base / "natria" / "store"


def now() -> str:
    """The time that an entry is made at."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """An error of the system as one that says what to do."""
    try:
        yield
    except OSError as bad:
        fix = f"make room there and call again, or name another folder with --store or {VARIABLE}"
        raise OutputError(f"cannot write to the store {folder}: {bad.strerror or bad}", fix) from None


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_sound(path: Path, wanted: str) -> bool:
    """Whether a file that was moved holds the entry whole that it should."""
    try:
        entry = head_of(path)
        read_files(entry)
    except (Damaged, OSError):
        return False
    return entry.id == wanted
