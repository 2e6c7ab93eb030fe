"""The stages of a run: plating, rest and stripping in their order, each with its drive and its ends."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

from ..inputs import Driven

Drive = Literal["plate", "rest", "strip"]
SIGN = {"plate": 1.0, "rest": 0.0, "strip": -1.0}  # of the charge that a stage brings
NEARLY = 1e-5  # of the charge of a stage: what may be missing at its end
Supply = Literal["bath", "counter"]


@dataclass(frozen=True)
class DepositionStrip:
    """What follows the plating. A drive is a current (A/m^2) or a voltage (V), both negative; times in s.

    `charge` (C/m^2) is that at which a strip ends; None stands for what the cycle has plated.
    """

    current: float | None
    voltage: float | None
    time: float
    charge: float | None
    rest: float
    cycles: int


@dataclass(frozen=True)
class DepositionStage:
    """A part of a run with one drive. It ends at its time (s) or its charge (C/m^2)."""

    drive: Drive
    cycle: int
    current: float | None
    voltage: float | None
    time: float
    charge: float | None

    def driven(self, supply: Supply) -> Driven:
        """Return what drives the box."""
        return Driven(current=self.current, voltage=self.voltage, supply=supply)

    def ends_at(self, plated: float) -> float:
        """Return the charge (C/m^2) at which the stage ends in a cycle that has plated so much."""
        return max(plated, 0.0) if self.charge is None else self.charge

    def lasts(self, charge: float) -> float:
        """Return its longest time (s): a current brings its charge in a time that is known."""
        if self.current and charge < inf:
            return min(self.time, charge / abs(self.current))
        return self.time


def stages_of(plate: DepositionStage, strip: DepositionStrip | None) -> tuple[DepositionStage, ...]:
    """Return the stages: plating alone, or cycles of plating, a rest and stripping."""
    if strip is None:
        return (plate,)
    found: list[DepositionStage] = []
    for cycle in range(1, strip.cycles + 1):
        found.append(DepositionStage("plate", cycle, plate.current, plate.voltage, plate.time, plate.charge))
        if strip.rest:
            found.append(DepositionStage("rest", cycle, 0.0, None, strip.rest, inf))
        found.append(DepositionStage("strip", cycle, strip.current, strip.voltage, strip.time, strip.charge))
    return tuple(found)
