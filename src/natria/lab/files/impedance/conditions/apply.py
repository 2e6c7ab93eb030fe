"""Put the temperature and the time of a series into its spectra: of a table, of the file, of its name.

The temperature of a table comes first, as somebody wrote it on purpose, then that of the file, then that of its name.
For the time, the table and the name come before the file, whose clock begins with its own test.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .....record.note import Note
from ..format import FrequencySweep, SpectrumFile
from .file_name import from_name
from .series_table import Conditions, SeriesTable

APART = 2.0  # K: between two sources of one temperature, above which both are named


def with_conditions(file: SpectrumFile, table: SeriesTable | None = None) -> SpectrumFile:
    """Return the spectra with the temperature and time of a table, of the file, or of its name.

    Notes name the source. A time is that of the first sweep. The other sweeps of the file keep their distance to it,
    and have no time if the file gives none.
    """
    named = from_name(Path(file.file).stem)
    listed = (table.of(Path(file.file)) if table is not None else None) or Conditions()
    notes = [*named.notes]
    sweeps = file.sweeps
    for where, temperature in (("table", listed.temperature), ("name", named.temperature)):
        if temperature is None:
            continue
        if where == "name" and any(sweep.temperature is not None for sweep in sweeps):
            notes += _apart(sweeps, temperature, "the name of the file")
            continue
        notes += _apart(sweeps, temperature, "the table") if where == "table" else []
        sweeps = tuple(replace(sweep, temperature=temperature) for sweep in sweeps)
        notes.append(Note(f"temperature-from-{where}", f"temperature {temperature:g} K from the {where}"))
        break
    for where, time in (("table", listed.time), ("name", named.time)):
        if time is not None:
            sweeps = _shifted(sweeps, time)
            notes.append(Note(f"time-from-{where}", f"time {time:g} s from the {where}"))
            break
    return replace(file, sweeps=sweeps, notes=tuple(dict.fromkeys([*file.notes, *notes])))


def _apart(sweeps: tuple[FrequencySweep, ...], temperature: float, where: str) -> list[Note]:
    far = [s.temperature for s in sweeps if s.temperature is not None and abs(s.temperature - temperature) > APART]
    if not far:
        return []
    text = f"the file gives {far[0]:g} K and {where} {temperature:g} K"
    return [Note("temperatures-differ", text)]


def _shifted(sweeps: tuple[FrequencySweep, ...], time: float) -> tuple[FrequencySweep, ...]:
    first, *others = sweeps
    begin = first.time
    moved = [replace(s, time=None if begin is None or s.time is None else time + (s.time - begin)) for s in others]
    return (replace(first, time=time), *moved)
