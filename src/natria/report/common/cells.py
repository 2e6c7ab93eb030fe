"""Cells of spreadsheets: text that no spreadsheet program evaluates as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

DIGITS = 10  # significant digits of a number in a file for people; parquet has all

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that spreadsheet programs evaluate


def safe_text(text: str) -> str:
    """Return text as a cell of a CSV: with an apostrophe before it where it could be read as a formula.

    Spreadsheet programs evaluate cells that begin with =, +, - or @, also behind blanks (OWASP, CSV injection). Text
    that is a plain number stays as it is.
    """
    begins = text.lstrip(" \n\x00")
    return f"'{text}" if begins.startswith(FORMULA) and not _is_number(text) else text


def csv_of_rows(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV with a head, safe text and numbers in full; None is an empty cell."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    return safe_text(cell) if isinstance(cell, str) else f"{cell:.{DIGITS}g}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
