"""Parts of a load-displacement curve.

Loading, hold at full load, unloading, hold for the thermal drift.

The load decides. A reading is at full load within 1 % of it or five standard deviations of its noise; the unloading is
what follows. A hold of the load in the second half of the unloading, for longer than a tenth of it, measures the drift.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector

FULL = 0.99  # of the largest load: above, the load is full
SIGMAS = 5.0  # of the noise of the load
LOW = 0.5  # of the largest load: a hold for the drift lies below
FEWEST_HELD = 10  # readings of a hold
FEWEST = 8  # readings of an unloading: two more than twice the parameters of its law
MEDIAN, THIRD = 0.6744897501960817, 20.0  # median |x| over the standard deviation; variance of a third difference
NONE = "no unloading: the load never falls"
MEND = "export the whole test with its unloading: the stiffness is read off it"


@dataclass(frozen=True)
class IndentParts:
    """Places in the record: loading [0, loaded), unloading [full, unloaded), hold for the drift."""

    loaded: int
    full: int
    unloaded: int
    drift: tuple[int, int] | None
    load_noise: float  # N, of one reading


def parts_of(load: Vector, time: Vector | None) -> IndentParts:
    """Return the parts of a curve; raises FitError where the unloading is missing or too short."""
    peak = float(load.max())
    if peak <= 0:
        raise FitError("no load is above zero", "check the sign of the load")
    noise = noise_of(load)
    near = np.flatnonzero(load >= min(FULL * peak, peak - SIGMAS * noise))
    loaded, full = int(near[0]), int(near[-1])
    if load[full:].min() > LOW * peak:
        lowest = float(load[full:].min()) / peak
        text = NONE if full >= len(load) - FEWEST else f"the unloading ends at {lowest:.0%} of the full load"
        raise FitError(text, MEND)
    drift = _hold(load, full, peak, noise) if time is not None else None
    unloaded = drift[0] if drift is not None else len(load)
    falling = np.flatnonzero(load[full:unloaded] > 0)
    if len(falling) < FEWEST:
        raise FitError(f"the unloading has {len(falling)} readings, expected {FEWEST} or more", MEND)
    return IndentParts(loaded, full, full + int(falling[-1]) + 1, drift, noise)


def noise_of(values: Vector) -> float:
    """Return the standard deviation of the noise of one reading, from third differences (median, robust).

    A slope and a curvature cancel in d3 = v0 - 3 v1 + 3 v2 - v3, whose variance is 20 times that of a reading.
    """
    if len(values) < 5:
        return 0.0
    third = np.abs(np.diff(values, 3))
    return float(np.median(third)) / MEDIAN / sqrt(THIRD)


def _hold(load: Vector, full: int, peak: float, noise: float) -> tuple[int, int] | None:
    """Return the longest hold below half the load: within 1 % of the full load, or five of the noise."""
    band = max((1 - FULL) * peak, SIGMAS * noise)
    best: tuple[int, int] | None = None
    first = full + int(np.argmax(load[full:] < LOW * peak))
    while first < len(load):
        away = np.flatnonzero(np.abs(load[first:] - load[first]) > band)
        stop = first + int(away[0]) if len(away) else len(load)
        if stop - first >= FEWEST_HELD and load[first] > band and (best is None or stop - first > best[1] - best[0]):
            best = (first, stop)
        first = stop if stop - first >= FEWEST_HELD else first + 1
    if best is None or best[1] - best[0] < 0.1 * (len(load) - full):
        return None
    return best
