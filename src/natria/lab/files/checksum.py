"""Checksum of a parquet file written by natria, which verifies it without decoding.

polars aborts the process on some damaged pages, as a wrong run length makes it request 2^61 bytes. A file is therefore
decoded only if its checksum is valid, or if another process has decoded it before without a crash.
"""

from __future__ import annotations

import mmap
from hashlib import sha256
from pathlib import Path

from .third_party import ensure_survived

KEY = "natria-seal"  # metadata key; its value is the hash of the file with zeros in place of the value
BLANK = "0" * 64
TRIAL = """
import sys, polars
flat = [name for name, kind in polars.read_parquet_schema(sys.argv[1]).items() if not kind.is_nested()]
polars.read_parquet(sys.argv[1], columns=flat)
"""


def set_checksum(path: Path) -> None:
    """Write the checksum into a file that was written with a blank one."""
    content = path.read_bytes()
    at = _place(content)
    if at is None or content[at : at + len(BLANK)] != BLANK.encode():
        return  # the file is still readable, only more slowly
    with path.open("r+b") as file:
        file.seek(at)
        file.write(sha256(content).hexdigest().encode())


def has_valid_checksum(path: Path) -> bool:
    """Whether the file contains a checksum that matches its bytes."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = _place(content)
        if at is None:
            return False
        end = at + len(BLANK)
        found = sha256(content[:at])
        found.update(BLANK.encode())
        found.update(content[end:])
        return content[at:end] == found.hexdigest().encode()


def ensure_decodes(path: Path) -> None:
    """Decode a file in another process first; raises InputError if that process crashes."""
    ensure_survived(path, TRIAL, "write the parquet file again")


def _place(content: bytes | mmap.mmap) -> int | None:
    """Position of the checksum: after its key and a few bytes of a length."""
    key = content.rfind(KEY.encode())
    if key < 0:
        return None
    after = key + len(KEY)
    for at in range(after, min(after + 8, len(content) - len(BLANK))):
        if all(byte in b"0123456789abcdef" for byte in content[at : at + len(BLANK)]):
            return at
    return None
