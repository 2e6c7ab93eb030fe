"""Text files that people write: designs, papers, column maps, results to be read again."""

from __future__ import annotations

import errno
from pathlib import Path

LARGEST = 256 * 2**20  # bytes; a design or a paper has some kB, a document of findings some MB


def read_text_file(file: Path, encoding: str = "utf-8") -> str:
    """Return the text of a file; raises OSError for a pipe, a device, a folder or a file of absurd size."""
    if file.exists() and not file.is_dir():
        if not file.is_file():
            raise OSError(errno.EINVAL, "not a regular file")
        if file.stat().st_size > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST // 2**20} MiB")
    return file.read_text(encoding=encoding)
