"""Files of one call by what they hold: impedance spectra, kinetics by technique, cycling.

A file may hold spectra and a recording. Recordings are sorted by their data, each for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..lab.kinetics.measurement import Family
from ..record import Recording
from .groups import RecordingFiles, recording_files
from .kinetics import KineticsGiven, recognise_files
from .opening.given import Given
from .spectra import SpectraRead, files_by_kind, read_spectrum_files

NO_SPECTRA = SpectraRead({})


@dataclass(frozen=True, eq=False)
class FilesOfCall:
    """Files of a call by what they hold.

    `cycling` are recordings of cycling, and files that could not be read.

    `failed` and `passed_over` are those that nobody measures, each with the reason. `first` is the first file as it was
    read, where it is one of cycling. `title` is the name of the folder, where one is given. Column maps are of spectra
    or of recordings.
    """

    cycling: RecordingFiles
    spectra: SpectraRead = NO_SPECTRA
    kinetics: Mapping[Family, Mapping[Path, Recording]] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    passed_over: Mapping[str, str] = field(default_factory=dict)
    first: Recording | None = None
    title: str = ""
    columns_of_spectra: Path | None = None
    columns_of_recordings: Path | None = None

    @property
    def has_spectra(self) -> bool:
        return bool(self.spectra.files)

    @property
    def is_of_spectra(self) -> bool:
        """Whether there are spectra, readable or not, and nothing else."""
        return self.has_spectra and not self.kinetics and not self.cycling.files

    @property
    def only_technique(self) -> Family | None:
        """The technique of all files, where they are kinetics of one."""
        alone = len(self.kinetics) == 1 and not self.has_spectra and not self.cycling.files
        return next(iter(self.kinetics)) if alone else None

    @property
    def is_of_cycling(self) -> bool:
        return not (self.has_spectra or self.kinetics or self.failed)


def sort_files(files: Sequence[Path], given: Given, kinetics: KineticsGiven | None = None) -> FilesOfCall:
    """Return files, folders and patterns of a call by what they hold; `given` has the column map."""
    columns = given.columns
    kinds = files_by_kind(files, columns)
    if not kinds.spectra:
        found = recording_files(files)
        return _with_recordings(FilesOfCall(found, title=kinds.title, columns_of_recordings=columns), given, kinetics)
    of_spectra = columns if kinds.mapped or not kinds.recordings else None
    read = read_spectrum_files(kinds, of_spectra)
    candidates = (*kinds.recordings, *read.mixed)
    ordered = tuple(sorted(candidates)) if kinds.title else candidates
    found = RecordingFiles(ordered, {}, kinds.searched & frozenset(kinds.recordings), kinds.passed_over)
    of_recordings = None if kinds.mapped else columns
    made = FilesOfCall(
        found,
        read,
        failed=read.failed,
        passed_over=kinds.passed_over,
        title=kinds.title,
        columns_of_spectra=of_spectra,
        columns_of_recordings=of_recordings,
    )
    return _with_recordings(made, given, kinetics)


def _with_recordings(made: FilesOfCall, given: Given, kinetics: KineticsGiven | None) -> FilesOfCall:
    """Return the same with the recordings sorted by technique.

    Where none is of cycling, files that could not be read are none of its own.
    """
    cycling = made.cycling
    found = recognise_files(cycling.files, replace(given, columns=made.columns_of_recordings), kinetics)
    if not found.kinetics:
        return replace(made, first=found.first, passed_over=cycling.passed_over)
    left = found.others
    failed, passed_over = dict(made.failed), dict(cycling.passed_over)
    if set(left) == set(found.unread):
        more, of_other_kind = found.without_results(cycling.searched)
        failed, passed_over, left = {**failed, **more}, {**passed_over, **of_other_kind}, ()
    return replace(
        made,
        cycling=RecordingFiles(left, {}, cycling.searched & frozenset(left), passed_over),
        kinetics=found.kinetics,
        failed=failed,
        passed_over=passed_over,
        first=found.first,
    )
