"""Slopes of an electrode with a depth over its states, by one balance of the depth.

A state of slice m moves E and j of that slice at a fixed u (`deep_local`), and u of all slices by the matrix of
Newton's method (`deep_chain`). So rates and potential follow from differences within single slices, and a solution of
the tridiagonal system for each state. Compiled.
"""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled
from .conversion import conversion_rates
from .deep_chain import (
    ELECTRONS,
    IONS,
    MADE_OF,
    OWN,
    STRIDE,
    balance_depth,
    count_of,
    factorise,
    from_collector,
    slice_of,
    solved,
)
from .deep_local import E_SLOPE, J_SLOPE, N_LOCAL, OF_SULFUR, PLACES, ROWS, U_OF, E, J, known_of, reaction_at
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
    """Write d(rate)/d(state) into `jac[row, column]`, and d(potential)/d(state) into `volts`."""
    count, stride = count_of(p), int(p[STRIDE])
    local, change = np.empty((count, N_LOCAL)), np.zeros((count, N_LOCAL))
    balance_depth(plating, temperature, salt, y, p, local)
    lower, inverse, slopes = np.empty(count), np.empty(count), np.empty(count)
    factorise(local, p, lower, inverse)
    miss, step, moved = np.empty(count), np.empty(count), np.empty(N_LOCAL)
    g = count / (p[IONS] + p[ELECTRONS])
    per_current = np.empty((count, stride))
    for k in range(count):
        slopes[k] = local[k, E_SLOPE]
        over_current(local[k, J], temperature, salt, slice_of(y, k, p), p, per_current[k])
    for m in range(count):
        own = slice_of(y, m, p)
        for s in range(stride):
            column = m * stride + s
            moved_by(s, local[m], temperature, salt, own, p, moved)
            for k in range(count):
                miss[k] = 0.0
            miss[m] = -moved[J] / count
            for beside in (m - 1, m + 1):
                if 0 <= beside < count:
                    miss[m] += g * moved[E]
                    miss[beside] -= g * moved[E]
            solved(miss, slopes, p, lower, inverse, step)
            for k in range(count):
                change[k, E] = local[k, E_SLOPE] * step[k] + (moved[E] if k == m else 0.0)
                more = local[k, J_SLOPE] * step[k] + (moved[J] if k == m else 0.0)
                for r in range(stride):
                    jac[k * stride + r, column] = per_current[k, r] * more
            volts[column] = from_collector(0.0, change, p)
        within(local[m, J], temperature, salt, own, p, jac[m * stride :, m * stride :])


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
