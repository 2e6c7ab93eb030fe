"""Tables of an Access database (Jet 4), as far as instruments use them.

Packages that read such files go through every row in Python, at 0.2 ms a row and more; the tables of readings have
columns of fixed width only, so that here a column of them is one view of the bytes. The layout is the one that the
notes of mdbtools describe: pages of 4096 bytes; a page of kind 2 defines a table (the number of its columns at byte 45,
25 bytes a column, then the names); pages of kind 1 hold rows, with the page of their table at byte 4 and the place of
each row from byte 14 on. A row ends with one bit a column that says whether there is a value.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

PAGE = 4096
ANY = b"\x00\x01\x00\x00Standard "
MAGIC = (b"\x00\x01\x00\x00Standard Jet DB\x00\x01", b"\x00\x01\x00\x00Standard ACE DB\x00")
ROWS, DEFINITION = 1, 2
TABLES = (b"N", b"S")  # of a user, of the system
TEXT = 10
NUMBERS = {2: "u1", 3: "<i2", 4: "<i4", 6: "<f4", 7: "<f8", 8: "<f8"}
GONE = 0xC000  # marks on the place of a row that is deleted or lies elsewhere
PLACE = 0x1FFF
FIXED = 1  # mark of a column whose values all have the same width


class DamagedError(ValueError):
    """The bytes do not fit the layout."""


@dataclass(frozen=True)
class Field:
    kind: int
    number: int  # its bit at the end of a row
    place: int  # its first byte in a row; among the words of the row where the width is not fixed


@dataclass(frozen=True, eq=False)
class AccessTable:
    fields: Mapping[str, Field]
    rows: int  # as the definition says
    start: np.ndarray  # first byte of each row that is there
    stop: np.ndarray

    def __len__(self) -> int:
        return len(self.start)


def tables(content: bytes) -> Iterator[AccessTable]:
    """Every table of a database."""
    whole = len(content) // PAGE
    pages = np.frombuffer(content, np.uint8, whole * PAGE).reshape(whole, PAGE)
    owner = pages[:, 4:8].copy().view("<u4")[:, 0]
    for page in np.flatnonzero((pages[:, 0] == DEFINITION) & np.isin(pages[:, 40], [t[0] for t in TABLES])):
        try:
            fields, rows = _definition(_chained(content, int(page)))
            start, stop = _rows(content, np.flatnonzero((pages[:, 0] == ROWS) & (owner == page)))
        except (struct.error, IndexError, UnicodeDecodeError) as bad:
            raise DamagedError(f"the table that page {page} defines cannot be made out ({bad})") from None
        yield AccessTable(fields, rows, start, stop)


def numbers(content: bytes, table: AccessTable, name: str) -> np.ndarray:
    """A column of numbers in the order of the file; nan where a row has no value."""
    field = table.fields[name]
    dtype = np.dtype(NUMBERS[field.kind])
    buffer = np.frombuffer(content, np.uint8)
    at = table.start + 2 + field.place
    if not len(at):
        return np.zeros(0)
    if (at + dtype.itemsize > table.stop).any():
        raise DamagedError(f"a row is too short for the column {name}")
    with np.errstate(invalid="ignore"):  # bytes of a damaged file can be a nan that signals
        values = buffer[at[:, None] + np.arange(dtype.itemsize)].view(dtype)[:, 0].astype(float)
    columns = buffer[table.start[:, None] + np.arange(2)].view("<u2")[:, 0].astype(int)
    mask = np.clip(table.stop - (columns + 7) // 8 + field.number // 8, 0, len(buffer) - 1)
    there = (buffer[mask] >> (field.number % 8)) & 1
    return np.where(there == 1, values, np.nan)


def words(content: bytes, table: AccessTable, row: int) -> dict[str, str]:
    """The columns of text of one row."""
    start, stop = int(table.start[row]), int(table.stop[row])
    (columns,) = struct.unpack_from("<H", content, start)
    end = stop - (columns + 7) // 8  # before the bits: how many words, and backwards where each begins
    count = struct.unpack_from("<H", content, end - 2)[0] if end - 2 >= start else PAGE
    if end - 4 - 2 * count < start:
        raise DamagedError("a row of text is too short")
    places = [struct.unpack_from("<H", content, end - 4 - 2 * k)[0] for k in range(count + 1)]
    found = {}
    for name, field in table.fields.items():
        if field.kind == TEXT and field.place < count:
            found[name] = _text(content[start + places[field.place] : start + places[field.place + 1]])
    return found


def _text(raw: bytes) -> str:
    """UTF-16, or with a mark before it one byte a letter."""
    if raw[:2] == b"\xff\xfe":
        return raw[2:].replace(b"\x00", b"").decode("latin-1")
    return raw.decode("utf-16-le", errors="replace")


def _chained(content: bytes, page: int) -> bytes:
    """A definition that is longer than a page goes on in others."""
    found, seen = content[page * PAGE : (page + 1) * PAGE], {page}
    (following,) = struct.unpack_from("<I", found, 4)
    while following and following not in seen:
        seen.add(following)
        more = content[following * PAGE : (following + 1) * PAGE]
        found += more[8:]
        (following,) = struct.unpack_from("<I", more, 4)
    return found


def _definition(page: bytes) -> tuple[dict[str, Field], int]:
    (rows,) = struct.unpack_from("<I", page, 16)
    columns, _, indices = struct.unpack_from("<HII", page, 45)
    at = 63 + 12 * indices
    described = [page[at + 25 * k : at + 25 * (k + 1)] for k in range(columns)]
    at += 25 * columns
    fields = {}
    for one in described:
        (length,) = struct.unpack_from("<H", page, at)
        name = page[at + 2 : at + 2 + length].decode("utf-16-le")
        at += 2 + length
        number, word = struct.unpack_from("<HH", one, 5)
        (place,) = struct.unpack_from("<H", one, 21)
        fields[name] = Field(one[0], number, place if one[15] & FIXED else word)
    return fields, rows


def _rows(content: bytes, pages: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the rows of these pages begin and end. They are laid from the end of a page to its beginning."""
    starts, stops = [np.zeros(0, int)], [np.zeros(0, int)]
    for page in pages * PAGE:
        (count,) = struct.unpack_from("<H", content, page + 12)
        if 14 + 2 * count > PAGE:
            raise DamagedError(f"page {page // PAGE} has more rows than fit into it")
        marked = np.frombuffer(content, "<u2", count, page + 14).astype(int)
        place = marked & PLACE
        end = np.r_[PAGE, place[:-1]]
        alive = (marked & GONE == 0) & (place + 2 <= end) & (end <= PAGE)
        starts.append(page + place[alive])
        stops.append(page + end[alive])
    return np.concatenate(starts), np.concatenate(stops)
