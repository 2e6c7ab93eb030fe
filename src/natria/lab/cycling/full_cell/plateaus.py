"""Voltage plateaus of a half-cycle: parts with a small slope.

The slope is compared with the mean slope of the half-cycle.

With x the share of the charge, V(x) smoothed by local regression, and D the span of V, a plateau satisfies

    |dV/dx| <= D/4  over at least 4 % of the charge, and  |dV/dx| <= D/7  at some point of it.

A straight line has |dV/dx| = D everywhere and therefore no plateau, however flat it is. An initial drop or a tail
contributes to D, so a cell with a single plateau has one. A steeper part separates two plateaus.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..half_cycles import runs
from ..reading_noise import voltage_noise
from .differential import Slope, dv_dq

LEVEL = 0.25  # of the mean slope of the half-cycle
LEVEL_INSIDE = 0.15  # at its flattest point; a minimum just below a quarter is a bend, not a plateau
LONG = 0.04  # of the charge; four smoothing widths, the shortest resolved plateau
BRIDGED = 0.01  # of the charge: a steeper part no longer than the smoothing does not separate two plateaus
CLEAR = 10.0  # times the voltage noise: smallest span of a half-cycle with resolved plateaus
FEWEST = 20  # fewest readings of a half-cycle for plateaus


@dataclass(frozen=True)
class Plateau:
    voltage: float  # V: mean over the charge of the plateau
    spread: float  # V: standard deviation of the voltage along it
    begin: float  # share of the charge at its beginning
    share: float  # its charge over the charge of the half-cycle
    charge: float  # C


def find_plateaus(voltage: np.ndarray, charge: np.ndarray, slope: Slope | None = None) -> tuple[Plateau, ...]:
    """Return the plateaus of a half-cycle in order of charge; `slope` avoids a second regression."""
    slope = slope or dv_dq(voltage, charge)
    if slope is None or len(voltage) < FEWEST:
        return ()
    total = float(charge[-1] - charge[0])
    span = float(np.ptp(slope.voltage))
    if span < CLEAR * voltage_noise(voltage, charge):
        return ()
    steep = np.abs(slope.value) * total / span
    level = _without_short(steep <= LEVEL)
    found = []
    for first, stop in zip(*runs(level), strict=True):
        share = float(stop - first) / len(level)
        if not level[first] or share < LONG or steep[first:stop].min() > LEVEL_INSIDE:
            continue
        inside = slope.voltage[first:stop]
        found.append(
            Plateau(float(inside.mean()), float(inside.std()), float(first) / len(level), share, share * total)
        )
    return tuple(found)


def _without_short(level: np.ndarray) -> np.ndarray:
    """Mark short steeper parts between two level ones as level."""
    mended = level.copy()
    for first, stop in zip(*runs(level), strict=True):
        if not level[first] and first > 0 and stop < len(level) and stop - first <= BRIDGED * len(level):
            mended[first:stop] = True
    return mended
