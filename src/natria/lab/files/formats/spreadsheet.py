"""Workbooks (.xlsx, .xls) with the columns of the text formats.

They are read by calamine through fastexcel (MIT).

A workbook has sheets about the test, sheets of cycles and steps, and one or more sheets of readings, with a header in
their first rows. A table too long for one sheet continues in the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....quantity import InputError, Problem
from ....record.note import Note
from ..columns.names import choose
from ..columns.software import SOFTWARE, TIMES, software_of
from ..format import Format, Head, Raw
from ..third_party import ensure_survived, ensure_unpacks, holds, third_party
from ..workbook import SheetRow, ensure_dense, first_rows, open_book, read_rows

if TYPE_CHECKING:
    import polars as pl

XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_ROWS = 50  # rows searched for the column names
PART = re.compile(r"(?P<channel>Channel_\d+-\d+)(_\d+)?|(?P<plain>.*?[^\d\s_(-])[ _-]?\(?\d*\)?")
AGAIN = "open it in the software that wrote it and save the readings as csv"


@dataclass(frozen=True)
class SheetTop:
    """Position of the header of the readings in a sheet.

    `floats`: numeric columns, possibly with other cells.
    """

    row: int
    names: Mapping[int, str]  # by column index
    floats: frozenset[int] = frozenset()
    text: Format | None = None  # text format with these columns


# An .xls declares how much memory it needs, and a damaged one may request all of it.
TRIAL = """
import sys, fastexcel
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))  # its largest sheet is a quarter of that
except (ImportError, ValueError):  # not on Windows; macOS may refuse the limit
    pass
book = fastexcel.read_excel(sys.argv[1])
for name in book.sheet_names:
    book.load_sheet(name, header_row=None)
"""


def load(path: Path, head: Head) -> Raw:
    metadata: dict[str, str] = {}
    found: dict[str, tuple[pl.DataFrame, int]] = {}
    with third_party(path, "fastexcel", AGAIN) as notes:
        if head.content.startswith(XLSX):
            ensure_unpacks(path, "an Excel workbook")
            ensure_dense(path)
        else:
            ensure_survived(path, TRIAL, AGAIN)
        book = open_book(path)
        sheets = dict(first_rows(path, book))
        tops = {sheet: find_top(rows) for sheet, rows in sheets.items()}
        if not any(tops.values()):
            tops = {sheet: find_any_top(rows) for sheet, rows in sheets.items()}
        for sheet, top in tops.items():
            if top is None:
                metadata |= about(sheets[sheet])
            else:
                found[sheet] = (_read(book, sheet, top), top.row + 2)
    if not found:
        what = f"no sheet contains a table of readings; its sheets are {', '.join(book.sheet_names) or 'none'}"
        raise InputError(str(path), [Problem("", what, "export the readings (records) of the test")])
    return _joined(found, metadata, notes)


def find_top(rows: list[SheetRow]) -> SheetTop | None:
    """Return the first row with the column names of a known software."""
    for place, row in enumerate(rows[:HEAD_ROWS]):
        text = software_of(row.cells.values())
        if text is not None:
            taken = choose(text.columns, list(row.cells.values()))
            clocks = {taken[to].name for to in TIMES if to in taken}  # may be dates and times of day
            below = rows[place + 1 :]
            floats = (k for k, name in row.cells.items() if name not in clocks and any(k in r.numbers for r in below))
            return SheetTop(place, row.cells, frozenset(floats), text)
    return None


def find_any_top(rows: list[SheetRow]) -> SheetTop | None:
    """Return the first row with three or more names above numbers, for use with a column map."""
    for place, (row, below) in enumerate(pairwise(rows[: HEAD_ROWS + 1])):
        if len(row.cells) >= 3 and not row.numbers and len(below.numbers) >= 3:
            return SheetTop(place, row.cells)
    return None


def about(rows: list[SheetRow]) -> dict[str, str]:
    """Return the metadata: rows of two cells, key and value."""
    pairs = (tuple(row.cells.values()) for row in rows if len(row.cells) == 2)
    return {key.rstrip(": "): value for key, value in pairs}


def _read(book: Any, sheet: str, top: SheetTop) -> pl.DataFrame:
    """Read the columns below a header.

    A second search follows if calamine counts leading empty rows differently.
    """
    frame = _load(book, sheet, top)
    if frame is None:
        rows = read_rows(book, sheet)
        again = find_top(rows) or find_any_top(rows)
        frame = _load(book, sheet, again) if again else None
    if frame is None:
        raise ValueError(f"the header of the sheet {sheet} cannot be located")
    return frame


def _load(book: Any, sheet: str, top: SheetTop) -> pl.DataFrame | None:
    from fastexcel import FastExcelError

    places = sorted(top.names)
    try:
        types = dict.fromkeys(sorted(top.floats), "float")
        frame: pl.DataFrame = book.load_sheet(sheet, header_row=top.row, use_columns=places, dtypes=types).to_polars()
    except (FastExcelError, ValueError):
        return None
    wanted = [top.names[k] for k in places]
    there = [re.sub(r"_\d+$", "", name.strip()) for name in frame.columns]  # fastexcel numbers names that repeat
    if there != [re.sub(r"_\d+$", "", name) for name in wanted]:
        return None
    first = {name: k for k, name in reversed(list(enumerate(wanted)))}  # of two columns with one name the first
    return frame.select(frame.to_series(k).alias(name) for name, k in sorted(first.items(), key=lambda one: one[1]))


def family(sheet: str) -> str:
    """Return the common name of sheets of one table.

    Examples: "record", "record2"; "Channel_1-006", "Channel_1-006_1".
    """
    found = PART.fullmatch(sheet)
    return (found["channel"] or found["plain"]) if found else sheet


def _joined(found: dict[str, tuple[pl.DataFrame, int]], metadata: dict[str, str], notes: list[Note]) -> Raw:
    """Return the longest table, joined from sheets with the same columns and a name of the same family."""
    import polars as pl

    lengths: dict[str, int] = {}
    for sheet, (frame, _) in found.items():
        lengths[family(sheet)] = lengths.get(family(sheet), 0) + len(frame)
    longest = max(lengths, key=lambda name: lengths[name])
    first = next(sheet for sheet in found if family(sheet) == longest)
    names = found[first][0].columns
    mine = [sheet for sheet, (frame, _) in found.items() if family(sheet) == longest and frame.columns == names]
    if len(mine) > 1:
        notes.append(Note("sheets-joined", f"readings joined from the sheets {', '.join(mine)}"))
    if others := [sheet for sheet, (frame, _) in found.items() if sheet not in mine and len(frame)]:
        notes.append(Note("sheets-not-used", f"sheet {first} used; not used: {', '.join(others)}"))
    frames = [found[sheet][0] for sheet in mine]
    return Raw(pl.concat(frames, how="vertical_relaxed"), metadata, tuple(notes), found[first][1])


def is_workbook(head: Head) -> bool:
    return head.content.startswith(XLS) or (head.content.startswith(XLSX) and holds(head.path, "xl/workbook.xml"))


def _program(head: Head) -> Format | None:
    """Return the text format with the columns of the workbook.

    None if the workbook is damaged, which `load` reports.
    """
    stat = head.path.stat()
    old = head.content.startswith(XLS)
    return _program_of(head.path, stat.st_size, stat.st_mtime_ns, old=old) if is_workbook(head) else None


@lru_cache(maxsize=1)  # called for each format with the same file
def _program_of(path: Path, size: int, changed: int, *, old: bool) -> Format | None:
    del size, changed
    try:
        with third_party(path, "fastexcel", AGAIN):
            if old:
                ensure_survived(path, TRIAL, AGAIN)
            tops = [find_top(rows) for _, rows in first_rows(path, open_book(path))]
    except InputError:
        return None
    return next((top.text for top in tops if top is not None), None)


def _workbook(text: Format) -> Format:
    return Format(
        name=f"{text.name.rpartition(' ')[0]} workbook",
        says=f"{text.says}: the same columns in an .xlsx or .xls",
        recognises=lambda head: _program(head) is text,
        load=load,
        columns=text.columns,
        sign=text.sign,
        step_column=text.step_column,
    )


FORMATS = (
    *(_workbook(text) for text in SOFTWARE),
    Format("workbook", "any .xlsx or .xls, with a column map", is_workbook, load, ()),
)
