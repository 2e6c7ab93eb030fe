"""Events that end a run, as signed distances that the solver follows to zero, so each is located exactly.

Mechanical laws enter through `Limits`, which `monitors` makes from a design; the defaults are for cells made by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from ..equations.compiled import compiled
from ..equations.layout import N_FILMS_C, N_FILMS_W, N_VOLUMES
from ..equations.rates import FACE_C, FACE_W, contact_share, voltage
from ..equations.salt import least_salt

DEPLETED = 1e-3  # share of the salt at a face below which it counts as used up
EMPTY = 1e-6  # C/m^2 of sodium, a hundred-millionth of a foil
MELTS = 370.87  # K, sodium

EVENTS = (
    "voltage limit",
    "salt depleted",
    "working electrode empty",
    "counter electrode empty",
    "contact lost at the working electrode",
    "contact lost at the counter electrode",
    "sodium melts",
    "crack at the working electrode",
    "crack at the counter electrode",
)
N_EVENTS = len(EVENTS)


@dataclass(frozen=True)
class Limits:
    """`contact` is the least share of a face that must touch; `crack_working` and `crack_counter` (V) are the
    overpotentials of a plating face at which sodium opens the largest flaw."""

    contact: float = 0.1
    temperature: float = MELTS
    crack_working: float = inf
    crack_counter: float = inf

    def array(self, volts: float | None) -> np.ndarray:
        first = np.nan if volts is None else volts
        return np.array([first, self.contact, self.temperature, self.crack_working, self.crack_counter])


@compiled
def distances(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, limits: np.ndarray, g: np.ndarray
) -> None:
    """How far each event is: above zero as long as it has not happened."""
    parts = np.empty(8)
    volts = 0.0
    if not np.isnan(limits[0]) or min(limits[3], limits[4]) < np.inf:
        volts = voltage(y, current, shape, p, parts)
    tail = shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C]
    g[0] = 1.0
    if not np.isnan(limits[0]) and current != 0.0:
        g[0] = limits[0] - volts if current > 0.0 else volts - limits[0]
    g[1] = least_salt(y, current, shape, p) - DEPLETED if current != 0.0 else 1.0
    g[2] = (y[tail] - EMPTY) / 1e4 if current < 0.0 else 1.0
    g[3] = (y[tail + 1] - EMPTY) / 1e4 if current > 0.0 else 1.0
    g[4] = contact_share(0, y, shape, p) - limits[1] if current < 0.0 else 1.0
    g[5] = contact_share(1, y, shape, p) - limits[1] if current > 0.0 else 1.0
    g[6] = limits[2] - y[tail + 6]
    g[7] = g[8] = 1.0
    if limits[3] < np.inf and current > 0.0:
        g[7] = limits[3] - parts[FACE_W]
    if limits[4] < np.inf and current < 0.0:
        g[8] = limits[4] + parts[FACE_C]


@compiled
def nothing_past(states: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, limits: np.ndarray) -> bool:
    """Whether no event has happened in any of the states (a row each)."""
    g = np.empty(N_EVENTS)
    for k in range(states.shape[0]):
        distances(states[k], current, shape, p, limits, g)
        if g.min() <= 0.0:
            return False
    return True
