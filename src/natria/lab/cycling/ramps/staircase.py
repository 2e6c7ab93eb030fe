"""Levels of a stepwise current ramp, and the conditioning before it.

The input is a sequence of constant-current steps in order of time, with any sign: a ramp that reverses at each level,
one that reverses at every other level, and one that only plates all have rising |I|.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SAME = 0.01  # relative: regulation and rounding stay below; the finest ramps in use rise by 2 % at their end
LEVELS = 3  # fewest levels of a ramp
LONG = 3.0  # times the usual number of steps per level: a first level this long is conditioning
EVEN = 0.25  # of the mean rise: rises that scatter less have one step size, even with rounded currents
RETURNING = 2  # steps back at an earlier level: a rate test returns, a ramp does not
ALIKE = 0.05  # relative scatter of the time, or the charge, of steps of one protocol
SHORT_STAY = 6  # steps (three cycles) per level, at most, of a ramp with uneven rises


@dataclass(frozen=True, eq=False)
class Staircase:
    """`level` per step: its index on the ramp from 0; -1 for conditioning and for steps outside the ramp."""

    level: np.ndarray
    currents: np.ndarray  # A: |I| of each level
    repeats: float  # steps per level, counting both directions
    conditioning: np.ndarray  # indices of the conditioning steps
    returns: bool  # whether the current returns to an earlier level, as in a rate test

    @property
    def rise(self) -> float | None:
        """Step of the current between levels (A), None if the steps differ."""
        rises = np.diff(self.currents)
        return float(np.median(rises)) if _is_even(rises) else None

    @property
    def is_critical_current_test(self) -> bool:
        """Whether levels are brief, or many and evenly spaced; a rate test has longer levels and returns."""
        brief = self.repeats <= SHORT_STAY
        many = len(self.currents) >= LEVELS + 2
        if self.returns:
            return brief and many and self.rise is not None
        return brief or (many and self.rise is not None)


def staircase(size: np.ndarray, time: np.ndarray | None = None) -> Staircase | None:
    """Return the longest ramp of the step currents |I| (A), None without a ramp.

    `time` is the duration of the steps (s).
    """
    block = _blocks(size)
    if not len(size) or block[-1] + 1 < LEVELS:
        return None
    count = np.bincount(block)
    current = np.array([np.median(size[block == b]) for b in range(len(count))])
    begin, high = _longest_rise(current)
    low = begin
    while high - low > LEVELS and _is_conditioning(count[low:high], current[low:high]):
        low += 1
    if high - low < LEVELS:
        return None
    usual = float(np.median(count[low:high]))
    conditioning = _conditioning(block, begin, low)
    level = np.where((block >= low) & (block < high), block - low, -1)
    currents = current[low:high]
    if low > begin and _continues(size, time, block, low, currents):
        # Conditioning at the first current of the ramp: its last steps belong to the ramp.
        shared = np.flatnonzero(block == low - 1)[-max(round(usual), 1) :]
        level = np.where(level >= 0, level + 1, -1)
        level[shared] = 0
        conditioning = np.setdiff1d(conditioning, shared)
        currents = np.r_[current[low - 1], currents]
    after = size[block >= high]
    known = np.abs(np.log(after[:, None] / currents[None, :-1])) < SAME
    return Staircase(level, currents, usual, conditioning, int(known.any(axis=1).sum()) >= RETURNING)


def _is_conditioning(count: np.ndarray, current: np.ndarray) -> bool:
    """Whether the first level is far longer than the others, or longer and not on their even spacing."""
    usual = np.median(count[1:])
    off = not _is_even(np.diff(current)) and _is_even(np.diff(current[1:]))
    return bool(count[0] >= LONG * usual or (count[0] > usual and off))


def _is_even(rises: np.ndarray) -> bool:
    return bool(np.ptp(rises) <= EVEN * rises.mean())


def _blocks(size: np.ndarray) -> np.ndarray:
    """Index of the run of equal currents of each step."""
    number = np.zeros(len(size), int)
    reference = size[0] if len(size) else 0.0
    for k in range(1, len(size)):
        new = abs(np.log(size[k] / reference)) > SAME
        number[k] = number[k - 1] + new
        reference = size[k] if new else reference
    return number


def _longest_rise(current: np.ndarray) -> tuple[int, int]:
    """Return the longest run of rising currents as (first, stop)."""
    breaks = np.flatnonzero(np.diff(current) <= 0) + 1
    first, stop = np.r_[0, breaks], np.r_[breaks, len(current)]
    k = int(np.argmax(stop - first))
    return int(first[k]), int(stop[k])


def _conditioning(block: np.ndarray, begin: int, low: int) -> np.ndarray:
    """Steps at the long levels at the beginning of the ramp; without any, the run just before the ramp."""
    if low > begin:
        return np.flatnonzero((block >= begin) & (block < low))
    return np.flatnonzero(block == begin - 1) if begin else np.zeros(0, int)


def _continues(size: np.ndarray, time: np.ndarray | None, block: np.ndarray, low: int, currents: np.ndarray) -> bool:
    """Whether the last step before the ramp belongs to it.

    It does if it is one rise below the first level of the ramp, with the same time or charge.
    """
    before, ramp = int(np.flatnonzero(block == low - 1)[-1]), (block >= low) & (block < low + len(currents))
    rise = np.median(np.diff(currents))
    if abs((currents[0] - size[before]) - rise) > EVEN * rise:
        return False
    if time is None:
        return True
    off = {}
    for length in (time, time * size):
        usual = np.median(length[ramp])
        off[float(np.median(np.abs(length[ramp] / usual - 1)))] = abs(float(length[before] / usual) - 1)
    return off[min(off)] <= ALIKE
