"""An impedance spectrum: complex impedance over frequency.

Z = Z' + jZ'' with exp(+j omega t); a capacitor has Z'' < 0. A Nyquist plot shows -Z'' upwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..quantity import Artefact, ModelError, Origin, Question
from .artefact import PENDING, Parts, digest_of, frozen, reference
from .table import Table, numbers

UNITS = ("ohm m^2", "ohm")  # per face area, or of a cell whose area is not known


@dataclass(frozen=True, eq=False)
class Spectrum:
    """An impedance spectrum.

    `frequency` (1/s) in the order of the instrument, `impedance` complex in `unit`; nan is a refused point.
    """

    frequency: np.ndarray
    impedance: np.ndarray
    unit: str = "ohm m^2"
    title: str = ""
    question: Question | None = None
    origin: Origin = PENDING

    def __post_init__(self) -> None:
        object.__setattr__(self, "frequency", frozen(self.frequency))
        object.__setattr__(self, "impedance", frozen(self.impedance, complex))
        if self.unit not in UNITS:
            raise ModelError(f"the unit of an impedance is {self.unit!r}", f"use one of: {', '.join(UNITS)}")
        shapes = self.frequency.shape, self.impedance.shape
        if self.frequency.ndim != 1 or shapes[0] != shapes[1]:
            what = f"a spectrum has frequencies of shape {shapes[0]} and impedances of shape {shapes[1]}"
            raise ModelError(what, "give one impedance for each frequency, in one row")
        if not (np.isfinite(self.frequency) & (self.frequency > 0)).all():
            raise ModelError("a spectrum has a frequency that is not above zero", "leave such points out")

    def __len__(self) -> int:
        return len(self.frequency)

    @property
    def real(self) -> np.ndarray:
        """Z', in `unit`."""
        return frozen(self.impedance.real)

    @property
    def imaginary(self) -> np.ndarray:
        """Z'', in `unit`; negative where it is capacitive."""
        return frozen(self.impedance.imag)

    @property
    def parts(self) -> Parts:
        """The unit; frequencies and impedances."""
        return {"spectrum": self.unit}, (self.frequency, self.impedance)

    @cached_property
    def digest(self) -> str:
        """The hash of the numbers and their unit."""
        return digest_of(*self.parts)

    @property
    def reference(self) -> Artefact:
        """The spectrum without its arrays, as an input of what is read off it."""
        return reference("spectrum", self)

    @property
    def table(self) -> Table:
        """The columns frequency, real and imaginary."""
        columns = {
            "frequency": numbers("1/s", self.frequency),
            "real": numbers(self.unit, self.real),
            "imaginary": numbers(self.unit, self.imaginary),
        }
        return Table("spectrum", self.title, columns, self.origin, self.question)


def spectrum_of(table: Table) -> Spectrum:
    """The spectrum in the columns frequency, real and imaginary of a table."""
    try:
        frequency, real, imaginary = (table.columns[name] for name in ("frequency", "real", "imaginary"))
    except KeyError as missing:
        what = f"the table {table.id!r} has no column {missing}"
        raise ModelError(what, "a spectrum has frequency, real and imaginary") from None
    impedance = np.empty(len(table), complex)
    impedance.real, impedance.imag = real.numbers, imaginary.numbers
    return Spectrum(frequency.numbers, impedance, real.unit, table.title, table.question, table.origin)
