"""Temperature and time of a spectrum: of a table of the user, of its file, or of the name of its file."""

from __future__ import annotations

from pathlib import Path

from ...files.impedance import FrequencySweep, SeriesTable, SpectrumFile, from_name
from .spectra import Condition, Source


def conditions_of(
    file: SpectrumFile, sweep: FrequencySweep, table: SeriesTable | None = None
) -> tuple[Condition, Condition]:
    """Return the temperature (K) and the time (s) of a sweep with their sources.

    A table of the user comes before the file, and that before the name of the file. A name gives the time of a file with
    one sweep only: of several, each would have it.
    """
    path = Path(file.file)
    row, name = table.of(path) if table else None, from_name(path.stem)
    alone = len(file.sweeps) == 1
    temperature = _first(("table", row and row.temperature), ("file", sweep.temperature), ("name", name.temperature))
    in_name = ("name", name.time if alone else None)
    in_file = ("file", sweep.time)
    order = (in_name, in_file) if alone else (in_file, in_name)  # a single sweep begins its own clock
    return temperature, _first(("table", row and row.time), *order)


def _first(*sources: tuple[Source, float | None]) -> Condition:
    return next((Condition(value, source) for source, value in sources if value is not None), Condition())
