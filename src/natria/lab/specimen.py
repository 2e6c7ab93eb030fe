"""What a file cannot know of its cell: whose it is, its area, its mass. And how a number of it becomes a finding.

A number per area or per mass rests on the area or the mass that it was divided by, and carries it as an input. Without
an area a current is a current of the cell, in amperes: nothing is ever divided by a default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Literal

import numpy as np

from ..quantity import Bound, Computed, Finding, Measured, Question, Span
from ..record import Column, Recording, Table, numbers, words

CellKind = Literal["symmetric", "half", "full"]


@dataclass(frozen=True)
class Specimen:
    """`mass` is the active mass (kg) that capacities are per; `electrolyte_resistance` the area resistance (ohm m^2)
    that the design's electrolyte has by itself. Whatever is None is not known, and what needs it is not said."""

    of: str
    kind: CellKind | None = None
    area: Finding | None = None
    mass: Finding | None = None
    mass_basis: str = ""
    electrolyte_resistance: Finding | None = None
    temperature: Finding | None = None
    pressure: Finding | None = None
    as_assembled: Literal["charged", "discharged", "symmetric"] | None = None
    settings: Mapping[str, float | Span] = field(default_factory=dict)  # further conditions that the design fixes

    def current(self, amperes: float) -> tuple[dict[str, float | Span], tuple[Finding, ...]]:
        """The current as a condition, per area where that is known, and what it was divided by."""
        if self.area is None:
            return {"cell_current": amperes}, ()
        return {"current": amperes / self.area.plain}, (self.area,)

    def charge(self, coulombs: float) -> tuple[dict[str, float | Span], tuple[Finding, ...]]:
        """The charge of a half-cycle as a condition."""
        if self.area is None:
            return {"cell_capacity": coulombs}, ()
        return {"areal_capacity": coulombs / self.area.plain}, (self.area,)

    @property
    def surroundings(self) -> dict[str, float | Span]:
        """Temperature, pressure and whatever else the design fixes, as conditions."""
        known = {"temperature": self.temperature, "pressure": self.pressure}
        given = {name: f.value for name, f in known.items() if f is not None and f.bound is None}
        return {**self.settings, **given}


def finding_of(
    recording: Recording,
    specimen: Specimen,
    name: str,
    value: float,
    at: Mapping[str, float | Span],
    *,
    method: str,
    std: float | None = None,
    bound: Bound | Span | None = None,
    uses: Iterable[Finding] = (),
) -> Finding:
    """A number that was read off a recording. A simulated recording's stays computed."""
    spread = std if std is not None and isfinite(std) else None
    used = tuple({f.id: f for f in uses}.values())
    match recording.origin:
        case Measured() as origin:
            from_file: Measured | Computed = Measured(origin.file, origin.sha256, method, used)
        case Computed() as origin:
            from_file = replace(origin, inputs=(*origin.inputs, *used))
        case other:
            raise TypeError(f"a recording is measured or computed, not {other!r}")
    conditions = {**specimen.surroundings, **at}
    return Finding(Question(name, specimen.of, conditions), float(value), from_file, spread, bound)


def table(
    recording: Recording, name: str, title: str, columns: Mapping[str, tuple[str, Iterable[float]] | Iterable[str]]
) -> Table:
    """A table of what was read off: {"charge": ("C", [..]), "what": ["rest", ..]}; its origin is the recording's."""
    made: dict[str, Column] = {}
    for key, column in columns.items():
        match column:
            case (str() as unit, values) if not isinstance(values, str):
                made[key] = numbers(unit, np.asarray(values, float))
            case _:
                made[key] = words([str(v) for v in column])
    return Table(name, title, made, recording.origin)
