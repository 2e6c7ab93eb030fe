"""Spectra in a csv that natria wrote. Unchanged files give the original spectra and source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .....quantity import InputError, Problem
from .....record.note import Note
from ...format import Col, Head
from ...third_party import third_party
from ..description import Document, fits, is_measured, read, restore
from ..format import RawSpectra, SpectraFormat, SpectrumFile
from ..write import CONDITIONS, FREQUENCY, MARK, PARTS, SWEEP

if TYPE_CHECKING:
    import polars as pl

MARKED = MARK[: MARK.index(":")].encode()
AGAIN = "write the spectra again from their source"
HEADER = 2  # lines of provenance

COLUMNS = (
    Col(SWEEP, "sweep", "1"),
    Col(FREQUENCY, "frequency", "Hz"),
    *(
        Col(name, to, unit)
        for unit, names in PARTS.items()
        for name, to in zip(names, ("real", "imaginary"), strict=True)
    ),
    Col(CONDITIONS["time"], "time", "s"),
    Col(CONDITIONS["temperature"], "temperature", "K"),
    Col(CONDITIONS["bias"], "bias", "V"),
    Col(CONDITIONS["step"], "step", "1"),
)


def load(path: Path, head: Head) -> RawSpectra | SpectrumFile:
    del head
    document = _document(path)
    if document is None:
        what = "is damaged: the provenance of the spectra is missing, so they may be simulated"
        raise InputError(str(path), [Problem("line 2", what, AGAIN)])
    frame = _table(path)
    arrays = _arrays(frame)
    if arrays and fits(document, arrays):
        return restore(document, arrays)
    source = document.get("file", "another file")
    if not is_measured(document):
        what = f"was changed since natria wrote it, and its source ({source}) is not a measurement"
        raise InputError(str(path), [Problem("", what, AGAIN)])
    note = Note("changed-since-written", f"changed since natria wrote it from {source}: treated as a new measurement")
    return RawSpectra(frame, notes=(note,), line=HEADER + 2)


def _document(path: Path) -> Document | None:
    with path.open("rb") as file:
        file.readline(len(MARK) + 2)
        return read(file.readline().decode(errors="replace").removeprefix("#"))


def _table(path: Path) -> pl.DataFrame:
    """Read the table as text: a changed file may hold anything."""
    import polars as pl

    with third_party(path, "polars", AGAIN):
        return pl.read_csv(path, skip_lines=HEADER, infer_schema=False, truncate_ragged_lines=True)


def _arrays(frame: pl.DataFrame) -> tuple[np.ndarray, ...]:
    """Return the numbers of the table; empty if it holds anything else."""
    import polars as pl

    parts = next((names for names in PARTS.values() if set(names) <= set(frame.columns)), ())
    names = (FREQUENCY, *parts)
    if not parts or FREQUENCY not in frame.columns:
        return ()
    values = frame.select(pl.col(name).cast(pl.Float64, strict=False) for name in names)
    if any(values.null_count().row(0)):
        return ()
    return tuple(values[name].to_numpy() for name in names)


FORMATS = (
    SpectraFormat(
        name="natria spectra csv",
        says="csv written by natria",
        recognises=lambda head: head.content.startswith(MARKED),
        load=load,
        columns=COLUMNS,
    ),
)
