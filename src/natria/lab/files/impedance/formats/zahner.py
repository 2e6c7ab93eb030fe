"""Zahner Thales: spectra saved as text. Untested: written without a file of the program.

The columns are Number, Frequency/Hz, Impedance/Ohm, Phase/deg, Significance, Time/s.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from ...columns.layout import metadata
from ...format import Col, Head
from ...text import DELIMITERS, HEADER_LINES, read_text, refused, table
from ..columns.heads import split
from ..format import RawSpectra, SpectraFormat

NAMES = re.compile(r"^.*\bFrequency/Hz\b.*\bImpedance/\S+.*\bPhase/\S+", re.MULTILINE)
BLANK = " "

COLUMNS = (
    Col("Frequency/*", "frequency", "Hz"),
    Col("Impedance/*", "modulus", "ohm"),
    Col("Phase/*", "phase", "deg"),
    Col("Time/*", "sweep_time", "s"),
)


def load(path: Path, head: Head) -> RawSpectra:
    text = read_text(path, head)
    above: list[str] = []
    for number, (start, line) in enumerate(islice(text.lines(), HEADER_LINES), 1):
        if NAMES.match(line):
            delimiter = next((d for d in DELIMITERS if d in line), BLANK)
            frame, notes = table(text, start, split(line, delimiter), delimiter)
            return RawSpectra(frame, metadata(above), (*text.notes, *notes), number + 1)
        above.append(line)
    raise refused(path, "has no line with the column names of a spectrum", "save the spectrum as text again")


FORMATS = (
    SpectraFormat(
        "Zahner text, impedance",
        "Zahner Thales, text; untested: no file of the program was at hand",
        lambda head: NAMES.search(head.text) is not None,
        load,
        COLUMNS,
    ),
)
