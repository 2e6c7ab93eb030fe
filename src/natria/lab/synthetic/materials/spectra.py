"""Synthetic spectra of XPS, Raman and NMR: lines of known places and areas on a background.

Lines are weighted sums of a normal and a Cauchy distribution of the same full width at half maximum. The background is
a level with a slope, or rises by the area of the lines below x (Shirley).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...kinetics.inputs import Vector
from ..truth import insist

TO_SIGMA = float(1 / np.sqrt(8 * np.log(2)))  # standard deviation over full width at half maximum
LEAST_SPACE = 2  # widths between the ends and the first and last line


@dataclass(frozen=True)
class LineShape:
    """What all lines of a spectrum share: full width, share of the Lorentzian, second line of a doublet."""

    width: float
    lorentzian: float
    splitting: float = 0.0
    ratio: float = 0.0

    def at(self, x: Vector, place: float) -> Vector:
        """Return a line, or both of a doublet, whose area is 1."""
        made = self._line(x, place)
        if self.ratio > 0:
            made = (made + self.ratio * self._line(x, place + self.splitting)) / (1 + self.ratio)
        return made

    def _line(self, x: Vector, place: float) -> Vector:
        from scipy.stats import cauchy, norm

        gauss = norm.pdf(x, place, self.width * TO_SIGMA)
        return np.asarray((1 - self.lorentzian) * gauss + self.lorentzian * cauchy.pdf(x, place, self.width / 2))


@dataclass(frozen=True)
class SpectrumDraft:
    """A spectrum before its noise: places and shares of the area in all lines.

    `height` is that of the highest reading above the background; `slope` and `step` are shares of it: what a straight
    and a background of Shirley rise from the lowest to the highest x.
    """

    places: tuple[float, ...]
    shares: tuple[float, ...]
    shape: LineShape
    height: float
    level: float
    slope: float = 0.0
    step: float = 0.0

    def __post_init__(self) -> None:
        insist(
            "spectrum",
            (len(self.places) == len(self.shares), "shares", f"one for each of the {len(self.places)} places"),
            (self.shape.width > 0, "width", "above zero"),
            (0 <= self.shape.lorentzian <= 1, "shape", "from 0 to 1"),
            (all(one > 0 for one in self.shares), "shares", "above zero"),
            (self.height > 0, "height", "above zero"),
        )

    @property
    def normalised(self) -> tuple[float, ...]:
        """The shares so that they sum to one."""
        return tuple(one / sum(self.shares) for one in self.shares)

    def at(self, x: Vector) -> tuple[Vector, float]:
        """Return the spectrum without noise, and the area of all its lines."""
        peaks = np.sum([s * self.shape.at(x, p) for p, s in zip(self.places, self.normalised, strict=True)], axis=0)
        area = self.height / float(peaks.max())
        u = (x - x[0]) / (x[-1] - x[0])
        risen = np.concatenate([[0.0], np.cumsum(0.5 * (peaks[1:] + peaks[:-1]) * np.diff(x))])
        return self.level + self.height * (self.slope * u + self.step * risen) + area * peaks, area


def noisy_spectrum(rng: np.random.Generator, exact: Vector, noise: float, *, counts: bool) -> Vector:
    """Return readings with white noise of a standard deviation; counts scatter by Poisson's law besides."""
    made = rng.poisson(exact).astype(float) if counts else exact
    seen = made + noise * rng.standard_normal(len(exact))
    return np.asarray(np.clip(np.round(seen), 0, None) if counts else seen)
