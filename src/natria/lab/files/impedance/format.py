"""Definition of a format of impedance files, and of what is read: spectra and their conditions.

`load` converts the bytes to a `RawSpectra` frame with the column names of the instrument; `columns` assigns them to the
quantities below, with units. Splitting into sweeps, signs and checks are done once for all formats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ....record.note import Note
from ....record.spectrum import Spectrum
from ..format import Col, Head

if TYPE_CHECKING:
    import polars as pl

# What a column of an impedance file can be, and the SI unit of its numbers.
QUANTITIES = {
    "frequency": "1/s",
    "angular_frequency": "rad/s",
    "log_frequency": "1/s",  # the decimal logarithm of the frequency
    "real": "ohm",
    "imaginary": "ohm",
    "minus_imaginary": "ohm",  # -Z'', as in a Nyquist plot
    "modulus": "ohm",
    "log_modulus": "ohm",
    "phase": "rad",
    "minus_phase": "rad",
    "time": "s",  # on the clock of the test
    "sweep_time": "s",  # on a clock that begins with each sweep
    "temperature": "K",
    "bias": "V",
    "sweep": "1",  # number of a table or of a loop: a change begins a sweep
    "step": "1",
}
IMPEDANCES = ("real", "imaginary", "minus_imaginary", "modulus")


@dataclass(frozen=True)
class Planned:
    """What the header of a file announces: the range of frequencies (1/s), the number of points."""

    low: float | None = None
    high: float | None = None
    points: int | None = None


@dataclass(frozen=True)
class RawSpectra:
    """The table of a file with the column names of the instrument.

    `line`: line of its first row, for messages. `columns` take the place of those of the format, if there are any.
    """

    frame: pl.DataFrame
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    line: int = 1
    planned: Planned = Planned()
    columns: tuple[Col, ...] = ()


@dataclass(frozen=True)
class FrequencySweep:
    """A spectrum and the conditions of its sweep; None for a condition that the file does not give.

    `number`: place in the file, from 1. `time` (s): the first reading, on the clock of the test. `temperature` (K) and
    `bias` (V): means over the sweep. `step`: number of the step of the test.
    """

    spectrum: Spectrum
    number: int
    time: float | None = None
    temperature: float | None = None
    bias: float | None = None
    step: int | None = None


@dataclass(frozen=True)
class SpectrumFile:
    """The spectra of a file in its order, with the name of its format and notes on the reading."""

    file: str
    sha256: str
    format: str
    sweeps: tuple[FrequencySweep, ...]
    notes: tuple[Note, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.sweeps)


@dataclass(frozen=True)
class SpectraFormat:
    """A format of impedance files.

    `is_signed`: the program states the sign of Z'', so it is never turned. `load` returns a `SpectrumFile` only for
    files that natria wrote, which is used unchanged.
    """

    name: str  # "Gamry DTA, impedance"
    says: str  # description for people: instrument and software
    recognises: Callable[[Head], bool]
    load: Callable[[Path, Head], RawSpectra | SpectrumFile]
    columns: tuple[Col, ...]
    is_signed: bool = True
    needs: str = ""  # required extra of natria
