"""Own data of a study by what the files hold: cycling, spectra, kinetics, or material curves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..lab import Measurement
from ..lab.files.materials import CurveKind
from ..lab.impedance.measurement import MeasuredSpectra
from ..lab.kinetics.measurement import MeasuredKinetics
from ..lab.materials import MeasuredCurves
from ..quantity import Finding, InputError, Problem
from .files_of_call import FilesOfCall, sort_files
from .graded import Grader
from .kinetics import KineticsGiven, compared_kinetics, measure_kinetics_recordings
from .materials import compared_curves, curves_among, measure_curve_files
from .opening.given import Given
from .own_data import Data, compared, measure_file
from .spectra import compared_spectra, files_by_kind, measure_spectrum_files
from .spectra.own import own_spectra
from .studio import Studio
from .verdicts import Comparison

OwnData = Measurement | MeasuredSpectra | MeasuredKinetics | MeasuredCurves
OF_SPECTRA = {"circuit": "--circuit", "series": "--series", "arcs": "--arc"}  # of own data that only spectra have
LEAVE_OUT = "leave it out, or give data that it is for"


def measure_data(data: Data, studio: Studio) -> OwnData:
    """Return the results of own data; raises InputError for data of several kinds."""
    if curves := curves_among([data.file])[0]:
        return _measured_curves(data, curves)
    found = _recordings(data)
    if found is not None and found.kinetics:
        return _measured_kinetics(data, found, studio)
    spectra = own_spectra(data.file, data.columns)
    if spectra is None:
        _refuse(data, (*OF_SPECTRA, "thickness"), "impedance spectra")
        if data.kinetics is not None and (named := _options(data.kinetics)):
            what = f"{named[0]} is for sweeps and polarisations, and the recording is one of cycling"
            raise InputError(str(data.file), [Problem("", what, "leave it out, or give --technique")])
        read = None if found is None else found.first
        return measure_file(data.file, studio, data.system, area=data.area, columns=data.columns, recording=read)
    given = Given(area=data.area, columns=data.columns, thickness=data.thickness, arcs=data.arcs)
    return measure_spectrum_files(
        spectra, studio, data.system, columns=data.columns, circuit=data.circuit, series=data.series, given=given
    )


def compared_data(
    studio: Studio, measured: OwnData, targets: Sequence[Finding], grader: Grader | None = None
) -> tuple[Comparison, ...]:
    """Return the comparisons of own data with reported numbers and with the models."""
    if isinstance(measured, MeasuredSpectra):
        return compared_spectra(studio, measured, targets, grader)
    if isinstance(measured, MeasuredKinetics):
        return compared_kinetics(studio, measured, targets, grader)
    if isinstance(measured, MeasuredCurves):
        return compared_curves(studio, measured, targets)
    return compared(studio, measured, targets, grader)


def with_options(
    data: Sequence[Data], kinetics: KineticsGiven | None = None, *, thickness: str = "", **of_spectra: Any
) -> tuple[Data, ...]:
    """Return own data with the options of spectra and of kinetics where the files hold such data.

    Raise InputError for an option that no file is for, and for a table of a series beside several data with spectra.
    """
    given = {name: value for name, value in of_spectra.items() if value}
    made = tuple(replace(one, kinetics=kinetics) for one in data)
    of_kinetics = [] if kinetics is None else _options(kinetics)
    if not (given or thickness or of_kinetics):
        return made
    kinds = [_kind(one) for one in made]
    if given and "spectra" not in kinds:
        _no_data(OF_SPECTRA[next(iter(given))], "impedance spectra")
    if thickness and set(kinds) <= {"cycling", "curves"}:
        _no_data("--thickness", "impedance spectra and direct current")
    if of_kinetics and "kinetics" not in kinds:
        _no_data(of_kinetics[0], "sweeps and polarisations")
    if "series" in given and kinds.count("spectra") > 1:
        what = f"is the table of one cell, and {kinds.count('spectra')} --data hold spectra"
        raise InputError("--series", [Problem("", what, "write the temperature or the time into the names of files")])
    options = {
        "spectra": {**given, **({"thickness": thickness} if thickness else {})},
        "kinetics": {"thickness": thickness} if thickness else {},
        "cycling": {"kinetics": None if kinetics is None else KineticsGiven(technique=kinetics.technique)},
        "curves": {"kinetics": None},
    }
    return tuple(replace(one, **options[kind]) for one, kind in zip(made, kinds, strict=True))


def _no_data(option: str, what_for: str) -> None:
    raise InputError(option, [Problem("", f"is for {what_for}, and no --data holds any", LEAVE_OUT)])


def _options(kinetics: KineticsGiven) -> list[str]:
    """Return the options that are given and apply to kinetics only."""
    return [*kinetics.named, *(["--temperature"] if kinetics.temperature else [])]


def _kind(data: Data) -> str:
    if curves_among([data.file])[0]:
        return "curves"
    found = _recordings(data)
    return "spectra" if found is None else "kinetics" if found.kinetics else "cycling"


def _recordings(data: Data) -> FilesOfCall | None:
    """Return the recordings of own data by technique; None where the files hold spectra."""
    if files_by_kind([data.file], data.columns).spectra:
        return None
    return sort_files([data.file], Given(columns=data.columns), data.kinetics)


def _measured_kinetics(data: Data, found: FilesOfCall, studio: Studio) -> MeasuredKinetics:
    """Return the results of recordings of one technique and one cell."""
    _refuse(data, OF_SPECTRA, "impedance spectra")
    if len(found.kinetics) > 1 or found.cycling.files:
        held = [*found.kinetics, *(["cycling"] if found.cycling.files else [])]
        what = f"holds recordings of several techniques ({', '.join(held)})"
        raise InputError(str(data.file), [Problem("", what, "give those of each technique apart, with --data each")])
    (recordings,) = found.kinetics.values()
    given = Given(area=data.area, columns=data.columns, thickness=data.thickness)
    m = measure_kinetics_recordings(recordings, studio, data.system, given=given, kinetics=data.kinetics)
    return replace(m, failed={**found.failed, **m.failed}, passed_over={**found.passed_over, **m.passed_over})


def _measured_curves(data: Data, curves: Mapping[CurveKind, tuple[Path, ...]]) -> MeasuredCurves:
    """Return the results of material curves of one kind and one sample."""
    _refuse(data, (*OF_SPECTRA, "thickness", "area"), "cells")
    if len(curves) > 1:
        what = f"holds material curves of several kinds ({', '.join(curves)})"
        raise InputError(str(data.file), [Problem("", what, "give those of each kind apart, with --data each")])
    if not data.system:
        fix = f"name it: --data Na3PS4={data.file}, a subject of which the papers report numbers"
        raise InputError(str(data.file), [Problem("--data", "holds a test of a material, and no sample is named", fix)])
    ((kind, files),) = curves.items()
    return measure_curve_files(files, kind, data.system)


def _refuse(data: Data, names: Iterable[str], what_for: str) -> None:
    if wrong := [name for name in names if getattr(data, name)]:
        what = f"{wrong[0]} is for {what_for}, and the file holds none"
        raise InputError(str(data.file), [Problem("", what, "leave it out, or give the spectra")])
