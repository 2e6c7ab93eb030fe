"""Noise of voltage readings from their deviation from the line between neighbours.

The deviation is that of each reading from the line between its two neighbours.

Curvature of the voltage contributes little to this deviation; white noise n contributes n sqrt(1 + a^2 + (1 - a)^2),
where a is the relative position of the reading between its neighbours (Gasser et al. 1986). The median over all
readings is insensitive to a few jumps. As neighbouring deviations share readings, the result of n even readings has
the relative standard deviation sqrt(2/n): 7 % of 400 readings, 2 % of 5,000.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

MAD = 1.4826  # from the median absolute deviation to the standard deviation of a normal spread
FINEST = 1e-6  # V; smaller steps come from floating point, not from the instrument
ENOUGH = 4000  # pairs of neighbours for the smallest step
AROUND = 5  # readings before and after a reading for its local noise
JUMP = 5.0  # times the noise: larger deviations are jumps
BESIDE = 5  # readings affected by a jump, as interpolation reaches two readings to either side


def voltage_noise(voltage: np.ndarray, charge: np.ndarray) -> float:
    """Return the white noise of a reading (V), at least the rounding of the instrument."""
    floor = voltage_step(voltage) / sqrt(12)
    return max(MAD * float(np.median(np.abs(_off_line(voltage, charge)))), floor) if len(voltage) > 2 else floor


def local_noise(voltage: np.ndarray, charge: np.ndarray, noise: float) -> np.ndarray:
    """Return the noise of each reading (V): the overall noise, or more near jumps of the voltage."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    off = np.pad(_off_line(voltage, charge) ** 2, 1)
    usual = uniform_filter1d(off, 2 * AROUND + 1, mode="nearest")
    jumps = maximum_filter1d(np.where(off > (JUMP * noise) ** 2, off, 0.0), BESIDE, mode="nearest")
    return np.asarray(np.sqrt(np.maximum(np.maximum(usual, jumps), noise**2)))


def _off_line(voltage: np.ndarray, charge: np.ndarray) -> np.ndarray:
    """Deviation (V) of each inner reading from the line between its neighbours.

    It is scaled to the noise of one reading.
    """
    span = charge[2:] - charge[:-2]
    share = np.divide(charge[1:-1] - charge[:-2], span, out=np.full(len(span), 0.5), where=span > 0)
    off = voltage[1:-1] - (1 - share) * voltage[:-2] - share * voltage[2:]
    return np.asarray(off / np.sqrt(1 + share**2 + (1 - share) ** 2))


def voltage_step(voltage: np.ndarray) -> float:
    """Return the smallest voltage step that the instrument writes (V).

    It is estimated from some thousand pairs of neighbours.
    """
    places = np.arange(0, len(voltage) - 1, max(len(voltage) // ENOUGH, 1))
    steps = np.abs(voltage[places + 1] - voltage[places])
    steps = steps[steps > FINEST]
    return float(steps.min()) if len(steps) else FINEST
