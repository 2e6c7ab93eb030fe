"""natria measure of files of several kinds, each on pages of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import __version__
from .kinetics import measured_kinetics
from .many import run_many
from .spectra import OUT, CellOptions, compared_with_design, measured

if TYPE_CHECKING:
    from ...lab import Measurement
    from ...lab.impedance.measurement import MeasuredSpectra
    from ...lab.kinetics.measurement import MeasuredKinetics
    from ...literature import Library
    from ...report.common.folder import Kind
    from ...report.groups import PageLink
    from ...studies import Comparison, FilesOfCall, Given, KineticsGiven, SpectraRead

SCHEMA = "natria.measured/1"  # results of several kinds of one call
KINETICS = "Kinetics"  # section of the links to pages of kinetics
FOLDER = "spectra"  # of the page of spectra, in that of the recordings; of one of several cells: "CELL-spectra"
Compared = tuple["Comparison", ...]


@dataclass(frozen=True)
class OptionsOfAll:
    """The options of a call for its cell, its spectra, its kinetics and its output."""

    given: Given
    cell: CellOptions
    out: Path | None
    as_json: bool
    circuit: str = ""
    series: Path | None = None
    kinetics: KineticsGiven | None = None

    @property
    def writes(self) -> bool:
        return self.out is not None or not self.as_json


@dataclass(frozen=True)
class ResultsBeside:
    """Results of a call beside its recordings of cycling, with their comparisons, by folder of the page.

    Such a folder lies in that of the recordings. `failed` are files that could not be measured, with the reason.
    """

    spectra: Mapping[str, tuple[MeasuredSpectra, Compared]] = field(default_factory=dict)
    kinetics: Mapping[str, tuple[MeasuredKinetics, Compared]] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def links(self) -> tuple[PageLink, ...]:
        from ...report.groups import PageLink
        from ...report.impedance.wording import headline as of_spectra
        from ...report.kinetics.wording import headline as of_kinetics

        return (
            *(PageLink(m.title, of_spectra(m), f"{at}/index.html") for at, (m, _) in self.spectra.items()),
            *(PageLink(m.title, of_kinetics(m), f"{at}/index.html", KINETICS) for at, (m, _) in self.kinetics.items()),
        )

    def document_with(self, recordings: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON of all."""
        from ...studies import kinetics_document, spectra_document

        return {
            "schema": SCHEMA,
            "natria": __version__,
            "recordings": recordings,
            "spectra": [spectra_document(m, __version__, beside) for m, beside in self.spectra.values()],
            "kinetics": [kinetics_document(m, __version__, beside) for m, beside in self.kinetics.values()],
        }

    def show(self) -> None:
        from rich.console import Console

        from ...report.impedance import print_spectra
        from ...report.kinetics import print_kinetics
        from ...report.measurement.text import print_beside

        for m, beside in self.spectra.values():
            print_spectra(m, Console())
            print_beside(beside, Console())
        for one, compared in self.kinetics.values():
            print_kinetics(one, Console())
            print_beside(compared, Console())


def run_beside(
    found: FilesOfCall,
    asked: OptionsOfAll,
    measure: Callable[[Path], tuple[Measurement, Compared]],
    *,
    papers: Library | None,
) -> int:
    """Measure files of several kinds; return the exit code.

    The page of the recordings of cycling links to those of the others, which lie below it: one for the spectra of each
    file that holds a recording too, one for all other spectra, and one for each technique of kinetics.
    """
    from ...report import folders_of
    from ...report.groups import ensure_groups, jobs_of

    cycling, read = found.cycling, found.spectra
    one = len(cycling.files) == 1 and len(read.files) == 1 and not found.kinetics
    usual = folders_of(cycling.files[:1], OUT)[0] if one else OUT
    place = asked.out or (OUT / found.title if found.title else usual)
    if asked.writes:
        ensure_groups(place)
    taken = {job.file.absolute(): job.name for job in jobs_of(cycling, place)} if cycling.files else {}
    folders = _Folders(place, set(taken.values()), found, asked)
    spectra = _spectra(folders, taken) if found.has_spectra else {}
    kinetics = _kinetics(folders)
    failed = dict(chain(found.failed.items(), *(m.failed.items() for m, _ in kinetics.values())))
    return run_many(
        (),
        (),
        measure,
        out=place if asked.writes else None,
        default=OUT,
        as_json=asked.as_json,
        papers=papers,
        found=cycling,
        beside=ResultsBeside(spectra, kinetics, failed),
    )


@dataclass(frozen=True)
class _Folders:
    """Where the pages of other results go: below `place`, in folders that no page of a cell has."""

    place: Path
    taken: set[str]
    found: FilesOfCall
    asked: OptionsOfAll

    def named(self, usual: str, what: Kind) -> str:
        """Return the name of a folder that is free; raises OutputError where it holds something else."""
        from ...report import ensure_writable

        name = next(one for one in chain([usual], (f"{usual}-{k}" for k in count(2))) if one not in self.taken)
        self.taken.add(name)
        if self.asked.writes:
            ensure_writable(self.place / name, what, inputs=self._inputs)
        return name

    def write(self, files: Mapping[str, bytes], name: str, what: Kind) -> None:
        from ...report import write_folder

        write_folder(files, self.place / name, what)

    @property
    def _inputs(self) -> tuple[Path, ...]:
        tables = (self.asked.given.columns, self.asked.series)
        of_kinetics = (file for recordings in self.found.kinetics.values() for file in recordings)
        known = (table for table in tables if table is not None)
        return (*self.found.spectra.files, *self.found.cycling.files, *of_kinetics, *known)


def _spectra(folders: _Folders, cells: Mapping[Path, str]) -> dict[str, tuple[MeasuredSpectra, Compared]]:
    """Measure the spectra, and write their pages."""
    from ...report.impedance import spectra_files

    found, asked = folders.found, folders.asked
    given = replace(asked.given, columns=found.columns_of_spectra)
    named = {
        folders.named(usual, "impedance spectra"): group for usual, group in _usual(found.spectra.by_cell(), cells)
    }
    results = {}
    for name, group in named.items():
        m = measured(group, given, asked.cell, circuit=asked.circuit, series=asked.series)
        beside, papers = compared_with_design(m, asked.cell)
        results[name] = (m, beside)
        if asked.writes:
            made = spectra_files(m, __version__, above="../index.html", beside=beside, papers=papers)
            folders.write(made, name, "impedance spectra")
    return results


def _usual(groups: Sequence[SpectraRead], cells: Mapping[Path, str]) -> list[tuple[str, SpectraRead]]:
    """Return the spectra with the usual name of their folder: that of their cell, where it has a page."""
    found = []
    for group in groups:
        (first, *_) = group.files
        cell = cells.get(first.absolute(), "") if len(groups) > 1 else ""
        found.append((f"{cell}-{FOLDER}" if cell else FOLDER, group))
    return found


def _kinetics(folders: _Folders) -> dict[str, tuple[MeasuredKinetics, Compared]]:
    """Measure the kinetics of each technique, and write their pages."""
    from ...report.kinetics import kinetics_files

    found, asked = folders.found, folders.asked
    # the window of cycles is that of the recordings of cycling
    given = replace(asked.given, columns=found.columns_of_recordings, cycles="", formation=None)
    results = {}
    for family, recordings in found.kinetics.items():
        name = folders.named(family, "kinetics")
        m, beside, papers = measured_kinetics(recordings, given, asked.kinetics, asked.cell)
        results[name] = (m, beside)
        if asked.writes:
            made = kinetics_files(m, __version__, above="../index.html", beside=beside, papers=papers)
            folders.write(made, name, "kinetics")
    return results
