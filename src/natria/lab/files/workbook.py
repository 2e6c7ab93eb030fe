"""First rows of the sheets of a workbook, without reading whole sheets.

A sheet of 100,000 rows takes a second to read, and its header must be known before, as numbers read as text lose
everything beyond nine decimals. An .xlsx is an archive of XML, so the first rows are in the first bytes of each sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from ...quantity import InputError, Problem
from .third_party import ensure_declared, ensure_unpacks, unpacked

PEEK = 1 << 18  # bytes of a sheet: some hundred rows
STRINGS = 1 << 22  # bytes of the shared strings; column names are written first
ROWS = 60
LETTERS = 8  # letters of a column reference that are read; valid ones have at most three

# A block of this many cells takes about 1 GiB; a larger one must be densely filled.
MOST_CELLS = 1 << 25
BYTES_OF_A_CELL = 10  # at least, in XML
SHEETS = "xl/worksheets/"


def _element(name: str) -> re.Pattern[str]:
    """Return a pattern for the attributes and the content of an XML element.

    An element without an end is not matched, and the search stops at the next one, so that damage costs no time.
    """
    tag = rf"(?:\w+:)?{name}\b"
    return re.compile(rf"<{tag}([^<>]*?)(?:/>|>((?:[^<]++|<(?!/?{tag}))*+)</{tag}>)")


_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'(?<![\w:])([\w:]+)="([^"]*)"')
_ROW, _CELL, _VALUE, _WORD, _SHARED = map(_element, ("row", "c", "v", "t", "si"))
_FAR = re.compile(rb"""\sr=["'](?:[A-Za-z]{2}|[A-Za-z]?\d{7})""")  # beyond column Z or row 999,999
_PLACE = re.compile(rb"""\sr=["']([A-Za-z]*)(\d*)""")


@dataclass(frozen=True)
class SheetRow:
    """Cells of a row by column index.

    `numbers` are the columns with numeric cells, not text that looks like a number.
    """

    cells: dict[int, str]
    numbers: frozenset[int] = field(default_factory=frozenset)


def open_book(path: Path) -> Any:
    """Return a workbook as fastexcel opens it; sizes are checked before.

    It reads all members but the sheets.
    """
    import fastexcel

    if zipfile.is_zipfile(path):
        ensure_unpacks(path, "an Excel workbook")
        ensure_declared(path, without=SHEETS)
    return fastexcel.read_excel(path)


def first_rows(path: Path, book: Any) -> Iterator[tuple[str, list[SheetRow]]]:
    """Yield name and first rows of each sheet; `book` (fastexcel) reads sheets that cannot be peeked into."""
    peeked = _peek(path) if zipfile.is_zipfile(path) else {}
    for name in book.sheet_names:
        if name not in peeked and zipfile.is_zipfile(path):
            ensure_dense(path)
        yield name, peeked[name] if name in peeked else read_rows(book, name)


def read_rows(book: Any, name: str) -> list[SheetRow]:
    frame = book.load_sheet(name, header_row=None, n_rows=ROWS, dtypes="string").to_polars()
    return [_read_row(row) for row in frame.rows()]


def _read_row(row: Sequence[str | None]) -> SheetRow:
    cells = {k: cell.strip() for k, cell in enumerate(row) if cell is not None and cell.strip()}
    return SheetRow(cells, frozenset(k for k, cell in cells.items() if re.fullmatch(r"[-+]?[0-9]+\.?[0-9]*", cell)))


def ensure_dense(path: Path) -> None:
    """Refuse a workbook with a distant cell.

    A sheet is stored as one block, which would exceed the memory.
    """
    with zipfile.ZipFile(path) as archive:
        for one in archive.infolist():
            if not any(_FAR.search(chunk) for chunk in _chunks(archive, one)):
                continue
            rows, columns = _reach(_chunks(archive, one))
            if rows * columns > max(MOST_CELLS, one.file_size // BYTES_OF_A_CELL):
                what = f"has a distant cell: {one.filename} extends to row {rows:.9g} and column {columns:.9g}"
                raise InputError(str(path), [Problem("", what, "delete the cells beside and below the readings")])


def _chunks(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield chunks, each with the end of the previous one, so that no reference is cut."""
    before = b""
    for chunk in unpacked(archive, one):
        yield before + chunk
        before = chunk[-40:]


def _reach(chunks: Iterable[bytes]) -> tuple[int, int]:
    rows = columns = 1
    for chunk in chunks:
        for column, row in _PLACE.findall(chunk):
            columns = max(columns, _column(column.decode()) + 1)
            rows = max(rows, int(row[:12] or 1))
    return rows, columns


def _peek(path: Path) -> dict[str, list[SheetRow]]:
    """Return the first rows of each sheet; empty if the archive has an unknown structure."""
    try:
        with zipfile.ZipFile(path) as archive:
            links = dict(_links(_start(archive, "xl/_rels/workbook.xml.rels", STRINGS)))
            shared = _shared(archive)
            sheets = [dict(_ATTRIBUTE.findall(one)) for one in _SHEET.findall(_start(archive, "xl/workbook.xml", PEEK))]
            files = {unescape(one["name"]): links[one["r:id"]] for one in sheets}
            return {name: _rows(_start(archive, file, PEEK), shared) for name, file in files.items()}
    except (KeyError, IndexError, ValueError, zipfile.BadZipFile, OSError, NotImplementedError, EOFError):
        return {}


def _start(archive: zipfile.ZipFile, name: str, size: int) -> str:
    with archive.open(name) as file:
        return file.read(size).decode("utf-8", "ignore")


def _links(text: str) -> Iterator[tuple[str, str]]:
    for one in _LINK.findall(text):
        link = dict(_ATTRIBUTE.findall(one))
        target = link["Target"]
        yield link["Id"], target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared(archive: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return [_words(one) for _, one in _SHARED.findall(_start(archive, name, STRINGS))]


def _words(text: str) -> str:
    return "".join(unescape(word) for _, word in _WORD.findall(text))


def _rows(text: str, shared: list[str]) -> list[SheetRow]:
    found = (_row(row.group(2) or "", shared) for row in _ROW.finditer(text))
    return [row for row, _ in zip(found, range(ROWS), strict=False)]


def _row(text: str, shared: list[str]) -> SheetRow:
    cells: dict[int, str] = {}
    numbers: set[int] = set()
    place = -1
    for attributes, inside in _CELL.findall(text):
        about = dict(_ATTRIBUTE.findall(attributes))
        place = _column(about["r"]) if "r" in about else place + 1
        kind = about.get("t", "n")
        value = next((value for _, value in _VALUE.findall(inside)), "")
        word = (
            shared[int(value)] if kind == "s" and value else _words(inside) if kind == "inlineStr" else unescape(value)
        )
        if word.strip():
            cells[place] = word.strip()
            if kind == "n":
                numbers.add(place)
    return SheetRow(cells, frozenset(numbers))


def _column(reference: str) -> int:
    """ "AB12" is column 27."""
    place = 0
    for letter in re.sub(r"\d", "", reference).upper()[:LETTERS]:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
