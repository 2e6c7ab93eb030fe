"""Write spectra to a csv with their provenance, so that they read back unchanged.

Two lines beginning with # hold the provenance. Below them is a table that any program reads: the number of the sweep,
its conditions, frequency, real and imaginary part. A file is complete or absent.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ....quantity import OutputError
from ..write import beside
from .description import SCHEMA, arrays_of, describe
from .format import SpectrumFile

if TYPE_CHECKING:
    import polars as pl

SUFFIX = ".csv"
MARK = f"# {SCHEMA}: impedance spectra; the next line says where they come from\n"
CONDITIONS = {"time": "time_second", "temperature": "temperature_kelvin", "bias": "bias_volt", "step": "step_index"}
SWEEP, FREQUENCY = "sweep", "frequency_hertz"
PARTS = {"ohm": ("real_ohm", "imaginary_ohm"), "ohm m^2": ("real_ohm_m2", "imaginary_ohm_m2")}


def write_spectra(file: SpectrumFile, path: Path) -> None:
    """Write spectra to a csv that `read_spectra` reads back unchanged.

    The question of a spectrum is not written.
    """
    path = Path(path)
    if not path.name.lower().endswith(SUFFIX):
        raise OutputError(f"{path} has an unsupported suffix for spectra", f"use {SUFFIX}")
    units = {sweep.spectrum.unit for sweep in file.sweeps}
    if not all(len(sweep.spectrum) for sweep in file.sweeps):
        raise OutputError(f"{file.file} has a spectrum without points", "leave it out")
    if len(units) != 1:
        what = "has no spectra" if not units else "has spectra of a cell and spectra per area"
        raise OutputError(f"{file.file} {what}", "write spectra of one unit to one file")
    frame = _frame(file, units.pop())
    description = describe(file)

    def write(part: Path) -> None:
        with part.open("wb") as opened:
            opened.write(f"{MARK}# {description}\n".encode())
            frame.write_csv(opened)

    beside(path, write)


def _frame(file: SpectrumFile, unit: str) -> pl.DataFrame:
    import polars as pl

    counts = [len(sweep.spectrum) for sweep in file.sweeps]
    columns = {SWEEP: np.repeat([sweep.number for sweep in file.sweeps], counts)}
    frame = pl.DataFrame(columns)
    for name, column in CONDITIONS.items():
        values = [v for s, n in zip(file.sweeps, counts, strict=True) for v in [getattr(s, name)] * n]
        if any(value is not None for value in values):
            frame = frame.with_columns(pl.Series(column, values))
    frequency, real, imaginary = arrays_of(file)
    parts = dict(zip((FREQUENCY, *PARTS[unit]), (frequency, real, imaginary), strict=True))
    return frame.with_columns(pl.Series(name, values) for name, values in parts.items())
