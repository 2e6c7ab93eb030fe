"""Noise of a current: relative to its size, with a floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..truth import insist


@dataclass(frozen=True)
class CurrentNoise:
    """Standard deviation sqrt((relative |I|)^2 + floor^2) of each reading, and a constant offset (A)."""

    relative: float = 0.005
    floor: float = 0.0  # A
    offset: float = 0.0  # A

    def __post_init__(self) -> None:
        insist(
            "current noise",
            (self.relative >= 0, "relative", "zero or above"),
            (self.floor >= 0, "floor", "zero or above"),
        )

    def read(self, rng: np.random.Generator, current: np.ndarray) -> np.ndarray:
        """Current (A) as the instrument writes it."""
        std = np.sqrt((self.relative * current) ** 2 + self.floor**2)
        return np.asarray(current + self.offset + std * rng.standard_normal(len(current)))


NO_NOISE = CurrentNoise(0.0)
