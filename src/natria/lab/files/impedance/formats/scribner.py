"""Scribner ZPlot and ZView: .z, and the text "Z60W" that Autolab and others write for ZView.

Both have the columns Freq, Ampl, Bias, Time, Z' and Z''. A .z separates them by tabs, a Z60W file by commas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ...columns.layout import metadata
from ...format import Col, Head
from ...text import HEADER_LINES, Text, cells, delimiter_of, read_text, refused, table
from ..format import Planned, RawSpectra, SpectraFormat

NAMES = re.compile(r"^[\s\"]*Freq ?\(Hz\)")
END = "End Comments"
RANGE = ("vs Freq-Final", "vs Freq-Initial")

COLUMNS = (
    Col("Freq(*)", "frequency", "Hz"),
    Col("Z'(a)", "real", "ohm"),
    Col("Z''(b)", "imaginary", "ohm"),
    Col("Time(*)", "sweep_time", "s"),
)


@dataclass(frozen=True)
class Start:
    """Where the table begins: its names, the byte and the line of its first row, the lines above."""

    names: list[str]
    byte: int
    line: int
    above: list[str]


def load_zplot(path: Path, head: Head) -> RawSpectra:
    text = read_text(path, head)
    start = _start(text, END)
    facts = metadata(start.above)
    low, high = sorted(_number(facts.get(name, "")) or 0.0 for name in RANGE)
    points = _number(facts.get("Data Points", ""))
    planned = Planned(low or None, high or None, None if points is None else round(points))
    return _raw(text, start, facts, planned)


def load_z60w(path: Path, head: Head) -> RawSpectra:
    text = read_text(path, head)
    start = _start(text, "")
    counted = [_number(line) for line in start.above[-2:] if line.strip().isdigit()]
    points = counted[-1] if counted else None
    return _raw(text, start, {}, Planned(points=None if points is None else round(points)))


def _start(text: Text, end: str) -> Start:
    """Find the line of the names, and the line that ends the header where there is one."""
    above: list[str] = []
    names: list[str] = []
    for number, (byte, line) in enumerate(islice(text.lines(), HEADER_LINES), 1):
        if NAMES.match(line):
            names = _names(line)
        if names and (not end or line.strip() == end):
            return Start(names, byte, number + 1, above)
        above.append(line)
    raise refused(text.path, "has no line with the column names Freq(Hz), Z'(a), Z''(b)", "export the spectrum again")


def _names(line: str) -> list[str]:
    """Return the names; they are separated by tabs or by blanks, and "Freq (Hz)" is one name."""
    return re.sub(r"Freq \(", "Freq(", line).strip().strip('"').split()


def _raw(text: Text, start: Start, facts: dict[str, str], planned: Planned) -> RawSpectra:
    rows = text.content[start.byte : start.byte + 4096].decode(text.encoding, "replace").split("\n")
    first = next((row for row in rows if row.strip()), "")
    delimiter = delimiter_of(first)
    names = _fitted(start.names, cells(first, delimiter))
    frame, notes = table(text, start.byte, names, delimiter)
    return RawSpectra(frame, facts, (*text.notes, *notes), start.line, planned)


def _fitted(names: list[str], row: Sequence[str]) -> list[str]:
    """Add names for the columns beyond the named ones."""
    return [*names, *(f"column {k + 1}" for k in range(len(names), len(row)))]


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


FORMATS = (
    SpectraFormat(
        "ZPlot impedance", "Scribner ZPlot, .z", lambda head: head.text.startswith("ZPLOT2"), load_zplot, COLUMNS
    ),
    SpectraFormat(
        "Z60W impedance",
        "Metrohm Autolab and others, text for ZView",
        lambda head: "Z60W Data File" in head.text[:200],
        load_z60w,
        COLUMNS,
    ),
)
