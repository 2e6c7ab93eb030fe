"""The first rows of the sheets of a workbook, without reading the sheets.

A sheet of 100,000 rows takes a second to read, and its head must be known before: numbers that are read as words lose
all beyond nine decimals. An .xlsx is an archive of XML, so the first rows stand in the first bytes of each sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

PEEK = 1 << 18  # bytes of a sheet: some hundred rows
STRINGS = 1 << 22  # bytes of the words that sheets share; heads are the first that a program writes
ROWS = 60

_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*?)/?>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_ROW = re.compile(r"<(?:\w+:)?row\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?v>(.*?)</(?:\w+:)?v>", re.DOTALL)
_WORD = re.compile(r"<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_SHARED = re.compile(r"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """Cells by the place of their column; those that are numbers, not words that look like one."""

    cells: dict[int, str]
    numbers: frozenset[int] = field(default_factory=frozenset)


def first_rows(path: Path, book: Any) -> Iterator[tuple[str, list[Row]]]:
    """Of each sheet, by name. `book` is fastexcel's, for what cannot be peeked into: it reads a sheet for its rows."""
    peeked = _peek(path) if zipfile.is_zipfile(path) else {}
    for name in book.sheet_names:
        yield name, peeked[name] if name in peeked else read_rows(book, name)


def read_rows(book: Any, name: str) -> list[Row]:
    frame = book.load_sheet(name, header_row=None, n_rows=ROWS, dtypes="string").to_polars()
    return [_read_row(row) for row in frame.rows()]


def _read_row(row: Sequence[str | None]) -> Row:
    cells = {k: cell.strip() for k, cell in enumerate(row) if cell is not None and cell.strip()}
    return Row(cells, frozenset(k for k, cell in cells.items() if re.fullmatch(r"[-+]?\d+\.?\d*", cell)))


def _peek(path: Path) -> dict[str, list[Row]]:
    """Empty where anything is unlike what is known: then the sheets are read."""
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
        said = dict(_ATTRIBUTE.findall(one))
        target = said["Target"]
        yield said["Id"], target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared(archive: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return [_words(one) for one in _SHARED.findall(_start(archive, name, STRINGS))]


def _words(text: str) -> str:
    return "".join(map(unescape, _WORD.findall(text)))


def _rows(text: str, shared: list[str]) -> list[Row]:
    found = (_row(row.group(1) or "", shared) for row in _ROW.finditer(text))
    return [row for row, _ in zip(found, range(ROWS), strict=False)]


def _row(text: str, shared: list[str]) -> Row:
    cells: dict[int, str] = {}
    numbers: set[int] = set()
    place = -1
    for said, inside in _CELL.findall(text):
        about = dict(_ATTRIBUTE.findall(said))
        place = _column(about["r"]) if "r" in about else place + 1
        kind = about.get("t", "n")
        value = next(iter(_VALUE.findall(inside)), "")
        word = (
            shared[int(value)] if kind == "s" and value else _words(inside) if kind == "inlineStr" else unescape(value)
        )
        if word.strip():
            cells[place] = word.strip()
            if kind == "n":
                numbers.add(place)
    return Row(cells, frozenset(numbers))


def _column(reference: str) -> int:
    """ "AB12" is column 27."""
    place = 0
    for letter in re.sub(r"\d", "", reference).upper():
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
