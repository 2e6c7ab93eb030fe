"""natria from Python: measure impedance spectra, sweeps and polarisations, as a `Result` each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path

from ._version import __version__
from .design import Case, Design
from .environment import asks_plugins, own_papers, stored_results
from .lab import read_recording
from .lab.impedance.measurement import MeasuredSpectra
from .lab.kinetics.measurement import MeasuredKinetics
from .literature import library
from .quantity import InputError, Problem
from .record import Recording
from .report.impedance import impedance_charts, spectra_files
from .report.impedance.wording import headline as headline_of_spectra
from .report.impedance.wording import sentences as sentences_of_spectra
from .report.kinetics import kinetics_charts, kinetics_files
from .report.kinetics.wording import headline as headline_of_kinetics
from .report.kinetics.wording import sentences as sentences_of_kinetics
from .result import Result
from .studies import (
    Given,
    KineticsGiven,
    Studio,
    compared_kinetics,
    compared_spectra,
    files_by_kind,
    grader_of,
    measure_kinetics_recordings,
    measure_spectrum_files,
    read_spectrum_files,
    targets_of,
)
from .studies.groups import recording_files
from .studies.opening.case import open_case

Where = str | Path
MEASURED = "the call of natria.measure"


def measure_spectra(
    *files: Where | Iterable[Where],
    design: Where | Case | Design | None = None,
    system: str = "",
    area: str = "",
    thickness: str = "",
    circuit: str = "",
    held: Mapping[str, float] | None = None,
    series: Where | None = None,
    columns: Where | None = None,
    arcs: Iterable[str] = (),
    papers: Iterable[Where] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Result[MeasuredSpectra]:
    """Return what impedance spectra of one cell show: test, relaxation times, circuit, arcs, series.

    `files` are files or folders of spectra. Without `circuit` the best of a list is fitted to all; `held` fixes
    parameters of a given one (SI). `series` is a CSV with the temperature or the time of each file. `area` is that of
    one face; impedances are then per area, and conductivities follow from the `thickness` of the layer ("500 um").
    `arcs` names the part of the cell that an arc is ("2=interlayer"). `design`, `system` and `columns` are those of
    `measure`. `progress` is called with the number of steps of the fits that are done, and of all.
    """
    named = tuple(arcs)
    given = Given(area=area, columns=Path(columns) if columns else None, by=MEASURED, thickness=thickness, arcs=named)
    case = None if design is None else open_case(design, papers=own_papers(papers), system=system)
    studio = Studio(case, store=stored_results(), plugins=asks_plugins()) if case else None
    kinds = files_by_kind([Path(file) for file in _flat(files)], given.columns).spectra_alone
    if not kinds.spectra:
        raise InputError("the files", [Problem("", "hold no impedance spectra", "use natria.measure for recordings")])
    table = Path(series) if series else None
    read = read_spectrum_files(kinds, given.columns)
    m = measure_spectrum_files(
        read, studio, system, circuit=circuit, held=held, series=table, given=given, progress=progress
    )
    targets = targets_of(case) if case else ()
    beside = compared_spectra(studio, m, targets, grader_of(studio, targets)) if studio else ()
    known = case.library if case else library()
    return Result(
        m,
        m.title,
        (headline_of_spectra(m), *sentences_of_spectra(m)),
        tuple((finding, "") for finding in m.findings),
        beside,
        {table.id: table for table in m.tables},
        known,
        partial(impedance_charts, m),
        partial(spectra_files, m, __version__, beside=beside, papers=known),
        "impedance spectra",
    )


def measure_kinetics(
    *sources: Where | Recording | Iterable[Where | Recording],
    design: Where | Case | Design | None = None,
    system: str = "",
    area: str = "",
    cell: str = "",
    thickness: str = "",
    columns: Where | None = None,
    papers: Iterable[Where] = (),
    **options: str,
) -> Result[MeasuredKinetics]:
    """Return what sweeps or polarisations of one cell show.

    `sources` are files, folders or recordings of one technique: Tafel sweeps, voltammograms (several scan rates give a
    capacitive share), or direct-current polarisations. `options` are the options of `natria measure` as text:
    technique, temperature, resistance, working_current, threshold, before, after, bulk. `design`, `system`, `area`,
    `cell` and `columns` are those of `measure`.

    >>> import natria
    >>> from natria.lab.synthetic.kinetics import tafel_sweep
    >>> result = natria.measure_kinetics(tafel_sweep(7).recording, area="1 cm^2", temperature="25 degC")
    >>> result.value.family
    'tafel'
    """
    unknown = sorted(set(options) - {field.name for field in fields(KineticsGiven)})
    if unknown:
        raise InputError("natria.measure_kinetics", [Problem(unknown[0], "is not an option", "see its documentation")])
    given = Given(area=area, cell=cell, columns=Path(columns) if columns else None, by=MEASURED, thickness=thickness)
    case = None if design is None else open_case(design, papers=own_papers(papers), system=system)
    studio = Studio(case, store=stored_results(), plugins=asks_plugins()) if case else None
    recordings = list(_recordings(sources, given.columns))
    m = measure_kinetics_recordings(recordings, studio, system, given=given, kinetics=KineticsGiven(**options))
    targets = targets_of(case) if case else ()
    beside = compared_kinetics(studio, m, targets, grader_of(studio, targets)) if studio else ()
    known = case.library if case else library()
    return Result(
        m,
        m.title,
        (headline_of_kinetics(m), *sentences_of_kinetics(m)),
        tuple((finding, "") for finding in m.findings),
        beside,
        {table.id: table for table in m.tables},
        known,
        partial(kinetics_charts, m),
        partial(kinetics_files, m, __version__, beside=beside, papers=known),
        "kinetics",
    )


def _recordings(
    sources: Iterable[Where | Recording | Iterable[Where | Recording]], columns: Path | None
) -> Iterator[Recording]:
    """The recordings of files, folders and lists of them."""
    for one in sources:
        if isinstance(one, Recording):
            yield one
        elif isinstance(one, str | Path):
            yield from (read_recording(file, columns) for file in recording_files([Path(one)]).files)
        else:
            yield from _recordings(one, columns)


def _flat(files: Iterable[Where | Iterable[Where]]) -> Iterator[Where]:
    """The files of arguments that may be lists of them."""
    for one in files:
        if isinstance(one, str | Path):
            yield one
        else:
            yield from one
