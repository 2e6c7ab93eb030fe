"""The cycles of a measurement in a form that is stored as arrays and read in milliseconds.

The readings stay on disk (memory-mapped); only those of the chosen cycles are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ...lab import Measurement, Specimen
from ...lab.cycling.full_cell.capacity import pairing
from ...lab.cycling.half_cycles import HalfCycles
from ...lab.results import Cycling
from ...record import Recording
from ...record.recording import CURRENT, TIME, VOLTAGE

ROWS = ("on", "weight")  # fields of half-cycles with an entry for each reading
OF_HALVES = tuple(f.name for f in fields(HalfCycles) if f.name not in (*ROWS, "skipped"))
INTEGERS = ("sign", "first", "stop")
HALVES, PAIRS = "half_cycles", "cycles"  # names of stored arrays
PREFIX = "evaluated_"  # of the columns where a window of cycles was cut out
COLUMNS = (TIME, VOLTAGE, CURRENT)


@dataclass(frozen=True, eq=False)
class CycleBook:
    """Readings and half-cycles of a recording, and which two half-cycles a cycle has.

    `pairs` has the number of each cycle, and its first and second half-cycle (-1 where it has none). `area` (m^2) and
    `mass` (kg) are those of the cell, None where they are not known.
    """

    file: str
    cell: str
    area: float | None
    mass: float | None
    recording: Recording
    halves: HalfCycles
    pairs: np.ndarray

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(number) for number in self.pairs[:, 0])

    @property
    def cycling(self) -> Cycling:
        """The input of an analysis."""
        return Cycling(self.recording, self.halves, Specimen("cell"))

    def halves_of(self, cycle: int) -> tuple[int, ...]:
        """Return the half-cycles of a cycle."""
        row = self.pairs[self.pairs[:, 0] == cycle]
        return tuple(int(k) for k in row[0, 1:] if k >= 0) if len(row) else ()


def book_of(m: Measurement) -> CycleBook | None:
    """Return the cycles of a measurement; None where no current flows."""
    if not len(m.halves):
        return None
    area, mass = m.specimen.area, m.specimen.mass
    return CycleBook(
        m.recording.file,
        m.kind.cell,
        None if area is None else area.plain,
        None if mass is None else mass.plain,
        m.recording,
        m.halves,
        _pairs(m),
    )


def _pairs(m: Measurement) -> np.ndarray:
    """Return the number and the half-cycles of each cycle, as the tables of the measurement count them."""
    halves = m.halves
    skipped = m.kind.cell == "full" and pairing(halves, m.specimen)[1]
    first = np.arange(int(skipped), len(halves), 2)
    second = np.where(first + 1 < len(halves), first + 1, -1)
    return np.stack([halves.skipped // 2 + 1 + np.arange(len(first)), first, second], axis=1)


def stored_book(book: CycleBook, rows: int) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return a book as arrays and as what else it has.

    `rows` is the number of readings that are stored already.
    """
    halves = np.stack([np.asarray(getattr(book.halves, name), float) for name in OF_HALVES])
    arrays = {HALVES: halves, PAIRS: book.pairs, **{name: getattr(book.halves, name) for name in ROWS}}
    cut = len(book.recording) != rows
    if cut:
        arrays |= {f"{PREFIX}{name}": book.recording.columns[name] for name in COLUMNS}
    known = {"file": book.file, "cell": book.cell, "area": book.area, "mass": book.mass}
    return arrays, {**known, "skipped": book.halves.skipped, "prefix": PREFIX if cut else ""}


def read_book(load: Callable[[str], np.ndarray], facts: Mapping[str, Any]) -> CycleBook:
    """Return a stored book; `load` returns an array by its name, and may leave it on disk."""
    columns = {name: load(f"{facts['prefix']}{name}") for name in COLUMNS}
    table = dict(zip(OF_HALVES, load(HALVES), strict=True))
    of_halves: dict[str, Any] = {
        name: np.asarray(values, int if name in INTEGERS else float) for name, values in table.items()
    }
    halves = HalfCycles(**of_halves, **{name: load(name) for name in ROWS}, skipped=int(facts["skipped"]))
    recording = Recording(str(facts["file"]), "", columns)
    return CycleBook(
        str(facts["file"]), str(facts["cell"]), facts["area"], facts["mass"], recording, halves, np.asarray(load(PAIRS))
    )
