"""Text formats as data: column names of the table, header, and assignment of the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal, NoReturn

from ..format import Col, Format, Head, Raw
from ..text import HEADER_LINES, Text, cells, delimiter_of, read_text, refused, table
from .names import ColumnMatch, choose, fits

LINES_TO_RECOGNISE = 300
METADATA_LINES = 200
LONGEST_KEY, LONGEST_VALUE = 200, 1000  # characters
WORD = re.compile(r"[^\W\d_]{2}|^\W*[^\W\d_]")  # two letters, or one at the beginning: not 1.5E+003
MEASURE = "read it with natria measure, which takes spectra; for cycling, give a file of cycling or of a rest"
Sign = Literal["signed", "by step", "reversed"]


@dataclass(frozen=True)
class Layout:
    """Column names in one line, with `*` as in `Col`; a tuple lists alternatives, of which one must occur."""

    names: tuple[str | tuple[str, ...], ...]
    delimiter: str = ""  # if the names do not show it


@dataclass(frozen=True)
class TableTop:
    """Beginning of a table: names, delimiter, byte and line of the first row, lines above."""

    names: list[str]
    delimiter: str
    start: int
    line: int
    above: tuple[str, ...]


def text_format(
    name: str,
    says: str,
    layout: Layout,
    columns: Sequence[Col],
    *,
    sign: Sign = "signed",
    step_column: str = "",
) -> Format:
    """Return a format that is fully defined by its table of columns."""

    def load(path: Path, head: Head) -> Raw:
        text = read_text(path, head)
        return load_table(text, layout)

    return Format(name, says, recogniser(layout), load, tuple(columns), sign, step_column)


def no_recording(name: str, says: str, recognises: Callable[[Head], bool], what: str = "") -> Format:
    """Return a format for a known kind of file that is not a recording.

    Reading such a file is refused with the name of the format.
    """
    kind = what or "is an impedance spectrum, not a recording of cycling"

    def load(path: Path, head: Head) -> NoReturn:
        del head
        raise refused(path, f"{kind} ({says})", MEASURE)

    return Format(name, says, recognises, load, ())


def recogniser(layout: Layout) -> Callable[[Head], bool]:
    def recognises(head: Head) -> bool:
        return any(has_names(line, layout) for line in head.text.split("\n", LINES_TO_RECOGNISE)[:LINES_TO_RECOGNISE])

    return recognises


def has_names(line: str, layout: Layout) -> bool:
    there = _names(line, layout.delimiter)
    return len(there) > 1 and all(
        any(fits(name, cell) for cell in there for name in ((wanted,) if isinstance(wanted, str) else wanted))
        for wanted in layout.names
    )


def columns_known(columns: Sequence[Col], head: Head) -> dict[str, ColumnMatch]:
    """Return the matched columns of the line with most matches."""
    lines = head.text.split("\n", LINES_TO_RECOGNISE)[:LINES_TO_RECOGNISE]
    return max((choose(columns, _names(line, "")) for line in lines), key=len, default={})


@lru_cache(maxsize=4096)
def _names(line: str, delimiter: str) -> tuple[str, ...]:
    """Return the cells of a line that may be names; none for a line that is mostly numbers."""
    there = _cells(line, delimiter)
    words = tuple(cell for cell in there if WORD.search(cell))
    return words if len(words) > sum(1 for cell in there if cell) / 2 else ()


@lru_cache(maxsize=4096)
def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(cells(line, delimiter or delimiter_of(line)))


def find_top(text: Text, layout: Layout) -> TableTop:
    above: list[str] = []
    lines = islice(text.lines(), HEADER_LINES)
    for number, (start, line) in enumerate(lines, 1):
        if has_names(line, layout):
            delimiter = layout.delimiter or delimiter_of(line)
            names = list(_cells(line, delimiter))
            while names and not names[-1]:
                names.pop()
            return TableTop(names, delimiter, start, number + 1, tuple(above))
        above.append(line)
    wanted = ", ".join(repr(n if isinstance(n, str) else n[0]) for n in layout.names)
    raise refused(text.path, f"no line has the column names {wanted}", "export the test again, or give a column map")


def load_table(text: Text, layout: Layout) -> Raw:
    top = find_top(text, layout)
    frame, notes = table(text, top.start, top.names, top.delimiter)
    return Raw(frame, metadata(top.above), (*text.notes, *notes), top.line)


def metadata(lines: Iterable[str]) -> dict[str, str]:
    """Return the entries above a table, written as "name : value" in any style of the instruments."""
    found: dict[str, str] = {}
    for line in islice(lines, METADATA_LINES):
        parts = re.split(
            r"\s*[:=]\s+|\s*=\s*|:$|:,|\t|;|,",
            line[: LONGEST_KEY + LONGEST_VALUE].strip().lstrip("~#").strip(),
            maxsplit=1,
        )
        if len(parts) == 2 and parts[0].strip() and parts[1].strip(" ,;\t"):
            found.setdefault(parts[0].strip()[:LONGEST_KEY], parts[1].strip(" ,;\t")[:LONGEST_VALUE])
    return found
