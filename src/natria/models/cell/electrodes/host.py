"""A foil without sodium of its own: what `metal` does, on the share of it that sodium covers.

Sodium q covers q/(q + q_half) of the foil, and only there is it stripped. Plating on the bare foil costs a barrier,
which is gone after some q_half. Rates, room and sodium are those of a metal.
"""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled
from ..equations.layout import ALPHA, COVERAGE, NUCLEATION
from ..equations.properties import face_current, face_overpotential
from ..lanes.choices import choose
from .metal import exchange_current, share_in_contact

LEAST_COVER = 1e-14  # of a host, so that the voltage of the last sodium stays finite


@compiled
def cover(y: np.ndarray, p: np.ndarray) -> float:
    """Return the share of a host covered with sodium that can be stripped; 1 for a face of sodium."""
    half = p[COVERAGE]
    if half <= 0.0:
        return 1.0
    sodium = max(y[0], 0.0)
    return max(sodium / (sodium + half), LEAST_COVER)


@compiled
def barrier(y: np.ndarray, p: np.ndarray) -> float:
    """Return the nucleation overpotential (V) of a bare host; 0 for a face of sodium."""
    if p[COVERAGE] <= 0.0:
        return 0.0
    return p[NUCLEATION] * np.exp(-max(y[0], 0.0) / p[COVERAGE])


@compiled
def host_potential(plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the foil at a plating current density."""
    i0 = exchange_current(temperature, salt, p)
    local = plating / share_in_contact(y, p)
    bare = choose(plating < 0.0, cover(y, p), 1.0)
    costs = choose(plating > 0.0, barrier(y, p), 0.0)
    return face_overpotential(local, i0 * bare, p[ALPHA], temperature) - costs


@compiled
def host_current(potential: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return the plating current density (A/m^2) at a potential; zero between zero and the barrier."""
    i0 = exchange_current(temperature, salt, p) * share_in_contact(y, p)
    if potential > 0.0:
        return face_current(potential, i0 * cover(y, p), p[ALPHA], temperature)
    return face_current(min(potential + barrier(y, p), 0.0), i0, p[ALPHA], temperature)
