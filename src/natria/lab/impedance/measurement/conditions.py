"""Temperature and time of a spectrum: of a table of the user, of its file, or of the name of its file."""

from __future__ import annotations

from pathlib import Path

from ...files.impedance import Conditions, FrequencySweep, SeriesTable, SpectrumFile, from_name
from .spectra import Condition, Source


def conditions_of(
    file: SpectrumFile, sweep: FrequencySweep, table: SeriesTable | None = None
) -> tuple[Condition, Condition]:
    """Return the temperature (K) and the time (s) of a sweep with their sources.

    A table of the user comes before the file, and that before the name of the file. A name gives the time of a file
    with one sweep only: of several, each would have it.
    """
    path = Path(file.file)
    row = (table.of(path) if table else None) or Conditions()
    name = from_name(path.stem)
    temperature = _first(("table", row.temperature), ("file", sweep.temperature), ("name", name.temperature))
    if len(file.sweeps) == 1:  # its clock begins with the sweep; the name tells the time in the test
        return temperature, _first(("table", row.time), ("name", name.time), ("file", sweep.time))
    return temperature, _first(("table", row.time), ("file", sweep.time))


def _first(*sources: tuple[Source, float | None]) -> Condition:
    return next((Condition(value, source) for source, value in sources if value is not None), Condition())
