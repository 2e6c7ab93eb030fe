"""Conduction between the slices of an electrode, and the salt in their pores.

Without a salt, what ions cross is constant. With one (Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004),
ch. 12 and 22), x from the electrolyte to the collector, I the current of ions into the electrode, X the thermodynamic
factor, phi_l against sodium:

    eps dc/dt = -dN/dx,   N = -(D/N_M) dc/dx - (1 - t+) I/F,   N = 0 at the collector
    dphi_l/dx = -I N_M/kappa(c) + (2RT/F) (1 - t+) X dln(c)/dx

N is the flux of the anion. It does not react, so the reaction enters by I alone. Finite volumes, one for each slice,
second order: half a slice on each side of an edge, in series. The flux from the electrolyte into the first slice is
that of `equations.opening`. Compiled.
"""

from __future__ import annotations

import numpy as np

from ....laws import FARADAY
from ..equations.compiled import compiled
from ..equations.layout import C_REF
from ..equations.properties import LEAST_SHARE
from ..equations.salt_properties import anion_share, at_temperature, conductivity, transport
from .deep_local import DRIVEN, IONIC, G
from .deep_places import (
    ELECTRONS,
    FILLED,
    IONS,
    PORE_MACMULLIN,
    PORE_POROSITY,
    PORE_SALT,
    PORE_WIDTH,
    count_of,
)


@compiled
def conduct(temperature: float, salt: float, y: np.ndarray, p: np.ndarray, local: np.ndarray) -> None:
    """Write what lies in front of each slice: resistance of ions, conductance, potential of diffusion.

    The conductance is that of ions and electrons in series. The first slice has the resistance (ohm m^2) of all of it,
    and the potential (V) from the face, where c/c_ref is `salt`.
    """
    count = count_of(p)
    solid = p[ELECTRONS] / count
    warm = (1.0, 1.0, 0.0, 0.0)
    before = c_before = anions_before = 0.0
    if p[FILLED] != 0.0:
        warm = at_temperature(PORE_SALT, temperature, p)
        c_before = max(salt, LEAST_SHARE) * p[PORE_SALT + C_REF]
        anions_before = anion_share(c_before, PORE_SALT, p)
    for k in range(count):
        if p[FILLED] == 0.0:
            local[k, IONIC], local[k, DRIVEN] = p[IONS] / count, 0.0
        else:
            c = max(y[k], LEAST_SHARE * p[PORE_SALT + C_REF])
            here = p[PORE_WIDTH] / conductivity(c, warm, PORE_SALT, p[PORE_MACMULLIN], p)
            anions = anion_share(c, PORE_SALT, p)
            local[k, IONIC] = here if k == 0 else 0.5 * (before + here)
            local[k, DRIVEN] = FARADAY * warm[3] * 0.5 * (anions_before + anions) * np.log(c / c_before)
            before, c_before, anions_before = here, c, anions
        local[k, G] = 1.0 / (local[k, IONIC] + solid)


@compiled
def salt_of_slice(k: int, salt: float, y: np.ndarray, p: np.ndarray) -> float:
    """Return c/c_ref at the particles of a slice; that of the face without a salt in the pores."""
    return salt if p[FILLED] == 0.0 else y[k] / p[PORE_SALT + C_REF]


@compiled
def pore_rates(inward: np.ndarray, temperature: float, y: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the rates of the salt in the pores for the current of ions in front of each slice (A/m^2).

    Without what comes from the electrolyte. What one slice loses its neighbour gains.
    """
    warm = at_temperature(PORE_SALT, temperature, p)
    store = p[PORE_POROSITY] * p[PORE_WIDTH]
    half_before = anions_before = 0.0
    for k in range(count_of(p)):
        d, anions = transport(y[k], warm, PORE_SALT, p[PORE_MACMULLIN], p)
        half = 0.5 * p[PORE_WIDTH] / d
        dy[k] = 0.0
        if k > 0:
            drift = -(half * anions + half_before * anions_before) * inward[k] / FARADAY
            flux = (drift - (y[k] - y[k - 1])) / (half + half_before)
            dy[k - 1] -= flux / store
            dy[k] += flux / store
        half_before, anions_before = half, anions


@compiled
def pore_slopes(
    more: np.ndarray, temperature: float, y: np.ndarray, p: np.ndarray, column: int, jac: np.ndarray
) -> None:
    """Write a column of slopes of the salt where the current in front of each slice grows by `more`."""
    warm = at_temperature(PORE_SALT, temperature, p)
    store = p[PORE_POROSITY] * p[PORE_WIDTH]
    half_before = anions_before = 0.0
    for k in range(count_of(p)):
        d, anions = transport(y[k], warm, PORE_SALT, p[PORE_MACMULLIN], p)
        half = 0.5 * p[PORE_WIDTH] / d
        jac[k, column] = 0.0
        if k > 0:
            flux = -(half * anions + half_before * anions_before) / (half + half_before) * more[k] / FARADAY
            jac[k - 1, column] -= flux / store
            jac[k, column] += flux / store
        half_before, anions_before = half, anions
