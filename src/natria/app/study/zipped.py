"""A folder as a zip that is sent while it is made: never whole in memory, and never on disk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

CHUNK = 2**18  # bytes
PACKED = {".png": ZIP_STORED, ".parquet": ZIP_STORED}  # are small already
SINCE = (1980, 1, 1, 0, 0, 0)  # the same files make the same zip


class _Outlet(io.RawIOBase):
    """What a ZipFile writes to, which hands on what has come; without a way back, as a connection."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        found, self._parts = b"".join(self._parts), []
        return found


def zipped(folder: Path, name: str) -> Iterator[bytes]:
    """Yield the parts of a zip of the files of a folder, below a folder of a name."""
    outlet = _Outlet()
    with ZipFile(outlet, "w") as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
            row = ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", SINCE)
            row.compress_type = PACKED.get(path.suffix, ZIP_DEFLATED)
            row.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(row, "w") as entry:
                while chunk := source.read(CHUNK):
                    entry.write(chunk)
                    if sent := outlet.taken():
                        yield sent
    yield outlet.taken()
