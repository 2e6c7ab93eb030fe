"""Synthetic depth profiles: a layer on a metal, with boundaries that are blurred and noise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...kinetics.inputs import Vector


@dataclass(frozen=True)
class LayeredProfile:
    """Levels of a signal from the surface on, with the places (s) and one width of the boundaries.

    A boundary is the integral of a normal distribution of that standard deviation.
    """

    levels: tuple[float, ...]
    places: tuple[float, ...]
    width: float

    def at(self, t: Vector) -> Vector:
        from scipy.stats import norm

        made = np.full(len(t), self.levels[0])
        for (before, behind), place in zip(pairwise(self.levels), self.places, strict=True):
            made += (behind - before) * norm.cdf(t, loc=place, scale=self.width)
        return made


def noisy_profile(rng: np.random.Generator, exact: Vector, noise: float, *, counts: bool) -> Vector:
    """Return readings of a signal: counts scatter by Poisson's law, shares by a standard deviation."""
    if counts:
        return rng.poisson(exact).astype(float)
    return np.asarray(np.clip(exact + noise * rng.standard_normal(len(exact)), 0.0, 1.0))
