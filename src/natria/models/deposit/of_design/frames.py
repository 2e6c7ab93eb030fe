"""Fields that a run keeps over time: at some of its times, on fewer cells where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..run import DepositState

MOST_TIMES = 31
FEWEST_TIMES = 16
MOST_NUMBERS = 4_000_000  # of all fields at all times, in single precision
FIELDS = ("xi", "concentration", "potential", "layer")
UNITS = ("1", "mol/m^3", "V", "1")
NAMES = ("order_parameter", "concentration", "potential", "layer")


@dataclass(frozen=True, eq=False)
class Frame:
    """The fields at one time (s), stacked in the order of FIELDS."""

    time: float
    fields: np.ndarray


@dataclass(frozen=True)
class FramePlan:
    """Which rows of a course are kept, each `every`-th, and how many cells along an edge become one."""

    every: int
    coarse: int

    @classmethod
    def of(cls, shape: tuple[int, int, int], rows: int) -> FramePlan:
        """Return a plan for a grid and a number of rows: first fewer times, then larger cells."""
        cells = int(np.prod(shape))
        times = min(rows, MOST_TIMES, max(FEWEST_TIMES, MOST_NUMBERS // (len(FIELDS) * cells)))
        coarse = 1
        while len(FIELDS) * times * cells / _joined(shape, coarse) > MOST_NUMBERS and _halves(shape, 2 * coarse):
            coarse *= 2
        return cls(-(-rows // times), coarse)

    def frame(self, state: DepositState) -> Frame:
        """Return the fields of a state on the coarser grid, as means over its cells."""
        several = (np.asarray(getattr(state, name)) for name in FIELDS)
        return Frame(state.time, np.stack([_mean(one, self.coarse) for one in several]).astype(np.float32))


def stacked(frames: Sequence[Frame]) -> tuple[np.ndarray, np.ndarray]:
    """Return the times, and the fields by field, time and place."""
    return np.array([one.time for one in frames]), np.stack([one.fields for one in frames], axis=1)


def _joined(shape: tuple[int, int, int], coarse: int) -> int:
    """Return how many cells become one."""
    return int(coarse ** sum(n > 1 for n in shape))


def _halves(shape: tuple[int, int, int], coarse: int) -> bool:
    return all(n == 1 or n % coarse == 0 for n in shape)


def _mean(values: np.ndarray, coarse: int) -> np.ndarray:
    if coarse == 1:
        return values
    parts = [side for n in values.shape for side in ((n, 1) if n == 1 else (n // coarse, coarse))]
    found: np.ndarray = values.reshape(parts).mean(axis=(1, 3, 5))
    return found
