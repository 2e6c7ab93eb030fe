"""Gamry Framework: .DTA, with one or several tables, and the decimal sign of the local settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ....record.note import Note
from ..columns.layout import MEASURE, metadata, no_recording
from ..format import Col, Format, Head, Raw
from ..interleaved import note_on_spectra
from ..text import Text, cells, read_text, refused, table

if TYPE_CHECKING:
    import polars as pl

OPENING = "EXPLAIN"
TABLE = re.compile(r"^(?P<name>\w*CURVE\w*)\tTABLE(?:\t(?P<rows>\d{1,9}))?")
IMPEDANCE = re.compile(r"^TAG\t\w*EIS\w*", re.MULTILINE)
SPECTRUM = "ZCURVE"
AT_REST = "OCV"
TAG, PART = "TAG", "table"

COLUMNS = (
    Col("T(*)", "step_time_second"),  # each table has its own
    Col(PART, "step_count", "1"),
    Col("Vf(*)", "voltage_volt"),
    Col("Im(*)", "current_ampere"),
    Col("Cycle(*)", "cycle_count", "1"),
    Col("Temp(*)", "temperature_t1_celsius"),
)
NO_SENSOR = -300.0  # degC; Gamry writes -327 where no thermometer is connected


def load(path: Path, head: Head) -> Raw:
    import polars as pl

    text = read_text(path, head)
    above, blocks = tables_in(text)
    facts = metadata(above)
    facts["TAG"] = facts.get(TAG, "")
    frames: list[pl.DataFrame] = []
    notes = list(text.notes)
    spectra = [name for name, *_ in blocks if SPECTRUM in name]
    if spectra:
        if all(SPECTRUM in name or name.startswith(AT_REST) for name, *_ in blocks):
            raise refused(path, "is an impedance spectrum, not a recording of cycling (Gamry Framework)", MEASURE)
        notes.append(note_on_spectra(f"{len(spectra)} spectra"))
    for name, rows, names, first, stop in blocks:
        if SPECTRUM in name:
            continue
        piece = Text(path, text.content[:stop], text.encoding)
        frame, more = table(piece, first, names, "\t")
        notes += more
        if len(frame) < rows:
            cut = f"table {name} declares {rows} rows and has {len(frame)}: it was interrupted"
            notes.append(Note("interrupted", cut))
        frames.append(_completed(frame, name, facts[TAG], len(frames) + 1))
    frames = [f for f in frames if len(f)]
    if not frames:
        raise refused(path, "has no table of readings (CURVE)", "save the data with the experiment, and export again")
    return Raw(pl.concat(frames, how="diagonal"), facts, tuple(notes), 1)


def tables_in(text: Text) -> tuple[list[str], list[tuple[str, int, list[str], int, int]]]:
    """Return the header lines and a description of each table.

    For each table: name, number of rows, column names with units, and position.
    """
    above: list[str] = []
    blocks: list[tuple[str, int, list[str], int, int]] = []
    lines = text.lines()
    at = 0
    for start, line in lines:
        found = TABLE.match(line)
        if found is None:
            if not line.startswith("\t"):
                above.append(line)
                if blocks and blocks[-1][4] < 0:
                    blocks[-1] = (*blocks[-1][:4], at)
            at = start
            continue
        if blocks and blocks[-1][4] < 0:
            blocks[-1] = (*blocks[-1][:4], at)
        (_, words), (at, units) = next(lines, (0, "")), next(lines, (len(text.content), ""))
        names = [f"{n} ({u})" if n else "" for n, u in zip(cells(words, "\t"), cells(units, "\t"), strict=False)]
        blocks.append((found["name"], int(found["rows"] or 0), names, at, -1))
    return above, [(*b[:4], b[4] if b[4] >= 0 else len(text.content)) for b in blocks]


def _completed(frame: pl.DataFrame, name: str, tag: str, part: int) -> pl.DataFrame:
    """Add the name of the experiment (charge or discharge), and zero current at open circuit."""
    import polars as pl

    frame = frame.with_columns(pl.lit(tag).alias(TAG), pl.lit(part).alias(PART))
    if name.startswith(AT_REST) and "Im (A)" not in frame.columns:
        frame = frame.with_columns(pl.lit("0").alias("Im (A)"))
    without = [c for c in frame.columns if c.startswith("Temp (") and is_unplugged(frame[c])]
    return frame.drop(without)


def is_unplugged(column: pl.Series) -> bool:
    import polars as pl

    values = column.str.replace(",", ".").cast(pl.Float64, strict=False).drop_nulls()
    return len(values) == 0 or bool((values < NO_SENSOR).all())


def is_gamry(head: Head) -> bool:
    return head.text.startswith(OPENING) and re.search(r"^TAG\t", head.text, re.MULTILINE) is not None


FORMATS = (
    no_recording("Gamry DTA, impedance", "Gamry Framework", lambda h: is_gamry(h) and bool(IMPEDANCE.search(h.text))),
    Format("Gamry DTA", "Gamry Framework, text", is_gamry, load, COLUMNS, "by step", TAG),
)
