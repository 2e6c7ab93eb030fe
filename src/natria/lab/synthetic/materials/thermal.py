"""Synthetic scans over temperature: logistic steps and Gaussian peaks on a base line, with noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...kinetics.inputs import Vector
from ..truth import insist


@dataclass(frozen=True)
class LogisticStep:
    """A step of the size `change` at `middle` (K), of the width w (K) in 1/(1 + exp(-(T - middle)/w))."""

    middle: float
    width: float
    change: float

    @property
    def onset(self) -> float:
        """True extrapolated onset: the tangent at the middle meets the base line 2 w before it."""
        return self.middle - 2 * self.width

    def at(self, t: Vector) -> Vector:
        return np.asarray(self.change / (1 + np.exp(-np.clip((t - self.middle) / self.width, -500, 500))))


@dataclass(frozen=True)
class GaussianPeak:
    """A peak of the height `height` at `top` (K), of the standard deviation `width` (K)."""

    top: float
    width: float
    height: float

    @property
    def onset(self) -> float:
        """True extrapolated onset.

        At one width before the top the value is h/sqrt(e) and the slope that over w.
        """
        return self.top - 2 * self.width

    def at(self, t: Vector) -> Vector:
        return np.asarray(self.height * np.exp(-0.5 * ((t - self.top) / self.width) ** 2))


@dataclass(frozen=True)
class ThermalScan:
    """A scan from `first` to `last` (K) on the line `start` + `slope` (T - first), with white noise."""

    first: float = 303.15
    last: float = 773.15
    points: int = 2351
    start: float = 1.0
    slope: float = 0.0  # 1/K
    noise: float = 2e-4

    def __post_init__(self) -> None:
        insist(
            "thermal scan",
            (self.last > self.first, "last", "above the first temperature"),
            (10 <= self.points <= 1_000_000, "points", "from 10 to 1000000"),
            (self.noise >= 0, "noise", "zero or above"),
        )


def thermal_scan(
    rng: np.random.Generator, scan: ThermalScan, parts: tuple[LogisticStep | GaussianPeak, ...]
) -> tuple[Vector, Vector]:
    """Return temperatures (K) and values of a scan with its steps and peaks."""
    t = np.linspace(scan.first, scan.last, scan.points)
    y = scan.start + scan.slope * (t - scan.first)
    for part in parts:
        y = y + part.at(t)
    return t, np.asarray(y + scan.noise * rng.standard_normal(len(t)))
