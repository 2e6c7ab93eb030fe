"""The specimen: properties of a cell that its file does not hold.

Properties: system, area, mass. The module also defines how findings are made.

A number per area or per mass has that area or mass as an input. Without an area, a current is the current of the cell
in amperes; no default area is ever used.
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
class Window:
    """The cycles that are evaluated, both ends included; to the end of the record where `last` is None."""

    first: int = 1
    last: int | None = None

    def __str__(self) -> str:
        return f"{self.first} to {'the end' if self.last is None else self.last}"

    def __contains__(self, cycle: int) -> bool:
        return cycle >= self.first and (self.last is None or cycle <= self.last)


@dataclass(frozen=True)
class Specimen:
    """Known properties of the cell; None means unknown.

    Findings that need an unknown value are left out.

    `mass` is the active mass (kg) for specific capacities. `electrolyte_resistance` is the area resistance (ohm m^2) of
    the design's electrolyte alone. `thickness` (m) is that of the layer between the electrodes, `layer` the subject of
    its conductivity, `face_capacitance` (F/m^2) that of the double layer of one electrode. `thickness_from` has the
    numbers that a thickness follows from. `arcs` are the parts that arcs of its spectra are stated to be, by
    the number of the arc.
    """

    of: str
    kind: CellKind | None = None
    area: Finding | None = None
    mass: Finding | None = None
    mass_basis: str = ""
    electrolyte_resistance: Finding | None = None
    temperature: Finding | None = None
    pressure: Finding | None = None
    as_assembled: Literal["charged", "discharged", "symmetric"] | None = None
    kind_by: str = "the design"  # who states the kind of cell
    cycles: Window | None = None
    formation: int | None = None  # formation cycles at the begin of the test; None: recognised by rule
    settings: Mapping[str, float | Span] = field(default_factory=dict)  # further conditions that the design fixes
    thickness: Finding | None = None
    thickness_from: tuple[Finding, ...] = ()
    layer: str = ""  # subject of the conductivity; the cell where it is empty
    has_grains: bool = True  # whether the layer may have grain boundaries; a liquid has none
    face_capacitance: Finding | None = None
    arcs: Mapping[int, str] = field(default_factory=dict)

    def current(self, amperes: float) -> tuple[dict[str, float | Span], tuple[Finding, ...]]:
        """Return the current as a condition, and the findings it was divided by.

        It is per area if the area is known.
        """
        if self.area is None:
            return {"cell_current": amperes}, ()
        return {"current": amperes / self.area.plain}, (self.area,)

    def charge(self, coulombs: float) -> tuple[dict[str, float | Span], tuple[Finding, ...]]:
        """Return the charge of a half-cycle as a condition and the findings it was divided by."""
        if self.area is None:
            return {"cell_capacity": coulombs}, ()
        return {"areal_capacity": coulombs / self.area.plain}, (self.area,)

    @property
    def surroundings(self) -> dict[str, float | Span]:
        """Temperature, pressure and the other settings of the design, as conditions."""
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
    """Return a finding with the origin of its recording: measured, or computed for a simulated recording."""
    spread = std if std is not None and isfinite(std) else None
    window = specimen.cycles
    match recording.origin:
        case Measured() as origin:
            used = tuple({f.id: f for f in (*origin.inputs, *uses)}.values())  # a given current is an input of all
            how = f"{method}; only cycles {window} of the recording" if window else method
            from_file: Measured | Computed = Measured(origin.file, origin.sha256, how, used)
        case Computed() as origin:
            from_file = replace(origin, inputs=(*origin.inputs, *{f.id: f for f in uses}.values()))
        case other:
            raise TypeError(f"the origin of a recording must be Measured or Computed, not {other!r}")
    within: dict[str, float | Span] = {} if window is None else {"cycle": _ends(window)}
    conditions = {**within, **specimen.surroundings, **at}
    return Finding(Question(name, specimen.of, conditions), float(value), from_file, spread, bound)


def _ends(window: Window) -> float | Span:
    """Return a window of cycles as a condition.

    Its last cycle is known once it was cut out of a recording.
    """
    first, last = float(window.first), float(window.last or window.first)
    return first if first == last else (first, last)


def table(
    recording: Recording, name: str, title: str, columns: Mapping[str, tuple[str, Iterable[float]] | Iterable[str]]
) -> Table:
    """Return a table with the recording's origin. Columns: {"charge": ("C", [..]), "what": ["rest", ..]}."""
    made: dict[str, Column] = {}
    for key, column in columns.items():
        match column:
            case (str() as unit, values) if not isinstance(values, str):
                made[key] = numbers(unit, np.asarray(values, float))
            case _:
                made[key] = words([str(v) for v in column])
    return Table(name, title, made, recording.origin)
