"""A face of sodium: states, potential and rates, as `dispatch` asks for them.

Butler-Volmer: i = i0 (c/c_ref)^(1-alpha) [exp((1-alpha) F eta/RT) - exp(-alpha F eta/RT)], alpha that of plating. For
each charge that is stripped, `dead` / (1 - dead) of it becomes dead sodium. Voids form where stripping outruns their
refill. Its states are sodium, dead sodium and void, which stand in the state vector by pairs, the two electrodes side
by side: from its sodium on, every second one is its own.
"""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled, inlined
from ..equations.layout import (
    ALPHA,
    DEAD,
    I0,
    I0_ENERGY,
    I0_REFERENCE,
    I0_VANISHING,
    REFILL,
    VOID_DEPTH,
)
from ..equations.properties import LEAST_SHARE, face_current, face_overpotential, thermal_factor
from ..equations.states import NEGLIGIBLE_CHARGE
from ..lanes.choices import choose

LEAST_CONTACT = 1e-3  # of a face
EMPTY = 1e-6  # C/m^2 of sodium, a hundred-millionth of a foil
DEAD_STATE, VOID_STATE = 2, 4  # places after that of the sodium


@inlined
def share_in_contact(y: np.ndarray, p: np.ndarray) -> float:
    """Return the share of a face that is in contact, 1 - void/depth."""
    depth = p[VOID_DEPTH]
    if depth == 0.0:
        return 1.0
    return min(max(1.0 - y[VOID_STATE] / depth, LEAST_CONTACT), 1.0)


@inlined
def exchange_current(temperature: float, salt: float, p: np.ndarray) -> float:
    """Return i0 (A/m^2) of the area in contact, without host barrier, at c/c_ref of the salt."""
    i0 = p[I0] * thermal_factor(p[I0_ENERGY], p[I0_VANISHING], p[I0_REFERENCE], temperature)
    share = max(salt, LEAST_SHARE)
    return i0 * (np.sqrt(share) if p[ALPHA] == 0.5 else share ** (1.0 - p[ALPHA]))


@inlined
def metal_potential(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the electrode at a plating current density."""
    i0 = exchange_current(temperature, salt, p)
    return face_overpotential(plating / share_in_contact(y, p), i0, p[ALPHA], temperature)


@compiled
def metal_equilibrium(temperature: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) without current: zero, that of sodium."""
    return 0.0


@compiled
def metal_current(potential: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the plating current density (A/m^2) at a potential."""
    i0 = exchange_current(temperature, salt, p) * share_in_contact(y, p)
    return face_current(potential, i0, p[ALPHA], temperature)


@inlined
def metal_rates(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the rates of sodium, dead sodium and void (C/m^2 s)."""
    lost = choose(plating < 0.0, -plating * p[DEAD] / (1.0 - p[DEAD]), 0.0)
    dy[0] = plating - lost
    dy[DEAD_STATE] = lost
    growth = 0.0
    if p[VOID_DEPTH] > 0.0:
        growth = -plating - p[REFILL]
        growth = choose((y[VOID_STATE] <= 0.0) & (growth < 0.0), 0.0, growth)
    dy[VOID_STATE] = growth


@compiled
def metal_room(plating: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the sodium (C/m^2) that can still be stripped; plating has no end."""
    return y[0] - EMPTY if plating < 0.0 else NEGLIGIBLE_CHARGE


@compiled
def metal_sodium(y: np.ndarray, p: np.ndarray) -> float:
    """Return the sodium (C/m^2) that can be stripped."""
    return y[0]
