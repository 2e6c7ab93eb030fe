"""CH Instruments: text of the technique A.C. Impedance."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from ...columns.layout import metadata
from ...format import Col, Head
from ...formats.chi import NAMED
from ...text import HEADER_LINES, read_text, refused, table
from ..columns.heads import split
from ..format import Planned, RawSpectra, SpectraFormat

OPENING, TECHNIQUE = "Freq/Hz", "A.C. Impedance"
DELIMITER = ","

COLUMNS = (
    Col("Freq/*", "frequency", "Hz"),
    Col("Z'/*", "real", "ohm"),
    Col("Z''/*", "imaginary", "ohm"),
    Col("Z/*", "modulus", "ohm"),
    Col("Phase/*", "phase", "deg"),
)


def load(path: Path, head: Head) -> RawSpectra:
    text = read_text(path, head)
    above: list[str] = []
    for number, (start, line) in enumerate(islice(text.lines(), HEADER_LINES), 1):
        if line.startswith(OPENING):
            frame, notes = table(text, start, split(line, DELIMITER), DELIMITER)
            facts = metadata(above)
            planned = Planned(_number(facts, "Low Frequency (Hz)"), _number(facts, "High Frequency (Hz)"))
            return RawSpectra(frame, facts, (*text.notes, *notes), number + 1, planned)
        above.append(line)
    raise refused(path, f"has no line that begins with {OPENING}", "export the spectrum as text again")


def _number(facts: Mapping[str, str], name: str) -> float | None:
    try:
        return float(facts[name]) or None
    except (KeyError, ValueError):
        return None


def _is_impedance(head: Head) -> bool:
    beginning = head.text[:4096]
    return NAMED.search(beginning) is not None and TECHNIQUE in beginning


FORMATS = (SpectraFormat("CHI impedance", "CH Instruments, text", _is_impedance, load, COLUMNS),)
