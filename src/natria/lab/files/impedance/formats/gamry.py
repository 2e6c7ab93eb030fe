"""Gamry Framework: .DTA with one ZCURVE table for each sweep, beside the open circuit before it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from .....record.note import Note
from ...columns.layout import metadata
from ...format import Col, Head
from ...formats.gamry import AT_REST, PART, is_gamry, is_unplugged, tables_in
from ...text import Text, read_text, refused, table
from ..format import Planned, RawSpectra, SpectraFormat

if TYPE_CHECKING:
    import polars as pl

SPECTRUM = "ZCURVE"
ZCURVE = re.compile(r"^\w*ZCURVE\w*\tTABLE", re.MULTILINE)
TAG = re.compile(r"^TAG\t\w*EIS", re.MULTILINE)

COLUMNS = (
    Col(PART, "sweep", "1"),
    Col("Freq (*)", "frequency", "Hz"),
    Col("Zreal (*)", "real", "ohm"),
    Col("Zimag (*)", "imaginary", "ohm"),
    Col("Zmod (*)", "modulus", "ohm"),
    Col("Zphz (*)", "phase", "deg"),
    Col("Time (*)", "sweep_time", "s"),
    Col("Vdc (*)", "bias", "V"),
    Col("Temp (*)", "temperature", "degC"),
)


def load(path: Path, head: Head) -> RawSpectra:
    import polars as pl

    text = read_text(path, head)
    above, blocks = tables_in(text)
    frames: list[pl.DataFrame] = []
    notes = list(text.notes)
    for name, rows, names, first, stop in blocks:
        if SPECTRUM not in name:
            continue
        frame, more = table(Text(path, text.content[:stop], text.encoding), first, names, "\t")
        notes += more
        if len(frame) < rows:
            announced = f"table {name} declares {rows} rows and has {len(frame)}: it was interrupted"
            notes.append(Note("interrupted", announced))
        frame = frame.with_columns(pl.lit(len(frames) + 1).alias(PART))
        frames.append(frame.drop([c for c in frame.columns if c.startswith("Temp (") and is_unplugged(frame[c])]))
    if not any(len(frame) for frame in frames):
        raise refused(path, "has no table of a spectrum (ZCURVE) with points", "measure the spectrum again")
    facts = metadata(above)
    between = [name for name, *_ in blocks if SPECTRUM not in name and not name.startswith(AT_REST)]
    if between and not TAG.search(head.text):
        text_of = "a table of readings is" if len(between) == 1 else f"{len(between)} tables of readings are"
        notes.append(Note("readings-between", f"{text_of} no part of a spectrum: {', '.join(dict.fromkeys(between))}"))
    planned = Planned(_number(facts, "FREQFINAL"), _number(facts, "FREQINIT"))
    if planned.low and planned.high and planned.low > planned.high:
        planned = Planned(planned.high, planned.low)
    return RawSpectra(pl.concat(frames, how="diagonal_relaxed"), facts, tuple(notes), 1, planned)


def _number(facts: dict[str, str], name: str) -> float | None:
    """Return a number of the header ("QUANT 2.00000E+005 Initial Freq"), with any decimal sign."""
    found = re.match(r"\w+\t([-+]?[0-9]+(?:[.,][0-9]*)?(?:[eE][-+]?[0-9]+)?)", facts.get(name, ""))
    value = float(found[1].replace(",", ".")) if found else 0.0
    return value if value > 0 else None


FORMATS = (
    SpectraFormat(
        "Gamry DTA, impedance",
        "Gamry Framework, text",
        lambda head: is_gamry(head) and bool(ZCURVE.search(head.text) or TAG.search(head.text)),
        load,
        COLUMNS,
    ),
)
