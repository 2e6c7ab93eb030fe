"""Text files of instruments: encoding, lines, and the table in them.

Only the header is processed line by line; polars reads the table as text, which is converted to numbers after the
decimal sign is known.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ...quantity import InputError, Problem
from ...record.note import Note
from .format import Head

if TYPE_CHECKING:
    import polars as pl

LARGEST = 4 << 30  # bytes: size limit of a text file, a hundred million readings
LONGEST_LINE = 1 << 20  # bytes
MOST_COLUMNS = 10_000
LONGEST_CELL = 200  # characters of a header cell; no name is longer, and patterns are slow on longer text
HEADER_LINES = 50_000  # lines searched for the column names
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
MOST_HIGH = 0.3  # largest share of non-ASCII bytes in a latin-1 file
DELIMITERS = "\t;|,"
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b\x1a")) + b"\x7f"


def encoding_of(content: bytes) -> str:
    """Return the encoding from the beginning of a file; empty if it is not text."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    body = content.rstrip(b"\0")  # zeros at the end come from a power failure
    if not body:
        return ""
    if b"\0" in body:
        for name, zeros in (("utf-16-le", body[1::2]), ("utf-16-be", body[0::2])):
            if zeros.count(0) > 0.9 * len(zeros):
                return name
        return ""
    if len(body.translate(None, CONTROL)) < 0.99 * len(body):
        return ""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)  # a character may be cut at the end
    except UnicodeDecodeError:
        high = len(body.translate(None, bytes(range(128))))
        return "latin-1" if high < MOST_HIGH * len(body) else ""
    return "utf-8"


def decode(content: bytes, encoding: str) -> str:
    """Decode text and unify line ends."""
    text = content.decode(encoding, "replace").removeprefix("\ufeff") if encoding else ""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@dataclass(frozen=True, eq=False)
class Text:
    """A text file as bytes, in an encoding with single-byte delimiters: utf-8 or latin-1."""

    path: Path
    content: bytes
    encoding: str
    notes: tuple[Note, ...] = ()

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield each line with the position at which the next one begins."""
        at, end = 0, len(self.content)
        while at < end:
            stop = self.content.find(b"\n", at, at + LONGEST_LINE + 1)
            if stop < 0:
                if end - at > LONGEST_LINE:
                    raise refused(self.path, f"a line is longer than {LONGEST_LINE} bytes", "give a file with a table")
                stop = end
            yield stop + 1, self.content[at:stop].decode(self.encoding, "replace").rstrip("\r")
            at = stop + 1

    def beginning(self, count: int) -> list[str]:
        return [line for _, line in islice(self.lines(), count)]


def refused(path: Path, what: str, fix: str, where: str = "") -> InputError:
    return InputError(str(path), [Problem(where, what, fix)])


def read_text(path: Path, head: Head, encoding: str = "") -> Text:
    if head.size > LARGEST:
        what = f"is {head.size / 2**30:.1f} GiB of text; the limit is {LARGEST >> 30} GiB"
        raise refused(path, what, "split the file, or export it in several parts")
    content = path.read_bytes()
    found = encoding or encoding_of(head.content)
    if found == "utf-8-sig":
        content, found = content.removeprefix(codecs.BOM_UTF8), "utf-8"
    whole = content.rstrip(b"\0") if found in ("utf-8", "latin-1") else content
    lost = len(content) - len(whole)
    notes = (Note("zero-bytes", f"{lost} zero bytes at the end dropped: writing was interrupted"),) if lost else ()
    if found not in ("utf-8", "latin-1"):
        try:
            whole, found = decode(whole, found).encode(), "utf-8"
        except (LookupError, UnicodeError):
            raise refused(path, f"{encoding!r} is not a known encoding", "use utf-8, utf-16 or latin-1") from None
    if b"\n" not in whole[:LONGEST_LINE] and b"\r" in whole[:LONGEST_LINE]:
        whole = whole.replace(b"\r", b"\n")
    return Text(path, whole, found, notes)


def cells(line: str, delimiter: str) -> list[str]:
    parts = re.split(r"\s+", line.strip()) if delimiter == " " else line.split(delimiter)
    return [part.strip().strip("\"'").strip()[:LONGEST_CELL] for part in parts]


def delimiter_of(line: str) -> str:
    """Return the delimiter that gives most cells in a line; a blank if there is none."""
    best = max(DELIMITERS, key=line.count)
    return best if best in line else " "


def table(text: Text, start: int, names: Sequence[str], delimiter: str) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Return the rows from a position on, as text, and notes."""
    import polars as pl

    if len(names) > MOST_COLUMNS:
        what = f"has {len(names)} columns; the limit is {MOST_COLUMNS}"
        raise refused(text.path, what, "give a recording of a cycler")
    body = text.content[start:]
    if delimiter == " ":
        body, delimiter = re.sub(rb"(?m)^[ \t]+", b"", re.sub(rb"[ \t]+", b"\t", body)), "\t"
    _ensure_width(text, body, len(names), delimiter)
    body, notes = _without_cut_end(body, delimiter)
    unique = _unique(names)
    if not body.strip():
        return pl.DataFrame(schema=dict.fromkeys(unique, pl.String)), notes
    head = delimiter.join(f"c{k}" for k in range(len(unique))).encode() + b"\n"  # neutral names are safe in polars
    try:
        frame = pl.read_csv(
            head + body,
            infer_schema=False,
            separator=delimiter,
            quote_char='"' if b'"' in body[:LONGEST_LINE] else None,
            truncate_ragged_lines=True,
            encoding="utf8-lossy",
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as bad:
        says = " ".join(str(bad).split())[:200]
        raise refused(text.path, f"its table cannot be read ({says})", "check the file in a text editor") from None
    frame.columns = unique
    empty = frame.select(pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == ""))).to_series()
    return (frame.filter(~empty) if empty.any() else frame), notes


def _ensure_width(text: Text, body: bytes, width: int, delimiter: str) -> None:
    """Refuse rows with more cells than names; empty cells are allowed.

    The cause is decimal commas between commas.
    """
    if b'"' in body[:4096]:
        return
    for line in body[:16384].split(b"\n")[:20]:
        beyond = line.rstrip(b"\r").split(delimiter.encode())[width:]
        if any(cell.strip() for cell in beyond):
            count = width + len(beyond)
            what = f"has {width} column names, but rows of {count} values with the delimiter {delimiter!r}"
            raise refused(text.path, what, "export it with another delimiter, such as a tab")


def _without_cut_end(body: bytes, delimiter: str) -> tuple[bytes, tuple[Note, ...]]:
    """Drop a last line that was cut.

    It has no line end, and fewer cells than the line before, or fewer decimals in its last cell than all lines before.
    """
    if body.endswith((b"\n", b"\r")) or not body:
        return body, ()
    *before, last = body[-65536:].replace(b"\r", b"").split(b"\n")
    near = [line for line in (before[1:] if len(body) > 65536 else before) if line.strip()][-50:]
    if not near:
        return body, ()
    sign = delimiter.encode()
    fewer = last.count(sign) < near[-1].count(sign)
    decimals = {_decimals(line, sign) for line in near}
    shorter = len(near) >= 5 and len(decimals) == 1 and _decimals(last, sign) < decimals.pop()
    if not (fewer or shorter):
        return body, ()
    note = Note("cut-last-row", "incomplete last row dropped: the file ends within it")
    return body[: body.rfind(b"\n") + 1], (note,)


def _decimals(line: bytes, delimiter: bytes) -> int:
    cell = line.rpartition(delimiter)[2].strip()
    return len(cell) - 1 - max(cell.rfind(b"."), cell.rfind(b",")) if cell.count(b".") + cell.count(b",") == 1 else 0


def _unique(names: Sequence[str]) -> list[str]:
    """Make column names unique: the second "Units" becomes "Units #2"."""
    made: dict[str, None] = {}
    seen: Counter[str] = Counter()
    for number, name in enumerate(names, 1):
        free = plain = name or f"column {number}"
        while free in made:
            seen[plain] += 1
            free = f"{plain} #{seen[plain] + 1}"
        made[free] = None
    return list(made)
