"""One result on disk: a head in JSON, then the bytes of the files that belong to it, all in one file.

The first line names the form, the length and the sha256 of the head; the head holds the sha256 and the size of each
file. One file, because two files cannot be renamed at once.

    natria.result/1 LENGTH SHA256
    {"id": ..., "kind": ..., "name": ..., "version": ..., "key": ..., "content": ..., "files": [...]}
    BYTES OF THE FILES
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Literal
from urllib.parse import quote

Json = dict[str, Any]
Kind = Literal["finding", "artefact", "value"]  # a number of an answerer, an artefact of one, a result of map_stored
SCHEMA = "natria.result/1"
SUFFIX = ".entry"
LONGEST_LINE = 200  # bytes of a first line; more is no entry
FOLDERS: dict[Kind, str] = {"finding": "results", "artefact": "artefacts", "value": "values"}


class Damaged(Exception):
    """A file that is not the entry that it should be, and why."""


@dataclass(frozen=True)
class Kept:
    """A file of an entry: its name, its size in bytes and its sha256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Entry:
    """A result, its key, and its place in the store.

    `group` names the folder below that of the name and the version.
    """

    kind: Kind
    name: str
    version: int
    key: Mapping[str, Any]
    content: Mapping[str, Any]
    made: str  # UTC, ISO 8601
    group: tuple[str, ...] = ()
    files: tuple[Kept, ...] = ()
    path: Path = field(default_factory=Path)  # where it was read from
    size: int = 0  # of the file
    shipped: bool = False

    @property
    def id(self) -> str:
        return entry_id(self.kind, self.name, self.version, self.key)


def entry_id(kind: Kind, name: str, version: int, key: Mapping[str, Any]) -> str:
    """The digest under which a result is kept."""
    return digest_of_json([kind, name, version, key])


def folder_of(kind: Kind, name: str, version: int, group: tuple[str, ...] = ()) -> Path:
    """Where entries of a name and a version lie, below the folder of a store."""
    return Path(FOLDERS[kind], f"{quote(name, safe=' ')}.{version}", *(quote(one, safe="") for one in group))


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of_json(value: Any) -> str:
    """The sha256 of a JSON value, however its keys are ordered."""
    return sha256(canonical(value).encode()).hexdigest()


def pieces_of(entry: Entry, files: Mapping[str, bytes]) -> list[bytes]:
    """The bytes of an entry with its files, piece by piece."""
    rows = [{"name": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()]
    document = {
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name,
        "version": entry.version,
        "made": entry.made,
        "group": list(entry.group),
        "key": entry.key,
        "content": entry.content,
        "files": rows,
    }
    head = json.dumps(document, indent=1, allow_nan=False).encode() + b"\n"
    return [f"{SCHEMA} {len(head)} {sha256(head).hexdigest()}\n".encode(), head, *files.values()]


def read_head(path: Path) -> Entry:
    """Return the entry of a file, without its files.

    Raises Damaged where the head or the size is not as it was written.
    """
    entry = head_of(path)
    if path.stem != entry.id:
        raise Damaged("lies under a name that is not its own")
    return entry


def head_of(path: Path) -> Entry:
    """The entry of a file of any name."""
    with path.open("rb") as file:
        return _head(file, path)


def read_files(entry: Entry) -> dict[str, bytes]:
    """The files of an entry by name, each held against its sha256; raises Damaged where one differs."""
    found = {}
    with entry.path.open("rb") as file:
        if _head(file, entry.path).id != entry.id:
            raise Damaged("is another entry now")
        for one in entry.files:
            data = file.read(one.size)
            if sha256(data).hexdigest() != one.sha256:
                raise Damaged(f"holds other bytes for {one.name} than were written")
            found[one.name] = data
    return found


def _head(file: BinaryIO, path: Path) -> Entry:
    """The entry, with the file at the first byte behind its head."""
    line = file.readline(LONGEST_LINE)
    try:
        schema, length, digest = line.decode("ascii").split()
        wanted = int(length)
    except ValueError:
        raise Damaged("does not begin as an entry") from None
    if line != f"{schema} {wanted} {digest}\n".encode():  # another white space, or a number with a sign
        raise Damaged("begins otherwise than it was written")
    if schema != SCHEMA:
        raise Damaged(f"is written as {schema}, not as {SCHEMA}")
    head = file.read(wanted)
    if sha256(head).hexdigest() != digest:
        raise Damaged("has another head than was written")
    try:
        entry = _entry(json.loads(head), path)
    except (ValueError, LookupError, TypeError) as bad:
        raise Damaged(f"has a head that is no entry's ({type(bad).__name__}: {bad})") from None
    size = len(line) + wanted + sum(one.size for one in entry.files)
    if entry.size != size:
        raise Damaged(f"has {entry.size} bytes and not {size}")
    return entry


def _entry(row: Json, path: Path) -> Entry:
    if row["kind"] not in FOLDERS:
        raise ValueError(row["kind"])
    files = tuple(Kept(one["name"], one["size"], one["sha256"]) for one in row["files"])
    size = path.stat().st_size
    group = tuple(row["group"])
    content = row["content"]
    return Entry(row["kind"], row["name"], row["version"], row["key"], content, row["made"], group, files, path, size)
