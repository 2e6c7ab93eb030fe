"""Whether a parquet file is as natria left it, byte for byte, without decoding it.

polars ends the whole process on some damaged pages: a wrong run length makes it ask for 2^61 bytes. So a file is
decoded only where it is sealed, or where another process has decoded it before and lived.
"""

from __future__ import annotations

import mmap
from hashlib import sha256
from pathlib import Path

from .third_party import ensure_survived

KEY = "natria-seal"  # in the metadata of the file; its value is the hash of the file with zeros in its place
BLANK = "0" * 64
TRIAL = "import sys, polars; polars.read_parquet(sys.argv[1])"


def set_checksum(path: Path) -> None:
    """Fill in the seal of a file that was written with a blank one."""
    content = path.read_bytes()
    at = _place(content)
    if at is None or content[at : at + len(BLANK)] != BLANK.encode():
        return  # it reads all the same, only not as fast
    with path.open("r+b") as file:
        file.seek(at)
        file.write(sha256(content).hexdigest().encode())


def has_valid_checksum(path: Path) -> bool:
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
    ensure_survived(path, TRIAL, "write the parquet file again")


def _place(content: bytes | mmap.mmap) -> int | None:
    """Where the seal stands: right behind its name, but for the few bytes of a length."""
    key = content.rfind(KEY.encode())
    if key < 0:
        return None
    after = key + len(KEY)
    for at in range(after, min(after + 8, len(content) - len(BLANK))):
        if all(byte in b"0123456789abcdef" for byte in content[at : at + len(BLANK)]):
            return at
    return None
