"""One implicit step of a cell of given length, for fixed steps.

An L-stable, stiffly accurate SDIRK2 (Alexander, SIAM J. Numer. Anal. 14, 1006 (1977)): with g = 1 - 1/sqrt(2),
Y1 = y + g h f(Y1) and y_new = Y2 = y + (1 - g) h f(Y1) + g h f(Y2). Each stage by Newton's method with the band of the
Jacobian, which is kept, with its factors, as long as it serves; the states of chemistries have a full block beside the
band. What a path for electrons or a voltage that is held adds to the Jacobian is of rank one (`path`): its share of the
correction follows by the formula of Sherman and Morrison.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.lib.stride_tricks import as_strided

from ..electrodes.dispatch import host_cover
from ..equations.compiled import compiled
from ..equations.layout import (
    AT_ELECTRODES,
    AT_FILMS,
    COUNTER,
    COVERAGE,
    ELECTRODE,
    FILM,
    N_CHEMISTRY,
    N_FILMS_C,
    N_FILMS_W,
    N_STATES,
    N_VOLUMES,
    SODIUM,
    VOID_DEPTH,
    WORKING,
)
from ..equations.opening import first_pore
from ..equations.path import chemistry_slopes, follows, opening_slopes, path_slopes
from ..equations.rates import derivative, films_of, ionic_current, jacobian
from ..equations.states import AT_CHEMISTRY, AT_SODIUM, AT_THICKNESS, AT_VOID
from .dense import factorise_full, solve_full

GAMMA = 1.0 - sqrt(0.5)
PER_GAMMA = 1.0 / GAMMA
NEWTON = 1e-6  # of what is negligible of each state: where Newton's method stops
NOISE = 1e-3  # of that: a correction so small may be rounding, of which no turn leaves less
TURNS = 8  # of Newton's method
LEAST = 1e-16  # what a turn leaves of the error
SLOW = 0.1  # what a turn leaves of the error, above which the Jacobian is made anew

# --- rows of the work space, each as long as the state; the last three together hold the band. Of a path for electrons:
# d(rate)/di, di/d(state), and the correction that one A/m^2 more of ions makes over the length of the factors
STAGE, BASE, RATE, CHANGE, NEW, FOUND, LOWER, UPPER, INVERSE, SCALE, PUSH, PULL, PUSHED, BAND = range(14)
WORK = 16
# --- what is remembered from step to step: the length of the factors, whether there is a Jacobian; what a turn left of
# the error when that was last seen, from which size and over which length; whether films and sodium move each other;
# what of the current of ions stays when its correction is its own cause (zero: no path); the two elements of the
# Jacobian where the salt goes on in the pores of an electrode (zero: it does not)
STEP, KNOWN, LEAVES, SIZE, SHARE, COUPLED, STAYS, ONWARDS, BACKWARDS = range(9)
MEMORY = 9


@compiled
def work_for(tolerance: np.ndarray, chemistry: int) -> np.ndarray:
    """Return the work space of one cell with so many states of chemistries.

    Behind the rows above it has the factors of their block, the block itself, and the order of its rows.
    """
    work = np.zeros((WORK + (2 * chemistry + 1 if chemistry > 0 else 0), len(tolerance)))
    for k in range(len(tolerance)):
        work[SCALE, k] = 1.0 / (NEWTON * tolerance[k])
    return work


@compiled
def begin(shape: np.ndarray, p: np.ndarray, memory: np.ndarray) -> None:
    """Reset the memory at the start of a leg: its first stage has to measure its convergence."""
    for k in range(MEMORY):
        memory[k] = 1.0
    memory[STEP] = memory[KNOWN] = memory[COUPLED] = memory[STAYS] = memory[ONWARDS] = memory[BACKWARDS] = 0.0
    for film in range(shape[N_FILMS_W] + shape[N_FILMS_C]):
        if p[shape[AT_FILMS] + FILM * film + SODIUM] != 0.0:
            memory[COUPLED] = 1.0
    if max(p[AT_ELECTRODES + COVERAGE], p[AT_ELECTRODES + ELECTRODE + COVERAGE]) > 0.0:
        memory[COUPLED] = 1.0


@compiled
def copy(source: np.ndarray, target: np.ndarray) -> None:
    """Copy source to target.

    `target[:] = source` takes Numba seconds to compile, because of its check of lengths.
    """
    for k in range(len(source)):
        target[k] = source[k]


@compiled
def band_factors(share: float, n: int, states: int, jac: np.ndarray, work: np.ndarray) -> None:
    """Write the factors of the band of 1 - share J: n volumes of salt, and all other states by themselves."""
    lower, upper, inverse = work[LOWER], work[UPPER], work[INVERSE]
    above = 0.0
    for k in range(n):
        diagonal = 1.0 - share * jac[k, k]
        if k > 0:
            lower[k] = -share * jac[k, k - 1] * inverse[k - 1]
            diagonal -= lower[k] * above
        inverse[k] = 1.0 / diagonal
        above = -share * jac[k, k + 1] if k < n - 1 else 0.0
        upper[k] = above * inverse[k]
    for k in range(n, states):
        inverse[k] = 1.0 / (1.0 - share * jac[k, k])


@compiled
def _factorise(
    y: np.ndarray, share: float, current: float, shape: np.ndarray, p: np.ndarray, work: np.ndarray, memory: np.ndarray
) -> None:
    """Factorise 1 - share J = L U.

    Element (row, column) of the band lies at 2 row + column: three rows of `work` hold J.
    """
    states, n = shape[N_STATES], shape[N_VOLUMES]
    jac = as_strided(work[BAND], (states, states), (16, 8))
    chemistry = shape[N_CHEMISTRY]
    if memory[KNOWN] == 0.0:
        jacobian(y, current, shape, p, jac)
        if chemistry > 0:
            block = work[WORK + chemistry : WORK + 2 * chemistry]
            ionic = ionic_current(y, current, shape, p)
            chemistry_slopes(y, ionic, shape, p, block)
            memory[ONWARDS], memory[BACKWARDS] = opening_slopes(y, ionic, shape, p)
        if follows(p):
            path_slopes(y, current, shape, p, work[PUSH], work[PULL])
            derivative(y, current, shape, p, work[RATE])  # `_couple` takes rates and stage of one state
        memory[KNOWN] = 1.0
    band_factors(share, n, states, jac, work)
    inverse = work[INVERSE]
    if chemistry > 0:
        for row in range(chemistry):
            for column in range(chemistry):
                work[WORK + row, column] = -share * work[WORK + chemistry + row, column]
            work[WORK + row, row] += 1.0
        if memory[ONWARDS] != 0.0:  # the last volume of the band is eliminated from the block
            place = first_pore(shape) - shape[AT_CHEMISTRY]
            work[WORK + place, place] -= share * share * memory[BACKWARDS] * memory[ONWARDS] * inverse[n - 1]
        factorise_full(work[WORK : WORK + chemistry], chemistry, work[WORK + 2 * chemistry])
    memory[STEP] = share
    if follows(p):
        pushed = work[PUSHED]
        for k in range(states):
            pushed[k] = share * work[PUSH, k]
        _solve(pushed, share, work, memory, shape, p)
        memory[STAYS] = 1.0
        for k in range(states):
            memory[STAYS] -= work[PULL, k] * pushed[k]


@compiled
def _couple(
    electrode: int, share: float, change: np.ndarray, work: np.ndarray, shape: np.ndarray, p: np.ndarray
) -> None:
    """Solve the films of one electrode and its sodium together.

    Films consume sodium of their electrode, and on a host they grow faster with more sodium. The matrix is an arrow, so
    the sodium comes first.
    """
    films, sodium = shape[AT_THICKNESS], shape[AT_SODIUM] + electrode
    first, end = films_of(electrode, shape)
    stage, rate, inverse = work[STAGE], work[RATE], work[INVERSE]
    half = p[AT_ELECTRODES + ELECTRODE * electrode + COVERAGE]
    faster = 0.0  # d(ln rate)/d(sodium)
    if half > 0.0:
        faster = half / (max(stage[sodium], 0.0) + half) ** 2 / host_cover(electrode, stage, shape, p)
    pull = 1.0
    for f in range(first, end):
        film, takes = films + f, p[shape[AT_FILMS] + FILM * f + SODIUM]
        change[sodium] -= takes * change[film] * (inverse[film] - 1.0)
        pull += takes * inverse[film] * share * rate[film] * faster
    change[sodium] /= pull
    for f in range(first, end):
        change[films + f] += share * rate[films + f] * faster * change[sodium]


@compiled
def _solve(
    change: np.ndarray, share: float, work: np.ndarray, memory: np.ndarray, shape: np.ndarray, p: np.ndarray
) -> None:
    """Solve with the factors, from right-hand side to solution in place. Voids are not corrected."""
    inverse = work[INVERSE]
    n, chemistry = shape[N_VOLUMES], shape[N_CHEMISTRY]
    before = forwards(change, n, work[LOWER])
    if memory[ONWARDS] != 0.0:
        change[first_pore(shape)] += share * memory[BACKWARDS] * inverse[n - 1] * before
    if chemistry > 0:  # its `inverse` below is one
        order = work[WORK + 2 * chemistry]
        solve_full(work[WORK : WORK + chemistry], chemistry, order, change, shape[AT_CHEMISTRY])
    if memory[ONWARDS] != 0.0:
        change[n - 1] += share * memory[ONWARDS] * change[first_pore(shape)]
    backwards(change, n, work)
    solve_others(change, share, work, memory[COUPLED] != 0.0, shape, p)


@compiled
def forwards(change: np.ndarray, n: int, lower: np.ndarray) -> float:
    """Solve with the lower factor of the salt in place; returns the last element."""
    before = 0.0
    for k in range(n):
        before = change[k] - lower[k] * before
        change[k] = before
    return before


@compiled
def backwards(change: np.ndarray, n: int, work: np.ndarray) -> None:
    """Solve with the upper factor of the salt in place."""
    upper, inverse = work[UPPER], work[INVERSE]
    behind = 0.0
    for k in range(n - 1, -1, -1):
        behind = change[k] * inverse[k] - upper[k] * behind
        change[k] = behind


@compiled
def solve_others(
    change: np.ndarray, share: float, work: np.ndarray, coupled: bool, shape: np.ndarray, p: np.ndarray
) -> None:
    """Solve for all states but the salt in place."""
    inverse = work[INVERSE]
    change[shape[AT_VOID]] = change[shape[AT_VOID] + 1] = 0.0
    if coupled:
        _couple(WORKING, share, change, work, shape, p)
        _couple(COUNTER, share, change, work, shape, p)
    for k in range(shape[N_VOLUMES], shape[N_STATES]):
        change[k] *= inverse[k]


@compiled
def _correct(share: float, work: np.ndarray, memory: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Apply Newton's correction of the stage for the rates in RATE; returns its size, 1 if negligible."""
    stage, base, rate, change, scale = work[STAGE], work[BASE], work[RATE], work[CHANGE], work[SCALE]
    states = shape[N_STATES]
    for k in range(states):
        change[k] = share * rate[k] - (stage[k] - base[k])
    _solve(change, share, work, memory, shape, p)
    if memory[STAYS] != 0.0:
        pull, pushed = work[PULL], work[PUSHED]
        more = 0.0  # A/m^2 of ions
        for k in range(states):
            more += pull[k] * change[k]
        more /= memory[STAYS]
        for k in range(states):
            change[k] += more * pushed[k]
    size = 0.0
    for k in range(states):
        stage[k] += change[k]
        size += (change[k] * scale[k]) ** 2
    return np.sqrt(size)


@compiled
def _stage(
    share: float, current: float, shape: np.ndarray, p: np.ndarray, work: np.ndarray, memory: np.ndarray
) -> bool:
    """Solve STAGE = BASE + share f(STAGE) from the guess in STAGE; returns whether it converged.

    It stops where the change of further iterations would be negligible (Hairer and Wanner, Solving Ordinary
    Differential Equations II (1996), IV.8), by the convergence rate last seen: that rises with the step and with how
    far it goes.
    """
    before = leaves = 0.0
    for turn in range(TURNS):
        derivative(work[STAGE], current, shape, p, work[RATE])
        size = _correct(share, work, memory, shape, p)
        if not np.isfinite(size):
            return False
        if turn == 0:
            leaves = memory[LEAVES] * max(size / memory[SIZE], 1.0) * max(share / memory[SHARE], 1.0)
            leaves **= 0.8  # slightly below the estimate
        else:
            leaves = size / before
            memory[LEAVES], memory[SIZE], memory[SHARE] = max(leaves, LEAST), before, share
        if size <= NOISE or (leaves < 1.0 and leaves / (1.0 - leaves) * size <= 1.0):
            return True
        if turn > 0 and leaves >= 1.0:
            return False
        before = size
    return False


@compiled
def step(
    y: np.ndarray, h: float, current: float, shape: np.ndarray, p: np.ndarray, work: np.ndarray, memory: np.ndarray
) -> bool:
    """Advance y by one step into NEW; returns whether there is a solution."""
    states = shape[N_STATES]
    void = shape[AT_VOID]  # of the working electrode; the counter electrode follows
    share = GAMMA * h
    stage, base = work[STAGE], work[BASE]
    # the rate of a void has a kink where it is filled, but is constant up to there: each step of it is exact
    fills_w = fills_c = 0.0
    if p[AT_ELECTRODES + VOID_DEPTH] > 0.0 or p[AT_ELECTRODES + ELECTRODE + VOID_DEPTH] > 0.0:
        derivative(y, current, shape, p, work[RATE])
        fills_w, fills_c = work[RATE, void], work[RATE, void + 1]
    for attempt in range(2):
        if memory[LEAVES] > SLOW or attempt > 0:
            memory[KNOWN] = 0.0
        for k in range(states):
            base[k] = stage[k] = y[k]
        if memory[KNOWN] == 0.0 or memory[STEP] != share:
            _factorise(y, share, current, shape, p, work, memory)
        stage[void] = max(y[void] + share * fills_w, 0.0)
        stage[void + 1] = max(y[void + 1] + share * fills_c, 0.0)
        if not _stage(share, current, shape, p, work, memory):
            continue
        for k in range(states):
            moved = (stage[k] - y[k]) * PER_GAMMA
            base[k] = y[k] + (1.0 - GAMMA) * moved
            stage[k] = y[k] + moved
        stage[void] = max(y[void] + h * fills_w, 0.0)
        stage[void + 1] = max(y[void + 1] + h * fills_c, 0.0)
        if _stage(share, current, shape, p, work, memory):
            copy(stage, work[NEW])
            return True
    return False
