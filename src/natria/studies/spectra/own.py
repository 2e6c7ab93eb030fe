"""Own data of a study: a recording, or the impedance spectra of a cell, by what the files hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...lab import Measurement, read_recording
from ...lab.files.convert import INSTRUMENTS
from ...lab.files.impedance import SPECTRA_SUFFIXES, holds_spectra, read_spectra
from ...lab.impedance.measurement import MeasuredSpectra
from ...quantity import Finding, InputError, NatriaError, Problem
from ..graded import Grader
from ..opening.given import Given
from ..opening.measured_values import is_mixed
from ..own_data import Data, compared, measure_file
from ..studio import Studio
from ..verdicts import Comparison
from .beside import compared_spectra
from .files import measure_spectrum_files

SUFFIXES = frozenset(INSTRUMENTS) | frozenset(SPECTRA_SUFFIXES)
OwnData = Measurement | MeasuredSpectra


def measure_data(data: Data, studio: Studio) -> OwnData:
    """Return the results of own data; raises InputError for data of both kinds."""
    spectra = own_spectra(data.file)
    if not spectra:
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


def own_spectra(place: Path) -> tuple[Path, ...]:
    """Return the files of spectra at a place, a file or a folder; empty for the file of a recording."""
    if not place.is_dir():
        if not (place.is_file() and holds_spectra(place)):
            return ()
        if _holds_cycling(place):
            what = "holds impedance spectra and a recording of cycling; which of the two is meant is not said"
            fix = "convert the recording (natria convert FILE --to parquet), and export the spectra alone"
            raise InputError(str(place), [Problem("", what, fix)])
        return (place,)
    inside = sorted(file for file in place.rglob("*") if file.is_file() and file.suffix.lower() in SUFFIXES)
    spectra = tuple(file for file in inside if holds_spectra(file))
    others = [file for file in inside if file not in spectra]
    if not spectra:
        fix = "give the file of a recording; only the impedance spectra of one cell may be a folder"
        raise InputError(str(place), [Problem("", "is a folder without an impedance spectrum", fix)])
    both = [file for file in others if _is_recording(file)] + [file for file in spectra if _holds_cycling(file)]
    if both:
        what = f"holds impedance spectra and a recording of cycling, {both[0].name}"
        raise InputError(str(place), [Problem("", what, "give the recording and the folder of spectra apart")])
    return spectra


def _holds_cycling(file: Path) -> bool:
    """Whether a file of spectra also has readings with a current; those of a rest do not count."""
    return is_mixed(read_spectra(file)) and _is_recording(file)


def _is_recording(file: Path) -> bool:
    try:
        return bool((abs(read_recording(file).current) > 0).any())
    except NatriaError:
        return False
