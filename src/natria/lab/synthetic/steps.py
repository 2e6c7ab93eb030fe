"""Steps of a test, and the times of the readings in them.

Readings are written at the end of equal parts of a step, the last one when the step ends, as cyclers do. The test
begins with one reading at rest at time zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Steps:
    """Arrays with one entry per step: current (A, 0 at rest), duration (s), number of readings."""

    current: np.ndarray
    duration: np.ndarray
    readings: np.ndarray

    @property
    def start(self) -> np.ndarray:
        """Time at which the current of each step is switched on (s)."""
        return np.asarray(np.cumsum(self.duration) - self.duration)

    @property
    def flowing(self) -> np.ndarray:
        """Indices of the steps with current."""
        return np.flatnonzero(self.current)

    @property
    def last_reading(self) -> np.ndarray:
        return np.asarray(np.cumsum(self.readings) - 1)

    @property
    def half_cycle(self) -> np.ndarray:
        """Half-cycle of each step.

        A rest belongs to the half-cycle before it, the initial reading to the first.
        """
        return np.asarray(np.maximum(np.cumsum(self.current != 0) - 1, 0))


@dataclass(frozen=True, eq=False)
class Rows:
    """Arrays with one entry per reading: time, step, elapsed share of the step."""

    time: np.ndarray
    step: np.ndarray
    share: np.ndarray
    is_edge: np.ndarray  # first or last of its step


def with_rests(flowing: Steps, rest: float, rest_readings: int) -> Steps:
    """Insert a rest after each step (none if `rest` is 0), and a reading at time zero before all."""
    parts = [(flowing.current, flowing.duration, flowing.readings)]
    if rest > 0:
        like = np.ones(len(flowing.current))
        parts.append((0 * like, rest * like, max(rest_readings, 1) * like))
    current, duration, readings = (np.stack(column, axis=1).ravel() for column in zip(*parts, strict=True))
    return Steps(np.r_[0.0, current], np.r_[0.0, duration], np.r_[1, readings].astype(int))


def rows_of(steps: Steps) -> Rows:
    number = steps.readings
    step = np.repeat(np.arange(len(number)), number)
    last = steps.last_reading
    share = (np.arange(len(step)) - np.repeat(last - number, number)) / np.repeat(number, number)
    time = steps.start[step] + share * steps.duration[step]
    edge = np.zeros(len(step), bool)
    edge[last] = True
    edge[last - number + 1] = True
    return Rows(time, step, share, edge)
