"""Cells of spreadsheets: text that no spreadsheet program evaluates as a formula."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that spreadsheet programs evaluate


def safe_text(text: str) -> str:
    """Return text as a cell of a CSV: with an apostrophe before it where it could be read as a formula.

    Spreadsheet programs evaluate cells that begin with =, +, - or @, also behind blanks (OWASP, CSV injection). Text
    that is a plain number stays as it is.
    """
    begins = text.lstrip(" \n\x00")
    return f"'{text}" if begins.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
