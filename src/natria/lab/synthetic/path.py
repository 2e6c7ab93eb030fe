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

import numpy as np

from ...laws.constants import FARADAY, GAS

NEWTON_STEPS = 12  # from below on a concave function it converges without overshoot; 6 are enough in practice
SAME = 1e-12  # relative


def ionic_voltage(
    x: np.ndarray | float,
    resistance: np.ndarray | float,
    exchange: np.ndarray | float,
    temperature: np.ndarray | float,
    gathered: np.ndarray | float = 1.0,
) -> np.ndarray:
    """|V| (V) at the ionic current x >= 0 (A)."""
    local = x * gathered
    faces = 4 * GAS / FARADAY * temperature * np.arcsinh(local / (2 * exchange))
    return np.asarray(resistance * local + faces)


def voltage_beside(
    current: np.ndarray,
    conductance: np.ndarray,
    resistance: np.ndarray,
    exchange: np.ndarray,
    temperature: np.ndarray,
    gathered: np.ndarray,
) -> np.ndarray:
    """|V| (V) at the current I >= 0 with an electronic path: Newton's method on x + G V(x) - I, started where the
    chord at zero current, the steepest there is, would put x."""
    kinetic = 4 * GAS / FARADAY * temperature
    at_zero = gathered * (resistance + kinetic / (2 * exchange))
    x = current / (1 + conductance * at_zero)
    for _ in range(NEWTON_STEPS):
        local = x * gathered
        missing = current - x - conductance * ionic_voltage(x, resistance, exchange, temperature, gathered)
        slope = gathered * (resistance + kinetic / np.hypot(2 * exchange, local))
        x += missing / (1 + conductance * slope)
        if np.max(np.abs(missing) - SAME * current, initial=0.0) <= 0:
            break
    return ionic_voltage(x, resistance, exchange, temperature, gathered)


def split(overpotential: float, kinetic_share: float, current: float, temperature: float) -> tuple[float, float]:
    """R (ohm) and I0 (A) of a cell that stands at `overpotential` at `current`, that share of it at the two faces."""
    face = kinetic_share * overpotential / 2
    exchange = current / (2 * np.sinh(FARADAY * face / (2 * GAS * temperature))) if face > 0 else np.inf
    return (1 - kinetic_share) * overpotential / current, float(exchange)


def path_for_drop(
    drop: float, overpotential: float, resistance: float, exchange: float, current: float, temperature: float
) -> float:
    """The resistance (ohm) of the path beside a cell that takes that share of its |V| away: with x the ionic current at
    (1 - drop) V, R_path = (1 - drop) V / (I - x)."""
    left = (1 - drop) * overpotential
    low, high = 0.0, current
    for _ in range(60):  # bisection to the last bit
        x = (low + high) / 2
        low, high = (x, high) if float(ionic_voltage(x, resistance, exchange, temperature)) < left else (low, x)
    return left / (current - (low + high) / 2)
