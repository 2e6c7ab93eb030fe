"""Reader of tables in an Access database (Jet 4), for the subset that instruments use.

Existing packages read every row in Python, at 0.2 ms per row or more. Tables of readings have fixed-width columns only,
so a column is one view of the bytes here. Layout after the notes of mdbtools: pages of 4096 bytes. A page of kind 2
defines a table (number of columns at byte 45, 25 bytes per column, then the names). Pages of kind 1 contain rows, with
the page of their table at byte 4 and the position of each row from byte 14 on. A row ends with one bit per column,
which states whether there is a value.
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
GONE = 0xC000  # flags of a row that is deleted or stored elsewhere
PLACE = 0x1FFF
FIXED = 1  # flag of a column of fixed width


class DamagedError(ValueError):
    """The bytes do not fit the layout."""


@dataclass(frozen=True)
class FieldLayout:
    kind: int
    number: int  # index of its bit at the end of a row
    place: int  # first byte in a row; for variable width, index among the variable columns


@dataclass(frozen=True, eq=False)
class AccessTable:
    fields: Mapping[str, FieldLayout]
    rows: int  # number in the definition
    start: np.ndarray  # first byte of each existing row
    stop: np.ndarray

    def __len__(self) -> int:
        return len(self.start)


def tables(content: bytes) -> Iterator[AccessTable]:
    """Yield every table of a database."""
    whole = len(content) // PAGE
    pages = np.frombuffer(content, np.uint8, whole * PAGE).reshape(whole, PAGE)
    owner = pages[:, 4:8].copy().view("<u4")[:, 0]
    for page in np.flatnonzero((pages[:, 0] == DEFINITION) & np.isin(pages[:, 40], [t[0] for t in TABLES])):
        try:
            fields, rows = _definition(_chained(content, int(page)))
            start, stop = _rows(content, np.flatnonzero((pages[:, 0] == ROWS) & (owner == page)))
        except (struct.error, IndexError, UnicodeDecodeError) as bad:
            raise DamagedError(f"the table defined on page {page} cannot be decoded ({bad})") from None
        yield AccessTable(fields, rows, start, stop)


def numbers(content: bytes, table: AccessTable, name: str) -> np.ndarray:
    """Return a numeric column in file order; nan for a missing value."""
    field = table.fields[name]
    dtype = np.dtype(NUMBERS[field.kind])
    buffer = np.frombuffer(content, np.uint8)
    at = table.start + 2 + field.place
    if not len(at):
        return np.zeros(0)
    if (at + dtype.itemsize > table.stop).any():
        raise DamagedError(f"a row is too short for the column {name}")
    with np.errstate(invalid="ignore"):  # a damaged file may contain a signalling nan
        values = buffer[at[:, None] + np.arange(dtype.itemsize)].view(dtype)[:, 0].astype(float)
    columns = buffer[table.start[:, None] + np.arange(2)].view("<u2")[:, 0].astype(int)
    mask = np.clip(table.stop - (columns + 7) // 8 + field.number // 8, 0, len(buffer) - 1)
    there = (buffer[mask] >> (field.number % 8)) & 1
    return np.where(there == 1, values, np.nan)


def words(content: bytes, table: AccessTable, row: int) -> dict[str, str]:
    """Return the text columns of one row."""
    start, stop = int(table.start[row]), int(table.stop[row])
    (columns,) = struct.unpack_from("<H", content, start)
    end = stop - (columns + 7) // 8  # before the bits: number of text columns, and backwards their offsets
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
    """Decode text: UTF-16, or one byte per letter after a mark."""
    if raw[:2] == b"\xff\xfe":
        return raw[2:].replace(b"\x00", b"").decode("latin-1")
    return raw.decode("utf-16-le", errors="replace")


def _chained(content: bytes, page: int) -> bytes:
    """Return a definition that may continue on further pages."""
    found, seen = content[page * PAGE : (page + 1) * PAGE], {page}
    (following,) = struct.unpack_from("<I", found, 4)
    while following and following not in seen:
        seen.add(following)
        more = content[following * PAGE : (following + 1) * PAGE]
        found += more[8:]
        (following,) = struct.unpack_from("<I", more, 4)
    return found


def _definition(page: bytes) -> tuple[dict[str, FieldLayout], int]:
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
        fields[name] = FieldLayout(one[0], number, place if one[15] & FIXED else word)
    return fields, rows


def _rows(content: bytes, pages: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return begin and end of the rows of these pages.

    Rows are stored from the end of a page to its beginning.
    """
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
