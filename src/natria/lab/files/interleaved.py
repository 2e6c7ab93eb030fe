"""Recordings with impedance spectra in between: rows of cycling and of rests have no frequency."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...record.note import Note
from .columns.layout import MEASURE
from .columns.numbers import decimal_sign, numbers
from .text import refused

if TYPE_CHECKING:
    import polars as pl


def without_spectra(path: Path, frame: pl.DataFrame, column: str) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Return the rows without a frequency, and a note on the others.

    A file of spectra alone is refused.
    """
    import polars as pl

    series = frame[column]
    is_point = np.nan_to_num(numbers(series, decimal_sign([series]))) > 0
    if len(frame) and is_point.all():
        raise refused(path, "is an impedance spectrum, not a recording of cycling", MEASURE)
    if not is_point.any():
        return frame, ()
    return frame.filter(pl.Series(~is_point)), (note_on_spectra(f"{int(is_point.sum())} points of impedance spectra"),)


def note_on_spectra(what: str) -> Note:
    """Return the note on spectra that stand between the readings of a recording."""
    return Note("spectra-between", f"{what} stand between the readings and are not part of the recording")
