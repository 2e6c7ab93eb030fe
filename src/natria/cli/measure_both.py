"""natria measure of impedance spectra, alone or with recordings in the same files or beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from .measure_many import run_many
from .measure_spectra import OUT, CellOptions, compared_with_design, measured, run_spectra

if TYPE_CHECKING:
    from ..lab import Measurement
    from ..lab.impedance.measurement import MeasuredSpectra
    from ..literature import Library
    from ..report.groups import PageLink
    from ..studies import Comparison, FilesByKind, Given, SpectraRead

SCHEMA = "natria.measured/1"  # recordings and spectra of one call
FOLDER = "spectra"  # of the page of spectra, in that of the recordings; of one of several cells: "CELL-spectra"


@dataclass(frozen=True)
class SpectraOptions:
    """The options of a call for its spectra and its output."""

    out: Path | None
    as_json: bool
    circuit: str = ""
    series: Path | None = None


@dataclass(frozen=True)
class SpectraBeside:
    """The spectra of a call that also has recordings, by the folder of their page.

    Such a folder lies in that of the recordings. `failed` are files that could not be read, with the reason.
    """

    pages: Mapping[str, MeasuredSpectra]
    compared: Mapping[str, tuple[Comparison, ...]]  # with the papers and models of a design
    failed: Mapping[str, str]

    @property
    def links(self) -> tuple[PageLink, ...]:
        from ..report.groups import PageLink
        from ..report.impedance.wording import headline

        return tuple(PageLink(m.title, headline(m), f"{folder}/index.html") for folder, m in self.pages.items())

    def document_with(self, recordings: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON of both."""
        from ..studies import spectra_document

        spectra = [spectra_document(m, __version__, self.compared[folder]) for folder, m in self.pages.items()]
        return {"schema": SCHEMA, "natria": __version__, "recordings": recordings, "spectra": spectra}

    def show(self) -> None:
        from rich.console import Console

        from ..report.impedance import print_spectra
        from ..report.measurement.text import print_beside

        for folder, m in self.pages.items():
            print_spectra(m, Console())
            print_beside(self.compared[folder], Console())


def run_by_kind(
    kinds: FilesByKind,
    read: SpectraRead,
    cell: tuple[Given, CellOptions],
    asked: SpectraOptions,
    measure: Callable[[Path], tuple[Measurement, tuple[Comparison, ...]]],
    *,
    papers: Library | None,
) -> int:
    """Measure the spectra of files, and the recordings where there are any; return the exit code.

    Spectra alone have the page of the folder. Beside recordings they have pages below it, and all are linked: one of
    each file that holds a recording too, and one of all other files.
    """
    from ..report import ensure_writable, folders_of, write_folder
    from ..report.groups import ensure_groups, jobs_of
    from ..report.impedance import spectra_files
    from ..studies.groups import RecordingFiles

    given, options = cell
    out, as_json, circuit, series = asked.out, asked.as_json, asked.circuit, asked.series
    recordings = (*kinds.recordings, *read.mixed)
    if not recordings:
        return run_spectra(read, given, options, out=out, as_json=as_json, circuit=circuit, series=series)
    one = len(recordings) == 1 and len(read.files) == 1
    place = out or (OUT / kinds.title if kinds.title else folders_of(recordings[:1], OUT)[0] if one else OUT)
    ordered = tuple(sorted(recordings)) if kinds.title else recordings
    found = RecordingFiles(ordered, {}, kinds.searched & frozenset(kinds.recordings), kinds.passed_over)
    names = {job.file.absolute(): job.name for job in jobs_of(found, place)}
    groups = _folders(read.by_cell(), names)
    write = out is not None or not as_json
    if write:
        ensure_groups(place)
        tables = [table for table in (given.columns, series) if table is not None]
        for folder in groups:
            ensure_writable(place / folder, "impedance spectra", inputs=(*read.files, *recordings, *tables))
    pages: dict[str, MeasuredSpectra] = {}
    compared: dict[str, tuple[Comparison, ...]] = {}
    for folder, group in groups.items():
        pages[folder] = m = measured(group, given, options, circuit=circuit, series=series)
        compared[folder], known = compared_with_design(m, options)
        if write:
            made = spectra_files(m, __version__, above="../index.html", beside=compared[folder], papers=known)
            write_folder(made, place / folder, "impedance spectra")
    return run_many(
        (),
        (),
        measure,
        out=place if write else None,
        default=OUT,
        as_json=as_json,
        papers=papers,
        found=found,
        beside=SpectraBeside(pages, compared, read.failed),
    )


def _folders(groups: Sequence[SpectraRead], cells: Mapping[Path, str]) -> dict[str, SpectraRead]:
    """Return the spectra by the name of the folder of their page, which no page of a cell has."""
    taken = {*cells.values()}
    found: dict[str, SpectraRead] = {}
    for group in groups:
        (first, *_) = group.files
        cell = cells.get(first.absolute(), "") if len(groups) > 1 else ""
        usual = f"{cell}-{FOLDER}" if cell else FOLDER
        names = chain([usual], (f"{usual}-{k}" for k in count(2)))
        name = next(one for one in names if one not in taken)
        taken.add(name)
        found[name] = group
    return found
