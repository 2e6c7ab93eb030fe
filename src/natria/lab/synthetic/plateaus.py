"""The resting voltage of a full cell: redox couples that each take part of the charge about a voltage of their own.

    soc(U) = sum_k w_k / (1 + exp(-(U - U_k) / b_k)) + w_0 (U - U_min)/(U_max - U_min)

so dQ/dU is a peak w_k / 4 b_k high at each U_k over a level background, in closed form. What a cell does under current
is this curve moved by its polarisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .truth import insist

BEYOND = 0.6  # V past the cut-offs to which the curve goes on
POINTS = 4001


@dataclass(frozen=True)
class TruePlateau:
    """`width` is b_k (V): RT/F = 25.7 mV is an ideal couple, less attracts, more is disordered."""

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
        """The state of charge (0 to 1) at rest at a voltage."""
        u = np.asarray(voltage, float)
        couples = (p.share / (1 + np.exp(-(u - p.voltage) / p.width)) for p in self.plateaus)
        level = 1 - sum(p.share for p in self.plateaus)
        low, high = self.low - BEYOND, self.high + BEYOND
        return np.asarray(sum(couples, start=level * (u - low) / (high - low)))

    def at(self, charge: np.ndarray | float) -> np.ndarray:
        """The voltage (V) at rest at a state of charge."""
        voltage, soc = self._curve
        return np.asarray(np.interp(charge, soc, voltage))
