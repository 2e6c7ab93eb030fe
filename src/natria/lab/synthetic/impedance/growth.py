"""Growth of an interphase in time: its resistance and thickness from an onset to a completion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..truth import insist

Shape = Literal["linear", "parabolic", "sigmoid"]
SHAPES: tuple[Shape, ...] = ("linear", "parabolic", "sigmoid")


@dataclass(frozen=True)
class InterphaseGrowth:
    """Course of the resistance of the interphase relative to the one of the cell.

    It is `initial` until `onset`, `final` from `complete` on, and between, with x the share of the time,
    initial + (final - initial) s(x): s = x, sqrt(x), or x^2 (3 - 2 x), which starts and ends without a kink.

    The layer gets thicker: its capacitance falls as its resistance grows, so its time constant stays.
    """

    onset: float = 3600.0  # s
    complete: float = 15 * 3600.0  # s
    initial: float = 0.1
    final: float = 1.0
    shape: Shape = "parabolic"

    def __post_init__(self) -> None:
        insist(
            "interphase growth",
            (self.onset >= 0, "onset", "zero or above"),
            (self.complete > self.onset, "complete", "after the onset"),
            (self.initial > 0, "initial", "a factor above zero"),
            (self.final > 0, "final", "a factor above zero"),
            (self.shape in SHAPES, "shape", ", ".join(SHAPES)),
        )

    def factor(self, time: np.ndarray | float) -> np.ndarray:
        """Resistance relative to the one of the cell at these times (s)."""
        x = np.clip((np.asarray(time, float) - self.onset) / (self.complete - self.onset), 0, 1)
        share = {"linear": x, "parabolic": np.sqrt(x), "sigmoid": x**2 * (3 - 2 * x)}[self.shape]
        return np.asarray(self.initial + (self.final - self.initial) * share)
