"""The path of the current through a symmetric cell, and an electronic path beside it.

The ionic path carries x (A) at the voltage

    V(x) = R x g + 2 (2 R_g T / F) asinh(x g / 2 I0)

the electrolyte and the layers (R, ohm) and two Butler-Volmer faces (alpha = 1/2, I0 = exchange current density times
area, A) in series; g >= 1 says that the current gathers on the share 1/g of the area (few nuclei, voids). A metallic
path of conductance G (1/ohm) beside it takes G V, so a cell at the current I stands at the V(x) of

    x + G V(x) = I

which is a soft short while most of the current is ionic, and a hard one when next to none is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...laws.constants import FARADAY, GAS

NEWTON_STEPS = 30  # a bound; 4 to 8 are enough, as a concave function is met from below without overshoot
SAME = 1e-9  # relative, of the current
NO_FACE = 1e-12  # V; a face that costs less is none


@dataclass(frozen=True, eq=False)
class CurrentPath:
    """An entry a reading."""

    resistance: np.ndarray  # ohm
    exchange: np.ndarray  # A
    temperature: np.ndarray  # K
    gathered: np.ndarray  # 1 or above

    def at(self, rows: np.ndarray) -> CurrentPath:
        return CurrentPath(self.resistance[rows], self.exchange[rows], self.temperature[rows], self.gathered[rows])

    @property
    def even(self) -> CurrentPath:
        """The same with its current spread evenly."""
        return CurrentPath(self.resistance, self.exchange, self.temperature, np.ones_like(self.gathered))

    def voltage(self, current: np.ndarray) -> np.ndarray:
        """|V| (V) at the ionic current x >= 0 (A)."""
        local = current * self.gathered
        faces = 4 * GAS / FARADAY * self.temperature * np.arcsinh(local / (2 * self.exchange))
        return np.asarray(self.resistance * local + faces)

    def slope(self, current: np.ndarray) -> np.ndarray:
        """dV/dx (ohm)."""
        faces = 4 * GAS / FARADAY * self.temperature / np.hypot(2 * self.exchange, current * self.gathered)
        return np.asarray(self.gathered * (self.resistance + faces))

    def voltage_beside(self, current: np.ndarray, conductance: np.ndarray) -> np.ndarray:
        """|V| (V) at the current I >= 0 with an electronic path: Newton's method on x + G V(x) - I, started where the
        chord at zero current, the steepest there is, would put x."""
        x = current / (1 + conductance * self.slope(np.zeros_like(current)))
        for _ in range(NEWTON_STEPS):
            missing = current - x - conductance * self.voltage(x)
            x += missing / (1 + conductance * self.slope(x))
            if (np.abs(missing) <= SAME * current).all():
                break
        return self.voltage(x)

    def resistance_for_drop(self, drop: float, current: np.ndarray) -> float:
        """The resistance (ohm) of a path that takes that share of |V| at the first reading away: with x the ionic
        current at (1 - drop) V, R_path = (1 - drop) V / (I - x)."""
        one, through = self.at(np.array([0])), current[:1]
        left = (1 - drop) * float(one.voltage(through)[0])
        low, high = 0.0, float(through[0])
        for _ in range(60):  # bisection to the last bit
            x = (low + high) / 2
            low, high = (x, high) if float(one.voltage(np.array([x]))[0]) < left else (low, x)
        return left / (float(through[0]) - (low + high) / 2)


def split(overpotential: float, kinetic_share: float, current: float, temperature: float) -> tuple[float, float]:
    """R (ohm) and I0 (A) of a cell that stands at `overpotential` at `current`, that share of it at the two faces."""
    face = kinetic_share * overpotential / 2
    exchange = current / (2 * np.sinh(FARADAY * face / (2 * GAS * temperature))) if face > NO_FACE else np.inf
    return (1 - kinetic_share) * overpotential / current, float(exchange)
