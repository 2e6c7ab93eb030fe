"""The voltage of one long half-cycle against the time with current.

Rests for impedance are left out: the clock of the curve runs with the current. Plain SI arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ...results import Cycling
from ..half_cycles import HalfCycles

UNBROKEN = 5.0  # times the usual charge: plating that is meant to continue until a short
SPIKE_WITHIN = 0.2  # of the half-cycle: the nucleation spike
FLOOR = 0.01  # of the usual |V|: lower limit before the logarithm, where |V| is below noise
MAD = 1.4826


@dataclass(frozen=True, eq=False)
class PlatingCurve:
    """Readings with current of a plating half-cycle.

    `row` in the recording, time of the clock and with current (s), |V| along the current.
    """

    row: np.ndarray
    clock: np.ndarray
    plated: np.ndarray
    voltage: np.ndarray
    duration: float  # s with current

    def mean_log(self, edges: np.ndarray) -> np.ndarray:
        """Return ln of the mean |V| between successive times with current, |V| being linear between readings."""
        area = np.r_[0.0, np.cumsum(np.diff(self.plated) * (self.voltage[1:] + self.voltage[:-1]) / 2)]
        within = np.interp(edges, self.plated, area)
        low = FLOOR * max(float(np.median(self.voltage)), 1e-6)
        return np.asarray(np.log(np.maximum(np.diff(within) / np.diff(edges), low)))

    @property
    def noise(self) -> float:
        """Return the noise (V) of one reading.

        It is the typical deviation of a reading from the mean of its neighbours, scaled to one reading.
        """
        v = self.voltage
        if len(v) < 3:
            return 0.0
        return MAD * float(np.median(np.abs(v[1:-1] - (v[:-2] + v[2:]) / 2))) / sqrt(1.5)


def is_unbroken(halves: HalfCycles) -> bool:
    """Whether the last half-cycle is uninterrupted plating in one direction.

    It is the only half-cycle, or one far longer than the others.
    """
    if len(halves) < 2:
        return len(halves) == 1
    return bool(halves.charge[-1] > UNBROKEN * np.median(halves.charge[:-1]))


def last_curve(cycling: Cycling) -> PlatingCurve:
    """Return the curve of the last half-cycle.

    Single readings that stand out are clipped between their neighbours.
    """
    halves = cycling.halves
    last = len(halves) - 1
    rows = halves.rows(last)
    weight = halves.weight[rows]
    voltage = cycling.recording.voltage[rows] * float(halves.sign[last])
    spent = np.cumsum(weight)
    plated = np.maximum.accumulate(spent - weight / 2)
    if len(rows):
        plated[-1] = spent[-1]  # the last reading is taken when the current ends
    return PlatingCurve(
        rows, cycling.recording.time[rows], plated, _clipped(voltage), float(spent[-1]) if len(rows) else 0.0
    )


def _clipped(voltage: np.ndarray) -> np.ndarray:
    if len(voltage) < 3:
        return voltage
    low, high = np.minimum(voltage[:-2], voltage[2:]), np.maximum(voltage[:-2], voltage[2:])
    return np.asarray(np.r_[voltage[:1], np.clip(voltage[1:-1], low, high), voltage[-1:]])


def nucleation_and_plateau(curve: PlatingCurve, until: float) -> tuple[float | None, float, float]:
    """Return nucleation overpotential, plateau |V| and its spread (V), before a time (s).

    The nucleation overpotential is None without a spike.

    The plateau is the median |V| after the first fifth; the nucleation overpotential is the highest |V| of the first
    fifth less the plateau.
    """
    begin = SPIKE_WITHIN * until
    flat = curve.voltage[(curve.plated >= begin) & (curve.plated < until)]
    early = curve.voltage[curve.plated < begin]
    if not len(flat):
        flat = curve.voltage[curve.plated <= until] if (curve.plated <= until).any() else curve.voltage
    plateau = float(np.median(flat))
    spread = MAD * float(np.median(np.abs(flat - plateau)))
    above = float(early.max()) - plateau if len(early) else 0.0
    return (above if above > max(3 * curve.noise, 0.0) and above > 0 else None), plateau, spread
