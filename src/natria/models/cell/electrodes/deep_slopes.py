"""Slopes of an electrode with a depth over its states, by one balance of the depth.

A state of slice m moves E and j of that slice at a fixed u (`deep_local`), and u of all slices by the matrix of
Newton's method (`deep_chain`). So rates and potential follow from differences within single slices, and a solution of
the tridiagonal system for each state. Those over the salt in the pores, which also moves what lies between slices, are
differences of whole balances. Compiled.
"""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled
from ..equations.layout import C_REF
from .conversion import conversion_rates
from .deep_chain import balance_depth, factorise, from_collector, ions_behind, solved
from .deep_local import (
    DRIVEN,
    E_SLOPE,
    IONIC,
    J_SLOPE,
    N_LOCAL,
    OF_SULFUR,
    PLACES,
    ROWS,
    U_OF,
    E,
    G,
    J,
    known_of,
    reaction_at,
)
from .deep_places import FILLED, MADE_OF, OWN, PORE_SALT, STRIDE, count_of, slice_of
from .deep_pores import pore_rates, pore_slopes, salt_of_slice
from .insertion import insertion_rates

STEP = 1e-6  # of a state or of the current: differences are central
LEAST_SHARE = 1e-3  # of a state, from where on the step is no longer a share of it
LEAST_CURRENT = 1e-3  # A/m^2, the same


@compiled
def slice_rates(j: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the rates of the states of one slice; `p` is the block of the whole electrode."""
    if p[MADE_OF] == OF_SULFUR:
        conversion_rates(j, temperature, salt, y, p[OWN:], dy)
    else:
        insertion_rates(j, temperature, salt, y, p[OWN:], dy)


@compiled
def rates_of(
    plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, local: np.ndarray, dy: np.ndarray
) -> None:
    """Write the rates of all states of a balanced depth; of salt without what enters from outside."""
    count = count_of(p)
    for k in range(count):
        slice_rates(local[k, J], temperature, salt_of_slice(k, salt, y, p), slice_of(y, k, p), p, slice_of(dy, k, p))
    if p[FILLED] != 0.0:
        inward = np.empty(count)
        for k in range(count):
            inward[k] = ions_behind(k, plating, local, p)
        pore_rates(inward, temperature, y, p, dy)


@compiled
def moved_by(
    at: int, local: np.ndarray, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, moved: np.ndarray
) -> None:
    """Write dE/dy and dj/dy of a slice at its u, for its state number `at`; `y` is left as it was."""
    made_of, here = int(p[MADE_OF]), y[at]
    h = STEP * max(abs(here), LEAST_SHARE)
    known, one = np.empty((ROWS, PLACES)), np.empty(N_LOCAL)
    moved[E] = moved[J] = 0.0
    for sign in (1.0, -1.0):
        y[at] = here + sign * h
        film = known_of(made_of, temperature, salt, y, p[OWN:], known)
        reaction_at(made_of, local[U_OF], film, temperature, known, p[OWN:], one)
        moved[E] += sign * one[E] / (2.0 * h)
        moved[J] += sign * one[J] / (2.0 * h)
    y[at] = here


@compiled
def deep_slopes(
    plating: float,
    temperature: float,
    salt: float,
    y: np.ndarray,
    p: np.ndarray,
    jac: np.ndarray,
    volts: np.ndarray,
) -> None:
    """Write d(rate)/d(state) into `jac[row, column]`, and d(potential)/d(state) into `volts`.

    What enters the salt of the first slice from outside counts as given.
    """
    count, stride, filled = count_of(p), int(p[STRIDE]), int(p[FILLED])
    local, change = np.empty((count, N_LOCAL)), np.zeros((count, N_LOCAL))
    balance_depth(plating, temperature, salt, y, p, local)
    lower, inverse, slopes = np.empty(count), np.empty(count), np.empty(count)
    factorise(local, p, lower, inverse)
    miss, step, moved, inward = np.empty(count), np.empty(count), np.empty(N_LOCAL), np.empty(count)
    per_current = np.empty((count, stride))
    for k in range(count):
        slopes[k] = local[k, G] * local[k, E_SLOPE]
        change[k, G], change[k, IONIC], change[k, DRIVEN] = local[k, G], local[k, IONIC], 0.0
        here = salt_of_slice(k, salt, y, p)
        over_current(local[k, J], temperature, here, slice_of(y, k, p), p, per_current[k])
    for m in range(count):
        own, here, begin = slice_of(y, m, p), salt_of_slice(m, salt, y, p), filled + m * stride
        for s in range(stride):
            moved_by(s, local[m], temperature, here, own, p, moved)
            for k in range(count):
                miss[k] = 0.0
            miss[m] = -moved[J] / count
            for beside in (m - 1, m + 1):
                if 0 <= beside < count:
                    g = local[max(m, beside), G]
                    miss[m] += g * moved[E]
                    miss[beside] -= g * moved[E]
            solved(miss, slopes, p, lower, inverse, step)
            gone = 0.0
            for k in range(count):
                change[k, E] = local[k, E_SLOPE] * step[k] + (moved[E] if k == m else 0.0)
                more = local[k, J_SLOPE] * step[k] + (moved[J] if k == m else 0.0)
                inward[k] = gone
                gone -= more / count
                for r in range(stride):
                    jac[filled + k * stride + r, begin + s] = per_current[k, r] * more
            if filled > 0:
                pore_slopes(inward, temperature, y, p, begin + s, jac)
            volts[begin + s] = from_collector(0.0, change, p)
        within(local[m, J], temperature, here, own, p, jac[begin:, begin:])
    for m in range(filled):
        over_salt(m, (plating, temperature, salt), y, p, jac, volts)


@compiled
def over_salt(
    m: int, at: tuple[float, float, float], y: np.ndarray, p: np.ndarray, jac: np.ndarray, volts: np.ndarray
) -> None:
    """Write the slopes over the salt of slice m, by central differences; `y` is left as it was.

    `at` are the current density, the temperature and the salt at the face.
    """
    plating, temperature, salt = at
    here, many = y[m], int(p[FILLED]) + count_of(p) * int(p[STRIDE])
    h = STEP * max(abs(here), LEAST_SHARE * p[PORE_SALT + C_REF])
    local, dy = np.empty((count_of(p), N_LOCAL)), np.empty(many)
    volts[m] = 0.0
    for r in range(many):
        jac[r, m] = 0.0
    for sign in (1.0, -1.0):
        y[m] = here + sign * h
        balance_depth(plating, temperature, salt, y, p, local)
        rates_of(plating, temperature, salt, y, p, local, dy)
        volts[m] += sign * from_collector(plating, local, p) / (2.0 * h)
        for r in range(many):
            jac[r, m] += sign * dy[r] / (2.0 * h)
    y[m] = here


@compiled
def over_current(j: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, found: np.ndarray) -> None:
    """Write d(rate)/dj of the states of a slice."""
    stride = len(y)
    up, down = np.empty(stride), np.empty(stride)
    h = STEP * max(abs(j), LEAST_CURRENT)
    slice_rates(j + h, temperature, salt, y, p, up)
    slice_rates(j - h, temperature, salt, y, p, down)
    for r in range(stride):
        found[r] = (up[r] - down[r]) / (2.0 * h)


@compiled
def within(j: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """Add d(rate)/d(state) of a slice at its current."""
    stride = len(y)
    up, down = np.empty(stride), np.empty(stride)
    for s in range(stride):
        here = y[s]
        h = STEP * max(abs(here), LEAST_SHARE)
        y[s] = here + h
        slice_rates(j, temperature, salt, y, p, up)
        y[s] = here - h
        slice_rates(j, temperature, salt, y, p, down)
        y[s] = here
        for r in range(stride):
            jac[r, s] += (up[r] - down[r]) / (2.0 * h)
