"""Files of a call by what they hold: impedance spectra, recordings of cycling, or neither.

In a folder every file with the suffix of an instrument is looked at, and what is neither is passed over, by name. A
file that is given by name is one to measure in any case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...lab.files.convert import INSTRUMENTS
from ...lab.files.impedance import SPECTRA_SUFFIXES, fault_of_spectrum, holds_spectra, is_map_of_spectra
from ...lab.files.read import find_format, read_head
from ...quantity import InputError
from ..groups.files import NO_SUFFIX, expanded, reason

SUFFIXES = frozenset(INSTRUMENTS) | frozenset(SPECTRA_SUFFIXES)


@dataclass(frozen=True)
class FilesByKind:
    """Files in order, each once. Files with spectra beside cycling are among the spectra.

    `searched` were found in a folder or by a pattern. `failed` and `passed_over` are files that are not measured, each
    with the reason. `title` is the name of the folder, where one is given. `mapped` says that the column map is one of
    spectra.
    """

    spectra: tuple[Path, ...]
    recordings: tuple[Path, ...] = ()
    passed_over: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    searched: frozenset[Path] = frozenset()
    mapped: bool = False

    @property
    def spectra_alone(self) -> FilesByKind:
        """The same files without the recordings, which are then passed over."""
        recordings = {str(file): "a recording; natria measure reads it" for file in self.recordings}
        return replace(self, recordings=(), passed_over={**self.passed_over, **recordings})


def files_by_kind(given: Sequence[Path], columns: Path | None = None) -> FilesByKind:
    """Return the files of paths, folders and patterns by their kind.

    Without any spectrum the recordings are not looked at further: they are empty then. A column map of spectra makes
    every text that is given by name one of spectra.
    """
    every: dict[Path, tuple[Path, bool]] = {}
    passed_over: dict[str, str] = {}
    for one in given:
        files, searched, others = expanded(one, str(one), suffixes=SUFFIXES)
        passed_over.update({str(other): NO_SUFFIX for other in others})
        for file in files:
            every.setdefault(file.absolute(), (file, searched))
    mapped = columns is not None and is_map_of_spectra(columns)
    spectra = [f for f, searched in every.values() if holds_spectra(f) or (mapped and not searched and _is_text(f))]
    alone = given[0] if len(given) == 1 and given[0].is_dir() else None
    title = alone.resolve().name if alone else ""
    if not spectra:
        return FilesByKind((), title=title, mapped=mapped)
    known = frozenset(spectra)
    recordings: list[Path] = []
    failed: dict[str, str] = {}
    for file, searched in every.values():
        if file in known:
            continue
        why, is_damaged = _why_no_recording(file)
        if not why:
            recordings.append(file)
        elif is_damaged or not searched:
            failed[str(file)] = why
        else:
            passed_over[str(file)] = why
    found = frozenset(file for file, searched in every.values() if searched)
    return FilesByKind(tuple(spectra), tuple(recordings), passed_over, failed, title, found, mapped)


def _is_text(file: Path) -> bool:
    try:
        return bool(read_head(file).text)
    except InputError:
        return False


def _why_no_recording(file: Path) -> tuple[str, bool]:
    """Return why a file holds no recording ("" where it does), and whether it is a damaged one."""
    try:
        head = read_head(file)
    except InputError as bad:
        return reason(bad), True
    try:
        find_format(head)
    except InputError as bad:
        fault = fault_of_spectrum(file)
        return (f"looks like a table of an impedance, but {fault}" if fault else reason(bad)), bool(fault)
    return "", False
