"""Reading of files written by natria.

Unchanged files give the original recording with its original source.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...quantity import InputError, Problem
from ...record.note import Note
from ...record.recording import COLUMNS as BDF
from ...record.recording import Recording
from .description import Document, fits, is_measured, read, restore
from .format import Col, Format, Head, Raw
from .third_party import third_party
from .write import CSV_MARK, KEY, companion

if TYPE_CHECKING:
    import polars as pl

MARKED = CSV_MARK[: CSV_MARK.index(":")].encode()
AGAIN = "convert the source again (natria convert)"
COLUMNS = tuple(Col(name, name, unit) for name, unit in BDF.items())


def restored(path: Path, frame: pl.DataFrame, document: Document | None) -> Raw | Recording:
    """Return the described recording if the numbers are unchanged, else the raw table.

    The raw table is refused for a simulation.
    """
    if document is None:
        return Raw(frame)
    columns = _columns(frame)
    if columns and fits(document, columns):
        return restore(document, columns)
    source = document.get("file", "another file")
    if not is_measured(document):
        what = f"was changed since natria wrote it, and its source ({source}) is not a measurement"
        raise InputError(str(path), [Problem("", what, AGAIN)])
    note = Note("changed-since-written", f"changed since natria wrote it from {source}: treated as a new measurement")
    return Raw(frame, notes=(note,))


def load_csv(path: Path, head: Head) -> Raw | Recording:
    del head
    document = _in_head(path)
    if document is None:
        what = "is damaged: the provenance of the recording is missing, so it may be a simulation"
        raise InputError(str(path), [Problem("line 2", what, AGAIN)])
    return restored(path, _numbers(path, skip=2), document)


def load_bdf(path: Path, head: Head) -> Raw | Recording:
    del head
    return restored(path, _numbers(path, skip=0), _beside(path))


def _numbers(path: Path, skip: int) -> pl.DataFrame:
    """Read a csv as natria writes it; a modified file may contain anything and is passed on as text."""
    import polars as pl

    with third_party(path, "polars", AGAIN):
        try:
            return pl.read_csv(path, skip_lines=skip, schema_overrides=dict.fromkeys(BDF, pl.Float64))
        except pl.exceptions.ComputeError:
            return pl.read_csv(path, skip_lines=skip, infer_schema=False, truncate_ragged_lines=True)


def _beside(path: Path) -> Document | None:
    try:
        return read(companion(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def _columns(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    """Return the numeric columns; empty if the table contains anything else."""
    import polars as pl

    if not all(dtype == pl.Float64 for dtype in frame.dtypes) or any(frame.null_count().row(0)):
        return {}
    return {name: frame[name].to_numpy() for name in frame.columns}


def document_of(path: Path) -> Document | None:
    """Return the provenance in a file written by natria; None for any other file."""
    import polars as pl

    try:
        if path.suffix.lower() == ".parquet":
            with third_party(path, "polars", AGAIN):
                return read(pl.read_parquet_metadata(path).get(KEY, ""))
        document = _in_head(path)
    except (InputError, OSError):
        return None
    return _beside(path) if document is None and path.name.lower().endswith(".bdf.csv") else document


def _in_head(path: Path) -> Document | None:
    with path.open("rb") as file:
        marked = file.readline(200).startswith(MARKED)
        return read(file.readline().decode(errors="replace").removeprefix("#")) if marked else None


# In the family of the BDF csv, before the general format, which also recognises these files.
TEXTS = (
    Format(
        name="natria csv",
        says="csv written by natria",
        recognises=lambda head: head.content.startswith(MARKED),
        load=load_csv,
        columns=COLUMNS,
    ),
    Format(
        name="natria BDF csv",
        says="BDF csv written by natria, with a .bdf.json file for its provenance",
        recognises=lambda head: head.path.name.lower().endswith(".bdf.csv") and _beside(head.path) is not None,
        load=load_bdf,
        columns=COLUMNS,
    ),
)
