"""Files of impedance spectra of one cell, read and measured together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ...lab.files.convert import INSTRUMENTS
from ...lab.files.impedance import SPECTRA_SUFFIXES, holds_spectra, read_series_table, read_spectra
from ...lab.impedance.measurement import MeasuredSpectra, measure_spectra
from ...lab.specimen import Specimen
from ...quantity import InputError, Problem
from ..opening.given import Given
from ..own_data import specimen_of
from ..studio import Studio
from .layer import with_layer

SUFFIXES = frozenset(INSTRUMENTS) | frozenset(SPECTRA_SUFFIXES)
MEASURE_APART = "measure the recordings and the spectra in two commands"


def spectrum_files(given: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files of spectra among files and folders, in order.

    It is empty where the given files hold recordings, and where a folder holds any other file of an instrument beside
    its spectra: such a folder is one of recordings. A list of files that mixes both is refused.
    """
    found: list[Path] = []
    others: list[Path] = []
    for one in given:
        if one.is_dir():
            inside = sorted(f for f in one.rglob("*") if f.is_file() and f.suffix.lower() in SUFFIXES)
            spectra = [file for file in inside if holds_spectra(file)]
            if len(spectra) < len(inside):
                return ()
            found += spectra
        elif not one.exists():
            raise InputError(str(one), [Problem("", "does not exist", "check the path")])
        else:
            (found if one.is_file() and holds_spectra(one) else others).append(one)
    if found and others:
        what = f"{others[0].name} holds no impedance spectrum, and {found[0].name} does"
        raise InputError(str(others[0]), [Problem("", what, MEASURE_APART)])
    return tuple(found)


def _specimen(studio: Studio | None, of: str, area: str) -> Specimen:
    """Return what the design of a system gives of the measured cell."""
    if studio is None:
        return Specimen(of)
    given = specimen_of(studio, of, area)
    return with_layer(given, studio.design(of))


def measure_spectrum_files(
    files: Sequence[Path],
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

    `series` is a table with the temperature or the time of each file; `circuit` is fitted in place of a chosen one.
    """
    made = given or Given()
    of = system or (studio.case.base.name if studio else files[0].name.partition(".")[0] or "cell")
    specimen = made.applied(_specimen(studio, of, made.area))
    table = read_series_table(series) if series is not None else None
    if table is not None and (unused := table.unused(files)):
        what = f"names {unused[0]!r}, which is none of the files"
        raise InputError(str(series), [Problem("file", what, "write the name of the file as it is on the disk")])
    read = [read_spectra(file, columns) for file in files]
    return measure_spectra(read, specimen, circuit=circuit, held=held, series_table=table, progress=progress)
