"""The steps of a test, and the moments at which readings are taken in them.

A reading is written at the end of each equal part of a step, the last one when the step ends, as cyclers do; the test
begins with one reading at rest at time zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Steps:
    """An entry a step: current (A, 0 at rest), how long it lasts (s), how many readings it gets."""

    current: np.ndarray
    duration: np.ndarray
    readings: np.ndarray

    @property
    def start(self) -> np.ndarray:
        """When the step's current was switched on (s)."""
        return np.asarray(np.cumsum(self.duration) - self.duration)

    @property
    def flowing(self) -> np.ndarray:
        """The steps that are no rests."""
        return np.flatnonzero(self.current)

    @property
    def last_reading(self) -> np.ndarray:
        return np.asarray(np.cumsum(self.readings) - 1)

    @property
    def half_cycle(self) -> np.ndarray:
        """Of each step the half-cycle it belongs to, where every step with a current is one; a rest belongs to the one
        before it, and the reading before them all to the first."""
        return np.asarray(np.maximum(np.cumsum(self.current != 0) - 1, 0))


@dataclass(frozen=True, eq=False)
class Rows:
    """An entry a reading: its time, its step, the share of the step that is over."""

    time: np.ndarray
    step: np.ndarray
    share: np.ndarray
    is_edge: np.ndarray  # first or last of its step


def with_rests(flowing: Steps, rest: float, rest_readings: int) -> Steps:
    """A rest after each step (none where `rest` is 0), and the reading at time zero before them all."""
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
