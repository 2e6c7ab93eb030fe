"""Own data of a study: a recording, or the impedance spectra of a cell, by what the files hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

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
OF_SPECTRA = ("thickness", "circuit", "series", "arcs")  # properties of own data that only spectra have


def measure_data(data: Data, studio: Studio) -> OwnData:
    """Return the results of own data; raises InputError for data of both kinds."""
    spectra = own_spectra(data.file, data.columns)
    if spectra is None:
        if wrong := [name for name in OF_SPECTRA if getattr(data, name)]:
            what = f"{wrong[0]} is for impedance spectra, and the file holds none"
            raise InputError(str(data.file), [Problem("", what, "leave it out, or give the spectra")])
        return measure_file(data.file, studio, data.system, area=data.area, columns=data.columns)
    given = Given(area=data.area, columns=data.columns, thickness=data.thickness, arcs=data.arcs)
    return measure_spectrum_files(
        spectra, studio, data.system, columns=data.columns, circuit=data.circuit, series=data.series, given=given
    )


def for_spectra(data: Sequence[Data], **options: Any) -> tuple[Data, ...]:
    """Return own data with the options of spectra (`OF_SPECTRA`) where the files hold any.

    Raise InputError where none does, and for a table of a series beside several data with spectra.
    """
    given = {name: value for name, value in options.items() if value}
    if not given:
        return tuple(data)
    holds = [bool(files_by_kind([one.file], one.columns).spectra) for one in data]
    first = next(iter(given))
    option = f"--{'arc' if first == 'arcs' else first}"
    if not any(holds):
        what = "is for impedance spectra, and no --data holds any"
        raise InputError(option, [Problem("", what, "leave it out, or give the spectra")])
    if "series" in given and sum(holds) > 1:
        what = f"is the table of one cell, and {sum(holds)} --data hold spectra"
        raise InputError("--series", [Problem("", what, "write the temperature or the time into the names of files")])
    return tuple(replace(one, **given) if spectra else one for one, spectra in zip(data, holds, strict=True))


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
