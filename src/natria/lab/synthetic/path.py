"""Current path through a symmetric cell, with a parallel electronic path.

The ionic path carries the current x (A) at the voltage

    V(x) = R x g + 2 (2 R_g T / F) asinh(x g / 2 I0),

with electrolyte and layers (R, ohm) and two Butler-Volmer interfaces (alpha = 1/2, I0 = exchange current density times
area, A) in series. The focusing factor g >= 1 means that the current flows through the share 1/g of the area (few
nuclei, voids). A parallel metallic path of conductance G (1/ohm) carries G V, so the voltage at the current I follows
from

    x + G V(x) = I,

a soft short while most of the current is ionic, a hard short if almost none is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...laws.constants import FARADAY, GAS

NEWTON_STEPS = 30  # an upper limit; 4 to 8 suffice, as a concave function is approached without overshoot
SAME = 1e-9  # relative tolerance of the current
NO_FACE = 1e-12  # V; an interface with a smaller overpotential is neglected


@dataclass(frozen=True, eq=False)
class CurrentPath:
    """Parameters of the path, with one entry per reading."""

    resistance: np.ndarray  # ohm
    exchange: np.ndarray  # A
    temperature: np.ndarray  # K
    gathered: np.ndarray  # focusing factor g, 1 or above

    def at(self, rows: np.ndarray) -> CurrentPath:
        return CurrentPath(self.resistance[rows], self.exchange[rows], self.temperature[rows], self.gathered[rows])

    @property
    def even(self) -> CurrentPath:
        """The same path with uniform current."""
        return CurrentPath(self.resistance, self.exchange, self.temperature, np.ones_like(self.gathered))

    def voltage(self, current: np.ndarray) -> np.ndarray:
        """Return |V| (V) at the ionic current x >= 0 (A)."""
        local = current * self.gathered
        faces = 4 * GAS / FARADAY * self.temperature * np.arcsinh(local / (2 * self.exchange))
        return np.asarray(self.resistance * local + faces)

    def slope(self, current: np.ndarray) -> np.ndarray:
        """Return dV/dx (ohm)."""
        faces = 4 * GAS / FARADAY * self.temperature / np.hypot(2 * self.exchange, current * self.gathered)
        return np.asarray(self.gathered * (self.resistance + faces))

    def voltage_beside(self, current: np.ndarray, conductance: np.ndarray) -> np.ndarray:
        """Return |V| (V) at the current I >= 0 with a parallel electronic path.

        Newton's method solves x + G V(x) = I.

        The start value uses the slope at zero current, the largest one.
        """
        x = current / (1 + conductance * self.slope(np.zeros_like(current)))
        for _ in range(NEWTON_STEPS):
            missing = current - x - conductance * self.voltage(x)
            x += missing / (1 + conductance * self.slope(x))
            if (np.abs(missing) <= SAME * current).all():
                break
        return self.voltage(x)

    def resistance_for_drop(self, drop: float, current: np.ndarray) -> float:
        """Return the resistance (ohm) of a parallel path that reduces |V| by the share `drop`.

        The reduction is that at the first reading.

        R_path = (1 - drop) V / (I - x), with x the ionic current at (1 - drop) V.
        """
        one, through = self.at(np.array([0])), current[:1]
        left = (1 - drop) * float(one.voltage(through)[0])
        low, high = 0.0, float(through[0])
        for _ in range(60):  # bisection to the last bit
            x = (low + high) / 2
            low, high = (x, high) if float(one.voltage(np.array([x]))[0]) < left else (low, x)
        return left / (float(through[0]) - (low + high) / 2)


def split(overpotential: float, kinetic_share: float, current: float, temperature: float) -> tuple[float, float]:
    """Return R (ohm) and I0 (A) for an `overpotential` at `current`.

    `kinetic_share` of the overpotential is at the interfaces.
    """
    face = kinetic_share * overpotential / 2
    exchange = current / (2 * np.sinh(FARADAY * face / (2 * GAS * temperature))) if face > NO_FACE else np.inf
    return (1 - kinetic_share) * overpotential / current, float(exchange)
