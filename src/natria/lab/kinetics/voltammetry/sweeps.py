"""The sweeps of a voltammogram: split at the turns of the voltage, with the scan rate of each.

A turn is where the voltage has run back by more than its noise and 2 % of its range. The scan rate is the slope of the
voltage over time. Readings at a constant voltage before, between and after sweeps belong to none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from ....quantity import FitError
from ..inputs import Vector, same_length, vector
from ..line import straight_line

TURN = 0.02  # of the range of the voltage
NOISES = 8.0  # standard deviations of the voltage: no turn is smaller
SLOW = 0.3  # of the scan rate: a slower end of a sweep is a hold
FEWEST = 10  # readings
SHORT = 0.05  # of the range of the voltage: shorter pieces are no sweeps


@dataclass(frozen=True, eq=False)
class PotentialSweep:
    """One sweep. `scan_rate` (V/s) is above zero, `direction` 1 where the voltage rises."""

    first: int  # index of the first reading
    stop: int  # index after the last
    direction: int
    scan_rate: float
    scan_rate_std: float
    time: Vector
    voltage: Vector
    current: Vector

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest voltage (V)."""
        return float(self.voltage.min()), float(self.voltage.max())


def split_sweeps(time: ArrayLike, voltage: ArrayLike, current: ArrayLike) -> tuple[PotentialSweep, ...]:
    """Return the sweeps of a voltammogram in their order."""
    t, v, i = vector(time, "time (s)"), vector(voltage, "voltage (V)"), vector(current, "current (A)")
    same_length(time=t, voltage=v, current=i)
    if (np.diff(t) < 0).any():
        raise FitError("the time runs backwards", "sort the readings by time")
    reach = float(np.ptp(v)) if len(v) else 0.0
    if len(v) < FEWEST or reach == 0:
        return ()
    turns = _turns(v, max(TURN * reach, NOISES * _noise(v)))
    found = []
    for first, stop in pairwise(turns):
        begin, end = _without_holds(t, v, first, stop + 1)
        if end - begin >= FEWEST and np.ptp(v[begin:end]) > SHORT * reach and np.ptp(t[begin:end]) > 0:
            found.append(_sweep(begin, end, t, v, i))
    return tuple(found)


def _noise(v: Vector) -> float:
    """The standard deviation of a reading of the voltage, from second differences."""
    return float(1.4826 * np.median(np.abs(np.diff(v, 2))) / 6**0.5) if len(v) > 2 else 0.0


def _turns(voltage: Vector, least: float) -> list[int]:
    """Return the indices of the turns of the voltage, with the first and the last reading."""
    v: list[float] = voltage.tolist()  # numbers of Python: a loop over them takes a third of the time
    turns, way, extreme, other = [0], 0, 0, 0  # `other`: the opposite extreme before the first turn
    for k in range(1, len(v)):
        if way == 0:
            extreme, other = (k if v[k] > v[extreme] else extreme), (k if v[k] < v[other] else other)
            if v[extreme] - v[other] > least:
                way = 1 if extreme > other else -1
                begin, extreme = (other, extreme) if way > 0 else (extreme, other)
                turns.append(begin)
        elif way * (v[k] - v[extreme]) >= 0:
            extreme = k
        elif way * (v[extreme] - v[k]) > least:
            turns.append(extreme)
            way, extreme = -way, k
    return sorted({*turns, len(v) - 1})


def _without_holds(t: Vector, v: Vector, first: int, stop: int) -> tuple[int, int]:
    """Leave out readings at a constant voltage at both ends of a sweep."""
    step = np.diff(t[first:stop])
    rate = np.abs(np.diff(v[first:stop])) / np.where(step > 0, step, np.inf)
    moving = rate[rate > 0]
    if not len(moving):
        return first, first
    fast = np.flatnonzero(rate > SLOW * np.median(moving))
    return first + int(fast[0]), first + int(fast[-1]) + 2


def _sweep(first: int, stop: int, t: Vector, v: Vector, i: Vector) -> PotentialSweep:
    part = slice(first, stop)
    line = straight_line(t[part], v[part])
    way = 1 if line.slope > 0 else -1
    return PotentialSweep(first, stop, way, abs(line.slope), line.slope_std or 0.0, t[part], v[part], i[part])
