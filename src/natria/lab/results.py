"""What an analysis of a recording gives: findings, tables, events, remarks. All analyses give the same, so a new one is
a function and a line in the table of `measure`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..quantity import Finding
from ..record import Recording, Table
from .cycling.half_cycles import HalfCycles
from .specimen import Specimen

Happening = Literal[
    "hard short", "soft short", "counter exhausted", "electrolyte drying", "voltage limit", "test stopped"
]


@dataclass(frozen=True)
class Event:
    """Something that happened in the cell, with its evidence in words. `into` is s from the start of the half-cycle;
    `until` the time at which it was over (a reversible short), None where it lasted."""

    what: Happening
    time: float  # s since the start of the test
    half_cycle: int  # its index, from 0
    cycle: int  # from 1
    into: float
    confidence: float  # 0 to 1
    evidence: tuple[str, ...]
    size: float | None = None  # relative drop of |V|/|I|, for a short
    until: float | None = None

    @property
    def is_reversible(self) -> bool:
        return self.until is not None


@dataclass(frozen=True, eq=False)
class Cycling:
    """A recording cut into half-cycles, and whose it is: what every analysis gets."""

    recording: Recording
    halves: HalfCycles
    specimen: Specimen


@dataclass(frozen=True)
class Results:
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    events: tuple[Event, ...] = ()
    remarks: tuple[str, ...] = ()


def merged(parts: Iterable[Results]) -> Results:
    """All parts as one."""
    every = tuple(parts)
    return Results(
        tuple(f for p in every for f in p.findings),
        tuple(t for p in every for t in p.tables),
        tuple(e for p in every for e in p.events),
        tuple(r for p in every for r in p.remarks),
    )
