"""Names of files that a browser sends: one or two plain parts, never a way out of the workspace."""

from __future__ import annotations

import re
import unicodedata

from ...quantity import InputError, Problem

LONGEST = 120  # letters of a part
DEEPEST = 2  # a folder and a file
# What Windows and shells refuse, control characters, and marks that turn the order in which a name is shown
UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f<>:"|?*\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


def clean_name(given: str) -> str:
    """Return the name under which an upload is kept, "file" or "folder/file".

    Raises InputError for a name that leads elsewhere.
    """
    parts = given.replace("\\", "/").split("/")
    if len(parts) > DEEPEST:
        parts = [parts[0], parts[-1]] if all(_is_plain(part) for part in parts) else parts
    if not all(_is_plain(part) for part in parts):
        fix = "give the name of a file, or of a folder and a file in it"
        raise InputError("the upload", [Problem(given[:LONGEST], "is no name of a file", fix)])
    return "/".join(_clean(part) for part in parts)


def _is_plain(part: str) -> bool:
    return bool(part.strip(" .")) and part not in (".", "..")


def _clean(part: str) -> str:
    text = UNSAFE.sub("_", unicodedata.normalize("NFC", part)).strip(" .")
    stem, dot, suffix = text.rpartition(".")
    if len(text) > LONGEST:
        text = f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < LONGEST // 2 else text[:LONGEST]
    return f"_{text}" if RESERVED.match(text) or text.startswith((".", "=")) else text
