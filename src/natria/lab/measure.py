"""A recording to all that can be read off it: which test it is, what happened, findings and tables.

`ANALYSES` says which analyses a kind of cell gets, in their order; each sees what those before it found, so that an
overpotential is not read off a cell that is shorted. A further analysis is a function and a line there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..quantity import Finding
from ..record import Recording, Table
from .cycling.aurbach.efficiency import reservoir
from .cycling.aurbach.half_cell import efficiency
from .cycling.full_cell.cycles import full_cell
from .cycling.half_cycles import HalfCycles, half_cycles
from .cycling.kind import Kind, recognise
from .cycling.life import life
from .cycling.ramps.critical_current import critical_current
from .cycling.shorts.full_cell import full_cell_shorts
from .cycling.shorts.symmetric import shorts
from .cycling.symmetric.overpotentials import symmetric
from .results import Cycling, Event, Results, merged
from .specimen import Specimen

Analysis = Callable[[Cycling, Results], Results]  # what it gets besides is all that was found before it

ANALYSES: dict[str, tuple[Analysis, ...]] = {
    "symmetric": (
        lambda cycling, _: shorts(cycling),
        lambda cycling, before: life(cycling, before.events),
        lambda cycling, before: symmetric(cycling, before.events),
    ),
    "half": (lambda cycling, _: efficiency(cycling),),
    "full": (
        lambda cycling, _: full_cell_shorts(cycling),
        lambda cycling, before: (
            life(cycling, before.events) if before.events else Results()
        ),  # else its capacity says it
        lambda cycling, before: full_cell(cycling, before.events),
    ),
}
BY_TEST: dict[str, tuple[Analysis, ...]] = {  # besides those of the cell
    "critical current": (lambda cycling, _: critical_current(cycling),),
    "reservoir": (lambda cycling, _: reservoir(cycling),),
}
NOT_MEANT = {"critical current": ("cycle_life", "cycling_time", "resistance_growth", "hysteresis_drift")}


@dataclass(frozen=True, eq=False)
class Measurement:
    """Everything about one recording. `remarks` are for people: what was assumed, left out, or could not be told."""

    recording: Recording
    specimen: Specimen
    kind: Kind
    halves: HalfCycles
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    events: tuple[Event, ...]
    remarks: tuple[str, ...]

    @property
    def says(self) -> str:
        """The kind of cell and test in words."""
        cell = "cell of unknown kind" if self.kind.cell == "unknown" else f"{self.kind.cell} cell"
        return f"{cell}, {self.kind.test}"

    def table(self, name: str) -> Table | None:
        return next((t for t in self.tables if t.id == name), None)


def measure(recording: Recording, specimen: Specimen | None = None) -> Measurement:
    """What a recording says of its cell. Without a specimen nothing is per area or per mass."""
    of = specimen or Specimen(_stem(recording.file))
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    kind = recognise(recording, halves, of)
    cell = kind.cell if kind.cell != "unknown" else None
    cycling = Cycling(recording, halves, replace(of, kind=cell))
    found, asked = Results(), Results()
    for analysis in ANALYSES.get(kind.cell, ()):
        found = merged((found, analysis(cycling, found)))
    for analysis in BY_TEST.get(kind.test, ()):
        asked = merged((asked, analysis(cycling, found)))
    found = merged((asked, replace(found, findings=_meant(found.findings, kind.test))))  # what it was made for first
    nothing = (
        () if found.findings else ("nothing was read off; if the kind of the cell is not what it is, name a design",)
    )
    remarks = (*found.remarks, *nothing, *_unknown(cycling.specimen))
    return Measurement(recording, cycling.specimen, kind, halves, found.findings, found.tables, found.events, remarks)


def _meant(findings: tuple[Finding, ...], test: str) -> tuple[Finding, ...]:
    """Without what a test was not made to tell: a ramp is no test of a life, and its trend is that of the current."""
    return tuple(f for f in findings if f.question.name not in NOT_MEANT.get(test, ()))


def _unknown(specimen: Specimen) -> tuple[str, ...]:
    """What would make the numbers comparable, and nobody said."""
    area = "no area is known, so currents and charges are those of the cell; a design or --area gives it"
    return (area,) if specimen.area is None else ()


def _stem(file: str) -> str:
    """The name of a cell that nobody named: that of its file."""
    return file.replace("\\", "/").rpartition("/")[2].partition(".")[0] or "cell"
