"""Files of recordings of kinetics, recognised and measured together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...lab.files import read_recording
from ...lab.kinetics import technique_of
from ...lab.kinetics.measurement import FAMILIES, Family, MeasuredKinetics, measure_kinetics
from ...lab.specimen import Specimen
from ...quantity import InputError, NatriaError, Problem, did_you_mean
from ...record import CELL_KIND, Recording
from ..groups.files import is_no_recording, reason
from ..opening.given import Given
from ..own_data import specimen_of
from ..spectra.layer import with_layer
from ..studio import Studio
from .given import KineticsGiven

A_BUG = "natria failed; this is a bug"
TECHNIQUES: tuple[str, ...] = ("auto", "cycling", "tafel", "voltammetry", "polarisation")
FAMILY: dict[str, Family] = {"tafel": "tafel", "voltammetry": "voltammetry", "polarisation": "polarisation"}


@dataclass(frozen=True, eq=False)
class RecognisedFiles:
    """Files by what their data show: kinetics by technique, as they were read, and all others.

    `others` are left to the analysis of cycling, also those of `unread`, which says what is wrong with them. `first` is
    the first of all files as it was read, where it is one of them: nobody has to read it again.
    """

    kinetics: Mapping[Family, Mapping[Path, Recording]] = field(default_factory=dict)
    others: tuple[Path, ...] = ()
    unread: Mapping[Path, Exception] = field(default_factory=dict)
    first: Recording | None = None

    def without_results(self, searched: frozenset[Path]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the files that could not be read, as failed and as passed over, with the reason.

        `searched` are those that were found in a folder: one of another kind is passed over.
        """
        failed: dict[str, str] = {}
        passed_over: dict[str, str] = {}
        for file, bad in self.unread.items():
            of_other_kind = isinstance(bad, InputError) and file in searched and is_no_recording(file, bad)
            (passed_over if of_other_kind else failed)[str(file)] = why_failed(bad)
        return failed, passed_over


def recognise_files(
    files: Sequence[Path], given: Given | None = None, kinetics: KineticsGiven | None = None
) -> RecognisedFiles:
    """Return files by what their data show, each for itself; a technique that is stated is that of all.

    A current that is given is one that was set: the recordings are then of cycling.
    """
    stated = known_technique((kinetics or KineticsGiven()).technique)
    columns, current = (None, "") if given is None else (given.columns, given.current)
    if stated == "cycling" or not files or (stated == "auto" and current):
        return RecognisedFiles(others=tuple(files))
    found: dict[Family, dict[Path, Recording]] = {}
    others: list[Path] = []
    unread: dict[Path, Exception] = {}
    first = None
    for file in files:
        try:
            recording = read_recording(file, columns)
        except Exception as bad:  # noqa: BLE001 - one file must not stop the others; the analysis of cycling names it
            others.append(file)
            unread[file] = bad
            continue
        family = FAMILY[stated] if stated in FAMILY else family_of(recording)
        if family is not None:
            found.setdefault(family, {})[file] = recording
            continue
        others.append(file)
        first = recording if file == files[0] else first
    return RecognisedFiles(found, tuple(others), unread, first)


def family_of(recording: Recording) -> Family | None:
    """Return the analysis of kinetics that the data ask for; None of cycling. A simulated cell is cycled."""
    return None if CELL_KIND in recording.metadata else FAMILIES.get(technique_of(recording).technique)


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
    recordings: Sequence[Recording] | Mapping[Path, Recording],
    studio: Studio | None = None,
    system: str = "",
    *,
    given: Given | None = None,
    kinetics: KineticsGiven | None = None,
) -> MeasuredKinetics:
    """Return the results of recordings of kinetics of one cell, which may be a system of a case.

    A recording whose analysis fails stops no other: it is in `failed` of the result.
    """
    by_file = recordings.items() if isinstance(recordings, Mapping) else [(one.file, one) for one in recordings]
    named = [(str(file), recording) for file, recording in by_file]
    every = [recording for _, recording in named]
    made, own = given or Given(), kinetics or KineticsGiven()
    if made.cycles or made.formation is not None:
        what = "--cycles and --formation are for cycling"
        raise InputError("the options", [Problem("", what, "leave them out")])
    of = system or (studio.case.base.name if studio else _stem(every))
    plain = with_layer(specimen_of(studio, of, made.area), studio.design(of)) if studio else Specimen(of)
    specimen = own.applied(made.applied(plain), made.by)
    technique = FAMILY.get(known_technique(own.technique))
    settings = own.settings(of, made.by, made.thickness)

    def analysed(several: Sequence[Recording]) -> MeasuredKinetics:
        return measure_kinetics(several, specimen, settings, technique)

    try:
        return analysed(every)
    except Exception:  # raised again unless single files are at fault: those are named, the others are measured
        good, failed = _apart(named, analysed)
        if not good or not failed:
            raise
    return replace(analysed(good), failed=failed)


def _apart(
    recordings: Sequence[tuple[str, Recording]], analysed: Callable[[Sequence[Recording]], MeasuredKinetics]
) -> tuple[list[Recording], dict[str, str]]:
    """Return the recordings that can be analysed alone, and the others with the reason."""
    good: list[Recording] = []
    failed: dict[str, str] = {}
    for file, recording in recordings:
        try:
            analysed([recording])
        except Exception as bad:  # noqa: BLE001 - a bug that one file triggers must not stop the others
            failed[file] = why_failed(bad)
        else:
            good.append(recording)
    return good, failed


def why_failed(bad: Exception) -> str:
    """Return why a file was not measured, in one line."""
    return reason(bad) if isinstance(bad, NatriaError | OSError) else f"{reason(bad)}; {A_BUG}"


def _stem(recordings: Sequence[Recording]) -> str:
    name = recordings[0].file.replace("\\", "/").rpartition("/")[2] if recordings else ""
    return name.partition(".")[0] or "cell"
