"""Files of recordings of kinetics, recognised and measured together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...lab.files import read_recording
from ...lab.kinetics import technique_of
from ...lab.kinetics.measurement import Family, MeasuredKinetics, measure_kinetics
from ...lab.specimen import Specimen
from ...quantity import InputError, Problem, did_you_mean
from ...record import CELL_KIND, Recording
from ..groups import recording_files
from ..opening.given import Given
from ..own_data import specimen_of
from ..studio import Studio
from .given import KineticsGiven

TECHNIQUES: tuple[str, ...] = ("auto", "cycling", "tafel", "voltammetry", "polarisation")
FAMILY: dict[str, Family] = {"tafel": "tafel", "voltammetry": "voltammetry", "polarisation": "polarisation"}


@dataclass(frozen=True, eq=False)
class RecognisedFiles:
    """Recordings of kinetics among files; empty where they are of cycling.

    `first` is then the first file as it was read, so that nobody has to read it again.
    """

    kinetics: tuple[Recording, ...] = ()
    first: Recording | None = None


def recognise_files(
    files: Sequence[Path], given: Given | None = None, kinetics: KineticsGiven | None = None
) -> RecognisedFiles:
    """Return the recordings of files where they are of kinetics.

    The first file decides, unless the technique is stated: of a folder of cycling only one file is read. A first file
    that cannot be read is left to the analysis of cycling, which says what is wrong with it.
    """
    stated = known_technique((kinetics or KineticsGiven()).technique)
    columns, current = (None, "") if given is None else (given.columns, given.current)
    if stated == "cycling" or not files or (stated == "auto" and current):  # a current that is given is set
        return RecognisedFiles()
    found = _expanded(files)
    if stated != "auto":
        return RecognisedFiles(tuple(read_recording(file, columns) for file in found))
    try:
        first = read_recording(found[0], columns)
    except InputError:
        return RecognisedFiles()
    if not is_of_kinetics(first):
        return RecognisedFiles(first=first)
    return RecognisedFiles((first, *(read_recording(file, columns) for file in found[1:])))


def _expanded(files: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files, with those of folders in their places."""
    if any(file.is_dir() for file in files):
        return recording_files(files).files
    return tuple(files)


def is_of_kinetics(recording: Recording) -> bool:
    """Whether a recording is one of kinetics by its data; a simulated cell is cycled."""
    return CELL_KIND not in recording.metadata and technique_of(recording).is_kinetics


def known_technique(word: str) -> str:
    """Return a word for a technique; raises InputError for another word."""
    if word not in TECHNIQUES:
        raise InputError("--technique", [Problem(word, "is not a technique", did_you_mean(word, TECHNIQUES))])
    return word


def measure_kinetics_files(
    files: Sequence[Path],
    studio: Studio | None = None,
    system: str = "",
    *,
    given: Given | None = None,
    kinetics: KineticsGiven | None = None,
) -> MeasuredKinetics:
    """Return the results of files of kinetics of one cell."""
    columns = None if given is None else given.columns
    recordings = [read_recording(file, columns) for file in files]
    return measure_kinetics_recordings(recordings, studio, system, given=given, kinetics=kinetics)


def measure_kinetics_recordings(
    recordings: Sequence[Recording],
    studio: Studio | None = None,
    system: str = "",
    *,
    given: Given | None = None,
    kinetics: KineticsGiven | None = None,
) -> MeasuredKinetics:
    """Return the results of recordings of kinetics of one cell, which may be a system of a case."""
    made, own = given or Given(), kinetics or KineticsGiven()
    if made.cycles or made.formation is not None:
        what = "--cycles and --formation are for cycling"
        raise InputError("the options", [Problem("", what, "leave them out")])
    of = system or (studio.case.base.name if studio else _stem(recordings))
    plain = specimen_of(studio, of, made.area) if studio else Specimen(of)
    specimen = own.applied(made.applied(plain), made.by)
    technique = FAMILY.get(known_technique(own.technique))
    return measure_kinetics(recordings, specimen, own.settings(of, made.by, made.thickness), technique)


def _stem(recordings: Sequence[Recording]) -> str:
    name = recordings[0].file.replace("\\", "/").rpartition("/")[2] if recordings else ""
    return name.partition(".")[0] or "cell"
