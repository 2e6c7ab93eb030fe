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


@dataclass(frozen=True, eq=False)
class Rows:
    """An entry a reading: its time, its step, and the share of the step that is over."""

    time: np.ndarray
    step: np.ndarray
    share: np.ndarray
    is_edge: np.ndarray  # first or last of its step


def with_rests(
    current: np.ndarray, duration: np.ndarray, readings: np.ndarray, rest: float, rest_readings: int
) -> Steps:
    """Half-cycles with a rest after each (none where `rest` is 0), and the reading at time zero before them all."""
    parts = [(current, duration, readings)]
    if rest > 0:
        parts.append(
            (np.zeros(len(current)), np.full(len(current), rest), np.full(len(current), max(rest_readings, 1)))
        )
    woven = [np.stack(column, axis=1).ravel() for column in zip(*parts, strict=True)]
    return Steps(np.r_[0.0, woven[0]], np.r_[0.0, woven[1]], np.r_[1, woven[2]].astype(int))


def rows_of(steps: Steps) -> Rows:
    number = steps.readings
    step = np.repeat(np.arange(len(number)), number)
    last = np.cumsum(number) - 1
    share = (np.arange(len(step)) - np.repeat(last - number, number)) / np.repeat(number, number)
    time = steps.start[step] + share * steps.duration[step]
    edge = np.zeros(len(step), bool)
    edge[last] = True
    edge[last - number + 1] = True
    return Rows(time, step, share, edge)
