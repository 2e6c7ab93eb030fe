"""Workbooks and databases written by hand: no package that writes them is needed to test what reads them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Cell = str | float | None


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], *, shared: bool = True) -> Path:
    """Words in the table that sheets share, as Excel writes them, or in the cells."""
    words: dict[str, int] = {}
    numbered = list(enumerate(sheets, 1))
    names = "".join(f'<sheet name="{escape(n)}" sheetId="{k}" r:id="rId{k}"/>' for k, n in numbered)
    links = "".join(
        f'<Relationship Id="rId{k}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{k}.xml"/>' for k, _ in numbered
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for k, rows in enumerate(sheets.values(), 1):
            body = "".join(_row(r, row, words if shared else None) for r, row in enumerate(rows, 1))
            archive.writestr(
                f"xl/worksheets/sheet{k}.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
            )
        if shared:
            strings = "".join(f"<si><t>{escape(word)}</t></si>" for word in words)
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
            links += f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        top = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{top}</Relationships>')
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
    return path


def _row(number: int, row: Sequence[Cell], words: dict[str, int] | None) -> str:
    cells = (_cell(f"{chr(65 + k)}{number}", cell, words) for k, cell in enumerate(row) if cell is not None)
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: str | float, words: dict[str, int] | None) -> str:
    if not isinstance(cell, str):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    if words is None:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}" t="s"><v>{words.setdefault(cell, len(words))}</v></c>'


PAGE = 4096
WIDTHS = {"<i2": 2, "<i4": 4, "<f4": 4, "<f8": 8}
KINDS = {"<i2": 3, "<i4": 4, "<f4": 6, "<f8": 7, "text": 10}


def write_database(path: Path, tables: Sequence[tuple[Mapping[str, str], Iterable[Sequence[Cell]]]]) -> Path:
    """A Jet 4 database: for each table the kinds of its columns by name, and its rows; None is a missing value."""
    pages = [b"\x00\x01\x00\x00Standard Jet DB\x00\x01".ljust(PAGE, b"\0")]
    for kinds, rows in tables:
        table = len(pages)
        packed = [_packed(kinds, row) for row in rows]
        pages.append(_definition(kinds, len(packed)))
        pages += _data_pages(packed, table)
    path.write_bytes(b"".join(pages))
    return path


def _definition(kinds: Mapping[str, str], rows: int) -> bytes:
    page = bytearray(PAGE)
    page[0], page[40] = 2, ord("N")
    struct.pack_into("<I", page, 16, rows)
    struct.pack_into("<H", page, 45, len(kinds))
    at, place, words = 63, 0, 0
    for number, kind in enumerate(kinds.values()):
        page[at], page[at + 15] = KINDS[kind], int(kind != "text")
        struct.pack_into("<HH", page, at + 5, number, words)
        struct.pack_into("<H", page, at + 21, place)
        place += WIDTHS.get(kind, 0)
        words += kind == "text"
        at += 25
    for name in kinds:
        letters = name.encode("utf-16-le")
        struct.pack_into("<H", page, at, len(letters))
        page[at + 2 : at + 2 + len(letters)] = letters
        at += 2 + len(letters)
    return bytes(page)


def _packed(kinds: Mapping[str, str], row: Sequence[Cell]) -> bytes:
    fixed, words, mask = b"", [], 0
    for number, (kind, cell) in enumerate(zip(kinds.values(), row, strict=True)):
        mask |= (cell is not None) << number
        if kind == "text":
            words.append(str(cell or "").encode("utf-16-le"))
        else:
            fixed += struct.pack("<" + {"<i2": "h", "<i4": "i", "<f4": "f", "<f8": "d"}[kind], cell or 0)
    places = [2 + len(fixed)]
    for word in words:
        places.append(places[-1] + len(word))
    tail = b"".join(struct.pack("<H", p) for p in reversed(places)) + struct.pack("<H", len(words)) if words else b""
    return (
        struct.pack("<H", len(kinds)) + fixed + b"".join(words) + tail + mask.to_bytes((len(kinds) + 7) // 8, "little")
    )


def _data_pages(rows: Sequence[bytes], table: int) -> list[bytes]:
    pages, waiting = [], list(rows)
    while waiting:
        page, end, places = bytearray(PAGE), PAGE, []
        while waiting and end - len(waiting[0]) > 14 + 2 * (len(places) + 1):
            row = waiting.pop(0)
            end -= len(row)
            page[end : end + len(row)] = row
            places.append(end)
        page[0] = page[1] = 1
        struct.pack_into("<I", page, 4, table)
        struct.pack_into(f"<H{len(places)}H", page, 12, len(places), *places)
        pages.append(bytes(page))
    return pages
