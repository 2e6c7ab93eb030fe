"""Open-circuit voltage of a synthetic full cell from a sum of redox couples.

Each couple has a share of the charge.

    soc(U) = sum_k w_k / (1 + exp(-(U - U_k) / b_k)) + w_0 (U - U_min)/(U_max - U_min)

so dQ/dU has a peak of height w_k / 4 b_k at each U_k above a constant background, in closed form. Under current, the
curve is shifted by the polarisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .truth import insist

BEYOND = 0.6  # V by which the curve extends beyond the cut-offs
POINTS = 4001


@dataclass(frozen=True)
class TruePlateau:
    """A redox couple.

    `width` is b_k (V): RT/F = 25.7 mV for ideal mixing, less with attraction, more with disorder.
    """

    voltage: float
    share: float
    width: float = 0.015


@dataclass(frozen=True)
class RestingVoltage:
    plateaus: tuple[TruePlateau, ...]
    low: float  # V, lower cut-off
    high: float  # V

    def __post_init__(self) -> None:
        total = sum(p.share for p in self.plateaus)
        insist(
            "full cell",
            (self.low < self.high, "lower", "below the upper cut-off"),
            (
                0 < total <= 1 + 1e-9 and all(p.share > 0 for p in self.plateaus),
                "share",
                "shares that add up to 1 or less",
            ),
            (all(p.width > 0 for p in self.plateaus), "width", "above 0 V"),
        )

    @cached_property
    def _curve(self) -> tuple[np.ndarray, np.ndarray]:
        voltage = np.linspace(self.low - BEYOND, self.high + BEYOND, POINTS)
        return voltage, self.charge_at(voltage)

    def charge_at(self, voltage: np.ndarray | float) -> np.ndarray:
        """Return the state of charge (0 to 1) at an open-circuit voltage."""
        u = np.asarray(voltage, float)
        couples = (p.share / (1 + np.exp(-(u - p.voltage) / p.width)) for p in self.plateaus)
        level = 1 - sum(p.share for p in self.plateaus)
        low, high = self.low - BEYOND, self.high + BEYOND
        return np.asarray(sum(couples, start=level * (u - low) / (high - low)))

    def at(self, charge: np.ndarray | float) -> np.ndarray:
        """Return the open-circuit voltage (V) at a state of charge."""
        voltage, soc = self._curve
        return np.asarray(np.interp(charge, soc, voltage))
