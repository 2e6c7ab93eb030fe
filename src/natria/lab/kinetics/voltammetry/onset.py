"""Onset voltage of a linear sweep: where the current reaches a threshold and stays above it.

It is a threshold of an experiment: it depends on the threshold, the scan rate, the electrode and the background, and is
no limit of stability.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ....quantity import FitError
from ...results import Remark
from .peaks import current_noise
from .sweeps import PotentialSweep

NEAR = 0.3  # of the threshold: readings within it to either side give the crossing
LEAST_NOISE = 3.0  # standard deviations: a smaller threshold lies in the noise
FEWEST = 4  # readings of the crossing


@dataclass(frozen=True)
class OnsetVoltage:
    """The onset of a sweep; `voltage` is None where there is none in `searched`, what was swept."""

    voltage: float | None
    std: float | None
    threshold: float  # A, with the sign of the current
    direction: int
    searched: tuple[float, float]  # V
    remarks: tuple[Remark, ...]


def onset_voltage(sweep: PotentialSweep, threshold: float) -> OnsetVoltage:
    """Return where the current reaches `threshold` (A, above zero) along the sweep, for good."""
    if not (np.isfinite(threshold) and threshold > 0):
        raise FitError(
            f"the threshold is {threshold:g} A, expected above zero", "state a current, or per area times area"
        )
    y = sweep.direction * sweep.current
    noise = current_noise(sweep.current)
    remarks = []
    if threshold < LEAST_NOISE * noise:
        text = f"The threshold lies in the noise of the current ({noise:.2g} A): the onset is that of noise."
        remarks.append(Remark("threshold-in-noise", text))
    below = np.flatnonzero(y < threshold)
    signed = sweep.direction * threshold
    if len(below) == len(y) or (len(below) and below[-1] == len(y) - 1):
        text = f"The current does not reach {signed:.3g} A for good up to the end of the sweep."
        found = (*remarks, Remark("threshold-not-reached", text))
        return OnsetVoltage(None, None, signed, sweep.direction, sweep.span, found)
    if not len(below):
        text = "The current is above the threshold from the begin of the sweep: the onset lies before it."
        found = (*remarks, Remark("above-threshold-from-start", text))
        return OnsetVoltage(None, None, signed, sweep.direction, sweep.span, found)
    text = "A threshold of this sweep, not a limit of stability: it moves with threshold, scan rate and electrode."
    remarks.append(Remark("onset-is-a-threshold", text))
    volts, std = _crossing(sweep, y, threshold, int(below[-1]), noise)
    return OnsetVoltage(volts, std, signed, sweep.direction, sweep.span, tuple(remarks))


def _crossing(sweep: PotentialSweep, y: np.ndarray, threshold: float, last: int, noise: float) -> tuple[float, float]:
    """Return the voltage of the crossing by a parabola of the voltage over the current, and its spread."""
    begin, stop = last, last + 2
    while stop < len(y) and abs(y[stop] - threshold) < NEAR * threshold:
        stop += 1
    while begin > 0 and abs(y[begin - 1] - threshold) < NEAR * threshold:
        begin -= 1
    x, v = y[begin:stop] - threshold, sweep.voltage[begin:stop]
    rise = abs(float(np.polyfit(v, x, 1)[0])) if len(x) > 2 else abs(float((x[-1] - x[0]) / (v[-1] - v[0])))
    step = float(np.median(np.abs(np.diff(sweep.voltage))))
    rounding = step / sqrt(12.0)
    if len(x) < FEWEST or rise == 0:
        volts = float(v[0] + (v[-1] - v[0]) * (0 - x[0]) / (x[-1] - x[0]))
        return volts, sqrt((noise / rise) ** 2 + rounding**2) if rise else rounding
    degree = 2 if len(x) >= 2 * FEWEST else 1
    unit = (v - v.mean()) / (float(np.ptp(v)) / 2)
    matrix = np.vander(unit, degree + 1)
    found, *_ = np.linalg.lstsq(matrix, x, rcond=None)
    roots = np.roots(found)
    real = roots[np.abs(roots.imag) < 1e-9].real
    at = float(real[np.argmin(np.abs(real))]) if len(real) else 0.0
    slope = abs(float(np.polyval(np.polyder(found), at))) or 1e-300
    row = np.vander(np.array([at]), degree + 1)[0]
    scatter = max(noise, float(np.std(x - matrix @ found, ddof=degree + 1)))
    of_line = scatter * sqrt(float(row @ np.linalg.pinv(matrix.T @ matrix) @ row))
    half = float(np.ptp(v)) / 2
    return float(v.mean()) + half * at, half * of_line / slope
