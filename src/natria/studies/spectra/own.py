"""Own data of a study: a recording, or the impedance spectra of a cell, by what the files hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...lab import Measurement
from ...lab.impedance.measurement import MeasuredSpectra
from ...quantity import Finding, InputError, Problem
from ..graded import Grader
from ..opening.given import Given
from ..own_data import Data, compared, measure_file
from ..studio import Studio
from ..verdicts import Comparison
from .beside import compared_spectra
from .files import SpectraRead, measure_spectrum_files, read_spectrum_files
from .sorting import files_by_kind

OwnData = Measurement | MeasuredSpectra


def measure_data(data: Data, studio: Studio) -> OwnData:
    """Return the results of own data; raises InputError for data of both kinds."""
    spectra = own_spectra(data.file, data.columns)
    if spectra is None:
        if data.thickness or data.circuit:
            what = f"a {'thickness' if data.thickness else 'circuit'} is for impedance spectra, and the file holds none"
            raise InputError(str(data.file), [Problem("", what, "leave it out, or give the spectra")])
        return measure_file(data.file, studio, data.system, area=data.area, columns=data.columns)
    given = Given(area=data.area, columns=data.columns, thickness=data.thickness)
    columns = data.columns
    return measure_spectrum_files(spectra, studio, data.system, columns=columns, circuit=data.circuit, given=given)


def compared_data(
    studio: Studio, measured: OwnData, targets: Sequence[Finding], grader: Grader | None = None
) -> tuple[Comparison, ...]:
    """Return the comparisons of own data with reported numbers and with the models."""
    if isinstance(measured, MeasuredSpectra):
        return compared_spectra(studio, measured, targets, grader)
    return compared(studio, measured, targets, grader)


def own_spectra(place: Path, columns: Path | None = None) -> SpectraRead | None:
    """Return the spectra of a file or a folder as they were read; None for the file of a recording."""
    kinds = files_by_kind([place], columns)
    if not kinds.spectra:
        if place.is_dir():
            fix = "give the file of a recording; only the impedance spectra of one cell may be a folder"
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
