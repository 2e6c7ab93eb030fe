"""The impedance spectra of own data of a study, as they were read."""

from __future__ import annotations

from pathlib import Path

from ...quantity import InputError, Problem
from .files import SpectraRead, read_spectrum_files
from .sorting import files_by_kind


def own_spectra(place: Path, columns: Path | None = None) -> SpectraRead | None:
    """Return the spectra of a file or a folder as they were read; None for the file of a recording."""
    kinds = files_by_kind([place], columns)
    if not kinds.spectra:
        if place.is_dir():
            fix = "give the file of a recording; only spectra, sweeps or polarisations of one cell may be a folder"
            raise InputError(str(place), [Problem("", "is a folder without an impedance spectrum", fix)])
        return None
    read = read_spectrum_files(kinds, columns)
    recordings = (*kinds.recordings, *read.mixed)
    if recordings and place.is_dir():
        what = f"holds impedance spectra and a recording of cycling, {recordings[0].name}"
        raise InputError(str(place), [Problem("", what, "give the recording and a folder of the spectra apart")])
    if recordings:
        what = "holds impedance spectra and a recording of cycling; which of the two is meant is not said"
        fix = "give the recording alone (natria convert FILE --to parquet) and the spectra in a file of their own"
        raise InputError(str(place), [Problem("", what, fix)])
    return read
