"""natria from Python: measure files of any kinds; each kind of data among them becomes a `Result`.

Files are sorted as `natria measure FILES` sorts them: tables of material tests, impedance spectra, kinetics by
technique, cycling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .api import Where, groups_result, measure
from .api_materials import measure_materials
from .api_spectra import measure_kinetics, measure_spectra
from .lab import Measurement, read_recording
from .lab.files.materials import CurveKind
from .quantity import InputError, NatriaError, Problem
from .record import Recording
from .result import Result
from .studies import CurvesGiven, FilesOfCall, Given, KineticsGiven, curves_among, sort_files
from .studies.groups import MeasuredCell, cell_of, compare_cells, reason
from .studies.opening.given import given_area

MEASURED = "the call of natria.measure_files"
Progress = Callable[[str, int, int], None]  # what is done, how many of it are done, of how many


def quiet(_what: str, _done: int, _of: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True)
class FilesGiven:
    """What is given with files, by the kind of data that it is for."""

    cell: Given = field(default_factory=lambda: Given(by=MEASURED))
    circuit: str = ""
    series: Path | None = None
    kinetics: KineticsGiven = field(default_factory=KineticsGiven)
    materials: CurvesGiven = field(default_factory=CurvesGiven)


@dataclass(frozen=True, eq=False)
class OpenedFiles:
    """Files sorted by what they hold, before they are measured; `failed` are those of no use, with the reason."""

    files: tuple[Path, ...]
    given: FilesGiven
    curves: Mapping[CurveKind, tuple[Path, ...]]
    found: FilesOfCall | None
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of data: materials, spectra, kinetics, cycling."""
        found = self.found
        held = {
            "materials": bool(self.curves),
            "spectra": found is not None and found.has_spectra,
            "kinetics": found is not None and bool(found.kinetics),
            "cycling": found is not None and bool(found.cycling.files),
        }
        return tuple(kind for kind, there in held.items() if there)

    @cached_property
    def recording(self) -> Recording | None:
        """The only recording, where the files are one; spectra and material tests are none."""
        if self.curves or self.found is None or self.found.has_spectra:
            return None
        kinetics = [one for recordings in self.found.kinetics.values() for one in recordings.values()]
        if len(kinetics) + len(self.found.cycling.files) != 1:
            return None
        if kinetics:
            return kinetics[0]
        (file,) = self.found.cycling.files
        return self.found.first or self._read(file)

    def _read(self, file: Path) -> Recording:
        cell = self.given.cell
        area = given_area(cell.area, file.stem) if cell.area else None
        return read_recording(file, cell.columns, current=cell.read_current(), area=area)

    def results(self, progress: Progress = quiet) -> Iterator[Result[Any]]:
        """Yield the results of each kind of data; raises InputError where there is none."""
        yield from self._materials()
        if self.found is not None:
            yield from self._spectra(progress)
            yield from self._kinetics()
            yield from self._cycling(progress)

    def _materials(self) -> Iterator[Result[Any]]:
        for files in self.curves.values():
            yield measure_materials(*files, options=self.given.materials)

    def _spectra(self, progress: Progress) -> Iterator[Result[Any]]:
        assert self.found is not None
        cell = self.given.cell
        for group in self.found.spectra.by_cell():
            yield measure_spectra(
                *group.files,
                area=cell.area,
                thickness=cell.thickness,
                circuit=self.given.circuit,
                series=self.given.series,
                arcs=cell.arcs,
                progress=lambda done, of: progress("fitting", done, of),
            )

    def _kinetics(self) -> Iterator[Result[Any]]:
        assert self.found is not None
        cell, options = self.given.cell, self.given.kinetics
        asked = {name: getattr(options, name) for name in options.__dataclass_fields__ if getattr(options, name)}
        for recordings in self.found.kinetics.values():
            several = list(recordings.values())
            yield measure_kinetics(several, area=cell.area, cell=cell.cell, thickness=cell.thickness, **asked)

    def _cycling(self, progress: Progress) -> Iterator[Result[Any]]:
        assert self.found is not None
        files = self.found.cycling.files
        if not files:
            return
        if len(files) == 1:
            yield self._measured(self.recording if self.recording is not None else files[0])
            return
        cells: list[MeasuredCell] = []
        failed: dict[str, str] = {}
        for place, file in enumerate(files):
            progress("measuring", place, len(files))
            try:
                cells.append(cell_of(self._measured(file).value, file.name))
            except (NatriaError, OSError) as bad:
                failed[file.name] = reason(bad)
        if not cells:
            raise InputError("the files", [Problem(name, why) for name, why in failed.items()])
        value = compare_cells(cells, {}, failed={**self.found.failed, **failed}, passed_over=self.found.passed_over)
        yield groups_result(value, self.found.title or "cells")

    def _measured(self, source: Where | Recording) -> Result[Measurement]:
        cell = self.given.cell
        current = "" if isinstance(source, Recording) else cell.current
        return measure(
            source,
            area=cell.area,
            mass=cell.mass,
            cell=cell.cell,
            current=current,
            cycles=cell.cycles,
            formation=cell.formation,
            columns=cell.columns,
        )


def open_files(files: Sequence[Where], given: FilesGiven | None = None) -> OpenedFiles:
    """Return files and folders sorted by what they hold."""
    asked = given or FilesGiven()
    paths = tuple(Path(file) for file in files)
    curves, others = curves_among(paths)
    if not others:
        return OpenedFiles(paths, asked, curves, None)
    try:
        found = sort_files(others, asked.cell, asked.kinetics)
    except InputError as bad:
        if not curves:
            raise
        return OpenedFiles(paths, asked, curves, None, {"the other files": reason(bad)})
    return OpenedFiles(paths, asked, curves, found, {**found.failed})


def measure_files(
    *files: Where, given: FilesGiven | None = None, progress: Progress = quiet
) -> tuple[Result[Any], ...]:
    """Return the results of files, a `Result` for each kind of data in them.

    `given` has what the files do not say: the area of an electrode, the circuit of spectra, the options of kinetics and
    of material tests. `progress` is told what is done, how much of it and of how many.

    >>> import natria
    >>> natria.measure_files("cells/", given=natria.FilesGiven(circuit="R0-p(R1,CPE1)"))  # doctest: +SKIP
    """
    return tuple(open_files(files, given).results(progress))
