"""Events that end a run, as signed distances that the solver follows to zero to locate them exactly.

Mechanical laws enter through `Limits`, which `monitors` makes from a design; the defaults are for cells made by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from ....laws.many import in_rows
from ..electrodes.dispatch import contact_share, has_chemistry, room
from ..equations.compiled import compiled
from ..equations.layout import COUNTER, WORKING
from ..equations.rates import ionic_current, is_held, terminal_current, voltage
from ..equations.salt import least_at_walls
from ..equations.states import AT_TEMPERATURE, NEGLIGIBLE_CHARGE
from ..equations.voltage_parts import FACE_C, FACE_W, N_PARTS

DEPLETED = 1e-3  # share of the salt at a face below which it counts as used up
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
    "working electrode full",
    "counter electrode full",
    "current tapered",
)
N_EVENTS = len(EVENTS)
# --- places of the events; of two electrodes that of the working one, the counter's follows
VOLTAGE_LIMIT, SALT_DEPLETED, EMPTIED, _, CONTACT_LOST, _, MELTED, CRACKED, _, FILLED, _, TAPERED = range(N_EVENTS)
NO_EVENT = -1
# --- places in the array of limits
N_LIMITS = 6
VOLTS, CONTACT, HOTTEST, CRACK_WORKING, CRACK_COUNTER, TAPER = range(N_LIMITS)  # TAPER: read where a voltage is held


@dataclass(frozen=True)
class Limits:
    """Limits of a cell.

    `contact` is the least share of a face in contact; `crack_working` and `crack_counter` (V) are the overpotentials of
    a plating face at which sodium opens the largest flaw.
    """

    contact: float = 0.1
    temperature: float = MELTS
    crack_working: float = inf
    crack_counter: float = inf

    def array(self, volts: float | None, taper: float | None = None) -> np.ndarray:
        first, last = (np.nan if limit is None else limit for limit in (volts, taper))
        return in_rows([first, self.contact, self.temperature, self.crack_working, self.crack_counter, last])


@compiled
def distances(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, limits: np.ndarray, g: np.ndarray
) -> None:
    """Write the distance to each event: above zero as long as it has not happened."""
    parts = np.empty(N_PARTS)
    volts = 0.0
    cracks = min(limits[CRACK_WORKING], limits[CRACK_COUNTER]) < np.inf
    if not np.isnan(limits[VOLTS]) or cracks:
        volts = voltage(y, current, shape, p, parts)
    ionic = ionic_current(y, current, shape, p)
    for k in range(N_EVENTS):
        g[k] = 1.0
    if not np.isnan(limits[VOLTS]) and current != 0.0:
        g[VOLTAGE_LIMIT] = limits[VOLTS] - volts if current > 0.0 else volts - limits[VOLTS]
    if ionic != 0.0:
        g[SALT_DEPLETED] = least_at_walls(y, ionic, shape, p, 1.0) - DEPLETED
    if ionic < 0.0:  # strips the working electrode
        g[EMPTIED] = room(WORKING, ionic, y, shape, p) / NEGLIGIBLE_CHARGE
        g[CONTACT_LOST] = contact_share(WORKING, y, shape, p) - limits[CONTACT]
    if ionic > 0.0:
        g[EMPTIED + 1] = room(COUNTER, -ionic, y, shape, p) / NEGLIGIBLE_CHARGE
        g[CONTACT_LOST + 1] = contact_share(COUNTER, y, shape, p) - limits[CONTACT]
    if is_held(p) and not np.isnan(limits[TAPER]):
        g[TAPERED] = abs(terminal_current(current, ionic, p)) - limits[TAPER]
    for electrode in range(2):
        plating = ionic if electrode == 0 else -ionic
        if plating > 0.0 and has_chemistry(electrode, shape):
            g[FILLED + electrode] = room(electrode, plating, y, shape, p) / NEGLIGIBLE_CHARGE
    g[MELTED] = limits[HOTTEST] - y[shape[AT_TEMPERATURE]]
    if limits[CRACK_WORKING] < np.inf and ionic > 0.0:
        g[CRACKED] = limits[CRACK_WORKING] - parts[FACE_W]
    if limits[CRACK_COUNTER] < np.inf and ionic < 0.0:
        g[CRACKED + 1] = limits[CRACK_COUNTER] + parts[FACE_C]


@compiled
def first_past(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, limits: np.ndarray) -> int:
    """Return the number of the first event that has happened; NO_EVENT where none has."""
    g = np.empty(N_EVENTS)
    distances(y, current, shape, p, limits, g)
    for k in range(N_EVENTS):
        if g[k] <= 0.0:
            return k
    return NO_EVENT


@compiled
def nothing_past(states: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, limits: np.ndarray) -> bool:
    """Whether no event has happened in any of the states (a row each)."""
    g = np.empty(N_EVENTS)
    for k in range(states.shape[0]):
        distances(states[k], current, shape, p, limits, g)
        if g.min() <= 0.0:
            return False
    return True
