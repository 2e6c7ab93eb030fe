"""BioLogic .mpr of an impedance technique, read by galvani (GPL-3, therefore an optional dependency)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .....quantity import InputError
from ...format import Head
from ...formats.biologic_binary import IMPEDANCE, MAGIC, read_mpr
from ...text import refused
from ..format import RawSpectra, SpectraFormat
from . import biologic_text


def load(path: Path, head: Head) -> RawSpectra:
    import polars as pl

    del head
    columns, metadata, notes = read_mpr(path)
    if IMPEDANCE not in columns:
        what = f"is a BioLogic .mpr without impedance; its columns are {', '.join(columns)}"
        raise refused(path, what, "give a file of PEIS or GEIS, or read it as a recording")
    return RawSpectra(pl.DataFrame(columns), metadata, tuple(notes))


def _has_spectra(head: Head) -> bool:
    """Whether a .mpr has a column of frequencies; True for one that `load` reports as unreadable."""
    if not head.content.startswith(MAGIC):
        return False
    stat = head.path.stat()
    return _has_frequencies(head.path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=1)  # called when a file is tried and again when it is read
def _has_frequencies(path: Path, size: int, changed: int) -> bool:
    del size, changed
    try:
        return IMPEDANCE in read_mpr(path)[0]
    except InputError:
        return True


FORMATS = (
    SpectraFormat(
        name="BioLogic mpr, impedance",
        says="BioLogic potentiostats, binary file of EC-Lab",
        recognises=_has_spectra,
        load=load,
        columns=biologic_text.COLUMNS,
        needs="biologic",
    ),
)
