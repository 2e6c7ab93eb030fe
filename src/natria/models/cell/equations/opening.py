"""The salt where a separator opens into the pores of the counter electrode. Compiled.

Half of the last volume of the separator and half of the first slice of the electrode lie in series: the flux of the
anion, N = -(D/N_M) dc/dx + (1 - t+) J/F, and the concentration are the same on both sides. All current crosses the
opening as ions.
"""

from __future__ import annotations

import numpy as np

from ....laws import FARADAY
from ..electrodes.deep_places import FILLED, PORE_MACMULLIN, PORE_POROSITY, PORE_SALT, PORE_WIDTH
from .compiled import compiled
from .grid import OPEN
from .layout import (
    AT_SALTS,
    AT_VOLUMES,
    C_REF,
    LAYER,
    MACMULLIN,
    N_VOLUMES,
    NUMBERS_AT,
    POROSITY,
    SALT,
    STATES_AT,
    VOLUME,
    WALL_RIGHT,
    WIDTH,
)
from .salt_properties import at_temperature, transport
from .states import AT_TEMPERATURE

COUNTER = 1
STEP = 1e-6  # of a concentration: differences are central
LEAST = 1e-3  # mol/m^3: from here on the step is no longer a share of it


@compiled
def opens(shape: np.ndarray, p: np.ndarray) -> bool:
    """Whether the salt of the electrolyte goes on in the pores of the counter electrode."""
    n = shape[N_VOLUMES]
    return n > 0 and p[shape[AT_VOLUMES] + VOLUME * (n - 1) + WALL_RIGHT] == OPEN


@compiled
def first_pore(shape: np.ndarray) -> int:
    """Return the place of the salt in the first slice among the states."""
    return shape[STATES_AT + COUNTER]


@compiled
def through_opening(
    left: float, right: float, current: float, temperature: float, shape: np.ndarray, p: np.ndarray
) -> tuple[float, float]:
    """Return the flux of the anion into the electrode (mol/m^2 s) and the concentration at the opening.

    `left` and `right` are those in the middle of the last volume and of the first slice.
    """
    v = shape[AT_VOLUMES] + VOLUME * (shape[N_VOLUMES] - 1)
    at, own = shape[AT_SALTS] + SALT * int(p[v + LAYER]), shape[NUMBERS_AT + COUNTER]
    d, anions = transport(left, at_temperature(at, temperature, p), at, p[v + MACMULLIN], p)
    half, driven = 0.5 * p[v + WIDTH] / d, anions * current / FARADAY
    at = own + PORE_SALT
    d, anions = transport(right, at_temperature(at, temperature, p), at, p[own + PORE_MACMULLIN], p)
    half_behind, driven_behind = 0.5 * p[own + PORE_WIDTH] / d, anions * current / FARADAY
    whole = half + half_behind
    flux = (half * driven + half_behind * driven_behind - (right - left)) / whole
    between = (half_behind * (left + half * driven) + half * (right - half_behind * driven_behind)) / whole
    return flux, between


@compiled
def salt_at_opening(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the salt (mol/m^3) where the separator opens into the electrode."""
    left, right = y[shape[N_VOLUMES] - 1], y[first_pore(shape)]
    return through_opening(left, right, current, y[shape[AT_TEMPERATURE]], shape, p)[1]


@compiled
def stores(shape: np.ndarray, p: np.ndarray) -> tuple[float, float]:
    """Return the volumes of liquid (m) that hold the salt on both sides of the opening."""
    v, own = shape[AT_VOLUMES] + VOLUME * (shape[N_VOLUMES] - 1), shape[NUMBERS_AT + COUNTER]
    return p[v + POROSITY] * p[v + WIDTH], p[own + PORE_POROSITY] * p[own + PORE_WIDTH]


@compiled
def leaving(y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the flux of the anion (mol/m^2 s) that leaves the separator and enters the electrode."""
    return through_opening(y[shape[N_VOLUMES] - 1], y[first_pore(shape)], current, temperature, shape, p)[0]


@compiled
def leaving_slopes(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray
) -> tuple[float, float]:
    """Return d(flux)/dc of the last volume and of the first slice."""
    left, right = y[shape[N_VOLUMES] - 1], y[first_pore(shape)]
    h, j = STEP * max(abs(left), LEAST), STEP * max(abs(right), LEAST)
    more = through_opening(left + h, right, current, temperature, shape, p)[0]
    less = through_opening(left - h, right, current, temperature, shape, p)[0]
    further = through_opening(left, right + j, current, temperature, shape, p)[0]
    nearer = through_opening(left, right - j, current, temperature, shape, p)[0]
    return (more - less) / (2.0 * h), (further - nearer) / (2.0 * j)


@compiled
def least_in_pores(y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the lowest ratio c/c_ref of the salt in the slices of the electrode, at most 1."""
    own, least = shape[NUMBERS_AT + COUNTER], 1.0
    for k in range(int(p[own + FILLED])):
        least = min(least, y[first_pore(shape) + k] / p[own + PORE_SALT + C_REF])
    return least
