"""Regrid the state of a cell on a grid that is fine at the walls of the salt, for high frequencies.

Salt follows a frequency omega as far as sqrt(D/omega) from a wall: 2 nm at 7 MHz, 0.2 mm at 1 mHz. Volumes of equal
width, as used in time, would all have to be thinner than that. Here the first volume at a wall is `finest` wide, and
none is wider than the sum of `finest` and `RISE` times its distance from the wall. The end of a layer counts as a wall:
with another transference number, or with a solid beside the pores, the current piles up salt there.
"""

from __future__ import annotations

import numpy as np

from ..equations.grid import NO_WALL
from ..equations.layout import AT_VOLUMES, LAYER, VOLUME, WALL_LEFT, WALL_RIGHT, WIDTH, Packed, with_volumes
from ..equations.salt import edges
from ..equations.states import AT_TEMPERATURE

FINEST = 1e-9  # m; half of sqrt(D/omega) at 7 MHz
RISE = 0.2


def finer(packed: Packed, y: np.ndarray, current: float, finest: float = FINEST) -> tuple[Packed, np.ndarray]:
    """Return the cell and its state on the finer grid.

    The salt is linear from the middle of each volume to its edges.
    """
    n, at = packed.n, int(packed.shape[AT_VOLUMES])
    if n == 0:
        return packed, y
    rows = packed.p[at:].reshape(n, VOLUME)
    ends = np.concatenate([[0.0], np.cumsum(rows[:, WIDTH])])
    begins = (rows[:, WALL_LEFT] != NO_WALL) | (np.diff(rows[:, LAYER], prepend=-1.0) != 0)
    walls = np.concatenate([ends[:-1][begins], ends[1:][rows[:, WALL_RIGHT] != NO_WALL]])
    left, right = np.empty((2, n))
    edges(y, current, float(y[packed.shape[AT_TEMPERATURE]]), packed.shape, packed.p, left, right)
    cut: list[np.ndarray] = []
    salt: list[np.ndarray] = []
    for k, row in enumerate(rows):
        from_left, from_right = (float(np.abs(walls - end).min()) for end in (ends[k], ends[k + 1]))
        sizes = _sizes(row[WIDTH], min(from_left, from_right), finest)
        sizes = sizes if from_left <= from_right else sizes[::-1]
        pieces = np.tile(row, (len(sizes), 1))
        pieces[:, WIDTH] = sizes
        pieces[1:, WALL_LEFT] = pieces[:-1, WALL_RIGHT] = NO_WALL
        cut.append(pieces)
        middles = np.cumsum(sizes) - sizes / 2
        salt.append(np.interp(middles, [0.0, row[WIDTH] / 2, row[WIDTH]], [left[k], y[k], right[k]]))
    tolerance = np.repeat(packed.tolerance[:n], [len(c) for c in cut])
    made = with_volumes(packed, np.concatenate(cut), np.concatenate(salt), tolerance, y)
    return made, made.start


def _sizes(width: float, distance: float, finest: float) -> np.ndarray:
    """Return widths of the pieces of a volume, from its end nearer to the wall."""
    sizes: list[float] = []
    gone = 0.0
    while gone < width:
        sizes.append(finest + RISE * (distance + gone))
        gone += sizes[-1]
    return np.array(sizes) * width / gone
