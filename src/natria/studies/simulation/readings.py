"""Readings of a run as they are read from its store: what is kept, and the utilisation in each leg.

Memory is that of the recording, which has a few of the columns, whatever the length of the run.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ...models.cell.equations.observe import COLUMNS, PLACE
from ...models.cell.failure.utilisation import Watching
from ...models.cell.prepare import Prepared, recording_of
from ...quantity import Computed
from ...record import Column, Recording, Table

MOST_INSIDE = 50_000  # rows of the table of what happens inside, 8 MB
LEFT_OUT = ("voltage", "current")  # of the table of internal states: the recording has them
LABELS = [PLACE["cycle"], PLACE["step"]]


@dataclass
class RunReadings:
    """Readings kept of a run.

    `total`, `cycles` and `highest` (largest current, A/m^2) are of the whole run.
    """

    prepared: Prepared
    total: int
    cycles: int
    watching: Watching
    highest: float = 0.0
    columns: Mapping[str, str] = field(default_factory=lambda: COLUMNS)
    _at: int = 0
    _columns: dict[str, np.ndarray] = field(default_factory=dict)
    _inside: list[np.ndarray] = field(default_factory=list)
    _largest: array[float] = field(default_factory=lambda: array("d"))

    def take(self, chunks: Iterable[np.ndarray]) -> None:
        """Process all readings of the run (columns of `observe`), in pieces of any length."""
        for rows in _legs(map(self._record, chunks)):
            self._look(rows)

    def _record(self, rows: np.ndarray) -> np.ndarray:
        for name, values in recording_of(self.prepared, rows).columns.items():
            self._columns.setdefault(name, np.empty(self.total))[self._at : self._at + len(rows)] = values
        self._at += len(rows)
        self.highest = max(self.highest, float(np.abs(rows[:, PLACE["current"]]).max()))
        return rows

    def _look(self, rows: np.ndarray) -> None:
        """Process a leg: its largest utilisations, and all of it where its cycle is kept."""
        loads = self.watching.see(rows)
        self._largest.append(rows[-1, PLACE["time"]])
        self._largest.extend(np.nan if load is None else np.fmax.reduce(load) for load in loads)
        cycle = int(rows[0, PLACE["cycle"]])
        if (cycle - 1) % self.every == 0 or cycle == self.cycles:
            self._inside.append(rows[:, self._places])

    @property
    def _inside_names(self) -> list[str]:
        return [name for name in self.columns if name not in LEFT_OUT]

    @cached_property
    def _places(self) -> list[int]:
        return [k for k, name in enumerate(self.columns) if name not in LEFT_OUT]

    @property
    def every(self) -> int:
        return max(-(-self.total // MOST_INSIDE), 1)

    @property
    def which(self) -> str:
        """Return which cycles the table of internal states has, where it does not have all."""
        return f"one cycle in {self.every} and the last" if self.every > 1 else ""

    def recording(self) -> Recording:
        empty = recording_of(self.prepared, np.zeros((0, len(COLUMNS))))
        return replace(empty, columns=self._columns or empty.columns)

    def inside(self) -> Table:
        names = self._inside_names
        rows = np.concatenate([np.zeros((0, len(names))), *self._inside])
        columns = {name: Column(self.columns[name], np.ascontiguousarray(rows[:, k])) for k, name in enumerate(names)}
        title = f"Inside the cell{f', {self.which}' if self.which else ''}"
        return Table("inside", title, columns, self.prepared.origin)

    def utilisation(self, origin: Computed) -> Table:
        """Return the largest utilisation of each monitor in each leg, of those that a run changes."""
        names = [f"{m.name}, {m.law}" for m in self.watching.monitors]
        rows = np.array(self._largest).reshape(-1, 1 + len(names))
        known = [k for k in range(len(names)) if not np.isnan(rows[:, 1 + k]).all()]
        columns = {"time": Column("s", rows[:, 0]), **{names[k]: Column("1", rows[:, 1 + k]) for k in known}}
        return Table("utilisation", "Largest utilisation of each failure mode, step by step", columns, origin)


def _legs(chunks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield the readings of each leg; they share cycle and step."""
    rest: np.ndarray | None = None
    for chunk in chunks:
        rows = chunk if rest is None else np.concatenate([rest, chunk])
        edges = np.flatnonzero((np.diff(rows[:, LABELS], axis=0) != 0).any(axis=1)) + 1
        *whole, rest = np.split(rows, edges)
        yield from whole
    if rest is not None and len(rest):
        yield rest
