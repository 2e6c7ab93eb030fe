"""The simplest electrode with a chemistry: a state x, a potential that is a line in it, a resistance.

    U(x) = U_empty + (U_full - U_empty) x,   V = U(x) - R i,   Q dx/dt = i,   i > 0 fills it

A stand-in for a cathode or a carbon whose own model is not there, and the pattern for a kind of one's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..equations.compiled import compiled
from ..equations.states import InitialState

CAPACITY, EMPTY_POTENTIAL, RISE, RESISTANCE = range(4)  # places in the block of numbers

SLOPED_COLUMNS: dict[str, str] = {"filled_share": "1"}


@dataclass(frozen=True)
class Sloped:
    """A potential that falls evenly from `empty` to `full` (V against sodium) while sodium goes in."""

    capacity: float  # C/m^2
    empty: float  # V
    full: float  # V
    resistance: float  # ohm m^2, of the transfer
    filled: float = 1.0  # share of the capacity at the start

    @property
    def whole(self) -> float:
        """Return the charge (C/m^2) between empty and full."""
        return self.capacity


def sloped_states(chemistry: Sloped) -> list[InitialState]:
    return [InitialState("filled_share", chemistry.filled, 1.0)]


def sloped_numbers(chemistry: Sloped) -> list[float]:
    c = chemistry
    return [c.capacity, c.empty, c.full - c.empty, c.resistance]


@compiled
def sloped_potential(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the electrode at a current that fills it."""
    return p[EMPTY_POTENTIAL] + p[RISE] * y[0] - p[RESISTANCE] * plating


@compiled
def sloped_equilibrium(temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) without current."""
    return p[EMPTY_POTENTIAL] + p[RISE] * y[0]


@compiled
def sloped_current(potential: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the current (A/m^2) that fills the electrode at a potential."""
    return (p[EMPTY_POTENTIAL] + p[RISE] * y[0] - potential) / p[RESISTANCE]


@compiled
def sloped_rates(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the rate (1/s) of the filled share."""
    dy[0] = plating / p[CAPACITY]


@compiled
def sloped_room(plating: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the charge (C/m^2) that still fits in, or is still there to leave."""
    return p[CAPACITY] * (1.0 - y[0] if plating > 0.0 else y[0])


@compiled
def sloped_sodium(y: np.ndarray, p: np.ndarray) -> float:
    """Return the sodium (C/m^2) in the electrode."""
    return p[CAPACITY] * y[0]


@compiled
def sloped_columns(
    plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, out: np.ndarray
) -> None:
    """Write the row of SLOPED_COLUMNS."""
    out[0] = y[0]
