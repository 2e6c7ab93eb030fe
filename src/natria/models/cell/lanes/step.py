"""One implicit step of cells side by side, each with its own length: that of `solvers.implicit`.

What a cell decides in its step (whether the Jacobian serves, whether the last turn was enough) is a mask here, and a
cell that is done stands still while others turn. So each has the bits of its step by itself.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..equations.compiled import compiled
from ..equations.layout import AT_ELECTRODES, ELECTRODE, N_STATES, N_VOLUMES, VOID_DEPTH
from ..equations.rates import slopes_at
from ..equations.states import AT_VOID
from ..solvers.implicit import (
    BAND,
    BASE,
    CHANGE,
    GAMMA,
    KNOWN,
    LEAST,
    LEAVES,
    LOWER,
    NOISE,
    PER_GAMMA,
    RATE,
    SCALE,
    SHARE,
    SIZE,
    SLOW,
    STAGE,
    STEP,
    TURNS,
    WORK,
    backwards,
    band_factors,
    forwards,
    solve_others,
)
from .choices import any_of, as_band, choose
from .metals import rates_of_metals

MEMORY_ROWS = SHARE + 1  # of the memory of `implicit`, what a cell remembers; the rest is that of all
BAND_ROWS = 3
WORK_ROWS = WORK + BAND_ROWS  # behind those of `implicit` the band of a Jacobian that some cells take


class Beside(NamedTuple):
    """Cells side by side: one shape, their numbers and limits, and memory that is reused."""

    shape: np.ndarray
    p: np.ndarray
    limits: np.ndarray
    work: np.ndarray
    memory: np.ndarray
    coupled: bool  # whether films and sodium move each other


@compiled
def _factorise(y: np.ndarray, share: Any, current: Any, cells: Beside) -> None:
    """Factorise 1 - share J, with a new J for cells whose own is not known."""
    shape, work, memory = cells.shape, cells.work, cells.memory
    unknown = memory[KNOWN] == 0.0
    if any_of(unknown):
        slopes_at(y, current, shape, cells.p, as_band(work[WORK:]))
        for row in range(BAND_ROWS):
            for k in range(shape[N_STATES]):
                work[BAND + row, k] = choose(unknown, work[WORK + row, k], work[BAND + row, k])
    band_factors(share, shape[N_VOLUMES], shape[N_STATES], as_band(work[BAND:]), work)
    memory[STEP], memory[KNOWN] = share, 1.0


@compiled
def _correct(share: Any, moving: Any, cells: Beside) -> Any:
    """Apply Newton's correction in the cells that are moving; returns its size."""
    work, n = cells.work, cells.shape[N_VOLUMES]
    stage, base, rate, change, scale = work[STAGE], work[BASE], work[RATE], work[CHANGE], work[SCALE]
    for k in range(cells.shape[N_STATES]):
        change[k] = share * rate[k] - (stage[k] - base[k])
    forwards(change, n, work[LOWER])
    backwards(change, n, work)
    solve_others(change, share, work, cells.coupled, cells.shape, cells.p)
    size = 0.0
    for k in range(cells.shape[N_STATES]):
        stage[k] = choose(moving, stage[k] + change[k], stage[k])
        scaled = change[k] * scale[k]
        size += scaled * scaled
    return np.sqrt(size)


@compiled
def _stage(share: Any, current: Any, moving: Any, cells: Beside) -> Any:
    """Solve STAGE = BASE + share f(STAGE) as `implicit` does; returns a mask of the cells that converged."""
    work, memory = cells.work, cells.memory
    solved = moving & ~moving
    before = share
    for turn in range(TURNS):
        rates_of_metals(work[STAGE], current, cells.shape, cells.p, work[RATE])
        size = _correct(share, moving, cells)
        moving = moving & (size < np.inf)
        if turn == 0:
            leaves = memory[LEAVES] * max(size / memory[SIZE], 1.0) * max(share / memory[SHARE], 1.0)
            leaves = leaves**0.8
        else:
            leaves = size / before
            memory[LEAVES] = choose(moving, max(leaves, LEAST), memory[LEAVES])
            memory[SIZE] = choose(moving, before, memory[SIZE])
            memory[SHARE] = choose(moving, share, memory[SHARE])
        done = (size <= NOISE) | (leaves < 1.0) & (leaves / (1.0 - leaves) * size <= 1.0)
        solved = solved | moving & done
        moving = moving & ~done
        if turn > 0:
            moving = moving & ~(leaves >= 1.0)
        if not any_of(moving):
            break
        before = size
    return solved


@compiled
def step_beside(y: np.ndarray, h: Any, current: Any, trying: Any, cells: Beside) -> Any:
    """Advance the cells that are trying by one step into STAGE; returns a mask of those with a solution.

    A cell without one is not tried anew here: `implicit` does that, cell by cell.
    """
    shape, p, work, memory = cells.shape, cells.p, cells.work, cells.memory
    states, void = shape[N_STATES], shape[AT_VOID]
    share = GAMMA * h
    stage, base, rate = work[STAGE], work[BASE], work[RATE]
    fills_w = fills_c = 0.0 * h
    if p[AT_ELECTRODES + VOID_DEPTH] > 0.0 or p[AT_ELECTRODES + ELECTRODE + VOID_DEPTH] > 0.0:
        rates_of_metals(y, current, shape, p, rate)
        fills_w, fills_c = rate[void], rate[void + 1]
    memory[KNOWN] = choose(memory[LEAVES] > SLOW, 0.0, memory[KNOWN])
    for k in range(states):
        base[k] = stage[k] = y[k]
    if any_of((memory[KNOWN] == 0.0) | (memory[STEP] != share)):
        _factorise(y, share, current, cells)
    stage[void] = max(y[void] + share * fills_w, 0.0)
    stage[void + 1] = max(y[void + 1] + share * fills_c, 0.0)
    solved = _stage(share, current, trying, cells)
    for k in range(states):
        moved = (stage[k] - y[k]) * PER_GAMMA
        base[k] = y[k] + (1.0 - GAMMA) * moved
        stage[k] = y[k] + moved
    stage[void] = max(y[void] + h * fills_w, 0.0)
    stage[void + 1] = max(y[void + 1] + h * fills_c, 0.0)
    return _stage(share, current, solved, cells)
