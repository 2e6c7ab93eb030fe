"""Read any impedance file: recognise its format, load it, split it into sweeps."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np

from ....quantity import Computed, Finding, InputError, Measured, Origin, Setting
from ....record.spectrum import Spectrum
from ..detection import describe_unknown
from ..format import Head
from ..read import read_head, sha256_of, simulated_origin
from . import formats
from .columns.column_map import mapped, read_map
from .columns.generic import generic_format, near_miss
from .columns.heads import chosen
from .columns.values import MAP
from .format import SpectraFormat, SpectrumFile
from .normalise import normalise, refused

# Suffixes that a folder of spectra is searched for; a file given by name is always read.
SPECTRA_SUFFIXES = (".dta", ".mpt", ".mpr", ".z", ".par", ".csv", ".tsv", ".txt", ".dat", ".asc", ".xlsx", ".xls")


def read_spectra(path: Path, columns: Path | None = None, area: Finding | None = None) -> SpectrumFile:
    """Return the impedance spectra in a file, one for each sweep.

    `columns` is a column map, for a file that is not recognised correctly. With the `area` of one face of the electrode
    the impedances are those of that area, in ohm m^2. For a file written by natria, they are returned unchanged.
    """
    path = Path(path)
    head = read_head(path)
    format_ = find_spectra_format(head) if columns is None else _with_map(head, Path(columns))
    with np.errstate(all="ignore"):  # damaged numbers may overflow; non-finite values are dropped
        loaded = format_.load(path, head)
        if isinstance(loaded, SpectrumFile):
            return loaded if area is None else per_area(loaded, area)
        found = chosen(loaded.columns or format_.columns, loaded.frame.columns)
        file = normalise(path, sha256_of(path), loaded, format_, found)
    simulated = simulated_origin(head, Setting("spectra", path.name))
    if simulated is not None:
        file = _with_origin(file, simulated)
    return file if area is None else per_area(file, area)


def holds_spectra(path: Path) -> bool:
    """Whether a file is recognised as one of impedance spectra, alone or beside cycling."""
    try:
        find_spectra_format(read_head(Path(path)))
    except InputError:
        return False
    return True


def is_map_of_spectra(columns: Path) -> bool:
    """Whether a column map names the columns of a spectrum; another map is that of a recording."""
    try:
        read_map(Path(columns))
    except InputError:
        return False
    return True


def fault_of_spectrum(path: Path) -> str:
    """Return why a file that looks like a table of an impedance is none; "" for any other file."""
    try:
        return near_miss(read_head(Path(path)).text.split("\n"))
    except InputError:
        return ""


def per_area(file: SpectrumFile, area: Finding) -> SpectrumFile:
    """Return the spectra of a cell times the area of a face (m^2), in ohm m^2.

    Spectra that are per area already stay as they are.
    """
    if any(sweep.spectrum.unit == "ohm m^2" for sweep in file.sweeps):
        return file
    face = area.plain

    def scaled(spectrum: Spectrum) -> Spectrum:
        origin = spectrum.origin
        if isinstance(origin, Measured | Computed):
            origin = replace(origin, inputs=(*origin.inputs, area))
        return replace(spectrum, impedance=spectrum.impedance * face, unit="ohm m^2", origin=origin)

    return replace(file, sweeps=tuple(replace(s, spectrum=scaled(s.spectrum)) for s in file.sweeps))


def find_spectra_format(head: Head) -> SpectraFormat:
    """Return the format of an impedance file: that of a program, else any table of an impedance."""
    known = [f for f in (_first(family, head) for family in spectra_families()) if f is not None]
    if known:
        return known[0]
    guess = generic_format(head) if head.text else None
    if guess is not None:
        return guess
    if why := near_miss(head.text.split("\n")):
        raise refused(head.path, f"looks like a table of an impedance, but {why}", MAP)
    what, fix = describe_unknown(head)
    raise refused(head.path, f"{what}; no impedance spectrum was recognised in it", fix)


def all_spectra_formats() -> tuple[SpectraFormat, ...]:
    """Return all supported formats of impedance files, for lists and documentation."""
    return tuple(f for family in spectra_families() for f in family)


@cache
def spectra_families() -> tuple[tuple[SpectraFormat, ...], ...]:
    """Return the `FORMATS` of every module of `formats`."""
    modules = [import_module(f"{formats.__name__}.{found.name}") for found in pkgutil.iter_modules(formats.__path__)]
    return tuple(module.FORMATS for module in modules)


def _first(family: Iterable[SpectraFormat], head: Head) -> SpectraFormat | None:
    return next((f for f in family if f.recognises(head)), None)


def _with_map(head: Head, columns: Path) -> SpectraFormat:
    made = read_map(columns)
    if head.text:
        return mapped(made)
    what, _ = describe_unknown(head)
    raise refused(head.path, f"{what}; a column map of spectra applies to text only", "save the table as csv")


def _with_origin(file: SpectrumFile, origin: Origin) -> SpectrumFile:
    return replace(file, sweeps=tuple(replace(s, spectrum=replace(s.spectrum, origin=origin)) for s in file.sweeps))
