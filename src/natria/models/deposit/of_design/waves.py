"""The waves of a front: the amplitude of each wavelength, and how fast it grows.

Between walls without flux a front is a sum of cosines, h = sum a_n cos(pi n z/W), of the wavelengths 2 W/n. In three
dimensions the waves of all directions whose wave number is nearest to pi n/W are taken together. The growth rate of a
wave is the slope of ln a over time (least squares).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST_WAVES = 64
RESOLVED = 1e-3  # of a cell: below this amplitude there is no wave
FEWEST = 4  # times from which a rate is taken


@dataclass(frozen=True, eq=False)
class WaveGrowth:
    """Of each wave: wavelength (m), amplitude (m) at the first and last time, rate and its error (1/s)."""

    wavelength: np.ndarray
    first: np.ndarray
    last: np.ndarray
    rate: np.ndarray
    error: np.ndarray

    @property
    def fastest(self) -> int | None:
        """The place of the wave that grows fastest; None where no wave has a rate."""
        return int(np.nanargmax(self.rate)) if np.isfinite(self.rate).any() else None


def heights_of(xi: np.ndarray, spacing: float) -> np.ndarray:
    """Return the height (m) of the highest metal in each column; 0 where there is none."""
    n = len(xi)
    metal = xi >= 0.5
    top = n - 1 - np.argmax(metal[::-1], axis=0)
    above = np.minimum(top + 1, n - 1)
    here, there = (np.take_along_axis(xi, one[None], axis=0)[0] for one in (top, above))
    step = np.where(here > there, here - there, 1.0)
    found: np.ndarray = np.where(metal.any(axis=0), (top + 0.5 + (here - 0.5) / step) * spacing, 0.0)
    return np.minimum(found, n * spacing)


def count_of_waves(width: float, front: float) -> int:
    """Return how many waves a box has that are two fronts long or longer."""
    return max(1, min(MOST_WAVES, int(width / front)))


def amplitudes_of(heights: np.ndarray, count: int) -> np.ndarray:
    """Return the amplitude (m) of the first waves: root two of the root mean square of each."""
    from scipy.fft import dctn

    ny, nz = heights.shape
    waves = dctn(heights, type=2) / (ny * nz)
    waves[0] /= 2
    waves[1:, 0] /= 2
    waves[1:, 1:] /= np.sqrt(2)
    m, n = np.meshgrid(np.arange(ny) * nz / ny, np.arange(nz), indexing="ij")
    kind = np.rint(np.hypot(m, n)).astype(int)
    found = np.bincount(kind.ravel(), (waves**2).ravel(), minlength=count + 1)
    amplitudes: np.ndarray = np.sqrt(found[1 : count + 1])
    return amplitudes


def growth_of(times: np.ndarray, amplitudes: np.ndarray, width: float, spacing: float) -> WaveGrowth:
    """Return the growth of waves from their amplitudes, a row for each time (s)."""
    count = amplitudes.shape[1]
    rate, error = np.full(count, np.nan), np.full(count, np.nan)
    for wave in range(count):
        there = amplitudes[:, wave] > RESOLVED * spacing
        if there.sum() >= FEWEST:
            t, log = times[there], np.log(amplitudes[there, wave])
            slope, level = np.polyfit(t, log, 1)
            rest = log - slope * t - level
            rate[wave] = slope
            error[wave] = np.sqrt((rest**2).sum() / (len(t) - 2) / ((t - t.mean()) ** 2).sum())
    return WaveGrowth(2 * width / np.arange(1, count + 1), amplitudes[0], amplitudes[-1], rate, error)
