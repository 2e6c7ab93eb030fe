"""Princeton Applied Research: VersaStudio .par, and the text of Parstat.

In both a row without a frequency is a reading of cycling or of a rest, and stands between two spectra.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from .....record.note import Note
from ...columns.layout import metadata
from ...format import Col, Head
from ...text import Text, cells, read_text, refused, table
from ..columns.heads import split
from ..format import Planned, RawSpectra, SpectraFormat

if TYPE_CHECKING:
    import polars as pl

SEGMENT, SEGMENT_END, DEFINITION = re.compile(r"<Segment\d*>"), re.compile(r"</Segment\d*>"), "Definition="
PART = "segment of the file"
LINES = 10_000_000
PARSTAT_NAMES = re.compile(r"(?:[^\n]*\t)?Frequency \(Hz\)\t(?:[^\n]*\t)?Zre")  # other tables have these names too
ENDS = ("End Frequency (Hz)", "Start Frequency (Hz)")

VERSASTUDIO = (
    Col("Frequency(*)", "frequency", "Hz"),
    Col("Z Real", "real", "ohm"),
    Col("Z Imag", "imaginary", "ohm"),
    Col("Elapsed Time(*)", "time", "s"),
    Col("E(*)", "bias", "V"),
    Col(PART, "sweep", "1"),
    Col("Segment #", "step", "1"),
)
PARSTAT = (
    Col("Frequency (*)", "frequency", "Hz"),
    Col("Zre (*)", "real", "ohm"),
    Col("Zim (*)", "imaginary", "ohm"),
    Col("Elapsed Time (*)", "time", "s"),
    Col("Potential (*)", "bias", "V"),
)


def load_versastudio(path: Path, head: Head) -> RawSpectra:
    import polars as pl

    text = read_text(path, head)
    frames: list[pl.DataFrame] = []
    notes: list[Note] = [*text.notes]
    above: list[str] = []
    names: list[str] = []
    is_inside, first = False, -1
    at = 0
    for start, line in islice(text.lines(), LINES):
        if SEGMENT.match(line):
            is_inside, names, first = True, [], -1
        elif is_inside and line.startswith(DEFINITION):
            names, first = split(line.removeprefix(DEFINITION), ","), start
        elif is_inside and SEGMENT_END.match(line):
            if first >= 0:
                frame, more = table(Text(path, text.content[:at], text.encoding), first, names, ",")
                frames.append(frame.with_columns(pl.lit(len(frames) + 1).alias(PART)))
                notes += more
            is_inside = False
        elif not is_inside and not frames:
            above.append(line)
        at = start
    if is_inside and first >= 0:
        frame, more = table(text, first, names, ",")
        frames.append(frame.with_columns(pl.lit(len(frames) + 1).alias(PART)))
        notes += [*more, Note("interrupted", f"segment {len(frames)} has no end: the file was cut short")]
    if not frames:
        raise refused(path, "has no segment with readings", "measure the spectrum again, or copy the file again")
    facts = metadata([line for line in above if not line.startswith("<")])
    return RawSpectra(pl.concat(frames, how="diagonal_relaxed"), facts, tuple(notes), 1, _planned(facts, above))


def _planned(facts: dict[str, str], above: list[str]) -> Planned:
    """Return the range of frequencies of the last action with one."""
    found = dict(line.split("=", 1) for line in above if line.startswith(ENDS) and "=" in line)
    low, high = (_number(found.get(name, facts.get(name, ""))) for name in ENDS)
    return Planned(min(low, high), max(low, high)) if low and high else Planned()


def load_parstat(path: Path, head: Head) -> RawSpectra:
    text = read_text(path, head)
    start, line = next(iter(text.lines()))
    names = cells(line, "\t")
    while names and not names[-1]:
        names.pop()
    frame, notes = table(text, start, names, "\t")
    return RawSpectra(frame, {}, (*text.notes, *notes), 2)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) or None
    except ValueError:
        return None


FORMATS = (
    SpectraFormat(
        "VersaStudio impedance",
        "Princeton VersaStudio, .par",
        lambda head: head.text.lstrip().startswith("<Application>") and "VersaStudio" in head.text[:200],
        load_versastudio,
        VERSASTUDIO,
    ),
    SpectraFormat(
        "Parstat impedance",
        "Princeton Parstat, text",
        lambda head: PARSTAT_NAMES.match(head.text) is not None,
        load_parstat,
        PARSTAT,
    ),
)
