"""Put the temperature and the time of a series into its spectra: of a table, of the file, of its name.

The temperature of a table comes first, as somebody wrote it on purpose, then that of the file, then that of its name.
For the time, the table and the name come before the file, whose clock begins with its own test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .....quantity import InputError, Problem, show_time
from .....record.note import Note
from ..format import FrequencySweep, SpectrumFile
from .file_name import KELVIN, from_name
from .series_table import SHOWN, Conditions, SeriesTable

APART = 2.0  # K: between two sources of one temperature, above which both are named


def placed(files: Sequence[SpectrumFile], table: SeriesTable | None = None) -> list[SpectrumFile]:
    """Return the spectra of files with their conditions.

    A spectrum that a table leaves out is named in a note. Without the condition that the table gives for the others, it
    is refused.
    """
    found = [with_conditions(file, table) for file in files]
    if table is None:
        return found
    problems = [problem for file in files for problem in _strangers(file, table)]
    for name in table.gives:
        without = [
            _shown(file, sweep)
            for file in found
            for sweep in file.sweeps
            if getattr(sweep, name) is None and not _is_listed(file, sweep, table)
        ]
        if without:
            more = f" and {len(without) - SHOWN} more" if len(without) > SHOWN else ""
            what = f"gives the {name} of other spectra, and these have none: {'; '.join(without[:SHOWN])}{more}"
            fix = "add a row with it, or a row with an empty cell where it is not known"
            problems.append(Problem("", what, fix))
    if problems:
        raise InputError(str(table.path), problems)
    return found


def with_conditions(file: SpectrumFile, table: SeriesTable | None = None) -> SpectrumFile:
    """Return the spectra with the temperature and time of a table, of the file, or of its name.

    Notes name the source. A time is that of the first sweep, or of the sweep that the table names. The other sweeps of
    the file keep their distance to it, and have no time if the file gives none.
    """
    named = from_name(Path(file.file).stem)
    path = Path(file.file)
    whole = (table.of(path) if table is not None else None) or Conditions()
    single = table.of_sweeps(path) if table is not None else {}
    notes = [*named.notes]
    sweeps = file.sweeps
    kelvins = {s.number: single.get(s.number, whole).temperature for s in sweeps}
    kelvins = {number: whole.temperature if value is None else value for number, value in kelvins.items()}
    if any(value is not None for value in kelvins.values()):
        notes += _apart(sweeps, kelvins, "the table")
        notes += _source("temperature", kelvins, "table")
    if named.temperature is not None:
        if any(s.temperature is not None for s in sweeps):
            notes += _apart(sweeps, dict.fromkeys(kelvins, named.temperature), "the name of the file")
        elif None in kelvins.values():
            kelvins = {n: named.temperature if value is None else value for n, value in kelvins.items()}
            notes += _source("temperature", {0: named.temperature}, "name")
    sweeps = tuple(s if kelvins[s.number] is None else replace(s, temperature=kelvins[s.number]) for s in sweeps)
    times = {number: row.time for number, row in single.items() if row.time is not None}
    where = "table"
    first = sweeps[0].number if sweeps else 1
    if whole.time is not None:
        times.setdefault(first, whole.time)
    elif not times and named.time is not None:
        times, where = {first: named.time}, "name"
    if times:
        sweeps = _shifted(sweeps, times)
        notes += _source("time", dict(sorted(times.items())), where)
    if table is not None and (left := [s for s in sweeps if not _is_listed(file, s, table)]):
        notes.append(_left_out(file, left))
    return replace(file, sweeps=sweeps, notes=tuple(dict.fromkeys([*file.notes, *notes])))


def _is_listed(file: SpectrumFile, sweep: FrequencySweep, table: SeriesTable) -> bool:
    path = Path(file.file)
    return table.of(path) is not None or sweep.number in table.of_sweeps(path)


def _strangers(file: SpectrumFile, table: SeriesTable) -> list[Problem]:
    """Return the rows of a table for sweeps that a file does not have."""
    there = {sweep.number for sweep in file.sweeps}
    wrong = sorted(set(table.of_sweeps(Path(file.file))) - there)
    many = f"{len(there)} sweeps" if len(there) > 1 else "1 sweep"
    what = f"names sweep {', '.join(map(str, wrong[:SHOWN]))} of {file.file}, which has {many}"
    return [Problem("sweep", what, "count the sweeps of the file from 1")] if wrong else []


def _shown(file: SpectrumFile, sweep: FrequencySweep) -> str:
    return file.file if len(file.sweeps) == 1 else f"{file.file}, sweep {sweep.number}"


def _left_out(file: SpectrumFile, left: Sequence[FrequencySweep]) -> Note:
    numbers = ", ".join(str(sweep.number) for sweep in left[:SHOWN]) + (", ..." if len(left) > SHOWN else "")
    which = "" if len(left) == len(file.sweeps) else f"sweep{'s' if len(left) > 1 else ''} {numbers} "
    text = f"{which}not in the table of conditions: those of the file or of its name are used".strip()
    return Note("not-in-table", text)


def _source(what: str, values: Mapping[int, float | None], where: str) -> list[Note]:
    """Return the note on values that were taken from somewhere; different ones are shown as a range."""
    known = [value for value in values.values() if value is not None]
    shown = " to ".join(_written(what, end) for end in dict.fromkeys((min(known), max(known))))
    return [Note(f"{what}-from-{where}", f"{what} {shown} from the {where}")]


def _written(what: str, value: float) -> str:
    return show_time(value) if what == "time" else f"{value:g} K ({value - KELVIN:.4g} degC)"


def _apart(sweeps: Sequence[FrequencySweep], kelvins: Mapping[int, float | None], where: str) -> list[Note]:
    """Return a note where the file gives another temperature than the table or its name."""
    for s in sweeps:
        other = kelvins[s.number]
        if s.temperature is not None and other is not None and abs(s.temperature - other) > APART:
            return [Note("temperatures-differ", f"the file gives {s.temperature:g} K and {where} {other:g} K")]
    return []


def _shifted(sweeps: tuple[FrequencySweep, ...], times: Mapping[int, float]) -> tuple[FrequencySweep, ...]:
    """Return the sweeps with the given times; others keep their distance to the first that has one."""
    anchor = next((s for s in sweeps if s.number in times), None)
    if anchor is None:
        return sweeps
    begin, start = anchor.time, times[anchor.number]

    def moved(s: FrequencySweep) -> float | None:
        if s.number in times:
            return times[s.number]
        return None if begin is None or s.time is None else start + (s.time - begin)

    return tuple(replace(s, time=moved(s)) for s in sweeps)
