"""Detection of the kind of a file that no reader supports, with advice for the user."""

from __future__ import annotations

from .format import Head

EXPORT = "export the test from the instrument's program as csv or text"
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook", "unpack it, or " + EXPORT),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "save it as .xlsx or csv"),
    (b"\x00\x01\x00\x00Standard", "an Access database, as Arbin writes", EXPORT),
    (b"NEWARE", "a Neware .nda", EXPORT),
    (b"BIO-LOGIC", "a BioLogic binary file", "export it as text (.mpt) in EC-Lab"),
    (b"PAR1", "a Parquet table without the columns of a recording", "see its columns; give a column map"),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first"),
    (b"BZh", "compressed with bzip2", "unpack it first"),
    (b"\xfd7zXZ", "compressed with xz", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a rar archive", "unpack it first"),
    (b"%PDF", "a PDF", "give the file of the instrument, not the report"),
    (b"\x89PNG", "a picture", "give the file of the instrument, not the figure"),
    (b"\xff\xd8\xff", "a picture", "give the file of the instrument, not the figure"),
    (b"GIF8", "a picture", "give the file of the instrument, not the figure"),
    (b"\x89HDF", "an HDF5 file", "write its table as csv or Parquet"),
    (b"MATLAB", "a MATLAB file", "write its table as csv"),
    (b"SQLite", "an SQLite database", "write its table as csv"),
    (b"\x80\x04", "a Python pickle, which is never opened", "write its table as csv or Parquet"),
    (b"\x7fELF", "a program", "give the file of the instrument"),
    (b"MZ", "a program", "give the file of the instrument"),
)
WORDS: tuple[tuple[str, str, str], ...] = (
    ("<!doctype html", "a web page, perhaps of a login", "download the file again"),
    ("<html", "a web page, perhaps of a login", "download the file again"),
    ("version https://git-lfs", "a pointer of git-lfs, not the file itself", "fetch it: git lfs pull"),
    ("<?xml", "XML", EXPORT),
    ("{\\rtf", "a text processor's file", "save it as plain text"),
    ("{", "JSON", "write its table as csv"),
)


def describe_unknown(head: Head) -> tuple[str, str]:
    """Return a description of an unsupported file ("looks like ...") and advice."""
    for magic, kind, fix in MAGIC:
        if head.content.startswith(magic):
            return f"looks like {kind}", fix
    text = head.text.lstrip().lower()
    for begin, kind, fix in WORDS:
        if text.startswith(begin):
            return f"looks like {kind}", fix
    if not head.text:
        zeros = head.content.count(0) / max(len(head.content), 1)
        kind = "contains only zeros: writing was interrupted" if zeros == 1 else "is binary, of unknown kind"
        return kind, EXPORT
    first = next((line.strip() for line in head.text.splitlines() if line.strip()), "")
    return f"is text beginning with {first[:80]!r}", EXPORT + ", or give a column map: --columns map.toml"
