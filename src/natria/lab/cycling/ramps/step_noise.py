"""Noise of the readings of a step of a ramp, and how far noise reaches if few readings show it.

White noise of standard deviation s on readings gives second differences of sqrt(6) s, each correlated with its
neighbours by -2/3 and 1/6. The median of n absolute second differences then has the relative variance

    (1 + 2 (0.216 + 0.010)) / (16 m^2 phi(m)^2 n) = 2.0/n,    m = 0.6745, the median of |z|,

where the bracket holds the correlations of the signs of |z| - m. A spread with f degrees of freedom has the relative
variance 1/2f, so that f = n/4. The deviation of a mean relative to an estimated spread has Student's distribution with
f degrees of freedom: with 20 readings (f = 4.5), a spread that is half of the true one is not rare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SURE = 6.0  # standard deviations of a drop inside a step: fluctuations of temperature are no white noise
ALARM = 1e-5  # chance that noise alone makes a drop in a step: one in some thousand ramps
FREEDOM = 0.25  # degrees of freedom of the noise per second difference
FEWEST = 5  # readings of a step with a noise


@dataclass(frozen=True)
class StepNoise:
    """Standard deviation of a reading (V), with the degrees of freedom of its estimate."""

    std: float
    freedom: float

    def sure(self, tries: int = 1) -> float:
        """Return the number of `std` that noise exceeds in one of so many tries with the chance ALARM."""
        from scipy.special import stdtrit

        if not np.isfinite(self.freedom):
            return SURE
        return max(SURE, float(-stdtrit(self.freedom, ALARM / tries)))

    def error(self, readings: float) -> float:
        """Return the error (V) from noise of the difference of two medians over so many readings.

        The variance of one median is pi/2 s^2/n.
        """
        return SURE * self.std * float(np.sqrt(np.pi / max(1.0, readings)))


def white(values: np.ndarray) -> float:
    """Return the standard deviation of white noise from second differences; nan if too few readings."""
    return _std(np.abs(np.diff(values, 2))) if len(values) >= FEWEST else float("nan")


def step_noise(voltage: np.ndarray, before: Sequence[np.ndarray]) -> StepNoise:
    """Return the noise (V) of a step: its own, or that of all these steps if it is larger."""
    second = [np.abs(np.diff(one, 2)) for one in (*before, voltage) if len(one) >= FEWEST]
    if not second:
        return StepNoise(0.0, np.inf)
    together = np.concatenate(second)
    own = white(voltage)
    std = _std(together)
    return StepNoise(max(std, own) if np.isfinite(own) else std, FREEDOM * len(together))


def _std(second: np.ndarray) -> float:
    return float(1.4826 * np.median(second) / np.sqrt(6))
