"""Files of impedance spectra of one cell, read and measured together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ...lab import Remark, read_recording
from ...lab.files.impedance import SpectrumFile, read_series_table, read_spectra
from ...lab.impedance.measurement import MeasuredSpectra, measure_spectra
from ...lab.specimen import Specimen
from ...quantity import InputError, NatriaError, Problem, did_you_mean
from ..groups.files import reason
from ..opening.given import Given
from ..own_data import specimen_of
from ..studio import Studio
from .layer import subject_of, with_layer
from .sorting import FilesByKind, files_by_kind

BETWEEN = "readings-between"  # code of the note on rows of a recording between the spectra
A_BUG = "natria failed; this is a bug"


@dataclass(frozen=True)
class SpectraRead:
    """Files of spectra as they were read, by path; those that were not are in `failed` and `passed_over`.

    `mixed` are those that also hold a recording of cycling. `at_rest` are those whose other readings are none, each
    with the reason. `title` is the name of their folder, where there is one.
    """

    files: Mapping[Path, SpectrumFile]
    mixed: tuple[Path, ...] = ()
    at_rest: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    passed_over: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    elsewhere: tuple[Path, ...] = ()  # read in the same call, and measured apart

    def by_cell(self) -> tuple[SpectraRead, ...]:
        """The spectra of each file with a recording, as that is of one cell; first those of all other files.

        Files that failed are not among them.
        """
        others = (*self.files, *(Path(name) for name in self.failed))
        apart = [file for file in self.mixed if file in self.files]
        together = {file: found for file, found in self.files.items() if file not in apart}
        groups = [(together, self.title), *(({file: self.files[file]}, "") for file in apart)]
        made = tuple(
            SpectraRead(group, title=title, elsewhere=tuple(file for file in others if file not in group))
            for group, title in groups
            if group
        )
        return tuple(replace(one, at_rest=self.at_rest if k == 0 else {}) for k, one in enumerate(made))


def spectrum_files(given: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files with spectra among files, folders and patterns, in order."""
    return files_by_kind(given).spectra


def read_spectrum_files(files: Sequence[Path] | FilesByKind, columns: Path | None = None) -> SpectraRead:
    """Read the spectra of files; one that cannot be read stops no other.

    Raise where nothing is left to measure.

    A file that looks like one of spectra and holds only a recording is among the mixed ones, without spectra.
    """
    kinds = files if isinstance(files, FilesByKind) else FilesByKind(tuple(files))
    names = _shown_names(kinds.spectra)
    read: dict[Path, SpectrumFile] = {}
    failed = dict(kinds.failed)
    at_rest: dict[str, str] = {}
    mixed: list[Path] = []
    for file in kinds.spectra:
        try:
            found = read_spectra(file, columns)
        except Exception as bad:
            if isinstance(bad, InputError) and _is_recording(file):
                mixed.append(file)  # it has the columns of a spectrum, and no row of one
                continue
            if len(kinds.spectra) == 1 and not kinds.recordings:
                raise
            failed[str(file)] = reason(bad) if isinstance(bad, NatriaError | OSError) else f"{reason(bad)}; {A_BUG}"
            continue
        read[file] = replace(found, file=names[file])
        if any(note.code == BETWEEN for note in found.notes):
            if why := _why_not_cycling(file):
                at_rest[names[file]] = why
            else:
                mixed.append(file)
    if not read and not mixed and not kinds.recordings:
        raise InputError("the spectra", [Problem(name, why, "") for name, why in failed.items()])
    return SpectraRead(read, tuple(mixed), at_rest, failed, kinds.passed_over, kinds.title)


def _specimen(studio: Studio | None, of: str, area: str) -> Specimen:
    """Return what the design of a system gives of the measured cell."""
    if studio is None:
        return Specimen(of)
    given = specimen_of(studio, of, area)
    return with_layer(given, studio.design(of))


def _ensure_parts(studio: Studio | None, specimen: Specimen) -> None:
    """Raise InputError for an arc of a part that neither the design nor its papers have."""
    if studio is None or not specimen.arcs:
        return
    subjects = {subject_of(studio, specimen, fact) for fact in studio.library.facts.values()}
    of_papers = {subject.partition("#")[2] for subject in subjects if subject.startswith(f"{specimen.of}#")}
    known = sorted({*studio.design(specimen.of).names("interphase"), *of_papers})
    for number, part in specimen.arcs.items():
        if part not in known:
            what = f"{specimen.of} has no part {part!r}"
            hint = did_you_mean(part, known) or f"its parts are {', '.join(known)}"
            raise InputError("--arc", [Problem(f"{number}={part}", what, hint)])


def measure_spectrum_files(
    files: Sequence[Path] | SpectraRead,
    studio: Studio | None = None,
    system: str = "",
    *,
    columns: Path | None = None,
    circuit: str = "",
    held: Mapping[str, float] | None = None,
    series: Path | None = None,
    given: Given | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> MeasuredSpectra:
    """Return the results of files of spectra of one cell or sample.

    `series` is a table with the temperature or the time of each file or sweep; `circuit` is fitted in place of a chosen
    one. A file that cannot be read is in `failed` of the result.
    """
    made = given or Given()
    read = files if isinstance(files, SpectraRead) else read_spectrum_files(files, columns)
    first = next(iter(read.files))
    of = system or (studio.case.base.name if studio else read.title or first.name.partition(".")[0] or "cell")
    specimen = made.applied(_specimen(studio, of, made.area))
    _ensure_parts(studio, specimen)
    table = read_series_table(series) if series is not None else None
    if table is not None:
        shown = {file: found.file for file, found in read.files.items()}
        table = table.for_files(shown, [*(Path(name) for name in read.failed), *read.elsewhere])
    every = list(read.files.values())
    m = measure_spectra(every, specimen, circuit=circuit, held=held, series_table=table, progress=progress)
    remarks = tuple(
        Remark("not-a-recording", f"{name}: the readings between the spectra are not measured: {why}.")
        for name, why in read.at_rest.items()
    )
    if beside := [read.files[file].file for file in read.mixed if file in read.files]:
        what = (
            f"{', '.join(beside)}: a recording of cycling stands between the spectra; natria measure FILE reads both."
        )
        remarks = (*remarks, Remark("recording-beside", what))
    every_remark = (*m.remarks, *remarks)
    return replace(
        m, folder=read.title, remarks=every_remark, failed=dict(read.failed), passed_over=dict(read.passed_over)
    )


def _shown_names(files: Sequence[Path]) -> dict[Path, str]:
    """Return the name of each file, with as many of its folders as tell it from the others."""
    names = {file: file.name for file in files}
    deepest = max((len(file.parts) for file in files), default=1)
    for depth in range(2, deepest + 1):
        counted = Counter(names.values())
        if max(counted.values(), default=1) == 1:
            break
        names = {file: "/".join(file.parts[-depth:]) if counted[name] > 1 else name for file, name in names.items()}
    return names


def _is_recording(file: Path) -> bool:
    try:
        return len(read_recording(file)) > 0
    except NatriaError:
        return False


def _why_not_cycling(file: Path) -> str:
    """Return why the readings between the spectra are no recording of cycling; "" where they are."""
    try:
        recording = read_recording(file)
    except NatriaError as bad:
        return reason(bad)
    passes = np.nan_to_num(recording.current) != 0
    return "" if passes.any() else "they are of a rest, without a current"
