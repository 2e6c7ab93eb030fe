"""Numba's files of machine code with a checksum at the front, verified whenever a process loads one.

A damaged file would otherwise stop every simulation (its pickle cannot be read) or, with one bit flipped inside the
machine code, change results silently. Where a checksum does not agree, the whole folder is deleted and the functions
are compiled again. The checksum is part of its file, so the two are replaced together.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from typing import Any, cast

from numba.core import caching

DIGEST = sha256().digest_size  # bytes
_Files: Any = caching.IndexDataCacheFile


class DamagedFileError(Exception):
    """A file whose content is not what was written."""


class CheckedFiles(_Files):  # type: ignore[misc]  # Numba is without types here
    """Index and machine code of one function.

    Replaces `IndexDataCacheFile`, by whose names Numba calls it.
    """

    def load(self, key: Any) -> Any:
        """Return the entry of a key; None where there is none or it is damaged, and Numba compiles."""
        try:
            return super().load(key)
        except DamagedFileError:
            self._drop()
            return None

    def _load_index(self) -> dict[Any, str]:
        try:
            stream = BytesIO(content_of(Path(self._index_path)))
        except FileNotFoundError:
            return {}
        except DamagedFileError:
            self._drop()
            return {}
        if pickle.load(stream) != self._version:  # noqa: S301  # written here, as the checksum shows
            return {}
        stamp, overloads = pickle.load(stream)  # noqa: S301
        return cast("dict[Any, str]", overloads) if stamp == self._source_stamp else {}

    def _load_data(self, name: str) -> Any:
        return pickle.loads(content_of(Path(self._data_path(name))))  # noqa: S301

    @contextmanager
    def _open_for_write(self, filepath: str) -> Iterator[BytesIO]:
        content = BytesIO()
        yield content
        with super()._open_for_write(filepath) as file:
            file.write(sha256(content.getvalue()).digest() + content.getvalue())

    def _drop(self) -> None:
        rmtree(self._cache_path, ignore_errors=True)


def content_of(path: Path) -> bytes:
    """Return the content of a file without its checksum, after verifying it."""
    whole = path.read_bytes()
    digest, content = whole[:DIGEST], whole[DIGEST:]
    if sha256(content).digest() != digest:
        raise DamagedFileError(str(path))
    return content


@contextmanager
def checked_files() -> Iterator[None]:
    """Make Numba keep machine code compiled inside in files with checksums."""
    numbas: Any = caching
    before = numbas.IndexDataCacheFile
    numbas.IndexDataCacheFile = CheckedFiles
    try:
        yield
    finally:
        numbas.IndexDataCacheFile = before
