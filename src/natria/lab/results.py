"""Results of an analysis of a recording: findings, tables, events and remarks.

Every analysis returns the same class, so a new one is a function and a line in the table of `measure`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..quantity import Finding
from ..record import Recording, Table
from .cycling.half_cycles import HalfCycles
from .specimen import Specimen

Happening = Literal[
    "hard short",
    "soft short",
    "gradual short",
    "counter exhausted",
    "electrolyte drying",
    "voltage limit",
    "test stopped",
]


@dataclass(frozen=True)
class Remark:
    """A sentence for people, with a stable code for programs and tests: "no-area", "short-cycle-counted"."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Event:
    """An event in the cell and its evidence.

    `into` is the time in s from the start of the half-cycle. `until` is the time at which a reversible short ended;
    None for a lasting event.
    """

    what: Happening
    time: float  # s from the start of the test
    half_cycle: int  # index, from 0
    cycle: int  # from 1
    into: float
    confidence: float | None  # 0 to 1; None for the end of a record: nothing found has no confidence
    evidence: tuple[Remark, ...]
    size: float | None = None  # relative drop of |V|/|I| at a short
    until: float | None = None
    onset_within: tuple[float, float] | None = None  # s: 95 % interval of the onset of a gradual fall

    @property
    def is_reversible(self) -> bool:
        return self.until is not None


@dataclass(frozen=True, eq=False)
class Cycling:
    """Input of every analysis: a recording, its half-cycles, its specimen, and the terms that are wanted.

    Without terms all are wanted. Where some are, an analysis may leave out tables, remarks and all other findings.
    """

    recording: Recording
    halves: HalfCycles
    specimen: Specimen
    terms: frozenset[str] = frozenset()

    def wants(self, *names: str) -> bool:
        """Whether a finding of one of these terms is wanted; without names, whether all are."""
        return not self.terms or not self.terms.isdisjoint(names)


@dataclass(frozen=True)
class Results:
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    events: tuple[Event, ...] = ()
    remarks: tuple[Remark, ...] = ()


def merged(results: Iterable[Results]) -> Results:
    """Merge the results of several analyses, in their order."""
    every = tuple(results)
    return Results(
        tuple(f for r in every for f in r.findings),
        tuple(t for r in every for t in r.tables),
        tuple(e for r in every for e in r.events),
        tuple(remark for r in every for remark in r.remarks),
    )
