"""What is true of a recording that was made, and the recording from its arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from natria.record import CURRENT, TIME, VOLTAGE, Recording


@dataclass(frozen=True)
class PathTruth:
    """An electronic path: from `onset` on it takes a share of the voltage, which is complete after `fall` seconds."""

    onset: float  # s
    fall: float  # s; 0 where it is complete at once
    share: float  # of the voltage of the healthy cell
    heals_at: float | None = None  # s; a part of the share is given back there
    flicker: float = 0.0  # standard deviation of the share while it grows, relative


@dataclass(frozen=True)
class CellTruth:
    """`half_cycle` is the median duration of a half-cycle (s), `voltage` the median |V| while current flows."""

    half_cycle: float
    voltage: float
    path: PathTruth | None = None
    disturbances: tuple[str, ...] = ()
    ended: str = "operator"  # or "voltage limit", "short"

    @property
    def is_healthy(self) -> bool:
        return self.path is None


@dataclass(frozen=True)
class EfficiencyTruth:
    """`efficiency` is what a plated charge keeps after formation; `formation` that of the cycles before, in order.

    `cycles` are the efficiencies of all cycles, where the test has a strip to the cut-off in each.
    """

    efficiency: float
    formation: tuple[float, ...] = ()
    cycles: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class MadeCell:
    recording: Recording
    truth: CellTruth


@dataclass(frozen=True, eq=False)
class MadeEfficiency:
    recording: Recording
    truth: EfficiencyTruth


def recording_of(
    name: str, time: np.ndarray, voltage: np.ndarray, current: np.ndarray, **more: np.ndarray
) -> Recording:
    """A recording from its arrays; `more` are further columns by their names in the Battery Data Format."""
    return Recording(name, name, {TIME: time, VOLTAGE: voltage, CURRENT: current, **more}, format="made by equations")
