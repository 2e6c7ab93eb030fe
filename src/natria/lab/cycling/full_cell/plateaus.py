"""Plateaus: stretches of a half-cycle over which the voltage hardly changes, against how it changes over the whole.

With x the share of the charge, V(x) smoothed by local regression and D the span of its voltage,

    a plateau is where  |dV/dx| <= D/4  over at least 4 % of the charge, and  <= D/7  somewhere in it.

A line that slopes evenly has |dV/dx| = D everywhere and no plateau, however flat it is; a tail or a first drop belongs
to the span, so a cell with a single plateau has one. Two plateaus are two where a steeper stretch lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..half_cycles import runs
from ..reading_noise import voltage_noise
from .differential import Slope, dv_dq

LEVEL = 0.25  # of the mean slope of the half-cycle
LEVEL_INSIDE = 0.15  # at its most level place: what only just comes below a quarter is a slope that bends
LONG = 0.04  # of its charge; four widths of the smoothing, so nothing shorter can be told from it
BRIDGED = 0.01  # of its charge: a steeper stretch that is no longer than the smoothing does not part two plateaus
CLEAR = 10.0  # times the noise of the voltage: the span of a half-cycle that has a shape
FEWEST = 20  # readings of a half-cycle, below which no plateau is looked for


@dataclass(frozen=True)
class Plateau:
    voltage: float  # V: mean over its charge
    spread: float  # V: standard deviation of the voltage along it
    begin: float  # share of the charge at which it begins
    share: float  # of the charge of the half-cycle
    charge: float  # C


def find_plateaus(voltage: np.ndarray, charge: np.ndarray, slope: Slope | None = None) -> tuple[Plateau, ...]:
    """The plateaus of a half-cycle, in the order in which it passes them; `slope` where it is known already."""
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
    """Short steeper stretches between two level ones count as level."""
    mended = level.copy()
    for first, stop in zip(*runs(level), strict=True):
        if not level[first] and first > 0 and stop < len(level) and stop - first <= BRIDGED * len(level):
            mended[first:stop] = True
    return mended
